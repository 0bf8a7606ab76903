"""Writing a file so that it is there whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from pathlib import Path

from frirum.core.errors import FrirumError, InputRefused
from frirum.core.report.sentences import say

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def write_atomically(path: Path, content: bytes) -> None:
    """Write `content` to `path` by way of a new file beside it; what was there stays until all is on disk.

    Raises:
        InputRefused: the folder is missing, not writable, or the path is a folder, a device or a pipe. Nothing was
            written.
        FrirumError: the disk is full or failed. Nothing was written and nothing is left behind.
    """
    temporary: str | None = None
    try:
        if path.exists() and not path.is_file():
            # A rename would put an ordinary file in the place of /dev/null, for everybody on the machine.
            raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, _mode(path))
        os.replace(temporary, path)
        _sync_folder(path.parent)
    except OSError as fault:
        if temporary is not None:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
        raise writing_failed(path, fault) from fault


def _mode(path: Path) -> int:
    """The rights of the file that is replaced, else those that a new file would get."""
    with contextlib.suppress(OSError):
        return path.stat().st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask


def _sync_folder(folder: Path) -> None:
    """The rename itself must be on disk too. Windows cannot open folders and sees to it itself."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def writing_failed(path: Path, fault: OSError) -> FrirumError:
    """The error to show for a file that could not be written, with what to do about it."""
    if fault.errno in _FULL:
        return FrirumError(
            say("disk_is_full_file"),
            remedy=say("make_room_or_choose_another_folder"),
            file=path.name,
        )
    if fault.errno in {errno.ENOENT, errno.ENOTDIR}:
        return InputRefused(
            say("folder_does_not_exist"), remedy=say("create_folder_or_choose_another"), file=str(path)
        )
    if fault.errno in {errno.EACCES, errno.EPERM, errno.EROFS, errno.EISDIR}:
        return InputRefused(
            say("file_may_not_be_written_here"),
            remedy=say("choose_another_folder_or_another_name"),
            file=str(path),
        )
    return FrirumError(
        say("file_could_not_be_written_reason", reason=fault.strerror),
        remedy=say("try_again_or_choose_another_folder"),
        file=path.name,
    )

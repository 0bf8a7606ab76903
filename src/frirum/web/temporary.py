"""What lies on the disk for a moment: in the home and never in a folder of the machine's, without a name where it can.

A process that is killed cleans up nothing. So what may be about citizens is written to a file that no folder names,
which the system deletes with its process; what needs a name lies in a folder of the process's own, which the next
process to start deletes.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from frirum.web.home import Home

_OWN = "process-"
_UNFINISHED = ".part"
_BY_NUMBER = Path("/proc/self/fd")


def keep_in(home: Home) -> None:
    """Let all that this process writes for a moment lie in the home, and delete what ended processes left there."""
    sweep(home)
    folder = home.uploads / f"{_OWN}{os.getpid()}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # The first is for this process, the second for those it starts.
    tempfile.tempdir = os.environ["TMPDIR"] = str(folder)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)


def sweep(home: Home) -> int:
    """Delete what processes that are no more left behind; returns how many things went."""
    left = [path for path in home.uploads.glob("*") if not _is_in_use(path)]
    for path in left:
        _delete(path)
    return len(left)


def _is_in_use(path: Path) -> bool:
    """Whether the process whose folder it is still runs. A number that was given again only puts the sweep off."""
    number = path.name.removeprefix(_OWN)
    return path.name.startswith(_OWN) and _runs(number)


def unfinished(whole: Path) -> Path:
    """Where this process writes what is to stand at `whole` when it is finished, in the same folder."""
    return whole.with_name(f".{whole.name}.{os.getpid()}{_UNFINISHED}")


def sweep_unfinished(folder: Path, names: str) -> int:
    """Delete what a process that is no more began there and never finished; returns how many things went.

    Args:
        folder: where it was to stand.
        names: what it was to be called, `*` standing for anything.
    """
    left = [
        path
        for path in folder.glob(f".{names}.*{_UNFINISHED}")
        if not _runs(path.name.removesuffix(_UNFINISHED).rpartition(".")[2])
    ]
    for path in left:
        _delete(path)
    return len(left)


def _delete(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _runs(number: str) -> bool:
    if not number.isdecimal():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@contextmanager
def unnamed_file() -> Iterator[tuple[IO[bytes], Path]]:
    """A file that no folder names, and a path by which this process can open it while the block runs.

    Where the system cannot open a file by its number, it has a name, which is gone afterwards.
    """
    if not _BY_NUMBER.is_dir():
        with tempfile.NamedTemporaryFile() as named:
            yield named, Path(named.name)
        return
    with tempfile.TemporaryFile() as file:
        yield file, _BY_NUMBER / str(file.fileno())

"""The bytes: one file per content, named by its SHA-256, in fan-out folders under the home.

A file is written beside the store, flushed to the disk, and then renamed into place: it is there whole or not at
all. Each zone has its own tree, so that access to one gives nothing of the other.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from frirum.core.errors import InputRefused
from frirum.core.language import gettext as _
from frirum.web.full_disk import DiskFull, is_full
from frirum.web.zones import Zone

_BLOCK = 1 << 20
_MODE = 0o600
DEFAULT_LIMIT = 500 * 1024 * 1024


@dataclass(frozen=True)
class Staged:
    """Bytes that are on the disk but not yet in the store."""

    path: Path
    sha256: str
    size: int

    def discard(self) -> None:
        """Forget them; harmless after `place`."""
        self.path.unlink(missing_ok=True)


def root(zone: Zone) -> Path:
    """The folder of a zone's bytes."""
    return Path(settings.HOME.files) / zone


def path_of(zone: Zone, sha256: str) -> Path:
    """Where the bytes with this hash lie: `ab/cd/abcd…`."""
    return root(zone) / sha256[:2] / sha256[2:4] / sha256


def stage(zone: Zone, content: BinaryIO, *, limit: int = DEFAULT_LIMIT) -> Staged:
    """Write a stream to the disk, hashing on the way.

    Raises:
        InputRefused: more than `limit` bytes.
        DiskFull: the disk or the quota has no room.
    """
    incoming = root(zone) / "incoming"
    try:
        incoming.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=incoming)
    except OSError as error:
        raise explained(error) from error
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            digest, size = _copy(content, file, limit)
            file.flush()
            os.fsync(file.fileno())
        path.chmod(_MODE)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise explained(error) from error
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Staged(path, digest, size)


def _copy(content: BinaryIO, file: BinaryIO, limit: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while block := content.read(_BLOCK):
        size += len(block)
        if size > limit:
            raise InputRefused(
                _("Filen er for stor: højst {limit} MB.").format(limit=limit // (1024 * 1024)),
                remedy=_("Del filen op, eller bed driften om at hæve grænsen."),
            )
        digest.update(block)
        file.write(block)
    return digest.hexdigest(), size


def explained(error: OSError) -> Exception:
    """What a person is told of it: `DiskFull` where there is no room, else the error itself."""
    if is_full(error):
        return DiskFull(
            _("Der er ikke plads på disken til filen. Intet er gemt."),
            remedy=_("Skaf plads, og prøv igen. Alt, hvad der allerede var gemt, er der stadig."),
        )
    return error


def place(zone: Zone, staged: Staged) -> None:
    """Move staged bytes to their place; the same content twice is one file."""
    target = path_of(zone, staged.sha256)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        staged.path.replace(target)
        _flush_folder(target.parent)
    except OSError as error:
        raise explained(error) from error


def _flush_folder(folder: Path) -> None:
    """A rename is only certain after its folder has been flushed (not possible, nor needed, on Windows)."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep_incoming(zone: Zone, *, older_than: dt.timedelta = dt.timedelta(days=1)) -> int:
    """Delete uploads that a kill cut off; returns how many."""
    before = time.time() - older_than.total_seconds()
    stale = [path for path in (root(zone) / "incoming").glob("*") if path.stat().st_mtime <= before]
    for path in stale:
        path.unlink(missing_ok=True)
    return len(stale)


def remove(zone: Zone, sha256: str) -> None:
    """Delete bytes for good."""
    path_of(zone, sha256).unlink(missing_ok=True)


def stored_hashes(zone: Zone) -> Iterator[str]:
    """The name of every file in the zone's tree."""
    for path in sorted(root(zone).glob("??/??/*")):
        yield path.name


def hash_of(zone: Zone, sha256: str) -> str | None:
    """The hash of the bytes as they are now, or None where they are gone."""
    try:
        with path_of(zone, sha256).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None

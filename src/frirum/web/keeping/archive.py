"""The archive of a backup: a plain tar file that any program opens, in which no byte can change unseen.

First a line that says what it is, then the members, then `manifest.json` (path, size and SHA-256 of each member, what
the keys are recognised by, a seal under the trail's key), last a member `SHA256` that holds the hash of every byte
before it. What follows that hash is fixed, so a byte changed anywhere, padding and headers included, is found without
any key; whoever changes bytes and hash alike is found by the seal, with the key.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import os
import stat
import tarfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from frirum.core.errors import InputRefused
from frirum.core.language import gettext as _
from frirum.web.trail.faults import Fault

FORMAT = 1
MARK, MANIFEST, HASH = "frirum-backup.txt", "manifest.json", "SHA256"
_SAYS = b"A backup of a Frirum installation. Read it with: frirum verify, frirum restore\n"
_BLOCK, _CHUNK = 512, 1 << 20
_END = bytes(2 * _BLOCK)
# Databases and files hold what a citizen's case holds.
_MODE = 0o600

Progress = Callable[[int, int], None]


def _nothing(done: int, total: int) -> None:
    """No progress is shown."""


@dataclass(frozen=True)
class Member:
    """One file of the archive: where it lies in the home, its size in bytes and its SHA-256."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What the archive says of itself.

    Attributes:
        made_at: when (UTC, ISO 8601).
        version: of the program that wrote it.
        keys: name of each key of the home -> what it is recognised by.
        members: what the archive holds, in order.
        seal: HMAC of all the above under the trail's key.
    """

    made_at: str
    version: str
    keys: Mapping[str, str]
    members: tuple[Member, ...]
    seal: str = ""

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        members = [{"path": m.path, "size": m.size, "sha256": m.sha256} for m in self.members]
        return {
            "format": FORMAT,
            "made_at": self.made_at,
            "version": self.version,
            "keys": dict(self.keys),
            "members": members,
            "seal": self.seal,
        }

    def sealed_with(self, key: str) -> str:
        """The seal that this key gives."""
        content = json.dumps({**self.as_dict(), "seal": ""}, sort_keys=True).encode()
        return hmac.new(key.encode(), b"frirum backup manifest\0" + content, hashlib.sha256).hexdigest()


def recognised_by(name: str, key: str) -> str:
    """What a key is recognised by, which tells nothing of it: the keys are 48 random bytes."""
    return hmac.new(key.encode(), f"frirum backup key {name}".encode(), hashlib.sha256).hexdigest()[:32]


class Writer:
    """Writes an archive into an open file, member by member.

    Args:
        file: an empty file, open for writing.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._digest = hashlib.sha256()
        self.members: list[Member] = []
        self._append(MARK, io.BytesIO(_SAYS), len(_SAYS))

    def add(self, path: str, content: IO[bytes]) -> Member:
        """Add a file as it is now, to its present length; returns what was written."""
        size = os.fstat(content.fileno()).st_size
        member = Member(path, size, self._append(path, content, size))
        self.members.append(member)
        return member

    def close(self, manifest: Manifest) -> str:
        """Write the manifest and the end; returns the SHA-256 of the whole archive."""
        text = json.dumps(manifest.as_dict(), ensure_ascii=False, indent=1).encode() + b"\n"
        self._append(MANIFEST, io.BytesIO(text), len(text))
        self._write(_tail(self._digest.hexdigest()))
        return self._digest.hexdigest()

    def _append(self, path: str, content: IO[bytes], size: int) -> str:
        self._write(_header(path, size))
        digest, left = hashlib.sha256(), size
        while left:
            block = content.read(min(_CHUNK, left))
            if not block:
                raise EOFError(path)
            digest.update(block)
            self._write(block)
            left -= len(block)
        self._write(bytes(-size % _BLOCK))
        return digest.hexdigest()

    def _write(self, block: bytes) -> None:
        self._digest.update(block)
        self._file.write(block)


def _header(path: str, size: int) -> bytes:
    info = tarfile.TarInfo(path)
    info.size, info.mode, info.mtime = size, _MODE, 0
    return info.tobuf(tarfile.PAX_FORMAT, "utf-8", "strict")


def _tail(sha256: str) -> bytes:
    text = sha256.encode() + b"\n"
    return _header(HASH, len(text)) + text + bytes(-len(text) % _BLOCK) + _END


_TAIL = len(_tail("0" * 64))


def check_archive(path: Path, progress: Progress = _nothing) -> list[Fault]:
    """Every fault of an archive that can be found without its keys; an empty list where each byte is as it was written.

    Raises:
        InputRefused: there is no such file, or it is nothing that `frirum backup` wrote.
    """
    _refuse_other_files(path)
    if _is_whole(path, progress):
        return list(_changed_members(path))
    return list(_changed_members(path)) or [
        Fault("archive_changed", "", path.name, _("Arkivet er ændret eller skåret af."))
    ]


def _refuse_other_files(path: Path) -> None:
    """Refuse what has neither the beginning nor the end of an archive: one changed byte takes at most one of them."""
    if not path.exists():
        raise InputRefused(_("Arkivet findes ikke."), file=str(path), remedy=_("Se stien efter."))
    try:
        with path.open("rb") as file:
            begins = file.read(len(MARK)) == MARK.encode()
            file.seek(0, os.SEEK_END)
            file.seek(max(0, file.tell() - _TAIL))
            ends = file.read(len(HASH)) == HASH.encode()
    except OSError as fault:
        raise InputRefused(
            _("Filen kan ikke læses: {reason}.").format(reason=fault.strerror),
            file=str(path),
            remedy=_("Angiv en fil, der kan læses."),
        ) from fault
    if not (begins or ends):
        raise InputRefused(
            _("Filen er ikke et arkiv, som frirum backup har skrevet."),
            file=str(path),
            remedy=_("Angiv den fil, som frirum backup skrev."),
        )


def _is_whole(path: Path, progress: Progress) -> bool:
    """Whether the last member holds the hash of everything before it, and nothing else follows."""
    total = path.stat().st_size
    body = total - _TAIL
    digest, done = hashlib.sha256(), 0
    with path.open("rb") as file:
        while done < body and (block := file.read(min(_CHUNK, body - done))):
            digest.update(block)
            done += len(block)
            progress(done, total)
        tail = file.read()
    progress(total, total)
    return tail == _tail(digest.hexdigest())


def read_manifest(path: Path) -> Manifest:
    """The manifest of an archive.

    Raises:
        InputRefused: it has none that can be read, or one of a later version.
    """
    try:
        with tarfile.open(path, "r:") as archive:
            content = archive.extractfile(MANIFEST)
            found = json.loads(content.read()) if content is not None else {}
        version_of_format = int(found["format"])
        if version_of_format <= FORMAT:
            members = tuple(Member(m["path"], int(m["size"]), m["sha256"]) for m in found["members"])
            return Manifest(found["made_at"], found["version"], found["keys"], members, found["seal"])
    except (tarfile.TarError, KeyError, ValueError, TypeError, OSError, EOFError) as fault:
        raise InputRefused(
            _("Arkivets indholdsfortegnelse kan ikke læses."),
            file=str(path),
            remedy=_("Tag en anden sikkerhedskopi."),
        ) from fault
    raise InputRefused(
        _("Arkivet er skrevet af en nyere udgave af Frirum."),
        file=str(path),
        remedy=_("Hent det tilbage med den udgave, der skrev det, eller en nyere."),
    )


def _changed_members(path: Path) -> Iterator[Fault]:
    """The members that are not what the manifest says; one fault for an archive that cannot be read through."""
    try:
        yield from _compare(read_manifest(path), path)
    except InputRefused as refused:
        yield Fault("archive_changed", "", path.name, refused.message)


def _compare(manifest: Manifest, path: Path) -> Iterator[Fault]:
    there = {member.path: member.sha256 for member in members_with_hashes(path)}
    for member in manifest.members:
        found = there.pop(member.path, None)
        if found is None:
            yield Fault("member_missing", "", member.path, _("Filen mangler i arkivet."))
        elif found != member.sha256:
            yield Fault("member_changed", "", member.path, _("Filens indhold er ændret."))
    for stray in there:
        yield Fault("member_added", "", stray, _("Filen er lagt ind i arkivet bagefter."))


def members_with_hashes(path: Path) -> Iterator[Member]:
    """Each member as it is; what cannot be read ends the list."""
    with tarfile.open(path, "r:") as archive:
        for info in archive:
            content = archive.extractfile(info) if info.isfile() else None
            if info.name in (MARK, MANIFEST, HASH):
                continue
            sha256 = hashlib.file_digest(content, "sha256").hexdigest() if content else ""  # type: ignore[arg-type]
            yield Member(info.name, info.size, sha256)


def extract(path: Path, manifest: Manifest, folder: Path, progress: Progress = _nothing) -> None:
    """Write every member of the manifest under `folder`, which must be empty; each is hashed on its way.

    Raises:
        InputRefused: a member is missing or not what the manifest says, or would lie outside of the folder.
    """
    total, done = sum(member.size for member in manifest.members), 0
    with tarfile.open(path, "r:") as archive:
        for member in manifest.members:
            target = _inside(folder, member.path)
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            content = archive.extractfile(member.path)
            if content is None or _copy(content, target) != member.sha256:
                raise InputRefused(_("Filen i arkivet er ændret."), file=member.path)
            done += member.size
            progress(done, total)


def _inside(folder: Path, name: str) -> Path:
    """Where a member may lie: never outside the home, and never among the keys."""
    parts = PurePosixPath(name).parts
    if not parts or PurePosixPath(name).is_absolute() or ".." in parts or parts[0] == "keys" or "\\" in name:
        raise InputRefused(_("Arkivet har en fil, der ikke hører til i en installation."), file=name)
    return folder.joinpath(*parts)


def _copy(content: IO[bytes], target: Path) -> str:
    digest = hashlib.sha256()
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, stat.S_IRUSR | stat.S_IWUSR)
    with os.fdopen(handle, "wb") as file:
        while block := content.read(_CHUNK):
            digest.update(block)
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()

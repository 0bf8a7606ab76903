"""`frirum backup`: one archive of a home that is in use, without its keys.

The databases are copied with SQLite's own backup interface, each as it stood at one moment, while others go on writing;
statistics first, so that casework knows all it refers to. Of the stored files go those that the copies name. One
that is deleted while the archive is written makes it begin again.
"""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from glob import escape
from importlib.metadata import version
from pathlib import Path

from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.language import gettext as _
from frirum.core.report.files import write_atomically, writing_failed
from frirum.web import clock
from frirum.web.full_disk import disk_full_to_open, is_full
from frirum.web.home import Home
from frirum.web.keeping.archive import Manifest, Progress, Writer
from frirum.web.keeping.keys import keys_of, recognition, write_keys
from frirum.web.temporary import keep_in, sweep_unfinished, unfinished

ZONES_TO_COPY = ("statistics", "casework")
# Made anew, or in nobody's interest to have back: what waits in the inbox names citizens in clear. Databases and stored
# files are taken in their own way.
_LEFT_OUT = ("keys", "inbox", "uploads", "static", "files", "backup.json")
_TRIES = 3


@dataclass(frozen=True)
class Backup:
    """What was written.

    Attributes:
        archive: the file.
        files: how many files of the home it holds, databases included.
        sha256: of the archive, to be noted elsewhere.
        seconds: how long it took.
    """

    archive: Path
    files: int
    sha256: str
    seconds: float

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return {"ok": True, **asdict(self), "archive": str(self.archive)}


class _FileGone(Exception):
    """A stored file that the copied database names was deleted meanwhile."""


def back_up(
    home: Home, destination: Path, *, keys_to: Path | None = None, progress: Progress | None = None
) -> Backup:
    """Write the archive, and the keys where they are asked for; there is a whole archive or none.

    Args:
        home: an installation of this version or an earlier one.
        destination: a new file, or a folder to put one in that is named by the moment.
        keys_to: a file for the keys, elsewhere.
        progress: called with bytes done and in all.

    Raises:
        InputRefused: the destination exists or lies in the home, the databases are in PostgreSQL, or one is damaged.
        NotAllowed: a stored file is gone or changed.
    """
    begun = time.monotonic()
    home.check()
    _refuse_postgresql()
    made_at = clock.now()
    path = destination / f"frirum-{made_at:%Y%m%dT%H%M%SZ}.tar" if destination.is_dir() else destination
    _refuse_place(home, path, keys_to)
    keys = keys_of(home)
    if keys_to is not None:
        write_keys(keys_to, keys, made_at=made_at.isoformat())
    for attempt in range(_TRIES):
        try:
            files, sha256 = _write_whole(home, path, keys, made_at.isoformat(), progress)
            break
        except _FileGone as gone:
            if attempt == _TRIES - 1:
                raise NotAllowed(
                    _("En fil, som databasen kender, er væk: {sha256}.").format(sha256=gone),
                    remedy=_("Kør frirum verify, og hent filen tilbage fra en tidligere sikkerhedskopi."),
                ) from gone
    done = Backup(path, files, sha256, round(time.monotonic() - begun, 2))
    note = {"at": made_at.isoformat(), "archive": str(path.resolve()), "sha256": sha256}
    write_atomically(home.path / "backup.json", json.dumps(note, indent=1).encode() + b"\n")
    return done


def _refuse_postgresql() -> None:
    if any(os.environ.get(name) for name in ("FRIRUM_DATABASE_URL", "FRIRUM_STATISTICS_URL")):
        raise InputRefused(
            _("Databaserne ligger i PostgreSQL, som frirum backup ikke kopierer."),
            remedy=_("Tag dem med pg_dump, og mapperne files, receipts og keys hver for sig; se håndbogen."),
        )


def _refuse_place(home: Home, path: Path, keys_to: Path | None) -> None:
    inside = home.path.resolve()
    for place in filter(None, (path, keys_to)):
        if place.resolve().is_relative_to(inside):
            raise InputRefused(
                _("En sikkerhedskopi inde i installationens egen mappe går tabt sammen med den."),
                file=str(place),
                remedy=_("Vælg et sted på en anden disk."),
            )
    if path.exists():
        raise InputRefused(
            _("Filen findes allerede."), file=str(path), remedy=_("Vælg et nyt navn, eller angiv en mappe.")
        )
    if keys_to is not None and keys_to.resolve() == path.resolve():
        raise InputRefused(
            _("Nøglerne må ikke ligge i selve arkivet."),
            file=str(keys_to),
            remedy=_("Vælg med --keys-to en fil et andet sted."),
        )


def _write_whole(
    home: Home, path: Path, keys: Mapping[str, str], made_at: str, progress: Progress | None
) -> tuple[int, str]:
    """Write beside the destination and put it in its place; returns how many files, and the hash."""
    sweep_unfinished(path.parent, "frirum-*.tar")
    sweep_unfinished(path.parent, escape(path.name))
    beside = unfinished(path)
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file, _copies(home) as copies:
            writer = Writer(file)
            _add_all(writer, home, copies, progress)
            manifest = Manifest(made_at, version("frirum"), recognition(keys), tuple(writer.members))
            seal = manifest.sealed_with(keys["trail"].split()[0])
            sha256 = writer.close(Manifest(made_at, manifest.version, manifest.keys, manifest.members, seal))
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except OSError as fault:
        raise writing_failed(path, fault) from fault
    finally:
        beside.unlink(missing_ok=True)
    return len(writer.members), sha256


@contextmanager
def _copies(home: Home) -> Iterator[dict[str, Path]]:
    """Zone -> a copy of its database, in a folder of the home's own that is gone afterwards."""
    keep_in(home)
    with tempfile.TemporaryDirectory() as folder:
        copies = {zone: Path(folder) / f"{zone}.sqlite3" for zone in ZONES_TO_COPY}
        for zone, copy in copies.items():
            _copy_database(home.database(zone), copy)
        yield copies


def _copy_database(source: Path, copy: Path) -> None:
    try:
        with (
            closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=rw", uri=True, timeout=20)) as live,
            closing(sqlite3.connect(copy)) as kept,
        ):
            # All pages in one step: one reader's moment, which the write-ahead log keeps while others write.
            live.backup(kept, pages=-1)
            found = kept.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as fault:
        if is_full(fault):
            raise disk_full_to_open() from fault
        found = str(fault)
    if found != "ok":
        raise InputRefused(
            _("Databasen er beskadiget og er ikke kopieret: {reason}.").format(reason=found),
            file=source.name,
            remedy=_("Hent den seneste gode sikkerhedskopi tilbage med frirum restore."),
        )


def _add_all(writer: Writer, home: Home, copies: Mapping[str, Path], progress: Progress | None) -> None:
    wanted: list[tuple[str, Path, str | None]] = [
        (f"{zone}.sqlite3", copy, None) for zone, copy in copies.items()
    ]
    wanted += [stored for zone, copy in copies.items() for stored in _stored_files(home, zone, copy)]
    wanted += [(str(path.relative_to(home.path)), path, None) for path in _others(home)]
    total = sum(path.stat().st_size for _name, path, _hash in wanted if path.exists())
    done = 0
    for name, path, expected in wanted:
        try:
            with path.open("rb") as content:
                member = writer.add(name, content)
        except FileNotFoundError as gone:
            if expected is None:
                continue
            raise _FileGone(expected) from gone
        if expected not in (None, member.sha256):
            raise NotAllowed(
                _("En gemt fil er ændret uden om systemet: {sha256}.").format(sha256=expected),
                remedy=_("Kør frirum verify, og hent filen tilbage fra en tidligere sikkerhedskopi."),
            )
        done += member.size
        if progress is not None:
            progress(min(done, total), total)


def _stored_files(home: Home, zone: str, copy: Path) -> Iterator[tuple[str, Path, str | None]]:
    """The stored files that the copy of a database names: name in the archive, where, and its hash."""
    with closing(sqlite3.connect(copy)) as database:
        rows = database.execute("SELECT DISTINCT sha256 FROM files_storedfile ORDER BY sha256").fetchall()
    for (sha256,) in rows:
        name = f"files/{zone}/{sha256[:2]}/{sha256[2:4]}/{sha256}"
        yield name, home.path / name, sha256


def _others(home: Home) -> Iterator[Path]:
    """Everything else that the home keeps: receipts, mail, what is remembered of ledgers."""
    for top in sorted(home.path.iterdir()):
        if top.name in _LEFT_OUT or top.name.startswith(".") or ".sqlite3" in top.name:
            continue
        found = [top] if top.is_file() else sorted(top.rglob("*"))
        yield from (path for path in found if path.is_file() and not path.is_symlink())

"""`frirum restore`: a home made again from an archive and its keys, verified before it stands where it should.

It is written and verified beside its place and renamed into it, so that it is there whole or not at all.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from glob import escape
from pathlib import Path

from frirum.core.errors import InputRefused, NotAllowed, UsageError
from frirum.core.language import gettext as _
from frirum.core.report.files import writing_failed
from frirum.web.home import Home, boot_django, lacks_tables
from frirum.web.keeping.archive import Progress, check_archive, extract, read_manifest
from frirum.web.keeping.keys import read_keys, refuse_wrong_keys
from frirum.web.temporary import sweep_unfinished, unfinished
from frirum.web.trail.faults import Fault


@dataclass(frozen=True)
class Restored:
    """What was made again.

    Attributes:
        home: the folder.
        made_at: when the backup was taken (UTC, ISO 8601).
        files: how many files, databases included.
        seconds: how long it took.
        older: it is of an earlier version, to be brought up with `frirum init`.
    """

    home: Path
    made_at: str
    files: int
    seconds: float
    older: bool

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return {"ok": True, **asdict(self), "home": str(self.home)}


def restore(source: Path, *, keys: Path, home: Path, progress: Progress) -> Restored:
    """Make the home again; nothing is left where it fails. Django is made ready on it, so a process does it once.

    Args:
        source: the archive, or a folder with one archive in it.
        keys: the file of its keys, or a home's folder of keys.
        home: a folder that is empty or does not exist.
        progress: called with bytes done and in all.

    Raises:
        InputRefused: the archive or the keys are missing, something else, or do not belong together.
        UsageError: the home is not empty.
        NotAllowed: the archive was changed, or what it holds was, before it was taken.
    """
    begun = time.monotonic()
    _refuse_full_folder(home)
    archive = _archive_of(source)
    known = read_keys(keys)
    if faults := check_archive(archive):
        raise _changed(faults)
    manifest = read_manifest(archive)
    refuse_wrong_keys(manifest, known, file=keys)
    # What a restore that was killed left holds the keys beside what they open.
    sweep_unfinished(home.parent, escape(home.name))
    beside = unfinished(home)
    try:
        beside.mkdir(mode=0o700, parents=True)
        extract(archive, manifest, beside, progress)
        _write_keys(beside, known)
        older, faults = _verified(beside)
        if faults:
            raise _changed(faults)
        if home.exists():
            home.rmdir()
        beside.rename(home)
    except OSError as fault:
        raise writing_failed(home, fault) from fault
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return Restored(home, manifest.made_at, len(manifest.members), round(time.monotonic() - begun, 2), older)


def _refuse_full_folder(home: Path) -> None:
    if home.is_dir() and not any(home.iterdir()):
        return
    if home.exists():
        raise UsageError(
            _("Mappen {home} er ikke tom.").format(home=home),
            remedy=_("Angiv med --home en ny eller tom mappe; det, der er, røres ikke."),
        )


def _archive_of(source: Path) -> Path:
    if not source.is_dir():
        return source
    found = sorted(source.glob("*.tar"))
    if len(found) != 1:
        raise InputRefused(
            _("Mappen har {n} arkiver.").format(n=len(found)),
            file=str(source),
            remedy=_("Angiv det arkiv, der skal hentes tilbage."),
        )
    return found[0]


def _changed(faults: list[Fault]) -> NotAllowed:
    first = faults[0]
    return NotAllowed(
        _(
            "Sikkerhedskopien kan ikke bekræftes: {message} ({place}; {n} fejl i alt). Intet er hentet."
        ).format(message=first.message, place=first.place, n=len(faults)),
        remedy=_("Tag en anden sikkerhedskopi. frirum verify ARKIV viser alle fejl i et arkiv."),
    )


def _write_keys(home: Path, keys: Mapping[str, str]) -> None:
    folder = Home(home).keys
    folder.mkdir(mode=0o700)
    for name, text in keys.items():
        handle = os.open(folder / f"{name}.key", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
    Home(home).create()


def _verified(home: Path) -> tuple[bool, list[Fault]]:
    """Whether it is of an earlier version, and what does not hold in it."""
    _end_sessions(home)
    boot_django(home)
    from django.db import connections

    from frirum.web.trail.resealing import faults_before_upgrade
    from frirum.web.trail.verification import verify
    from frirum.web.zones import ZONES

    try:
        if any(lacks_tables(zone) for zone in ZONES):
            return True, [fault for zone in ZONES for fault in faults_before_upgrade(zone)]
        return False, verify()
    finally:
        connections.close_all()


def _end_sessions(home: Path) -> None:
    """Nobody is logged in to a home that was made again: a session ended since would be open in it."""
    with (
        closing(sqlite3.connect(Home(home).database("casework"))) as database,
        suppress(sqlite3.OperationalError),
        database,
    ):
        database.execute("DELETE FROM django_session")

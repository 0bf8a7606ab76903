"""`frirum doctor`: what the operator of an installation has to know of it, one line each, with what to do.

It needs no installation that works: what stands in the way of one is what it is asked for.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import socket
import sqlite3
import stat
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

from frirum.core.errors import FrirumError
from frirum.core.language import gettext as _
from frirum.core.vocabulary.danish import format_date
from frirum.web import clock
from frirum.web.full_disk import is_full
from frirum.web.home import Home, boot_django, lacks_tables

_LEAST_FREE = 500_000_000
_WORKER_QUIET = dt.timedelta(minutes=5)
_NIGHT_MISSED = dt.timedelta(days=2)
_BACKUP_OLD = dt.timedelta(days=2)
_CONNECT_SECONDS = 5


@dataclass(frozen=True)
class HealthCheck:
    """One thing looked at.

    Attributes:
        name: stable name.
        ok: False for what must be mended; None where it cannot be known, or is for the operator to judge.
        message: what was found, and what to do.
    """

    name: str
    ok: bool | None
    message: str

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return asdict(self)


def examine(home: Home) -> list[HealthCheck]:
    """Everything, in the order in which it is to be mended."""
    found = [_folder(home), _keys(home), *(_database(home, zone) for zone in ("casework", "statistics"))]
    if all(check.ok for check in found[1:]):
        found.append(_tables(home))
    return [*found, _disk(home), _worker(home), _night(home), _backup(home), _mail(), _address()]


def _folder(home: Home) -> HealthCheck:
    mode = stat.S_IMODE(home.path.stat().st_mode)
    if os.name == "posix" and mode & 0o077:
        message = _("Andre på maskinen kan se ind i mappen. Kør: chmod 700 {home}").format(home=home.path)
        return HealthCheck("home", False, message)
    return HealthCheck("home", True, _("Mappen er ejerens alene."))


def _keys(home: Home) -> HealthCheck:
    try:
        home.check()
    except FrirumError as error:
        return HealthCheck("keys", False, f"{error.message} {error.remedy}")
    return HealthCheck("keys", True, _("Nøglerne er der og kan kun læses af ejeren."))


def _database(home: Home, zone: str) -> HealthCheck:
    name = f"database_{zone}"
    if os.environ.get({"casework": "FRIRUM_DATABASE_URL", "statistics": "FRIRUM_STATISTICS_URL"}[zone]):
        return HealthCheck(name, None, _("Ligger i PostgreSQL; se efter med databasens egne værktøjer."))
    try:
        with closing(_open(home, zone)) as database:
            said = str(database.execute("PRAGMA quick_check").fetchone()[0])
    except sqlite3.Error as fault:
        if is_full(fault):
            return HealthCheck(name, False, _("Databasen kan ikke åbnes, mens disken er fuld."))
        said = str(fault)
    if said != "ok":
        message = _("Databasen kan ikke læses: {reason}. Hent den fra en sikkerhedskopi med frirum restore.")
        return HealthCheck(name, False, message.format(reason=said))
    return HealthCheck(name, True, _("Databasen er hel."))


def _open(home: Home, zone: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{home.database(zone).resolve().as_uri()}?mode=rw", uri=True, timeout=20)


def _tables(home: Home) -> HealthCheck:
    from frirum.web.zones import ZONES

    boot_django(home.path)
    if any(lacks_tables(zone) for zone in ZONES):
        message = _("Installationen er af en ældre udgave. Kør: frirum init --home {home}")
        return HealthCheck("tables", False, message.format(home=home.path))
    return HealthCheck("tables", True, _("Installationen er bragt op til denne udgave."))


def _disk(home: Home) -> HealthCheck:
    free = shutil.disk_usage(home.path).free
    message = _("{n} MB fri på disken.").format(n=free // 1_000_000)
    if free < _LEAST_FREE:
        return HealthCheck("disk", False, " ".join([message, _("Skaf plads: der kan snart ikke gemmes.")]))
    return HealthCheck("disk", True, message)


def _worker(home: Home) -> HealthCheck:
    """The worker calls what is due each minute; the newest call tells when it was last at work."""
    try:
        with closing(_open(home, "casework")) as database:
            (last,) = database.execute("SELECT max(at) FROM jobs_lasttick").fetchone()
    except sqlite3.Error:
        last = None
    if last is None:
        return HealthCheck("worker", None, _("Baggrundsarbejdet har ikke været i gang."))
    seen = dt.datetime.fromisoformat(last).replace(tzinfo=dt.UTC)
    if clock.now() - seen > _WORKER_QUIET:
        message = _("Baggrundsarbejdet var sidst i gang {when}. Kør frirum run, eller frirum worker.")
        return HealthCheck("worker", None, message.format(when=_when(seen)))
    return HealthCheck("worker", True, _("Baggrundsarbejdet er i gang."))


def _when(moment: dt.datetime) -> str:
    local = moment.astimezone(clock.COPENHAGEN)
    return f"{format_date(local.date())} kl. {local:%H.%M}"


def _night(home: Home) -> HealthCheck:
    folder = Path(os.environ.get("FRIRUM_RECEIPTS") or home.path / "receipts")
    last = max(folder.glob("kvittering-*.json"), default=None)
    if last is None:
        return HealthCheck("nightly_check", None, _("Ingen nat har sat en kvittering endnu."))
    left = dt.datetime.fromtimestamp(last.stat().st_mtime, dt.UTC)
    said = _("Nattens kontrol satte sidst en kvittering {when}.").format(when=_when(left))
    if clock.now() - left > _NIGHT_MISSED:
        return HealthCheck("nightly_check", False, " ".join([said, _("Kør: frirum verify")]))
    return HealthCheck("nightly_check", True, said)


def _backup(home: Home) -> HealthCheck:
    try:
        note = json.loads((home.path / "backup.json").read_text(encoding="utf-8"))
        taken = dt.datetime.fromisoformat(note["at"])
    except (OSError, ValueError, KeyError):
        return HealthCheck(
            "backup", None, _("Der er ikke taget nogen sikkerhedskopi med frirum backup herfra.")
        )
    said = _("Sidste sikkerhedskopi er fra {when}.").format(when=_when(taken))
    if clock.now() - taken > _BACKUP_OLD:
        return HealthCheck("backup", False, " ".join([said, _("Kør: frirum backup MAPPE")]))
    return HealthCheck("backup", True, said)


def _mail() -> HealthCheck:
    address = os.environ.get("FRIRUM_SMTP_URL")
    if not address:
        return HealthCheck(
            "mail", None, _("FRIRUM_SMTP_URL er ikke sat: mail lægges i installationens mappe.")
        )
    parts = urlsplit(address)
    port = parts.port or (465 if parts.scheme == "smtps" else 587)
    try:
        socket.create_connection((parts.hostname or "", port), timeout=_CONNECT_SECONDS).close()
    except OSError as fault:
        message = _("Mailserveren {host} svarer ikke: {reason}. Mail venter i udbakken.")
        return HealthCheck("mail", False, message.format(host=parts.hostname, reason=fault))
    return HealthCheck("mail", True, _("Mailserveren svarer."))


def _address() -> HealthCheck:
    address = os.environ.get("FRIRUM_PUBLIC_URL", "")
    if not address:
        return HealthCheck(
            "address", None, _("FRIRUM_PUBLIC_URL er ikke sat: links i mail fører til denne maskine.")
        )
    if not address.startswith("https://"):
        message = _("Siden er sat op uden https ({address}); cookies kan læses undervejs.")
        return HealthCheck("address", None, message.format(address=address))
    return HealthCheck("address", True, address)

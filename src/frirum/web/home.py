"""The home folder of an installation: where databases, keys, files and mail lie, and how Django starts on it.

Imports no Django at module level: the settings are read from here.
"""

from __future__ import annotations

import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from frirum.core.errors import InputRefused, UsageError
from frirum.core.language import gettext as _

if TYPE_CHECKING:
    from frirum.web.zones import Zone

KEYS = ("session", "trail", "lookup", "citizen", "citizen-lookup", "account")
PSEUDONYM_KEY = "pseudonym"
SEALING_KEYS = ("citizen", "account")


@dataclass(frozen=True)
class Home:
    """One installation's folder. Everything it keeps is under `path`.

    Keys: `session` signs cookies and forms, `trail` makes trail and seals unforgeable for somebody who has only
    the database, `lookup` turns an address into a throttling key, `citizen` seals CPR numbers and `citizen-lookup` is
    what they are found by, `account` seals the secrets of second factors. They never lie in the database or its backup.
    """

    path: Path

    @property
    def keys(self) -> Path:
        """The folder of the keys, mode 0700, each file 0600."""
        return self.path / "keys"

    @property
    def files(self) -> Path:
        """The content-addressed store."""
        return self.path / "files"

    @property
    def uploads(self) -> Path:
        """Where a file lies while it is being sent: it may be about citizens, so not in the machine's own folder."""
        return self.path / "uploads"

    @property
    def mail(self) -> Path:
        """Where mail is written while no mail server is configured."""
        return self.path / "mail"

    @property
    def static(self) -> Path:
        """The collected static files that the web process serves."""
        return self.path / "static"

    def database(self, zone: str) -> Path:
        """The SQLite file of a zone."""
        return self.path / f"{zone}.sqlite3"

    def key(self, name: str) -> str:
        """The text of a key; FileNotFoundError before `create`."""
        return (self.keys / f"{name}.key").read_text(encoding="ascii").strip()

    def pseudonym_key(self) -> bytes:
        """The key of register pseudonyms, made at its first use; it needs no finished installation."""
        for folder in (self.path, self.keys):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self.keys / f"{PSEUDONYM_KEY}.key"
        _write_key(path)
        _refuse_open_key(path)
        return self.key(PSEUDONYM_KEY).encode("ascii")

    def create(self) -> None:
        """Make the folders and the keys that are missing; what exists is left as it is, save for its mode."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make_private(self.path, 0o700)
        for zone in ("casework", "statistics"):
            _make_private(self.database(zone))
        for folder in (self.keys, self.uploads, self.files, self.mail, self.static):
            folder.mkdir(mode=0o700, exist_ok=True)
            _make_private(folder, 0o700)
        for name in KEYS:
            _write_key(self.keys / f"{name}.key")

    def check(self) -> None:
        """Refuse a home that was never made, or whose keys others may read."""
        if not all((self.keys / f"{name}.key").is_file() for name in KEYS):
            raise UsageError(
                _("{home} er ikke en færdig installation.").format(home=self.path),
                remedy=_("Kør først: frirum init --home {home}").format(home=self.path),
            )
        for name in KEYS:
            _refuse_open_key(self.keys / f"{name}.key")


def _make_private(path: Path, mode: int = 0o600) -> None:
    """Let nobody but the owner read it. SQLite gives its journals the mode of the database itself."""
    if os.name == "posix" and path.exists():
        path.chmod(mode)


def _write_key(path: Path) -> None:
    """Create a key readable by its owner alone; O_EXCL, so that two starts cannot make two keys."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(new_line(path.stem) + "\n")
        file.flush()
        os.fsync(file.fileno())


def new_line(name: str) -> str:
    """A key, drawn; what is sealed under one that says `bound-` is always bound to its place (`web/keys.py`)."""
    return ("bound-" if name in SEALING_KEYS else "") + secrets.token_urlsafe(48)


def _refuse_open_key(path: Path) -> None:
    mode = stat.S_IMODE(path.stat().st_mode)
    if os.name == "posix" and mode & 0o077:
        raise InputRefused(
            _("Nøglen kan læses af andre end ejeren (rettigheder {mode}).").format(mode=oct(mode)[2:]),
            file=str(path),
            remedy=_("Kør: chmod 600 {path}").format(path=path),
        )


def start_django(home: Path) -> Home:
    """Make Django ready on an initialised home folder; every command that needs a database calls it first.

    Raises:
        UsageError: the folder was never initialised, only half, or by an older release.
        InputRefused: a key can be read by others.
    """
    from frirum.web.temporary import keep_in

    found = Home(home.resolve())
    found.check()
    keep_in(found)
    boot_django(found.path)
    _refuse_older_tables(found.path)
    return found


def _refuse_older_tables(home: Path) -> None:
    from frirum.web.zones import ZONES

    if any(lacks_tables(zone) for zone in ZONES):
        raise UsageError(
            _("{home} er ikke bragt op til denne udgave.").format(home=home),
            remedy=_("Kør først: frirum init --home {home}").format(home=home),
        )


def lacks_tables(zone: Zone) -> bool:
    """Whether the zone's database is older than this release; Django must be ready."""
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    from frirum.web.zones import alias

    executor = MigrationExecutor(connections[alias(zone)])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def boot_django(home: Path) -> None:
    """Set up Django on `home` without checking it. One process serves one home."""
    os.environ["FRIRUM_HOME"] = str(home.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frirum.web.settings")
    # Web process and worker share the cores, and our matrices are small: threads that wait for each other only spin.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()

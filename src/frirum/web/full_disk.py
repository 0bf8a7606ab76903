"""When the disk is full: known in whatever a write of ours meets, and said to people as what it is.

What was saved is there and can be read; only what would write is refused.
"""

from __future__ import annotations

import errno
import sqlite3

from django.db import DatabaseError

from frirum.core.errors import FrirumError
from frirum.core.language import gettext as _

_POSTGRESQL_FULL = "53100"
# SQLite says so of a page; where the first connection finds no room for the index of the log, it says input and output.
_SQLITE_FULL = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE)


class DiskFull(FrirumError):
    """There is no room. Nothing was kept of what was to be saved."""

    code = "disk_full"
    exit_code = 1


def is_full(fault: BaseException) -> bool:
    """Whether this fault says that there is no more room, on the disk or in the database."""
    if isinstance(fault, OSError):
        return fault.errno in (errno.ENOSPC, errno.EDQUOT)
    cause = fault.__cause__ if isinstance(fault, DatabaseError) else fault
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", None) in _SQLITE_FULL
    return getattr(cause, "sqlstate", None) == _POSTGRESQL_FULL


def disk_full() -> DiskFull:
    """What a person is told."""
    return DiskFull(
        _("Disken er fuld, så der kan ikke gemmes lige nu. Det, du ville gemme, er ikke gemt."),
        remedy=_(
            "Sig det til driften, og prøv igen, når der er plads. Alt, hvad der var gemt, kan stadig læses."
        ),
    )


def disk_full_to_read() -> DiskFull:
    """What a person is told of a page that may only be shown when it is written down who sees it."""
    return DiskFull(
        _(
            "Disken er fuld. Det skal noteres, hvem der ser denne side, og det kan ikke noteres nu, så siden vises "
            "ikke."
        ),
        remedy=_("Sig det til driften. Sider uden oplysninger om borgere og hændelser kan stadig læses."),
    )


def disk_full_to_open() -> DiskFull:
    """What whoever runs the installation is told by a command that cannot begin."""
    return DiskFull(
        _("Disken er fuld, så installationen kan ikke åbnes. Intet er ændret."),
        remedy=_("Skaf plads på disken, og prøv igen."),
    )

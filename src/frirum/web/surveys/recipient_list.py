"""A list of those who are to be asked, from a file: an address and a municipality per line."""

from __future__ import annotations

from pathlib import Path

from frirum.core.errors import InputRefused
from frirum.core.files.limits import Limits
from frirum.core.files.opening import open_source
from frirum.core.language import gettext as _
from frirum.core.vocabulary.municipalities import by_code, by_name

_ADDRESS = ("e-mail", "email", "mail", "mailadresse", "e-mailadresse")
_MUNICIPALITY = ("kommune", "kommunekode", "municipality")
LISTS = Limits(bytes=16 * 1024 * 1024, unpacked=64 * 1024 * 1024, rows=100_000, tells_case=False)


def read_recipients(path: Path, *, only: int | None) -> list[tuple[str, int]]:
    """(address, municipality) of each line; of one that stands twice the first.

    Args:
        only: the municipality of all, where the file needs no column for it.

    Raises:
        InputRefused: the file cannot be read, a column is missing, or a line has no address or no municipality.
    """
    source = open_source(path, limits=LISTS)
    columns = [column.strip().casefold() for column in source.columns]
    address = next((n for n, name in enumerate(columns) if name in _ADDRESS), None)
    where = next((n for n, name in enumerate(columns) if name in _MUNICIPALITY), None)
    if address is None or (where is None and only is None):
        raise InputRefused(
            _("Filen skal have kolonnerne e-mail og kommune."),
            line=1,
            remedy=_("Skriv e-mail og kommune i første linje; kommunen kan stå som kode eller navn."),
        )
    found: dict[str, int] = {}
    for row in source.rows():
        written = str(row.cells[address]).strip()
        place = "" if where is None else str(row.cells[where]).strip()
        municipality = by_code(place) or by_name(place)
        code = municipality.code if municipality else (only if not place else None)
        if not written or code is None:
            raise InputRefused(
                _("Linje {n} har ingen mailadresse eller ingen kommune.").format(n=row.line),
                line=row.line,
                remedy=_("Ret linje {n} i filen, og prøv igen.").format(n=row.line),
            )
        found.setdefault(written.lower(), code)
    return list(found.items())

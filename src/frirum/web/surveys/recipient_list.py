"""A list of those who are to be asked, from a file: how to reach each, and a municipality, per line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from frirum.core.errors import InputRefused
from frirum.core.files.limits import Limits
from frirum.core.files.opening import open_source
from frirum.core.files.source import SourceRow
from frirum.core.language import gettext as _
from frirum.core.vocabulary.municipalities import by_code, by_name
from frirum.web.surveys.actions import Recipient
from frirum.web.surveys.models import Channel

_NAMES = {
    "address": ("e-mail", "email", "mail", "mailadresse", "e-mailadresse"),
    "municipality": ("kommune", "kommunekode", "municipality"),
    "name": ("navn", "name"),
    "lines": ("adresse", "gade", "vej", "address"),
    "code": ("postnr", "postnummer"),
    "town": ("by", "postdistrikt"),
    "phone": ("telefon", "mobil", "mobilnummer", "telefonnummer"),
    "own_id": ("id", "nummer", "løbenummer"),
}
NEEDED = {
    Channel.MAIL: ("address",),
    Channel.LETTER: ("name", "lines"),
    Channel.SMS: ("phone",),
    Channel.POST: ("own_id",),
}
LISTS = Limits(bytes=16 * 1024 * 1024, unpacked=64 * 1024 * 1024, rows=100_000, tells_case=False)


def read_recipients(path: Path, *, only: int | None, channel: str = Channel.MAIL) -> list[Recipient]:
    """Who is to be asked; of one that stands twice the first.

    Args:
        only: the municipality of all, where the file needs no column for it.
        channel: how they are asked, which says which columns the file must have.

    Raises:
        InputRefused: the file cannot be read, a column is missing, or a line lacks what the channel needs or has no
            municipality.
    """
    source = open_source(path, limits=LISTS)
    columns = [column.strip().casefold() for column in source.columns]
    places = {
        what: next((n for n, name in enumerate(columns) if name in names), None)
        for what, names in _NAMES.items()
    }
    needed = NEEDED[Channel(channel)]
    missing = [_NAMES[what][0] for what in needed if places[what] is None]
    if missing or (places["municipality"] is None and only is None):
        wanted = [*(_NAMES[what][0] for what in needed), "kommune"]
        raise InputRefused(
            _("Filen skal have kolonnerne {names}.").format(names=" og ".join(wanted)),
            line=1,
            remedy=_("Skriv dem i første linje; kommunen kan stå som kode eller navn."),
        )
    found: dict[tuple[str, ...], Recipient] = {}
    for row in source.rows():
        one = _recipient(row, places, needed, only, channel)
        found.setdefault(one.known_by, one)
    return list(found.values())


def _recipient(
    row: SourceRow, places: dict[str, int | None], needed: Sequence[str], only: int | None, channel: str
) -> Recipient:
    said = {
        what: "" if place is None or place >= len(row.cells) else str(row.cells[place]).strip()
        for what, place in places.items()
    }
    where = said["municipality"]
    municipality = by_code(where) or by_name(where)
    code = municipality.code if municipality else (only if not where else None)
    if code is None or not all(said[what] for what in needed):
        raise InputRefused(
            _("Linje {n} mangler det, der skal til for at spørge, eller kommunen.").format(n=row.line),
            line=row.line,
            remedy=_("Ret linje {n} i filen, og prøv igen.").format(n=row.line),
        )
    town = " ".join(part for part in (said["code"], said["town"]) if part)
    lines = "\n".join(part for part in (said["lines"], town) if part)
    is_mail = channel == Channel.MAIL
    return Recipient(
        said["address"].lower() if is_mail else "",
        code,
        channel,
        said["name"],
        lines,
        said["phone"],
        said["own_id"],
    )

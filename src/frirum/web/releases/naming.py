"""Names that no release has: what must be asked of the team, and what it answered.

Whether "18-39" is a new band, an old one renamed or two old ones together decides which earlier counts it can be
subtracted from. Nobody but the team knows, so a request says it for each such name, and the release keeps it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence

from django.utils.translation import gettext as _

from frirum.core.disclosure.answers import Pair
from frirum.core.disclosure.identity import UnknownName, folded
from frirum.core.disclosure.ledger import answered, asked
from frirum.core.disclosure.protected import Refusal
from frirum.core.vocabulary.marks import short_mark
from frirum.core.vocabulary.period_names import read_period
from frirum.web.releases.models import ReleaseRequest, TeamTable
from frirum.web.releases.tables import ledger, request_of
from frirum.web.releases.telling import measure_words, period_words

NEW = ""
"""The answer that a name is new."""

Chosen = Callable[[UnknownName], Sequence[str]]
"""What was answered of a name: the old names it is, or (`NEW`,); empty where nothing was yet."""


def field_of(unknown: UnknownName) -> str:
    """The name of the field that asks about a name; the same however many are asked about."""
    told = "\0".join((unknown.kind, unknown.dimension, unknown.name))
    return f"navn-{short_mark(hashlib.sha256(told.encode()).hexdigest(), 12)}"


def is_one(unknown: UnknownName) -> bool:
    """Whether it can be one old name only: a category may be several together, what is counted may not."""
    return unknown.kind in ("measure", "dimension", "days")


def unknown_in(table: TeamTable, chosen: Chosen) -> list[UnknownName]:
    """Every name to ask about; what is counted comes first, as the other names are compared within it."""
    found: dict[str, UnknownName] = {}
    held, request = ledger(), request_of(table)
    while True:
        pairs = pairs_of(list(found.values()), chosen)
        answer = answered(held, request, pairs)
        more = answer.unknown if isinstance(answer, Refusal) else asked(held, answer)
        fresh = {field_of(one): one for one in more if field_of(one) not in found}
        found.update(fresh)
        if not fresh or not all(chosen(one) for one in found.values()):
            return list(found.values())


def pairs_of(unknown: Sequence[UnknownName], chosen: Chosen) -> list[Pair]:
    """The answers as disclosure control takes them."""
    return [(old, one.name) for one in unknown for old in chosen(one)]


def latest_names(table: TeamTable) -> tuple[ReleaseRequest | None, list[Pair]]:
    """The table's newest request, and what it says of names."""
    latest = table.requests.first()
    return latest, [] if latest is None else names_of_request(latest)


def names_of_request(request: ReleaseRequest) -> list[Pair]:
    """What a request says of names."""
    return [(old, new) for old, new in request.names]


def sentences(pairs: Sequence[Pair]) -> Iterator[str]:
    """The answers as people read them, one sentence for each name of the table."""
    olds: dict[str, list[str]] = {}
    for old, new in pairs:
        olds.setdefault(new, []).append(old)
    for name, before in olds.items():
        new, of = measure_words(name), [measure_words(old) for old in before]
        if of == [NEW] and read_period(name) and not name.isdigit():
            yield _("{name} er en periode for sig; det er ikke de samme personer talt videre.").format(
                name=period_words(name)
            )
        elif of == [NEW]:
            yield _("{name} er ny og har ikke været med i en frigivelse før.").format(name=new)
        elif len(of) == 1:
            shared = [other for other, its in olds.items() if other != name and its == before]
            text = (
                _("{name} er en del af det, der før hed {old}.")
                if shared
                else _("{name} er det samme som det, der før hed {old}.")
            )
            yield text.format(name=new, old=of[0])
        else:
            yield _("{name} er lagt sammen af {olds}.").format(name=new, olds=", ".join(of))


def label_of(unknown: UnknownName) -> str:
    """The question about a name."""
    texts = {
        "measure": _("Hvad tælles: hvad er »{name}«?"),
        "dimension": _("Hvad er inddelingen »{name}«?"),
        "days": _("Er {name} talt for sig, uden dem, der var talt før?"),
        "period": _("Hvad er perioden »{name}«?"),
        "category": _("Hvad er »{name}« i {dimension}?"),
    }
    return texts[unknown.kind].format(name=_told(unknown.kind, unknown.name), dimension=unknown.dimension)


def choices_of(unknown: UnknownName) -> list[tuple[str, str]]:
    """What it may be: new, or what the releases have, with the most alike first."""
    if unknown.kind == "days":
        return [("ny", _("Ja, {name} er en periode for sig").format(name=period_words(unknown.name)))]
    mine = folded(unknown.name)
    alike = sorted(unknown.known, key=lambda old: not (folded(old) in mine or mine in folded(old)))
    return [
        ("ny", _("Ny: har ikke været med i en frigivelse før")),
        *((f"={old}", _told(unknown.kind, old)) for old in alike),
    ]


def help_of(unknown: UnknownName) -> str:
    """What to think of before answering."""
    if unknown.kind == "days":
        return _(
            "Tallene er på nær få personer flere dem, der er frigivet for {old} i frigivelse {number}. Er de talt "
            "videre på de samme personer, så sæt intet kryds: læg tabellen ind igen med hele perioden fra den første "
            "dag til den sidste."
        ).format(old=period_words(unknown.known[0]), number=unknown.release)
    if is_one(unknown):
        return _("Sæt ét kryds.")
    return _("Ét kryds, hvis den er ny eller har fået nyt navn; flere, hvis den er lagt sammen af flere")


def _told(kind: str, name: str) -> str:
    if kind == "measure":
        return measure_words(name)
    return period_words(name) if kind in ("period", "days") else name


def remedy_of(refusal: Refusal) -> str:
    """What to do about a refusal here, where nobody writes an option of a command."""
    if refusal.unknown and refusal.unknown[0].kind == "days":
        return _(
            "Er det virkelig en periode for sig, så sig det, når du beder om frigivelse. Tælles der videre fra samme "
            "dag, så læg tabellen ind igen med hele perioden fra den første dag til den sidste."
        )
    if refusal.unknown:
        return _("Sig, hvad navnet er, når du beder om frigivelse: nyt, omdøbt eller lagt sammen.")
    return refusal.remedy

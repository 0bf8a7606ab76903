"""The economy in words: sides, bases, what is unknown, and amounts with their range, in the reader's language."""

from __future__ import annotations

from frirum.core.economy.ledger import AmountBasis, AmountUnknown, EconomyLine, Side
from frirum.core.economy.spans import Span
from frirum.core.economy.stated_saving import Gap
from frirum.core.language import gettext as _
from frirum.core.vocabulary.danish import format_date, format_number


def side_text(side: Side) -> str:
    """Spared or spent."""
    return {Side.SPARED: _("sparet"), Side.SPENT: _("brugt")}[side]


def basis_text(basis: AmountBasis | None) -> str:
    """What a line rests on."""
    if basis is None:
        return _("ikke oplyst")
    return {
        AmountBasis.MEASURED: _("målt"),
        AmountBasis.AUDITED: _("fra ledelsestilsyn, med usikkerhed"),
        AmountBasis.PUBLISHED: _("offentliggjort"),
        AmountBasis.STATED: _("skønnet"),
        AmountBasis.CEILING: _("fra ingenting til det højest mulige"),
    }[basis]


def unknown_text(why: AmountUnknown) -> str:
    """Why there is no amount."""
    return {
        AmountUnknown.NO_QUANTITY: _("antallet er ikke oplyst"),
        AmountUnknown.NO_PRICE: _("prisen er ikke oplyst"),
        AmountUnknown.NO_AMOUNT: _("beløbet er ikke oplyst"),
    }[why]


def lacking_text(why: AmountUnknown) -> str:
    """The same after the words "Ikke oplyst"."""
    return {
        AmountUnknown.NO_QUANTITY: _("antallet mangler"),
        AmountUnknown.NO_PRICE: _("prisen mangler"),
        AmountUnknown.NO_AMOUNT: _("beløbet mangler"),
    }[why]


def no_total_text(*, has_lines: bool) -> str:
    """Why a side has no total."""
    return _("ingen linje har et beløb") if has_lines else _("der er ingen linjer")


def gap_text(gap: Gap) -> str:
    """What the sources do not say."""
    return {
        Gap.EXPERIMENTS_NOT_NAMED: _("Kilden nævner ikke, hvilke forsøg beløbet er fra."),
        Gap.NO_COUNT: _("Ingen kilde tæller, hvor mange attester der blev undladt."),
        Gap.NO_PERIOD: _("Kilden siger ikke, hvilken periode beløbet er for."),
        Gap.NO_COMPARISON: _("Der er ingen nulpunktsmåling, så en anden udvikling kan ikke udelukkes."),
        Gap.LAW_CHANGED: _("Loven ændrede kravet om attester, mens forsøgene løb."),
        Gap.GROSS: _("Det er brutto: hvad anden dokumentation kostede i stedet, er ikke oplyst."),
    }[gap]


def kroner(amount: Span | None) -> str:
    """1.234 kr., 1.000-2.000 kr., or that it is not known."""
    if amount is None:
        return _("ikke oplyst")
    if amount.is_exact:
        return _("{n} kr.").format(n=format_number(amount.low))
    return _("{low}-{high} kr.").format(low=format_number(amount.low), high=format_number(amount.high))


def quantity_text(line: EconomyLine) -> str:
    """How many, with the unit."""
    if line.quantity is None:
        return _("ikke oplyst")
    low, high = format_number(line.quantity.low), format_number(line.quantity.high)
    return f"{low} {line.unit}" if low == high else f"{low}-{high} {line.unit}"


def price_text(line: EconomyLine) -> str:
    """The price for one, with the day it is known from: it may be older than the period."""
    if line.price is None:
        return _("ikke oplyst")
    said = kroner(line.price.amount)
    if line.price.known_since is None:
        return said
    return _("{price} (prisen er fra {day})").format(price=said, day=format_date(line.price.known_since))

"""The ledger of an experiment: lines with a quantity, a dated price and a source, and what they add up to.

A line whose amount nobody knows stays in the ledger and is counted as unknown. A net figure is given only where every
line is known: a sum that leaves the unknown out would take it for zero.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from frirum.core.economy.price_level import PriceIndex
from frirum.core.economy.spans import Span, total
from frirum.core.vocabulary.prices import CertificatePrice


class Side(StrEnum):
    """Which way money or time goes."""

    SPARED = "spared"
    SPENT = "spent"


class AmountBasis(StrEnum):
    """What a quantity or amount rests on, the strongest first."""

    MEASURED = "measured"
    AUDITED = "audited"
    PUBLISHED = "published"
    STATED = "stated"
    CEILING = "ceiling"


class AmountUnknown(StrEnum):
    """Why a line has no amount."""

    NO_QUANTITY = "no_quantity"
    NO_PRICE = "no_price"
    NO_AMOUNT = "no_amount"


@dataclass(frozen=True)
class UnitPrice:
    """What one of a thing costs, and since when that is known.

    Attributes:
        amount: kroner.
        known_since: the day of the price; None for one that a person states for the period itself.
        source: where it is from.
    """

    amount: Span
    known_since: dt.date | None
    source: str

    def is_older_than(self, day: dt.date | None) -> bool:
        """Whether it was set before the day: then it is printed with its date."""
        return day is not None and self.known_since is not None and self.known_since < day


def unit_price(price: CertificatePrice) -> UnitPrice:
    """A certificate's price as a unit price."""
    return UnitPrice(Span(price.low, price.high), price.valid_from, "; ".join(price.sources))


@dataclass(frozen=True)
class EconomyLine:
    """One line.

    Attributes:
        id: its name in the definition or the entry.
        side: spared or spent.
        text: what it is, in the reader's language.
        quantity, unit: how many of what; None where nobody knows.
        price: kroner for one; None where nobody knows.
        stated: the amount itself, where it is given and not computed.
        year: the year of the money, None where it follows from the price.
        basis: what it rests on; None where it is unknown.
        by: who stated it, or "".
        source: document and place, extract or run.
        used_for: what freed money or time went to, "" where nobody says.
        is_time: the quantity is time, which is worth money only where a price is stated.
    """

    id: str
    side: Side
    text: str
    quantity: Span | None = None
    unit: str = ""
    price: UnitPrice | None = None
    stated: Span | None = None
    year: int | None = None
    basis: AmountBasis | None = None
    by: str = ""
    source: str = ""
    used_for: str = ""
    is_time: bool = False

    @property
    def amount(self) -> Span | None:
        """Kroner in the prices of its own year; None where it is not known."""
        if self.stated is not None:
            return self.stated
        if self.quantity is None or self.price is None:
            return None
        return self.quantity.times(self.price.amount)

    @property
    def money_year(self) -> int | None:
        """The year whose prices the amount is in."""
        if self.year is not None:
            return self.year
        known = self.price.known_since if self.price else None
        return known.year if known else None

    @property
    def unknown(self) -> AmountUnknown | None:
        """What is missing, or None."""
        if self.amount is not None:
            return None
        if self.quantity is None:
            return (
                AmountUnknown.NO_AMOUNT
                if self.price is None and not self.is_time
                else AmountUnknown.NO_QUANTITY
            )
        return AmountUnknown.NO_PRICE


@dataclass(frozen=True)
class SideTotal:
    """What the lines of one side add up to.

    Attributes:
        known: the sum of the lines whose amount is known, in one price level; None where none is.
        unknown: the lines without an amount.
        unmoved: lines that are in it in the prices of their own year, as the index does not reach it.
    """

    known: Span | None
    unknown: tuple[EconomyLine, ...]
    unmoved: tuple[EconomyLine, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing."""
        return not self.unknown


@dataclass(frozen=True)
class EconomyLedger:
    """The ledger of one experiment.

    Attributes:
        slug: which.
        lines: in the order to read them.
        price_year: the price level.
        uses: how many times the exemption was used; None where nobody counts.
        months: how long it ran; None where no source says.
        begins: its first day, None where not stated.
    """

    slug: str
    lines: tuple[EconomyLine, ...]
    price_year: int
    index: PriceIndex
    uses: int | None = None
    months: float | None = None
    begins: dt.date | None = None

    def side(self, side: Side) -> SideTotal:
        """Gross: one side alone."""
        known, unknown, unmoved = [], [], []
        for line in self.lines:
            if line.side is not side:
                continue
            if line.amount is None:
                unknown.append(line)
                continue
            moved = self.moved(line)
            if moved is None:
                unmoved.append(line)
            known.append(moved or line.amount)
        return SideTotal(total(known) if known else None, tuple(unknown), tuple(unmoved))

    def moved(self, line: EconomyLine) -> Span | None:
        """The amount of a line in the ledger's prices; None where it has none or the index does not reach its year."""
        if line.amount is None or line.money_year is None:
            return None
        return self.index.moved(line.amount, line.money_year, self.price_year)

    @property
    def net(self) -> Span | None:
        """Spared less spent; None unless both sides have lines and every line is known and in one price level."""
        spared, spent = self.side(Side.SPARED), self.side(Side.SPENT)
        whole = spared.is_whole and spent.is_whole and not (spared.unmoved or spent.unmoved)
        if not whole or spared.known is None or spent.known is None:
            return None
        return spared.known.minus(spent.known)

    def per_use(self, amount: Span | None) -> Span | None:
        """An amount for each use; None without uses."""
        return amount.scaled(1 / self.uses) if amount is not None and self.uses else None

    def per_month(self, amount: Span | None) -> Span | None:
        """An amount for each month of the period; None where its length is not known."""
        return amount.scaled(1 / self.months) if amount is not None and self.months else None


def sorted_lines(lines: Sequence[EconomyLine]) -> tuple[EconomyLine, ...]:
    """Spared before spent, known before unknown."""
    return tuple(sorted(lines, key=lambda line: (line.side is Side.SPENT, line.amount is None)))

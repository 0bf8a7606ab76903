"""Whose count a cell is, however it is spelled: one code per category, dimension, period and measure.

Hjørring, hjørring and Hjørring Kommune are one place; 18–29 and 18-29 år are one band; 1. kvartal 2027 and 2027K1 are
the same days. What cannot be known (is "18-39" a new band, an old one renamed, or two old ones merged?) is asked of the
person who holds the table, and the answer is kept with the release.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from frirum.core.disclosure.merge import split_name
from frirum.core.disclosure.table import Dimension
from frirum.core.vocabulary import municipalities
from frirum.core.vocabulary.period_names import read_period
from frirum.core.vocabulary.periods import Period

PLACES = "kommune"
"""The code of every dimension of municipalities."""
DAYS = "periode"
"""The code of every dimension of periods."""
_BAND = re.compile(r"(\d+)\s*(?:-|til|to)\s*(\d+)(?:\s*(?:år|years))?\.?")
_CODED = re.compile(r"(?:(\d{3,4})\s*[-:]?\s*(\D+)|(\D+?)\s*[(\[]?(\d{3,4})[)\]]?)")
_PLACE_HEADS = ("kom", "municipal", "bopæl", "område")

Table = tuple[Sequence[Dimension], Mapping[str, frozenset[str]], str]
"""Dimensions, filter and period."""
Answers = Mapping[str, tuple[str, ...]]
"""Code -> the codes it is made of: an old name's new name, a merged band's parts. An empty tuple: it is new."""


@cache
def folded(text: str) -> str:
    """A name with everything gone that makes no difference: capitals, blanks, kinds of dashes, "år" after a band."""
    plain = " ".join(re.sub("[\N{HYPHEN}-\N{HORIZONTAL BAR}\N{MINUS SIGN}]", "-", text).split()).casefold()
    band = _BAND.fullmatch(plain)
    return f"{int(band[1])}-{int(band[2])}" if band else plain


@cache
def place_of(label: str, *, by_number: bool) -> str | None:
    """The municipality that a label names, by its name alone; None where it names none."""
    text = label.strip()
    if text.isdigit():
        found = municipalities.by_code(text) if by_number else None
    else:
        found = municipalities.by_name(text)
        coded = None if found else _CODED.fullmatch(text)
        if coded:
            number, name = coded[1] or coded[4], coded[2] or coded[3]
            other = municipalities.by_name(name)
            found = other if other and other == municipalities.by_code(number) else None
    return found.name if found else None


def is_of_places(name: str, labels: Sequence[str]) -> bool:
    """Whether an axis is municipalities: most of its categories are."""
    by_number = folded(name).startswith(_PLACE_HEADS)
    known = sum(all(place_of(part, by_number=by_number) for part in split_name(label)) for label in labels)
    return known * 2 > len(labels)


def is_of_days(labels: Sequence[str]) -> bool:
    """Whether an axis is periods: every category names one, and not only as a bare number."""
    return bool(labels) and all(read_period(label) for label in labels) and not all(map(str.isdigit, labels))


@dataclass(frozen=True)
class Names:
    """How one measure's releases name things.

    Attributes:
        answers: dimension code -> what its holder has answered about names of it.
        starts: the first days of all stretches that no period of these releases divides, ascending.
    """

    answers: Mapping[str, Answers] = field(default_factory=dict)
    starts: tuple[dt.date, ...] = ()

    def name_of(self, dimension: str, labels: Sequence[str] = ()) -> str:
        """The code of a dimension."""
        if is_of_places(dimension, labels):
            return PLACES
        if is_of_days(labels):
            return DAYS
        code = folded(dimension)
        return self.answers.get("", {}).get(code, (code,))[0] if self.answers else code

    def codes(self, dimension: str, label: str) -> frozenset[str]:
        """The codes a category covers, answers taken into account.

        Args:
            dimension: its code, as `name_of` gives it.
        """
        if dimension == DAYS and (days := read_period(label)):
            return self.stretches(days)
        return frozenset(
            code
            for part in split_name(label)
            for code in self._resolved(dimension, plain_code(dimension, part))
        )

    def _resolved(self, dimension: str, code: str, seen: frozenset[str] = frozenset()) -> Iterator[str]:
        of = self.answers.get(dimension, {}).get(code, ())
        if not of or code in seen:
            yield code
            return
        for part in of:
            yield from self._resolved(dimension, part, seen | {code})

    def stretches(self, days: Period) -> frozenset[str]:
        """The undivided stretches of days that a period holds, by their first day."""
        first = days.first or dt.date.min
        last = days.last or dt.date.max
        return frozenset(start.isoformat() for start in self.starts if first <= start <= last)

    def canonical(self, dimensions: Sequence[Dimension]) -> tuple[Dimension, ...]:
        """The dimensions with every leaf's codes; the leaves keep their own names and order.

        Of two that would have one code (home and place of work, both municipalities) the second keeps its own name.
        """
        found: dict[str, Dimension] = {}
        for dimension in dimensions:
            name = self.name_of(dimension.name, dimension.leaves)
            if name in found:
                name = folded(dimension.name)
            found[name] = self._coded(dimension, name)
        return tuple(found.values())

    def _coded(self, dimension: Dimension, name: str) -> Dimension:
        made_of = {}
        for leaf in dimension.leaves:
            codes = [self.codes(name, code) for code in dimension.made_of.get(leaf, (leaf,))]
            made_of[leaf] = tuple(sorted(frozenset().union(*codes)))
        return replace(dimension, name=name, made_of=made_of)

    def population(self, of: Mapping[str, frozenset[str]], period: str) -> dict[str, frozenset[str]]:
        """A table's filter by codes, its period included."""
        found: dict[str, frozenset[str]] = {}
        for name, labels in of.items():
            code = self.name_of(name, tuple(labels))
            found[code] = frozenset().union(*(self.codes(code, label) for label in labels))
        if period:
            days = period_of(period)
            found[DAYS] = self.stretches(days) if days else frozenset(self.codes(DAYS, period))
        return found


def plain_code(dimension: str, label: str) -> str:
    """A category's code before answers."""
    place = place_of(label, by_number=True) if dimension == PLACES else None
    return place or folded(label)


def period_of(text: str) -> Period | None:
    """A table's period; a single day means everything up to that day, as a stock or a running total is dated."""
    days = read_period(text)
    return Period(None, days.last) if days and days.first == days.last else days


def starts_of(periods: Iterable[Period]) -> tuple[dt.date, ...]:
    """The first days of the stretches that these periods cut time into."""
    cuts = {dt.date.min}
    for days in periods:
        cuts.add(days.first or dt.date.min)
        if days.day_after:
            cuts.add(days.day_after)
    return tuple(sorted(cuts))


def periods_in(dimensions: Sequence[Dimension], period: str) -> Iterator[Period]:
    """Every period that a table names, as its own or along an axis."""
    if period and (days := period_of(period)):
        yield days
    for dimension in dimensions:
        if is_of_days(dimension.leaves):
            yield from (days for leaf in dimension.leaves if (days := read_period(leaf)))


@dataclass(frozen=True)
class UnknownName:
    """A name that no earlier release of the measure has, beside names that they have.

    Attributes:
        kind: "measure", "dimension", "category", "period", or "days": a period that can be read, but whose counts are
            those of an earlier release but for a few persons more.
        dimension: its code, "" for a dimension.
        name: as it stands in the table.
        known: what the earlier releases call theirs.
        release: of "days", the number of that release.
    """

    kind: str
    dimension: str
    name: str
    known: tuple[str, ...]
    release: int = 0


def unknown_names(
    names: Names,
    new: Table,
    earlier: Sequence[Table],
) -> list[UnknownName]:
    """What must be asked before a table can be compared with the earlier ones of its measure.

    Args:
        new, earlier: dimensions, filter and period of each table.
    """
    known: dict[str, dict[str, str]] = {}
    for table in earlier:
        for dimension, label in labels_of(names, table):
            known.setdefault(dimension, {}).setdefault(plain_code(dimension, label), label)
    if not known:
        return []
    found = []
    mine = list(labels_of(names, new))
    for dimension in dict.fromkeys(name for name, _label in mine):
        labels = [label for name, label in mine if name == dimension]
        if dimension in known:
            found += list(_unknown_categories(names, dimension, labels, tuple(known[dimension].values())))
        elif renamed := _same_categories(names, dimension, labels, known):
            found.append(UnknownName("dimension", "", dimension, (renamed,)))
    return found


def labels_of(names: Names, table: Table) -> Iterator[tuple[str, str]]:
    """(dimension code, name) of everything a table names."""
    dimensions, population, period = table
    for dimension in dimensions:
        name = names.name_of(dimension.name, dimension.leaves)
        for leaf in dimension.leaves:
            for code in dimension.made_of.get(leaf, (leaf,)):
                yield from ((name, part) for part in split_name(code))
    for name, labels in population.items():
        code = names.name_of(name, tuple(labels))
        yield from ((code, label) for label in sorted(labels))
    if period:
        yield DAYS, period


def _unknown_categories(
    names: Names, dimension: str, labels: Sequence[str], known: tuple[str, ...]
) -> Iterator[UnknownName]:
    codes = frozenset().union(*(names.codes(dimension, label) for label in known))
    for label in dict.fromkeys(labels):
        if dimension == DAYS and read_period(label):
            continue
        if dimension == PLACES and place_of(label, by_number=True):
            continue
        code = plain_code(dimension, label)
        if code in names.answers.get(dimension, {}) or names.codes(dimension, label) <= codes:
            continue
        yield UnknownName("period" if dimension == DAYS else "category", dimension, label, known)


_TELL_NOTHING = frozenset(
    {"ja", "nej", "ukendt", "uoplyst", "andet", "øvrige", "yes", "no", "unknown", "other"}
)


def _same_categories(
    names: Names, dimension: str, labels: Sequence[str], known: Mapping[str, Mapping[str, str]]
) -> str | None:
    """A dimension of earlier releases that has half of these categories, under another name."""
    if dimension in names.answers.get("", {}) or dimension in (PLACES, DAYS):
        return None
    mine = {code for label in labels if not (code := folded(label)).isdigit() and code not in _TELL_NOTHING}
    for other, theirs in known.items():
        if mine and len(mine & {plain_code(other, label) for label in theirs.values()}) * 2 >= len(mine):
            return other
    return None

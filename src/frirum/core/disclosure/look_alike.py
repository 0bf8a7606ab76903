"""Whether counts that are said to be of something new are those of an earlier release under another name.

Who says that a name is new is believed only as far as the numbers allow: counts that a few persons could have moved
from an earlier release's to these are the same counts, and their difference tells of those few. Two measures whose
counts are that near in every cell are no better apart: the few between them are told all the same. A table of another
period may be near by chance, so that its holder is asked: a running total called a quarter has only grown by a few.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from frirum.core.disclosure.history import Codes
from frirum.core.disclosure.identity import DAYS, Names
from frirum.core.disclosure.table import Dimension, System

FEWEST_CELLS = 3
FEWEST_PERSONS = 30
"""Below either, counts are alike by chance."""
MOST_MOVED = 0.1
"""Of the persons counted: what lies further apart than this in all is something else."""

Line = Mapping[Hashable, int]
"""Whose count -> the count; of a whole table, or of one category of it along the other dimensions."""


@dataclass(frozen=True)
class Spread:
    """A table's leaf counts by the codes they cover.

    Attributes:
        dimensions: their codes, in the table's order.
        leaves: per leaf the codes along each dimension, and the count.
        filters: the table's filter by codes, its days left out.
        days: the stretches it is about; None where it says none.
    """

    dimensions: tuple[str, ...]
    leaves: tuple[tuple[tuple[Codes, ...], int], ...]
    filters: frozenset[tuple[str, Codes]]
    days: Codes | None

    @classmethod
    def of(
        cls,
        names: Names,
        dimensions: tuple[Dimension, ...],
        population: Mapping[str, Codes],
        period: str,
        system: System,
    ) -> Spread:
        """A table as `names` knows it."""
        coded = names.canonical(dimensions)
        filters = names.population(population, period)
        leaves = []
        for key, count, leaf in zip(system.keys, system.values.tolist(), system.leaf, strict=True):
            if leaf:
                nodes = dict(key)  # type: ignore[call-overload]
                of = tuple(
                    frozenset(own.made_of[nodes[plain.name]])
                    for own, plain in zip(coded, dimensions, strict=True)
                )
                leaves.append((of, count))
        return cls(
            tuple(one.name for one in coded),
            tuple(leaves),
            frozenset((name, codes) for name, codes in filters.items() if name != DAYS),
            filters.get(DAYS),
        )

    def whole(self) -> Line:
        """Every leaf of the table."""
        return {
            frozenset({*zip(self.dimensions, of, strict=True), *self.filters}): n for of, n in self.leaves
        }

    def lines(self, dimension: str) -> dict[Codes, Line]:
        """One line per category of a dimension: its counts along all others."""
        at = self.dimensions.index(dimension)
        found: dict[Codes, dict[Hashable, int]] = {}
        for of, count in self.leaves:
            rest = (*zip(self.dimensions[:at], of[:at], strict=True),)
            rest += (*zip(self.dimensions[at + 1 :], of[at + 1 :], strict=True),)
            found.setdefault(of[at], {})[frozenset({*rest, *self.filters})] = count
        return dict(found)

    def by_days(self) -> dict[Codes, Line]:
        """Its counts period by period, along its axis of periods or as its filter says; none where it says no days."""
        if DAYS in self.dimensions:
            return self.lines(DAYS)
        return {} if self.days is None else {self.days: self.whole()}

    def of_the_same_days(self, other: Spread) -> bool:
        """Whether the two may count the same persons: disjoint periods are other persons."""
        return self.days is None or other.days is None or bool(self.days & other.days)


def nearly_equal(one: Line, other: Line, threshold: int) -> bool:
    """Whether a few persons could have moved the counts of one to those of the other."""
    if not comparable(one, other):
        return False
    both = one.keys() & other.keys()
    apart = [abs(one[key] - other[key]) for key in both]
    persons = sum(max(one[key], other[key]) for key in both)
    if persons < FEWEST_PERSONS or max(apart) >= threshold:
        return False
    return sum(apart) < threshold or sum(apart) <= MOST_MOVED * persons


UNITS = (10, 12, 60, 100, 1000)
"""Counts are told in these as well: persons in hundredths, years in months."""


def alike_in_a_unit(one: Line, other: Line, threshold: int) -> bool:
    """Whether the counts are nearly equal, or are when one of them is divided by a unit that it is wholly told in."""
    return any(
        nearly_equal(mine, theirs, threshold) for mine in _in_units(one) for theirs in _in_units(other)
    )


def _in_units(line: Line) -> list[Line]:
    units = [unit for unit in UNITS if all(count % unit == 0 for count in line.values())]
    return [line, *({key: count // unit for key, count in line.items()} for unit in units)]


def rest_of(whole: Line, part: Line) -> Line:
    """Those of the whole that are not in a part of it; nothing where it is no part of it."""
    if not comparable(whole, part) or any(whole[key] < part[key] for key in whole.keys() & part.keys()):
        return {}
    return {key: whole[key] - part[key] for key in whole.keys() & part.keys()}


def running_on(
    new: Spread, earlier: Iterable[tuple[int, Spread]], threshold: int
) -> list[tuple[Codes, int, Codes]]:
    """Periods whose counts only go on from an earlier release's of the periods next to them.

    Args:
        earlier: (number, table) of each release.

    Returns:
        (the new table's days, the number of the release, its days). Counts that a running total of later days could
        be are nowhere smaller, and no more apart than a few persons in nearly every cell.
    """
    known = [(days, number, line) for number, table in earlier for days, line in table.by_days().items()]
    found = []
    for days, line in new.by_days().items():
        others = [one for one in known if not one[0] & days and comparable(line, one[2])]
        before = [one for one in others if min(one[0]) < min(days)]
        after = [one for one in others if min(one[0]) > min(days)]
        nearest = [max(before, key=lambda one: (min(one[0]), one[1]))] if before else []
        nearest += [min(after, key=lambda one: (min(one[0]), -one[1]))] if after else []
        for theirs, number, counts in nearest:
            one, other = (counts, line) if min(theirs) < min(days) else (line, counts)
            if _only_grown(one, other, threshold):
                found.append((days, number, theirs))
                break
    return found


def comparable(one: Line, other: Line) -> bool:
    """Whether nearly all of the smaller table's cells are cells of the other too, and enough to tell."""
    both = one.keys() & other.keys()
    return len(both) >= FEWEST_CELLS and len(both) * 5 >= 4 * min(len(one), len(other))


def _only_grown(before: Line, after: Line, threshold: int) -> bool:
    """Whether the later counts could be the earlier ones and a few persons more in nearly every cell."""
    more = [after[key] - before[key] for key in before.keys() & after.keys()]
    persons = sum(after[key] for key in before.keys() & after.keys())
    few = sum(apart < threshold for apart in more)
    if persons < FEWEST_PERSONS or min(more) < 0 or few * 5 < 4 * len(more):
        return False
    return sum(more) < threshold or sum(more) <= MOST_MOVED * persons


def renamed_category(
    new: Spread, earlier: Spread, known: Mapping[str, Codes], threshold: int
) -> tuple[Codes, Codes] | None:
    """A category of the table that no release has, and an earlier one that the table lacks, with nearly its counts.

    Args:
        known: dimension -> every code that earlier releases have of it.
    """
    if not new.of_the_same_days(earlier):
        return None
    for dimension in new.dimensions:
        if dimension == DAYS:
            continue
        mine = new.lines(dimension)
        named = frozenset().union(*mine)
        fresh = {of: line for of, line in mine.items() if not of & known.get(dimension, frozenset())}
        if dimension in known:
            theirs = earlier.lines(dimension) if dimension in earlier.dimensions else {}
            gone = {old: line for old, line in theirs.items() if not old & named}
            if found := _pairs(fresh, gone, threshold):
                return found[0]
            continue
        # A dimension that no release has can be one of theirs that this table lacks: then most categories are theirs.
        for other in earlier.dimensions:
            if other != DAYS and other not in new.dimensions:
                found = _pairs(fresh, earlier.lines(other), threshold)
                if fresh and len(found) * 2 >= len(fresh):
                    return found[0]
    return None


def _pairs(
    fresh: Mapping[Codes, Line], old: Mapping[Codes, Line], threshold: int
) -> list[tuple[Codes, Codes]]:
    """Each new category with the first old one that has nearly its counts."""
    found = []
    for of, counts in fresh.items():
        alike = next((name for name, line in old.items() if nearly_equal(counts, line, threshold)), None)
        if alike is not None:
            found.append((of, alike))
    return found

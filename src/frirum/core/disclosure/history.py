"""Several releases as one system: what a reader can subtract from what.

A cell's *region* says whose count it is: dimension -> the codes it covers. Equal regions in two releases are the same
cell while the count is unchanged, and two versions of it after that; between versions stands the change. A region
that is put together by others (municipalities A and B by a report on both, a merged age band, everybody by men and
women) is their sum, whichever releases they stand in.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from frirum.core.disclosure.identity import DAYS
from frirum.core.disclosure.table import TOTAL, BoolArray, Dimension, IntArray, System, make_system

Codes = frozenset[str]
Area = tuple[tuple[str, Codes], ...]
"""A region: sorted (dimension, codes) pairs; a dimension in which everybody is meant is left out."""

OTHERS = "\0others"
"""Whoever a filter leaves out, where no table says who they are."""

Version = tuple[Area, int]
"""A region's count as first released in the release of that number."""


@dataclass(frozen=True)
class PastCell:
    """A count of the ledger.

    Attributes:
        area: whose count.
        version: number of the release in which this count first stood.
        count: the count that was used, shown or not.
        hidden: True where it was not shown.
    """

    area: Area
    version: int
    count: int
    hidden: bool


@dataclass(frozen=True)
class PastTable:
    """A release as a system: cells in order, sums as positions, and whether alone it is gapless (see `System`)."""

    cells: tuple[PastCell, ...]
    equations: tuple[tuple[int, tuple[int, ...]], ...]
    gapless: bool


class Older:
    """The latest count of each region, and where it lies among the others.

    Attributes:
        lines: (dimension, the rest of a region) -> codes along it -> region.
    """

    def __init__(self, universe: Mapping[str, Codes], tables: Iterable[PastTable] = ()) -> None:
        self.universe = universe
        self.lines: dict[tuple[str, Area], dict[Codes, Area]] = {}
        self._exact: dict[Area, PastCell] = {}
        self._running: dict[Area, dict[Area, PastCell]] = {}
        for table in tables:
            for cell in table.cells:
                self.enter(cell)

    def enter(self, cell: PastCell) -> None:
        """A later cell; it stands before an earlier one of its region."""
        if cell.area not in self._exact:
            for key, codes in self.lines_of(cell.area):
                self.lines.setdefault(key, {})[codes] = cell.area
            if (begun := _begun(cell.area)) is not None:
                self._running.setdefault(begun, {})[cell.area] = cell
        elif (begun := _begun(cell.area)) is not None:
            self._running[begun][cell.area] = cell
        self._exact[cell.area] = cell

    def lines_of(self, area: Area) -> Iterator[tuple[tuple[str, Area], Codes]]:
        """The lines a region lies in, one per dimension, and its codes along each."""
        codes = dict(area)
        for name, everybody in self.universe.items():
            yield (name, tuple(pair for pair in area if pair[0] != name)), codes.get(name, everybody)

    def of(self, area: Area) -> PastCell | None:
        """The cell that a count of this region would be carried from: of the region, else of its longest beginning.

        A region over days that begin alike is a running total.
        """
        found = self._exact.get(area)
        if found is not None or (begun := _begun(area)) is None:
            return found
        days = dict(area)[DAYS]
        shorter = [cell for other, cell in self._running.get(begun, {}).items() if dict(other)[DAYS] < days]
        return max(shorter, key=lambda cell: len(dict(cell.area)[DAYS]), default=None)

    def made_up(self, area: Area, own: Collection[str]) -> list[PastCell]:
        """The cells a count of this region would be carried from: its own, else those that together are the region
        (the parts of a merged band, the quarters of a year); none where there are none.

        Args:
            own: the dimensions that the new table speaks of; along others nobody says that the parts are all there are.
        """
        if area in self._exact:
            return [self._exact[area]]
        for key, codes in self.lines_of(area):
            line = self.lines.get(key, {}) if key[0] in own else {}
            if parts := finest_cover(codes, line):
                return [self._exact[line[part]] for part in parts]
        begun = self.of(area)
        return [] if begun is None else [begun]


def _begun(area: Area) -> Area | None:
    """A region with its first day in place of its days; None where it is of all days."""
    days = dict(area).get(DAYS)
    if not days:
        return None
    return tuple((name, frozenset({min(codes)}) if name == DAYS else codes) for name, codes in area)


@dataclass
class Joint:
    """Everything released and everything about to be, as one problem's parts.

    Attributes:
        system: cells of all releases, changes included.
        printed: False for the changes and remainders, which stand nowhere but can be worked out.
        hidden, fixed, floor: as in `Problem`.
        place: version -> position.
        nested: a difference of a few persons -> the other differences that are the same persons.
    """

    system: System
    printed: BoolArray
    hidden: BoolArray
    fixed: BoolArray
    floor: IntArray
    place: dict[Version, int]
    nested: dict[int, frozenset[int]]


def areas(
    dimensions: Sequence[Dimension], population: Mapping[str, Codes], universe: Mapping[str, Codes]
) -> list[Area]:
    """The region of each cell of a table, in its order.

    Args:
        population: a filter that holds for the whole table.
        universe: dimension -> every code known of it; a total over all of them means everybody.
    """
    found = []
    for nodes in product(*(d.nodes for d in dimensions)):
        pairs = dict(population)
        for dimension, node in zip(dimensions, nodes, strict=True):
            pairs[dimension.name] = dimension.codes_below(node) & population.get(
                dimension.name, _everything(dimension)
            )
        found.append(make_area(pairs, universe))
    return found


def _everything(dimension: Dimension) -> Codes:
    return dimension.codes_below(TOTAL)


def make_area(pairs: Mapping[str, Codes], universe: Mapping[str, Codes]) -> Area:
    """A region from dimension -> codes."""
    return tuple(sorted((name, codes) for name, codes in pairs.items() if codes != universe.get(name)))


def join(past: Sequence[PastTable], new: PastTable, universe: Mapping[str, Codes], threshold: int) -> Joint:
    """All releases as one system; only the new table's new counts may still be hidden."""
    gathered = _Gathered(universe)
    # One release after the other, each related to what stood before it: a later table must not open what an earlier
    # one left hidden between two still earlier ones.
    tables: list[set[Area]] = []
    for table in (*past, new):
        fresh = gathered.add(table, fixed=table is not new)
        tables.append({cell.area for cell in table.cells})
        gathered.relate_versions(fresh, threshold)
        gathered.relate_sums({cell.area for cell in fresh}, threshold)
        gathered.relate_remainders(fresh, tables, threshold)
    return gathered.joint(threshold, gapless=new.gapless and not past)


@dataclass
class _Gathered:
    universe: Mapping[str, Codes]
    place: dict[Hashable, int] = field(default_factory=dict)
    keys: list[Hashable] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    hidden: list[bool] = field(default_factory=list)
    fixed: list[bool] = field(default_factory=list)
    printed: list[bool] = field(default_factory=list)
    floor: list[int] = field(default_factory=list)
    equations: dict[tuple[int, tuple[int, ...]], None] = field(default_factory=dict)
    versions: dict[Area, list[PastCell]] = field(default_factory=dict)
    older: Older = field(init=False)

    def __post_init__(self) -> None:
        self.older = Older(self.universe)

    def add(self, table: PastTable, *, fixed: bool) -> list[PastCell]:
        """A release's cells and sums; gives the cells that no earlier release held."""
        fresh = [cell for cell in dict.fromkeys(table.cells) if (cell.area, cell.version) not in self.place]
        at = [self._cell(cell, fixed=fixed) for cell in table.cells]
        for cell in table.cells:
            self.older.enter(cell)
        for total, parts in table.equations:
            self._equate(at[total], [at[part] for part in parts])
        return fresh

    def _cell(self, cell: PastCell, *, fixed: bool) -> int:
        key = (cell.area, cell.version)
        before = self.older.of(cell.area)
        if key not in self.place and before is not None and before.version == cell.version:
            # Carried from a shorter running total: it is the count that stood there.
            self.place[key] = self.place[before.area, before.version]
            self.versions.setdefault(cell.area, []).append(cell)
        elif key not in self.place:
            self._append(key, cell.count, hidden=cell.hidden, fixed=fixed)
            self.versions.setdefault(cell.area, []).append(cell)
        return self.place[key]

    def _append(self, key: Hashable, count: int, *, hidden: bool, fixed: bool) -> int:
        self.place[key] = len(self.counts)
        self.keys.append(key)
        self.counts.append(count)
        self.hidden.append(hidden)
        self.fixed.append(fixed)
        self.printed.append(True)
        self.floor.append(1)
        return self.place[key]

    def _between(self, larger: int, smaller: Sequence[int], floor: int) -> None:
        """larger = smaller + something that stands nowhere, of which a reader knows the `floor`."""
        key = ("rest", larger, tuple(sorted(smaller)))
        if key not in self.place:
            rest = self.counts[larger] - sum(self.counts[part] for part in smaller)
            self._equate(larger, [*smaller, self._derive(key, rest, floor)])

    def _derive(self, key: Hashable, count: int, floor: int) -> int:
        """The position of a new count that stands nowhere."""
        at = self._append(key, count, hidden=True, fixed=True)
        self.printed[at], self.floor[at] = False, floor
        return at

    def _equate(self, total: int, parts: Iterable[int]) -> None:
        ordered = tuple(sorted(parts))
        if ordered != (total,):
            self.equations[total, ordered] = None

    def _differ(self, total: int, parts: Sequence[int], threshold: int) -> None:
        """A total and what should make it up: equal, or with a small difference that a reader must not learn."""
        rest = self.counts[total] - sum(self.counts[part] for part in parts)
        if rest == 0:
            self._equate(total, parts)
        elif 0 < rest < threshold:
            self._between(total, parts, 0)
        elif -threshold < rest < 0:
            self._between(self._joined(parts), [total], 0)

    def _joined(self, parts: Sequence[int]) -> int:
        """The position of the sum of some cells; it stands nowhere."""
        if len(parts) == 1:
            return parts[0]
        key = ("joined", tuple(sorted(parts)))
        if key not in self.place:
            self._equate(self._derive(key, sum(self.counts[part] for part in parts), 0), parts)
        return self.place[key]

    def relate_versions(self, fresh: Sequence[PastCell], threshold: int) -> None:
        """The change since every earlier version of a region, where it is small.

        Since the latest version a reader also knows that a change was no smaller than the threshold, as it would
        have been carried forward; so a small count of then is told by a count of now that is little larger.
        """
        for cell in fresh:
            here = self.place[cell.area, cell.version]
            older = [
                self.place[old.area, old.version]
                for old in self.versions[cell.area]
                if old.version != cell.version
            ]
            for there in older:
                self._differ(here, [there], threshold)
            if older and abs(self.counts[here] - self.counts[older[-1]]) >= threshold:
                large, little = sorted((here, older[-1]), key=lambda at: -self.counts[at])
                self._between(large, [little], threshold)

    def relate_sums(self, fresh: set[Area], threshold: int) -> None:
        """Regions that are put together by others, where something new is among them."""
        near = dict.fromkeys(
            key for area in sorted(fresh, key=repr) for key, _codes in self.older.lines_of(area)
        )
        for line in (self.older.lines[key] for key in near):
            for codes, area in line.items():
                parts = finest_cover(codes, line)
                if parts and fresh.intersection([area, *(line[part] for part in parts)]):
                    total, *rest_of = [self._latest(line[one]) for one in [codes, *parts]]
                    self._differ(total, rest_of, threshold)

    def relate_remainders(
        self, fresh: Sequence[PastCell], tables: Sequence[set[Area]], threshold: int
    ) -> None:
        """What is left of a region when a smaller one of another release is taken away, where that is few persons.

        A release that holds both regions has protected what is between them by its own sums.
        """
        every = sorted(
            ((self.counts[self._latest(area)], area) for area in set().union(*tables)), key=lambda one: one[0]
        )
        counts = [count for count, _area in every]
        at = {area: place for place, (_count, area) in enumerate(every)}
        many, masks = np.array(counts), self._masks([area for _count, area in every])
        for area in {cell.area for cell in fresh}:
            mine, mask = counts[at[area]], masks[at[area]]
            # Only regions with nearly as many persons can differ by a few: all others are passed over by their count.
            low, high = bisect_right(counts, mine - threshold), bisect_left(counts, mine + threshold)
            near, fewer = masks[low:high], many[low:high] < mine
            inside = np.where(fewer, ~(near & ~mask).any(axis=1), ~(mask & ~near).any(axis=1))
            for place in np.flatnonzero(inside & (many[low:high] != mine)).tolist():
                theirs, other = every[low + place]
                larger, smaller = (area, other) if mine > theirs else (other, area)
                if not any(area in table and other in table for table in tables):
                    self._differ(self._latest(larger), [self._latest(smaller)], threshold)

    def _masks(self, of: Sequence[Area]) -> NDArray[np.uint64]:
        """(regions, words) the codes of each region as bits: one lies inside another where it has no bit beside it."""
        bit: dict[tuple[str, str], int] = {}
        for name, codes in self.universe.items():
            for code in sorted(codes):
                bit[name, code] = 1 << len(bit)
        whole = {name: sum(bit[name, code] for code in codes) for name, codes in self.universe.items()}
        bits: dict[tuple[str, Codes], int] = {}
        words = len(bit) // 64 + 1
        found = np.zeros((len(of), words), dtype=np.uint64)
        for place, area in enumerate(of):
            held = dict(whole)
            for pair in area:
                if pair not in bits:
                    bits[pair] = sum(bit[pair[0], code] for code in pair[1])
                held[pair[0]] = bits[pair]
            mask = sum(held.values())
            for word in range(words):
                found[place, word] = (mask >> 64 * word) & (2**64 - 1)
        return found

    def _inside(self, smaller: Area, larger: Area) -> bool:
        inner = dict(smaller)
        return smaller != larger and all(name in inner and inner[name] <= codes for name, codes in larger)

    def _latest(self, area: Area) -> int:
        return self.place[area, max(cell.version for cell in self.versions[area])]

    def joint(self, threshold: int, *, gapless: bool) -> Joint:
        """The arrays."""
        values: IntArray = np.array(self.counts, dtype=np.int64)
        system = make_system(tuple(self.keys), values, tuple(self.equations), gapless=gapless)
        place = {
            key: at
            for key, at in self.place.items()
            if isinstance(key, tuple) and len(key) == 2 and isinstance(key[1], int)
        }
        floor: IntArray = np.array(self.floor, dtype=np.int64)
        printed, hidden, fixed = (np.array(flags) for flags in (self.printed, self.hidden, self.fixed))
        return Joint(system, printed, hidden, fixed, floor, place, self._nested(place, threshold))

    def _nested(self, place: Mapping[Version, int], threshold: int) -> dict[int, frozenset[int]]:
        """Which differences are the same persons: as many, between regions that lie inside each other alike."""
        area = {at: of for (of, _version), at in place.items()}
        ones = [
            (at, area[key[1]], [area[part] for part in key[2]])
            for key, at in self.place.items()
            if isinstance(key, tuple) and key[0] == "rest" and 0 < self.counts[at] < threshold
            if all(part in area for part in (key[1], *key[2]))
        ]  # fmt: skip
        same = {at: {at} for at, *_mine in ones}
        for (at, *mine), (other, *theirs) in combinations(ones, 2):
            if (
                self.counts[at] == self.counts[other]
                and same[at] is not same[other]
                and (self._nests(mine, theirs) or self._nests(theirs, mine))
            ):
                same[at] |= same[other]
                for one in same[other]:
                    same[one] = same[at]
        return {at: frozenset(others) for at, others in same.items()}

    def _nests(self, inner: Sequence[Any], outer: Sequence[Any]) -> bool:
        (larger, parts), (whole, its) = inner, outer
        return self._within(larger, whole) and all(
            any(self._within(part, one) for one in its) for part in parts
        )

    def _within(self, inner: Area, outer: Area) -> bool:
        return inner == outer or self._inside(inner, outer)


def finest_cover(codes: Codes, line: Mapping[Codes, Area]) -> list[Codes]:
    """The smallest regions of a line that together make up `codes` without overlap; empty where they do not."""
    inside = [other for other in line if other < codes and other]
    if not inside:
        return []
    finest = [one for one in inside if not any(other < one for other in inside)]
    disjoint = sum(map(len, finest)) == len(frozenset().union(*finest))
    return finest if disjoint and frozenset().union(*finest) == codes else []


def universe_of(tables: Iterable[tuple[Sequence[Dimension], Mapping[str, Codes]]]) -> dict[str, Codes]:
    """Every code known of each dimension, from axes and filters.

    A dimension known from filters alone has others besides (`OTHERS`): a filter never means everybody.
    """
    axes: dict[str, set[str]] = {}
    filters: dict[str, set[str]] = {}
    for dimensions, population in tables:
        for dimension in dimensions:
            axes.setdefault(dimension.name, set()).update(dimension.codes_below(TOTAL))
        for name, codes in population.items():
            filters.setdefault(name, set()).update(codes)
    return {
        name: frozenset(axes.get(name, {OTHERS}) | filters.get(name, set())) for name in {**axes, **filters}
    }


def table_cells(
    areas_: Sequence[Area], versions: Sequence[int], counts: IntArray, hidden: BoolArray
) -> Iterator[PastCell]:
    """The cells of a release from its arrays."""
    for area, version, count, concealed in zip(
        areas_, versions, counts.tolist(), hidden.tolist(), strict=True
    ):
        yield PastCell(area, version, count, concealed)

"""Several releases as one system: what a reader can subtract from what.

A cell's *region* says whose count it is: dimension -> the codes it covers. Equal regions in two releases are the same
cell while the count is unchanged, and two versions of it after that; between versions stands the change. A region
that is put together by others (municipalities A and B by a report on both, a merged age band, everybody by men and
women) is their sum, whichever releases they stand in.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np

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


@dataclass
class Joint:
    """Everything released and everything about to be, as one problem's parts.

    Attributes:
        system: cells of all releases, changes included.
        printed: False for the changes and remainders, which stand nowhere but can be worked out.
        hidden, fixed, floor: as in `Problem`.
        place: version -> position.
    """

    system: System
    printed: BoolArray
    hidden: BoolArray
    fixed: BoolArray
    floor: IntArray
    place: dict[Version, int]


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
    return gathered.joint(gapless=new.gapless and not past)


@dataclass
class _Gathered:
    universe: Mapping[str, Codes]
    place: dict[Hashable, int] = field(default_factory=dict)
    counts: list[int] = field(default_factory=list)
    hidden: list[bool] = field(default_factory=list)
    fixed: list[bool] = field(default_factory=list)
    printed: list[bool] = field(default_factory=list)
    floor: list[int] = field(default_factory=list)
    equations: dict[tuple[int, tuple[int, ...]], None] = field(default_factory=dict)
    versions: dict[Area, list[PastCell]] = field(default_factory=dict)

    def add(self, table: PastTable, *, fixed: bool) -> list[PastCell]:
        """A release's cells and sums; gives the cells that no earlier release held."""
        fresh = [cell for cell in dict.fromkeys(table.cells) if (cell.area, cell.version) not in self.place]
        at = [self._cell(cell, fixed=fixed) for cell in table.cells]
        for total, parts in table.equations:
            self._equate(at[total], [at[part] for part in parts])
        return fresh

    def _cell(self, cell: PastCell, *, fixed: bool) -> int:
        key = (cell.area, cell.version)
        if key not in self.place:
            self._append(key, cell.count, hidden=cell.hidden, fixed=fixed)
            self.versions.setdefault(cell.area, []).append(cell)
        return self.place[key]

    def _append(self, key: Hashable, count: int, *, hidden: bool, fixed: bool) -> int:
        self.place[key] = len(self.counts)
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
        lines: dict[tuple[str, Area], dict[Codes, Area]] = {}
        for area in self.versions:
            for name in self.universe:
                codes = dict(area).get(name, self.universe[name])
                rest = tuple(pair for pair in area if pair[0] != name)
                lines.setdefault((name, rest), {})[codes] = area
        for line in lines.values():
            for codes, area in line.items():
                parts = _finest_cover(codes, line)
                if parts and fresh.intersection([area, *(line[part] for part in parts)]):
                    total, *rest_of = [self._latest(line[one]) for one in [codes, *parts]]
                    self._differ(total, rest_of, threshold)

    def relate_remainders(
        self, fresh: Sequence[PastCell], tables: Sequence[set[Area]], threshold: int
    ) -> None:
        """What is left of a region when a smaller one of another release is taken away, where that is few persons.

        A release that holds both regions has protected what is between them by its own sums.
        """
        for area in {cell.area for cell in fresh}:
            own = set().union(*(table for table in tables if area in table))
            for other in set().union(*tables) - own:
                mine, theirs = self.counts[self._latest(area)], self.counts[self._latest(other)]
                larger, smaller = (area, other) if mine > theirs else (other, area)
                if 0 < abs(mine - theirs) < threshold and self._inside(smaller, larger):
                    self._differ(self._latest(larger), [self._latest(smaller)], threshold)

    def _inside(self, smaller: Area, larger: Area) -> bool:
        inner = dict(smaller)
        return smaller != larger and all(name in inner and inner[name] <= codes for name, codes in larger)

    def _latest(self, area: Area) -> int:
        return self.place[area, max(cell.version for cell in self.versions[area])]

    def joint(self, *, gapless: bool) -> Joint:
        """The arrays."""
        values: IntArray = np.array(self.counts, dtype=np.int64)
        system = make_system(tuple(self.place), values, tuple(self.equations), gapless=gapless)
        place = {
            key: at
            for key, at in self.place.items()
            if isinstance(key, tuple) and len(key) == 2 and isinstance(key[1], int)
        }
        floor: IntArray = np.array(self.floor, dtype=np.int64)
        printed, hidden, fixed = (np.array(flags) for flags in (self.printed, self.hidden, self.fixed))
        return Joint(system, printed, hidden, fixed, floor, place)


def _finest_cover(codes: Codes, line: Mapping[Codes, Area]) -> list[Codes]:
    """The smallest regions of a line that together make up `codes` without overlap; empty where they do not."""
    inside = [other for other in line if other < codes and other]
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

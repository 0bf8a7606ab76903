"""A month-by-month panel of people on a benefit: municipality x month x group, with those nobody counts as zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from frirum.core.registers import words
from frirum.core.registers.axis import MONTH
from frirum.core.registers.blocks import NOWHERE
from frirum.core.registers.spell_table import GroupSpells, SpellTable, group_spells

DIMENSIONS = ("municipality", "month", "group")
OVER_WEEKS, OVER_MONTHS = 78, 18
"""18 months, on an axis of weeks and on one of months."""


@dataclass(frozen=True)
class RegisterPanel:
    """Counts of one cell per municipality, month and group.

    Attributes:
        municipalities: as shown, ascending.
        months: as `2016-01`, the months that can be read.
        groups: the book's benefit groups.
        n: (municipalities, months, groups) people on the benefit.
        elapsed: their weeks so far, added up; the week read is included.
        over: those of them with strictly more than `over_weeks`.
        over_weeks: the limit.
        without_municipality: spell readings of people whose municipality is blank that year.
    """

    municipalities: tuple[str, ...]
    months: tuple[str, ...]
    groups: tuple[str, ...]
    n: np.ndarray
    elapsed: np.ndarray
    over: np.ndarray
    over_weeks: int
    without_municipality: int

    def rows(self, by: Sequence[str] = DIMENSIONS) -> list[list[object]]:
        """One row per cell: the values of `by`, people, mean elapsed weeks (None where nobody), people over."""
        summed = tuple(place for place, name in enumerate(DIMENSIONS) if name not in by)
        order = [name for name in DIMENSIONS if name in by]
        axes = [order.index(name) for name in by]
        n, elapsed, over = (
            np.transpose(cube.sum(axis=summed), axes) for cube in (self.n, self.elapsed, self.over)
        )
        labels = {"municipality": self.municipalities, "month": self.months, "group": self.groups}
        return [
            [
                *(labels[name][place] for name, place in zip(by, cell, strict=True)),
                int(n[cell]),
                float(elapsed[cell] / n[cell]) if n[cell] else None,
                int(over[cell]),
            ]
            for cell in np.ndindex(n.shape)
        ]


def panel(table: SpellTable, *, over: int | None = None) -> RegisterPanel:
    """Count people on each benefit in the week of every month's first Monday.

    Elapsed weeks are counted from the group spell's start in the file, so they are a lower bound for those who were
    on the benefit when the file begins.

    Raises:
        InputRefused: the file has no municipality, or none for a year that is read.
    """
    if not table.years:
        raise words.no_municipality(table.file)
    readings = table.axis.readings
    over_weeks = over if over is not None else OVER_MONTHS if table.axis.unit == MONTH else OVER_WEEKS
    counter = _Counter(table, np.array([place for _month, place in readings], dtype=np.int64), over_weeks)
    years = np.array([year for (year, _month), _place in readings], dtype=np.int64)
    if table.years == (0,):
        counter.count(0, 0, len(readings))
    for year in sorted(set(years.tolist())) if table.years != (0,) else ():
        inside = np.flatnonzero(years == year)
        counter.count(_column(table, year), int(inside[0]), int(inside[-1]) + 1)
    n, elapsed, over_counts = counter.cubes()
    return RegisterPanel(
        municipalities=tuple(table.places.text(number) for number in counter.numbers),
        months=tuple(f"{year:04d}-{month:02d}" for (year, month), _place in readings),
        groups=table.book.benefit_groups,
        n=n,
        elapsed=elapsed,
        over=over_counts,
        over_weeks=over_weeks,
        without_municipality=counter.nowhere,
    )


def _column(table: SpellTable, year: int) -> int:
    if year not in table.years:
        raise words.municipality_year(table.file, year, table.years)
    return table.years.index(year)


class _Counter:
    """Adds each spell once where it enters the months of a year and once where it leaves, then sums along months."""

    def __init__(self, table: SpellTable, weeks: np.ndarray, over: int) -> None:
        self._table, self._weeks = table, weeks
        spells = group_spells(table)
        self._spells = _benefits(table, spells)
        start, end = self._spells.start.astype(np.int64), self._spells.end.astype(np.int64)
        # The first month read in or after a column, looked up instead of searched for.
        month_from = np.searchsorted(weeks, np.arange(table.axis.length + over + 1))
        self._from, self._to, self._over_from = month_from[start], month_from[end], month_from[start + over]
        self.numbers = np.unique(table.municipality[table.municipality != NOWHERE]).tolist()
        # A name gets a number of its own in the order of reading; shown in the order of the texts.
        self.numbers.sort(key=lambda number: (len(table.places.text(number)), table.places.text(number)))
        shape = (len(self.numbers), len(weeks) + 1, len(table.book.benefit_groups))
        self._n, self._starts, self._over = (np.zeros(shape, dtype=np.int64) for _cube in range(3))
        self.nowhere = 0

    def count(self, column: int, first: int, after: int) -> None:
        """Count the months `first` … `after` - 1, which read the municipality of one column."""
        low, high = np.maximum(self._from, first), np.minimum(self._to, after)
        here = np.flatnonzero(low < high)
        rank = np.full(max(self.numbers, default=0) + 2, -1, dtype=np.int64)
        rank[np.array(self.numbers, dtype=np.int64)] = np.arange(len(self.numbers))
        place = rank[self._table.municipality[self._spells.person[here], column]]
        self.nowhere += int((high[here] - low[here])[place < 0].sum())
        here, place = here[place >= 0], place[place >= 0]
        group = self._spells.group[here]
        start = self._spells.start[here].astype(np.int64)
        ones = np.ones(len(here), dtype=np.int64)
        self._add(self._n, (place, group), low[here], high[here], ones)
        self._add(self._starts, (place, group), low[here], high[here], start)
        over = np.maximum(self._over_from[here], low[here])
        late = over < high[here]
        self._add(self._over, (place[late], group[late]), over[late], high[here][late], ones[late])

    @staticmethod
    def _add(
        cube: np.ndarray,
        cell: tuple[np.ndarray, np.ndarray],
        low: np.ndarray,
        high: np.ndarray,
        amount: np.ndarray,
    ) -> None:
        """Add `amount` to the cell (municipality, group) at the month `low` and take it away at `high`."""
        flat = cube.reshape(-1)
        for month, sign in ((low, 1), (high, -1)):
            flat_cell = np.ravel_multi_index((cell[0], month, cell[1]), cube.shape)
            # Exact: sums of whole numbers below 2**53.
            flat += sign * np.bincount(flat_cell, weights=amount, minlength=cube.size).astype(np.int64)

    def cubes(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """People, elapsed weeks added up, and people over the limit."""
        n, starts, over = (np.cumsum(cube, axis=1)[:, :-1] for cube in (self._n, self._starts, self._over))
        return n, n * (self._weeks[None, :, None] + 1) - starts, over


def _benefits(table: SpellTable, spells: GroupSpells) -> GroupSpells:
    """Those on a benefit group; the groups' numbers begin with the benefits."""
    kept = spells.group < len(table.book.benefit_groups)
    if kept.all():
        return spells
    return GroupSpells(
        spells.person[kept],
        spells.group[kept],
        spells.start[kept],
        spells.end[kept],
        spells.benefit_weeks[kept],
        spells.left_censored[kept],
        spells.right_censored[kept],
    )

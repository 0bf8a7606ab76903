"""A municipality knows its own row: what it can work out of the others', by linear programmes of the test's own."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

from frirum.core.disclosure.protected import ProtectedTable, protect_table
from frirum.core.disclosure.table import Dimension

PLACES = ("Aalborg", "Hjørring", "Vejen", "Odense", "Læsø")
TOTAL = "I alt"
THRESHOLD = 5


class Holder:
    """Somebody with the printed table and one true row of it, the margin included."""

    def __init__(self, shown: dict[tuple[str, ...], int | None], own: dict[tuple[str, ...], int]) -> None:
        self.place = {cell: n for n, cell in enumerate(shown)}
        rows, columns = (list(dict.fromkeys(cell[axis] for cell in shown)) for axis in (0, 1))
        self.sums = np.array(
            [self._sum([(row, column) for column in columns]) for row in rows]
            + [self._sum([(row, column) for row in rows]) for column in columns]
        )
        self.bounds = [
            (known, known) if (known := own.get(cell, count)) is not None else (1, None)
            for cell, count in shown.items()
        ]

    def _sum(self, line: list[tuple[str, str]]) -> np.ndarray:
        found = np.zeros(len(self.place))
        for cell in line:
            found[self.place[cell]] = -1 if cell is line[-1] else 1
        return found

    def width(self, cell: tuple[str, ...]) -> float:
        """How far apart the least and the most are that the count can be."""
        ends = []
        for sign in (1, -1):
            cost = np.zeros(len(self.place))
            cost[self.place[cell]] = sign
            answer = linprog(cost, A_eq=self.sums, b_eq=np.zeros(len(self.sums)), bounds=self.bounds)
            ends.append(np.inf if answer.status == 3 else sign * answer.fun)
        return float(ends[1] - ends[0])


def _attacked(seed: int) -> list[float]:
    """The widths that are left to every holder of every small count of another."""
    rng = np.random.default_rng(seed)
    rows, columns = PLACES[: rng.integers(2, 6)], tuple("abcd")[: rng.integers(2, 5)]
    counts = {(row, column): int(rng.poisson(rng.choice([2, 6, 12]))) for row in rows for column in columns}
    table = protect_table([Dimension("kommune", rows), Dimension("gruppe", columns)], counts)
    if not isinstance(table, ProtectedTable):
        return []
    shown = {cell.nodes: cell.shown for cell in table.cells}
    found = []
    for row in rows:
        own: dict[tuple[str, ...], int] = {cell: n for cell, n in counts.items() if cell[0] == row}
        own[row, TOTAL] = sum(own.values())
        holder = Holder(shown, own)
        found += [holder.width(cell) for cell, n in counts.items() if cell[0] != row and 0 < n < THRESHOLD]
    return found


def _check(seeds: range) -> None:
    widths = [width for seed in seeds for width in _attacked(seed)]
    assert len(widths) > 2 * len(seeds)
    assert [width for width in widths if width < THRESHOLD - 1 - 1e-6] == []


def test_no_municipality_can_work_out_anothers_small_count() -> None:
    _check(range(24))


@pytest.mark.long
def test_no_municipality_can_work_out_anothers_small_count_in_many_tables() -> None:
    _check(range(40, 440))

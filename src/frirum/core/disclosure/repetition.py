"""The reader who repeats the protection: what the pattern of hidden cells tells beyond the counts in print.

This code is public. Who runs it on every table that fits what is printed, and keeps those that come out exactly so,
may be left with one value of a small count, though many fit the print: which cells are hidden depends a little on what
is in them. No rule here prevents that; the person who decides on a release is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from frirum.core.disclosure.merge import Counts
from frirum.core.disclosure.moves import UNBOUNDED, Moves
from frirum.core.disclosure.primary import small_counts
from frirum.core.disclosure.protected import ProtectedTable, Refusal
from frirum.core.disclosure.sentences import say
from frirum.core.disclosure.table import Dimension, IntArray, System, build

_WORK = 2_400
"""Cells of tables tried, so that a page can wait for the answer: 200 tables of a dozen cells, 40 of sixty."""
_DIRECTIONS = 4
"""Times each other value of a count is sought, in moves of other prices."""

Protect = Callable[[Counts], ProtectedTable | Refusal]


@dataclass(frozen=True)
class Repetition:
    """What was found.

    Attributes:
        told: the small cells for which no other table with the same print and another count was found: a reader who
            repeats the protection may know them.
        unexamined: small cells left when the work allowed had ended.
        tried: tables protected.
    """

    told: tuple[tuple[str, ...], ...]
    unexamined: tuple[tuple[str, ...], ...]
    tried: int

    def texts(self) -> tuple[str, ...]:
        """What the person who decides is told; counts are not in it."""
        found = []
        if self.told:
            found.append(
                say.counted(
                    "n_small_counts_may_be_read",
                    len(self.told),
                    n=len(self.told),
                    cells="; ".join(" / ".join(nodes) for nodes in self.told),
                )
                + " "
                + say("merge_categories_if_must_not_happen")
            )
        if self.unexamined:
            found.append(say("whether_pattern_gives_away_n", n=len(self.unexamined)))
        return tuple(found)


def repeat(
    dimensions: Sequence[Dimension], counts: Counts, printed: ProtectedTable, protect: Protect, *, marks: bool
) -> Repetition:
    """Try other tables that fit the print, for each small count until one comes out the same.

    Args:
        dimensions, counts: as they were protected, neither merged nor beside earlier releases.
        printed: what `protect` made of them.
        protect: the protection to repeat, with the same rules.
        marks: the reader has the data file, which says which hidden cells are small.
    """
    return _Search(build(dimensions, counts), printed, protect, marks=marks).run()


class _Search:
    """The small cells still open, and the tables tried so far."""

    def __init__(self, system: System, printed: ProtectedTable, protect: Protect, *, marks: bool) -> None:
        self.true = system.values
        self.leaves = np.flatnonzero(system.leaf).tolist()
        self.nodes = [cell.nodes for cell in printed.cells]
        self.threshold = printed.threshold
        self.protect = protect
        self.marks = marks
        self.print = self._print_of(printed)
        hidden = np.array([cell.shown is None for cell in printed.cells])
        self.low = np.where(hidden, 1, self.true)
        self.high = np.where(hidden, UNBOUNDED, self.true)
        self.moves = Moves(system)
        self.open = dict.fromkeys(np.flatnonzero(small_counts(self.true, self.threshold)).tolist())
        self.seen = {self.true.tobytes()}
        self.allowed = _WORK // self.true.size

    def run(self) -> Repetition:
        """Take the small cells in turn; a table that settles one mostly settles others."""
        told = []
        for cell in list(self.open):
            if cell in self.open and self._spent:
                break
            if cell in self.open and not self._settled(cell) and not self._spent:
                told.append(cell)
        left = [cell for cell in self.open if cell not in told]
        return Repetition(self._named(told), self._named(left), len(self.seen) - 1)

    @property
    def _spent(self) -> bool:
        return len(self.seen) > self.allowed

    def _named(self, cells: Iterable[int]) -> tuple[tuple[str, ...], ...]:
        return tuple(self.nodes[cell] for cell in cells if cell in self.open)

    def _settled(self, cell: int) -> bool:
        """Look for a table with the same print; those that it settles beside this cell are settled too."""
        for other in self._others(cell):
            if self._spent:
                return False
            self.seen.add(other.tobytes())
            answer = self.protect({self.nodes[leaf]: int(other[leaf]) for leaf in self.leaves})
            if not isinstance(answer, Refusal) and self._print_of(answer) == self.print:
                self.open = {still: None for still in self.open if other[still] == self.true[still]}
                return True
        return False

    def _others(self, cell: int) -> Iterator[IntArray]:
        """Tables not tried yet in which the cell has another count, nearest first."""
        rng = np.random.default_rng(cell)
        price = np.ones(self.true.size)
        for _direction in range(_DIRECTIONS):
            for value in self._values(cell):
                low, high = self.low.copy(), self.high.copy()
                low[cell] = high[cell] = value
                found = self.moves.cheapest(price, low, high)
                if found is not None and found.tobytes() not in self.seen:
                    yield found
            price = rng.uniform(0.2, 1.8, self.true.size)

    def _values(self, cell: int) -> list[int]:
        """Other small counts, then others, up to twice the threshold."""
        true = int(self.true[cell])
        return sorted(
            set(range(1, 2 * self.threshold)) - {true}, key=lambda value: (abs(value - true), value)
        )

    def _print_of(self, table: ProtectedTable) -> tuple[object, ...]:
        return tuple((cell.shown, cell.status if self.marks else None) for cell in table.cells)

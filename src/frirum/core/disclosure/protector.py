"""Secondary suppression: which further cells must be hidden so that no small count can be worked out.

The reader is assumed to know every sum, that counts are whole, that a printed zero is zero and a hidden count is
not, the threshold, and this code. What is hidden is safe when, for every hidden small count,

* *reader*: at least `threshold` different counts fit everything printed (so the interval is threshold - 1 wide);
* *marks*: a reader who is told which hidden cells are small (the `primary` of the data file) still has at least
  `marked_values` counts to choose between;
* *insider*: a person who is alone in his cell, and so knows that count, cannot fix anyone else's.

Each is shown by whole tables found by `Moves`, kept as witnesses: hiding more never invalidates one. The search adds
the cells a cheapest move passes through (the heuristic of Kelly, Golden and Assad 1992, with prices that do not look
at the counts), then takes back whatever turns out not to be needed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from frirum.core.disclosure.moves import UNBOUNDED, FloatArray, Moves
from frirum.core.disclosure.table import BoolArray, IntArray, System

_FREE = 1e-4
"""The price of moving what is hidden already: next to nothing, yet enough to keep moves short."""
_BUDGET = 20_000
"""Searches after which everything is hidden: some minutes in the largest tables, never reached in ordinary ones."""
_NEARBY = (5, 15)
"""How many cells of each sum a first and a second search near a cell look at."""
_LARGE = 600
"""Cells above which moves are first sought near the cell they are for."""
_HALVES = 24
"""Rounds of moves around random halves of the insiders."""
_TAKE_BACK_WORK = 3_000_000
"""Searches times cells spent on showing again what need not be hidden."""


@dataclass(frozen=True)
class Problem:
    """What is to be protected.

    Attributes:
        system: cells, true counts, equations.
        small: the cells whose counts must not be worked out.
        hidden: what is hidden from the start: `small`, what earlier releases hid, what is never printed.
        fixed: what may not be hidden any more because readers have it already.
        printed: which cells stand in a document at all (the others are only derived from them).
        floor: the least a reader knows of each cell that is hidden: 1, as a zero is printed; 0 for what is derived;
            the threshold for a change of a count, as smaller changes are carried forward.
        price: what hiding a cell costs the reader, shape (cells,), over 0.
        threshold: smallest count shown.
        marked_values: see `HouseRules.marked_values`.
        insiders: True where a person alone in a cell is reckoned with.
        budget: searches allowed before everything that may be hidden is hidden.
    """

    system: System
    small: BoolArray
    hidden: BoolArray
    fixed: BoolArray
    printed: BoolArray
    floor: IntArray
    price: FloatArray
    threshold: int
    marked_values: int
    insiders: bool
    budget: int = _BUDGET


@dataclass(frozen=True)
class Protection:
    """The answer.

    Attributes:
        hidden: every cell to hide, primary ones included.
        safe: False when even hiding all that may be hidden leaves a small count open.
        marks_safe: False when a reader of the marks could still work one out (four persons, one in each of four
            cells, and everything else of the row printed as zero): the marks must then stay in the house.
        searches: linear programmes solved.
        exhausted: True when the budget ended and everything that may be hidden was hidden.
    """

    hidden: BoolArray
    safe: bool
    marks_safe: bool
    searches: int
    exhausted: bool


class _Knowledge(StrEnum):
    READER = "reader"
    MARKS = "marks"
    INSIDER = "insider"


@dataclass(frozen=True)
class _Demand:
    """One small count must be able to take so many values for a reader with such knowledge."""

    cell: int
    values: int
    knowledge: _Knowledge
    insider: int = -1


def protect(problem: Problem) -> Protection:
    """Hide enough, and then no more than enough.

    The result depends on the problem alone: equal problems give equal answers on every machine.
    """
    search = _Search(problem)
    search.scatter()
    search.scatter_around_insiders()
    safe = all(search.satisfy(cell) for cell in search.small)
    exhausted = search.exhausted
    if safe and not exhausted:
        search.take_back()
    return Protection(search.hidden.copy(), safe, not search.waived, search.moves.solves, exhausted)


def _same_persons(system: System, cell: int) -> set[int]:
    """The cell and every total that consists of it alone: there the insider learns nothing about others."""
    same = {cell}
    grown = True
    while grown:
        more = {
            total
            for total, parts in system.equations
            if system.values[total] == system.values[cell] and same.intersection(parts)
        }
        grown = not more <= same
        same |= more
    return same


@dataclass(eq=False)
class _Witness:
    """A table that fits everything printed, told by the cells in which it differs from the true one.

    Attributes:
        counts: cell -> its other count.
        told: True when also a reader who knows which hidden cells are small could not rule it out.
        steps: the greatest common divisor of the differences: so many equal steps lead from the true table to this
            one, and each is a table of whole counts that fits as well.
        alive: False while a cell it moves is shown.
    """

    counts: dict[int, int]
    told: bool
    steps: int
    alive: bool = True


class _Search:
    """The state of one search: what is hidden, and the witnesses found so far."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.true = problem.system.values
        self.hidden = problem.hidden.copy()
        self.moves = Moves(problem.system)
        self.through: defaultdict[int, list[_Witness]] = defaultdict(list)
        self.waived: set[int] = set()
        self.small = [int(cell) for cell in np.flatnonzero(problem.small)]
        self.floor = problem.floor
        self.may_hide = ~problem.fixed & ~problem.hidden & problem.printed & (self.true > 0)
        alone = problem.small & problem.system.leaf & (self.true == 1) & problem.insiders
        self.same = {int(cell): _same_persons(problem.system, int(cell)) for cell in np.flatnonzero(alone)}

    @property
    def exhausted(self) -> bool:
        return self.moves.solves > self.problem.budget

    def scatter(self) -> None:
        """Moves in mixed directions: most small counts protect each other, and one move shows it for many."""
        rng = np.random.default_rng(len(self.small))
        reach = self.problem.threshold - 1
        low, high = self._bounds(None)
        low[self.small] = np.maximum(low[self.small], self.true[self.small] - reach)
        high[self.small] = np.minimum(high[self.small], self.true[self.small] + reach)
        before = UNBOUNDED
        while len(left := [cell for cell in self.small if not self._enough(self._reader(cell))]) < before:
            before = len(left)
            cost = np.zeros(self.true.size)
            cost[left] = rng.choice([-1.0, 1.0], before)
            for sign in (1, -1):
                self._keep(self.moves.best(sign * cost, low, high))

    def scatter_around_insiders(self) -> None:
        """In a large table, moves that leave a random half of those alone in a cell where they are.

        A small count is safe from an insider once any witness moves the one and not the other; after so many halves
        few pairs are left to look at one by one.
        """
        alone = np.array(list(self.same), dtype=np.int64)
        if self.true.size <= _LARGE or not alone.size:
            return
        rng = np.random.default_rng(alone.size)
        told_low, told_high = self._told()
        for _round in range(_HALVES):
            low, high = self._bounds(None)
            low[self.hidden], high[self.hidden] = told_low[self.hidden], told_high[self.hidden]
            still = alone[rng.random(alone.size) < 0.5]
            low[still] = high[still] = self.true[still]
            cost = np.zeros(self.true.size)
            cost[self.small] = rng.choice([-1.0, 1.0], len(self.small))
            self._keep(self.moves.best(cost, low, high))

    def satisfy(self, cell: int) -> bool:
        """Make every demand about a cell hold, hiding more where needed; False where hiding everything would not do.

        Where only a reader of the marks is too well informed, the marks are given up, not the table.
        """
        for knowledge in _Knowledge:
            while (demand := self._open(cell, knowledge)) is not None:
                if self._look(demand):
                    continue
                if self.exhausted or not self._hide_more(demand):
                    if knowledge is _Knowledge.MARKS:
                        self.waived.add(cell)
                        continue
                    self.hidden |= self.may_hide
                    if not self._look(demand):
                        return False
        return True

    def take_back(self) -> None:
        """Show again, one at a time, what no demand needs: the dearest first.

        The searches allowed shrink with the table, as each takes longer and the gain is small.
        """
        allowed = self.moves.solves + _TAKE_BACK_WORK // self.true.size
        added = np.flatnonzero(self.hidden & self.may_hide)
        for cell in sorted(added, key=lambda cell: -self.problem.price[cell]):
            if self.moves.solves > allowed:
                return
            lost = [witness for witness in self.through[int(cell)] if witness.alive]
            self._show(int(cell), lost, shown=True)
            shaken = set().union(*(witness.counts for witness in lost))
            if not all(self._holds(other) for other in self.small if other in shaken):
                self._show(int(cell), lost, shown=False)

    def _show(self, cell: int, lost: list[_Witness], *, shown: bool) -> None:
        self.hidden[cell] = not shown
        for witness in lost:
            witness.alive = not shown

    def _holds(self, cell: int) -> bool:
        """True when every demand about a cell holds with what is hidden now."""
        for knowledge in _Knowledge:
            while (demand := self._open(cell, knowledge)) is not None:
                if not self._look(demand):
                    return False
        return True

    def _reader(self, cell: int) -> _Demand:
        return _Demand(cell, self.problem.threshold, _Knowledge.READER)

    def _open(self, cell: int, knowledge: _Knowledge) -> _Demand | None:
        """A demand of this kind about the cell that no witness shows yet, or None."""
        if knowledge is _Knowledge.INSIDER:
            insider = self._knowing(cell)
            return None if insider is None else _Demand(cell, 2, knowledge, insider)
        if knowledge is _Knowledge.MARKS:
            if cell in self.waived:
                return None
            demand = _Demand(cell, self.problem.marked_values, knowledge)
            return demand if self.problem.printed[cell] and not self._enough(demand) else None
        demand = self._reader(cell)
        return None if self._enough(demand) else demand

    def _knowing(self, cell: int) -> int | None:
        """A person alone in a cell whom every witness about this cell needs to move, or None."""
        insiders = [insider for insider, same in self.same.items() if cell not in same]
        for witness in self._about(cell):
            insiders = [insider for insider in insiders if insider in witness.counts]
            if not insiders:
                return None
        return insiders[0] if insiders else None

    def _about(self, cell: int) -> list[_Witness]:
        return [witness for witness in self.through[cell] if witness.alive]

    def _look(self, demand: _Demand) -> bool:
        """Look for the values a demand still lacks, with what is hidden now; True when it holds."""
        low, high = self._bounds(demand)
        for scope in self._scopes(demand.cell):
            near_low, near_high = np.where(scope, low, self.true), np.where(scope, high, self.true)
            for found in self._farthest(demand, near_low, near_high):
                self._keep(found)
                if self._enough(demand):
                    return True
        return not self.problem.system.gapless and self._fill_gaps(demand, low, high)

    def _farthest(self, demand: _Demand, low: IntArray, high: IntArray) -> Iterator[IntArray | None]:
        """Tables with the count as large, and as small, as the demand asks for.

        First by a short move: it leaves most insiders where they are and so answers for them too, and mostly has a
        whole table at every step on the way. Where the count cannot go so far, as far as it can.
        """
        true, reach = int(self.true[demand.cell]), demand.values - 1
        for aim in (true + reach, true - reach):
            if low[demand.cell] <= aim <= high[demand.cell]:
                yield self.moves.cheapest(np.ones(self.true.size), *_aimed(low, high, demand.cell, aim))
        near_low, near_high = low.copy(), high.copy()
        near_low[demand.cell] = max(low[demand.cell], true - reach)
        near_high[demand.cell] = min(high[demand.cell], true + reach)
        for sign in (1.0, -1.0):
            cost = np.zeros(self.true.size)
            cost[demand.cell] = sign
            yield self.moves.best(cost, near_low, near_high)

    def _fill_gaps(self, demand: _Demand, low: IntArray, high: IntArray) -> bool:
        """Where values between the extremes may be impossible, look for each of them."""
        for value in self._missing(demand, int(low[demand.cell]), int(high[demand.cell])):
            self._keep(self.moves.best(np.zeros(self.true.size), *_aimed(low, high, demand.cell, value)))
            if self._enough(demand):
                return True
        return False

    def _enough(self, demand: _Demand) -> bool:
        seen = self._seen(demand)
        if self.problem.system.gapless:
            return max(seen) - min(seen) >= demand.values - 1
        return len(seen) >= demand.values

    def _seen(self, demand: _Demand) -> set[int]:
        """The values of the cell in the witnesses that a reader with this knowledge could not rule out."""
        about = self._about(demand.cell)
        if demand.knowledge is _Knowledge.INSIDER:
            about = [witness for witness in about if demand.insider not in witness.counts]
        elif demand.knowledge is _Knowledge.MARKS:
            about = [witness for witness in about if witness.told]
        true = int(self.true[demand.cell])
        strides = [(witness.counts[demand.cell] - true) // witness.steps for witness in about]
        return {true} | {
            true + stride * step
            for witness, stride in zip(about, strides, strict=True)
            for step in range(1, witness.steps + 1)
        }

    def _bounds(self, demand: _Demand | None, *, widened: bool = False) -> tuple[IntArray, IntArray]:
        """What the reader of this demand holds possible; `widened` treats all that may be hidden as hidden."""
        opened = self.hidden | self.may_hide if widened else self.hidden
        low = np.where(opened, self.floor, self.true)
        high = np.where(opened, UNBOUNDED, self.true)
        if demand is None:
            return low, high
        if demand.knowledge is _Knowledge.MARKS:
            told_low, told_high = self._told()
            low[opened], high[opened] = told_low[opened], told_high[opened]
        elif demand.knowledge is _Knowledge.INSIDER:
            low[demand.insider] = high[demand.insider] = self.true[demand.insider]
        return low, high

    def _told(self) -> tuple[IntArray, IntArray]:
        """The bounds a hidden cell has for a reader who knows which hidden cells are small."""
        threshold, printed = self.problem.threshold, self.problem.printed
        low = np.where(printed & (self.true >= threshold), threshold, self.floor)
        high = np.where(printed & self.problem.small, threshold - 1, UNBOUNDED)
        return low, high

    def _hide_more(self, demand: _Demand) -> bool:
        """Hide what the cheapest move to a missing value passes through; False where there is no such move."""
        low, high = self._bounds(demand, widened=True)
        price = np.where(self.hidden, _FREE, self.problem.price)
        for scope in self._scopes(demand.cell):
            near_low, near_high = np.where(scope, low, self.true), np.where(scope, high, self.true)
            found = [
                self.moves.cheapest(price, *_aimed(near_low, near_high, demand.cell, value))
                for value in self._missing(demand, int(low[demand.cell]), int(high[demand.cell]))
            ]
            possible = [move for move in found if move is not None]
            if possible:
                best = min(possible, key=self._price_of)
                self.hidden |= (best != self.true) & self.may_hide
                self._keep(best)
                return True
        return False

    def _price_of(self, move: IntArray) -> float:
        return float(self.problem.price[(move != self.true) & ~self.hidden].sum())

    def _scopes(self, cell: int) -> Iterator[BoolArray]:
        """Where to look for a move: in a large table first among the cell's neighbours, then everywhere."""
        # Hidden cells first, as they cost nothing; then those with most persons, which can give way.
        rank = np.where(self.hidden, UNBOUNDED, self.true * self.may_hide)
        if self.true.size > _LARGE:
            yield from (self.moves.near(cell, rank, each=each) for each in _NEARBY)
        yield np.ones(self.true.size, dtype=bool)

    def _missing(self, demand: _Demand, lowest: int, highest: int) -> list[int]:
        """The values worth aiming at: just enough beyond those seen, upwards and downwards."""
        seen = self._seen(demand)
        if not self.problem.system.gapless:
            around = range(self.true[demand.cell] - demand.values + 1, self.true[demand.cell] + demand.values)
            return [v for v in around if v not in seen and lowest <= v <= highest]
        aims = (min(seen) + demand.values - 1, max(seen) - demand.values + 1)
        return [v for v in dict.fromkeys(aims) if lowest <= v <= highest]

    def _keep(self, found: IntArray | None) -> None:
        """Take a table as witness if a reader could not tell it from the true one, however it was found."""
        low, high = self._bounds(None)
        if found is None or (found < low).any() or (found > high).any() or (found == self.true).all():
            return
        moved = np.flatnonzero(found != self.true)
        low, high = self._told()
        told = bool(((found >= low) & (found <= high))[moved].all())
        steps = int(np.gcd.reduce(found[moved] - self.true[moved]))
        witness = _Witness({int(cell): int(found[cell]) for cell in moved}, told, steps)
        for cell in witness.counts:
            self.through[cell].append(witness)


def _aimed(low: IntArray, high: IntArray, cell: int, value: int) -> tuple[IntArray, IntArray]:
    """The bounds with one cell held at `value`."""
    low, high = low.copy(), high.copy()
    low[cell] = high[cell] = value
    return low, high

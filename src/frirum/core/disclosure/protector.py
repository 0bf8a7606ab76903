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

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from frirum.core.disclosure.moves import UNBOUNDED, FloatArray, Moves
from frirum.core.disclosure.table import BoolArray, IntArray, System

_FREE = 1e-4
"""The price of moving what is hidden already: next to nothing, yet enough to keep moves short."""


@dataclass(frozen=True)
class Problem:
    """What is to be protected.

    Attributes:
        system: cells, true counts, equations.
        small: the cells whose counts must not be worked out.
        hidden: what is hidden from the start: `small`, what earlier releases hid, what is never printed.
        fixed: what may not be hidden any more because readers have it already.
        printed: which cells stand in a document at all (the others are only derived from them).
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
    price: FloatArray
    threshold: int
    marked_values: int = 2
    insiders: bool = True
    budget: int = 6000


@dataclass(frozen=True)
class Protection:
    """The answer.

    Attributes:
        hidden: every cell to hide, primary ones included.
        safe: False when even hiding all that may be hidden leaves a small count open.
        searches: linear programmes solved.
        exhausted: True when the budget ended and everything that may be hidden was hidden.
    """

    hidden: BoolArray
    safe: bool
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
    safe = all([search.satisfy(demand) for demand in search.demands])
    exhausted = search.moves.solves > problem.budget
    if safe and not exhausted:
        search.take_back()
    return Protection(search.hidden.copy(), safe, search.moves.solves, exhausted)


def demands(problem: Problem) -> Iterator[_Demand]:
    """Everything that must hold, the reader's demands first as they do most of the work."""
    small = np.flatnonzero(problem.small)
    for cell in small:
        yield _Demand(int(cell), problem.threshold, _Knowledge.READER)
    for cell in small[problem.printed[small]]:
        yield _Demand(int(cell), problem.marked_values, _Knowledge.MARKS)
    if problem.insiders:
        alone = np.flatnonzero(problem.small & problem.system.leaf & (problem.system.values == 1))
        for insider in alone:
            same = _same_persons(problem.system, int(insider))
            for cell in small:
                if cell not in same:
                    yield _Demand(int(cell), 2, _Knowledge.INSIDER, int(insider))


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


class _Search:
    """The state of one search: what is hidden, and the witnesses found so far."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.true = problem.system.values
        self.hidden = problem.hidden.copy()
        self.moves = Moves(problem.system)
        self.witnesses: list[IntArray] = [self.true]
        self.demands: Sequence[_Demand] = list(demands(problem))
        self.floor = np.where(problem.printed, 1, 0)
        self.may_hide = ~problem.fixed & ~problem.hidden & problem.printed & (self.true > 0)

    def scatter(self) -> None:
        """A few moves in mixed directions: most small counts protect each other, and one move shows it for many."""
        small = np.flatnonzero(self.problem.small)
        if not small.size:
            return
        reach = self.problem.threshold - 1
        low, high = self._bounds(None)
        low[small] = np.maximum(low[small], self.true[small] - reach)
        high[small] = np.minimum(high[small], self.true[small] + reach)
        rng = np.random.default_rng(small.size)
        for _round in range(4 if small.size < 200 else 24):
            cost = np.zeros(self.true.size)
            cost[small] = rng.choice([-1.0, 1.0], small.size)
            for sign in (1, -1):
                self._keep(self.moves.best(sign * cost, low, high))

    def satisfy(self, demand: _Demand) -> bool:
        """Make a demand hold, hiding more where needed; False where hiding everything would not do."""
        while not self._met(demand):
            if self.moves.solves > self.problem.budget or not self._hide_more(demand):
                self.hidden |= self.may_hide
                return self._met(demand)
        return True

    def take_back(self) -> None:
        """Show again, one at a time, what no demand needs: the dearest first."""
        added = np.flatnonzero(self.hidden & self.may_hide)
        for cell in sorted(added, key=lambda cell: -self.problem.price[cell]):
            if self.moves.solves > self.problem.budget:
                return
            before = self.witnesses
            self.hidden[cell] = False
            self.witnesses = [w for w in before if w[cell] == self.true[cell]]
            if not all(self._met(demand) for demand in self._shaken(before)):
                self.hidden[cell] = True
                self.witnesses = before

    def _shaken(self, before: Sequence[IntArray]) -> list[_Demand]:
        """The demands, those first that lost most witnesses, so that a needed cell is found out early."""
        now, then = np.array(self.witnesses), np.array(before)
        lost = (then != self.true).sum(axis=0) - (now != self.true).sum(axis=0)
        return sorted(self.demands, key=lambda demand: -int(lost[demand.cell]))

    def _met(self, demand: _Demand) -> bool:
        """True when witnesses show enough values, looking for new ones where the known do not."""
        if self._enough(demand):
            return True
        low, high = self._bounds(demand)
        reach = demand.values - 1
        low[demand.cell] = max(low[demand.cell], self.true[demand.cell] - reach)
        high[demand.cell] = min(high[demand.cell], self.true[demand.cell] + reach)
        for sign in (-1.0, 1.0):
            cost = np.zeros(self.true.size)
            cost[demand.cell] = sign
            self._keep(self.moves.best(cost, low, high))
            if self._enough(demand):
                return True
        return not self.problem.system.gapless and self._fill_gaps(demand, low, high)

    def _fill_gaps(self, demand: _Demand, low: IntArray, high: IntArray) -> bool:
        """Where values between the extremes may be impossible, look for each of them."""
        seen = self._seen(demand)
        for value in range(int(low[demand.cell]), int(high[demand.cell]) + 1):
            if value in seen:
                continue
            narrow_low, narrow_high = low.copy(), high.copy()
            narrow_low[demand.cell] = narrow_high[demand.cell] = value
            self._keep(self.moves.best(np.zeros(self.true.size), narrow_low, narrow_high))
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
        found = np.array(self.witnesses)
        if demand.knowledge is _Knowledge.INSIDER:
            found = found[found[:, demand.insider] == self.true[demand.insider]]
        elif demand.knowledge is _Knowledge.MARKS:
            low, high = self._bounds(demand)
            found = found[(found >= low).all(axis=1) & (found <= high).all(axis=1)]
        return {int(value) for value in found[:, demand.cell]} | {int(self.true[demand.cell])}

    def _bounds(self, demand: _Demand | None, *, widened: bool = False) -> tuple[IntArray, IntArray]:
        """What the reader of this demand holds possible; `widened` treats all that may be hidden as hidden."""
        open_ = self.hidden | self.may_hide if widened else self.hidden
        low = np.where(open_, self.floor, self.true)
        high = np.where(open_, UNBOUNDED, self.true)
        if demand is None:
            return low, high
        if demand.knowledge is _Knowledge.MARKS:
            marked = self.problem.printed & open_
            small = marked & self.problem.small
            high[small] = self.problem.threshold - 1
            large = marked & ~self.problem.small & (self.true >= self.problem.threshold)
            low[large] = self.problem.threshold
        elif demand.knowledge is _Knowledge.INSIDER:
            low[demand.insider] = high[demand.insider] = self.true[demand.insider]
        return low, high

    def _hide_more(self, demand: _Demand) -> bool:
        """Hide what the cheapest move to a missing value passes through; False where there is no such move."""
        low, high = self._bounds(demand, widened=True)
        price = np.where(self.hidden, _FREE, self.problem.price)
        best: tuple[float, IntArray] | None = None
        for value in self._missing(demand, int(low[demand.cell]), int(high[demand.cell])):
            aim_low, aim_high = low.copy(), high.copy()
            aim_low[demand.cell] = aim_high[demand.cell] = value
            found = self.moves.cheapest(price, aim_low, aim_high)
            if found is not None:
                moved = (found != self.true) & ~self.hidden
                cost = float(self.problem.price[moved].sum())
                if best is None or cost < best[0]:
                    best = (cost, found)
        if best is None:
            return False
        moved = (best[1] != self.true) & self.may_hide
        self.hidden |= moved
        self._keep(best[1])
        return True

    def _missing(self, demand: _Demand, lowest: int, highest: int) -> list[int]:
        """The values worth aiming at: just enough beyond those seen, upwards and downwards."""
        seen = self._seen(demand)
        if not self.problem.system.gapless:
            around = range(self.true[demand.cell] - demand.values + 1, self.true[demand.cell] + demand.values)
            return [v for v in around if v not in seen and lowest <= v <= highest]
        aims = (min(seen) + demand.values - 1, max(seen) - demand.values + 1)
        return [v for v in dict.fromkeys(aims) if lowest <= v <= highest]

    def _keep(self, found: IntArray | None) -> None:
        if found is not None and (found != self.true).any():
            self.witnesses.append(found)

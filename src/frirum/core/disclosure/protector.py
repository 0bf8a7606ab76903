"""Secondary suppression: which further cells must be hidden so that no small count can be worked out.

The reader is assumed to know every sum, that counts are whole, that a printed zero is zero and a hidden count is
not, the threshold, and this code. What is hidden is safe when, for every hidden small count,

* *reader*: at least `threshold` different counts fit everything printed (so the interval is threshold - 1 wide);
* *marks*: a reader who is told which hidden cells are small (the `primary` of the data file) still has at least
  `marked_values` counts to choose between;
* *insider*: a person who is alone in his cell, and so knows that count, cannot fix anyone else's, the marks known
  or not;
* *holder*: who knows a whole line of the table (a municipality its own) is left as much about every other line as a
  reader, with the marks and without.

Each is shown by whole tables found by `Moves` and kept by `Witnesses`. The search adds the cells a cheapest move
passes through (the heuristic of Kelly, Golden and Assad 1992, with prices that do not look at the counts), then takes
back whatever turns out not to be needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from frirum.core.disclosure.moves import UNBOUNDED, Moves
from frirum.core.disclosure.problem import Problem, Protection
from frirum.core.disclosure.table import BoolArray, IntArray
from frirum.core.disclosure.together import together
from frirum.core.disclosure.varying import varying_cells, without_constants
from frirum.core.disclosure.witnesses import OF_HOLDERS, OF_MARKS, Demand, Knowledge, Witnesses

_FREE = 1e-4
"""The price of moving what is hidden already: next to nothing, yet enough to keep moves short."""
_NEARBY = (5, 15)
"""How many cells of each sum a first and a second search near a cell look at."""
_LARGE = 600
"""Cells above which moves are first sought near the cell they are for."""
_MANY = 300
"""Cells above which a table beside earlier releases is first sought with all versions of a count together: it takes a
fraction of the time, and of counts that grow fast a little more is hidden."""
_HALVES = 24
"""Rounds of moves around random halves of the insiders."""
_TAKE_BACK_WORK = 3_000_000
"""Searches times cells spent on showing again what need not be hidden."""


def protect(problem: Problem) -> Protection:
    """Hide enough, and then no more than enough.

    The result depends on the problem alone: equal problems give equal answers on every machine.
    """
    varying = varying_cells(problem)
    if varying.all():
        return _protect(problem)
    if not varying.any():
        return Protection(problem.hidden.copy(), safe=True, marks_safe=True, searches=0, exhausted=False)
    reduced = without_constants(problem, varying)
    answer = _protect_together(reduced) or _protect(reduced)
    hidden = problem.hidden.copy()
    hidden[varying] = answer.hidden
    return replace(answer, hidden=hidden)


def _protect_together(problem: Problem) -> Protection | None:
    """The answer where all versions of a count move together; None where that does not show everything safe."""
    versions = together(problem) if problem.system.values.size > _MANY else None
    if versions is None:
        return None
    answer = _protect(versions.problem)
    if not answer.safe or not answer.marks_safe or answer.given_up or answer.exhausted:
        return None
    return replace(answer, hidden=versions.hidden(problem.hidden, answer.hidden))


def _protect(problem: Problem) -> Protection:
    search = _Search(problem)
    search.scatter()
    search.scatter_around_insiders()
    safe = all(search.satisfy(cell) for cell in search.small)
    exhausted = search.exhausted
    if safe and not exhausted:
        search.take_back()
    proof = search.proof
    return Protection(
        proof.hidden.copy(), safe, not proof.waived, search.moves.solves, exhausted, bool(proof.given_up)
    )


class _Search:
    """One search: the moves tried, and the witnesses they brought."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.true = problem.system.values
        self.proof = Witnesses(problem)
        self.moves = Moves(problem.system)
        self.small = [int(cell) for cell in np.flatnonzero(problem.small)]

    @property
    def exhausted(self) -> bool:
        return self.moves.solves > self.problem.budget

    def scatter(self) -> None:
        """Moves in mixed directions: most small counts protect each other, and one move shows it for many."""
        rng = np.random.default_rng(len(self.small))
        reach = self.problem.threshold - 1
        low, high = self.proof.bounds()
        low[self.small] = np.maximum(low[self.small], self.true[self.small] - reach)
        high[self.small] = np.minimum(high[self.small], self.true[self.small] + reach)
        before = UNBOUNDED
        while len(left := [cell for cell in self.small if self._unread(cell)]) < before:
            before = len(left)
            cost = np.zeros(self.true.size)
            cost[left] = rng.choice([-1.0, 1.0], before)
            for sign in (1, -1):
                self.proof.keep(self.moves.best(sign * cost, low, high))

    def _unread(self, cell: int) -> bool:
        return self.proof.open(cell, Knowledge.READER) is not None

    def scatter_around_insiders(self) -> None:
        """In a large table, moves that leave a random half of those alone in a cell where they are.

        A small count is safe from an insider once any witness moves the one and not the other; after so many halves
        few pairs are left to look at one by one.
        """
        alone = np.array(list(self.proof.same), dtype=np.int64)
        if self.true.size <= _LARGE or not alone.size:
            return
        rng = np.random.default_rng(alone.size)
        told_low, told_high = self.proof.told()
        hidden = self.proof.hidden
        for _round in range(_HALVES):
            low, high = self.proof.bounds()
            low[hidden], high[hidden] = told_low[hidden], told_high[hidden]
            still = alone[rng.random(alone.size) < 0.5]
            low[still] = high[still] = self.true[still]
            cost = np.zeros(self.true.size)
            cost[self.small] = rng.choice([-1.0, 1.0], len(self.small))
            self.proof.keep(self.moves.best(cost, low, high))

    def satisfy(self, cell: int) -> bool:
        """Make every demand about a cell hold, hiding more where needed; False where hiding everything would not do.

        Where only a reader of the marks is too well informed, the marks are given up, not the table.
        """
        for knowledge in Knowledge:
            while (demand := self.proof.open(cell, knowledge)) is not None:
                if self._look(demand):
                    continue
                if self.exhausted or not self._hide_more(demand):
                    if knowledge in OF_MARKS:
                        self.proof.waived.add(cell)
                        continue
                    if demand.knowledge in OF_HOLDERS and self.problem.fixed[cell]:
                        # An earlier release told this holder; nothing that is hidden now takes it back.
                        self.proof.given_up.add(cell)
                        continue
                    self.proof.hidden |= self.proof.may_hide
                    if not self._look(demand):
                        return False
        return True

    def take_back(self) -> None:
        """Show again, one at a time, what no demand needs: the dearest first.

        The searches allowed shrink with the table, as each takes longer and the gain is small.
        """
        allowed = self.moves.solves + _TAKE_BACK_WORK // self.true.size
        added = np.flatnonzero(self.proof.hidden & self.proof.may_hide).tolist()
        for cell in sorted(added, key=lambda cell: -self.problem.price[cell]):
            if self.moves.solves > allowed:
                return
            silenced = self.proof.show(cell)
            shaken = set().union(*(witness.counts for witness in silenced))
            if not all(self._holds(other) for other in self.small if other in shaken):
                self.proof.hide_again(cell, silenced)

    def _holds(self, cell: int) -> bool:
        """True when every demand about a cell holds with what is hidden now."""
        for knowledge in Knowledge:
            while (demand := self.proof.open(cell, knowledge)) is not None:
                if not self._look(demand):
                    return False
        return True

    def _look(self, demand: Demand) -> bool:
        """Look for the values a demand still lacks, with what is hidden now; True when it holds."""
        low, high = self.proof.bounds(demand)
        for scope in self._scopes(demand.cell):
            near_low, near_high = np.where(scope, low, self.true), np.where(scope, high, self.true)
            reached = {int(self.true[demand.cell])}
            for found in self._farthest(demand, near_low, near_high):
                self.proof.keep(found)
                if self.proof.enough(demand):
                    return True
                if found is not None:
                    reached.add(int(found[demand.cell]))
        # The last scope was everything: between its extremes there may be gaps, beyond them there is nothing.
        apart = max(reached) - min(reached) >= demand.values - 1
        return apart and not self.problem.system.gapless and self._fill_gaps(demand, low, high)

    def _farthest(self, demand: Demand, low: IntArray, high: IntArray) -> Iterator[IntArray | None]:
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

    def _fill_gaps(self, demand: Demand, low: IntArray, high: IntArray) -> bool:
        """Where values between the extremes may be impossible, look for each of them."""
        for value in self.proof.missing(demand, int(low[demand.cell]), int(high[demand.cell])):
            aimed = _aimed(low, high, demand.cell, value)
            self.proof.keep(self.moves.best(np.zeros(self.true.size), *aimed))
            if self.proof.enough(demand):
                return True
        return False

    def _hide_more(self, demand: Demand) -> bool:
        """Hide what the cheapest move to a missing value passes through; False where there is no such move."""
        low, high = self.proof.bounds(demand, widened=True)
        price = np.where(self.proof.hidden, _FREE, self.problem.price)
        for scope in self._scopes(demand.cell):
            near_low, near_high = np.where(scope, low, self.true), np.where(scope, high, self.true)
            found = [
                self.moves.cheapest(price, *_aimed(near_low, near_high, demand.cell, value))
                for value in self.proof.missing(demand, int(low[demand.cell]), int(high[demand.cell]))
            ]
            possible = [move for move in found if move is not None]
            if possible:
                best = min(possible, key=self._price_of)
                self.proof.hidden |= (best != self.true) & self.proof.may_hide
                self.proof.keep(best)
                return True
        return False

    def _price_of(self, move: IntArray) -> float:
        return float(self.problem.price[(move != self.true) & ~self.proof.hidden].sum())

    def _scopes(self, cell: int) -> Iterator[BoolArray]:
        """Where to look for a move: in a large table first among the cell's neighbours, then everywhere."""
        # Hidden cells first, as they cost nothing; then those with most persons, which can give way.
        rank = np.where(self.proof.hidden, UNBOUNDED, self.true * self.proof.may_hide)
        if self.true.size > _LARGE:
            yield from (self.moves.near(cell, rank, each=each) for each in _NEARBY)
        yield np.ones(self.true.size, dtype=bool)


def _aimed(low: IntArray, high: IntArray, cell: int, value: int) -> tuple[IntArray, IntArray]:
    """The bounds with one cell held at `value`."""
    low, high = low.copy(), high.copy()
    low[cell] = high[cell] = value
    return low, high

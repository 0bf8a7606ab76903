"""What is hidden so far, and the proof so far that it is enough: tables a reader could not tell from the true one.

Each demand about a small count holds when the witnesses give it enough values. Hiding more never invalidates a
witness; showing a cell silences those that move it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from frirum.core.disclosure.problem import Problem
from frirum.core.disclosure.table import BoolArray, IntArray, System


class Knowledge(StrEnum):
    """Who reads the table; see `protector`."""

    READER = "reader"
    MARKS = "marks"
    INSIDER = "insider"
    MARKED_INSIDER = "marked_insider"
    HOLDER = "holder"
    MARKED_HOLDER = "marked_holder"


OF_HOLDERS = {Knowledge.HOLDER, Knowledge.MARKED_HOLDER}
"""Demands of readers who know a line of the table."""
OF_MARKS = {Knowledge.MARKS, Knowledge.MARKED_INSIDER, Knowledge.MARKED_HOLDER}
"""Demands that may be given up by giving up marks."""

_FEW = 40
"""Witnesses that are asked first about all holders."""


@dataclass(frozen=True)
class Demand:
    """One small count must be able to take so many values for a reader with such knowledge."""

    cell: int
    values: int
    knowledge: Knowledge
    insider: int = -1
    holder: int = -1


@dataclass(eq=False)
class Witness:
    """A table that fits everything printed, told by the cells in which it differs from the true one.

    Attributes:
        counts: cell -> its other count.
        told: True when also a reader who knows which hidden cells are small could not rule it out.
        steps: the greatest common divisor of the differences: so many equal steps lead from the true table to this
            one, and each is a table of whole counts that fits as well.
        alive: False while a cell it moves is shown.
        moves: True for the holders whose own cells it moves, shape (holders,).
    """

    counts: dict[int, int]
    told: bool
    steps: int
    moves: BoolArray
    alive: bool = True


class Witnesses:
    """The state of one search.

    Attributes:
        hidden: what is hidden now, shape (cells,).
        may_hide: what was not hidden from the start and may be.
        waived: small cells whose marks were given up.
        same: insider -> the cells that count him alone.
        known: what each holder knows, shape (cells, holders).
        given_up: small cells of earlier releases that a holder can work out whatever is hidden now.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.true = problem.system.values
        self.hidden = problem.hidden.copy()
        self.may_hide = ~problem.fixed & ~problem.hidden & problem.printed & (self.true > 0)
        self.waived: set[int] = set()
        self.same = persons_alone(problem) if problem.alone is None else problem.alone
        self.known = known_to_holders(problem) if problem.known is None else problem.known
        self.given_up: set[int] = set()
        self._through: defaultdict[int, list[Witness]] = defaultdict(list)

    def bounds(self, demand: Demand | None = None, *, widened: bool = False) -> tuple[IntArray, IntArray]:
        """What the reader of this demand holds possible; `widened` treats all that may be hidden as hidden."""
        opened = self.hidden | self.may_hide if widened else self.hidden
        low = np.where(opened, self.problem.floor, self.true)
        high = np.where(opened, self.problem.ceiling, self.true)
        if demand is None:
            return low, high
        if demand.knowledge in OF_MARKS:
            told_low, told_high = self.told()
            low[opened], high[opened] = told_low[opened], told_high[opened]
        if demand.insider >= 0:
            low[demand.insider] = high[demand.insider] = self.true[demand.insider]
        if demand.holder >= 0:
            own = self.known[:, demand.holder]
            low[own] = high[own] = self.true[own]
        return low, high

    def told(self) -> tuple[IntArray, IntArray]:
        """The bounds a hidden cell has for a reader of the marks."""
        return self.problem.told()

    def keep(self, found: IntArray | None) -> None:
        """Take a table as witness if a reader could not tell it from the true one, however it was found."""
        low, high = self.bounds()
        if found is None or (found < low).any() or (found > high).any():
            return
        moved = np.flatnonzero(found != self.true)
        low, high = self.told()
        told = bool(((found >= low) & (found <= high))[moved].all())
        steps = int(np.gcd.reduce(found[moved] - self.true[moved]))
        counts = {int(cell): int(found[cell]) for cell in moved}
        witness = Witness(counts, told, steps, np.asarray(self.known[moved].any(axis=0)))
        for cell in witness.counts:
            self._through[cell].append(witness)

    def about(self, cell: int) -> list[Witness]:
        """The living witnesses in which a cell has another count."""
        return [witness for witness in self._through[cell] if witness.alive]

    def show(self, cell: int) -> list[Witness]:
        """Show a cell again; gives the witnesses that this silences."""
        silenced = self.about(cell)
        self._turn(cell, silenced, shown=True)
        return silenced

    def hide_again(self, cell: int, silenced: list[Witness]) -> None:
        """Undo `show`."""
        self._turn(cell, silenced, shown=False)

    def _turn(self, cell: int, witnesses: list[Witness], *, shown: bool) -> None:
        self.hidden[cell] = not shown
        for witness in witnesses:
            witness.alive = not shown

    def open(self, cell: int, knowledge: Knowledge) -> Demand | None:
        """A demand of this kind about the cell that no witness shows yet, or None."""
        if knowledge in OF_MARKS and cell in self.waived:
            return None
        if knowledge in (Knowledge.INSIDER, Knowledge.MARKED_INSIDER):
            insider = self._knowing(cell, told=knowledge is Knowledge.MARKED_INSIDER)
            return None if insider is None else Demand(cell, 2, knowledge, insider)
        if knowledge in OF_HOLDERS:
            return self._held(cell, knowledge)
        if knowledge is Knowledge.MARKS:
            demand = Demand(cell, self.problem.marked_values, knowledge)
            return demand if self.problem.printed[cell] and not self.enough(demand) else None
        demand = Demand(cell, self.problem.threshold, Knowledge.READER)
        return None if self.enough(demand) else demand

    def _knowing(self, cell: int, *, told: bool) -> int | None:
        """A person alone in a cell whom every witness (that is `told`) about this cell needs to move, or None."""
        insiders = [insider for insider, same in self.same.items() if cell not in same]
        for witness in self.about(cell):
            if told and not witness.told:
                continue
            insiders = [insider for insider in insiders if insider in witness.counts]
            if not insiders:
                return None
        return insiders[0] if insiders else None

    def _held(self, cell: int, knowledge: Knowledge) -> Demand | None:
        """A demand about the cell for the first holder to whom the witnesses do not show it, or None."""
        others = ~self.known[cell]
        if not others.any() or cell in self.given_up:
            return None
        told = knowledge is Knowledge.MARKED_HOLDER
        values = self.problem.marked_values if told else self.problem.threshold
        about = [witness for witness in self.about(cell) if witness.told or not told]
        if about:
            # Where each value is sought for itself the newest witnesses answer for nearly all holders; the rest are
            # looked at one by one.
            asked = about if self.problem.system.gapless else about[-_FEW:]
            others[others] = self._left(cell, asked, others, values) < values
        for holder in np.flatnonzero(others):
            demand = Demand(cell, values, knowledge, holder=int(holder))
            if not self.enough(demand):
                return demand
        return None

    def _left(self, cell: int, about: Sequence[Witness], holders: BoolArray, values: int) -> IntArray:
        """How many values of the cell these witnesses leave to each of some holders; from `values` on perhaps more."""
        free = ~np.array([witness.moves[holders] for witness in about])
        reach = np.array([witness.counts[cell] for witness in about]) - self.true[cell]
        if self.problem.system.gapless:
            kept = np.where(free, reach[:, None], 0)
            between: IntArray = np.maximum(kept.max(axis=0), 0) - np.minimum(kept.min(axis=0), 0) + 1
            return between
        steps = np.array([witness.steps for witness in about])
        return _values_left(reach // steps, steps, free, values)

    def enough(self, demand: Demand) -> bool:
        """Whether the witnesses give the cell as many values as demanded."""
        if self.problem.system.gapless:
            seen = self._seen(demand)
            return max(seen) - min(seen) >= demand.values - 1
        # One after the other, the newest first, until there are enough: mostly a few are, of hundreds.
        strides = {0}
        for witness in self._newest(demand):
            stride = (witness.counts[demand.cell] - int(self.true[demand.cell])) // witness.steps
            strides.update(stride * step for step in range(1, min(witness.steps, demand.values - 1) + 1))
            if len(strides) >= demand.values:
                return True
        return demand.values <= 1

    def missing(self, demand: Demand, lowest: int, highest: int) -> list[int]:
        """The values worth aiming at: just enough beyond those seen, upwards and downwards."""
        seen = self._seen(demand)
        if not self.problem.system.gapless:
            around = range(self.true[demand.cell] - demand.values + 1, self.true[demand.cell] + demand.values)
            return [v for v in around if v not in seen and lowest <= v <= highest]
        aims = (min(seen) + demand.values - 1, max(seen) - demand.values + 1)
        return [v for v in dict.fromkeys(aims) if lowest <= v <= highest]

    def _newest(self, demand: Demand) -> Iterator[Witness]:
        """The witnesses about the cell that a reader with this knowledge could not rule out, the newest first."""
        insider, holder, marks = demand.insider, demand.holder, demand.knowledge in OF_MARKS
        for witness in reversed(self._through[demand.cell]):
            if (
                witness.alive
                and (insider < 0 or insider not in witness.counts)
                and (holder < 0 or not witness.moves[holder])
                and (witness.told or not marks)
            ):
                yield witness

    def _compatible(self, demand: Demand) -> list[Witness]:
        """The same, in the order they were found."""
        return list(self._newest(demand))[::-1]

    def _seen(self, demand: Demand) -> set[int]:
        """The values of the cell in the witnesses that a reader with this knowledge could not rule out."""
        about = self._compatible(demand)
        true = int(self.true[demand.cell])
        strides = [(witness.counts[demand.cell] - true) // witness.steps for witness in about]
        return {true} | {
            true + stride * step
            for witness, stride in zip(about, strides, strict=True)
            for step in range(1, witness.steps + 1)
        }


def _values_left(strides: IntArray, steps: IntArray, free: BoolArray, values: int) -> IntArray:
    """How many values a cell is left with for each holder, the true one included; from `values` on it may be more.

    Args:
        strides: by how much one step of a witness changes the cell, shape (witnesses,).
        steps: how many steps it has; with values - 1 it leaves enough by itself, and further ones say no more.
        free: which holders do not see that a witness is not the true table, shape (witnesses, holders).
    """
    number = np.arange(1, values)
    taken = number <= steps[:, None]
    offsets, column = np.unique((strides[:, None] * number)[taken], return_inverse=True)
    has = np.zeros((strides.size, offsets.size), dtype=np.float32)
    has[np.nonzero(taken)[0], column] = 1
    left: IntArray = (free.T.astype(np.float32) @ has > 0).sum(axis=1) + 1
    return left


def persons_alone(problem: Problem) -> dict[int, frozenset[int]]:
    """Each cell of one person who is reckoned with, and the cells that count him alone."""
    alone = problem.small & problem.system.leaf & (problem.system.values == 1) & problem.insiders
    return {
        int(cell): frozenset(_same_persons(problem.system, int(cell)))
        | problem.nested.get(int(cell), frozenset())
        for cell in np.flatnonzero(alone)
    }


def known_to_holders(problem: Problem) -> BoolArray:
    """What each holder knows: his own cells, printed zeros, and what follows from those by one sum after another."""
    true = problem.system.values
    if problem.holders is None:
        return np.zeros((true.size, 0), dtype=bool)
    known = problem.holders.copy()
    zero = ((true == 0) & problem.printed)[:, None]
    held = abs(problem.system.matrix()).tocsr()
    while True:
        before = known.sum()
        unknown = ~(known | zero)
        last = (held @ unknown.astype(np.int64)) == 1
        known |= unknown & ((held.T @ last.astype(np.int64)) > 0)
        for cell, others in problem.nested.items():
            known[list(others)] |= known[cell]
        if known.sum() == before:
            return known


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

"""Versions of one count that move together: a search beside many releases that takes no longer than beside one.

Each release that a count grows in adds a version of it, and a change that a reader knows to be at least the threshold.
A table in which all hidden versions of a count are as many more, or fewer, leaves every change as it is. Whoever cannot
tell such tables from the true one can tell even less where the changes are free as well, so what is safe here is safe
(the other way round it need not be, and then the whole system is searched).

Where a version is shown, its change only says how large or small the hidden one beside it can be.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from frirum.core.disclosure.equations import is_network, simplest
from frirum.core.disclosure.moves import UNBOUNDED
from frirum.core.disclosure.problem import Problem
from frirum.core.disclosure.table import BoolArray, IntArray, System

_PAIR = 2


@dataclass(frozen=True)
class Together:
    """A problem whose cells are counts with all their versions.

    Attributes:
        problem: of the groups and of every cell that is in none.
        group: cell -> its place in `problem`; -1 for a change that nobody need look at any more.
    """

    problem: Problem
    group: IntArray

    def hidden(self, before: BoolArray, found: BoolArray) -> BoolArray:
        """What is hidden of the cells, by what is hidden of the groups."""
        hidden = before.copy()
        here = self.group >= 0
        hidden[here] = found[self.group[here]]
        return hidden


def together(problem: Problem) -> Together | None:
    """The problem with versions put together; None where there are none.

    A new count goes with the hidden one before it where it is so little larger or smaller that showing it would leave
    the older one fewer values than a small count needs (less than 2 x threshold - 1 apart), and a sum where one of its
    parts does; it is then hidden. Others are apart: each of the two is left a share of the room between them.

    Args:
        problem: without constants, see `varying`; what holders and persons alone know was found before.
    """
    changes = _changes(problem)
    if not changes:
        return None
    bounds = _Bounds(problem)
    pairs = [change for change in changes if len(change.ends) == _PAIR]
    moving = {end for pair in pairs if _near(problem, pair) for end in pair.ends}
    rows = problem.system.matrix().tocsr()
    rows = rows[np.setdiff1d(np.arange(rows.shape[0]), [change.row for change in changes])]
    unchanged = set(np.flatnonzero(problem.hidden & problem.fixed & problem.printed).tolist())
    sums = {cell for cell in _sums_of(rows, moving | unchanged) if not problem.fixed[cell]}
    groups = _Groups(problem.system.values.size)
    for change in changes:
        if len(change.ends) == 1:
            bounds.beside_constant(change)
        elif change.ends and (moving.issuperset(change.ends) or sums.intersection(change.ends)):
            groups.join(*change.ends)
        elif change.ends:
            bounds.apart(change)
    group = groups.places(np.array([change.cell for change in changes]))
    return Together(_of_groups(problem, group, rows, bounds), group)


@dataclass(frozen=True)
class _Change:
    """The change between two versions of a count, known to be at least its floor.

    Attributes:
        row: the equation it stands in.
        cell: its place.
        ends: the versions that are hidden or may be, the smaller one first.
        room: by how much it may shrink.
        rises: where there is one end, that it is the smaller version.
    """

    row: int
    cell: int
    ends: tuple[int, ...]
    room: int
    rises: bool


class _Bounds:
    """The least and the most a reader knows of each hidden cell, told by the changes around it."""

    def __init__(self, problem: Problem) -> None:
        self.true, self.threshold = problem.system.values, problem.threshold
        self.floor, self.ceiling = problem.floor.copy(), problem.ceiling.copy()

    def beside_constant(self, change: _Change) -> None:
        """One version is shown: the other can go as far towards it as the change can shrink."""
        (cell,) = change.ends
        if change.rises:
            self._at_most(cell, change.room)
        else:
            self._at_least(cell, change.room)

    def apart(self, change: _Change) -> None:
        """Both may move: the smaller one gets enough for a small count, and half where there is more."""
        less, more = change.ends
        up = max(self.threshold - 1, change.room // 2)
        self._at_most(less, up)
        self._at_least(more, change.room - up)

    def _at_most(self, cell: int, up: int) -> None:
        self.ceiling[cell] = min(self.ceiling[cell], self.true[cell] + up)

    def _at_least(self, cell: int, down: int) -> None:
        self.floor[cell] = max(self.floor[cell], self.true[cell] - down)


class _Groups:
    """Cells joined two at a time."""

    def __init__(self, cells: int) -> None:
        self._of = {cell: [cell] for cell in range(cells)}

    def join(self, one: int, other: int) -> None:
        if self._of[one] is not self._of[other]:
            self._of[one] += self._of[other]
            for cell in self._of[other]:
                self._of[cell] = self._of[one]

    def places(self, gone: IntArray) -> IntArray:
        """The place of each cell's group, in the order of their first cells; -1 for the cells that are gone."""
        first = np.array([min(self._of[cell]) for cell in range(len(self._of))])
        first[gone] = -1
        here = first >= 0
        places = np.full(first.size, -1, dtype=np.int64)
        places[here] = np.unique(first[here], return_inverse=True)[1]
        return places


def _changes(problem: Problem) -> list[_Change]:
    """The changes that are not small, stand in one row and can be left out of the search."""
    matrix = problem.system.matrix()
    rows = matrix.tocsr()
    lonely = problem.hidden & ~problem.printed & ~problem.small & (np.diff(matrix.indptr) == 1)
    movable = problem.hidden | (~problem.fixed & problem.printed & (problem.system.values > 0))
    room = problem.system.values - problem.floor
    touched = _beside_small_changes(problem, rows)
    found: dict[int, _Change | None] = {}
    for cell in np.flatnonzero(lonely).tolist():
        row = int(matrix.indices[matrix.indptr[cell]])
        within = slice(rows.indptr[row], rows.indptr[row + 1])
        signs = dict(zip(rows.indices[within].tolist(), rows.data[within].tolist(), strict=True))
        # larger = smaller + change: the smaller version has the sign of the change.
        ends = [end for end in signs if end != cell and movable[end]]
        ends.sort(key=lambda end: signs[end] != signs[cell])
        of_two = len(ends) == _PAIR and signs[ends[0]] == -signs[ends[1]] and not touched[ends].any()
        if row in found or (len(ends) > 1 and not of_two):
            found[row] = None
            continue
        rises = bool(ends) and signs[ends[0]] == signs[cell]
        found[row] = _Change(row, cell, tuple(ends), int(room[cell]), rises)
    return [change for change in found.values() if change is not None]


def _near(problem: Problem, pair: _Change) -> bool:
    """Whether neither version can be shown while the other is to take enough values; two that are hidden stay so."""
    return bool(problem.hidden[list(pair.ends)].all()) or pair.room < problem.threshold - 1


def _sums_of(rows: sparse.csr_array, moving: set[int]) -> set[int]:
    """The cells that an equation says to be the sum of others, some of which are among `moving`."""
    found = set()
    for start, end in zip(rows.indptr[:-1], rows.indptr[1:], strict=True):
        cells, signs = rows.indices[start:end], rows.data[start:end]
        for sign in (1, -1):
            (alone,) = np.nonzero(signs == sign)
            if alone.size == 1 and signs.size > _PAIR and moving.intersection(cells.tolist()):
                found.add(int(cells[alone[0]]))
    return found


def _beside_small_changes(problem: Problem, rows: sparse.csr_array) -> BoolArray:
    """The cells that a small difference is taken between: put together, they could leave it no room."""
    touched = problem.small & ~problem.printed
    held = abs(rows)
    while True:
        beside = (held.T @ (held @ touched.astype(float) > 0).astype(float)) > 0
        more: BoolArray = touched | (beside & ~problem.printed)
        if (more == touched).all():
            return np.asarray(beside | touched)
        touched = more


def _of_groups(problem: Problem, group: IntArray, rows: sparse.csr_array, found: _Bounds) -> Problem:
    """The problem of the groups: each stands with the count of its smallest small version, else of its first."""
    true = problem.system.values
    here = np.flatnonzero(group >= 0)
    number = int(group.max()) + 1
    order = here[np.lexsort((here, np.where(problem.small[here], true[here], UNBOUNDED)))]
    stands = np.zeros(number, dtype=np.int64)
    stands[group[order[::-1]]] = order[::-1]
    values = true[stands]
    floor, ceiling = found.floor, found.ceiling
    told_low, told_high = replace(problem, floor=floor, ceiling=ceiling).told()
    shift = values[group[here]] - true[here]

    def highest(of: IntArray) -> IntArray:
        found = np.full(number, -UNBOUNDED)
        np.maximum.at(found, group[here], of[here] + shift)
        return found

    def lowest(of: IntArray) -> IntArray:
        found = np.full(number, UNBOUNDED)
        np.minimum.at(found, group[here], np.minimum(of[here], UNBOUNDED - true.max()) + shift)
        return np.where(found > UNBOUNDED // 2, UNBOUNDED, found)

    def some(of: BoolArray) -> BoolArray:
        return np.bincount(group[here], weights=of[here], minlength=number) > 0

    def every(of: BoolArray) -> BoolArray:
        return ~some(~of)

    membership = sparse.csr_array((np.ones(here.size), (here, group[here])), shape=(true.size, number))
    matrix = simplest((rows @ membership).tocsc())
    assert problem.known is not None
    known = np.asarray((membership.T @ problem.known.astype(float)) > 0)
    alone: dict[int, frozenset[int]] = {}
    for cell, same in (problem.alone or {}).items():
        at = int(group[cell])
        fellows = frozenset(int(group[one]) for one in same if group[one] >= 0)
        alone[at] = alone[at] & fellows if at in alone else fellows
    return replace(
        problem,
        system=System(
            tuple(problem.system.keys[cell] for cell in stands), values, (), every(problem.system.leaf),
            problem.system.gapless or is_network(matrix), matrix,
        ),
        small=some(problem.small), hidden=some(problem.hidden), fixed=every(problem.fixed),
        printed=some(problem.printed), marked=some(problem.marked), floor=highest(floor), ceiling=lowest(ceiling),
        price=problem.price[stands], told_bounds=(highest(told_low), lowest(told_high)), known=known, alone=alone,
    )  # fmt: skip

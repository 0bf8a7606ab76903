"""One table: what can be worked out of the counts it hides."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from frirum.core.disclosure_attack.published import Place, Published
from frirum.core.disclosure_attack.solving import BoundSolver, Unknowns

_LARGE = 400
_NEAR = 1e-6


@dataclass(frozen=True)
class WorkedOut:
    """A hidden count that was worked out, or too closely.

    Attributes:
        place: the cell.
        low, high: the smallest and largest count it can be.
    """

    place: Place
    low: float
    high: float


@dataclass(frozen=True)
class Findings:
    """What an attack brought: counts known exactly, and intervals narrower than threshold - 1."""

    exact: tuple[WorkedOut, ...]
    narrow: tuple[WorkedOut, ...]


def attack(
    table: Published,
    threshold: int,
    *,
    targets: Iterable[Place] | None = None,
    marks: bool = False,
    known: Mapping[Place, int] | None = None,
    whole: bool = False,
) -> Findings:
    """Bound every target by the sums and by the rule that a zero is printed and a hidden count is not zero.

    Args:
        table: what is printed.
        threshold: smallest count printed; public.
        targets: hidden places worth knowing; those marked as small without it.
        marks: use the marks, i.e. that a small count is 1 ... threshold - 1 and another hidden one, unless its mark
            says nothing, is at least the threshold. Then only exact findings count, as the mark itself narrows the
            interval.
        known: what the attacker knows from elsewhere (an insider his own cell).
        whole: bounds over whole counts where those of the linear programme leave room.
    """
    unknowns = unknown_counts(table, threshold, marks=marks, known=known)
    solver = unknowns.solver()
    aims = [place for place in (table.small if targets is None else targets) if place in solver.names]
    exact, narrow = [], []
    for place in _doubtful(solver, aims, 0.5 if marks else threshold - 1):
        low, high = solver.interval({place: 1.0}, whole=whole)
        if high - low < _NEAR:
            exact.append(WorkedOut(place, low, high))
        elif high - low < threshold - 1 - _NEAR and not marks:
            narrow.append(WorkedOut(place, low, high))
    return Findings(tuple(exact), tuple(narrow))


def unknown_counts(
    table: Published, threshold: int, *, marks: bool = False, known: Mapping[Place, int] | None = None
) -> Unknowns:
    """The hidden counts as unknowns, with every sum of the table."""
    unknowns = Unknowns()
    known = known or {}
    for place in table.hidden:
        low, high = 1.0, np.inf
        if marks and place not in table.unmarked:
            low, high = (1.0, threshold - 1.0) if place in table.small else (float(threshold), np.inf)
        if place in known:
            low = high = float(known[place])
        unknowns.add(place, low, high)
    for total, parts in table.equations():
        terms: dict[Hashable, float] = {}
        right = 0.0
        for place, sign in ((total, -1.0), *((part, 1.0) for part in parts)):
            if place in table.shown:
                right -= sign * table.shown[place]
            else:
                terms[place] = terms.get(place, 0.0) + sign
        unknowns.equate(terms, right)
    return unknowns


def _doubtful(solver: BoundSolver, aims: list[Place], width: float) -> list[Place]:
    """The targets worth solving for: in a large table, those not seen to vary enough in tables that fit."""
    if len(solver.names) < _LARGE:
        return aims
    left = set(solver.unmoved(aims, width, rounds=20, seed=len(aims)))
    return [place for place in aims if place in left]


def enumerate_tables(
    table: Published, threshold: int, *, cap: int, limit: int = 200_000
) -> list[dict[Place, int]]:
    """Every way to fill the hidden cells with whole counts from 1 to `cap` so that all sums hold.

    For small tables. Cells are filled one after the other, each between the bounds its sums leave.

    Raises:
        ValueError: more than `limit` ways.
    """
    hidden = list(table.hidden)
    checks = _sums_of_hidden(table)
    found: list[dict[Place, int]] = []
    filled: dict[Place, int] = {}

    def fill(position: int) -> None:
        if position == len(hidden):
            found.append(dict(filled))
            if len(found) > limit:
                raise ValueError("too many tables to list")
            return
        place = hidden[position]
        for value in range(1, cap + 1):
            filled[place] = value
            if all(_can_hold(signs, right, filled, cap) for signs, right in checks if place in signs):
                fill(position + 1)
        filled.pop(place, None)

    fill(0)
    return found


def _sums_of_hidden(table: Published) -> list[tuple[dict[Place, int], int]]:
    checks = []
    for total, parts in table.equations():
        signs = {
            place: sign for place, sign in ((total, -1), *((p, 1) for p in parts)) if place not in table.shown
        }
        printed = sum(table.shown.get(part, 0) for part in parts) - table.shown.get(total, 0)
        if signs:
            checks.append((signs, -printed))
    return checks


def _can_hold(signs: Mapping[Place, int], right: int, filled: Mapping[Place, int], cap: int) -> bool:
    """True when the cells not filled yet can still bring the sum to its right side."""
    low = high = 0
    for place, sign in signs.items():
        ends = (filled[place], filled[place]) if place in filled else (1, cap)
        low += min(sign * ends[0], sign * ends[1])
        high += max(sign * ends[0], sign * ends[1])
    return low <= right <= high

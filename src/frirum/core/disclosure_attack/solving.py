"""The attacker's linear programmes over unknown counts."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

FloatArray = NDArray[np.float64]
_TOLERANCE = 1e-6


class Inconsistent(Exception):
    """No whole counts fit what is printed: what the attacker assumed is wrong."""


@dataclass
class Unknowns:
    """Unknown counts with bounds, and the linear equations they obey.

    Attributes:
        names: name -> column.
        low, high: bounds by column.
        rows: each equation as ({name: coefficient}, right side).
    """

    names: dict[Hashable, int] = field(default_factory=dict)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    rows: list[tuple[dict[Hashable, float], float]] = field(default_factory=list)

    def add(self, name: Hashable, low: float, high: float = np.inf) -> None:
        """A new unknown; known already, its bounds are narrowed."""
        if name in self.names:
            column = self.names[name]
            self.low[column], self.high[column] = max(self.low[column], low), min(self.high[column], high)
            return
        self.names[name] = len(self.low)
        self.low.append(low)
        self.high.append(high)

    def equate(self, terms: Mapping[Hashable, float], right: float) -> None:
        """One equation; terms without an unknown are checked at once.

        Raises:
            Inconsistent: an equation between printed numbers does not add up.
        """
        if terms:
            self.rows.append((dict(terms), right))
        elif abs(right) > _TOLERANCE:
            raise Inconsistent(f"printed numbers differ by {right:g} from their sum")

    def solver(self) -> Solver:
        """The programme over what has been gathered."""
        return Solver(self)


class Solver:
    """Bounds on linear expressions of unknown counts."""

    def __init__(self, unknowns: Unknowns) -> None:
        self.names = unknowns.names
        self._low, self._high = np.array(unknowns.low), np.array(unknowns.high)
        shape = (len(unknowns.rows), len(unknowns.names))
        matrix = sparse.lil_array(shape)
        for number, (terms, _right) in enumerate(unknowns.rows):
            for name, coefficient in terms.items():
                matrix[number, unknowns.names[name]] += coefficient
        self._matrix = matrix.tocsr()
        self._right = np.array([right for _terms, right in unknowns.rows])

    def interval(self, terms: Mapping[Hashable, float], *, whole: bool = False) -> tuple[float, float]:
        """Smallest and largest possible value of an expression; infinite where unbounded.

        Args:
            whole: reckon with whole counts also between the corners (slower, and narrower or equal).
        """
        cost = np.zeros(len(self.names))
        for name, coefficient in terms.items():
            cost[self.names[name]] += coefficient
        return self._least(cost, whole=whole), -self._least(-cost, whole=whole)

    def can_be(self, name: Hashable, value: float) -> bool:
        """Whether whole counts everywhere fit what is printed when an unknown has this value."""
        column = self.names[name]
        low, high = self._low[column], self._high[column]
        if not low <= value <= high:
            return False
        self._low[column] = self._high[column] = value
        try:
            self._least(np.zeros(len(self.names)), whole=True)
        except Inconsistent:
            # Not a fault: that nothing fits this value is the answer.
            return False
        finally:
            self._low[column], self._high[column] = low, high
        return True

    def corners(self, rounds: int, seed: int) -> FloatArray:
        """Possible counts, rounds x unknowns, at random corners: what varies among them is not known exactly."""
        rng = np.random.default_rng(seed)
        capped = np.where(np.isinf(self._high), self._low + 1e4, self._high)
        return np.array([self._corner(rng.normal(size=len(self.names)), capped) for _round in range(rounds)])

    def unmoved(self, names: Sequence[Hashable], width: float, *, rounds: int, seed: int) -> list[Hashable]:
        """Those of the unknowns that were not seen to vary by `width`, over tables sought to vary them all.

        Each round pushes what has not varied yet up or down at random, no further than needed, so that one answer
        serves many. What is left is to be bounded one by one.
        """
        rng = np.random.default_rng(seed)
        columns = np.array([self.names[name] for name in names], dtype=np.int64)
        high = self._high.copy()
        endless = columns[np.isinf(high[columns])]
        high[endless] = self._low[endless] + np.ceil(width)
        seen_low, seen_high = np.full(columns.size, np.inf), np.full(columns.size, -np.inf)
        for _round in range(rounds):
            left = columns[seen_high - seen_low < width]
            if not left.size:
                break
            cost = np.zeros(len(self.names))
            cost[left] = rng.choice([-1.0, 1.0], left.size)
            for sign in (1.0, -1.0):
                try:
                    found = self._corner(sign * cost, high)
                except Inconsistent:
                    # No table lies under these upper bounds, which are ours: nothing was seen, all is left to solve.
                    return list(names)
                seen_low, seen_high = (
                    np.minimum(seen_low, found[columns]),
                    np.maximum(seen_high, found[columns]),
                )
        return [name for name, varied in zip(names, seen_high - seen_low >= width, strict=True) if not varied]

    def _corner(self, cost: FloatArray, high: FloatArray) -> FloatArray:
        answer = linprog(
            cost,
            A_eq=self._matrix,
            b_eq=self._right,
            bounds=np.column_stack([self._low, high]),
            method="highs",
        )
        if answer.status != 0:
            raise Inconsistent(str(answer.message))
        found: FloatArray = answer.x
        return found

    def _least(self, cost: FloatArray, *, whole: bool) -> float:
        if whole:
            constraints = LinearConstraint(self._matrix, self._right, self._right) if self._right.size else ()
            answer = milp(
                cost,
                constraints=constraints,
                bounds=Bounds(self._low, self._high),
                integrality=np.ones(cost.size),
            )
        else:
            equations = {"A_eq": self._matrix, "b_eq": self._right} if self._right.size else {}
            answer = linprog(
                cost, bounds=np.column_stack([self._low, self._high]), method="highs", **equations
            )
        # HiGHS sometimes only says "unbounded or infeasible". Infeasible it is not: the true table fits.
        if answer.status == 3 or (answer.status == 4 and "unbounded" in str(answer.message).lower()):
            return -np.inf
        if answer.status != 0:
            raise Inconsistent(str(answer.message))
        return float(answer.fun)


def possible_values(unknowns: Unknowns, name: Hashable, reach: Sequence[int]) -> set[int]:
    """Which of the values in `reach` an unknown can take with whole counts everywhere, by trying each."""
    solver = unknowns.solver()
    return {value for value in reach if solver.can_be(name, value)}

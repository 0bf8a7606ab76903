"""The attacker's linear programmes over unknown counts."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

FloatArray = NDArray[np.float64]
_TOLERANCE = 1e-6
# HiGHS sometimes only says "unbounded or infeasible". Infeasible it is not where it matters: the true table fits.
_ENDLESS = {highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible}


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

    def solver(self) -> BoundSolver:
        """The programme over what has been gathered."""
        return BoundSolver(self)


class BoundSolver:
    """Bounds on linear expressions of unknown counts."""

    def __init__(self, unknowns: Unknowns) -> None:
        self.names = unknowns.names
        self._low, self._high = np.array(unknowns.low), np.array(unknowns.high)
        self._columns = np.arange(self._low.size, dtype=np.int32)
        self._solver = highspy.Highs()
        self._solver.setOptionValue("output_flag", False)
        self._solver.passModel(_model(unknowns))

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
        low, high = self._low.copy(), self._high.copy()
        if not low[column] <= value <= high[column]:
            return False
        low[column] = high[column] = value
        return self._run(np.zeros(low.size), low, high, whole=True) is not None

    def corners(self, rounds: int, seed: int) -> FloatArray:
        """Possible counts, rounds x unknowns, at random corners: what varies among them is not known exactly."""
        rng = np.random.default_rng(seed)
        capped = np.where(np.isinf(self._high), self._low + 1e4, self._high)
        costs = [rng.normal(size=len(self.names)) for _round in range(rounds)]
        return np.array([self._fitting(self._run(cost, self._low, capped)) for cost in costs])

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
                found = self._run(sign * cost, self._low, high)
                if found is None:
                    # No table lies under these upper bounds, which are ours: nothing was seen, all is left to solve.
                    return list(names)
                seen_low, seen_high = (
                    np.minimum(seen_low, found[columns]),
                    np.maximum(seen_high, found[columns]),
                )
        return [name for name, varied in zip(names, seen_high - seen_low >= width, strict=True) if not varied]

    def _least(self, cost: FloatArray, *, whole: bool) -> float:
        found = self._run(cost, self._low, self._high, whole=whole)
        if found is None and self._solver.getModelStatus() in _ENDLESS:
            return -np.inf
        return float(cost @ self._fitting(found))

    def _fitting(self, found: FloatArray | None) -> FloatArray:
        if found is None:
            raise Inconsistent(self._solver.modelStatusToString(self._solver.getModelStatus()))
        return found

    def _run(
        self, cost: FloatArray, low: FloatArray, high: FloatArray, *, whole: bool = False
    ) -> FloatArray | None:
        """Possible counts with the least cost; None where there are none, or no least."""
        size, solver = cost.size, self._solver
        kind = highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous
        solver.changeColsIntegrality(size, self._columns, np.full(size, kind))
        solver.changeColsCost(size, self._columns, cost)
        solver.changeColsBounds(size, self._columns, low, high)
        solver.run()
        if solver.getModelStatus() == highspy.HighsModelStatus.kUnknown:
            # Begun from the last answer it can lose its way; begun afresh it tells.
            solver.clearSolver()
            solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return np.array(solver.getSolution().col_value)


def _model(unknowns: Unknowns) -> highspy.HighsLp:
    matrix = sparse.lil_array((len(unknowns.rows), len(unknowns.names)))
    for number, (terms, _right) in enumerate(unknowns.rows):
        for name, coefficient in terms.items():
            matrix[number, unknowns.names[name]] += coefficient
    columns = matrix.tocsc()
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = matrix.shape
    model.col_cost_ = np.zeros(model.num_col_)
    model.col_lower_, model.col_upper_ = np.array(unknowns.low), np.array(unknowns.high)
    model.row_lower_ = model.row_upper_ = np.array([right for _terms, right in unknowns.rows])
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_ = columns.indptr, columns.indices
    model.a_matrix_.value_ = columns.data
    return model


def possible_values(unknowns: Unknowns, name: Hashable, reach: Sequence[int]) -> set[int]:
    """Which of the values in `reach` an unknown can take with whole counts everywhere, by trying each."""
    solver = unknowns.solver()
    return {value for value in reach if solver.can_be(name, value)}

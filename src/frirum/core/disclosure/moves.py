"""Other tables that a reader could not tell from the true one: the linear programmes behind the protector.

A *move* takes the true counts to another consistent set of whole counts in which only hidden cells differ. Every
answer here is such a set, so each is a proof by itself; the solver is not trusted for more than finding it.
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from frirum.core.disclosure.table import BoolArray, IntArray, System

UNBOUNDED = np.iinfo(np.int64).max // 4
_NODES = 2_000
"""Branch-and-bound nodes of one search."""
FloatArray = NDArray[np.float64]


_ANSWERED = {highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kSolutionLimit}


@dataclass(frozen=True)
class _Columns:
    """Columns of a sparse matrix: the entries of column n are `starts[n]` to `starts[n + 1]`."""

    starts: IntArray
    rows: IntArray
    signs: FloatArray

    def both_ways(self) -> _Columns:
        """The columns, then the columns with their signs turned."""
        return _Columns(
            np.concatenate([self.starts, self.starts[1:] + self.starts[-1]]),
            np.concatenate([self.rows, self.rows]),
            np.concatenate([self.signs, -self.signs]),
        )

    def sums_of(self, values: IntArray, rows: int) -> FloatArray:
        """The product with values by column, shape (rows,)."""
        terms = self.signs * np.repeat(values, np.diff(self.starts))
        sums: FloatArray = np.bincount(self.rows, weights=terms, minlength=rows).astype(float)
        return sums


class Moves:
    """Searches over the consistent tables of one system.

    Args:
        system: cells, true counts and equations.
        node_limit: branch-and-bound nodes for one search, the budget that bounds the time.
    """

    def __init__(self, system: System, *, node_limit: int = _NODES) -> None:
        self._matrix = system.matrix()
        self._rows = self._matrix.tocsr()
        self._true = system.values
        self._level = self._matrix @ self._true.astype(float)
        self.solves = 0
        self._solver = highspy.Highs()
        self._solver.setOptionValue("output_flag", False)
        self._solver.setOptionValue("solver", "simplex")
        self._solver.setOptionValue("mip_max_nodes", node_limit)

    def near(self, cell: int, rank: IntArray, *, each: int) -> BoolArray:
        """The cells a short move through `cell` may use, those of the highest `rank` in each of its sums.

        These are its fellow parts, and every cell that stands in two of their sums and so can close the move.
        """
        chosen = {cell}
        for row in self._sums_of(np.array([cell])):
            parts = self._rows.indices[self._rows.indptr[row] : self._rows.indptr[row + 1]]
            chosen.update(parts[np.argsort(-rank[parts], kind="stable")[:each]].tolist())
        rows = self._sums_of(np.array(sorted(chosen)))
        times = np.bincount(self._rows[rows].indices, minlength=self._true.size)
        mask: BoolArray = times >= 2
        mask[sorted(chosen)] = True
        return mask

    def _sums_of(self, cells: IntArray) -> IntArray:
        found: IntArray = np.unique(self._matrix[:, cells].indices)
        return found

    def best(self, cost: FloatArray, low: IntArray, high: IntArray) -> IntArray | None:
        """The consistent whole counts within [low, high] with the smallest `cost`, or None where there are none.

        Args:
            cost: per cell, shape (cells,).
            low, high: bounds, shape (cells,); equal where a cell is known; `UNBOUNDED` for no upper bound.
        """
        free = np.flatnonzero(low < high)
        fixed = low.copy()
        fixed[free] = 0
        sums = self._level - self._matrix @ fixed.astype(float)
        found = self._solve(cost[free], self._columns(free), sums, low[free], high[free])
        if found is None:
            return None
        fixed[free] = found
        return fixed

    def cheapest(self, price: FloatArray, low: IntArray, high: IntArray) -> IntArray | None:
        """The consistent counts within [low, high] whose distance from the true ones, weighed by `price`, is least.

        Args:
            price: per cell and per person moved, shape (cells,), not negative.
            low, high: as in `best`; the true counts need not lie inside.
        """
        free = np.flatnonzero(low < high)
        fixed = np.where(low < high, self._true, low)
        sums = self._level - self._matrix @ fixed.astype(float)
        truth, least, most = self._true[free], low[free], high[free]
        # Each free cell as its way up and its way down from the true count.
        lower = np.concatenate([np.maximum(least - truth, 0), np.maximum(truth - most, 0)])
        up = np.where(most == UNBOUNDED, UNBOUNDED, np.maximum(most - truth, 0))
        upper = np.concatenate([up, np.maximum(truth - least, 0)])
        ways = self._columns(free).both_ways()
        found = self._solve(np.tile(price[free], 2), ways, sums, lower, upper)
        if found is None:
            return None
        fixed[free] += found[: free.size] - found[free.size :]
        return fixed

    def _columns(self, cells: IntArray) -> _Columns:
        """The columns of some cells in the equations."""
        matrix = self._matrix
        starts, lengths = matrix.indptr[cells], np.diff(matrix.indptr)[cells]
        ends = np.concatenate([[0], np.cumsum(lengths)])
        at = np.repeat(starts - ends[:-1], lengths) + np.arange(ends[-1])
        return _Columns(ends, matrix.indices[at], matrix.data[at])

    def _solve(
        self, cost: FloatArray, columns: _Columns, sums: FloatArray, lower: IntArray, upper: IntArray
    ) -> IntArray | None:
        """Whole numbers: the linear programme where its answer is whole, else branch and bound."""
        if not cost.size:
            return None if sums.any() else np.zeros(0, dtype=np.int64)
        self.solves += 1
        model = _model(cost, columns, sums, lower, upper)
        answer = self._run(model)
        if answer is not None and np.abs(answer - np.rint(answer)).max() > 1e-7:
            model.integrality_ = [highspy.HighsVarType.kInteger] * cost.size
            answer = self._run(model)
        if answer is None:
            return None
        whole: IntArray = np.rint(answer).astype(np.int64)
        consistent = not (columns.sums_of(whole, sums.size) - sums).any()
        return whole if consistent and (whole >= lower).all() and (whole <= upper).all() else None

    def _run(self, model: highspy.HighsLp) -> FloatArray | None:
        """The best answer found, or None where there is none."""
        # In linear programmes of this size presolve costs more than it saves.
        self._solver.setOptionValue("presolve", "choose" if len(model.integrality_) else "off")
        self._solver.passModel(model)
        self._solver.run()
        answer = self._solver.getSolution()
        if not answer.value_valid or self._solver.getModelStatus() not in _ANSWERED:
            return None
        return np.array(answer.col_value)


def _model(
    cost: FloatArray, columns: _Columns, sums: FloatArray, lower: IntArray, upper: IntArray
) -> highspy.HighsLp:
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = cost.size, sums.size
    model.col_cost_ = cost
    model.col_lower_ = lower.astype(float)
    model.col_upper_ = np.where(upper == UNBOUNDED, highspy.kHighsInf, upper)
    model.row_lower_ = model.row_upper_ = sums
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_ = columns.starts, columns.rows
    model.a_matrix_.value_ = columns.signs
    return model

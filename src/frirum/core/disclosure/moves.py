"""Other tables that a reader could not tell from the true one: the linear programmes behind the protector.

A *move* takes the true counts to another consistent set of whole counts in which only hidden cells differ. Every
answer here is such a set, so each is a proof by itself; the solver is not trusted for more than finding it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from frirum.core.disclosure.table import BoolArray, IntArray, System

UNBOUNDED = np.iinfo(np.int64).max // 4
_NODES = 2_000
"""Branch-and-bound nodes of one search."""
FloatArray = NDArray[np.float64]


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
        self._node_limit = node_limit
        self.solves = 0

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
        if not free.size:
            return None if (self._matrix @ low.astype(float)).any() else low.copy()
        fixed = low.copy()
        fixed[free] = 0
        matrix = self._matrix[:, free]
        rows = np.unique(matrix.indices)
        sums = self._matrix @ fixed.astype(float)
        if np.delete(sums, rows).any():
            return None
        upper = np.where(high[free] >= UNBOUNDED, np.inf, high[free])
        found = self._solve(cost[free], matrix.tocsr()[rows], -sums[rows], low[free].astype(float), upper)
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
        gap = -(self._matrix @ fixed.astype(float))
        matrix = self._matrix[:, free]
        rows = np.unique(matrix.indices)
        if np.delete(gap, rows).any():
            return None
        both = sparse.hstack([matrix, -matrix]).tocsr()[rows]
        truth = self._true[free]
        up_low, up_high = np.maximum(low[free] - truth, 0), np.maximum(high[free] - truth, 0)
        down_low, down_high = np.maximum(truth - high[free], 0), np.maximum(truth - low[free], 0)
        lower = np.concatenate([up_low, down_low]).astype(float)
        upper = np.concatenate([np.where(high[free] >= UNBOUNDED, np.inf, up_high), down_high]).astype(float)
        found = self._solve(np.tile(price[free], 2), both, gap[rows], lower, upper)
        if found is None:
            return None
        fixed[free] += found[: free.size] - found[free.size :]
        return fixed

    def _solve(
        self,
        cost: FloatArray,
        matrix: sparse.csr_array,
        sums: FloatArray,
        lower: FloatArray,
        upper: FloatArray,
    ) -> IntArray | None:
        """Whole numbers: the linear programme where its answer is whole, else branch and bound."""
        self.solves += 1
        bounds = np.column_stack([lower, upper])
        answer = linprog(cost, A_eq=matrix, b_eq=sums, bounds=bounds, method="highs-ds")
        if answer.status != 0:
            return None
        if np.abs(answer.x - np.rint(answer.x)).max() > 1e-7:
            answer = milp(
                cost,
                constraints=LinearConstraint(matrix, sums, sums),
                bounds=Bounds(lower, upper),
                integrality=np.ones(cost.size),
                options={"node_limit": self._node_limit},
            )
            if answer.x is None:
                return None
        whole: IntArray = np.rint(answer.x).astype(np.int64)
        consistent = not (matrix @ whole.astype(float) - sums).any()
        return whole if consistent and (whole >= lower).all() and (whole <= upper).all() else None

"""Weighted two-way fixed effects on a grid of units and periods, solved exactly.

Units are eliminated first; what is left is one equation per period, however many units there are.
"""

from __future__ import annotations

import numpy as np


class TwoWay:
    """The projection on unit and period effects, with weights.

    Args:
        weight: (U, T) not negative; 0 marks a cell that is not used.

    Attributes:
        rank: rank of the period equations; T − 1 when units and periods hang together.
    """

    def __init__(self, weight: np.ndarray) -> None:
        self.weight = weight
        self.per_unit = weight.sum(axis=1)
        self.share = np.divide(
            weight, self.per_unit[:, None], out=np.zeros_like(weight), where=self.per_unit[:, None] > 0
        )
        equations = np.diag(weight.sum(axis=0)) - weight.T @ self.share
        values, vectors = np.linalg.eigh(equations)
        kept = values > 1e-11 * max(float(values[-1]), 1e-300)
        self.rank = int(kept.sum())
        self.inverse = (vectors[:, kept] / values[kept]) @ vectors[:, kept].T

    def effects(self, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Unit and period effects of the weighted least squares fit to `values` (U, T): (U,), (T,)."""
        return self.solve((self.weight * values).sum(axis=1), (self.weight * values).sum(axis=0))

    def solve(self, per_unit: np.ndarray, per_period: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Unit and period terms of the normal equations with these right-hand sides: (U,), (T,)."""
        period = self.inverse @ (per_period - self.share.T @ per_unit)
        left = per_unit - self.weight @ period
        unit = np.divide(left, self.per_unit, out=np.zeros_like(left), where=self.per_unit > 0)
        return unit, period

    def residual(self, values: np.ndarray) -> np.ndarray:
        """(U, T) what unit and period effects leave of `values`; 0 where the weight is 0."""
        unit, period = self.effects(values)
        return np.where(self.weight > 0, values - unit[:, None] - period, 0.0)

"""Simplex weights by Frank and Wolfe's method, for many problems at once, with the published stopping rule.

The synthetic difference-in-differences paper solves for weights this way and stops early; on flat problems
the printed effects depend on it. `simplex` finds the exact minimum and is shown beside it.

Source: Arkhangelsky et al. (2021), American Economic Review 111, and its replication package: 100 steps,
weights below a quarter of the largest set to zero, then at most 10,000 steps until the fit gains less than
(1e-5 noise)².
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

STEPS_BEFORE_THINNING = 100
MOST_STEPS = 10_000
KEPT_FRACTION = 0.25
LEAST_GAIN = 1e-5


@dataclass(frozen=True)
class Problems:
    """B problems over the same columns: minimise |A x − t|²/m + ridge · |x|² with x ≥ 0 and sum 1.

    Attributes:
        columns: (m, n), A.
        targets: (m, B), t of each problem.
        rows: (m, B) bool, rows that count; allowed: (n, B) bool, columns that may have weight.
        ridge: (B,); noise: (B,), sets the stopping rule.
        intercept: fit a free constant in each problem.
    """

    columns: np.ndarray
    targets: np.ndarray
    rows: np.ndarray
    allowed: np.ndarray
    ridge: np.ndarray
    noise: np.ndarray
    intercept: bool

    def centred(self, values: np.ndarray, which: np.ndarray) -> np.ndarray:
        """(m, b) values with uncounted rows at 0 and, with an intercept, their mean removed."""
        if self.complete:
            return values - values.mean(axis=0) if self.intercept else values
        rows = self.rows[:, which]
        values = np.where(rows, values, 0.0)
        if not self.intercept:
            return values
        return np.where(rows, values - values.sum(axis=0) / rows.sum(axis=0), 0.0)

    @cached_property
    def complete(self) -> bool:
        """Every row counts in every problem."""
        return bool(self.rows.all())

    @cached_property
    def barrier(self) -> np.ndarray:
        """(n, B) 0 where weight is allowed, infinite elsewhere."""
        return np.where(self.allowed, 0.0, np.inf)


def solve(problems: Problems) -> np.ndarray:
    """Weights of every problem: (n, B)."""
    start = problems.allowed / problems.allowed.sum(axis=0)
    rough = _descend(problems, start, STEPS_BEFORE_THINNING)
    rough = np.where(rough <= KEPT_FRACTION * rough.max(axis=0), 0.0, rough)
    return _descend(problems, rough / rough.sum(axis=0), MOST_STEPS)


def _descend(problems: Problems, start: np.ndarray, most: int) -> np.ndarray:
    weights = start.copy()
    running = np.arange(start.shape[1])
    count = problems.rows.sum(axis=0)
    penalty = problems.ridge * count
    rest = problems.centred(problems.columns @ weights - problems.targets, running)
    last = np.full(len(running), np.inf)
    for step in range(most):
        moved, rest = _step(problems, weights[:, running], rest, running, penalty[running])
        weights[:, running] = moved
        value = problems.ridge[running] * (moved**2).sum(axis=0) + (rest**2).sum(axis=0) / count[running]
        gains = last[running] - value > (LEAST_GAIN * problems.noise[running]) ** 2
        last[running] = value
        if step:
            running, rest = running[gains], rest[:, gains]
            if not running.size:
                break
    return weights


def _step(
    problems: Problems, weights: np.ndarray, rest: np.ndarray, which: np.ndarray, penalty: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """One exact line search towards the best vertex: the new weights and residuals."""
    slope = problems.columns.T @ rest + penalty * weights
    best = (slope + problems.barrier[:, which]).argmin(axis=0)
    each = np.arange(len(which))
    direction = -weights
    direction[best, each] += 1
    vertex = problems.centred(problems.columns[:, best] - problems.targets[:, which], which)
    change = vertex - rest
    curve = (change**2).sum(axis=0) + penalty * (direction**2).sum(axis=0)
    drop = -(slope * direction).sum(axis=0)
    size = np.clip(np.divide(drop, curve, out=np.zeros_like(drop), where=curve > 0), 0.0, 1.0)
    return weights + size * direction, rest + size * change

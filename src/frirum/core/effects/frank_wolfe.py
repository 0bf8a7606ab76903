"""Simplex weights by Frank and Wolfe's method with the published stopping rule.

The synthetic difference-in-differences paper solves for weights this way and stops early; where the problem
is flat, the printed effects depend on it. `simplex` finds the exact minimum of the same problem.

Source: Arkhangelsky et al. (2021), American Economic Review 111, and its replication package: 100 steps,
weights of at most a quarter of the largest set to zero, then at most 10,000 steps until a step gains less
than (1e-5 noise)².
"""

from __future__ import annotations

import numpy as np

STEPS_BEFORE_THINNING = 100
MOST_STEPS = 10_000
THINNED_BELOW = 0.25
LEAST_GAIN = 1e-5


def published_weights(
    columns: np.ndarray, target: np.ndarray, *, ridge: float, intercept: bool, noise: float
) -> np.ndarray:
    """Weights w ≥ 0 with sum 1 that nearly minimise |columns w (+ constant) − target|² + ridge · |w|².

    Args:
        columns: (m, n); target: (m,); ridge, intercept: as in `simplex.simplex_weights`.
        noise: standard deviation that sets the stopping rule.

    Returns:
        (n,) weights.
    """
    if intercept:
        columns, target = columns - columns.mean(axis=0), target - target.mean()
    count = columns.shape[1]
    least = len(target) * (LEAST_GAIN * noise) ** 2
    rough = _descend(columns, target, ridge, np.full(count, 1 / count), STEPS_BEFORE_THINNING, least)
    rough[rough <= THINNED_BELOW * rough.max()] = 0.0
    return _descend(columns, target, ridge, rough / rough.sum(), MOST_STEPS, least)


def _descend(  # noqa: PLR0917 - the six numbers of one loop
    columns: np.ndarray, target: np.ndarray, ridge: float, weights: np.ndarray, most: int, least: float
) -> np.ndarray:
    """Steps with exact line search towards the vertex with the steepest slope."""
    weights = weights.copy()
    rest = columns @ weights - target
    vertices = columns - target[:, None]
    last = np.inf
    for step in range(most):
        slope = rest @ columns + ridge * weights
        best = int(slope.argmin())
        change = vertices[:, best] - rest
        square = float(weights @ weights)
        along = float(slope[best] - slope @ weights)
        curve = float(change @ change) + ridge * (square - 2 * float(weights[best]) + 1)
        size = min(1.0, max(0.0, -along / curve)) if curve > 0 else 0.0
        rest += size * change
        weights *= 1 - size
        weights[best] += size
        value = float(rest @ rest) + ridge * float(weights @ weights)
        if step and last - value <= least:
            break
        last = value
    return weights

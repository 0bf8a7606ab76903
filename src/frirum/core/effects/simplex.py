"""Least squares with weights that are not negative and sum to one, solved exactly.

The residual of such a fit is a point in the convex hull of the columns less the target, so the best fit is the
hull's point nearest to zero. That point follows from one non-negative least squares problem.

Source: Lawson & Hanson (1974), Solving Least Squares Problems, chapter 23; Wolfe (1976), Finding the nearest
point in a polytope, Mathematical Programming 11.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import nnls


def simplex_weights(columns: np.ndarray, target: np.ndarray, *, ridge: float, intercept: bool) -> np.ndarray:
    """Weights w ≥ 0 with sum 1 that minimise |columns w (+ constant) − target|² + ridge · |w|².

    Args:
        columns: (m, n); target: (m,).
        ridge: not negative; above 0 the weights are unique.
        intercept: fit a free constant, which takes the mean out of every column and the target.

    Returns:
        (n,) weights.
    """
    hull = columns - target[:, None]
    if intercept:
        hull = hull - hull.mean(axis=0)
    size = float(np.sqrt((hull**2).sum(axis=0).max()))
    if size == 0:
        return np.full(columns.shape[1], 1 / columns.shape[1])
    points = np.vstack([hull / size, np.sqrt(ridge) / size * np.eye(columns.shape[1])])
    stacked = np.vstack([points, np.ones(columns.shape[1])])
    found, _residual = nnls(stacked, np.concatenate([np.zeros(len(points)), [1.0]]))
    return found / found.sum()

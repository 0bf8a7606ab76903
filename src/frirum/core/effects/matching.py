"""Each treated person beside the nearest in the comparison group.

Estimand: the average effect on the treated. Nearest by Mahalanobis distance in the covariates, with replacement; those
equally near share the place. What distance is left is corrected by least squares in the matched comparisons. Standard
errors treat the outcome's variance as varying with the covariates and hold that some are used several times.

Source: Abadie & Imbens (2006), Econometrica 74, theorem 7 (variance); Abadie & Imbens (2011), Journal of Business &
Economic Statistics 29 (correction).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

FloatArray = NDArray[np.float64]
SAME = 1e-9


@dataclass(frozen=True)
class _Cells:
    """People with the same covariates laid together: m cells.

    Attributes:
        at: (m, p) their place; count, mean, variance: (m,) of the outcome, variance with n − 1 (0 for one person).
    """

    at: FloatArray
    count: FloatArray
    mean: FloatArray
    variance: FloatArray

    @classmethod
    def of(cls, at: FloatArray, y: FloatArray) -> _Cells:
        places, code = np.unique(at, axis=0, return_inverse=True)
        code = code.ravel()
        count = np.bincount(code).astype(np.float64)
        mean = np.bincount(code, weights=y) / count
        squares = np.bincount(code, weights=(y - mean[code]) ** 2)
        return cls(places, count, mean, squares / np.maximum(count - 1, 1))


def _nearest(tree: cKDTree, places: FloatArray, *, skip: int) -> list[NDArray[np.int64]]:
    """For each of `places` (k, p) the cells nearest to it, several when equally near.

    Args:
        skip: 1 when the places are cells themselves and a cell must not be its own neighbour, else 0.
    """
    distances = tree.query(places, k=[1 + skip])[0][:, 0]
    found = tree.query_ball_point(places, distances + SAME * (1 + distances), return_sorted=True)
    near = [np.array(cells, dtype=np.int64) for cells in found]
    if skip:
        own = tree.query(places)[1]
        near = [cells[cells != cell] for cells, cell in zip(near, own, strict=True)]
    return near


def matched_effect(y: FloatArray, treated: NDArray[np.bool_], x: FloatArray) -> tuple[float, float] | None:
    """The effect on the treated and its standard error.

    Args:
        y: (n,) outcome; treated: (n,); x: (n, p) covariates that vary, without a constant.

    Returns:
        None when the covariates are collinear or fewer than two are in the comparison group.
    """
    spread = np.atleast_2d(np.cov(x, rowvar=False))
    if np.linalg.cond(spread) > 1e12 or (~treated).sum() < 2:
        return None
    at = np.round(x @ np.linalg.inv(np.linalg.cholesky(spread)).T, 10)
    own, cells = at[treated], _Cells.of(at[~treated], y[~treated])
    tree = cKDTree(cells.at)
    used = np.zeros(len(cells.at))  # Σ of the weights that a person of the cell has, and Σ of their squares
    squared = np.zeros(len(cells.at))
    untreated, away = np.zeros(len(own)), np.zeros_like(own)
    for row, near in enumerate(_nearest(tree, own, skip=0)):
        people = cells.count[near].sum()
        share = cells.count[near] / people
        untreated[row], away[row] = share @ cells.mean[near], own[row] - share @ cells.at[near]
        used[near] += 1 / people
        squared[near] += 1 / people**2
    # Least squares among the comparisons as often as they were used, without which distance would count as effect.
    heavy = used * cells.count
    middle, level = heavy @ cells.at / heavy.sum(), heavy @ cells.mean / heavy.sum()
    centred = cells.at - middle
    slope = np.linalg.lstsq(
        centred.T @ (heavy[:, None] * centred), centred.T @ (heavy * (cells.mean - level)), rcond=None
    )[0]
    each = y[treated] - untreated - away @ slope
    effect = float(each.mean())
    noise = cells.count * (used**2 - squared) * _conditional_variance(cells, tree)
    variance = (((each - effect) ** 2).sum() + noise[used > 0].sum()) / len(own) ** 2
    return effect, float(np.sqrt(max(variance, 0.0)))


def _conditional_variance(cells: _Cells, tree: cKDTree) -> FloatArray:
    """(m,) variance of the outcome at each place: within the cell, or for one person against the nearest others."""
    found = cells.variance.copy()
    single = np.flatnonzero(cells.count == 1)
    if not single.size or len(cells.at) < 2:
        return found
    for cell, near in zip(single, _nearest(tree, cells.at[single], skip=1), strict=True):
        people = cells.count[near].sum()
        gap = cells.mean[cell] - cells.count[near] @ cells.mean[near] / people
        found[cell] = people / (people + 1) * gap**2
    return found

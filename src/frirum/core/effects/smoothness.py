"""How far from straight may a violated trend be? Fixed-length intervals under bounded second differences.

The trends of two groups may part along a straight line for nothing; M bounds by how much that line may bend between two
neighbouring periods. The interval is affine in the coefficients: the one after the base minus a weighted sum of those
before it that takes out every straight line. Its length weighs the worst bias, M times the sum of |weights on the
bends|, against the noise, and the weights are the best there are. Since the length is convex in both, the best weights
lie on the lasso path of noise against bias, which is walked with a bounded least-squares solver.

Source: Rambachan & Roth (2023), Review of Economic Studies 90, section 4; Armstrong & Kolesár (2018), Econometrica 86
(optimal fixed-length intervals).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import linalg, optimize
from scipy.special import ndtr, ndtri

from frirum.core.effects.event_study import EventStudy
from frirum.core.files.table import FloatArray

ALPHA = 0.05


def folded_quantile(bias: float) -> float:
    """The 95 % quantile of |N(bias, 1)|."""
    if bias > 6:
        return bias + float(ndtri(1 - ALPHA))

    def beyond(reach: float) -> float:
        return float(ndtr(reach - bias) - ndtr(-reach - bias)) - (1 - ALPHA)

    return float(optimize.brentq(beyond, 0.0, bias + 4.0, xtol=1e-12))


@dataclass(frozen=True)
class _Bends:
    """The affine estimators that no straight line biases.

    Attributes:
        start: (K + L,) weights with no bend before the base; free: (K + L, K − 1) what a unit weight on each bend adds.
        fixed: sum of |weights| on the bends from the base on, which no choice changes.
    """

    start: FloatArray
    free: FloatArray
    fixed: float


def _bends(before: int, size: int, place: int) -> _Bends:
    """Counted backwards from the base, the coefficient t periods before is −t slopes and (t − i) of bend i < t."""
    j = place + 1
    start = np.zeros(size)
    start[before + place] = 1.0
    start[before - 1] = float(j)  # the nearest coefficient, j times, takes the slope out
    free = np.zeros((size, before - 1))
    # A unit on bend i is one at distance i + 1, minus two at i, plus one at i − 1 (the base itself weighs nothing) …
    for i in range(1, before):
        for distance, weight in ((i + 1, 1.0), (i, -2.0), (i - 1, 1.0)):
            if distance:
                free[before - distance, i - 1] += weight
    return _Bends(start, free, j * (j + 1) / 2)


def smoothness(study: EventStudy, place: int, m: float) -> tuple[float, float]:
    """The robust 95 % interval of one coefficient after the base.

    Args:
        place: index into `study.after`.
        m: M, at least 0, in the outcome's unit per period squared.

    Returns:
        Centre minus and plus the half-length of the shortest affine interval.
    """
    k, size = len(study.before), len(study.before) + len(study.after)
    bends = _bends(k, size, place)
    path = _Path(bends, study.covariance)
    if k == 1:
        weights = np.zeros(0)
    elif m == 0:
        weights = path.at(0.0)
    else:
        weights = _shortest(path, m)
    chosen = bends.start + bends.free @ weights
    centre = float(chosen @ study.coefficients)
    half = path.half(weights, m)
    return centre - half, centre + half


class _Path:
    """Weights w that minimise ½ noise + λ |w|₁, for any λ, by the dual: a least-squares problem in a box."""

    def __init__(self, bends: _Bends, covariance: FloatArray) -> None:
        self.bends, self.covariance = bends, covariance
        self.quadratic = bends.free.T @ covariance @ bends.free
        self.linear = bends.free.T @ covariance @ bends.start
        if self.linear.size:
            # Noise of 1e-12 keeps collinear bends apart without moving a printed digit.
            ridge = 1e-12 * float(np.trace(self.quadratic)) / len(self.linear)
            self.lower = linalg.cholesky(self.quadratic + ridge * np.eye(len(self.linear)), lower=True)
            self.root = linalg.solve_triangular(self.lower, np.eye(len(self.linear)), lower=True)

    def largest(self) -> float:
        """The λ from which no bend is weighed at all."""
        return float(np.abs(self.linear).max())

    def at(self, penalty: float) -> FloatArray:
        """(K − 1,) weights."""
        if penalty <= 0:
            pushed = self.linear
        else:
            box = optimize.lsq_linear(
                self.root, -self.root @ self.linear, bounds=(-penalty, penalty), method="bvls", tol=1e-14
            )
            pushed = self.linear + box.x
        return np.asarray(-self.root.T @ (self.root @ pushed), dtype=np.float64)

    def half(self, weights: FloatArray, m: float) -> float:
        """Half the length of the interval with these weights."""
        chosen = self.bends.start + self.bends.free @ weights
        sd = float(np.sqrt(chosen @ self.covariance @ chosen))
        bias = m * (self.bends.fixed + float(np.abs(weights).sum()))
        return sd * folded_quantile(bias / sd)


def _shortest(path: _Path, m: float) -> FloatArray:
    top = path.largest()
    if top <= 0:
        return np.zeros(len(path.linear))

    def length(log_penalty: float) -> float:
        return path.half(path.at(float(np.exp(log_penalty))), m)

    found = optimize.minimize_scalar(
        length, bounds=(np.log(top) - 18, np.log(top)), method="bounded", options={"xatol": 1e-6}
    )
    ends = [path.at(0.0), np.zeros(len(path.linear)), path.at(float(np.exp(found.x)))]
    return min(ends, key=lambda weights: path.half(weights, m))

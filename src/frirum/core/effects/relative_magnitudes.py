"""How large may a violated trend be, measured by what was seen before the start? Relative magnitudes.

The trends of two groups may part after the base period by at most M̄ times the largest step by which they parted between
two neighbouring periods up to it. That set is a union over which step was the largest, and its sign; for each the
conditional least-favourable hybrid test is inverted, and the interval is the hull of what is not rejected.

For one coefficient the test has a closed form. With y the coefficient j periods after the base, v the step taken as
the largest (signed), s_t the standard deviation of "step t minus M̄ v" and of its mirror, the moments reduce to
    (y − θ − j M̄ v) / Σ s_t⁺,  (θ − y − j M̄ v) / Σ s_t⁻  (t up to j)  and  −2 M̄ v / (s_t⁺ + s_t⁻)  (every t),
as the unknown effects of the other periods can take up everything else: these are all vertices of the dual, and of the
last kind only the shortest and the longest can be the largest. So there is no linear programme to solve, and the
least-favourable critical value is one integral over a normal pair instead of a simulation.

Source: Rambachan & Roth (2023), Review of Economic Studies 90, sections 2.4 and 3; Andrews, Roth & Pakes (2023), Review
of Economic Studies 90 (the conditional and hybrid tests).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import optimize
from scipy.special import ndtr, ndtri

from frirum.core.effects.event_study import EventStudy
from frirum.core.files.table import FloatArray

ALPHA = 0.05
FIRST_STAGE = 0.1
"""Share of the level that the least-favourable first stage takes (the authors' default)."""
GRID = 400
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(200)


@dataclass(frozen=True)
class _Moments:
    """The test of one "largest step", for one M̄.

    Attributes:
        y, v: the coefficient and the step. reach: j M̄.
        spread: (2, 2) covariance of y and v.
        up, down: sums of s_t up to j; pairs: (2,) the smallest and largest s_t⁺ + s_t⁻; pull: 2 M̄.
        critical: of the least-favourable first stage.
    """

    y: float
    v: float
    reach: float
    spread: FloatArray
    up: float
    down: float
    pairs: FloatArray
    pull: float
    critical: float

    @property
    def loadings(self) -> FloatArray:
        """(4, 2) weights of y and v in each vertex; θ enters the first two only."""
        first = np.array([[1.0, -self.reach], [-1.0, -self.reach]]) / np.array([[self.up], [self.down]])
        rest = np.stack([np.zeros_like(self.pairs), -self.pull / self.pairs], axis=1)
        return np.concatenate([first, rest])

    def keeps(self, theta: FloatArray) -> np.ndarray:
        """(n,) bool: the effects `theta` that the hybrid test does not reject."""
        loadings = self.loadings
        covariance = loadings @ self.spread @ loadings.T
        values = np.broadcast_to(loadings @ [self.y, self.v], (len(theta), len(loadings))).copy()
        values[:, 0] -= theta / self.up
        values[:, 1] += theta / self.down
        best = values.argmax(axis=1)
        top = values[np.arange(len(theta)), best]
        sd = np.sqrt(np.diag(covariance))[best]
        flat = sd <= 1e-12 * max(float(sd.max()), 1e-300)
        safe = np.where(flat, 1.0, sd)
        low, high = _truncation(values, covariance, best, top, safe)
        critical = _critical(low / safe, np.minimum(high, self.critical) / safe)
        inside = (low <= top) & (top <= np.minimum(high, self.critical))
        rejected = (top > self.critical) | (inside & (top / safe > critical))
        return ~np.where(flat, top > 0, rejected)


def _truncation(
    values: FloatArray, covariance: FloatArray, best: np.ndarray, top: FloatArray, sd: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Between which values the winning vertex could have lain and still won, given the rest of the data."""
    slope = covariance[best] / (sd * sd)[:, None]
    free = values - slope * top[:, None]
    gap = 1 - slope
    gap[np.arange(len(best)), best] = 0.0
    level = np.divide(free, gap, out=np.zeros_like(free), where=np.abs(gap) > 1e-12)
    low = np.where(gap > 1e-12, level, -np.inf).max(axis=1)
    high = np.where(gap < -1e-12, level, np.inf).min(axis=1)
    return low, high


def _critical(low: FloatArray, high: FloatArray) -> FloatArray:
    """The upper quantile of a standard normal between `low` and `high`, at least 0."""
    level = (ALPHA - ALPHA * FIRST_STAGE) / (1 - ALPHA * FIRST_STAGE)
    # In the upper tail by its complement, which keeps the digits.
    mirrored = low > 0
    a, b = np.where(mirrored, -high, low), np.where(mirrored, -low, high)
    below, above = ndtr(a), ndtr(b)
    share = np.where(mirrored, level, 1 - level)
    found = ndtri(below + share * (above - below))
    found = np.where(np.isfinite(found), found, np.where(mirrored, a, b))
    return np.maximum(np.where(mirrored, -found, found), 0.0)


def _least_favourable(moments: _Moments) -> float:
    """The value that the largest vertex of a centred normal exceeds with probability α κ."""
    loadings = moments.loadings
    v_sd = float(np.sqrt(max(moments.spread[1, 1], 0.0)))
    slope = moments.spread[0, 1] / moments.spread[1, 1] if v_sd > 0 else 0.0
    rest = float(np.sqrt(max(moments.spread[0, 0] - slope * moments.spread[0, 1], 1e-300)))
    nodes = 9 * _NODES
    v = nodes * v_sd
    others = (loadings[2:, 1:] * v).max(axis=0)
    weight = 9 * _WEIGHTS * np.exp(-nodes * nodes / 2) / np.sqrt(2 * np.pi)

    def at_most(level: float) -> float:
        upper = level * moments.up + moments.reach * v
        lower = -(level * moments.down + moments.reach * v)
        inside = np.maximum(ndtr((upper - slope * v) / rest) - ndtr((lower - slope * v) / rest), 0.0)
        return float((weight * inside * (others <= level)).sum())

    wanted = 1 - ALPHA * FIRST_STAGE
    high = 1.0
    while at_most(high) < wanted:
        high *= 2
    return float(optimize.brentq(lambda level: at_most(level) - wanted, 0.0, high, xtol=1e-10))


def _all_moments(study: EventStudy, place: int, mbar: float) -> list[_Moments]:
    k, after = len(study.before), len(study.after)
    size = k + after
    # Steps between neighbours, the base being 0: K up to the base, L after it.
    steps = np.zeros((size, size))
    for n in range(k):
        steps[n, n] = -1.0
        if n + 1 < k:
            steps[n, n + 1] = 1.0
    for n in range(after):
        steps[k + n, k + n] = 1.0
        if n:
            steps[k + n, k + n - 1] = -1.0
    j = place + 1
    coefficients = study.coefficients
    found = []
    for largest in range(k):
        for sign in (1.0, -1.0):
            v = sign * steps[largest]
            spreads = []
            for direction in (1.0, -1.0):
                rows = direction * steps[k:] - mbar * v
                spreads.append(np.sqrt(np.einsum("ij,jk,ik->i", rows, study.covariance, rows)))
            pair = np.stack([np.eye(size)[k + place], v])
            moments = _Moments(
                y=float(coefficients[k + place]),
                v=float(v @ coefficients),
                reach=j * mbar,
                spread=pair @ study.covariance @ pair.T,
                up=float(spreads[0][:j].sum()),
                down=float(spreads[1][:j].sum()),
                pairs=np.sort(spreads[0] + spreads[1])[[0, -1]],
                pull=2 * mbar,
                critical=np.inf,
            )
            found.append(replace(moments, critical=_least_favourable(moments)))
    return found


def relative_magnitudes(study: EventStudy, place: int, mbar: float) -> tuple[float, float]:
    """The robust 95 % interval of one coefficient after the base.

    Args:
        place: index into `study.after`.
        mbar: M̄, at least 0.

    Returns:
        The smallest and the largest effect that is not rejected.
    """
    every = _all_moments(study, place, mbar)
    y = every[0].y
    sd = float(np.sqrt(every[0].spread[0, 0]))
    bounds = []
    for side in (-1.0, 1.0):
        edge = y - side * 2 * sd
        for one in every:
            reach = 5 * (sd + one.reach * (abs(one.v) + 5 * float(np.sqrt(one.spread[1, 1]))))
            edge = _edge(one, edge, reach, side)
        bounds.append(edge)
    return bounds[0], bounds[1]


def is_kept(study: EventStudy, place: int, mbar: float, theta: float) -> bool:
    """Whether the effect `theta` is compatible with the data under this M̄."""
    return any(bool(one.keeps(np.array([theta]))[0]) for one in _all_moments(study, place, mbar))


def _edge(moments: _Moments, edge: float, reach: float, side: float) -> float:
    """The furthest effect beyond `edge` on one side that is not rejected; `edge` where there is none."""
    while True:
        grid = edge + side * reach * np.linspace(0.0, 1.0, GRID)
        kept = np.flatnonzero(moments.keeps(grid))
        if not kept.size or kept[-1] < GRID - 1:
            break
        reach *= 2
    if not kept.size:
        return edge
    inner, outer = float(grid[kept[-1]]), float(grid[kept[-1] + 1])
    while abs(outer - inner) > 1e-7 * reach:
        cuts = np.linspace(inner, outer, 21)
        place = int(np.flatnonzero(moments.keeps(cuts))[-1])
        inner, outer = float(cuts[place]), float(cuts[min(place + 1, 20)])
    return inner

"""Cox regression with Efron's treatment of ties and late entry.

Estimand: the log of the ratio between hazards when a covariate is one higher and the others are the same. Assumption:
that ratio is the same at all times. Risk sets are those of `risk_sets`: entry < t ≤ exit, also among ties.

Source: Cox (1972), Journal of the Royal Statistical Society B 34; Efron (1977), Journal of the American Statistical
Association 72.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from frirum.core.effects.risk_sets import FloatArray, IntArray, Spells

MOST_STEPS = 50
LARGEST = 30.0


@dataclass(frozen=True)
class CoxFit:
    """(p,) coefficients and (p, p) covariance."""

    coefficients: FloatArray
    covariance: FloatArray


class _Events:
    """Where each event stands among the sorted spells; what does not change between steps."""

    def __init__(self, spells: Spells, x: FloatArray) -> None:
        self.by_exit, self.by_entry = np.argsort(-spells.exit), np.argsort(-spells.entry)
        times = spells.exit[spells.event > 0]
        order = np.argsort(times, kind="stable")
        times = times[order]
        self.own = np.flatnonzero(spells.event > 0)[order]
        _distinct, self.first, self.time, self.ties = np.unique(
            times, return_index=True, return_inverse=True, return_counts=True
        )
        # The place l of the event among the d at its time: Efron takes l/d of the tied out of the risk set.
        self.part = (np.arange(len(times)) - self.first[self.time]) / self.ties[self.time]
        self.still = np.searchsorted(-spells.exit[self.by_exit], -_distinct, side="right")
        self.to_come = np.searchsorted(-spells.entry[self.by_entry], -_distinct, side="right")
        self.x = x

    def _at_risk(self, values: FloatArray) -> FloatArray:
        """(T, …) sums of `values` over the spells at risk at each distinct event time."""

        def upto(order: IntArray, count: IntArray) -> FloatArray:
            sums = np.cumsum(values[order], axis=0)
            return np.concatenate([np.zeros_like(sums[:1]), sums])[count]

        return upto(self.by_exit, self.still) - upto(self.by_entry, self.to_come)

    def _sums(self, values: FloatArray) -> FloatArray:
        """(D, …) the sums that each event is compared with."""
        tied = np.add.reduceat(values[self.own], self.first, axis=0)
        part = self.part.reshape(-1, *[1] * (values.ndim - 1))
        return self._at_risk(values)[self.time] - part * tied[self.time]

    def likelihood(self, beta: FloatArray) -> tuple[float, FloatArray, FloatArray]:
        """The log partial likelihood, its gradient (p,) and information (p, p)."""
        linear = self.x @ beta
        weight = np.exp(linear - linear.max())
        heavy = weight[:, None] * self.x
        zero, one = self._sums(weight), self._sums(heavy)
        two = self._sums(heavy[:, :, None] * self.x[:, None, :])
        mean = one / zero[:, None]
        value = float((linear[self.own] - linear.max() - np.log(zero)).sum())
        information = (two / zero[:, None, None]).sum(axis=0) - mean.T @ mean
        return value, (self.x[self.own] - mean).sum(axis=0), information


def fit_cox(spells: Spells, x: FloatArray) -> CoxFit | None:
    """Coefficients by Newton's method.

    Args:
        spells: event 1 counts, 0 is censored.
        x: (n, p) covariates, none constant.

    Returns:
        The fit; None when the covariates are collinear or tell those with an event apart, so that no maximum exists.
    """
    centre, scale = x.mean(axis=0), x.std(axis=0)
    events = _Events(spells, (x - centre) / scale)
    beta = np.zeros(x.shape[1])
    value, gradient, information = events.likelihood(beta)
    for _step in range(MOST_STEPS):
        if not np.isfinite(information).all() or np.linalg.cond(information) > 1e12:
            return None
        move = np.linalg.solve(information, gradient)
        better = events.likelihood(beta + move)
        for _halving in range(30):
            if better[0] >= value - 1e-9 * abs(value):
                break
            move = move / 2
            better = events.likelihood(beta + move)
        beta, (value, gradient, information) = beta + move, better
        if np.abs(beta).max() > LARGEST:
            return None
        if np.abs(move).max() < 1e-10:
            covariance = np.linalg.inv(information) / np.outer(scale, scale)
            return CoxFit(beta / scale, covariance)
    return None

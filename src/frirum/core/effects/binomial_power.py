"""What a known number of uses can show against a known baseline, computed before the start.

One group of n cases against a probability that is known, by the equal-tailed exact binomial test at 5 %: it
rejects when either tail is at most 2.5 %. All figures are exact; nothing is simulated.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

from frirum.core.effects.shares import clopper_pearson

ALPHA = 0.05
POWER = 0.80
# A tail that equals the limit in exact arithmetic may miss it by rounding.
_ROUNDING = 1e-12


@dataclass(frozen=True)
class Critical:
    """Where the test rejects: at `high` cases or more, at `low` cases or fewer; None where it never does."""

    low: int | None
    high: int | None


def critical_values(n: int, baseline: float, alpha: float = ALPHA) -> Critical:
    """The rejection region of the equal-tailed exact test of `baseline` in (0, 1) with n cases."""
    low, high = _critical(np.array([n]), baseline, alpha)
    return Critical(int(low[0]) if low[0] >= 0 else None, int(high[0]) if high[0] <= n else None)


def _critical(
    n: NDArray[np.int64], baseline: float, alpha: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For each n the largest count rejected below (−1 for none) and the smallest rejected above (n + 1 for none)."""
    tail = alpha / 2 + _ROUNDING
    low = stats.binom.ppf(tail, n, baseline).astype(np.int64)
    low = np.where(stats.binom.cdf(low, n, baseline) > tail, low - 1, low)
    high = stats.binom.isf(tail, n, baseline).astype(np.int64) + 1
    high = np.where(stats.binom.sf(high - 1, n, baseline) > tail, high + 1, high)
    high = np.where((high - 2 >= 0) & (stats.binom.sf(high - 2, n, baseline) <= tail), high - 1, high)
    return low, high


def binomial_power(n: int, baseline: float, truth: float, alpha: float = ALPHA) -> float:
    """The probability that n cases reject `baseline` when the probability is `truth`, counting both tails."""
    return float(_power(np.array([n]), baseline, truth, alpha)[0])


def _power(n: NDArray[np.int64], baseline: float, truth: float, alpha: float) -> NDArray[np.float64]:
    low, high = _critical(n, baseline, alpha)
    return np.asarray(stats.binom.cdf(low, n, truth) + stats.binom.sf(high - 1, n, truth))


def detectable_increase(
    n: int, baseline: float, *, alpha: float = ALPHA, power: float = POWER
) -> float | None:
    """The smallest higher probability that n cases show with at least this power; None if not even 1 is shown."""
    high = critical_values(n, baseline, alpha).high
    if high is None:
        return None
    # P(X ≥ high) rises with the probability; the lower tail adds nothing for an increase worth the name.
    return float(special.betaincinv(high, n - high + 1, power))


def detectable_decrease(
    n: int, baseline: float, *, alpha: float = ALPHA, power: float = POWER
) -> float | None:
    """The largest lower probability that n cases show with at least this power; None if not even 0 is shown."""
    low = critical_values(n, baseline, alpha).low
    if low is None:
        return None
    return float(special.betaincinv(low + 1, n - low, 1 - power))


def lower_bound_if_all(n: int) -> float:
    """What n of n shows at least (two-sided 95 %): 15 of 15 show 78.2 %."""
    return clopper_pearson(n, n)[0]


def upper_bound_if_none(n: int) -> float:
    """What 0 of n still allows (two-sided 95 %)."""
    return clopper_pearson(0, n)[1]


def smallest_p(n: int, baseline: float) -> float:
    """The smallest p-value n cases can give: twice the smaller of the two most extreme outcomes, at most 1."""
    return min(1.0, 2 * min(baseline**n, (1 - baseline) ** n))


def smallest_p_assignments(units: int, treated: int) -> float:
    """The smallest p-value that `treated` of `units` can give by randomisation: 1 / C(N, k)."""
    return 1 / math.comb(units, treated)


def uses_needed(
    baseline: float, difference: float, *, alpha: float = ALPHA, power: float = POWER
) -> int | None:
    """The smallest n from which the power for `baseline` + `difference` never again falls below `power`.

    Power rises in a sawtooth, as the test can only reject at whole counts; a lucky n just before a fall is not
    enough to plan with.

    Args:
        difference: absolute and signed, such as −0.05.

    Returns:
        None when the difference is 0 or leads outside 0-1.
    """
    truth = baseline + difference
    if difference == 0 or not -1e-12 <= truth <= 1 + 1e-12:
        return None
    truth = min(1.0, max(0.0, truth))
    top = _beyond(baseline, truth, alpha, power)
    chunk = 20_000
    while top > 0:
        n = np.arange(max(1, top - chunk + 1), top + 1)
        short = np.flatnonzero(_power(n, baseline, truth, alpha) < power - _ROUNDING)
        if short.size:
            return int(n[short[-1]]) + 1
        top -= chunk
    return 1


def _beyond(baseline: float, truth: float, alpha: float, power: float) -> int:
    """A number of cases after which power cannot fall below the target again.

    The normal formula asks for z² (…)² / d² cases. One count's worth of sawtooth moves the critical share by at
    most 1 / n, which a shift of the formula by 2 / d covers; half as much again and 100 cases are added for the
    normal approximation's own error.
    """
    deviation = special.ndtri(1 - alpha / 2) * math.sqrt(baseline * (1 - baseline))
    deviation += special.ndtri(power) * math.sqrt(truth * (1 - truth))
    gap = abs(truth - baseline)
    return math.ceil(1.5 * ((deviation / gap) ** 2 + 2 / gap) + 100)

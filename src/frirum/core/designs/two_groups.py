"""Power of the comparison of two groups of cases by Fisher's exact test, computed exactly.

`estimate difference` quotes Fisher's test (two-sided, by the probability of the table); for each total of cases with
the outcome it rejects in a lower and an upper tail, so power is a sum of binomial probabilities over those tails.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

FloatArray = NDArray[np.float64]

ALPHA = 0.05
POWER = 0.80
_FAR = 6.5  # standard deviations beyond which a count is left out; together less than 1e-9
_EXACT_CASES = 20_000  # beyond this many cases the normal formula differs by less than 0.001
_LARGEST_TABLE = 4_000_000
_TIE = 1 + 1e-7  # tables as likely as the one observed count as extreme, despite rounding


@lru_cache(maxsize=200_000)
def rejected_tails(n1: int, n2: int, total: int, alpha: float = ALPHA) -> tuple[int, int]:
    """Where Fisher's test rejects when `total` of the n1 + n2 cases have the outcome.

    Returns:
        (low, high): rejected when the first group has at most `low` or at least `high` of them; −1 and n1 + 1
        where a tail is empty.
    """
    counts = _plausible(n1, n2, total)
    log = (
        special.gammaln(n1 + 1) - special.gammaln(counts + 1) - special.gammaln(n1 - counts + 1)
        + special.gammaln(n2 + 1) - special.gammaln(total - counts + 1) - special.gammaln(n2 - total + counts + 1)
    )  # fmt: skip
    likely = np.exp(log - log.max())
    likely /= likely.sum()
    order = np.argsort(likely, kind="stable")
    cumulated = np.cumsum(likely[order])
    # The p-value of a table is the probability of all tables at most as likely.
    last = np.searchsorted(likely[order], likely * _TIE, side="right") - 1
    rejected = cumulated[last] <= alpha * (1 + 1e-9)
    mode = int(np.argmax(likely))
    low = counts[:mode][rejected[:mode]]
    high = counts[mode:][rejected[mode:]]
    return (int(low[-1]) if low.size else -1), (int(high[0]) if high.size else n1 + 1)


def _plausible(n1: int, n2: int, total: int) -> NDArray[np.int64]:
    """The counts of the first group that are not vanishingly unlikely."""
    n = n1 + n2
    mean = n1 * total / n
    spread = 2 * _FAR * math.sqrt(mean * (n2 / n) * (n - total) / max(1, n - 1)) + 5
    low, high = max(0, total - n2), min(n1, total)
    return np.arange(max(low, math.floor(mean - spread)), min(high, math.ceil(mean + spread)) + 1)


def fisher_power(n1: int, n2: int, share1: float, share2: float, alpha: float = ALPHA) -> float:
    """The probability that Fisher's test finds a difference between `share1` of n1 and `share2` of n2."""
    if n1 == 0 or n2 == 0:
        return 0.0
    if n1 + n2 > _EXACT_CASES:
        return _normal_power(n1, n2, share1, share2, alpha)
    first, second = _window(n1, share1), _window(n2, share2)
    weight1 = stats.binom.pmf(first, n1, share1)
    weight2 = stats.binom.pmf(second, n2, share2)
    start = int(first[0])
    power = 0.0
    # For a fixed total the rejected counts of the first group are two tails; walk along the totals.
    for total in range(int(first[0] + second[0]), int(first[-1] + second[-1]) + 1):
        low, high = rejected_tails(n1, n2, total, alpha)
        possible = np.arange(
            max(int(first[0]), total - int(second[-1])), min(int(first[-1]), total - int(second[0])) + 1
        )
        hit = possible[(possible <= low) | (possible >= high)]
        if hit.size:
            power += float(weight1[hit - start] @ weight2[total - hit - int(second[0])])
    return min(1.0, power)


def _normal_power(n1: int, n2: int, share1: float, share2: float, alpha: float) -> float:
    mean = (n1 * share1 + n2 * share2) / (n1 + n2)
    null = math.sqrt(mean * (1 - mean) * (1 / n1 + 1 / n2))
    own = math.sqrt(share1 * (1 - share1) / n1 + share2 * (1 - share2) / n2)
    gap, limit = share1 - share2, float(special.ndtri(1 - alpha / 2)) * null
    if own == 0:
        return float(abs(gap) > limit)
    return float(special.ndtr((gap - limit) / own) + special.ndtr((-gap - limit) / own))


def _window(n: int, share: float) -> NDArray[np.int64]:
    spread = _FAR * math.sqrt(n * share * (1 - share)) + 2
    return np.arange(max(0, math.floor(n * share - spread)), min(n, math.ceil(n * share + spread)) + 1)


def detectable_share(
    n1: int, n2: int, baseline: float, *, rises: bool, alpha: float = ALPHA, power: float = POWER
) -> float | None:
    """The share of the first group nearest `baseline` that is found with this power; None if none is."""
    if n1 == 0 or n2 == 0:
        return None
    far = 1.0 if rises else 0.0
    if fisher_power(n1, n2, far, baseline, alpha) < power:
        return None
    near = baseline
    for _step in range(15):
        middle = (near + far) / 2
        if fisher_power(n1, n2, middle, baseline, alpha) >= power:
            far = middle
        else:
            near = middle
    return far


def smallest_fisher_p(n1: int, n2: int) -> float:
    """Twice the smallest tail two groups can give, when one has all the outcomes and the other none; at most 1."""
    if n1 == 0 or n2 == 0:
        return 1.0
    log = special.gammaln(n1 + n2 + 1) - special.gammaln(n1 + 1) - special.gammaln(n2 + 1)
    return min(1.0, 2 * math.exp(-float(log)))


def newcombe_no_worse(n1: int, n2: int, baseline: float, margin: float) -> float:
    """The probability that Newcombe's interval of the difference stays within `margin` when nothing has changed.

    Args:
        margin: signed; positive: the lower bound above −margin, negative: the upper bound below −margin.
    """
    if n1 == 0 or n2 == 0:
        return 0.0
    first, second = _window(n1, baseline), _window(n2, baseline)
    if first.size * second.size > _LARGEST_TABLE:
        deviation = math.sqrt(baseline * (1 - baseline) * (1 / n1 + 1 / n2))
        return float(special.ndtr(abs(margin) / deviation - special.ndtri(1 - ALPHA / 2)))
    p1, low1, high1 = _wilson(first, n1)
    p2, low2, high2 = _wilson(second, n2)
    gap = p1[:, None] - p2[None, :]
    if margin > 0:
        bound = gap - np.sqrt(np.square(p1 - low1)[:, None] + np.square(high2 - p2)[None, :])
        shown = bound > -margin
    else:
        bound = gap + np.sqrt(np.square(high1 - p1)[:, None] + np.square(p2 - low2)[None, :])
        shown = bound < -margin
    weight1, weight2 = stats.binom.pmf(first, n1, baseline), stats.binom.pmf(second, n2, baseline)
    return float(weight1 @ shown @ weight2)


def _wilson(counts: NDArray[np.int64], n: int) -> tuple[FloatArray, FloatArray, FloatArray]:
    z2 = float(special.ndtri(1 - ALPHA / 2)) ** 2
    share = counts / n
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = np.sqrt(z2 * (share * (1 - share) / n + z2 / (4 * n * n))) / (1 + z2 / n)
    return share, centre - half, centre + half


def cases_needed(baseline: float, difference: float, ratio: float = 1.0) -> int | None:
    """First-group size for 80 % power at 5 %, with `ratio` comparison cases per use.

    Fleiss, Tytun and Ury (1980) with the continuity correction, which follows Fisher's test closely.
    """
    truth = baseline + difference
    if difference == 0 or ratio <= 0 or not 0 <= truth <= 1:
        return None
    mean = (truth + ratio * baseline) / (1 + ratio)
    z_alpha, z_power = special.ndtri(1 - ALPHA / 2), special.ndtri(POWER)
    plain = (
        z_alpha * math.sqrt((ratio + 1) * mean * (1 - mean))
        + z_power * math.sqrt(ratio * truth * (1 - truth) + baseline * (1 - baseline))
    ) ** 2 / (ratio * difference**2)
    corrected = plain / 4 * (1 + math.sqrt(1 + 2 * (ratio + 1) / (plain * ratio * abs(difference)))) ** 2
    return math.ceil(corrected)

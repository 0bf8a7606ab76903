"""Power of the comparison of two groups of cases by Fisher's exact test, computed exactly.

`estimate difference` quotes Fisher's test (two-sided, by the probability of the table) and Newcombe's interval. For
each total of cases with the outcome Fisher's test rejects in a lower and an upper tail, so power is a sum of products
of binomial probabilities over those tails; for "no worse" it is the same sum over the tables whose interval is inside.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

ALPHA = 0.05
POWER = 0.80
_FAR = 6.5  # standard deviations beyond which a count is left out; together less than 1e-9
_FAR_TABLE = 8.0  # the same within a table with given totals, whose tails are thinner
EXACT_CASES = 20_000  # beyond this many cases the normal formula differs by less than 0.001
_LARGEST_TABLE = 4_000_000
_TIE = 1 + 1e-7  # tables as likely as the one observed count as extreme, despite rounding


def rejected_tails(n1: int, n2: int, totals: IntArray, alpha: float = ALPHA) -> tuple[IntArray, IntArray]:
    """Where Fisher's test rejects when so many of the n1 + n2 cases have the outcome.

    Args:
        totals: (T,) cases with the outcome, 0 … n1 + n2.

    Returns:
        (low, high), each (T,): rejected when the first group has at most `low` or at least `high` of them; −1 and
        n1 + 1 where a tail is empty.
    """
    counts, possible = _plausible(n1, n2, totals)
    inside = np.where(possible, counts, np.maximum(0, totals - n2)[:, None])
    # log C(n1, k) and log C(n2, total - k), looked up: the same few thousand stand in every row.
    log = _log_choose(n1)[inside] + _log_choose(n2)[totals[:, None] - inside]
    likely = np.where(possible, np.exp(log - log.max(axis=1, keepdims=True)), 0.0)
    likely /= likely.sum(axis=1, keepdims=True)
    rejected = (_fisher_p(likely) <= alpha * (1 + 1e-9)) & possible
    mode = np.argmax(likely, axis=1)[:, None]
    place = np.arange(counts.shape[1])
    low = np.where(rejected & (place < mode), counts, -1).max(axis=1)
    high = np.where(rejected & (place >= mode), counts, n1 + 1).min(axis=1)
    return low, high


def _plausible(n1: int, n2: int, totals: IntArray) -> tuple[IntArray, BoolArray]:
    """(T, C) counts of the first group that are not vanishingly unlikely, and which of them can be."""
    n = n1 + n2
    mean = n1 * totals / n
    spread = _FAR_TABLE * np.sqrt(mean * (n2 / n) * (n - totals) / max(1, n - 1)) + 5
    low = np.maximum(np.maximum(0, totals - n2), np.floor(mean - spread).astype(np.int64))
    high = np.minimum(np.minimum(n1, totals), np.ceil(mean + spread).astype(np.int64))
    counts = low[:, None] + np.arange(int((high - low).max()) + 1)
    return counts, counts <= high[:, None]


@lru_cache(maxsize=64)
def _log_choose(n: int) -> FloatArray:
    """(n + 1,) log C(n, k)."""
    factorial = special.gammaln(np.arange(n + 1) + 1.0)
    return np.asarray(factorial[n] - factorial - factorial[::-1])


def _fisher_p(likely: FloatArray) -> FloatArray:
    """(T, C) the probability of all tables at most as likely as each, in each row."""
    order = np.argsort(likely, axis=1, kind="stable")
    ordered = np.take_along_axis(likely, order, axis=1)
    cumulated = np.cumsum(ordered, axis=1)
    # Tables that are as likely up to rounding share the sum at the last of them.
    last = np.ones_like(ordered, dtype=bool)
    last[:, :-1] = ordered[:, 1:] > ordered[:, :-1] * _TIE
    shared = np.where(last, cumulated, np.inf)
    shared = np.minimum.accumulate(shared[:, ::-1], axis=1)[:, ::-1]
    found = np.empty_like(likely)
    np.put_along_axis(found, order, shared, axis=1)
    return found


def fisher_power(n1: int, n2: int, share1: float, share2: float, alpha: float = ALPHA) -> float:
    """The probability that Fisher's test finds a difference between `share1` of n1 and `share2` of n2."""
    if n1 == 0 or n2 == 0:
        return 0.0
    if n1 + n2 > EXACT_CASES:
        return _normal_power(n1, n2, share1, share2, alpha)
    first, second = _window(n1, share1), _window(n2, share2)
    start = int(first[0] + second[0])
    low, high = _tails(n1, n2, start, int(first[-1] + second[-1]), alpha)
    place = first[:, None] + second[None, :] - start
    hit = (first[:, None] <= low[place]) | (first[:, None] >= high[place])
    weight1, weight2 = stats.binom.pmf(first, n1, share1), stats.binom.pmf(second, n2, share2)
    return min(1.0, float(weight1 @ hit @ weight2))


@lru_cache(maxsize=512)
def _tails(n1: int, n2: int, start: int, end: int, alpha: float) -> tuple[IntArray, IntArray]:
    return rejected_tails(n1, n2, np.arange(start, end + 1), alpha)


def _normal_power(n1: int, n2: int, share1: float, share2: float, alpha: float) -> float:
    mean = (n1 * share1 + n2 * share2) / (n1 + n2)
    null = math.sqrt(mean * (1 - mean) * (1 / n1 + 1 / n2))
    own = math.sqrt(share1 * (1 - share1) / n1 + share2 * (1 - share2) / n2)
    gap, limit = share1 - share2, float(special.ndtri(1 - alpha / 2)) * null
    if own == 0:
        return float(abs(gap) > limit)
    return float(special.ndtr((gap - limit) / own) + special.ndtr((-gap - limit) / own))


def _window(n: int, share: float) -> IntArray:
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
    return min(1.0, 2 * math.exp(-float(_log_choose(n1 + n2)[n1])))


def newcombe_no_worse(n1: int, n2: int, baseline: float, *margins: float) -> float:
    """The probability that Newcombe's interval of the difference stays within every margin when nothing has changed.

    Args:
        margins: signed; positive: the lower bound above −margin, negative: the upper bound below −margin. Both
            together ask for "neither better nor worse by more".
    """
    if n1 == 0 or n2 == 0:
        return 0.0
    first, second = _window(n1, baseline), _window(n2, baseline)
    if first.size * second.size > _LARGEST_TABLE:
        return _normal_no_worse(n1, n2, baseline, margins)
    p1, low1, high1 = _wilson(first, n1)
    p2, low2, high2 = _wilson(second, n2)
    gap = p1[:, None] - p2[None, :]
    shown = np.ones(gap.shape, dtype=bool)
    for margin in margins:
        if margin > 0:
            shown &= gap - np.hypot((p1 - low1)[:, None], (high2 - p2)[None, :]) > -margin
        else:
            shown &= gap + np.hypot((high1 - p1)[:, None], (p2 - low2)[None, :]) < -margin
    weight1, weight2 = stats.binom.pmf(first, n1, baseline), stats.binom.pmf(second, n2, baseline)
    return float(weight1 @ shown @ weight2)


def _normal_no_worse(n1: int, n2: int, baseline: float, margins: tuple[float, ...]) -> float:
    deviation = math.sqrt(baseline * (1 - baseline) * (1 / n1 + 1 / n2))
    limit = float(special.ndtri(1 - ALPHA / 2))
    missed = sum(float(special.ndtr(limit - abs(margin) / deviation)) for margin in margins)
    return max(0.0, 1 - missed)


def _wilson(counts: IntArray, n: int) -> tuple[FloatArray, FloatArray, FloatArray]:
    z2 = float(special.ndtri(1 - ALPHA / 2)) ** 2
    share = counts / n
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = np.sqrt(z2 * (share * (1 - share) / n + z2 / (4 * n * n))) / (1 + z2 / n)
    return share, centre - half, centre + half

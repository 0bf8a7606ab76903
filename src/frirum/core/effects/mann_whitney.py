"""Does one group tend to lie higher? The Mann-Whitney test, exactly, ties and all.

Estimand: the probability that one drawn from the first group lies above one from the second, plus half the probability
of a tie. Null hypothesis: the labels could as well have been dealt otherwise. Every deal of the labels is counted, by
the number of ways to reach each sum of mid-ranks, so that few and tied answers are no trouble.

Source: Mann & Whitney (1947), Annals of Mathematical Statistics 18; Pagano & Tritchler (1983), Journal of the American
Statistical Association 78 (the exact distribution of sums of scores).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

LARGEST = 400
"""People in all up to which the exact distribution is counted."""


@dataclass(frozen=True)
class Superiority:
    """Probability of superiority, 0-1, and the exact two-sided p-value."""

    probability: float
    p_value: float


def mann_whitney(first: NDArray[np.float64], second: NDArray[np.float64]) -> Superiority:
    """The exact test of two groups, each with at least one value.

    Raises:
        ValueError: an empty group, or more than `LARGEST` values in all.
    """
    m, n = len(first), len(second)
    if not m or not n or m + n > LARGEST:
        raise ValueError(f"{m} and {n} values")
    # Twice the mid-ranks are whole numbers.
    doubled = np.rint(2 * rankdata(np.concatenate([first, second]))).astype(np.int64)
    own = int(doubled[:m].sum())
    few, scores = (m, own) if m <= n else (n, int(doubled.sum()) - own)
    share = _distribution(doubled, few)
    centre = few * (m + n + 1)
    sums = np.arange(len(share))
    p_value = float(share[np.abs(sums - centre) >= abs(scores - centre)].sum())
    return Superiority((own / 2 - m * (m + 1) / 2) / (m * n), min(1.0, p_value))


def _distribution(doubled: NDArray[np.int64], few: int) -> NDArray[np.float64]:
    """The probability of each sum when `few` of the scores are drawn without replacement."""
    most = int(np.sort(doubled)[-few:].sum())
    ways = np.zeros((few + 1, most + 1))
    ways[0, 0] = 1.0
    for seen, score in enumerate(np.sort(doubled).tolist()):
        # Each score is in the sum or not; from the largest number drawn down, so that it counts once. Shares instead
        # of counts keep the numbers small: drawn j of the first seen + 1.
        for drawn in range(min(few, seen + 1), 0, -1):
            ways[drawn, score:] = (
                ways[drawn, score:] * (seen + 1 - drawn) + ways[drawn - 1, : most + 1 - score] * drawn
            ) / (seen + 1)
            ways[drawn, :score] *= (seen + 1 - drawn) / (seen + 1)
    return ways[few]

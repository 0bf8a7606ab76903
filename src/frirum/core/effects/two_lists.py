"""The difference of two shares on two finite lists, each known by a sample drawn without replacement.

Estimand: share of the cases on list 1 less that of list 2 (two rounds of audits). Assumption: two simple random
samples; nothing is assumed about the cases that were not drawn, so the interval holds at least its level for every pair
of true numbers, and a list that was read whole adds no doubt.

A pair of true numbers is kept where a difference as far out as the observed one is not too seldom under it. Only pairs
within each list's own interval (level 0.9995) are tried, and their common chance of a miss, 0.001, is taken off the
level: else numbers that the samples exclude would make the interval wide.

Source: Berger & Boos (1994), JASA 89, 1012-1016 (a nuisance parameter within a confidence set).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from frirum.core.effects.finite_population import hypergeometric_interval
from frirum.core.files.table import FloatArray

LEVEL = 0.95
MISSED = 0.001
"""The chance that the true numbers lie outside those tried."""
_ROUNDING = 1e-12
_MOST = 20_000_000
"""Cells of a table of probabilities; lists beyond it are so long that their end makes no difference."""


@dataclass(frozen=True)
class Sample:
    """`events` of `n` cases, drawn from a list of `population`; 0 <= events <= n <= population, n at least 1."""

    events: int
    n: int
    population: int

    @property
    def share(self) -> float:
        """Of those drawn."""
        return self.events / self.n

    @property
    def tried(self) -> np.ndarray:
        """The true numbers on the list that are tried."""
        low, high = hypergeometric_interval(self.events, self.n, self.population, 1 - MISSED / 2)
        return np.arange(low, high + 1)


def within_reach(one: Sample, other: Sample) -> bool:
    """Whether the lists are short enough for every number on them to be tried."""
    return all(len(sample.tried) * (sample.n + 1) <= _MOST for sample in (one, other))


def difference_of_lists(one: Sample, other: Sample, level: float = LEVEL) -> tuple[float, float, float]:
    """The exact two-sided interval of share 1 - share 2, and the p-value of no difference.

    Returns:
        Lower bound, upper bound, p; the interval leaves nought out exactly where p is at most 1 - level.
    """
    tail = (1 - level - MISSED) / 2
    upper, above = _upper(one, other, tail)
    # The lower bound is the upper one of the lists exchanged, turned round.
    lower, below = _upper(other, one, tail)
    p = min(1.0, 2 * min(above, below) + MISSED)
    return -lower, upper, p


def _upper(one: Sample, other: Sample, tail: float) -> tuple[float, float]:
    """The largest difference kept, and the largest chance of so low a difference where the true one is not below 0."""
    first, second = one.tried, other.tried
    cumulated = np.cumsum(_chances(one, first), axis=1)
    chances = _chances(other, second)
    # Of each sample from list 2, the most events in list 1 that give a difference no higher than the observed one.
    found = np.arange(other.n + 1)
    most = (one.events * other.n + (found - other.events) * one.n) // other.n
    reached, most = most >= 0, np.clip(most, 0, one.n)

    def so_low(place: np.ndarray) -> FloatArray:
        """P(difference at most the observed) with the `place`-th number tried on list 1, for each of list 2."""
        return np.asarray((chances * cumulated[place[:, None], most[None, :]])[:, reached].sum(axis=1))

    # The more on list 1, the seldomer so low a difference: the last kept is found by halving.
    low, high = np.full(len(second), -1), np.full(len(second), len(first) - 1)
    while (low < high).any():
        middle = (low + high + 1) // 2
        kept = so_low(middle) > tail + _ROUNDING
        low, high = np.where(kept, middle, low), np.where(kept, high, middle - 1)
    some = low >= 0
    shares = first[low[some]] / one.population - second[some] / other.population
    upper = float(shares.max()) if some.any() else one.share - other.share
    least = -(-second * one.population // other.population)
    place = np.searchsorted(first, least)
    tried = place < len(first)
    chance = so_low(np.minimum(place, len(first) - 1))[tried]
    return upper, float(chance.max()) if tried.any() else 0.0


def _chances(sample: Sample, numbers: np.ndarray) -> FloatArray:
    """(true numbers, events) probabilities of each number of events in the sample."""
    found = np.arange(sample.n + 1)[None, :]
    true = numbers[:, None]
    rest, left = sample.population - true, sample.n - found
    possible = (found <= true) & (left <= rest)
    logs = _log_choose(true, np.minimum(found, true)) + _log_choose(rest, np.minimum(left, rest))
    logs -= _log_choose(np.array(sample.population), np.array(sample.n))
    return np.where(possible, np.exp(logs), 0.0)


def _log_choose(n: np.ndarray, k: np.ndarray) -> FloatArray:
    return np.asarray(special.gammaln(n + 1) - special.gammaln(k + 1) - special.gammaln(n - k + 1))

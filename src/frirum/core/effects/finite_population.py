"""Samples drawn without replacement from a list of known size: audits of cases, small target groups.

Estimand: how many of the `population` cases on the list have the finding. Assumption: a simple random sample;
nothing is assumed about the cases that were not drawn, so the intervals are exact for every true number.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

from scipy import stats

from frirum.core.effects.sentences import say
from frirum.core.errors import UsageError

LEVEL = 0.95
# A tail that equals the limit in exact arithmetic may miss it by rounding; this much is always rounding.
_ROUNDING = 1e-12
_STEPS = 12


def hypergeometric_interval(events: int, n: int, population: int, level: float = LEVEL) -> tuple[int, int]:
    """The exact equal-tailed interval for the number of findings on the whole list, by test inversion.

    Args:
        events: findings in the sample, 0 … n.
        n: cases drawn, 1 … population.
        population: cases on the list.

    Returns:
        The smallest and largest number that a test of size (1 − level) / 2 on each side does not reject.
        Bounds are counts, never below what was seen and never above what the unseen cases allow.
    """
    tail = (1 - level) / 2 + _ROUNDING
    lower = _first_true(
        lambda k: bool(stats.hypergeom.sf(events - 1, population, k, n) > tail), events, population
    )
    # Findings and non-findings swap places: the upper bound is the lower bound of the cases without a
    # finding.
    other = n - events
    clean = _first_true(
        lambda k: bool(stats.hypergeom.sf(other - 1, population, k, n) > tail), other, population
    )
    return lower, population - clean


def _first_true(rises: Callable[[int], bool], low: int, high: int) -> int:
    """The smallest k in low … high where the monotone condition holds (it holds at `high`)."""
    while low < high:
        middle = (low + high) // 2
        if rises(middle):
            high = middle
        else:
            low = middle + 1
    return low


def zero_finding_upper(n: int, population: int, level: float = LEVEL) -> int:
    """The largest number of findings on the list that a clean sample of `n` still allows, one-sided."""
    limit = 1 - level + _ROUNDING
    clean = _first_true(lambda k: bool(stats.hypergeom.sf(n - 1, population, k, n) > limit), n, population)
    return population - clean


def size_to_show_below(population: int, share: float, level: float = LEVEL) -> int:
    """The smallest sample that, when it is clean, shows that less than `share` of the list has the finding.

    Args:
        population: cases on the list, at least 1.
        share: strictly between 0 and 1.

    Returns:
        n such that a list with at least `share` findings gives a clean sample with probability at most 1 −
        level.

    Raises:
        UsageError: share outside (0, 1) or an empty list.
    """
    _check(population, share)
    findings = max(1, math.ceil(share * population - 1e-9))
    limit = 1 - level + _ROUNDING
    return _first_true(
        lambda n: bool(stats.hypergeom.pmf(0, population, findings, n) <= limit), 1, population
    )


def size_for_margin(population: int, margin: float, level: float = LEVEL) -> int:
    """The smallest sample whose exact interval is never wider than ± `margin`, whatever is found.

    The half-width is half the distance between the bounds of `hypergeometric_interval`, as a share of the
    list. The width falls with n only by and large, so the answer is the smallest n that meets the margin
    itself.

    Raises:
        UsageError: margin outside (0, 1) or an empty list.
    """
    _check(population, margin)
    width = 2 * margin * population + 1e-9
    low, high = 1, population
    while low < high:  # a first guess; the sawtooth of whole numbers is settled one by one below
        middle = (low + high) // 2
        low, high = (low, middle) if worst_width(middle, population, level) <= width else (middle + 1, high)
    while low > 1 and any(worst_width(n, population, level) <= width for n in range(max(1, low - 5), low)):
        low = next(n for n in range(max(1, low - 5), low) if worst_width(n, population, level) <= width)
    return low


@lru_cache(maxsize=4096)
def worst_width(n: int, population: int, level: float = LEVEL) -> int:
    """The widest exact interval a sample of `n` can give, in cases.

    Widths are symmetric in findings and non-findings and widest near the middle; the whole numbers move the
    maximum a few steps. When few cases are left undrawn the widths are nearly flat, and all are looked at.
    """
    middle = n // 2
    reach = _STEPS if population - n > 50 else middle
    bounds = (
        hypergeometric_interval(x, n, population, level) for x in range(max(0, middle - reach), middle + 1)
    )
    return max(upper - lower for lower, upper in bounds)


def _check(population: int, share: float) -> None:
    if population < 1:
        raise UsageError(say("population_must_be_at_least_1"), remedy=say("write_1_or_more_in_population"))
    if not 0 < share < 1:
        raise UsageError(say("share_must_lie_between_0"), remedy=say("write_share_as_for_example_0"))

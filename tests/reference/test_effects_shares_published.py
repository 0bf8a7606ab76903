"""Intervals for shares against printed tables and R."""

from __future__ import annotations

import pytest

from frirum.core.effects.finite_population import (
    hypergeometric_interval,
    size_for_margin,
    size_to_show_below,
    zero_finding_upper,
)
from frirum.core.effects.score_intervals import mee, miettinen_nurminen
from frirum.core.effects.shares import (
    clopper_pearson,
    estimate_difference,
    fisher_exact,
    newcombe,
    wilson,
    zero_finding_limit,
)

# Newcombe (1998), Statistics in Medicine 17, 857-872, table I: methods 5 (Clopper-Pearson) and 3 (score).
ONE_SHARE = [
    # events, n, exact lower, exact upper, score lower, score upper
    (81, 263, 0.2527, 0.3676, 0.2553, 0.3662),
    (15, 148, 0.0578, 0.1617, 0.0624, 0.1605),
    (0, 20, 0.0000, 0.1684, 0.0000, 0.1611),
    (1, 29, 0.0009, 0.1776, 0.0061, 0.1718),
]

# Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10 (hybrid score), examples (a)-(h).
DIFFERENCE = [
    (56, 70, 48, 80, 0.0524, 0.3339),
    (9, 10, 3, 10, 0.1705, 0.8090),
    (6, 7, 2, 7, 0.0582, 0.8062),
    (5, 56, 0, 29, -0.0381, 0.1926),
    (0, 10, 0, 20, -0.1611, 0.2775),
    (0, 10, 0, 10, -0.2775, 0.2775),
    (10, 10, 0, 20, 0.6791, 1.0000),
    (10, 10, 0, 10, 0.6075, 1.0000),
]

# The same table, methods 6 (Miettinen-Nurminen) and 5 (Mee): the score intervals.
SCORE = [
    (56, 70, 48, 80, 0.0528, 0.3382, 0.0533, 0.3377),
    (9, 10, 3, 10, 0.1700, 0.8406, 0.1821, 0.8370),
    (6, 7, 2, 7, 0.0342, 0.8534, 0.0544, 0.8478),
    (5, 56, 0, 29, -0.0326, 0.1933, -0.0313, 0.1926),
    (0, 10, 0, 20, -0.1658, 0.2844, -0.1611, 0.2775),
    (0, 10, 0, 10, -0.2879, 0.2879, -0.2775, 0.2775),
    (10, 10, 0, 20, 0.7156, 1.0000, 0.7225, 1.0000),
    (10, 10, 0, 10, 0.6636, 1.0000, 0.6777, 1.0000),
]


@pytest.mark.parametrize("events, n, low_exact, high_exact, low_score, high_score", ONE_SHARE)
def test_one_share_gives_the_printed_bounds(events, n, low_exact, high_exact, low_score, high_score):
    assert [round(bound, 4) for bound in clopper_pearson(events, n)] == [low_exact, high_exact]
    assert [round(bound, 4) for bound in wilson(events, n)] == [low_score, high_score]


@pytest.mark.parametrize("a, m, b, n, low, high", DIFFERENCE)
def test_difference_gives_the_printed_bounds(a, m, b, n, low, high):
    assert [round(bound, 4) for bound in newcombe(a, m, b, n)] == [low, high]


@pytest.mark.parametrize("a, m, b, n, low, high, low_mee, high_mee", SCORE)
def test_score_intervals_give_the_printed_bounds(a, m, b, n, low, high, low_mee, high_mee):
    assert [round(bound, 4) for bound in miettinen_nurminen(a, m, b, n)] == [low, high]
    assert [round(bound, 4) for bound in mee(a, m, b, n)] == [low_mee, high_mee]


def test_paid_to_fetch_the_result_of_a_test():
    """Thornton (2008), as told by Cunningham: .45 more fetch it when paid; 1,745 of 2,211 and 211 of 623 are the only
    counts of 2,834 people that give the printed shares."""
    row = estimate_difference(1_745, 2_211, 211, 623).row(inference="newcombe")
    assert round(row.point, 5) == 0.45055


def test_fishers_tea_tasting():
    """Fisher (1935): three of four cups right; R documents p = 0.4857 two-sided."""
    assert round(fisher_exact(3, 4, 1, 4), 4) == 0.4857


def test_convictions_of_twins():
    """Fisher (1962, 1970), as in R's fisher.test: dizygotic 2 of 17, monozygotic 10 of 13, p = 0.0005367."""
    assert round(fisher_exact(2, 17, 10, 13), 7) == 0.0005367


def test_seven_of_seven_and_none_of_seven():
    """(0.025)^(1/7) = 0.590: seven of seven show at least 59 %, none of seven still allows 41 %."""
    assert round(clopper_pearson(7, 7)[0], 4) == 0.5904
    assert round(clopper_pearson(0, 7)[1], 4) == 0.4096


@pytest.mark.parametrize("n, percent", [(14, 19), (30, 10), (60, 5), (150, 2)])
def test_a_clean_sample_still_allows(n, percent):
    assert round(100 * zero_finding_limit(n)) == percent


@pytest.mark.parametrize("population, n", [(20, 16), (60, 23), (120, 26), (400, 28)])
def test_clean_sample_that_shows_below_ten_per_cent(population, n):
    assert size_to_show_below(population, 0.10) == n
    assert zero_finding_upper(n, population) < 0.10 * population <= zero_finding_upper(n - 1, population)


@pytest.mark.parametrize("population, n", [(15, 12), (40, 28), (100, 48), (300, 76)])
def test_sample_for_ten_points(population, n):
    """Exact; the normal formula n0 / (1 + (n0 − 1) / N) with n0 = 96.04 gives 13, 28, 49, 73 (Cochran 1977, 4.4)."""
    assert size_for_margin(population, 0.10) == n


def test_three_of_ten_from_forty():
    assert hypergeometric_interval(3, 10, 40) == (4, 24)

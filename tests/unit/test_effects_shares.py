"""Shares, differences and finite lists: properties every count must have, and what is refused."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frirum.core.effects.finite_population import hypergeometric_interval, size_for_margin, worst_width
from frirum.core.effects.shares import (
    clopper_pearson,
    estimate_difference,
    estimate_share,
    fisher_exact,
    newcombe,
)
from frirum.core.errors import UsageError


def _tail(population: int, findings: int, n: int, least: int) -> Fraction:
    """P(at least `least` findings in the sample), in whole numbers."""
    ways = sum(comb(findings, x) * comb(population - findings, n - x) for x in range(least, n + 1))
    return Fraction(ways, comb(population, n))


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_hypergeometric_interval_is_the_set_of_lists_a_test_keeps(data):
    population = data.draw(st.integers(1, 60))
    n = data.draw(st.integers(1, population))
    events = data.draw(st.integers(0, n))
    kept = [
        k
        for k in range(events, population - n + events + 1)
        if _tail(population, k, n, events) > Fraction(1, 40)
        and 1 - _tail(population, k, n, events + 1) > Fraction(1, 40)
    ]
    assert hypergeometric_interval(events, n, population) == (kept[0], kept[-1])


@given(st.integers(1, 400), st.data())
@settings(max_examples=100, deadline=None)
def test_clopper_pearson_bounds_put_a_fortieth_in_each_tail(n, data):
    events = data.draw(st.integers(0, n))
    lower, upper = clopper_pearson(events, n)
    above = sum(comb(n, x) * lower**x * (1 - lower) ** (n - x) for x in range(events, n + 1))
    below = sum(comb(n, x) * upper**x * (1 - upper) ** (n - x) for x in range(events + 1))
    assert events == 0 or above == pytest.approx(0.025, rel=1e-8)
    assert events == n or below == pytest.approx(0.025, rel=1e-8)


@given(st.integers(1, 60), st.integers(1, 60), st.data())
@settings(max_examples=100, deadline=None)
def test_swapping_the_groups_turns_the_difference_round(n1, n2, data):
    a, b = data.draw(st.integers(0, n1)), data.draw(st.integers(0, n2))
    lower, upper = newcombe(a, n1, b, n2)
    assert newcombe(b, n2, a, n1) == pytest.approx((-upper, -lower), abs=1e-12)
    assert fisher_exact(a, n1, b, n2) == pytest.approx(fisher_exact(b, n2, a, n1), rel=1e-9)


def test_a_census_has_no_uncertainty():
    assert hypergeometric_interval(3, 10, 10) == (3, 3)


@pytest.mark.parametrize("population", [7, 23, 61])
def test_no_smaller_sample_meets_the_margin(population):
    n = size_for_margin(population, 0.1)
    limit = 0.2 * population + 1e-9
    assert worst_width(n, population) <= limit
    assert all(worst_width(smaller, population) > limit for smaller in range(1, n))


def test_rows_and_headline_of_a_share():
    result = estimate_share(3, 10, 40)
    assert [row.inference for row in result.estimates] == ["clopper-pearson", "wilson", "hypergeometric"]
    assert result.headline is not None
    assert (result.headline.lower, result.headline.upper) == (0.1, 0.6)
    assert estimate_share(3, 10).headline == estimate_share(3, 10).row(inference="clopper-pearson")


def test_no_findings_says_what_is_still_possible():
    (check,) = estimate_share(0, 14).checks
    assert check.name == "zero_findings"
    assert "19,3 pct." in check.text


def test_equal_shares_differ_by_exactly_nothing():
    row = estimate_difference(1, 3, 2, 6).headline
    assert row is not None
    assert row.point == 0.0


@pytest.mark.parametrize("counts", [(0, 0, 1, 5), (1, 5, 0, 0)])
def test_an_empty_group_is_refused_as_a_value(counts):
    result = estimate_difference(*counts)
    assert result.estimates == ()
    assert result.refused is not None
    assert result.refused.code == "empty_group"


@pytest.mark.parametrize("events, n, population", [(-1, 5, None), (6, 5, None), (1, 5, 4)])
def test_impossible_counts_are_wrong_usage(events, n, population):
    with pytest.raises(UsageError):
        estimate_share(events, n, population)


def test_no_cases_is_refused_as_a_value():
    assert estimate_share(0, 0).refused is not None

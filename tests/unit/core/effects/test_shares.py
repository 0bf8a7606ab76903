"""Shares, differences and finite lists: properties every count must have, and what is refused."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from frirum.core.effects.finite_population import hypergeometric_interval, size_for_margin, worst_width
from frirum.core.effects.shares import (
    clopper_pearson,
    estimate_difference,
    estimate_share,
    fisher_exact,
    newcombe,
)
from frirum.core.effects.strata import estimate_mean, summarise
from frirum.core.effects.strata_exact import keeps, stratified_interval
from frirum.core.effects.two_lists import Sample, difference_of_lists
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


@pytest.mark.parametrize(("n1", "all1", "n2", "all2"), [(6, 9, 7, 12), (12, 20, 9, 11), (10, 10, 8, 20)])
def test_two_finite_lists_are_covered_whatever_is_on_them(n1, all1, n2, all2):
    """Every pair of true numbers, every pair of samples; nought lies outside exactly where p is at most 5 %."""
    first, second = np.arange(n1 + 1), np.arange(n2 + 1)
    bounds = np.array(
        [
            [difference_of_lists(Sample(int(a), n1, all1), Sample(int(b), n2, all2)) for b in second]
            for a in first
        ]
    )
    lower, upper, p = bounds[..., 0], bounds[..., 1], bounds[..., 2]
    assert ((p <= 0.05) == ((lower > 1e-12) | (upper < -1e-12))).all()
    for k1, k2 in itertools.product(range(all1 + 1), range(all2 + 1)):
        chance = np.outer(stats.hypergeom.pmf(first, all1, k1, n1), stats.hypergeom.pmf(second, all2, k2, n2))
        true = k1 / all1 - k2 / all2
        assert chance[(lower - 1e-9 <= true) & (true <= upper + 1e-9)].sum() >= 0.95


def test_two_lists_turned_round_and_read_whole():
    one, other = Sample(7, 20, 30), Sample(13, 25, 60)
    lower, upper, p = difference_of_lists(one, other)
    assert difference_of_lists(other, one) == pytest.approx((-upper, -lower, p), abs=1e-12)
    lower, upper, _p = difference_of_lists(Sample(7, 20, 20), Sample(13, 25, 25))
    assert (lower, upper) == pytest.approx((7 / 20 - 13 / 25,) * 2)


def test_two_lists_come_first_where_a_third_was_read():
    """A tenth of two lists gains nothing by their end; most of them nearly halve the interval."""
    few = estimate_difference(12, 30, 6, 30, population1=300, population2=300)
    most = estimate_difference(12, 30, 6, 30, population1=60, population2=40)
    rows = [next(row for row in one.estimates if row.inference == "hypergeometric") for one in (few, most)]
    assert (few.headline.inference, most.headline) == ("newcombe", rows[1])
    plain = few.headline.upper - few.headline.lower
    assert rows[1].upper - rows[1].lower < 0.75 * plain < rows[0].upper - rows[0].lower
    assert "30 af 60" in rows[1].notes[0]
    for wrong in ({"population1": 40}, {"population1": 20, "population2": 40}):
        with pytest.raises(UsageError):
            estimate_difference(12, 30, 6, 30, **wrong)


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


def _every_spread(events, n, population):
    """The bounds by going through every list that there could be."""
    outcomes = list(itertools.product(*[range(k + 1) for k in n]))
    weight = [size / k for size, k in zip(population, n, strict=True)]
    seen = sum(w * x for w, x in zip(weight, events, strict=True))
    kept = {"low": set(), "high": set()}
    for lists in itertools.product(*[range(size + 1) for size in population]):
        chance = [
            math.prod(
                stats.hypergeom.pmf(x, s, m, k) for x, s, m, k in zip(o, population, lists, n, strict=True)
            )
            for o in outcomes
        ]
        total = [sum(w * x for w, x in zip(weight, o, strict=True)) for o in outcomes]
        for side, far in (
            ("high", [t <= seen + 1e-9 for t in total]),
            ("low", [t >= seen - 1e-9 for t in total]),
        ):
            if sum(c for c, out in zip(chance, far, strict=True) if out) > 0.025 + 1e-12:
                kept[side].add(sum(lists))
    seen_alone = sum(events)  # no list has fewer, nor more than what was seen and what was not looked at
    most = seen_alone + sum(population) - sum(n)
    return max(seen_alone, min(kept["low"])), min(most, max(kept["high"]))


@pytest.mark.parametrize(
    "events, n, population",
    [
        ((0, 1), (3, 4), (8, 6)),
        ((1, 0), (3, 3), (9, 7)),
        ((0, 0), (3, 4), (12, 6)),
        ((0, 1, 0), (2, 1, 2), (4, 4, 3)),
    ],
)
def test_the_worst_of_all_lists_is_found(events, n, population):
    assert stratified_interval(events, n, population) == _every_spread(events, n, population)


@pytest.mark.parametrize("rate", [0.02, 0.05, 0.08])
def test_stratified_audits_cover_where_errors_are_few(rate):
    """11 lists of 20-200 cases, 10 drawn from each; t intervals covered 68.5, 81 and 88 % here."""
    rng = np.random.default_rng(13)
    population = rng.integers(20, 200, 11)
    lists = np.round(rate * population).astype(int)
    covered = 0
    for _audit in range(200):
        found = rng.hypergeometric(lists, population - lists, 10)
        covered += keeps(found.tolist(), [10] * 11, population.tolist(), int(lists.sum()))
    assert covered >= 188


def test_a_clean_audit_is_no_proof_of_a_clean_list():
    """It printed 0 with an interval from 0 to 0."""
    codes = np.repeat([0, 1], 20)
    result = estimate_mean(summarise(np.zeros(40), codes, ["A", "B"], np.array([200.0, 400.0])))
    assert result.headline is not None
    assert (result.headline.point, result.headline.lower, result.headline.se) == (0.0, 0.0, None)
    assert 0.05 < result.headline.upper < 0.2
    assert all(row.lower < row.upper for row in result.estimates)


def test_a_sample_without_variation_has_no_interval_and_no_headline():
    result = estimate_mean(summarise(np.full(9, 5.0), np.zeros(9, dtype=int), ["A"], np.array([90.0])))
    assert result.headline is None
    assert result.refused is not None
    assert result.refused.code == "no_uncertainty"

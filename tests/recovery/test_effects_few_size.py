"""Planted truth for few treated of 98: how often a true null is rejected, and how often the interval holds.

The design is 98 municipalities with log-normal sizes. Numbers are normal, with one variance, or with variance
0.3 + 0.7 / size; treated are random, the largest or the smallest. Every figure has its Monte Carlo error, and a
limit is broken only when the figure is beyond it by three of them. The full tables stand in
docs/methods/validation.md, written by `python -m benchmarks.validation`.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from frirum.core.effects.collapse import from_units
from frirum.core.effects.power import UnitDesign, normal_numbers, p_values, simulate_power
from frirum.core.effects.randomisation import list_assignments, randomisation_test
from frirum.core.effects.size_scaled import size_scaled_test

N = 98
SIZES = np.random.default_rng(98).lognormal(0.0, 0.8, N)
SIZES /= SIZES.mean()
UNEQUAL = np.sqrt(0.3 + 0.7 / SIZES)
TREATED = (1, 2, 3, 5, 11)


def _design(k: int, which: str, *, sized: bool) -> UnitDesign:
    order = {"random": np.arange(N), "largest": np.argsort(-SIZES), "smallest": np.argsort(SIZES)}[which]
    treated = np.zeros(N, dtype=bool)
    treated[order[:k]] = True
    return UnitDesign(treated, SIZES if sized else None)


def _size_within(design: UnitDesign, deviation, replications: int, low: float, high: float) -> None:
    found = simulate_power(design, normal_numbers(deviation), 0.0, replications=replications, seed=7)
    slack = 3 * math.sqrt(0.05 * 0.95 / replications)
    assert low - slack <= found.power <= high + slack, found


@pytest.mark.parametrize("sized", [False, True])
@pytest.mark.parametrize("k", TREATED)
def test_equal_variances(k, sized):
    _size_within(_design(k, "random", sized=sized), np.ones(N), 1_000, 0.035, 0.065)


@pytest.mark.parametrize("which", ["largest", "smallest", "random"])
@pytest.mark.parametrize("k", TREATED)
def test_unequal_variances_with_known_sizes(k, which):
    _size_within(_design(k, which, sized=True), UNEQUAL, 1_000, 0.0, 0.09)


@pytest.mark.long
@pytest.mark.parametrize("sized", [False, True])
@pytest.mark.parametrize("k", TREATED)
def test_equal_variances_in_full(k, sized):
    _size_within(_design(k, "random", sized=sized), np.ones(N), 10_000, 0.035, 0.065)


@pytest.mark.long
@pytest.mark.parametrize("which", ["largest", "smallest", "random"])
@pytest.mark.parametrize("k", TREATED)
def test_unequal_variances_with_known_sizes_in_full(k, which):
    _size_within(_design(k, which, sized=True), UNEQUAL, 10_000, 0.0, 0.09)


@pytest.mark.parametrize("n, k", [(11, 2), (11, 3), (11, 5)])
def test_eleven_municipalities_reject_at_most_one_true_null_in_twenty(n, k):
    found = simulate_power(
        UnitDesign(np.arange(n) < k), normal_numbers(np.ones(n)), 0.0, replications=4_000, seed=3
    )
    assert found.power <= 0.057 + 3 * found.error


def test_plain_permutation_fails_where_sizes_matter():
    """What the size-scaled test repairs: three smallest treated, permutation rejects a third of true nulls."""
    design = _design(3, "smallest", sized=False)
    values = normal_numbers(UNEQUAL)(np.random.default_rng(5), 500)
    assert (p_values(values, design, "randomisation") <= 0.05).mean() > 0.15


@pytest.mark.parametrize("k", [1, 2, 5])
def test_the_interval_holds_a_planted_effect(k):
    """Coverage 93.5-96.5 % and no bias, difference 1.7 planted."""
    rng, held, points = np.random.default_rng(11), [], []
    treated = np.arange(N) < k
    assignments = list_assignments(treated.astype(np.int64), limit=5_000, draws=999)
    for _replication in range(600):
        units = from_units(rng.normal(size=N) + 1.7 * treated, list(range(N)), treated)
        test = randomisation_test(units, assignments)
        held.append(test.lower is not None and test.upper is not None and test.lower <= 1.7 <= test.upper)
        points.append(test.point)
    slack = 3 * math.sqrt(0.05 * 0.95 / 600)
    assert 0.935 - slack <= np.mean(held) <= 0.965 + slack
    assert abs(np.mean(points) - 1.7) <= 3 * np.std(points) / math.sqrt(600)


def test_the_size_scaled_interval_holds_a_planted_effect():
    rng, held = np.random.default_rng(12), []
    treated = np.isin(np.arange(N), np.argsort(-SIZES)[:2])
    for _replication in range(80):
        units = from_units(rng.normal(size=N) * UNEQUAL + 1.7 * treated, list(range(N)), treated)
        found = size_scaled_test(units, SIZES, draws=499)
        assert found is not None
        test = found[0]
        held.append(test.lower is not None and test.upper is not None and test.lower <= 1.7 <= test.upper)
    assert np.mean(held) >= 0.93 - 3 * math.sqrt(0.05 * 0.95 / 80)

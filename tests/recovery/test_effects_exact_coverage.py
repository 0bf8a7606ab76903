"""Coverage and false alarms computed exactly, over every outcome; nothing is simulated here."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from frirum.core.effects.finite_population import hypergeometric_interval
from frirum.core.effects.monitor import log_e_value
from frirum.core.effects.shares import clopper_pearson, newcombe, wilson

TRUTHS = np.linspace(0.01, 0.99, 99)


@pytest.mark.parametrize("n", [5, 7, 15, 40])
def test_clopper_pearson_never_covers_less_than_it_says(n):
    bounds = np.array([clopper_pearson(x, n) for x in range(n + 1)])
    for truth in TRUTHS:
        held = (bounds[:, 0] <= truth) & (truth <= bounds[:, 1])
        assert stats.binom.pmf(np.arange(n + 1), n, truth)[held].sum() >= 0.95


@pytest.mark.parametrize("n", [7, 15, 40])
def test_wilson_covers_what_it_says_on_average(n):
    bounds = np.array([wilson(x, n) for x in range(n + 1)])
    coverage = [
        stats.binom.pmf(np.arange(n + 1), n, p)[(bounds[:, 0] <= p) & (p <= bounds[:, 1])].sum()
        for p in TRUTHS
    ]
    assert 0.935 <= np.mean(coverage) <= 0.965


@pytest.mark.parametrize("population, n", [(20, 5), (40, 10), (60, 15)])
def test_finite_population_interval_never_covers_less_than_it_says(population, n):
    """Where Wald with finite-population correction falls to a quarter."""
    bounds = [hypergeometric_interval(x, n, population) for x in range(n + 1)]
    for findings in range(population + 1):
        chance = stats.hypergeom.pmf(np.arange(n + 1), population, findings, n)
        held = np.array([low <= findings <= high for low, high in bounds])
        assert chance[held].sum() >= 0.95


@pytest.mark.parametrize("n1, n2", [(15, 15), (30, 60)])
def test_newcombe_covers_what_it_says_on_average(n1, n2):
    bounds = np.array([[newcombe(a, n1, b, n2) for b in range(n2 + 1)] for a in range(n1 + 1)])
    grid, coverage = np.linspace(0.05, 0.95, 10), []
    for p in grid:
        for q in grid:
            chance = np.outer(
                stats.binom.pmf(np.arange(n1 + 1), n1, p), stats.binom.pmf(np.arange(n2 + 1), n2, q)
            )
            held = (bounds[..., 0] <= p - q) & (p - q <= bounds[..., 1])
            coverage.append(chance[held].sum())
    assert 0.935 <= np.mean(coverage) <= 0.97


def ever_alarm(baseline: float, truth: float, per_look: int, looks: int, alarm: float = 20.0) -> float:
    """The exact probability that the monitor rings at any of the looks."""
    step = stats.binom.pmf(np.arange(per_look + 1), per_look, truth)
    quiet, rung = np.array([1.0]), 0.0
    for look in range(1, looks + 1):
        quiet = np.convolve(quiet, step)
        n = look * per_look
        rings = np.array([log_e_value(x, n, baseline) >= math.log(alarm) for x in range(n + 1)])
        rung += quiet[rings].sum()
        quiet = np.where(rings, 0.0, quiet)
    return float(rung)


@pytest.mark.parametrize("baseline, per_look", [(0.1, 40), (0.1, 5), (0.02, 40), (0.3, 10), (0.5, 20)])
def test_false_alarms_over_twenty_four_looks(baseline, per_look):
    assert ever_alarm(baseline, baseline, per_look, 24) <= 0.05
    assert ever_alarm(baseline, 0.8 * baseline, per_look, 24) <= 0.05


def test_repeated_exact_tests_would_ring_three_times_as_often():
    """What the monitor replaces: a one-sided exact test at 5 % at each of 24 looks."""
    step = stats.binom.pmf(np.arange(41), 40, 0.1)
    quiet, rung = np.array([1.0]), 0.0
    for look in range(1, 25):
        quiet = np.convolve(quiet, step)
        rings = stats.binom.sf(np.arange(-1, 40 * look), 40 * look, 0.1) <= 0.05
        rung += quiet[rings].sum()
        quiet = np.where(rings, 0.0, quiet)
    assert rung > 0.14


def test_real_harm_is_found():
    """0.10 → 0.15 with 40 cases a month over two years."""
    assert ever_alarm(0.1, 0.15, 40, 24) >= 0.85

"""The harm monitor: its integral, its limits, and that it may be read at any time."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import integrate

from frirum.core.effects import two_by_two
from frirum.core.effects.monitor import (
    Clusters,
    average_log_e_value,
    confidence_sequence,
    estimate_monitor,
    log_e_value,
    log_e_value_of,
)
from frirum.core.errors import UsageError


@pytest.mark.parametrize("events, n, baseline", [(5, 20, 0.1), (0, 30, 0.1), (30, 30, 0.5), (40, 200, 0.1)])
def test_the_e_value_is_the_mean_likelihood_ratio(events, n, baseline):
    def ratio(p):
        return (p / baseline) ** events * ((1 - p) / (1 - baseline)) ** (n - events) / (1 - baseline)

    peak = min(0.999, max(baseline, events / n))
    integral = integrate.quad(ratio, baseline, peak)[0] + integrate.quad(ratio, peak, 1)[0]
    assert log_e_value(events, n, baseline) == pytest.approx(math.log(integral), abs=1e-9)


def test_no_events_have_a_closed_form():
    """∫ (1 − p)^n dp / (1 − P)^(n + 1) over (P, 1) is 1 / (n + 1), however many cases."""
    for n in (1, 30, 10_000, 1_000_000):
        assert log_e_value(0, n, 0.5) == pytest.approx(-math.log(n + 1), rel=1e-6)


def test_before_the_first_case_there_is_no_evidence():
    assert log_e_value(0, 0, 0.1) == pytest.approx(0.0, abs=1e-12)
    assert confidence_sequence(0, 0) == (0.0, 1.0)
    assert estimate_monitor(0, 0, 0.1).refused is not None


@pytest.mark.parametrize("baseline", [0.05, 0.3])
@pytest.mark.parametrize("n", [1, 5, 17])
def test_the_expected_e_value_is_at_most_one_without_harm(baseline, n):
    """The defining property: summed over all outcomes at the baseline it is exactly 1, below it less."""
    values = [math.exp(log_e_value(x, n, baseline)) for x in range(n + 1)]
    for truth, expected in ((baseline, 1.0), (baseline / 2, None)):
        mean = sum(math.comb(n, x) * truth**x * (1 - truth) ** (n - x) * e for x, e in enumerate(values))
        assert mean <= 1 + 1e-9
        assert expected is None or mean == pytest.approx(expected)


def test_confidence_sequence_ends_where_the_likelihood_ratio_is_twenty():
    lower, upper = confidence_sequence(7, 40)
    for p in (lower, upper):
        ratio = integrate.quad(lambda q, p=p: (q / p) ** 7 * ((1 - q) / (1 - p)) ** 33, 0, 1)[0]
        assert ratio == pytest.approx(20, rel=1e-6)
    assert confidence_sequence(0, 40)[0] == 0.0
    assert confidence_sequence(40, 40)[1] == 1.0


@pytest.mark.parametrize("events, n, rings", [(2, 20, False), (9, 20, True)])
def test_the_alarm(events, n, rings):
    result = estimate_monitor(events, n, 0.1)
    (check,) = [check for check in result.checks if check.name == "alarm"]
    assert check.passed is not rings
    assert (result.row(estimand="log_e_value").point >= math.log(20)) is rings
    assert result.row(estimand="log_e_value").p_value is None


def test_municipalities_are_averaged_not_multiplied():
    assert average_log_e_value([math.log(2), math.log(4)]) == pytest.approx(math.log(3))
    assert average_log_e_value([-5000.0, -5000.0]) == pytest.approx(-5000.0)


@pytest.mark.parametrize("events, n, baseline", [(1, 5, 0.0), (1, 5, 1.0), (6, 5, 0.1), (-1, 5, 0.1)])
def test_impossible_input_is_wrong_usage(events, n, baseline):
    with pytest.raises(UsageError):
        estimate_monitor(events, n, baseline)


def test_evidence_beside_a_comparison_is_the_mean_likelihood_over_the_largest_without():
    grid = (np.arange(1500) + 0.5) / 1500
    first, second = np.meshgrid(grid, grid, indexing="ij")
    likelihood = first**5 * (1 - first) ** 15 * second**10 * (1 - second) ** 90
    pooled = 15 / 120
    expected = likelihood[first > second].mean() / (pooled**15 * (1 - pooled) ** 105)
    assert two_by_two.log_e_value(5, 20, 10, 100) == pytest.approx(math.log(expected), abs=1e-3)
    assert two_by_two.log_e_value(0, 20, 0, 100) < 0
    lower, upper = two_by_two.confidence_sequence(5, 20, 10, 100)
    assert lower < 0.15 < upper


def test_the_expected_e_value_beside_a_comparison_is_at_most_one():
    for p in (0.1, 0.5):
        chance = [math.comb(6, x) * p**x * (1 - p) ** (6 - x) for x in range(7)]
        mean = sum(
            chance[x] * chance[y] * math.exp(two_by_two.log_e_value(x, 6, y, 6))
            for x in range(7)
            for y in range(7)
        )
        assert mean <= 1


def _alarms(effect: float, replications: int = 600) -> float:
    """Share of monitors that ever ring over 24 looks of 20 alike cases (ICC 0.05) at the baseline of 10 %."""
    rng = np.random.default_rng(1)
    rates = rng.beta(0.1 * 19, 0.9 * 19, (replications, 24))
    events = rng.binomial(20, rates).cumsum(axis=1) / effect
    n = 20 * np.arange(1, 25) / effect
    limit = math.log(20)
    return float(
        np.mean(
            [any(log_e_value_of(x, k, 0.1) >= limit for x, k in zip(row, n, strict=True)) for row in events]
        )
    )


def test_alike_cases_ring_too_often_unless_it_is_told():
    assert _alarms(1.0) > 0.05
    assert _alarms(Clusters(0.05, 20).design_effect) <= 0.04


def test_alike_cases_are_asked_about_and_divided():
    plain, told = estimate_monitor(9, 20, 0.1), estimate_monitor(9, 20, 0.1, clusters=Clusters(0.05, 20))
    for result in (plain, told):
        assert [check.passed for check in result.checks if check.name == "independent_cases"] == [None]
    assert told.row(estimand="log_e_value").point < plain.row(estimand="log_e_value").point
    assert told.headline.lower < plain.headline.lower


def test_a_comparison_has_its_own_alarm_and_interval():
    result = estimate_monitor(40, 100, 0.3, comparison=(20, 200))
    assert {check.name: check.passed for check in result.checks}["alarm_comparison"] is False
    assert result.headline.estimand == "difference"
    assert result.headline.lower > 0

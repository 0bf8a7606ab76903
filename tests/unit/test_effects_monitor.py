"""The harm monitor: its integral, its limits, and that it may be read at any time."""

from __future__ import annotations

import math

import pytest
from scipy import integrate

from frirum.core.effects.monitor import (
    average_log_e_value,
    confidence_sequence,
    estimate_monitor,
    log_e_value,
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
    (check,) = result.checks
    assert check.name == "alarm"
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

"""How often the meter's limits hold: computed over every outcome where that can be done, else by drawing histories.

The nominal level is 80 %, the exact limits may hold more often and never less.
"""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from frirum.core.uptake.pace import LEVEL, Pace, changed_pace

FEW, MANY = (0.5, 1.0, 2.0, 3.5, 7.0), (12.0, 20.0, 40.0)
REPLICATIONS = 4_000


def chances(mean: float) -> NDArray[np.float64]:
    """The probability of every count that matters."""
    return stats.poisson.pmf(np.arange(int(mean + 12 * np.sqrt(mean) + 15)), mean)


@pytest.mark.parametrize("ahead", [0.2, 1.0, 3.0])
@pytest.mark.parametrize("expected", [*FEW, *MANY])
def test_what_is_still_to_come_lies_within_its_limits(expected: float, ahead: float) -> None:
    past, future = chances(expected), chances(expected * ahead)
    held = 0.0
    for uses, chance in enumerate(past):
        limits = Pace(uses, 1.0).further(ahead)
        held += chance * future[limits.low : limits.high + 1].sum()
    assert held >= LEVEL


@pytest.mark.parametrize("expected", [*FEW, *MANY])
def test_the_true_pace_lies_within_its_limits(expected: float) -> None:
    rates = [Pace(uses, 2.0).rate() for uses in range(len(chances(expected)))]
    inside = [rate.low <= expected / 2 <= (rate.high or 0) for rate in rates]
    assert chances(expected)[inside].sum() >= LEVEL


@pytest.mark.parametrize("more", [1, 5, 20])
@pytest.mark.parametrize("expected", [1.0, 3.5, 7.0, 20.0])
def test_the_wait_lies_within_its_limits(expected: float, more: int) -> None:
    held = 0.0
    for uses, chance in enumerate(chances(expected)):
        wait = Pace(uses, 1.0).wait(more)
        until = 1.0 if wait.high is None else stats.gamma.cdf(wait.high * expected, more)
        held += chance * (until - stats.gamma.cdf(wait.low * expected, more))
    assert held >= LEVEL


@pytest.mark.parametrize("expected, needed", [(7.0, 30), (4.0, 20), (15.0, 60)])
def test_of_periods_that_bring_enough_few_were_written_off(expected: float, needed: int) -> None:
    """After a quarter of the time: "never" is wrong in at most one case in ten, whatever the pace."""
    ahead, wrong = 3.0, 0.0
    for uses, chance in enumerate(chances(expected)):
        if uses + Pace(uses, 1.0).further(ahead).high < needed:
            wrong += chance * stats.poisson.sf(needed - uses - 1, expected * ahead)
    assert wrong <= (1 - LEVEL) / 2


def _first_answers(
    months: int, needed: int, per_month: float, rng: np.random.Generator
) -> tuple[float, float]:
    """How often a history that brings enough was called "never" at any monthly look, and at any from month six."""
    histories = rng.poisson(per_month, (REPLICATIONS, months)).cumsum(axis=1)
    high = {
        (month, uses): Pace(uses, month).further(months - month).high
        for month, uses in itertools.product(range(1, months), range(int(histories.max()) + 1))
    }
    never = np.array(
        [
            [n + high[month, n] < needed for month, n in enumerate(row[:-1], start=1)]
            for row in histories.tolist()
        ]
    )
    enough = histories[:, -1] >= needed
    return float((never.any(axis=1) & enough).mean()), float((never[:, 5:].any(axis=1) & enough).mean())


@pytest.mark.parametrize("in_all", [20, 25, 40])
def test_even_with_a_look_every_month_few_are_ever_written_off(in_all: int) -> None:
    """24 monthly looks at a pace that brings just enough, or more; Monte Carlo error at most 0.005."""
    ever, from_six = _first_answers(24, 20, in_all / 24, np.random.default_rng(2018))
    assert from_six <= ever <= (1 - LEVEL) / 2 + 0.01


def test_a_pace_that_has_not_changed_is_seldom_called_uneven() -> None:
    for expected in (3.0, 8.0):
        halves = chances(expected)
        called = sum(
            halves[a] * halves[b]
            for a, b in itertools.product(range(len(halves)), repeat=2)
            if changed_pace(a, b, 1.0, 1.0) <= 0.05
        )
        assert called <= 0.05


def test_a_slow_start_is_not_in_the_interval() -> None:
    """What the method page warns of: where the pace doubles after the first half year, the forecast is too low."""
    held = 0.0
    past, future = chances(7.0), chances(14.0 * 3)
    for uses, chance in enumerate(past):
        limits = Pace(uses, 1.0).further(3.0)
        held += chance * future[limits.low : limits.high + 1].sum()
    assert held < 0.5

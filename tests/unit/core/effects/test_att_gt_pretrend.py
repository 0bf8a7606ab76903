"""The joint test before the start, its power, and how time is read."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import chi2, ncx2

from frirum.core.effects.panel import Panel, assemble
from frirum.core.effects.pretrend import joint_test, noncentrality
from frirum.core.effects.pretrend_dealt import dealt_test as by_dealing
from frirum.core.effects.start_labels import Groups
from frirum.core.errors import InputRefused
from frirum.core.files.time_labels import recognise


@pytest.mark.parametrize("df", [1, 2, 5, 20])
def test_noncentrality_gives_the_power_asked_for(df: int) -> None:
    assert 1 - ncx2.cdf(chi2.ppf(0.95, df), df, noncentrality(df)) == pytest.approx(0.8, abs=1e-9)


def test_one_effect_needs_the_textbook_sum_of_quantiles() -> None:
    """Two-sided 5 % test with 80 % power: (1.9600 + 0.8416)², less the other tail's share."""
    assert noncentrality(1) == pytest.approx((1.959964 + 0.841621) ** 2, rel=1e-4)


def test_joint_test_is_the_sum_of_squares_when_effects_are_independent() -> None:
    statistic, df, _inverse = joint_test(np.array([1.0, -2.0]), np.diag([1.0, 4.0]))
    assert (statistic, df) == (pytest.approx(2.0), 2)


def test_a_repeated_effect_counts_once() -> None:
    covariance = np.array([[1.0, 1.0], [1.0, 1.0]])
    statistic, df, _inverse = joint_test(np.array([2.0, 2.0]), covariance)
    assert (statistic, df) == (pytest.approx(4.0), 1)


def test_effects_without_spread_have_no_test() -> None:
    assert joint_test(np.zeros(2), np.zeros((2, 2)))[1] == 0


@pytest.mark.parametrize(
    "periods, start, place",
    [
        (["2016-11", "2016-12", "2017-01"], "2017-01", 2),
        ([2016, 2018, 2020], 2017, 1),
        (["2016-01-01", "2016-02-01", "2016-03-01"], "2016-02-10", 2),
        (["2016-01-04", "2016-01-11", "2016-01-18"], "2016-01-12", 2),
        (["2015-U52", "2015-U53", "2016-U01"], "2016-U01", 2),
        (["2015M11", "2015M12", "2016M01"], "2015M12", 1),
    ],
)
def test_a_start_is_the_first_period_that_it_can_fill(periods: list, start: object, place: int) -> None:
    clock = recognise(periods, column="tid")
    assert int(np.searchsorted(clock.ticks(periods), clock.ticks([start])[0])) == place


@pytest.mark.parametrize(
    "periods", [["januar", "februar"], ["01/02/2016"], ["2016-13", "2016-14"], ["2016-U54"]]
)
def test_time_that_cannot_be_ordered_is_refused(periods: list[str]) -> None:
    with pytest.raises(InputRefused, match="kan ikke læses som tidspunkter"):
        recognise(periods, column="tid")


def _parallel(seed: int, cohorts: dict[int, int], broken: float = 0.0) -> Panel:
    """98 units × 16 periods without an effect but a large one after the start; `broken` from two periods before."""
    rng = np.random.default_rng(seed)
    y = rng.normal(size=(98, 16)) + 2 * rng.normal(size=(98, 1))
    first: list[int | None] = [None] * 98
    for unit, start in enumerate(np.repeat(list(cohorts), list(cohorts.values())).tolist()):
        first[unit] = start + 1
        y[unit, start - 2 :] += broken
        y[unit, start:] += 5
    one = np.ones_like(y)
    return assemble(
        outcome="y", units=range(98), periods=range(1, 17), weight=one, total=y, rows=one.astype(int),
        first_treated=first, time_column="t",
    )  # fmt: skip


def test_parallel_panels_with_few_treated_are_not_called_broken() -> None:
    """Cohorts of 4, 4 and 3 of 98: the joint test called 100 of 100 broken."""
    found = [by_dealing(_parallel(seed, {7: 4, 9: 4, 12: 3}), Groups()) for seed in range(25)]
    assert sum(test is not None and test.p_value < 0.05 for test in found) <= 5


def test_a_break_of_one_deviation_is_found_with_sixty_treated() -> None:
    found = [by_dealing(_parallel(seed, {7: 20, 9: 20, 12: 20}, 1.0), Groups()) for seed in range(10)]
    assert sum(test is not None and test.p_value < 0.05 for test in found) >= 8


def test_there_is_no_test_where_it_could_not_reach_its_level() -> None:
    panel = _parallel(1, {7: 1})
    assert by_dealing(panel.only(np.arange(98) < 12), Groups()) is None

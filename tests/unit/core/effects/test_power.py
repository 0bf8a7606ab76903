"""What a design can show: exact for counts, simulated for units with the evaluation's own test."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from frirum.core.effects.binomial_power import (
    binomial_power,
    critical_values,
    detectable_decrease,
    detectable_increase,
    lower_bound_if_all,
    smallest_p,
    smallest_p_assignments,
    upper_bound_if_none,
    uses_needed,
)
from frirum.core.effects.collapse import from_units
from frirum.core.effects.few import UnitContext, estimate_few
from frirum.core.effects.power import (
    UnitDesign,
    detectable_effect,
    normal_numbers,
    p_values,
    panel_deviation,
    share_numbers,
    simulate_power,
)


@pytest.mark.parametrize("n, percent", [(15, 66.8), (8, 80.1), (7, 88.0), (60, 47.9)])
def test_increase_over_thirty_per_cent_that_n_uses_show(n, percent):
    assert round(100 * detectable_increase(n, 0.30), 1) == percent


@pytest.mark.parametrize("n", [7, 8])
def test_seven_or_eight_uses_can_never_show_a_fall_from_thirty_per_cent(n):
    """0.7^8 = 0.058 is above 0.025: not even no case at all is rejected."""
    assert detectable_decrease(n, 0.30) is None
    assert detectable_decrease(15, 0.30) is not None


@pytest.mark.parametrize("n, percent", [(15, 78.2), (8, 63.1), (7, 59.0)])
def test_bound_when_every_use_succeeds(n, percent):
    assert round(100 * lower_bound_if_all(n), 1) == percent
    assert upper_bound_if_none(n) == pytest.approx(1 - lower_bound_if_all(n))


@pytest.mark.parametrize("n", [4, 9, 33, 120])
@pytest.mark.parametrize("baseline", [0.03, 0.3, 0.5, 0.9])
def test_the_rejection_region_is_the_largest_allowed(n, baseline):
    counts = range(n + 1)
    below = [c for c in counts if stats.binom.cdf(c, n, baseline) <= 0.025]
    above = [c for c in counts if stats.binom.sf(c - 1, n, baseline) <= 0.025]
    found = critical_values(n, baseline)
    assert found.low == (below[-1] if below else None)
    assert found.high == (above[0] if above else None)


@pytest.mark.parametrize("n, baseline", [(15, 0.3), (60, 0.3), (40, 0.6)])
def test_power_at_what_is_detectable_is_eighty_per_cent(n, baseline):
    assert binomial_power(n, baseline, detectable_increase(n, baseline)) == pytest.approx(0.80, abs=1e-6)
    assert binomial_power(n, baseline, detectable_decrease(n, baseline)) == pytest.approx(0.80, abs=1e-6)


@pytest.mark.parametrize(
    "baseline, difference", [(0.3, 0.1), (0.3, -0.1), (0.1, 0.05), (0.05, -0.05), (0.3, 0.7), (0.5, 0.2)]
)
def test_from_here_on_power_never_falls_short(baseline, difference):
    n = uses_needed(baseline, difference)
    beyond = [*range(n, n + 60), *range(n + 60, 3 * n + 300, 7)]
    assert all(binomial_power(m, baseline, baseline + difference) >= 0.80 - 1e-9 for m in beyond)
    assert n == 1 or binomial_power(n - 1, baseline, baseline + difference) < 0.80


def test_no_difference_needs_no_number():
    assert uses_needed(0.3, 0.0) is None
    assert uses_needed(0.3, 0.8) is None


def test_smallest_p():
    assert smallest_p(7, 0.3) == pytest.approx(2 * 0.3**7)
    assert smallest_p(1, 0.5) == 1.0
    assert smallest_p_assignments(98, 2) == pytest.approx(1 / 4753)
    assert smallest_p_assignments(11, 1) == pytest.approx(1 / 11)


@pytest.mark.parametrize("n, k, sized", [(20, 2, False), (20, 2, True), (30, 1, True), (11, 5, False)])
def test_power_uses_the_evaluations_own_test(n, k, sized):
    """Where everything is listed, the simulated p-values are those of an evaluation, replication by replication."""
    rng = np.random.default_rng(4)
    values, size = rng.normal(size=(6, n)), rng.lognormal(size=n)
    treated = np.arange(n) < k
    design = UnitDesign(treated, size if sized else None)
    inference = design.choice().inference
    assert inference is not None
    found = p_values(values, design, inference)
    for row, p in zip(values, found, strict=True):
        result = estimate_few(
            from_units(row, list(range(n)), treated), UnitContext(size=design.size), draws=99
        )
        assert result.headline is not None
        assert result.headline.inference == inference
        assert result.headline.p_value == pytest.approx(p)


def test_block_permutation_in_power_is_that_of_an_evaluation():
    blocks = np.repeat(np.arange(25), [3, 5] * 12 + [4])
    treated = blocks == 0
    values = np.random.default_rng(4).normal(size=(4, blocks.size))
    design = UnitDesign(treated, blocks=blocks)
    found = p_values(values, design, "block-permutation")
    for row, p in zip(values, found, strict=True):
        result = estimate_few(
            from_units(row, list(range(blocks.size)), treated), UnitContext(blocks=blocks), draws=99
        )
        assert result.row(inference="block-permutation").p_value == pytest.approx(p)


def test_a_test_the_design_cannot_use_is_a_fault():
    with pytest.raises(ValueError, match="size-scaled"):
        p_values(np.zeros((1, 4)), UnitDesign(np.array([True, False, False, False])), "size-scaled")


def test_power_of_one_treated_of_eleven_is_none():
    found = simulate_power(UnitDesign(np.arange(11) < 1), normal_numbers(np.ones(11)), 10.0)
    assert (found.power, found.smallest_p) == (0.0, pytest.approx(1 / 11))
    assert detectable_effect(UnitDesign(np.arange(11) < 1), normal_numbers(np.ones(11))) is None


def test_power_grows_with_the_effect_and_is_near_the_t_test():
    """5 of 50, one standard deviation each; an effect of 1.4 has power about 0.82 by the noncentral t."""
    design, draw = UnitDesign(np.arange(50) < 4), normal_numbers(np.ones(50))
    shift = 1.5 / np.sqrt(1 / 4 + 1 / 46)
    theory = stats.nct.sf(stats.t.ppf(0.975, 48), 48, shift)
    found = simulate_power(design, draw, 1.5, replications=1000, seed=2)
    assert found.power == pytest.approx(theory, abs=4 * found.error)
    effect = detectable_effect(design, draw, replications=200, seed=2)
    assert effect == pytest.approx(1.5, abs=0.2)


def test_collapsing_a_panel_keeps_its_distribution():
    assert panel_deviation(1.0, 12, 12) == pytest.approx(np.sqrt(1 / 6))
    rng = np.random.default_rng(8)
    panel = rng.normal(size=(4000, 24)) + rng.normal(0, 0.3, 4000)[:, None] * (np.arange(24) >= 12)
    collapsed = panel[:, 12:].mean(axis=1) - panel[:, :12].mean(axis=1)
    assert collapsed.std() == pytest.approx(panel_deviation(1.0, 12, 12, 0.3), rel=0.04)


def test_shares_are_drawn_with_their_correlation():
    cases = np.full(2000, 50)
    draws = share_numbers(cases, 0.3, icc=0.05)(np.random.default_rng(9), 20)
    expected = 0.3 * 0.7 / 50 * (1 + 49 * 0.05)
    assert draws.mean() == pytest.approx(0.3, abs=0.005)
    assert draws.var() == pytest.approx(expected, rel=0.05)

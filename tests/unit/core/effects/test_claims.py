"""Ranks, tables, shrinkage and durations: every arrangement written out, planted truth, and what has no answer."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from frirum.core.effects.confounding import (
    e_value,
    e_value_of_interval,
    ratio_of_difference,
    robustness_value,
)
from frirum.core.effects.duration_did import duration_did
from frirum.core.effects.gray import gray_test
from frirum.core.effects.mann_whitney import mann_whitney
from frirum.core.effects.mantel_haenszel import mantel_haenszel
from frirum.core.effects.multiplicity import benjamini_hochberg, holm
from frirum.core.effects.risk_sets import Spells
from frirum.core.effects.shrinkage import shrink
from frirum.core.effects.survival_curve import from_counts, kaplan_meier


@given(st.lists(st.integers(1, 4), min_size=2, max_size=9), st.data())
@settings(max_examples=60, deadline=None)
def test_every_deal_of_the_labels_is_counted(values, data):
    m = data.draw(st.integers(1, len(values) - 1))
    y = np.array(values, dtype=float)

    def above(chosen):
        rest = [n for n in range(len(y)) if n not in chosen]
        return sum((y[i] > y[j]) + (y[i] == y[j]) / 2 for i in chosen for j in rest) / (m * len(rest))

    deals = np.array([above(chosen) for chosen in itertools.combinations(range(len(y)), m)])
    found = mann_whitney(y[:m], y[m:])
    assert found.probability == pytest.approx(above(range(m)))
    assert found.p_value == pytest.approx(np.mean(np.abs(deals - 0.5) >= abs(above(range(m)) - 0.5) - 1e-12))


def test_without_ties_it_is_the_known_exact_test():
    rng = np.random.default_rng(2)
    for m, n in ((3, 50), (30, 4), (40, 45)):
        a, b = rng.normal(size=m), rng.normal(size=n) + 0.4
        exact = stats.mannwhitneyu(a, b, method="exact").pvalue
        assert mann_whitney(a, b).p_value == pytest.approx(exact, rel=1e-9)


def test_twice_the_strata_of_one_case_change_nothing_and_margins_of_nothing_have_no_ratio():
    table = np.array([[[8, 2], [3, 7]]])
    alone = np.array([[[1, 0], [0, 0]]])
    assert mantel_haenszel(np.concatenate([table, alone])) == mantel_haenszel(table)
    found = mantel_haenszel(np.array([[[5, 0], [3, 0]]]))
    assert (found.ratio, found.statistic) == (None, None)


def test_false_hits_among_many_true_nulls():
    """51 independent nulls: Holm gives a false hit in 5 % of 2,000 reports; unadjusted 93 %."""
    p = np.random.default_rng(4).random((2000, 51))
    hits = sum(min(holm(row)) <= 0.05 for row in p.tolist())
    assert stats.binomtest(hits, 2000, 0.05).pvalue > 0.001
    assert holm([]) == benjamini_hochberg([]) == []
    with pytest.raises(ValueError, match="between"):
        holm([0.2, 1.2])


def test_units_that_differ_no_more_than_noise_are_drawn_all_the_way():
    found = shrink(np.array([0.1, 0.11, 0.09, 0.1]), np.full(4, 0.2))
    assert found.spread == 0
    assert found.effects == pytest.approx([0.1] * 4)
    assert shrink(np.array([0.1, 0.2]), np.array([0.1, 0.1])) is None


def test_shrunken_effects_lie_nearer_the_truth():
    """Noise of twice the spread: the bounds hold 93 of 100 (docs/methods/funnel.md)."""
    rng = np.random.default_rng(6)
    se = rng.uniform(0.05, 0.4, 30)
    truth = 0.2 + 0.1 * rng.normal(size=(200, 30))
    seen = truth + se * rng.normal(size=(200, 30))
    found = [shrink(row, se) for row in seen]
    gone = np.mean([(one.effects - row) ** 2 for one, row in zip(found, truth, strict=True)])
    assert gone < 0.4 * np.mean((seen - truth) ** 2)
    inside = [
        (one.unit_lower <= row) & (row <= one.unit_upper) for one, row in zip(found, truth, strict=True)
    ]
    assert 0.90 < np.mean(inside) < 0.97


def test_an_effect_that_is_not_there_takes_nothing_to_explain():
    assert e_value(1.0) == e_value_of_interval(0.9, 1.4) == 1.0
    assert e_value(0.5) == e_value(2.0)
    assert ratio_of_difference(0.1, 0.4) == pytest.approx(1.25)
    assert ratio_of_difference(-0.5, 0.4) is None
    assert robustness_value(1.5, 200, level=0.05) == 0.0
    # A confounder that explains exactly the robustness value of both leaves an estimate of nothing.
    t, degrees = 4.0, 300
    rv = robustness_value(t, degrees)
    assert np.sqrt(rv * rv / (1 - rv)) * np.sqrt(degrees) == pytest.approx(t)


def spells(rng, n, hazard, end=36):
    """Months until the benefit ends, with a hazard per month; censored at `end`."""
    time = rng.geometric(hazard, n)
    return Spells(np.full(n, -np.inf), np.minimum(time, end).astype(float), (time <= end).astype(np.int64))


def test_counts_give_the_curve_of_the_people_behind_them():
    rng = np.random.default_rng(1)
    people = spells(rng, 300, 0.08)
    months = np.arange(1.0, 37)
    curve = from_counts(months, people.at_risk(months), people.events_at(months), last=36.0)
    whole = kaplan_meier(people)
    assert np.array_equal(curve.times, whole.times)
    assert np.array_equal(curve.survival, whole.survival)
    assert np.array_equal(curve.se, whole.se, equal_nan=True)
    with pytest.raises(ValueError, match="at risk"):
        from_counts(np.array([1.0]), np.array([3]), np.array([4]), last=1.0)


def test_a_change_that_hits_both_groups_alike_is_no_effect_on_durations():
    """Hazards 0.05 and 0.10; both lose 0.01 in log survival a month. Then the treated lose 0.04 more."""
    rng = np.random.default_rng(3)

    def hazard(rate):
        return 1 - np.exp(-rate)

    def draw(extra):
        one = (spells(rng, 800, hazard(0.05)), spells(rng, 800, hazard(0.06 + extra)))
        return duration_did(one, (spells(rng, 800, hazard(0.10)), spells(rng, 800, hazard(0.11))), 12.0)

    none = [draw(0.0) for _run in range(200)]
    rejected = sum(one.p_value <= 0.05 for one in none)
    assert stats.binomtest(rejected, 200, 0.05).pvalue > 0.001
    assert np.std([one.effect for one in none]) == pytest.approx(np.mean([one.se for one in none]), rel=0.15)
    truth = np.exp(-12 * 0.10) - np.exp(-12 * 0.06)
    planted = [draw(0.04) for _run in range(50)]
    assert np.mean([one.effect for one in planted]) == pytest.approx(truth, abs=0.01)
    # The plain difference of changes in shares would have called the first case an effect.
    naive = (np.exp(-12 * 0.06) - np.exp(-12 * 0.05)) - (np.exp(-12 * 0.11) - np.exp(-12 * 0.10))
    assert abs(naive) > 0.02


def test_beyond_the_data_a_duration_effect_has_no_figure():
    rng = np.random.default_rng(5)
    group = spells(rng, 50, 0.1, end=10)
    assert duration_did((group, group), (group, group), 11.0) is None
    assert duration_did((group, group), (group, group), 10.0).effect == pytest.approx(0)


def test_grays_test_keeps_its_level_and_wants_whole_spells():
    rng = np.random.default_rng(7)
    rejected = 0
    for _run in range(300):
        time, kind = rng.geometric(0.1, 120), rng.choice([1, 2], 120, p=[0.6, 0.4])
        people = Spells(
            np.full(120, -np.inf), np.minimum(time, 15).astype(float), np.where(time <= 15, kind, 0)
        )
        rejected += gray_test(people, rng.permutation(np.arange(120) % 2), 2, 1).p_value <= 0.05
    assert stats.binomtest(rejected, 300, 0.05).pvalue > 0.001
    late = Spells(np.full(120, 2.0), people.exit + 3, people.event)
    with pytest.raises(ValueError, match="beginning"):
        gray_test(late, np.arange(120) % 2, 2, 1)
    assert gray_test(people, np.zeros(120, dtype=np.int64), 1, 1) is None

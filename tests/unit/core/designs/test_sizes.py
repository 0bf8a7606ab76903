"""How many are needed: two groups by brute force, means by drawing, agreement and precision by their definitions."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from frirum.core.designs.diagnosis.diagnosis import diagnose
from frirum.core.designs.diagnosis.engines import KnownLevel
from frirum.core.designs.diagnosis.mean_outcomes import (
    MeanQuestion,
    cases_for_mean,
    diagnose_mean,
    mean_power,
)
from frirum.core.designs.diagnosis.precision import (
    SurveyQuestion,
    answers_for_margin,
    asked_for_group,
    audit_precision,
    exact_half_width,
    survey_precision,
)
from frirum.core.designs.diagnosis.question import DesignQuestion
from frirum.core.designs.diagnosis.raters import agreement, cases_for_agreement
from frirum.core.designs.diagnosis.two_groups import fisher_power, newcombe_no_worse
from frirum.core.designs.diagnosis.two_groups_needed import (
    beside,
    fleiss_cases,
    uses_for_no_worse,
    uses_needed,
)
from frirum.core.effects.finite_population import hypergeometric_interval
from frirum.core.effects.shares import clopper_pearson
from frirum.core.errors import UsageError


def never_again_short(powers):
    """The number after the last one with less than 80 % power; powers of 1, 2, …"""
    return max(n for n, power in enumerate(powers, start=1) if power < 0.80) + 1


@pytest.mark.parametrize(
    "baseline, difference, ratio",
    [
        (0.4, 0.3, 1),
        (0.1, 0.2, 1),
        (0.3, 0.3, 0.5),
        (0.5, 0.35, 0.2),
        (0.05, 0.25, 3),
        (0.9, -0.3, 1),
        (0.5, 0.49, 1),
    ],
)
def test_fishers_number_is_the_one_found_by_trying_all(baseline, difference, ratio):
    found = uses_needed(baseline, difference, ratio)
    tried = [
        fisher_power(n, beside(n, ratio), baseline + difference, baseline) for n in range(1, 2 * found + 20)
    ]
    assert found == never_again_short(tried)


@pytest.mark.parametrize(
    "baseline, ratio, margins",
    [
        (0.9, 1, (0.1,)),
        (0.9, 1, (0.15, -0.15)),
        (0.5, 0.5, (0.3,)),
        (0.8, 1, (-0.15,)),
        (0.7, 2, (0.2, -0.2)),
    ],
)
def test_newcombes_number_is_the_one_found_by_trying_all(baseline, ratio, margins):
    found = uses_for_no_worse(baseline, ratio, *margins)
    tried = [newcombe_no_worse(n, beside(n, ratio), baseline, *margins) for n in range(1, 2 * found + 20)]
    assert found == never_again_short(tried)


def test_a_lucky_number_before_a_fall_is_no_plan():
    """45 points above 20 % with one comparison case for five uses: 80 % is passed at 53 and again for good at 63."""
    powers = {n: fisher_power(n, beside(n, 0.2), 0.65, 0.2) for n in range(50, 70)}
    assert min(n for n, power in powers.items() if power >= 0.80) == 53
    assert uses_needed(0.2, 0.45, 0.2) == 63


def test_large_numbers_follow_the_formula():
    assert uses_needed(0.4, 0.02) == fleiss_cases(0.4, 0.42, 1.0) > 3_000
    assert uses_needed(0.4, 0.0001) is None
    assert uses_needed(0.4, 0.7) is None
    assert uses_needed(0.4, 0.1, 0.0) is None


@pytest.mark.parametrize("margins", [(0.1,), (-0.1,), (0.1, -0.1)])
def test_no_worse_against_a_known_level_by_adding_up(margins):
    """Each margin is rejected in one tail of 2.5 %; what is left over all counts is the power."""
    engine = KnownLevel(150, 0.7)
    counts = np.arange(151)
    shown = np.ones(151, dtype=bool)
    for margin in margins:
        limit = 0.7 - margin
        tail = stats.binom.sf(counts - 1, 150, limit) if margin > 0 else stats.binom.cdf(counts, 150, limit)
        shown &= tail <= 0.025
    assert engine.no_worse(*margins).share == pytest.approx(stats.binom.pmf(counts, 150, 0.7)[shown].sum())
    needed = engine.uses_for_no_worse(*margins)
    assert KnownLevel(needed, 0.7).no_worse(*margins).share >= 0.80
    assert KnownLevel(needed - 1, 0.7).no_worse(*margins).share < 0.80


def test_the_side_that_is_worse_can_be_named():
    lower = diagnose(DesignQuestion(uses=300, baseline=0.9, margin=0.05))
    higher = diagnose(DesignQuestion(uses=300, baseline=0.9, margin=0.05, worse_is_higher=True))
    both = diagnose(DesignQuestion(uses=300, baseline=0.9, margin=0.05, equivalence=True))
    assert higher.power.share > lower.power.share > both.power.share
    assert both.uses_needed > lower.uses_needed > higher.uses_needed
    assert any("til begge sider" in reason for reason in both.reasons)


def test_units_have_a_number_for_no_worse_too():
    question = DesignQuestion(
        uses=200, baseline=0.7, units=12, treated_units=4, icc=0.002, margin=0.15, before=12, months=12
    )
    found = diagnose(question)
    assert found.uses_needed is not None
    enough = DesignQuestion(
        uses=found.uses_needed, baseline=0.7, units=12, treated_units=4, icc=0.002, margin=0.15, before=12, months=12
    )  # fmt: skip
    assert diagnose(enough).power.share == pytest.approx(0.80, abs=0.06)


def test_power_of_a_mean_by_drawing():
    rng = np.random.default_rng(5)
    p = stats.ttest_ind(
        rng.standard_normal((20_000, 15)) + 0.9, rng.standard_normal((20_000, 20)), axis=1
    ).pvalue
    assert mean_power(15, 20, 0.9) == pytest.approx((p <= 0.05).mean(), abs=0.012)
    p = stats.ttest_1samp(rng.standard_normal((20_000, 15)) + 0.6, 0, axis=1).pvalue
    assert mean_power(15, None, 0.6) == pytest.approx((p <= 0.05).mean(), abs=0.012)


@pytest.mark.parametrize(
    "relative, ratio, n", [(0.5, None, 34), (0.5, 1.0, 64), (0.8, 1.0, 26), (0.2, 1.0, 394)]
)
def test_cases_for_a_mean_are_cohens(relative, ratio, n):
    """Cohen (1988), table 2.4.1: 64, 26 and 393-394 a side; 34 against a known mean."""
    assert cases_for_mean(relative, ratio) == n


def test_minutes_that_fifteen_cases_can_show():
    found = diagnose_mean(MeanQuestion(uses=15, deviation=30, smallest_relevant=-20))
    assert found.detectable == pytest.approx(23.3, abs=0.1)
    assert mean_power(15, None, found.detectable / 30) == pytest.approx(0.80)
    assert found.half_width == pytest.approx(stats.t.ppf(0.975, 14) * 30 / math.sqrt(15))
    assert found.uses_needed == cases_for_mean(20 / 30)
    assert diagnose_mean(MeanQuestion(uses=1, deviation=30)).detectable is None


@pytest.mark.parametrize(
    "wrong", [{"uses": -1}, {"deviation": 0}, {"deviation": math.nan}, {"smallest_relevant": 0}]
)
def test_means_that_cannot_be_are_refused(wrong):
    with pytest.raises(UsageError):
        MeanQuestion(**{"uses": 10, "deviation": 30.0, **wrong})


def test_agreement_and_its_kappa():
    found = agreement(15, 15)
    assert found.lower == clopper_pearson(15, 15)[0] == pytest.approx(0.782, abs=0.0005)
    assert (found.adjusted, found.adjusted_lower) == (1.0, pytest.approx(2 * found.lower - 1))
    assert cases_for_agreement() == 48


def test_an_audit_is_as_precise_as_its_worst_interval():
    found = audit_precision(10, 40)
    widths = [np.diff(hypergeometric_interval(x, 10, 40))[0] for x in range(11)]
    assert found.half_width == max(widths) / 40 / 2 == 0.275
    assert audit_precision(40, 40).half_width == 0
    assert audit_precision(28, 400).clean_allows < 0.10
    assert audit_precision(15).half_width == exact_half_width(15)


def test_the_widest_interval_is_that_of_the_middle():
    for n in (1, 2, 7, 40, 181):
        bounds = [clopper_pearson(x, n) for x in range(n + 1)]
        assert exact_half_width(n) == pytest.approx(max(upper - lower for lower, upper in bounds) / 2)


def test_a_hundred_and_four_answers_for_ten_points():
    n = answers_for_margin(0.10)
    assert n == 104
    assert exact_half_width(n) <= 0.10 < exact_half_width(n - 1)


def test_a_survey_loses_to_silence_to_likeness_and_to_small_groups():
    found = survey_precision(SurveyQuestion(asked=40, groups=(20, 12, 8), response=0.6, icc=0.05))
    assert (found.answers, found.effective) == (24, 17)
    assert found.design_effect == pytest.approx(1 + ((400 + 144 + 64) / 40 * 0.6 - 1) * 0.05)
    assert found.non_response == pytest.approx(0.4)
    assert found.chance_shown == pytest.approx(stats.binom.sf(4, 8, 0.6))
    alone = survey_precision(SurveyQuestion(asked=40))
    assert (alone.answers, alone.design_effect, alone.smallest_group) == (40, 1.0, None)


def test_thirteen_must_be_asked_for_five_answers():
    n = asked_for_group(0.6)
    assert n == 13
    assert stats.binom.sf(4, n, 0.6) >= 0.95 > stats.binom.sf(4, n - 1, 0.6)
    assert asked_for_group(1.0) == 5


@pytest.mark.parametrize(
    "make",
    [
        lambda: audit_precision(0, 10),
        lambda: audit_precision(11, 10),
        lambda: SurveyQuestion(asked=0),
        lambda: SurveyQuestion(asked=10, groups=(5, 4)),
        lambda: SurveyQuestion(asked=10, groups=(11, -1)),
        lambda: SurveyQuestion(asked=10, response=0),
        lambda: SurveyQuestion(asked=10, response=1.1),
        lambda: SurveyQuestion(asked=10, response=math.nan),
        lambda: SurveyQuestion(asked=10, icc=1),
        lambda: answers_for_margin(0),
        lambda: asked_for_group(0),
        lambda: agreement(4, 3),
        lambda: agreement(0, 0),
    ],
)
def test_what_cannot_be_asked_is_refused(make):
    with pytest.raises(UsageError):
        make()

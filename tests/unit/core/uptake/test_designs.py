"""The forecast of uses: known moments, the same numbers the same answer, refusals; the diagnosis of a definition."""

from __future__ import annotations

import numpy as np
import pytest

from frirum.core.catalogue import parse_definition, shipped_catalogue, to_toml
from frirum.core.catalogue.plan import Criterion
from frirum.core.designs.diagnosis.forecast import Estimate, forecast_uses
from frirum.core.designs.diagnosis.from_definition import diagnose_experiment
from frirum.core.designs.diagnosis.from_plan import planned_months
from frirum.core.designs.diagnosis.precision import audit_precision
from frirum.core.designs.diagnosis.precision_findings import instrument_precision
from frirum.core.designs.diagnosis.verdict import Verdict
from frirum.core.errors import UsageError

ONE = Estimate.exactly(1)
UPTAKE = """
[[plan.uptake]]
eligible_per_year = { low = 60, likely = 80, high = 120 }
share_rule_bites = { low = 0.2, likely = 0.3, high = 0.5 }
share_used = { low = 0.1, likely = 0.2, high = 0.4 }
not_stated = ["share_consenting", "icc"]
"""


def test_certain_numbers_leave_only_the_poisson_spread():
    found = forecast_uses(
        eligible_per_year=Estimate.exactly(100), share_rule_bites=Estimate.exactly(0.5),
        share_used=Estimate.exactly(0.2), share_consenting=ONE, months=24,
    )  # fmt: skip
    assert found.uses.mean() == pytest.approx(20, abs=0.15)
    assert found.uses.var() == pytest.approx(20, rel=0.05)
    assert found.median == 20
    assert found.years_to(50) == pytest.approx(5)


def test_pert_mean_is_a_sixth_of_low_four_likely_and_high():
    drawn = Estimate(10, 30, 80).draw(np.random.default_rng(1), 200_000)
    assert drawn.mean() == pytest.approx((10 + 4 * 30 + 80) / 6, rel=0.005)
    assert drawn.min() >= 10
    assert drawn.max() <= 80


def test_the_same_numbers_give_the_same_forecast_and_longer_gives_more():
    given = {
        "eligible_per_year": Estimate(60, 80, 120), "share_rule_bites": Estimate(0.2, 0.3, 0.5),
        "share_used": Estimate(0.1, 0.2, 0.4), "share_consenting": ONE,
    }  # fmt: skip
    short, again, long = (forecast_uses(**given, months=months) for months in (24, 24, 48))
    assert np.array_equal(short.uses, again.uses)
    assert short.median < long.median
    assert short.chance_of(1) > short.chance_of(20) > short.chance_of(60)
    assert sum(share for _a, _b, share in long.histogram()) == pytest.approx(1, abs=0.01)
    assert long.interval[0] < long.median < long.interval[1]


def test_what_cannot_be_is_refused():
    with pytest.raises(UsageError):
        Estimate(3, 2, 5)
    with pytest.raises(UsageError):
        Estimate(-1, 2, 5)
    with pytest.raises(UsageError):
        forecast_uses(
            eligible_per_year=ONE, share_rule_bites=Estimate(0.5, 1, 1.5), share_used=ONE,
            share_consenting=ONE, months=12,
        )  # fmt: skip


def test_nobody_used_it_so_it_is_never_reached():
    found = forecast_uses(
        eligible_per_year=Estimate.exactly(0),
        share_rule_bites=ONE,
        share_used=ONE,
        share_consenting=ONE,
        months=12,
    )
    assert found.years_to(20) is None
    assert found.chance_of(1) == 0


def with_plan(changes: dict[str, str], more: str = ""):
    experiment = shipped_catalogue().experiment("foertidspension-opfoelgning")
    text = to_toml(experiment)
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new, 1)
    return parse_definition(text + more)


def test_a_design_without_volume_is_of_unknown_volume_and_says_what_to_state():
    found = diagnose_experiment(shipped_catalogue().experiment("foertidspension-opfoelgning"))
    assert found.diagnosis.verdict is Verdict.UNKNOWN_VOLUME
    assert (found.expected, found.forecast, found.chance) == (None, None, None)
    assert "plan.uptake" in found.missing
    assert found.months == 42.0, "1 July 2018 to 31 December 2021, extensions not counted"


def test_a_stated_uptake_is_forecast_and_diagnosed():
    experiment = with_plan({'"uptake",': ""}, UPTAKE)
    found = diagnose_experiment(experiment)
    assert found.expected_source == "forecast"
    # About 86 × 0.32 × 0.22 a year for three and a half years.
    assert 15 <= found.expected <= 25
    assert any(reason.startswith("Prognosen er") for reason in found.diagnosis.reasons)
    assert found.diagnosis.question.baseline == 0.5
    assert any("regnes med 50 pct." in reason for reason in found.diagnosis.assumptions)
    assert planned_months(experiment) == 42.0


def test_realised_uses_are_never_read_before_the_start():
    """Eight uses are on record; before the start nobody had stated a number."""
    found = diagnose_experiment(shipped_catalogue().experiment("forholdstal-ledighedsydelse"))
    assert found.diagnosis.verdict is Verdict.UNKNOWN_VOLUME
    assert found.expected is None


def asking(experiment, **criterion):
    """The experiment with one research question held to this criterion."""
    plan = experiment.plan
    question = plan.research_questions[0].model_copy(update={"criterion": Criterion(**criterion)})
    return experiment.model_copy(update={"plan": plan.model_copy(update={"research_questions": (question,)})})


@pytest.mark.parametrize(
    "criterion, margins, relevant",
    [
        ({"test": "non_inferiority", "baseline": 0.4, "margin": 0.05}, (0.05,), None),
        (
            {"test": "non_inferiority", "baseline": 0.4, "margin": 0.05, "direction": "decrease"},
            (-0.05,),
            None,
        ),
        ({"test": "equivalence", "baseline": 0.4, "margin": 0.05}, (0.05, -0.05), None),
        (
            {"test": "superiority", "baseline": 0.4, "smallest_relevant": 0.05, "direction": "decrease"},
            (),
            -0.05,
        ),
        ({"test": "superiority", "baseline": 26, "smallest_relevant": 2, "unit": "uger"}, (), None),
    ],
)
def test_the_aim_of_a_definition_reaches_the_question(criterion, margins, relevant):
    """A margin limits the side that is worse; an aim in weeks is no share and is not diagnosed as one."""
    experiment = asking(shipped_catalogue().experiment("forsoeg-2027-frit-valg"), **criterion)
    question = diagnose_experiment(experiment).diagnosis.question
    assert question.margins == margins
    assert question.smallest_relevant == relevant
    assert question.before == 24
    assert question.is_over_time


def test_the_precision_of_every_audit_and_survey_is_in_the_diagnosis():
    found = diagnose_experiment(shipped_catalogue().experiment("mentorregler"))
    assert [one.path for one in found.precision] == ["instrument[1]", "instrument[2]"]
    assert all(one.audit is None and one.survey is None for one in found.precision), "no size is stated"
    assert "29 sager uden fejl" in found.precision[0].text
    assert "104 svar" in found.precision[1].text


def test_a_stated_sample_is_held_against_the_expected_list():
    experiment = shipped_catalogue().experiment("mentorregler")
    sized = [one.model_copy(update={"sample_size": 10}) for one in experiment.instruments]
    two = shipped_catalogue().experiment("revalidering-lae265").participation[:2]
    experiment = experiment.model_copy(update={"instruments": tuple(sized), "participation": two})
    audit, survey = instrument_precision(experiment, 60)
    assert (audit.audit.sample, audit.audit.population) == (20, 60), "ten in each of two municipalities"
    assert audit.audit.half_width == audit_precision(20, 60).half_width
    assert survey.survey.answers == 6
    assert survey.survey.smallest_group == pytest.approx(3.0)
    assert "der regnes med 60 pct." in survey.text
    (whole, _survey) = instrument_precision(experiment, 12)
    assert whole.audit.half_width == 0, "more than the list holds is the whole list"

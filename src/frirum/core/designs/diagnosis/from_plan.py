"""What a definition's plan asks of its design: the forecast, the level, the aim, the units, and what it leaves out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.findings import FigureKind
from frirum.core.catalogue.measure_rules import MeasureRule, Statistic
from frirum.core.catalogue.participation import PeriodKind
from frirum.core.catalogue.plan import (
    Comparison,
    Criterion,
    Direction,
    Plan,
    Range,
    ResearchQuestion,
    Test,
    Uptake,
)
from frirum.core.designs.diagnosis.forecast import Estimate, Forecast, forecast_uses
from frirum.core.designs.diagnosis.question import DesignQuestion
from frirum.core.designs.diagnosis.sentences import say
from frirum.core.designs.diagnosis.verdict import EvidenceStep
from frirum.core.vocabulary.danish import format_number

# What is planned with where the definition is silent; every use is said aloud in the reasons.
PLANNING_BASELINE = 0.5
PLANNING_ICC = 0.02
PLANNING_BEFORE = 24
_DAYS_A_MONTH = 365.25 / 12
_BESIDE = {Comparison.OTHER_MUNICIPALITIES, Comparison.REST_OF_COUNTRY}
_MEASURED = {Comparison.BEFORE_AFTER, Comparison.HISTORICAL_CASES, Comparison.ORDINARY_RULE_CASES}


def planned_months(experiment: Experiment) -> float | None:
    """Months of the first approval: what was known at the start; extensions came later and are not counted."""
    approvals = [p for p in experiment.periods if p.kind is PeriodKind.APPROVAL and p.start and p.end]
    if not approvals:
        return None
    start = min(p.start for p in approvals if p.start)
    end = max(p.end for p in approvals if p.end)
    after = end + dt.timedelta(days=1)
    whole = 12 * (after.year - start.year) + after.month - start.month
    return round(whole + (after.day - start.day) / _DAYS_A_MONTH, 1)


def planned_forecast(uptake: Uptake | None, months: float | None) -> Forecast | None:
    if uptake is None or months is None or uptake.eligible_per_year is None:
        return None
    if uptake.share_rule_bites is None or uptake.share_used is None:
        return None
    return forecast_uses(
        eligible_per_year=_estimate(uptake.eligible_per_year),
        share_rule_bites=_estimate(uptake.share_rule_bites),
        share_used=_estimate(uptake.share_used),
        # Most exemptions need no consent; where they do, the definition says what share gives it.
        share_consenting=_estimate(uptake.share_consenting)
        if uptake.share_consenting
        else Estimate.exactly(1),
        months=months,
    )


def _estimate(given: Range) -> Estimate:
    return Estimate(float(given.low), float(given.likely), float(given.high))


def expected_uses(experiment: Experiment, forecast: Forecast | None) -> tuple[int | None, str | None]:
    """The forecast's median, else a published target for participants, else nothing."""
    if forecast is not None:
        return forecast.median, "forecast"
    targets = [f for f in experiment.figures if f.kind is FigureKind.TARGET and f.value is not None]
    if targets:
        return int(targets[0].value or 0), "target"
    return None, None


def planned_question(
    plan: Plan, uptake: Uptake | None, expected: int | None, months: float | None
) -> DesignQuestion:
    criterion = aim_of(plan)
    baseline = _share(criterion.baseline) if criterion else None
    relevant = _relevant(criterion) if baseline is not None else None
    compares_units = bool(uptake and uptake.units and uptake.treated_units)
    return DesignQuestion(
        uses=expected,
        baseline=baseline,
        # A level that cases are measured for is as uncertain as the result: two groups, not one against a truth.
        comparison=expected if is_level_measured(plan) and not compares_units else None,
        units=uptake.units if uptake else None,
        treated_units=uptake.treated_units if uptake and uptake.units else None,
        icc=_icc(uptake),
        smallest_relevant=relevant,
        margin=_margin(criterion),
        equivalence=criterion is not None and criterion.test is Test.EQUIVALENCE,
        worse_is_higher=criterion is not None and criterion.direction is Direction.DECREASE,
        rises=_rises(criterion),
        months=months,
        before=_before(plan, uptake, months),
    )


def is_level_measured(plan: Plan) -> bool:
    """Whether the level that the result is held against is itself found by measuring cases."""
    compared = {one for question in plan.research_questions for one in question.comparison}
    return bool(compared & _MEASURED) or (not compared and plan.baseline_possible is True)


def _relevant(criterion: Criterion | None) -> float | None:
    """The smallest change that matters, signed; a question of "no worse" asks for its margin and for no change."""
    if criterion is None or not criterion.smallest_relevant or abs(criterion.smallest_relevant) > 1:
        return None
    if criterion.test in (Test.NON_INFERIORITY, Test.EQUIVALENCE) and criterion.margin is not None:
        return None
    size = float(criterion.smallest_relevant)
    return -abs(size) if criterion.direction is Direction.DECREASE else size


def _rises(criterion: Criterion | None) -> bool | None:
    if criterion is None:
        return None
    return {Direction.INCREASE: True, Direction.DECREASE: False}.get(
        criterion.direction or Direction.NO_CHANGE
    )


def _before(plan: Plan, uptake: Uptake | None, months: float | None) -> int | None:
    """Months before the start, where units are to be compared with each other and with the time before."""
    compared = {one for question in plan.research_questions for one in question.comparison}
    units = bool(uptake and uptake.units and uptake.treated_units and uptake.treated_units < uptake.units)
    beside = Comparison.BEFORE_AFTER in compared and bool(compared & _BESIDE)
    return PLANNING_BEFORE if units and beside and months is not None else None


def _icc(uptake: Uptake | None) -> float:
    if uptake is None or not uptake.units:
        return 0.0
    return uptake.icc if uptake.icc is not None else PLANNING_ICC


def assumptions(
    question: DesignQuestion, plan: Plan, uptake: Uptake | None, source: str | None
) -> tuple[str, ...]:
    """What the diagnosis had to assume, in sentences."""
    if question.uses is None:
        return ()
    said = []
    if source == "target":
        said.append(say("number_is_published_target_not_forecast"))
    if question.baseline is None:
        said.append(say("baseline_is_not_stated_50_per"))
    if question.comparison is not None:
        said.append(say("starting_point_is_itself_measured", n=format_number(question.comparison)))
    if question.has_units and (uptake is None or uptake.icc is None):
        said.append(say("how_much_cases_in_same_municipality"))
    if question.before is not None:
        said.append(say("how_long_is_measured_before_start", n=question.before))
    return tuple(said)


_SHARES = (Statistic.SHARE, Statistic.SURVIVAL)


def not_a_share(experiment: Experiment) -> str | None:
    """That the aim's outcome is no share, as its rule says; None where it is one, or no rule says what it is."""
    plan, aim = experiment.plan, aim_of(experiment.plan) if experiment.plan else None
    if plan is None or aim is None:
        return None
    asked = next((one for one in plan.research_questions if one.criterion == aim), None)
    ruled = list(_ruled(asked, experiment, plan)) if asked else []
    if not ruled or any(rule.statistic in _SHARES for _text, rule in ruled):
        return None
    text, rule = ruled[0]
    said = say("outcome_is_measured_in_unit")
    return said.format(outcome=text, unit=rule.unit)


def _ruled(asked: ResearchQuestion, experiment: Experiment, plan: Plan) -> Iterator[tuple[str, MeasureRule]]:
    """What a question's outcomes and measures are called, with their rules."""
    outcomes = [one for one in plan.outcomes if one.id in asked.outcomes]
    yield from ((one.text, one.rule) for one in outcomes if one.rule)
    names = {*asked.measure, *(name for one in outcomes for name in one.measure)}
    yield from ((one.text, one.rule) for one in experiment.all_measures() if one.id in names and one.rule)


def aim_of(plan: Plan) -> Criterion | None:
    """The first criterion about an effect; its baseline and limit are shares."""
    for question in plan.research_questions:
        if question.criterion is not None and question.criterion.test is not Test.DESCRIPTION:
            return question.criterion
    for own in plan.success_criteria:
        if own.baseline is not None and _share(own.baseline) is not None:
            return Criterion(test=Test.SUPERIORITY, direction=own.direction, baseline=own.baseline)
    return None


def _share(value: float | None) -> float | None:
    """A baseline as a share; one in weeks or kroner is no share and is not diagnosed as one."""
    return float(value) if value is not None and 0 <= value <= 1 else None


def _margin(criterion: Criterion | None) -> float | None:
    if criterion is None or criterion.margin is None or not 0 < abs(criterion.margin) <= 1:
        return None
    return abs(float(criterion.margin))


def step_of(plan: Plan, uptake: Uptake | None) -> EvidenceStep:
    """The step that the stated comparisons can reach."""
    compared = {one for question in plan.research_questions for one in question.comparison}
    units = bool(uptake and uptake.units and uptake.treated_units and uptake.treated_units < uptake.units)
    if compared & _BESIDE:
        return (
            EvidenceStep.COMPARISON if units or Comparison.BEFORE_AFTER in compared else EvidenceStep.CONTROLS
        )
    if compared & {Comparison.ORDINARY_RULE_CASES, Comparison.HISTORICAL_CASES}:
        return EvidenceStep.CONTROLS
    if compared & {Comparison.BEFORE_AFTER, Comparison.WAVES} or plan.baseline_possible:
        return EvidenceStep.BEFORE_AFTER
    return EvidenceStep.ACCOUNT


def missing_paths(plan: Plan, uptake: Uptake | None) -> tuple[str, ...]:
    if uptake is None:
        paths = ["plan.uptake"]
    else:
        wanted = {
            "eligible_per_year": uptake.eligible_per_year,
            "share_rule_bites": uptake.share_rule_bites,
            "share_used": uptake.share_used,
        }
        paths = [f"plan.uptake[0].{name}" for name, value in wanted.items() if value is None]
    criterion = aim_of(plan)
    if criterion is None:
        paths.append("plan.research_question")
    else:
        place = "plan.research_question[0].criterion"
        if criterion.baseline is None:
            paths.append(f"{place}.baseline")
        if criterion.smallest_relevant is None and criterion.margin is None:
            paths.append(f"{place}.{'smallest_relevant' if criterion.test is Test.SUPERIORITY else 'margin'}")
    return tuple(paths)

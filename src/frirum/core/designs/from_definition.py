"""The diagnosis of an experiment from its definition: the forecast, the level, the aim, the units."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.findings import FigureKind
from frirum.core.catalogue.participation import PeriodKind
from frirum.core.catalogue.plan import Comparison, Criterion, Direction, Plan, Range, Test, Uptake
from frirum.core.designs.diagnosis import Diagnosis, diagnose
from frirum.core.designs.question import DesignQuestion
from frirum.core.designs.rescue import Advice, Rescue, state_baseline
from frirum.core.designs.uptake import Estimate, Forecast, forecast_uses
from frirum.core.designs.verdict import Step
from frirum.core.language import gettext as _
from frirum.core.vocabulary.danish import format_number, format_share

# What is planned with where the definition is silent; every use is said aloud in the reasons.
PLANNING_BASELINE = 0.5
PLANNING_ICC = 0.02
_DAYS_A_MONTH = 365.25 / 12
_BESIDE = {Comparison.OTHER_MUNICIPALITIES, Comparison.REST_OF_COUNTRY}


@dataclass(frozen=True)
class DesignDiagnosis:
    """The diagnosis of an experiment.

    Attributes:
        diagnosis: of the likely number of uses, else of an unknown one.
        forecast: of the uses, or None where the definition does not state what it takes.
        chance: the probability that the period brings enough uses, or None without forecast or aim.
        expected: the number of uses that the definition states or forecasts (median), or None.
        expected_source: "forecast", "target" (a published target figure) or None.
        months: of the approved period, or None where it is not stated.
        missing: what the definition would have to state, as key paths.
    """

    diagnosis: Diagnosis
    forecast: Forecast | None
    chance: float | None
    expected: int | None
    expected_source: str | None
    months: float | None
    missing: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """The document of `frirum diagnose SLUG --json`."""
        low, high = self.forecast.interval if self.forecast else (None, None)
        return {
            **self.diagnosis.as_dict(),
            "expected_uses": self.expected,
            "expected_from": self.expected_source,
            "uses_low": low,
            "uses_high": high,
            "chance_enough": self.chance,
            "months": self.months,
            "missing": list(self.missing),
        }


def diagnose_experiment(experiment: Experiment) -> DesignDiagnosis:
    """What the design can show, judged by what the definition states and nothing else.

    Realised uses are never read here; `back_test` does that and says so.
    """
    plan = experiment.plan or Plan(not_stated=("purpose",))
    uptake = plan.uptake[0] if plan.uptake else None
    months = planned_months(experiment)
    forecast = _forecast(uptake, months)
    expected, source = _expected(experiment, forecast)
    question = _question(plan, uptake, expected, months)
    assumed = _assumptions(question, plan, uptake, source)
    if expected is not None and question.baseline is None:
        question = replace(question, baseline=PLANNING_BASELINE)
    found = diagnose(question)
    found = replace(
        found,
        highest_step=_step(plan, uptake),
        reasons=assumed + found.reasons + _forecast_reasons(forecast, found),
        advice=_advice(found, plan),
    )
    return DesignDiagnosis(
        diagnosis=found,
        forecast=forecast,
        chance=_chance(forecast, found),
        expected=expected,
        expected_source=source,
        months=months,
        missing=_missing(plan, uptake),
    )


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


def _forecast(uptake: Uptake | None, months: float | None) -> Forecast | None:
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


def _expected(experiment: Experiment, forecast: Forecast | None) -> tuple[int | None, str | None]:
    """The forecast's median, else a published target for participants, else nothing."""
    if forecast is not None:
        return forecast.median, "forecast"
    targets = [f for f in experiment.figures if f.kind is FigureKind.TARGET and f.value is not None]
    if targets:
        return int(targets[0].value or 0), "target"
    return None, None


def _question(
    plan: Plan, uptake: Uptake | None, expected: int | None, months: float | None
) -> DesignQuestion:
    criterion = _aim(plan)
    relevant = criterion.smallest_relevant if criterion else None
    if relevant is not None and criterion is not None and criterion.direction is Direction.DECREASE:
        relevant = -abs(relevant)
    baseline = _share(criterion.baseline) if criterion else None
    return DesignQuestion(
        uses=expected,
        baseline=baseline,
        units=uptake.units if uptake else None,
        treated_units=uptake.treated_units if uptake and uptake.units else None,
        icc=_icc(uptake),
        smallest_relevant=float(relevant)
        if relevant and baseline is not None and abs(relevant) <= 1
        else None,
        margin=_margin(criterion),
        months=months,
    )


def _icc(uptake: Uptake | None) -> float:
    if uptake is None or not uptake.units:
        return 0.0
    return uptake.icc if uptake.icc is not None else PLANNING_ICC


def _assumptions(
    question: DesignQuestion, plan: Plan, uptake: Uptake | None, source: str | None
) -> tuple[str, ...]:
    """What the diagnosis had to assume, in sentences."""
    if question.uses is None:
        return ()
    said = []
    if source == "target":
        said.append(
            _("Antallet er et offentliggjort måltal, ikke en prognose: målgruppens størrelse er ikke oplyst.")
        )
    if question.baseline is None:
        said.append(
            _("Udgangspunktet er ikke oplyst; der regnes med 50 pct., hvor en ændring er sværest at vise.")
        )
    if question.has_units and (uptake is None or uptake.icc is None):
        said.append(
            _(
                "Hvor meget sager i samme kommune ligner hinanden, er ikke oplyst; der regnes med en "
                "korrelation på 0,02."
            )
        )
    return tuple(said)


def _aim(plan: Plan) -> Criterion | None:
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


def _step(plan: Plan, uptake: Uptake | None) -> Step:
    """The step that the stated comparisons can reach."""
    compared = {one for question in plan.research_questions for one in question.comparison}
    units = bool(uptake and uptake.units and uptake.treated_units and uptake.treated_units < uptake.units)
    if compared & _BESIDE:
        return Step.COMPARISON if units or Comparison.BEFORE_AFTER in compared else Step.CONTROLS
    if compared & {Comparison.ORDINARY_RULE_CASES, Comparison.HISTORICAL_CASES}:
        return Step.CONTROLS
    if compared & {Comparison.BEFORE_AFTER, Comparison.WAVES} or plan.baseline_possible:
        return Step.BEFORE_AFTER
    return Step.ACCOUNT


def _chance(forecast: Forecast | None, found: Diagnosis) -> float | None:
    if forecast is None or found.uses_needed is None:
        return None
    return forecast.chance_of(found.uses_needed)


def _forecast_reasons(forecast: Forecast | None, found: Diagnosis) -> tuple[str, ...]:
    if forecast is None:
        return ()
    low, high = forecast.interval
    reasons = [
        _(
            "Prognosen er {median} brug på {months} måneder; i otte af ti tilfælde mellem {low} og {high}."
        ).format(
            median=format_number(forecast.median),
            months=format_number(forecast.months),
            low=format_number(low),
            high=format_number(high),
        )
    ]
    if found.uses_needed is not None:
        reasons.append(
            _("Sandsynligheden for, at der kommer brug nok ({n}), er {chance}.")
            .format(
                n=format_number(found.uses_needed),
                chance=format_share(forecast.chance_of(found.uses_needed), 0),
            )
            .replace("pct..", "pct.")
        )
    return tuple(reasons)


def _advice(found: Diagnosis, plan: Plan) -> tuple[Advice, ...]:
    """The ways out; a level that was only assumed is asked for first."""
    kinds = {one.kind for one in found.advice}
    criterion = _aim(plan)
    if Rescue.STATE_BASELINE in kinds or (criterion and criterion.baseline is not None):
        return found.advice
    return (state_baseline(), *found.advice)


def _missing(plan: Plan, uptake: Uptake | None) -> tuple[str, ...]:
    if uptake is None:
        paths = ["plan.uptake"]
    else:
        wanted = {
            "eligible_per_year": uptake.eligible_per_year,
            "share_rule_bites": uptake.share_rule_bites,
            "share_used": uptake.share_used,
        }
        paths = [f"plan.uptake[0].{name}" for name, value in wanted.items() if value is None]
    criterion = _aim(plan)
    if criterion is None:
        paths.append("plan.research_question")
    else:
        place = "plan.research_question[0].criterion"
        if criterion.baseline is None:
            paths.append(f"{place}.baseline")
        if criterion.smallest_relevant is None and criterion.margin is None:
            paths.append(f"{place}.{'smallest_relevant' if criterion.test is Test.SUPERIORITY else 'margin'}")
    return tuple(paths)

"""The diagnosis of an experiment from its definition."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from frirum.core.catalogue.assumed import as_assumed
from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.history import Status
from frirum.core.catalogue.plan import Plan
from frirum.core.designs.diagnosis import from_plan
from frirum.core.designs.diagnosis.diagnosis import Diagnosis, diagnose
from frirum.core.designs.diagnosis.forecast import Forecast
from frirum.core.designs.diagnosis.precision_findings import InstrumentPrecision, instrument_precision
from frirum.core.designs.diagnosis.sentences import say
from frirum.core.designs.diagnosis.ways_out import Stage, WayKind, WayOut, in_order, state_baseline
from frirum.core.law.watch import running_period
from frirum.core.vocabulary.danish import format_number, format_share

PLANNING_BASELINE = from_plan.PLANNING_BASELINE
PLANNING_ICC = from_plan.PLANNING_ICC


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
        precision: of the design's audits and surveys.
    """

    diagnosis: Diagnosis
    forecast: Forecast | None
    chance: float | None
    expected: int | None
    expected_source: str | None
    months: float | None
    missing: tuple[str, ...]
    precision: tuple[InstrumentPrecision, ...] = ()

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
            "precision": [one.as_dict() for one in self.precision],
        }


def diagnose_assumed(experiment: Experiment, stage: Stage = Stage.BEFORE) -> DesignDiagnosis | None:
    """What the design could show if what is assumed beside it were so; None where nothing is assumed.

    What was assumed is the first thing the diagnosis says.
    """
    assumed = as_assumed(experiment)
    if assumed is None:
        return None
    found = diagnose_experiment(assumed.experiment, stage)
    told = (assumed.told, *found.diagnosis.assumptions)
    return replace(found, diagnosis=replace(found.diagnosis, assumptions=told))


def diagnose_experiment(experiment: Experiment, stage: Stage = Stage.BEFORE) -> DesignDiagnosis:
    """What the design can show, judged by what the definition states and nothing else.

    Realised uses are never read here; `back_test` does that and says so.

    Args:
        stage: how far the experiment has come; the advice is for what is still open then.
    """
    plan = experiment.plan or Plan(not_stated=("purpose",))
    uptake = plan.uptake[0] if plan.uptake else None
    months = from_plan.planned_months(experiment)
    forecast = from_plan.planned_forecast(uptake, months)
    expected, source = from_plan.expected_uses(experiment, forecast)
    question = from_plan.planned_question(plan, uptake, expected, months)
    other = from_plan.not_a_share(experiment)
    assumed = (*([other] if other else []), *from_plan.assumptions(question, plan, uptake, source))
    if expected is not None and question.baseline is None:
        question = replace(question, baseline=PLANNING_BASELINE)
    found = diagnose(question, stage)
    found = replace(
        found,
        highest_step=from_plan.step_of(plan, uptake),
        assumptions=assumed,
        reasons=found.reasons + _forecast_reasons(forecast, found),
        advice=_advice(found, plan, stage),
    )
    return DesignDiagnosis(
        diagnosis=found,
        forecast=forecast,
        chance=_chance(forecast, found),
        expected=expected,
        expected_source=source,
        months=months,
        missing=from_plan.missing_paths(plan, uptake),
        precision=instrument_precision(experiment, expected),
    )


_BEGUN = (Status.RUNNING, Status.EXTENDED)
_OVER = (Status.STOPPED, Status.ENDED, Status.NEVER_STARTED)


def stage_of(experiment: Experiment, on: dt.date) -> Stage:
    """How far the experiment has come on a day, by its dates and by what is written of it."""
    running = running_period(experiment)
    if experiment.status in _OVER or (running.last is not None and running.last < on):
        return Stage.ENDED
    if running.first is not None and running.first > on:
        return Stage.BEFORE
    begun = experiment.status in _BEGUN or running.first is not None
    return Stage.RUNNING if begun else Stage.BEFORE


def _chance(forecast: Forecast | None, found: Diagnosis) -> float | None:
    if forecast is None or found.uses_needed is None:
        return None
    return forecast.chance_of(found.uses_needed)


def _forecast_reasons(forecast: Forecast | None, found: Diagnosis) -> tuple[str, ...]:
    if forecast is None:
        return ()
    low, high = forecast.interval
    reasons = [
        say(
            "forecast_is_median_uses_in_months",
            median=format_number(forecast.median),
            months=format_number(forecast.months),
            low=format_number(low),
            high=format_number(high),
        )
    ]
    if found.uses_needed is not None:
        reasons.append(
            say(
                "probability_of_enough_uses_n",
                n=format_number(found.uses_needed),
                chance=format_share(forecast.chance_of(found.uses_needed), 0),
            ).replace("pct..", "pct.")
        )
    return tuple(reasons)


def _advice(found: Diagnosis, plan: Plan, stage: Stage) -> tuple[WayOut, ...]:
    """The ways out; a level that was only assumed is asked for first."""
    kinds = {one.kind for one in found.advice}
    criterion = from_plan.aim_of(plan)
    if WayKind.STATE_BASELINE in kinds or (criterion and criterion.baseline is not None):
        return found.advice
    return in_order((state_baseline(), *found.advice), stage)

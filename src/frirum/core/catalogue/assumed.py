"""An experiment as a file of assumptions has it: for demonstrations and diagnosis, and never for anything else.

The definition itself is not touched. What is filled in is marked as made up, so that it never stands with what is real.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from frirum.core.catalogue.beside import AssumedPeriod, Assumptions, assumptions, proposed_plans
from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.history import Status
from frirum.core.catalogue.participation import ApprovedPeriod, Participation, PeriodKind
from frirum.core.catalogue.plan import Plan
from frirum.core.catalogue.sentences import say
from frirum.core.errors import UsageError
from frirum.core.language import own_text

_PERIOD = "antaget-periode"
COPY = "antaget-"
"""How the name of a copy that shows an assumed network begins."""


@dataclass(frozen=True)
class AssumedExperiment:
    """An experiment with what is assumed of it filled in.

    Attributes:
        experiment: marked as synthetic; a key that a source states is as the source has it.
        told: what was assumed, in a sentence that says that no source gives it.
    """

    experiment: Experiment
    told: str


def as_assumed(experiment: Experiment) -> AssumedExperiment | None:
    """The experiment with its assumptions, or None where nothing is assumed of it."""
    assumed = assumptions().get(experiment.slug)
    if assumed is None:
        return None
    filled = experiment.model_copy(
        update={
            "synthetic": assumed.synthetic,
            "not_stated": tuple(
                key for key in experiment.not_stated if key not in ("participation", "period", "plan")
            ),
            "participation": experiment.participation or _stays(assumed),
            "periods": _periods(experiment, assumed),
            "plan": _plan(experiment, assumed),
        }
    )
    told = say("assumed_from_no_source_text", text=own_text(assumed))
    return AssumedExperiment(filled, told)


def assumed_or_refused(experiment: Experiment) -> AssumedExperiment:
    """As `as_assumed`.

    Raises:
        UsageError: nothing is assumed of the experiment.
    """
    found = as_assumed(experiment)
    if found is None:
        raise UsageError(
            say("nothing_is_assumed_of_slug", slug=experiment.slug),
            remedy=say("leave_out_assumed_definition_says_who")
            if experiment.participation
            else say("assumptions_are_written_only_of_slugs", slugs=", ".join(sorted(assumptions()))),
        )
    return found


def assumed_copy(experiment: Experiment) -> Experiment | None:
    """An experiment of its own to show what is assumed, or None where nothing is; `antaget-SLUG`.

    What really came of the experiment stays with the experiment: the copy has no number, history, decisions, figures,
    conclusions or examples. Its first words say that it is assumed.
    """
    assumed = as_assumed(experiment)
    if assumed is None:
        return None
    title, english = experiment.short_title, experiment.short_title_en
    plain = {"number": None, "titles": (), "status": Status.ENDED, "examples": ()}
    real = ("events", "decisions", "figures", "conclusions", "remarks", "reporting_periods")
    return assumed.experiment.model_copy(
        update={
            **plain,
            **dict.fromkeys(real, ()),
            "slug": f"{COPY}{experiment.slug}",
            "short_title": say("title_assumed_network", title=title),
            "short_title_en": f"{english} (assumed network)" if english else None,
            "summary": f"{assumed.told} {experiment.summary}",
            "summary_en": None,
            "parts": tuple(
                part.model_copy(update={"examples": (), "status": None}) for part in experiment.parts
            ),
        }
    )


def _stays(assumed: Assumptions) -> tuple[Participation, ...]:
    return tuple(
        Participation.model_validate({"municipality": place.municipality} | _days(place.start, place.end))
        for place in assumed.places
    )


def _periods(experiment: Experiment, assumed: Assumptions) -> tuple[ApprovedPeriod, ...]:
    """The stated periods, where their beginning is; else with the assumed days, or one that holds the assumed stays."""
    if experiment.first_day is not None or not (assumed.places or assumed.period):
        return experiment.periods
    if assumed.period:
        days = assumed.period
        if not experiment.periods:
            return (_period(days.start, days.end),)
        return tuple(_with_days(period, days) for period in experiment.periods)
    ends = [place.end for place in assumed.places]
    last = None if None in ends else max(end for end in ends if end)
    return (_period(min(place.start for place in assumed.places), last),)


def _with_days(period: ApprovedPeriod, assumed: AssumedPeriod) -> ApprovedPeriod:
    """The period with the assumed days in place of those that no source states."""
    filled = {"start": assumed.start} if period.start is None else {}
    if period.end is None and assumed.end is not None:
        filled["end"] = assumed.end
    keys = {"start": "from", "end": "to"}
    silent = tuple(key for key in period.not_stated if key not in {keys[name] for name in filled})
    bounds = {name: None for name in ("not_before", "begun_by") if "start" in filled}
    bounds |= {"not_after": None} if "end" in filled else {}
    return period.model_copy(update={**filled, **bounds, "not_stated": silent})


def _period(first: dt.date, last: dt.date | None) -> ApprovedPeriod:
    named = {"id": _PERIOD, "kind": PeriodKind.APPROVAL}
    return ApprovedPeriod.model_validate(named | _days(first, last))


def _days(first: dt.date, last: dt.date | None) -> dict[str, Any]:
    return {"from": first, "to": last} if last else {"from": first, "not_stated": ["to"]}


def _plan(experiment: Experiment, assumed: Assumptions) -> Plan:
    """The plan with the assumed volume, and the questions of the plan of ours where the sources ask none."""
    plan = experiment.plan or Plan(not_stated=("purpose",))
    own = proposed_plans().get(experiment.slug)
    asked = plan.research_questions or tuple(
        # A question of ours names measures where a source's names an outcome of its plan.
        one.model_copy(update={"not_stated": (*one.not_stated, "outcome")})
        for one in (own.questions if own else ())
    )
    filled = {"uptake": plan.uptake or assumed.uptake, "research_questions": asked}
    silent = tuple(key for key in plan.not_stated if key not in ("uptake", "research_question"))
    return plan.model_copy(update={**filled, "not_stated": silent})

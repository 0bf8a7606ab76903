"""From a definition's reporting period to the content of the ministry's form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from frirum.core.catalogue.base import Statement
from frirum.core.catalogue.day_words import day_said
from frirum.core.catalogue.evaluation_form import FormContent, header_fields
from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.history import Status
from frirum.core.catalogue.labels import label
from frirum.core.catalogue.plan import Plan
from frirum.core.catalogue.promises import sub_question_texts
from frirum.core.catalogue.questions import Scale
from frirum.core.catalogue.reporting import FormAnswer, Header, ReportingPeriod
from frirum.core.catalogue.sentences import say
from frirum.core.catalogue.sources import SourceDocument
from frirum.core.errors import UsageError
from frirum.core.vocabulary.danish import format_date


def reporting_period(experiment: Experiment, period: str | None = None) -> ReportingPeriod:
    """The reporting period with that id; without an id the latest.

    Raises:
        UsageError: the experiment has no such period, or none at all.
    """
    periods = periods_to_report(experiment)
    if period is None and periods:
        return periods[-1]
    for found in periods:
        if found.id == period:
            return found
    known = ", ".join(p.id for p in periods)
    raise UsageError(
        say("slug_has_no_reporting_period_period", slug=experiment.slug, period=period or ""),
        remedy=say("possible_periods_known", known=known) if known else None,
    )


_BEFORE_THE_END = (Status.PLANNED, Status.APPROVED, Status.RUNNING, Status.EXTENDED)


def periods_to_report(experiment: Experiment) -> tuple[ReportingPeriod, ...]:
    """The periods for which the form can be begun: the definition's, else each calendar year of the experiment.

    An experiment that is over is reported on in the periods its sources name, and in no others.
    """
    if experiment.reporting_periods or experiment.status not in _BEFORE_THE_END:
        return experiment.reporting_periods
    starts = [one.start for one in experiment.periods if one.start]
    ends = [one.end for one in experiment.periods if one.end]
    if not starts or not ends:
        return ()
    first, last = min(starts), max(ends)
    return tuple(
        ReportingPeriod.model_validate(
            {
                "id": f"aar-{year}",
                "title": str(year),
                "from": max(first, dt.date(year, 1, 1)),
                "to": min(last, dt.date(year, 12, 31)),
                "header": {"not_stated": Header.must_be_settled},
                "not_stated": ("submitted", "received"),
            }
        )
        for year in range(first.year, last.year + 1)
    )


def form_content(
    experiment: Experiment,
    period: ReportingPeriod,
    documents: Mapping[str, SourceDocument],
    scales: Mapping[str, Scale],
) -> FormContent:
    """The form as the definition has it; what no source gives is absent, so that it prints as missing.

    Args:
        documents: short name -> document, for the list of sources.
        scales: the shared answer scales by id, for what the definition says was to be found out.
    """
    return FormContent(
        period=period.title,
        header=header_texts(period.header),
        answers=answer_texts(period),
        further={answer.question: further for answer in period.answers if (further := _further(answer))},
        preface=period.preface,
        experience_from=period.experience_from,
        submitted=format_date(period.submitted) if period.submitted else None,
        received=format_date(period.received) if period.received else None,
        sources=_sources(experiment, period, documents),
        lines=sub_question_texts(experiment, scales),
    )


def header_texts(header: Header) -> dict[str, str]:
    """Header field -> text, for the fields that are given."""
    found = {name: getattr(header, name) for name in header_fields()}
    return {name: text for name, text in found.items() if text}


def answer_texts(period: ReportingPeriod) -> dict[str, str]:
    """Question key -> text, for the questions that are answered."""
    texts = {answer.question: _answer_text(answer) for answer in period.answers}
    return {key: text for key, text in texts.items() if text}


def words_of_definition(experiment: Experiment, municipality: str) -> dict[str, str]:
    """Header field ("header.title") or question key -> what the definition says under it, in its own words.

    For a period in which nobody has answered yet. What the definition does not say is absent.

    Args:
        municipality: the name of who fills the form in.
    """
    plan, groups = experiment.plan, experiment.target_groups
    rules = [rule.derogation for rule in experiment.provisions if rule.derogation]
    cases = [experiment.condition, *(part.condition for part in experiment.parts)]
    goals = plan.goals if plan else ()
    found = {
        "header.title": [experiment.short_title],
        "header.municipality": [municipality],
        "header.started": [_begun(experiment)],
        "description.what": [experiment.summary, *rules],
        "description.scope": [
            *(group.text for group in groups),
            *(f"{label(one.role)}: {one.duty}" for one in experiment.responsible),
        ],
        "purpose.what": [one.text for one in plan.purpose] if plan else [],
        "purpose.expected": _texts(plan.expected_results or _all_effects(plan)) if plan else [],
        "goals.goals": _texts(goals) or (_texts(plan.success_criteria) if plan else []),
        "goals.part_goals": [part.text for goal in goals for part in goal.part_goals],
        "design.how": _texts((*plan.method, *plan.measurement, *plan.time_line)) if plan else [],
        "design.methods": [one.title for one in experiment.instruments if not one.omitted],
        "law.intentions": _texts(plan.law_compliance) if plan else [],
        "law.conditions": [one.text for one in cases if one is not None and one.text],
    }
    return {key: "\n".join(dict.fromkeys(lines)) for key, lines in found.items() if any(lines)}


def _begun(experiment: Experiment) -> str:
    known = [one for one in experiment.periods if one.start]
    if not known:
        return ""
    first = min(known, key=lambda one: one.start or dt.date.max)
    assert first.start is not None
    return day_said(first.start, inferred="from" in first.inferred)


def _all_effects(plan: Plan) -> tuple[Statement, ...]:
    effects = plan.effects
    return (*effects.short, *effects.medium, *effects.long, *effects.efficiencies) if effects else ()


def _texts(statements: Iterable[Statement]) -> list[str]:
    return [one.text for one in statements]


def _answer_text(answer: FormAnswer) -> str:
    return "\n".join(answer.lines) if answer.lines else answer.text or ""


def _further(answer: FormAnswer) -> str:
    """The places the answer points to, as one sentence; "" where it points to none."""
    places = [reference.as_written for reference in answer.see]
    if not places:
        return ""
    *first, last = places
    joined = say("first_and_last", first=", ".join(first), last=last) if first else last
    return say("see_also_places", places=joined)


def _sources(
    experiment: Experiment, period: ReportingPeriod, documents: Mapping[str, SourceDocument]
) -> tuple[str, ...]:
    named = {
        *period.source_ids,
        *period.header.source_ids,
        *(source for answer in period.answers for source in answer.source_ids),
    }
    places: dict[str, list[str]] = {}
    for source in experiment.sources:
        if source.id in named:
            places.setdefault(source.document, []).append(source.place)
    return tuple(
        say(
            "title_places",
            title=documents[name].title if name in documents else name,
            places=", ".join(found),
        )
        for name, found in places.items()
    )

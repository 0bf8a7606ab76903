"""What is known of an experiment without a run: how much it was used, what it cost, what was decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from frirum.core.catalogue.compilations import effective_decisions
from frirum.core.catalogue.day_words import day_said
from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.findings import Figure, FigureKind
from frirum.core.catalogue.history import Decision, EventKind, Status
from frirum.core.catalogue.labels import label
from frirum.core.catalogue.loader import Catalogue
from frirum.core.catalogue.overview import row
from frirum.core.catalogue.plan import Cost
from frirum.core.catalogue.wording import event_date
from frirum.core.designs.document.text import quoted
from frirum.core.documents.sentences import say
from frirum.core.language import own_text
from frirum.core.report.inlines import Inline, Missing, Text
from frirum.core.report.numbers import Number, Quotation
from frirum.core.vocabulary.danish import format_date

_USES = (FigureKind.USES, FigureKind.PARTICIPANTS)


def figure_inlines(experiment: Experiment, figure: Figure) -> tuple[Inline, ...]:
    """A published figure with its words: the number stands with the place that states it."""
    what = quoted(own_text(figure, "what"))
    if figure.value is None:
        said = own_text(figure, "in_words") or ""
        return (what, Text(": "), Text(said))
    return (what, Text(": "), quoted_number(experiment, figure.value, figure.unit or "", figure.source_ids))


def quoted_number(
    experiment: Experiment, value: float, unit: str, source_ids: Iterable[str]
) -> Number | Text:
    """A number that a source states. One that names no source is printed as text and marked so."""
    places = {source.id: source for source in experiment.sources}
    source = next((places[one] for one in source_ids if one in places), None)
    decimals = 0 if float(value).is_integer() else len(str(value).split(".")[-1])
    if source is None:
        return Text(say("figure_without_source"))
    return Number.quoted(value, unit, source=Quotation(source.document, source.place), decimals=decimals)


def use_inlines(experiment: Experiment) -> tuple[Inline, ...]:
    """How much it was used, from every source that says; a source that gives no number is quoted in its words."""
    if experiment.status is Status.NEVER_STARTED:
        return (Text(say("never_started")),)
    figures = [one for one in experiment.figures if one.kind in _USES]
    return joined(figure_inlines(experiment, one) for one in figures) or (
        Missing(say("no_source_says_how_often")),
    )


def cost_inlines(experiment: Experiment) -> tuple[Inline, ...]:
    """Stated costs and savings; what is not stated is not zero."""
    plan = experiment.plan
    found: list[tuple[Inline, ...]] = [
        figure_inlines(experiment, one) for one in experiment.figures if one.kind is FigureKind.AMOUNT
    ]
    found += [_cost(experiment, one) for one in (plan.costs if plan else ())]
    return joined(found) or (Missing(say("no_source_says_what_cost_unknown")),)


def _cost(experiment: Experiment, cost: Cost) -> tuple[Inline, ...]:
    said: tuple[Inline, ...] = (quoted(own_text(cost)),)
    if cost.amount is None:
        return (*said, Text(": "), Missing(say("amount_is_missing")))
    return (*said, Text(": "), quoted_number(experiment, cost.amount, cost.unit or "", cost.source_ids))


def decision_sentences(experiment: Experiment, catalogue: Catalogue) -> tuple[str, ...]:
    """What was decided on it, one sentence per decision in the order they were taken."""
    return tuple(
        _decided(decision, experiment, owner)
        for decision, owner in effective_decisions(experiment, catalogue)
    )


def _decided(decision: Decision, experiment: Experiment, owner: Experiment) -> str:
    outcomes = ", ".join(str(label(one)) for one in decision.outcomes)
    day = format_date(decision.date) if decision.date else say("no_date")
    text = say("day_outcomes", day=day, outcomes=outcomes)
    if decision.reasons:
        reasons = ", ".join(str(label(one)) for one in decision.reasons)
        text = say("text_reasons_reasons", text=text, reasons=reasons)
    if owner is not experiment:
        title = own_text(owner, "short_title")
        text = say("text_decision_is_shared_with_title", text=text, title=title)
    return text


_AFTERWARDS = (EventKind.EXTENSION, EventKind.STOP, EventKind.END, EventKind.MADE_PERMANENT)


def afterwards(experiment: Experiment) -> tuple[str, ...]:
    """Extensions, stops and what became law, as exactly dated as the sources allow."""
    return tuple(
        say("day_text", day=event_date(one), text=own_text(one))
        for one in experiment.events
        if one.kind in _AFTERWARDS
    )


def period_text(experiment: Experiment) -> str | Missing:
    """From and to, as exactly as the sources say: a day, a day worked out, or the day it cannot lie before or after."""
    line = row(experiment)
    first = _day(line.start, line.earliest, say("at_earliest_on_day"), inferred="start" in line.inferred)
    last = _day(line.end, line.latest, say("at_latest_on_day"), inferred="end" in line.inferred)
    if first is None and last is None:
        return Missing()
    unknown = say("not_stated")
    return say("started_first_ended_last", first=first or unknown, last=last or unknown)


def _day(day: dt.date | None, bound: dt.date | None, bounded: str, *, inferred: bool) -> str | None:
    if day is not None:
        return day_said(day, inferred=inferred)
    return bounded.format(day=format_date(bound)) if bound is not None else None


def joined(parts: Iterable[tuple[Inline, ...]], apart: str = "\n") -> tuple[Inline, ...]:
    """Lines one under the other."""
    found: list[Inline] = []
    for part in parts:
        found += [Text(apart)] if found else []
        found += part
    return tuple(found)

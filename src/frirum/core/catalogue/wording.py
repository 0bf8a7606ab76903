"""Rules, deadlines and conditions of a definition in a sentence, in the reader's language."""

from __future__ import annotations

import datetime as dt

from frirum.core.catalogue.casework import Duration, Timing
from frirum.core.catalogue.conditions import Condition
from frirum.core.catalogue.history import Event
from frirum.core.catalogue.labels import label
from frirum.core.catalogue.law import Derogation
from frirum.core.catalogue.plan import Criterion
from frirum.core.catalogue.sentences import say
from frirum.core.vocabulary.danish import format_date, format_month
from frirum.core.vocabulary.provisions import cite
from frirum.core.vocabulary.status import DatePrecision
from frirum.core.vocabulary.units import with_unit


def duration_text(duration: Duration) -> str:
    """2½ år; 6 måneder; 1 år og 3 måneder."""
    if duration.months == _HALF_YEAR and duration.years and not (duration.weeks or duration.days):
        return say("n_and_a_half_years", n=duration.years)
    parts = [
        text.format(n=n)
        for n, text in (
            (duration.years, say.counted("n_years", duration.years)),
            (duration.months, say.counted("n_months", duration.months)),
            (duration.weeks, say.counted("n_weeks", duration.weeks)),
            (duration.days, say.counted("n_days", duration.days)),
        )
        if n
    ]
    *first, last = parts
    return say("first_and_last", first=", ".join(first), last=last) if first else last


_HALF_YEAR = 6


def timing_text(timing: Timing, *, latest: bool = True) -> str:
    """Senest efter 6 måneder, derefter senest hver gang der er gået 1 år."""
    if timing.text:
        return timing.text
    if timing.lifted:
        return say("no_deadline")
    if timing.at_least is not None and timing.within is not None:
        return say("at_least_n_times_within_time", n=timing.at_least, time=duration_text(timing.within))
    parts = []
    if timing.first is not None:
        first = say("within_time") if latest else say("after_time_at_earliest")
        parts.append(first.format(time=duration_text(timing.first)))
    if timing.then is not None:
        parts.append(say("then_at_least_every_time", time=duration_text(timing.then)))
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]


def provision_citation(provision: Derogation) -> str:
    """§ 10, stk. 3, 2. og 3. pkt., i lov om aktiv socialpolitik; in words where no source names the statute."""
    if provision.reference is None:
        return say("rule_whose_act_and_section")
    return cite(provision.reference)


def event_date(event: Event) -> str:
    """When it happened, as exactly as the source says and no more: 1. juli 2018, juli 2018, sommer 2020, 2020."""
    if event.date is None:
        return say("no_date")
    return dated_text(event.date, event.precision)


def dated_text(date: dt.date, precision: DatePrecision) -> str:
    """1. juli 2018, juli 2018, sommer 2018 or 2018, by how exactly the date is known."""
    if precision is DatePrecision.DAY:
        return format_date(date)
    if precision is DatePrecision.MONTH:
        return format_month(date)
    if precision is DatePrecision.SEASON:
        return say("season_year", season=_season(date.month), year=date.year)
    return str(date.year)


def _season(month: int) -> str:
    return {0: say("winter"), 1: say("spring"), 2: say("summer"), 3: say("autumn")}[month % 12 // 3]


def branch_text(condition: Condition) -> str:
    """What joins the conditions below: all of them, at least one, or none; "" for a single condition."""
    if condition.all:
        return say("all_of_these_must_be_met")
    if condition.any:
        return say("at_least_one_of_these_must")
    if condition.negated:
        return say("must_not_be_case")
    return ""


def criterion_text(criterion: Criterion) -> str:
    """Ikke dårligere; margin 5 procentpoint; før forsøget 62."""
    parts = [label(criterion.test)]
    if criterion.direction is not None:
        parts.append(say("expected_direction_direction", direction=label(criterion.direction)))
    for value, text in (
        (criterion.margin, say("margin_value")),
        (criterion.smallest_relevant, say("smallest_relevant_difference_value")),
        (criterion.baseline, say("baseline_value")),
    ):
        if value is not None:
            parts.append(text.format(value=with_unit(value, criterion.unit)))
    joined = "; ".join(parts)
    return joined[:1].upper() + joined[1:]

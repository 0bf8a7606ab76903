"""Rules, deadlines and conditions of a definition in a sentence, in the reader's language."""

from __future__ import annotations

import datetime as dt

from frirum.core.catalogue.casework import Duration, Timing
from frirum.core.catalogue.conditions import Condition
from frirum.core.catalogue.history import Event
from frirum.core.catalogue.labels import label
from frirum.core.catalogue.law import Derogation
from frirum.core.catalogue.plan import Criterion
from frirum.core.language import gettext as _
from frirum.core.language import ngettext
from frirum.core.vocabulary.danish import format_date, format_month
from frirum.core.vocabulary.provisions import cite
from frirum.core.vocabulary.status import DatePrecision
from frirum.core.vocabulary.units import with_unit


def duration_text(duration: Duration) -> str:
    """2½ år; 6 måneder; 1 år og 3 måneder."""
    if duration.months == _HALF_YEAR and duration.years and not (duration.weeks or duration.days):
        return _("{n}½ år").format(n=duration.years)
    parts = [
        text.format(n=n)
        for n, text in (
            (duration.years, ngettext("{n} år", "{n} år", duration.years)),
            (duration.months, ngettext("{n} måned", "{n} måneder", duration.months)),
            (duration.weeks, ngettext("{n} uge", "{n} uger", duration.weeks)),
            (duration.days, ngettext("{n} dag", "{n} dage", duration.days)),
        )
        if n
    ]
    *first, last = parts
    return _("{first} og {last}").format(first=", ".join(first), last=last) if first else last


_HALF_YEAR = 6


def timing_text(timing: Timing, *, latest: bool = True) -> str:
    """Senest efter 6 måneder, derefter senest hver gang der er gået 1 år."""
    if timing.text:
        return timing.text
    if timing.lifted:
        return _("Ingen frist")
    if timing.at_least is not None and timing.within is not None:
        return _("Mindst {n} gange inden for {time}").format(
            n=timing.at_least, time=duration_text(timing.within)
        )
    parts = []
    if timing.first is not None:
        first = _("senest efter {time}") if latest else _("tidligst efter {time}")
        parts.append(first.format(time=duration_text(timing.first)))
    if timing.then is not None:
        parts.append(
            _("derefter senest hver gang der er gået {time}").format(time=duration_text(timing.then))
        )
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]


def provision_citation(provision: Derogation) -> str:
    """§ 10, stk. 3, 2. og 3. pkt., i lov om aktiv socialpolitik; in words where no source names the statute."""
    if provision.reference is None:
        return _("En regel, hvis lov og paragraf ikke er oplyst i kilderne")
    return cite(provision.reference)


def event_date(event: Event) -> str:
    """When it happened, as exactly as the source says and no more: 1. juli 2018, juli 2018, sommer 2020, 2020."""
    if event.date is None:
        return _("Uden dato")
    return dated_text(event.date, event.precision)


def dated_text(date: dt.date, precision: DatePrecision) -> str:
    """1. juli 2018, juli 2018, sommer 2018 or 2018, by how exactly the date is known."""
    if precision is DatePrecision.DAY:
        return format_date(date)
    if precision is DatePrecision.MONTH:
        return format_month(date)
    if precision is DatePrecision.SEASON:
        return _("{season} {year}").format(season=_season(date.month), year=date.year)
    return str(date.year)


def _season(month: int) -> str:
    return {0: _("vinter"), 1: _("forår"), 2: _("sommer"), 3: _("efterår")}[month % 12 // 3]


def branch_text(condition: Condition) -> str:
    """What joins the conditions below: all of them, at least one, or none; "" for a single condition."""
    if condition.all:
        return _("Alle disse skal være opfyldt")
    if condition.any:
        return _("Mindst én af disse skal være opfyldt")
    if condition.negated:
        return _("Dette må ikke være tilfældet")
    return ""


def criterion_text(criterion: Criterion) -> str:
    """Ikke dårligere; margin 5 procentpoint; før forsøget 62."""
    parts = [label(criterion.test)]
    if criterion.direction is not None:
        parts.append(_("ventet retning: {direction}").format(direction=label(criterion.direction)))
    for value, text in (
        (criterion.margin, _("margin {value}")),
        (criterion.smallest_relevant, _("mindste relevante forskel {value}")),
        (criterion.baseline, _("udgangspunkt {value}")),
    ):
        if value is not None:
            parts.append(text.format(value=with_unit(value, criterion.unit)))
    joined = "; ".join(parts)
    return joined[:1].upper() + joined[1:]

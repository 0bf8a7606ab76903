"""A watched harm as blocks of a document: whether the alarm has rung, the picture of the evidence, every reading.

For the team alone: its figures are typed and not released.
"""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from frirum.core.effects.harm_course import HarmCourse, HarmPoint, HarmReading, HarmWatch
from frirum.core.evidence.drawing import WIDTH
from frirum.core.evidence.sentences import say
from frirum.core.report.blocks import BulletList, FlowBlock, Heading, Note, NoteKind, Paragraph
from frirum.core.report.drawing import strict_svg
from frirum.core.report.figures import Chart
from frirum.core.report.inlines import Inlines, Text
from frirum.core.report.numbers import PERCENT, Number, Run, share
from frirum.core.report.tables import ReportTable
from frirum.core.vocabulary.danish import format_date, format_number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_LARGEST = 1_000_000.0
"""E-values above it say no more."""
_MOST_DAYS = 4
"""Days that have room under the picture."""
_BLUE, _RED, _GREY, _DARK = "#12365b", "#a32020", "#8a8f96", "#1a1a1a"


def harm_blocks(
    course: HarmCourse, *, outcome: str, agreed: Run, sources: Sequence[Run], name: str
) -> tuple[FlowBlock, ...]:
    """The watch as it stands.

    Args:
        outcome: what is watched, as a noun phrase.
        agreed: where what was agreed comes from.
        sources: the run of each reading.
        name: makes the ids of the picture its own on a page with several.
    """
    return tuple(_blocks(course, outcome, agreed, tuple(sources), name))


def harm_said(course: HarmCourse) -> str:
    """The answer in a sentence without figures: what an alarm to those outside the team may say."""
    if not course.points:
        return say("is_no_reading_yet")
    if course.first_alarm is None:
        return say("no_alarm_has_not_been_shown")
    if course.first_alarm.log_e_beside is not None and course.first_alarm.log_e < course.watch.limit:
        return say("alarm_harm_is_more_frequent_than_in_comparison")
    return say("alarm_harm_is_more_frequent")


def what_to_do() -> tuple[str, ...]:
    """What an alarm asks of those who get it."""
    return (
        say("see_whether_numbers_are_right"),
        say("talk_with_those_who_use_exemption"),
        say("decide_whether_experiment_goes"),
    )


def _blocks(
    course: HarmCourse, outcome: str, agreed: Run, sources: tuple[Run, ...], name: str
) -> Iterator[FlowBlock]:
    rang = course.first_alarm
    yield Note(NoteKind.WARNING, harm_said(course)) if rang else Paragraph(Text(harm_said(course), bold=True))
    if course.points:
        title = _title(course)
        yield Chart(
            png=_png(course), svg=_svg(course, title, name), caption=title, data=_table(course, sources),
            alt=say("curve_is_e_value"),
        )  # fmt: skip
    if rang:
        yield Heading(say("what_now"))
        yield BulletList(*what_to_do())
    yield Heading(say("what_was_agreed"))
    yield _agreed(course.watch, outcome, agreed)
    if course.points:
        yield Heading(say("readings"))
        yield _table(course, sources)


def _agreed(watch: HarmWatch, outcome: str, source: Run) -> ReportTable:
    harm = (
        Number.undefined(source=source, reason=say("not_agreed"))
        if watch.harm is None
        else Number.unreleased(share(watch.harm), say("percentage_points"), source=source, decimals=1)
    )
    rows: tuple[tuple[Inlines, ...], ...] = (
        (say("what_is_watched"), outcome),
        (say("harm_is_share"), say("rises") if watch.rises else say("falls")),
        (say("baseline"), _percent(watch.baseline, source)),
        (say("harm_must_be_found"), harm),
        (say("alarm_at_e_value"), Number.unreleased(round(math.exp(watch.limit)), source=source)),
        (say("held_against_comparison_too"), say("yes") if watch.beside else say("no")),
        *_alike(watch, source),
    )
    return ReportTable(say("what_was_agreed"), ("", say("agreed")), rows)


def _alike(watch: HarmWatch, source: Run) -> Iterator[tuple[Inlines, ...]]:
    """How much cases of one municipality are taken to be alike; nothing where it was not agreed."""
    if watch.clusters is not None:
        icc = Number.unreleased(watch.clusters.icc, source=source, decimals=3)
        yield say("intraclass_correlation"), icc
        yield (
            say("cases_of_municipality_at_end"),
            Number.unreleased(watch.clusters.size, source=source, decimals=0),
        )


def _percent(value: float, source: Run) -> Number:
    return Number.unreleased(share(round(value, 6)), PERCENT, source=source, decimals=1)


def _title(course: HarmCourse) -> str:
    last = course.points[-1]
    if course.first_alarm is not None:
        return say("alarm_rang_at_reading_of_day", day=_day(course.first_alarm.reading))
    return say(
        "e_value_is_value_at_reading",
        value=format_number(_e(last.log_e), 1),
        day=_day(last.reading),
        limit=format_number(round(math.exp(course.watch.limit))),
    )


def _e(log_e: float) -> float:
    return min(math.exp(min(log_e, 700.0)), _LARGEST)


def _table(course: HarmCourse, sources: tuple[Run, ...]) -> ReportTable:
    return ReportTable(say("readings"), _headings(course), _rows(course, sources))


def _headings(course: HarmCourse) -> tuple[str, ...]:
    own = (say("up_to_and_including"), say("harms"), say("cases"), say("share"), say("e_value"))
    beside = (say("harms_beside"), say("cases_beside"), say("e_value_against_them"))
    return (*own, *beside, say("alarm")) if course.watch.beside else (*own, say("alarm"))


def _rows(course: HarmCourse, sources: tuple[Run, ...]) -> tuple[tuple[Inlines, ...], ...]:
    return tuple(
        tuple(_row(point, course.watch.beside, source))
        for point, source in zip(course.points, sources, strict=True)
    )


def _row(point: HarmPoint, beside: bool, source: Run) -> Iterator[Inlines]:
    reading = point.reading
    yield Text(_day(reading))
    yield Number.unreleased(reading.events, source=source)
    yield Number.unreleased(reading.n, source=source)
    yield _percent(reading.events / reading.n, source) if reading.n else _none(source)
    yield _e_value(point.log_e, source)
    if beside:
        for value in reading.beside or (None, None):
            yield _none(source) if value is None else Number.unreleased(value, source=source)
        yield _none(source) if point.log_e_beside is None else _e_value(point.log_e_beside, source)
    yield say("yes") if point.rings else say("no")


def _none(source: Run) -> Number:
    return Number.undefined(source=source, reason=say("not_counted"))


def _e_value(log_e: float, source: Run) -> Number:
    value = _e(log_e)
    return Number.unreleased(value, source=source, decimals=0 if value >= 100 else 2)


def _png(course: HarmCourse) -> bytes:
    written = io.BytesIO()
    _drawn(course).savefig(written, format="png", dpi=220, metadata={"Software": None})
    return written.getvalue()


def _svg(course: HarmCourse, title: str, name: str) -> bytes:
    said = say("curve_is_e_value")
    return strict_svg(_drawn(course), name=name, title=title, description=said)


def _drawn(course: HarmCourse) -> Figure:
    """The evidence on a logarithmic axis, from one in a thousand up."""
    from matplotlib.figure import Figure
    from matplotlib.ticker import FuncFormatter

    figure = Figure(figsize=(WIDTH, 3.0))
    axes = figure.add_axes((0.14, 0.2, 0.83, 0.74))
    places = range(len(course.points))
    axes.axhline(math.exp(course.watch.limit), color=_RED, linewidth=1.2, linestyle=(0, (4, 3)))
    axes.plot(places, [max(_e(one.log_e), 1e-3) for one in course.points], "o-", color=_BLUE, markersize=4)
    beside = [(n, one.log_e_beside) for n, one in enumerate(course.points) if one.log_e_beside is not None]
    if beside:
        axes.plot(
            [n for n, _v in beside], [max(_e(v), 1e-3) for _n, v in beside], "s--", color=_GREY, markersize=4
        )
    axes.set_yscale("log")
    axes.minorticks_off()
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _place: _tick(value)))
    step = max(1, math.ceil(len(course.points) / _MOST_DAYS))
    shown = list(places)[::step]
    axes.set_xticks(shown, [_short(course.points[n].reading) for n in shown])
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=9, colors=_DARK, length=3)
    axes.set_xlabel(say("reading_up_to_e_value"), fontsize=9)
    return figure


def _day(reading: HarmReading) -> str:
    return format_date(dt.date.fromisoformat(reading.until))


def _short(reading: HarmReading) -> str:
    return f"{dt.date.fromisoformat(reading.until):%d-%m-%Y}"


def _tick(value: float) -> str:
    return format_number(value, 0 if value >= 1 else min(3, round(-math.log10(value))))

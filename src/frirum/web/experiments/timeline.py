"""When things happened, as a drawing: positions only, so that a template can draw it with plain attributes.

The drawing never says more than the list or table beside it, which is its text.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.history import Event, EventKind, Status
from frirum.core.catalogue.labels import label
from frirum.core.catalogue.participation import ApprovedPeriod, PeriodKind
from frirum.core.vocabulary.status import DatePrecision

WIDTH = 640
_LEFT, _RIGHT = 14, 14
_DAYS_PER_YEAR = 365.25
_MARK_ROOM = 24
_LANE = 24
_BAR_TOP, _BAR_HEIGHT = 8, 16
_ROW = 24
_STUB = dt.timedelta(days=365)


@dataclass(frozen=True)
class Year:
    """The first day of a year on the axis."""

    x: float
    label: int


@dataclass(frozen=True)
class TimelineBar:
    """A stretch of days; `kind` is "approval", "extension", or "unknown" where an end is not stated.

    Where an end is not stated, the bar goes to the day the sources bound it by; without a bound it is a stub of a
    year and says no more.
    """

    x: float
    y: float
    width: float
    kind: str


@dataclass(frozen=True)
class Mark:
    """A numbered event; the number is its place in the list."""

    x: float
    y: float
    number: int
    kind: str


@dataclass(frozen=True)
class Label:
    """The number of an experiment at the left of its row, and what the row says where it has no bar."""

    y: float
    text: str
    instead: str = ""


@dataclass(frozen=True)
class Drawing:
    """A drawing of `width` × `height` units."""

    width: int
    height: float
    axis: float
    years: tuple[Year, ...]
    bars: tuple[TimelineBar, ...]
    marks: tuple[Mark, ...] = ()
    labels: tuple[Label, ...] = ()


@dataclass(frozen=True)
class _Scale:
    first: int
    last: int
    left: float

    def x(self, day: dt.date) -> float:
        start = dt.date(self.first, 1, 1)
        share = (day - start).days / _DAYS_PER_YEAR / (self.last - self.first)
        return round(self.left + max(0.0, min(1.0, share)) * (WIDTH - self.left - _RIGHT), 1)

    def years(self) -> tuple[Year, ...]:
        step = 1 if self.last - self.first <= 13 else 2
        return tuple(Year(self.x(dt.date(y, 1, 1)), y) for y in range(self.first, self.last, step))


def by_date(experiment: Experiment) -> tuple[Event, ...]:
    """The events oldest first; those without a date last, in the order written."""
    return tuple(sorted(experiment.events, key=lambda event: event.date or dt.date.max))


def draw(experiment: Experiment) -> Drawing | None:
    """The periods as bars and the dated events as numbered marks; None when nothing has a date."""
    events = by_date(experiment)
    days = [event.date for event in events if event.date] + _ends(experiment)
    if not days:
        return None
    scale = _Scale(min(days).year, max(days).year + 1, _LEFT)
    marks, lanes = _marks(events, scale)
    bars_top = lanes * _LANE + 4
    bars = tuple(_bar(p, scale, bars_top) for p in _dated(experiment))
    axis = bars_top + (_BAR_HEIGHT + _BAR_TOP if bars else 0) + 4
    return Drawing(WIDTH, axis + 24, axis, scale.years(), bars, marks)


def _ends(experiment: Experiment) -> list[dt.date]:
    periods = experiment.periods
    return [day for period in periods for day in (period.first_possible, period.last_possible) if day]


def _dated(experiment: Experiment) -> list[ApprovedPeriod]:
    return [one for one in experiment.periods if one.first_possible or one.last_possible]


def _bar(period: ApprovedPeriod, scale: _Scale, y: float) -> TimelineBar:
    name = "extension" if period.kind is PeriodKind.EXTENSION else "approval"
    if period.start is None or period.end is None:
        name = "unknown"
    start, end = period.first_possible, period.last_possible
    if start is None or end is None:
        start = start or (end or dt.date.min) - _STUB
        end = end or start + _STUB
    left, right = scale.x(start), scale.x(end)
    return TimelineBar(left, y, round(max(right - left - 1, 2), 1), name)


def _marks(events: Sequence[Event], scale: _Scale) -> tuple[tuple[Mark, ...], int]:
    """Marks that would cover each other are set in lanes above each other."""
    ends: list[float] = []
    placed: list[tuple[int, float, int, str]] = []
    for number, event in enumerate(events, start=1):
        if event.date is None:
            continue
        x = scale.x(_shown_at(event.date, event.precision))
        lane = next((n for n, end in enumerate(ends) if x >= end), len(ends))
        ends[lane : lane + 1] = [x + _MARK_ROOM]
        placed.append((lane, x, number, _mark_kind(event.kind)))
    lanes = len(ends)
    marks = tuple(Mark(x, (lanes - lane) * _LANE - 10, number, kind) for lane, x, number, kind in placed)
    return marks, lanes


def _shown_at(date: dt.date, precision: DatePrecision) -> dt.date:
    """In the middle of what is known: a year is shown at midsummer, not as if it were New Year's Day."""
    return (
        date
        + {
            DatePrecision.YEAR: dt.timedelta(days=182),
            DatePrecision.SEASON: dt.timedelta(days=45),
            DatePrecision.MONTH: dt.timedelta(days=15),
            DatePrecision.DAY: dt.timedelta(0),
        }[precision]
    )


def _mark_kind(kind: EventKind) -> str:
    return "law" if kind is EventKind.LAW_CHANGE else "own"


def _without_bar(experiment: Experiment) -> str:
    never = experiment.status is Status.NEVER_STARTED
    return label(experiment.status) if never else _("perioden er ikke oplyst")


def draw_all(experiments: Sequence[Experiment], law_days: Sequence[dt.date]) -> Drawing | None:
    """Every experiment's periods under each other, with a line where the law changed.

    `marks` are the days of law changes without numbers; `y` is of no use in them.
    """
    days = [day for experiment in experiments for day in _ends(experiment)]
    if not days:
        return None
    scale = _Scale(min(days).year, max(days).year + 1, 44)
    bars: list[TimelineBar] = []
    labels: list[Label] = []
    for row, experiment in enumerate(experiments):
        y = row * _ROW + 4
        dated = _dated(experiment)
        labels.append(Label(y + 13, str(experiment.number or "–"), "" if dated else _without_bar(experiment)))
        bars += [_bar(period, scale, y) for period in dated]
    axis = len(experiments) * _ROW + 6
    inside = [day for day in law_days if scale.first <= day.year < scale.last]
    marks = tuple(Mark(scale.x(day), 0, 0, "law") for day in sorted(set(inside)))
    return Drawing(WIDTH, axis + 24, axis, scale.years(), tuple(bars), marks, tuple(labels))

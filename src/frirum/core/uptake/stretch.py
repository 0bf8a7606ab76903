"""The days in which uses can come: who takes part from when to when, and where the law cut the series."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from frirum.core.catalogue.experiment import Experiment, Part
from frirum.core.law.watch import concerns, cuts, running_period, watch
from frirum.core.vocabulary.periods import Period

_DAY = dt.timedelta(days=1)
_FARTHEST = dt.date(2999, 12, 31)


@dataclass(frozen=True)
class Stay:
    """A municipality's days in the experiment, both ends included; `last` is None where no end is stated."""

    municipality: int
    first: dt.date
    last: dt.date | None

    def contains(self, day: dt.date) -> bool:
        """Whether the municipality takes part that day."""
        return self.first <= day and (self.last is None or day <= self.last)


def stays_of(experiment: Experiment, part: Part | None = None) -> tuple[Stay, ...]:
    """The municipalities' days by the definition; one whose beginning no source states is left out."""
    running = running_period(experiment, part)
    found = []
    for taking_part in experiment.participation:
        first = taking_part.start or running.first
        last = min((day for day in (taking_part.end, running.last) if day), default=None)
        if first is not None and concerns(taking_part.part_slugs, part) and (last is None or first <= last):
            found.append(Stay(taking_part.municipality, first, last))
    return tuple(found)


def first_day(experiment: Experiment, part: Part | None = None) -> dt.date | None:
    """The first day that anybody took part; None where a beginning is not stated.

    Unlike the days of `stays_of`, a day of its own for each: what was before cannot be told from what was during by a
    later stay, nor by the day of the application.
    """
    periods = [period.start for period in experiment.periods if concerns(period.part_slugs, part)]
    stated = None if None in periods else min((day for day in periods if day), default=None)
    starts = [one.start or stated for one in experiment.participation if concerns(one.part_slugs, part)]
    return None if None in starts else min((day for day in starts if day), default=None)


def latest_cut(experiment: Experiment, part: Part | None, on: dt.date) -> dt.date | None:
    """The last day up to `on` at which the law changed under the running experiment."""
    return max((day for day in cuts(watch(experiment, part=part)) if day <= on), default=None)


def since(stays: Iterable[Stay], cut: dt.date | None) -> tuple[Stay, ...]:
    """The days from the cut on."""
    if cut is None:
        return tuple(stays)
    return tuple(
        Stay(stay.municipality, max(stay.first, cut), stay.last)
        for stay in stays
        if stay.last is None or stay.last >= cut
    )


def told_of(stays: Iterable[Stay], told: Mapping[int, Sequence[Period]], on: dt.date) -> tuple[Stay, ...]:
    """The days of the stays, up to `on`, that are told of; of a municipality that `told` does not name, all.

    Args:
        told: municipality code -> stretches of days, which may overlap.
    """
    found: list[Stay] = []
    for stay in stays:
        if stay.municipality not in told:
            found.append(stay)
            continue
        here = Period(stay.first, stay.last)
        for one in joined(told[stay.municipality]):
            both = one.clip(here)
            if both is not None and both.first is not None and both.first <= on:
                found.append(Stay(stay.municipality, both.first, min(both.last or on, on)))
    return tuple(found)


def joined(stretches: Iterable[Period]) -> list[Period]:
    """The same days in stretches that neither overlap nor touch, in order of time."""
    found: list[Period] = []
    for one in sorted(stretches, key=lambda one: one.first or dt.date.min):
        before = found[-1] if found else None
        if before is None or (before.day_after is not None and one.first and one.first > before.day_after):
            found.append(one)
        else:
            open_end = before.last is None or one.last is None
            found[-1] = Period(before.first, None if open_end else max(before.last, one.last))  # type: ignore[type-var]
    return found


def elapsed(stays: Iterable[Stay], on: dt.date) -> int:
    """Municipality-days up to and including `on`."""
    return sum(max(0, (min(on, stay.last or on) - stay.first).days + 1) for stay in stays)


def ahead(stays: Sequence[Stay], on: dt.date) -> int | None:
    """Municipality-days after `on`; None where an end is not stated."""
    if any(stay.last is None for stay in stays):
        return None
    return sum(max(0, (stay.last - max(on, stay.first - _DAY)).days) for stay in stays if stay.last)


def last_day(stays: Iterable[Stay]) -> dt.date | None:
    """The last day of the last municipality; None where one has no stated end, or there are none."""
    ends = [stay.last for stay in stays]
    return None if not ends or None in ends else max(day for day in ends if day)


def day_of(stays: Sequence[Stay], on: dt.date, municipality_days: float) -> dt.date | None:
    """The day by which so many municipality-days have gone after `on`; None when the period ends before.

    Municipalities come and go on their stated days.
    """
    turns = sorted(
        {day for stay in stays for day in (stay.first, (stay.last or _FARTHEST) + _DAY) if day > on + _DAY}
    )
    day, left = on, municipality_days
    for turn in turns:
        many = sum(stay.contains(day + _DAY) for stay in stays)
        days = (turn - _DAY - day).days
        if many and left <= many * days:
            return day + dt.timedelta(days=math.ceil(left / many))
        day, left = turn - _DAY, left - many * days
    return None


def day_if_prolonged(stays: Sequence[Stay], on: dt.date, municipality_days: float) -> dt.date | None:
    """As `day_of`, with the municipalities of the last day going on for as long as it takes.

    None beyond the calendar, and without municipalities.
    """
    if not stays:
        return None
    together = max(stays, key=lambda stay: stay.last or _FARTHEST).last
    longer = tuple(
        Stay(stay.municipality, stay.first, None if stay.last == together else stay.last) for stay in stays
    )
    return day_of(longer, on, municipality_days)

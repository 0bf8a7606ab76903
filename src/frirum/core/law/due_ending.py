"""How long an exemption may last, and whether it ended in time.

DESIGN asks it of every mentor exemption: "Er fritagelsen ophørt rettidigt i forløbet?" An exemption ends with the
experiment's period, with the municipality's participation, or when it has lasted as long as its own rule allows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from frirum.core.catalogue.casework import Obligation
from frirum.core.catalogue.conditions import FactUse
from frirum.core.catalogue.participation import ApprovedPeriod, Participation
from frirum.core.law.deadlines import next_date
from frirum.core.law.due_use import UseFacts
from frirum.core.law.watch import concerns

_ONE_DAY = dt.timedelta(days=1)


class LimitKind(StrEnum):
    """What an exemption's last day follows from."""

    PERIOD = "period"
    PARTICIPATION = "participation"
    MAXIMUM = "maximum"


@dataclass(frozen=True)
class Limit:
    """The last day an exemption may run.

    Attributes:
        duty: the duty that the exemption ends, for a maximum; else None.
    """

    day: dt.date
    kind: LimitKind
    duty: Obligation | None = None


class Ended(StrEnum):
    """Whether an exemption ended in time."""

    IN_TIME = "in_time"
    TOO_LATE = "too_late"
    RUNS = "runs"
    RUNS_TOO_LONG = "runs_too_long"
    NO_LIMIT = "no_limit"


@dataclass(frozen=True)
class Ending:
    """The answer for one use.

    Attributes:
        limit: None where no source gives a last day.
        days_over: days with the exemption after its last day; 0 where there is no limit.
    """

    ended: Ended
    limit: Limit | None
    days_over: int


def ending(use: UseFacts, on: dt.date) -> Ending:
    """Whether the exemption ended in time, as seen on a day."""
    limit = last_day(use)
    if limit is None:
        return Ending(Ended.NO_LIMIT, None, 0)
    known_end = use.ended_on is not None and use.ended_on <= on
    reached = use.ended_on if known_end and use.ended_on else on
    over = max((reached - limit.day).days, 0)
    if known_end:
        return Ending(Ended.TOO_LATE if over else Ended.IN_TIME, limit, over)
    return Ending(Ended.RUNS_TOO_LONG if over else Ended.RUNS, limit, over)


def last_day(use: UseFacts) -> Limit | None:
    """The earliest of the limits; None where no source gives one."""
    return min(_limits(use), key=lambda limit: limit.day, default=None)


def governed_until(use: UseFacts, limit: Limit | None) -> dt.date:
    """The last day on which the experiment's rule governs the use: its end, or the last day it may run.

    After it the ordinary rule applies again, so nothing is owed or saved by the experiment's dates.

    Args:
        limit: the use's `last_day`.
    """
    days = [use.ended_on, limit.day if limit else None]
    return min((day for day in days if day), default=dt.date.max)


def _limits(use: UseFacts) -> Iterator[Limit]:
    periods = [p for p in use.experiment.periods if concerns(p.part_slugs, use.part)]
    if day := _end_of(periods, use.begun_on):
        yield Limit(day, LimitKind.PERIOD)
    if day := _end_of(_stays(use), use.begun_on):
        yield Limit(day, LimitKind.PARTICIPATION)
    for duty in use.obligations():
        anchor = use.date(duty.anchor)
        prolonged = use.facts.get(duty.prolonged_by or "") is True
        ends = anchor and duty.ends_exemption and not prolonged
        if anchor and ends and (day := _lasts_to(duty, anchor)):
            yield Limit(day, LimitKind.MAXIMUM, duty)


def _lasts_to(duty: Obligation, anchor: dt.date) -> dt.date | None:
    """The last day of so many weeks or months whose first day is `anchor`.

    Four weeks from 1 March are up on the 29th, so the 28th is the last day; twelve months from 29 February last to
    the end of the next.
    """
    up = next_date(duty.experiment, anchor, None)
    day_before = next_date(duty.experiment, anchor - _ONE_DAY, None)
    return max(up - _ONE_DAY, day_before) if up and day_before else None


def _stays(use: UseFacts) -> list[Participation]:
    cases = (use.experiment, use.part) if use.part else (use.experiment,)
    facts = [fact.id for case in cases for fact in case.facts if fact.use is FactUse.MUNICIPALITY]
    codes = {use.facts[fact] for fact in facts if fact in use.facts}
    return [
        stay
        for stay in use.experiment.participation
        if stay.municipality in codes and concerns(stay.part_slugs, use.part)
    ]


def _end_of(tables: Sequence[ApprovedPeriod | Participation], begun_on: dt.date) -> dt.date | None:
    """The last day of the unbroken run of periods that holds the day a use began.

    A use begun before the first period is measured from it, one begun after the last by it. None where the run has
    an end that is open or not stated.
    """
    starts = [table.start for table in tables]
    day = begun_on if None in starts else max(begun_on, min((d for d in starts if d), default=begun_on))
    while running := [t for t in tables if _holds(t, day)]:
        ends = [table.end for table in running]
        if None in ends:
            return None
        day = max(end for end in ends if end) + _ONE_DAY
    return max((t.end for t in tables if t.end and t.end < day), default=None)


def _holds(table: ApprovedPeriod | Participation, day: dt.date) -> bool:
    return (table.start is None or table.start <= day) and (table.end is None or day <= table.end)

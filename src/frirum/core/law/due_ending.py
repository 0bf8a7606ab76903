"""How long an exemption may last, and whether it ended in time.

DESIGN asks it of every mentor exemption: "Er fritagelsen ophørt rettidigt i forløbet?" An exemption ends with the
experiment's period, with the municipality's participation, or when it has lasted as long as its own rule allows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from frirum.core.catalogue.casework import Obligation
from frirum.core.law.dates import next_date
from frirum.core.law.due_use import UseFacts, falls_due
from frirum.core.law.limits import Limit, LimitKind, end_of_experiment, lasts_to


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
    end = end_of_experiment(use.experiment, use.part, use.facts, use.begun_on)
    if end is not None:
        yield end
    for duty in use.obligations():
        if day := lasts_to(use.experiment, duty, use.facts):
            yield Limit(day, LimitKind.MAXIMUM, duty)


@dataclass(frozen=True)
class Woken:
    """A duty of the ordinary rule that applies again once the exemption has ended.

    Attributes:
        day: its latest day, counted from the last time it was done; None where the rule gives no day.
        at_once: whether that day has passed by the time the exemption ends, so that it is owed straight away.
    """

    duty: Obligation
    day: dt.date | None
    at_once: bool


def woken(use: UseFacts, end: dt.date) -> tuple[Woken, ...]:
    """The ordinary duties that wake on the day after the exemption's last."""
    found = []
    for duty in filter(falls_due, use.obligations()):
        if duty.ordinary is None or duty.ordinary.lifted:
            continue
        anchor = use.date(duty.anchor)
        held = [done.on for done in use.done_of(duty.id) if done.on <= end]
        last = max([*held, *filter(None, [use.date(duty.last_done)])], default=None)
        day = next_date(duty.ordinary, anchor, last) if anchor else None
        found.append(Woken(duty, day, day is not None and day <= end))
    return tuple(found)

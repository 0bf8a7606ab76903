"""The last day an exemption may run: the end of the period, of the municipality's stay, or of its own longest duration.

One reckoning for the check of a case, a use that runs, lists, mail, calendars and files.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from frirum.core.catalogue.casework import Duration, Obligation, Timing
from frirum.core.catalogue.conditions import WEEKS, FactUse
from frirum.core.catalogue.experiment import Experiment, Part
from frirum.core.catalogue.participation import ApprovedPeriod, Participation
from frirum.core.law.counting import DAYS_PER_WEEK
from frirum.core.law.dates import next_date
from frirum.core.law.facts import Facts
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


def end_of_experiment(
    experiment: Experiment, part: Part | None, facts: Facts, begun_on: dt.date
) -> Limit | None:
    """The last day of the experiment for a case: its period's, or the municipality's; None where no source says one."""
    return min(_ends(experiment, part, facts, begun_on), key=lambda limit: limit.day, default=None)


def lasts_to(experiment: Experiment, duty: Obligation, facts: Facts) -> dt.date | None:
    """The last day of an exemption that the duty ends, by its longest duration.

    Four weeks from 1 March are up on the 29th, so the 28th is the last day; twelve months from 29 February last to
    the end of the next. Prolonged it lasts as long as the case says; None where it does not, as no source says how far.
    """
    anchor = facts.get(duty.anchor)
    if not duty.ends_exemption or not isinstance(anchor, dt.date):
        return None
    if not is_prolonged(duty, facts):
        return _period_of(duty.experiment, anchor)
    length = _length(experiment, duty, facts)
    return _period_of(Timing(first=length), anchor) if length else None


def is_prolonged(duty: Obligation, facts: Facts) -> bool:
    """Whether the case says that the duty's date may pass."""
    return facts.get(duty.prolonged_by or "") is True


def _length(experiment: Experiment, duty: Obligation, facts: Facts) -> Duration | None:
    fact = next((one for one in experiment.all_facts() if one.id == duty.prolonged_length), None)
    value = facts.get(fact.id) if fact else None
    if fact is None or isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
        return None
    if fact.counts_in == WEEKS:
        return Duration(days=max(1, round(value * DAYS_PER_WEEK)))
    return Duration(months=int(value)) if float(value).is_integer() else None


def _period_of(timing: Timing | None, first: dt.date) -> dt.date | None:
    """The last day of so long a time whose first day is `first`."""
    up = next_date(timing, first, None)
    day_before = next_date(timing, first - _ONE_DAY, None)
    return max(up - _ONE_DAY, day_before) if up and day_before else None


def _ends(experiment: Experiment, part: Part | None, facts: Facts, begun_on: dt.date) -> Iterator[Limit]:
    periods = [p for p in experiment.periods if concerns(p.part_slugs, part)]
    if day := _end_of(periods, begun_on):
        yield Limit(day, LimitKind.PERIOD)
    if day := _end_of(_stays(experiment, part, facts), begun_on):
        yield Limit(day, LimitKind.PARTICIPATION)


def _stays(experiment: Experiment, part: Part | None, facts: Facts) -> list[Participation]:
    cases = (experiment, part) if part else (experiment,)
    named = [fact.id for case in cases for fact in case.facts if fact.use is FactUse.MUNICIPALITY]
    codes = {facts[fact] for fact in named if fact in facts}
    stays = experiment.participation
    return [stay for stay in stays if stay.municipality in codes and concerns(stay.part_slugs, part)]


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

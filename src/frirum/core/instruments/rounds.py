"""When the rounds of an instrument are to be held, as the experiment stands: extended, or stopped before time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from frirum.core.catalogue.casework import Timing
from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.history import EventKind
from frirum.core.catalogue.instruments import Instrument, Round
from frirum.core.law.dates import next_date
from frirum.core.law.watch import running_period


class RoundWhy(StrEnum):
    """Where the day of a round comes from."""

    STATED = "stated"
    AFTER_START = "after_start"
    AT_END = "at_end"
    PULLED_FORWARD = "pulled_forward"
    LAPSED = "lapsed"
    NOT_STATED = "not_stated"


@dataclass(frozen=True)
class PlannedRound:
    """A round with its days.

    Attributes:
        first, last: its days; None where no source gives one, and for a round that is not to be held any more.
        why: where they come from.
    """

    round: Round
    first: dt.date | None
    last: dt.date | None
    why: RoundWhy


def planned_rounds(experiment: Experiment, instrument: Instrument) -> tuple[PlannedRound, ...]:
    """The rounds in the order written.

    Where the experiment was stopped before time, the last round that was to come after its last day is held on that
    day, so that what was measured first can still be compared; earlier ones that were to come after it lapse.
    """
    parts = [part for part in experiment.parts if part.slug in instrument.part_slugs]
    periods = [running_period(experiment, part) for part in parts] or [running_period(experiment)]
    starts = [period.first for period in periods if period.first]
    ends = [period.last for period in periods]
    start = min(starts, default=None)
    end = None if None in ends else max(day for day in ends if day)
    found = [_planned(one, start, end) for one in instrument.rounds]
    if end is None or not _is_stopped(experiment, instrument):
        return tuple(found)
    late = [place for place, one in enumerate(found) if one.first and one.first > end]
    for place in late:
        late_one = found[place].round
        is_last = place == len(found) - 1
        found[place] = (
            PlannedRound(late_one, end, end, RoundWhy.PULLED_FORWARD)
            if is_last
            else PlannedRound(late_one, None, None, RoundWhy.LAPSED)
        )
    return tuple(found)


def _planned(one: Round, start: dt.date | None, end: dt.date | None) -> PlannedRound:
    if one.on is not None:
        return PlannedRound(one, one.on, one.until or one.on, RoundWhy.STATED)
    if one.after_start is not None and start is not None:
        day = next_date(Timing(first=one.after_start), start, None)
        return PlannedRound(one, day, day, RoundWhy.AFTER_START)
    if one.at_end and end is not None:
        return PlannedRound(one, end, end, RoundWhy.AT_END)
    return PlannedRound(one, None, None, RoundWhy.NOT_STATED)


def _is_stopped(experiment: Experiment, instrument: Instrument) -> bool:
    mine = set(instrument.part_slugs)
    return any(
        event.kind is EventKind.STOP and (not event.part_slugs or not mine or mine & set(event.part_slugs))
        for event in experiment.events
    )

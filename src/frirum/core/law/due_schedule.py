"""The days on which a duty falls due in one use, under the experiment and under the ordinary rule it leaves aside.

Each time the duty is done both rules count anew from that day (lov om aktiv socialpolitik § 10, stk. 3: "senest 12
måneder efter seneste vurdering"; the experiment: "hver gang der er gået 2½ år fra seneste opfølgning"). Between two
times the ordinary rule would have asked again on its latest day, and again from that day: those days are what the
experiment spares. Taking the latest day each time gives the fewest follow-ups the ordinary rule could have meant.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from frirum.core.catalogue.casework import Obligation, Timing
from frirum.core.law.dates import later, next_date
from frirum.core.law.deadlines import clipped
from frirum.core.law.due_use import Done, UseFacts, counts_contacts
from frirum.core.law.limits import end_of_experiment

_ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class DutySpan:
    """From one time a duty was done (or from its anchor) to the next.

    Attributes:
        anchor: the day the duty runs from at all.
        last: the last time it was done; None before the first.
        done: what ends the stretch; None for the one that is open.
        end: the last day of the experiment for the use; None where no source says one.
    """

    duty: Obligation
    anchor: dt.date
    last: dt.date | None
    done: Done | None
    end: dt.date | None = None

    @property
    def ordinary(self) -> dt.date | None:
        """The latest day of the ordinary rule."""
        return next_date(self.duty.ordinary, self.anchor, self.last)

    @property
    def experiment(self) -> dt.date | None:
        """The latest day in the experiment, no later than its last (`deadlines.clipped`)."""
        return clipped(self.duty, self.ordinary, self.uncut, self.end)

    @property
    def uncut(self) -> dt.date | None:
        """The latest day by the experiment's rule, whether or not the experiment lasts so long."""
        return next_date(self.duty.experiment, self.anchor, self.last)

    def spared(self, first: dt.date, last: dt.date) -> Iterator[dt.date]:
        """The ordinary rule's days from `first` to `last` on which the experiment asked for nothing.

        None where either rule counts contacts, or where no source states what the experiment asks for. A day on or
        after the experiment's own latest day is not spared: by then the duty is owed, or has been done.
        """
        rules = (self.duty.ordinary, self.duty.experiment)
        if None in rules or any(counts_contacts(rule) for rule in rules):
            return
        ends = [day for day in (self.uncut, self.done.on if self.done else None) if day]
        before = min([*ends, last + _ONE_DAY])
        yield from (day for day in _repeated(self.duty.ordinary, self.ordinary, before) if day >= first)


def _repeated(timing: Timing | None, day: dt.date | None, before: dt.date) -> Iterator[dt.date]:
    """`day` and the days after it, each counted from the one before it."""
    while timing is not None and day is not None and day < before:
        yield day
        day = later(day, timing.then) if timing.then is not None else None


def stretches(use: UseFacts, duty: Obligation) -> tuple[DutySpan, ...]:
    """The stretches of a duty, oldest first; the last one is open. None where its anchor date is not known."""
    anchor = use.date(duty.anchor)
    if anchor is None:
        return ()
    end = end_of_experiment(use.experiment, use.part, use.facts, use.begun_on)
    day = end.day if end else None
    last = use.date(duty.last_done)
    found = []
    for done in use.done_of(duty.id):
        found.append(DutySpan(duty, anchor, last, done, day))
        last = done.on
    return (*found, DutySpan(duty, anchor, last, None, day))


@dataclass(frozen=True)
class Window:
    """A stretch of time in which a number of contacts must be held.

    Attributes:
        first, last: its days, both included.
        held: the contacts in it, oldest first.
    """

    first: dt.date
    last: dt.date
    held: tuple[Done, ...]


def windows(use: UseFacts, duty: Obligation, timing: Timing, until: dt.date) -> Iterator[Window]:
    """The windows that touch the use, from the anchor on, as far as `until`.

    Each is counted from the anchor and not from the one before, so that no month's end is clipped twice.
    """
    anchor = use.date(duty.anchor)
    assert timing.within is not None
    if anchor is None:
        return
    held = use.done_of(duty.id)
    first, times = anchor, 1
    while first <= until:
        after = later(anchor, timing.within, times=times)
        if after > use.begun_on:
            inside = tuple(done for done in held if first <= done.on < after)
            yield Window(first, after - _ONE_DAY, inside)
        first, times = after, times + 1

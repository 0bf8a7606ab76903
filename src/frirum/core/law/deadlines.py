"""Both deadlines of a duty: the ordinary rule's and the experiment's.

With both dates known for every case, the follow-ups an experiment saves can be counted without registering
anything.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from frirum.core.catalogue.casework import Duration, Obligation, Timing
from frirum.core.law.facts import Facts
from frirum.core.vocabulary.periods import add_months


@dataclass(frozen=True)
class Deadline:
    """The next dates of one duty.

    Attributes:
        obligation: the definition's obligation.
        ordinary, experiment: the latest day (or earliest, as the obligation says); None where the regime has no
            date for it: the duty is lifted, not stated, or counted in a stretch of time.
    """

    obligation: Obligation
    ordinary: dt.date | None
    experiment: dt.date | None


def later(date: dt.date, duration: Duration, *, times: int = 1) -> dt.date:
    """The date so much later: years and months first (clipped to the month's end), then weeks and days.

    Args:
        times: that many durations at once, so that the month's end is clipped once.
    """
    moved = add_months(date, times * (12 * duration.years + duration.months))
    return moved + times * dt.timedelta(weeks=duration.weeks, days=duration.days)


def deadlines(obligations: Iterable[Obligation], facts: Facts) -> tuple[Deadline, ...]:
    """The next deadline of every duty whose anchor date is known."""
    return tuple(_deadline(o, facts) for o in obligations if isinstance(facts.get(o.anchor), dt.date))


def _deadline(obligation: Obligation, facts: Facts) -> Deadline:
    anchor = facts[obligation.anchor]
    assert isinstance(anchor, dt.date)
    done = facts.get(obligation.last_done or "")
    last = done if isinstance(done, dt.date) else None
    return Deadline(
        obligation,
        next_date(obligation.ordinary, anchor, last),
        next_date(obligation.experiment, anchor, last),
    )


def next_date(timing: Timing | None, anchor: dt.date, last: dt.date | None) -> dt.date | None:
    """The next date of a duty under one regime; None where the regime has no date for it.

    Args:
        anchor: the day the duty runs from.
        last: the last time it was done, None before the first.
    """
    if timing is None or timing.lifted or timing.at_least is not None:
        return None
    if last is not None and timing.then is not None:
        return later(last, timing.then)
    if last is None and timing.first is not None:
        return later(anchor, timing.first)
    # A regime with only recurring dates counts its first from the anchor.
    return later(anchor, timing.then) if last is None and timing.then is not None else None

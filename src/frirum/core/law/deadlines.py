"""Both deadlines of a duty: the ordinary rule's and the experiment's, which ends where the experiment does.

With both dates known for every case, the follow-ups an experiment saves can be counted without registering
anything. The check of a case and a use that runs reckon here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from frirum.core.catalogue.casework import Obligation, Timing
from frirum.core.catalogue.experiment import Experiment
from frirum.core.law.dates import later, next_date
from frirum.core.law.facts import Facts
from frirum.core.law.limits import Limit, is_prolonged, lasts_to

__all__ = ["Deadline", "NoDay", "clipped", "deadlines", "later", "next_date", "why_no_day"]


class NoDay(StrEnum):
    """Why a duty has no day of its own under a rule; none of them means another."""

    NOT_STATED = "not_stated"
    LIFTED = "lifted"
    COUNTED = "counted"
    ENDS_BEFORE = "ends_before"
    PROLONGED = "prolonged"
    NOT_USED = "not_used"


@dataclass(frozen=True)
class Deadline:
    """The next dates of one duty.

    Attributes:
        obligation: the definition's obligation.
        ordinary, experiment: the latest day (or earliest, as the obligation says); of a duty that ends the exemption
            the last day of it. None where the rule has no day; `no_ordinary` and `no_experiment` say why.
        ends: what cuts the experiment's day short; None where nothing does.
    """

    obligation: Obligation
    ordinary: dt.date | None
    experiment: dt.date | None
    no_ordinary: NoDay | None = None
    no_experiment: NoDay | None = None
    ends: Limit | None = None

    @property
    def gained(self) -> int | None:
        """Days from the ordinary rule's latest day to the experiment's; None where that says nothing."""
        if not self.obligation.latest or self.ordinary is None or self.experiment is None:
            return None
        return (self.experiment - self.ordinary).days


def clipped(
    duty: Obligation, ordinary: dt.date | None, experiment: dt.date | None, end: dt.date | None
) -> dt.date | None:
    """The experiment's day, no later than its last: from the day after the ordinary rule applies again.

    None where the ordinary rule asks for nothing until after the end, as its day then stands alone.
    """
    if experiment is None or end is None or experiment <= end:
        return experiment
    return None if ordinary is not None and ordinary > end else end


def deadlines(
    experiment: Experiment,
    obligations: Iterable[Obligation],
    facts: Facts,
    *,
    end: Limit | None = None,
    is_used: bool = True,
) -> tuple[Deadline, ...]:
    """The next deadline of every duty whose anchor date is known.

    Args:
        end: the last day of the experiment for the case (`end_of_experiment`).
        is_used: false where the exemption cannot be used: then the ordinary rule's day stands alone.
    """
    return tuple(
        _deadline(experiment, o, facts, end, is_used)
        for o in obligations
        if isinstance(facts.get(o.anchor), dt.date)
    )


def _deadline(
    experiment: Experiment, duty: Obligation, facts: Facts, end: Limit | None, is_used: bool
) -> Deadline:
    anchor = facts[duty.anchor]
    assert isinstance(anchor, dt.date)
    done = facts.get(duty.last_done or "")
    last = done if isinstance(done, dt.date) else None
    ordinary = next_date(duty.ordinary, anchor, last)
    no_ordinary = None if ordinary else why_no_day(duty.ordinary)
    if not is_used:
        return Deadline(duty, ordinary, None, no_ordinary, NoDay.NOT_USED)
    uncut = (
        lasts_to(experiment, duty, facts) if duty.ends_exemption else next_date(duty.experiment, anchor, last)
    )
    found = clipped(duty, ordinary, uncut, end.day if end else None)
    why = None
    if uncut is None:
        why = NoDay.PROLONGED if is_prolonged(duty, facts) else why_no_day(duty.experiment)
    elif found is None:
        why = NoDay.ENDS_BEFORE
    return Deadline(duty, ordinary, found, no_ordinary, why, end if found != uncut else None)


def why_no_day(timing: Timing | None) -> NoDay:
    """Why a rule gives no day: it is not stated, it asks for nothing, or it counts contacts."""
    if timing is None:
        return NoDay.NOT_STATED
    return NoDay.LIFTED if timing.lifted else NoDay.COUNTED

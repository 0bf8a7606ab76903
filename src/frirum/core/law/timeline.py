"""Which rule held on a date, and what happened to it between two dates.

A *law watch* asks both: an experiment that deviates from a provision must be told when an event touches the
provision while it runs, because its time series means something else from that day on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from frirum.core.vocabulary.law_events import LawEvent
from frirum.core.vocabulary.periods import Period
from frirum.core.vocabulary.provisions import Provision
from frirum.core.vocabulary.status import Certainty, RuleStatus


class Validity(StrEnum):
    """What is known about a provision on a date."""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    ENDED = "ended"
    DRAFT = "draft"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class Standing:
    """The answer to "did this rule hold then?".

    Args:
        validity: what is known.
        since: the day the answer begins to be true, or None when not known.
        until: the last day it is true, or None when not known.
        successor: id of the provision that took over, when the rule has ended and one did.
    """

    validity: Validity
    since: dt.date | None
    until: dt.date | None
    successor: str | None


def standing_on(provision: Provision, date: dt.date) -> Standing:
    """What is known about `provision` on `date`.

    Dates decide before status: outside its period a draft has ended or not begun like any other rule. Inside
    it, a draft is a draft and an unread text is unverified, whatever its dates.
    """
    first, last = provision.period.first, provision.period.last
    if first is not None and date < first:
        return Standing(Validity.NOT_YET, None, first - dt.timedelta(days=1), None)
    if last is not None and date > last:
        return Standing(Validity.ENDED, provision.period.day_after, None, provision.succeeded_by)
    inside = {RuleStatus.DRAFT: Validity.DRAFT, RuleStatus.UNVERIFIED: Validity.UNVERIFIED}
    # "Repealed" without a last day: it ended, but no source says when.
    if provision.status is RuleStatus.REPEALED and last is None:
        return Standing(Validity.UNVERIFIED, first, last, None)
    return Standing(inside.get(provision.status, Validity.IN_FORCE), first, last, None)


def chain(provision: Provision, provisions: Iterable[Provision]) -> tuple[Provision, ...]:
    """The provision and those that took its rule over, oldest first."""
    by_id = {p.id: p for p in provisions}
    found = [provision]
    while (successor := found[-1].succeeded_by) is not None:
        found.append(by_id[successor])
    return tuple(found)


def touches(event: LawEvent, provision: Provision) -> bool:
    """Whether the event names the provision, or the statute it stands in."""
    statute = None if provision.reference is None else provision.reference.statute
    return provision.id in event.touches or (statute is not None and statute in event.touches)


def events_touching(
    provision: Provision,
    events: Iterable[LawEvent],
    *,
    after: dt.date | None = None,
    until: dt.date | None = None,
    include_planned: bool = False,
) -> tuple[LawEvent, ...]:
    """The events that touch a provision, oldest first.

    Args:
        after: only events later than this day. An event on the day an experiment starts is part of what it
            started under, so a running experiment passes its first day.
        until: only events up to and including this day.
        include_planned: also what is announced and has not happened.
    """
    found = (
        event
        for event in events
        if touches(event, provision)
        and (after is None or event.date > after)
        and (until is None or event.date <= until)
        and (include_planned or event.status is not Certainty.PLANNED)
    )
    return tuple(sorted(found, key=lambda event: event.date))


def law_watch(
    provision: Provision,
    *,
    running: Period,
    provisions: Iterable[Provision],
    events: Iterable[LawEvent],
    include_planned: bool = False,
) -> tuple[LawEvent, ...]:
    """What happened, while an experiment ran, to the rule it deviates from; also after the rule moved to a new act.

    Args:
        provision: the rule deviated from, as it was at the start.
        running: the experiment's period. What happened on its first day is what it started under.
        provisions, events: the catalogue's.
        include_planned: also what is announced.

    Returns:
        Each event once, oldest first. On each the experiment's time series means something else from that day on.
    """
    timeline = tuple(events)
    found = {
        event.id: event
        for rule in chain(provision, provisions)
        for event in events_touching(
            rule, timeline, after=running.first, until=running.last, include_planned=include_planned
        )
    }
    return tuple(sorted(found.values(), key=lambda event: event.date))

"""The follow-ups an experiment saves, counted from dates alone: nothing is registered for it.

A follow-up is saved on a day the ordinary rule would have asked for it at the latest and the experiment did not,
while the exemption ran and was allowed to. A use with no known end may have ended without anybody saying so; what it
saved is therefore a range: at least until it was last heard of, at most until today.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from frirum.core.catalogue.casework import Obligation
from frirum.core.law.due_ending import governed_until, last_day
from frirum.core.law.due_schedule import stretches
from frirum.core.law.due_use import UseFacts, falls_due


@dataclass(frozen=True)
class Saved:
    """Saved follow-ups of one duty in a period.

    Attributes:
        slug: the experiment.
        certain, possible: the range. They are the same when every use has a known end.
        uses: uses that were counted.
        open_uses: those of them without a known end.
        without_date: uses that could not be counted, as the day the duty runs from is not known.
    """

    slug: str
    duty: Obligation
    certain: int
    possible: int
    uses: int
    open_uses: int
    without_date: int


@dataclass(frozen=True)
class SavedOfUse:
    """The saved days of one use and one duty.

    Attributes:
        days: all of them, oldest first, as if a use without a known end still ran.
        certain: how many of them lie in days the use is known to have run.
    """

    days: tuple[dt.date, ...]
    certain: int


def saved_of_use(use: UseFacts, duty: Obligation, *, first: dt.date, last: dt.date) -> SavedOfUse | None:
    """The saved days of one use from `first` to `last`; None where the day the duty runs from is not known."""
    found = stretches(use, duty)
    if not found:
        return None
    begin, end = max(first, use.begun_on), min(last, governed_until(use, last_day(use)))
    days = tuple(day for stretch in found for day in stretch.spared(begin, end))
    known = _known_until(use)
    return SavedOfUse(days, sum(day <= known for day in days))


def saved_follow_ups(uses: Iterable[UseFacts], *, first: dt.date, last: dt.date) -> tuple[Saved, ...]:
    """The saved follow-ups of every duty that saves any by its nature, by experiment and duty.

    Args:
        first, last: the period, both days included. `last` must be over: a follow-up can be held until midnight.
    """
    found: dict[tuple[str, str], Saved] = {}
    for use in uses:
        for duty in filter(_saves, use.obligations()):
            key = (use.experiment.slug, duty.id)
            before = found.get(key) or Saved(key[0], duty, 0, 0, 0, 0, 0)
            found[key] = _added(before, use, saved_of_use(use, duty, first=first, last=last))
    return tuple(found[key] for key in sorted(found))


def _added(before: Saved, use: UseFacts, more: SavedOfUse | None) -> Saved:
    counts = (before.certain, before.possible, before.uses, before.open_uses, before.without_date)
    is_open = int(use.ended_on is None)
    plus = (0, 0, 0, 0, 1) if more is None else (more.certain, len(more.days), 1, is_open, 0)
    return Saved(before.slug, before.duty, *(a + b for a, b in zip(counts, plus, strict=True)))


def _saves(duty: Obligation) -> bool:
    """Whether the experiment leaves some of the ordinary rule's days aside."""
    dated = duty.ordinary is not None and (duty.ordinary.first or duty.ordinary.then)
    replaced = duty.experiment is not None and duty.experiment.at_least is None
    return falls_due(duty) and bool(dated) and replaced


def _known_until(use: UseFacts) -> dt.date:
    """The last day the use is known to have run."""
    return use.ended_on or max([use.begun_on, *(done.on for done in use.done)])

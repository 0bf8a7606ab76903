"""Dates as facts give them (`2018-07-01`, in a year that a living person's case can lie in), and days counted on."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from frirum.core.catalogue.casework import Duration, Timing
from frirum.core.vocabulary.periods import add_months

FIRST_YEAR, LAST_YEAR = 1900, 2100
"""Beyond these years a date in a living person's case is a slip."""
_WRITTEN = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def read_date(raw: Any) -> dt.date | None:
    """The date, or None for what is no date, is written otherwise or lies beyond the years."""
    if isinstance(raw, str) and _WRITTEN.fullmatch(raw):
        try:
            raw = dt.date.fromisoformat(raw)
        except ValueError:
            return None
    return raw if isinstance(raw, dt.date) and FIRST_YEAR <= raw.year <= LAST_YEAR else None


def later(date: dt.date, duration: Duration, *, times: int = 1) -> dt.date:
    """The date so much later: years and months first (clipped to the month's end), then weeks and days.

    Args:
        times: that many durations at once, so that the month's end is clipped once.
    """
    moved = add_months(date, times * (12 * duration.years + duration.months))
    return moved + times * dt.timedelta(weeks=duration.weeks, days=duration.days)


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

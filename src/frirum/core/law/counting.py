"""Weeks and months of a benefit or of unemployment, counted from the periods themselves.

A rule counts in one of two ways. *Added together*: every day in one of the periods counts once, gaps or not (LAS
§ 74 c: 12 of the last 18 months). *Unbroken*: only the run of days without a gap that leads up to the day counts.
A week is seven days. An unbroken month runs to the same day of the next month; of months added together no source says
how many days one has, so n of the last m months are reached when n/m of the days are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from frirum.core.vocabulary.periods import Period, add_months, whole_months

_ONE_DAY = dt.timedelta(days=1)
DAYS_PER_WEEK = 7


def days_added(periods: Iterable[Period], within: Period) -> int:
    """Days of `within` that lie in at least one of the periods; a day in two of them counts once."""
    clipped = [inside for period in periods if (inside := period.clip(within)) is not None]
    return sum((last - first).days + 1 for first, last in _runs(clipped))


def unbroken_since(periods: Iterable[Period], until: dt.date) -> dt.date | None:
    """The first day of the run without a gap that ends on `until`; None where `until` lies in none of the periods.

    A period that begins the day after another ends goes on with it.
    """
    up_to = Period(None, until)
    clipped = [inside for period in periods if (inside := period.clip(up_to)) is not None]
    return next((first for first, last in _runs(clipped) if last == until), None)


def unbroken_days(periods: Iterable[Period], until: dt.date) -> int:
    """Days of the run without a gap that ends on `until`, that day included."""
    since = unbroken_since(periods, until)
    return 0 if since is None else (until - since).days + 1


def unbroken_months(periods: Iterable[Period], until: dt.date) -> int:
    """Whole months of the run without a gap that ends on `until`, that day included."""
    since = unbroken_since(periods, until)
    return 0 if since is None else whole_months(since, until + _ONE_DAY)


def months_added(periods: Iterable[Period], until: dt.date, within_months: int) -> int:
    """Whole months in at least one of the periods, of the last `within_months` up to and including `until`."""
    window = Period(add_months(until + _ONE_DAY, -within_months), until)
    assert window.days is not None
    return days_added(periods, window) * within_months // window.days


def _runs(periods: Iterable[Period]) -> list[tuple[dt.date, dt.date]]:
    """The runs of days without a gap that the periods make, oldest first."""
    runs: list[tuple[dt.date, dt.date]] = []
    for first, last in sorted((p.first, p.last) for p in periods if p.first and p.last):
        if runs and first <= runs[-1][1] + _ONE_DAY:
            runs[-1] = (runs[-1][0], max(runs[-1][1], last))
        else:
            runs.append((first, last))
    return runs

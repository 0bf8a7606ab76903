"""Weeks and months of a benefit or of unemployment, counted from the periods themselves.

A rule counts in one of two ways. *Added together*: every day in one of the periods counts once, gaps or not (LAS
§ 74 c: 12 of the last 18 months). *Unbroken*: only the run of days without a gap that leads up to the day counts.
A week is seven days. A month runs to the same day of the next month, clipped to the month's end, as a deadline does
(`add_months`): a run of twelve calendar months counts twelve, on the very day on which the deadline of twelve months
lies. What each run has left over is days; no source says how many of them make a month, so days left over of several
runs give a number that lies `Between` two, and where the two lead to different answers a person says.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from frirum.core.vocabulary.periods import Period, add_months, whole_months

_ONE_DAY = dt.timedelta(days=1)
DAYS_PER_WEEK = 7
_SHORTEST_MONTH, _LONGEST_MONTH = 28, 31


@dataclass(frozen=True)
class Between:
    """A number of months that the days do not settle: at least `low`, at most `high`, both included."""

    low: int
    high: int


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


def months_added(periods: Iterable[Period], until: dt.date, within_months: int) -> int | Between:
    """Whole months in at least one of the periods, of the last `within_months` up to and including `until`.

    Each run without a gap counts the calendar months it has. The days left over of several runs are added: 31 of them
    are a month for certain, 28 perhaps. Each run's own are less than a month, so n of them are never n months.
    """
    window = Period(add_months(until + _ONE_DAY, -within_months), until)
    clipped = [inside for period in periods if (inside := period.clip(window)) is not None]
    months, left = 0, []
    for first, last in _runs(clipped):
        whole = whole_months(first, last + _ONE_DAY)
        months += whole
        left.append((last + _ONE_DAY - add_months(first, whole)).days)
    parts, days = sum(map(bool, left)), sum(left)
    low = months + days // _LONGEST_MONTH
    high = months + min(days // _SHORTEST_MONTH, max(parts - 1, 0))
    return low if low >= high else Between(low, high)


def _runs(periods: Iterable[Period]) -> list[tuple[dt.date, dt.date]]:
    """The runs of days without a gap that the periods make, oldest first."""
    runs: list[tuple[dt.date, dt.date]] = []
    for first, last in sorted((p.first, p.last) for p in periods if p.first and p.last):
        if runs and first <= runs[-1][1] + _ONE_DAY:
            runs[-1] = (runs[-1][0], max(runs[-1][1], last))
        else:
            runs.append((first, last))
    return runs

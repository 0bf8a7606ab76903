"""Periods of dates, and what "n months later" means."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

_ONE_DAY = dt.timedelta(days=1)
_MONTHS_PER_YEAR = 12


def add_months(date: dt.date, months: int) -> dt.date:
    """The same day `months` months on (or back, when negative), clipped to the end of the month.

    31 January plus one month is 28 February, or 29 in a leap year. Two and a half years are 30 months.
    ValueError outside the years 1-9999.
    """
    years, month = divmod(date.month - 1 + months, _MONTHS_PER_YEAR)
    year = date.year + years
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        raise ValueError(f"no year {year}")
    return dt.date(year, month + 1, min(date.day, calendar.monthrange(year, month + 1)[1]))


def whole_months(start: dt.date, end: dt.date) -> int:
    """The largest n with `add_months(start, n) <= end`; negative when `end` is before `start`."""
    months = (end.year - start.year) * _MONTHS_PER_YEAR + end.month - start.month
    return months if add_months(start, months) <= end else months - 1


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included. None is an open end: no beginning, or no end yet.

    Raises:
        ValueError: `last` lies before `first`.
    """

    first: dt.date | None = None
    last: dt.date | None = None

    def __post_init__(self) -> None:
        if self.first is not None and self.last is not None and self.last < self.first:
            raise ValueError(f"the period ends {self.last} before it begins {self.first}")

    def contains(self, date: dt.date) -> bool:
        """Whether the date lies in the period; the first and the last day do."""
        return (self.first is None or self.first <= date) and (self.last is None or date <= self.last)

    def clip(self, other: Period) -> Period | None:
        """The days in both periods, or None when there are none."""
        firsts = [p.first for p in (self, other) if p.first is not None]
        lasts = [p.last for p in (self, other) if p.last is not None]
        first = max(firsts, default=None)
        last = min(lasts, default=None)
        return None if first is not None and last is not None and last < first else Period(first, last)

    def overlaps(self, other: Period) -> bool:
        """Whether at least one day lies in both."""
        return self.clip(other) is not None

    def extended_to(self, last: dt.date | None) -> Period:
        """The period with a later end (None: open). ValueError when it would become shorter."""
        if last is not None and (self.last is None or last < self.last):
            raise ValueError(f"{last} would shorten the period that ends {self.last}")
        return Period(self.first, last)

    @property
    def days(self) -> int | None:
        """The number of days, or None for an open period."""
        return None if self.first is None or self.last is None else (self.last - self.first).days + 1

    @property
    def day_after(self) -> dt.date | None:
        """The first day that is no longer in the period, or None when it has no end."""
        return None if self.last is None else self.last + _ONE_DAY

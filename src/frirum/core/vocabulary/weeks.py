"""ISO weeks, the clock of the benefit registers: a year has 52 or 53 of them and each begins on a Monday."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

_WRITTEN = re.compile(r"([0-9]{4})-W([0-9]{2})")
_DAYS = 7


@dataclass(frozen=True, slots=True, order=True)
class IsoWeek:
    """One ISO week, ordered in time.

    Args:
        year: the ISO year, which is not always the calendar year of its days.
        week: 1 to 52, or 53 in the years that have it.

    Raises:
        ValueError: the year has no such week.
    """

    year: int
    week: int

    def __post_init__(self) -> None:
        # fromisocalendar knows which years have a week 53.
        dt.date.fromisocalendar(self.year, self.week, 1)

    @classmethod
    def parse(cls, written: str) -> IsoWeek:
        """The week written `2015-W53`; ValueError for anything else, also a week the year does not have."""
        match = _WRITTEN.fullmatch(written)
        if match is None:
            raise ValueError(f"not an ISO week such as 2015-W53: {written!r}")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, date: dt.date) -> IsoWeek:
        """The week a date lies in."""
        year, week, _day = date.isocalendar()
        return cls(year, week)

    @classmethod
    def of_first_monday(cls, year: int, month: int) -> IsoWeek:
        """The week that begins on the month's first Monday: where a monthly count reads the register."""
        first = dt.date(year, month, 1)
        return cls.of(first + dt.timedelta(days=-first.weekday() % _DAYS))

    @property
    def monday(self) -> dt.date:
        """The first day."""
        return dt.date.fromisocalendar(self.year, self.week, 1)

    @property
    def sunday(self) -> dt.date:
        """The last day."""
        return dt.date.fromisocalendar(self.year, self.week, 7)

    @property
    def month(self) -> tuple[int, int]:
        """The calendar year and month the week counts to: its Thursday's, as most of its days lie there."""
        thursday = dt.date.fromisocalendar(self.year, self.week, 4)
        return thursday.year, thursday.month

    @property
    def ordinal(self) -> int:
        """A running number of the week, so that differences are plain subtraction."""
        return self.monday.toordinal() // _DAYS

    def __add__(self, weeks: int) -> IsoWeek:
        return IsoWeek.of(self.monday + dt.timedelta(weeks=weeks))

    def __sub__(self, weeks: int) -> IsoWeek:
        return self + -weeks

    def since(self, earlier: IsoWeek) -> int:
        """Weeks from `earlier` to this week; negative when it is later."""
        return self.ordinal - earlier.ordinal

    def through(self, last: IsoWeek) -> Iterator[IsoWeek]:
        """Every week from this one to `last`, both included."""
        return (self + n for n in range(last.since(self) + 1))

    def __str__(self) -> str:
        return f"{self.year:04d}-W{self.week:02d}"


def weeks_in_year(year: int) -> int:
    """52 or 53: an ISO year is as long as the week of 28 December says."""
    return IsoWeek.of(dt.date(year, 12, 28)).week

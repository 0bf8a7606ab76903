"""The time axis of a wide register: one column per ISO week or per month, without gaps."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from frirum.core.registers import words
from frirum.core.vocabulary.weeks import IsoWeek

WEEK, MONTH = "week", "month"
FIRST_DREAM_WEEK = IsoWeek(1991, 32)
"""Where DREAM begins: `y_9132`."""

_CENTURY = 90  # two-digit years below it are 20YY (the reading of the published loaders)
_DREAM_WEEK = re.compile(r"y_([0-9]+)", re.IGNORECASE)
_WRITTEN_WEEK = re.compile(r"([0-9]{4})-?[wu]([0-9]{2})", re.IGNORECASE)
_WRITTEN_MONTH = re.compile(r"([0-9]{4})(?:-|M)([0-9]{2})", re.IGNORECASE)
_NAMED_MONTH = re.compile(r"([a-z]{3})[.\-_]([0-9]{2})", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DANISH_MONTHS = {"maj": 5, "okt": 10}


@dataclass(frozen=True)
class TimeAxis:
    """Consecutive weeks or months.

    Attributes:
        unit: "week" or "month".
        first: the first column: the week's `IsoWeek.ordinal`, or year x 12 + month - 1.
        length: how many columns.
    """

    unit: str
    first: int
    length: int

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """`2015-W53` or `1993-07` for every column."""
        return tuple(self._label(self.first + place) for place in range(self.length))

    def _label(self, ordinal: int) -> str:
        if self.unit == WEEK:
            return str(week_of(ordinal))
        return f"{ordinal // 12:04d}-{ordinal % 12 + 1:02d}"

    def week(self, place: int) -> IsoWeek:
        """The ISO week of a column on an axis of weeks."""
        return week_of(self.first + place)

    def place(self, ordinal: int) -> int:
        """The column of a week or month; below 0 or from `length` on when it lies outside."""
        return ordinal - self.first

    def place_of_day(self, day: dt.date) -> int:
        """The column of the week or month a day lies in; it may lie outside, as with `place`."""
        return self.place(day.year * 12 + day.month - 1 if self.unit == MONTH else (day.toordinal() - 1) // 7)

    @cached_property
    def months(self) -> tuple[tuple[int, int], ...]:
        """The calendar month of each column; of a week the one its Thursday lies in."""
        if self.unit == MONTH:
            return tuple(
                (ordinal // 12, ordinal % 12 + 1) for ordinal in range(self.first, self.first + self.length)
            )
        return tuple(self.week(place).month for place in range(self.length))

    @cached_property
    def readings(self) -> tuple[tuple[tuple[int, int], int], ...]:
        """The months a panel shows with the column each is read in: the week of the month's first Monday."""
        if self.unit == MONTH:
            return tuple((month, place) for place, month in enumerate(self.months))
        found: list[tuple[tuple[int, int], int]] = []
        for year, month in dict.fromkeys(self.months):
            place = self.place(IsoWeek.of_first_monday(year, month).ordinal)
            if 0 <= place < self.length:
                found.append(((year, month), place))
        return tuple(found)


def week_of(ordinal: int) -> IsoWeek:
    """The week with a running number, the inverse of `IsoWeek.ordinal`."""
    return IsoWeek.of(dt.date.fromordinal(ordinal * 7 + 1))


def label_of(name: str) -> tuple[str, int] | None:
    """The unit and running number a column's name stands for, or None when it names no time.

    Raises:
        InputRefused: it is written as a week or month that does not exist (`y_1653`).
    """
    name = name.strip()
    try:
        if (match := _DREAM_WEEK.fullmatch(name)) is not None:
            return WEEK, _dream_week(match[1]).ordinal
        if (match := _WRITTEN_WEEK.fullmatch(name)) is not None:
            return WEEK, IsoWeek(int(match[1]), int(match[2])).ordinal
        if (match := _WRITTEN_MONTH.fullmatch(name)) is not None:
            return MONTH, _month(int(match[1]), int(match[2]))
        if (match := _NAMED_MONTH.fullmatch(name)) is not None:
            return _named_month(match[1].casefold(), int(match[2]))
    except ValueError:
        raise words.no_such_label(name) from None
    return None


def _dream_week(digits: str) -> IsoWeek:
    if len(digits) != 4:
        raise ValueError(digits)
    year = int(digits[:2])
    week = IsoWeek(year + (2000 if year < _CENTURY else 1900), int(digits[2:]))
    if week < FIRST_DREAM_WEEK:
        raise ValueError(digits)
    return week


def _month(year: int, month: int) -> int:
    return dt.date(year, month, 1).year * 12 + month - 1


def _named_month(name: str, year: int) -> tuple[str, int] | None:
    number = _DANISH_MONTHS.get(name) or (_MONTHS.index(name) + 1 if name in _MONTHS else None)
    if number is None:
        return None
    return MONTH, _month(year + (2000 if year < _CENTURY else 1900), number)


def axis_of(columns: Sequence[tuple[int, str, tuple[str, int]]]) -> tuple[TimeAxis, tuple[int, ...]]:
    """The axis that named columns span, and their positions in time order.

    Args:
        columns: position and name of each column, and what `label_of` read in it.

    Raises:
        InputRefused: weeks and months are mixed, a label stands twice, or one is missing in between.
    """
    found = sorted((ordinal, position, name, unit) for position, name, (unit, ordinal) in columns)
    units = {unit for *_rest, unit in found}
    if len(units) > 1:
        raise words.two_units([name for _ordinal, _position, name, _unit in found])
    for (before, _, earlier, _), (after, _, later, _) in pairwise(found):
        if after == before:
            raise words.label_twice(earlier, later)
        if after != before + 1:
            axis = TimeAxis(units.pop(), before + 1, after - before - 1)
            raise words.gap_between(earlier, later, axis.labels)
    axis = TimeAxis(units.pop(), found[0][0], len(found))
    return axis, tuple(position for _ordinal, position, _name, _unit in found)

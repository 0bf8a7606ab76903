"""One reading of dates: as case systems, spreadsheets and people write them. Nothing is guessed.

A Danish order with dots, hyphens or spaces and the ISO order are certain. With slashes the order must have been chosen
unless the day is above 12; two-digit years are ambiguous. A time with an offset becomes the day it was in Denmark.
"""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

FIRST_YEAR, LAST_YEAR = 1900, 2100
OPEN_END = dt.date(9999, 12, 31)
"""What registers write as the last day of what has not ended."""
DENMARK = ZoneInfo("Europe/Copenhagen")

_DANISH = (
    "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november",
    "december",
)  # fmt: skip
_ENGLISH = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
MONTH_NAMES: dict[str, int] = {
    **{name: month for names in (_DANISH, _ENGLISH) for month, name in enumerate(names, start=1)},
    **{name[:3]: month for names in (_DANISH, _ENGLISH) for month, name in enumerate(names, start=1)},
    "sept": 9,
}
"""Month names in Danish and English, whole and in their usual short form, in lower case -> 1 … 12."""

_YEAR_FIRST = re.compile(r"(\d{4})([-./])(\d{1,2})\2(\d{1,2})")
_COMPACT = re.compile(r"\d{8}")
_DAY_FIRST = re.compile(r"(\d{1,2})([-./ ]+)(\d{1,2})([-./ ]+)(\d{4})")
_DAY_AND_NAME = re.compile(r"(\d{1,2})\.?[- ]*([a-zæøå]+)[-.,]? *(\d{4})")
_NAME_AND_DAY = re.compile(r"([a-z]+)\.? +(\d{1,2}),? +(\d{4})")
_SHORT_YEAR = re.compile(r"\d{1,2}[-./ ]\d{1,2}[-./ ]\d{2}")
# What systems write after a date that has no time of day.
_MIDNIGHT = re.compile(r"[ T]0{1,2}[:.]00([:.]00([.,]0+)?)?$", re.IGNORECASE)
_TIME = re.compile(r"[ T]\d{1,2}[:.]\d{2}([:.]\d{2}([.,]\d+)?)?$", re.IGNORECASE)
_WITH_OFFSET = re.compile(
    r"(\d{4}-\d{2}-\d{2})[ T](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(Z|[+-]\d{2}:?\d{2})", re.IGNORECASE
)


class DateOrder(StrEnum):
    """How a date with slashes is to be read."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


class DateFault(StrEnum):
    """Why a cell is no date for certain."""

    UNREADABLE = "date_unreadable"
    AMBIGUOUS = "date_ambiguous"
    SHORT_YEAR = "date_short_year"
    IS_NUMBER = "date_is_number"
    OUT_OF_RANGE = "date_out_of_range"


def read_date(cell: str | dt.date, order: DateOrder | None = None) -> dt.date | DateFault:
    """A date as case systems and people write it; `OPEN_END` comes out as itself."""
    return _in_range(cell) if isinstance(cell, dt.date) else _date_in(cell, order)


@lru_cache(maxsize=50_000)
def _date_in(cell: str, order: DateOrder | None) -> dt.date | DateFault:
    text = cell.strip()
    if found := _WITH_OFFSET.fullmatch(text):
        return _danish_day(found)
    text = _TIME.sub("", _MIDNIGHT.sub("", text)).casefold().strip()
    if found := _YEAR_FIRST.fullmatch(text):
        return _date(found[1], found[3], found[4])
    if _COMPACT.fullmatch(text):
        as_iso = _date(text[:4], text[4:6], text[6:])
        return as_iso if isinstance(as_iso, dt.date) else _date(text[4:], text[2:4], text[:2])
    if found := _DAY_FIRST.fullmatch(text):
        return _numbers(found, order)
    if found := _DAY_AND_NAME.fullmatch(text):
        return _named(found[3], found[2], found[1])
    if found := _NAME_AND_DAY.fullmatch(text):
        return _named(found[3], found[1], found[2])
    if _SHORT_YEAR.fullmatch(text):
        return DateFault.SHORT_YEAR
    return DateFault.IS_NUMBER if re.fullmatch(r"\d+([.,]\d+)?", text) else DateFault.UNREADABLE


def _danish_day(found: re.Match[str]) -> dt.date | DateFault:
    """The day it was in Denmark at a time with an offset: 22:30Z in June is the day after."""
    date, hour, minute, second, offset = found.groups()
    if date == OPEN_END.isoformat():
        return OPEN_END
    try:
        time = dt.datetime.fromisoformat(f"{date}T{hour}:{minute}:{second or '00'}{offset.upper()}")
        return _in_range(time.astimezone(DENMARK).date())
    except (ValueError, OverflowError):
        return DateFault.UNREADABLE


def _named(year: str, name: str, day: str) -> dt.date | DateFault:
    month = MONTH_NAMES.get(name)
    return _date(year, str(month), day) if month else DateFault.UNREADABLE


def _numbers(found: re.Match[str], order: DateOrder | None) -> dt.date | DateFault:
    first, second, year = found[1], found[3], found[5]
    # "1/7 2018" and "01.07.2018" are Danish habits; only slashes throughout are written month first elsewhere.
    if found[2] == found[4] == "/":
        month_possible, day_possible = int(first) <= 12, int(second) <= 12
        if order is DateOrder.MONTH_FIRST:
            return _date(year, first, second)
        if order is None and month_possible and day_possible and int(first) != int(second):
            return DateFault.AMBIGUOUS
    return _date(year, second, first)


def _date(year: str, month: str, day: str) -> dt.date | DateFault:
    try:
        return _in_range(dt.date(int(year), int(month), int(day)))
    except ValueError:
        return DateFault.UNREADABLE


def _in_range(date: dt.date) -> dt.date | DateFault:
    if isinstance(date, dt.datetime):
        date = date.date()
    if date == OPEN_END:
        return OPEN_END
    return date if FIRST_YEAR <= date.year <= LAST_YEAR else DateFault.OUT_OF_RANGE

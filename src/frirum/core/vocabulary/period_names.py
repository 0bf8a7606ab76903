"""Periods as people name them in tables: 2027, 2027K1, 1. kvartal 2027, marts 2027, 2027-W05, til 2027-03-31."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from frirum.core.vocabulary.periods import Period

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar january jan", "februar february feb", "marts march mar", "april apr", "maj may", "juni june jun",
            "juli july jul", "august aug", "september sep sept", "oktober october okt oct", "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = r"(?P<{0}>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_TO = r"(?:\.\.|/|-|til og med|til|to|t\.o\.m\.)"
_DAY = r"\d{4}-\d{2}-\d{2}"
_OF_YEAR = (
    (r"(?:k|q|kv|kvt|kvartal|quarter)", 3),
    (r"(?:h|hå|halvår|half|half-year)", 6),
    (r"(?:t|tertial)", 4),
)
_MONTHS_PER_YEAR = 12


def read_period(text: str) -> Period | None:
    """The days a name means, or None where it names no period that this project knows.

    Known are years, half-years, tertials, quarters, months and ISO weeks in the usual Danish and English spellings,
    runs of months or days ("2027-01..2027-06", "januar-juni 2027") and "til 2027-03-31" (everything up to that day).
    A single day means that day.
    """
    plain = " ".join(text.casefold().replace("–", "-").replace("—", "-").split()).strip(" .")
    try:
        for read in (_run, _until, _part_of_year, _month_run, _week, _plain_dates):
            found = read(plain)
            if found is not None:
                return found
    except ValueError:  # a month 13, a day 31 February, or an end before its beginning
        return None
    return None


def _run(text: str) -> Period | None:
    """Two periods with something between them: from the first day of one to the last of the other."""
    match = re.fullmatch(r"(.+?)\s*(?:\.\.|/|til og med|til|to|t\.o\.m\.)\s*(.+)", text) or re.fullmatch(
        rf"({_DAY}|\d{{4}})\s*-\s*({_DAY}|\d{{4}})", text
    )
    if match is None:
        return None
    first, last = (read_period(part) for part in match.groups())
    return Period(first.first, last.last) if first and last else None


def _until(text: str) -> Period | None:
    match = re.fullmatch(r"(?:til og med|til|t\.o\.m\.|pr\.?|indtil|until|as of|up to)\s*(.+)", text)
    until = read_period(match[1]) if match else None
    return Period(None, until.last) if until else None


def _part_of_year(text: str) -> Period | None:
    """2027K1, K1 2027, 2027-Q1, 1. kvartal 2027, 2. halvår 2027."""
    for names, months in _OF_YEAR:
        patterns = (
            rf"(?P<y>\d{{4}})[\s.-]*{names}[\s.]*(?P<n>\d)", rf"{names}[\s.]*(?P<n>\d)[\s./,-]*(?P<y>\d{{4}})",
            rf"(?P<n>\d)\.?\s*{names}\.?[\s./,-]*(?P<y>\d{{4}})", rf"(?P<y>\d{{4}})[\s.,-]*(?P<n>\d)\.?\s*{names}\.?",
        )  # fmt: skip
        for pattern in patterns:
            match = re.fullmatch(pattern, text)
            if match:
                number = int(match["n"])
                return (
                    _months(int(match["y"]), (number - 1) * months + 1, number * months) if number else None
                )
    return None


def _month_run(text: str) -> Period | None:
    """Marts 2027, januar-marts 2027."""
    one, other = _MONTH.format("a"), _MONTH.format("b")
    match = re.fullmatch(rf"{one}(?:\s*{_TO}\s*{other})?\s*(?P<y>\d{{4}})", text)
    if match is None:
        return None
    first = _MONTHS[match["a"]]
    return _months(int(match["y"]), first, _MONTHS[match["b"]] if match["b"] else first)


def _week(text: str) -> Period | None:
    match = (
        re.fullmatch(r"(?P<y>\d{4})-?(?:w|u|uge )(?P<n>\d{1,2})", text)
        or re.fullmatch(r"(?:uge|week)\s*(?P<n>\d{1,2})[,./\s-]+(?P<y>\d{4})", text)
    )  # fmt: skip
    if match is None:
        return None
    monday = dt.date.fromisocalendar(int(match["y"]), int(match["n"]), 1)
    return Period(monday, monday + dt.timedelta(days=6))


def _plain_dates(text: str) -> Period | None:
    """2027, 2027-03, 03-2027, 2027M03, 2027-03-31, 31-03-2027."""
    if match := re.fullmatch(r"(?:år(?:et)? )?(\d{4})", text):
        return _months(int(match[1]), 1, _MONTHS_PER_YEAR)
    if match := re.fullmatch(r"(\d{4})(?:[-./]|m)(\d{1,2})", text):
        return _months(int(match[1]), int(match[2]), int(match[2]))
    if match := re.fullmatch(r"(\d{1,2})[-./](\d{4})", text):
        return _months(int(match[2]), int(match[1]), int(match[1]))
    if match := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text):
        day = dt.date(int(match[1]), int(match[2]), int(match[3]))
        return Period(day, day)
    if match := re.fullmatch(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})", text):
        day = dt.date(int(match[3]), int(match[2]), int(match[1]))
        return Period(day, day)
    return None


def _months(year: int, first: int, last: int) -> Period:
    if not 1 <= first <= last <= _MONTHS_PER_YEAR:
        raise ValueError(f"no months {first}-{last}")
    return Period(dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1]))

"""Reads a date as people write it."""

from __future__ import annotations

import datetime as dt
import re

_MONTHS = {
    name: number
    for names in (
        "januar februar marts april maj juni juli august september oktober november december",
        "january february march april may june july august september october november december",
        "jan feb mar apr maj jun jul aug sep okt nov dec",
    )
    for number, name in enumerate(names.split(), start=1)
}
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_NUMBERS = re.compile(r"(?P<day>\d{1,2})[-./ ]+(?P<month>\d{1,2})[-./ ]+(?P<year>\d{4})")
_TOGETHER = re.compile(r"(?P<day>\d{2})(?P<month>\d{2})(?P<year>(?:19|20)\d{2})")
_ISO_TOGETHER = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})")
_SHORT = re.compile(r"(?P<day>\d{1,2})[-./ ]+(?P<month>\d{1,2})[-./ ]+(?P<year>\d{2})")
_WORDS = re.compile(r"(?P<day>\d{1,2})\.?\s*(?P<month>[a-zæøå]+)\.?\s*(?P<year>\d{4})")


def parse_date(text: str) -> dt.date | None:
    """The date in `text`, or None where there is none. A year of two digits is not guessed at (`short_year`).

    Eight digits are read in the one way they can be: no month is 19 or 20, so 01032019 and 20190301 never clash.

    >>> parse_date("1. juli 2018"), parse_date("1/7 2018")
    (datetime.date(2018, 7, 1), datetime.date(2018, 7, 1))
    """
    wanted = text.strip().casefold()
    for pattern in (_ISO, _NUMBERS, _WORDS, _TOGETHER, _ISO_TOGETHER):
        found = pattern.fullmatch(wanted)
        date = _date(found["year"], found["month"], found["day"]) if found else None
        if date is not None:
            return date
    return None


def short_year(text: str) -> dt.date | None:
    """The date that a year of two digits most likely means, in this century: to ask about, never to assume."""
    found = _SHORT.fullmatch(text.strip())
    return _date(f"20{found['year']}", found["month"], found["day"]) if found else None


def _date(year: str, month: str, day: str) -> dt.date | None:
    number = int(month) if month.isdigit() else _MONTHS.get(month)
    if number is None:
        return None
    try:
        return dt.date(int(year), number, int(day))
    except ValueError:
        return None

"""Periods as jobindsats and the StatBank write them, and the days they cover."""

from __future__ import annotations

import datetime as dt
import re

from frirum.core.vocabulary.period_names import read_period
from frirum.core.vocabulary.periods import Period, add_months

_CODE = re.compile(r"(?P<year>\d{4})(?P<kind>QMAT|KMAT|M|Q|K|Y|H|U)(?P<number>\d{1,2})", re.IGNORECASE)
_MONTHS = {"M": 1, "Q": 3, "K": 3, "H": 6, "Y": 12}
_DAY = dt.timedelta(days=1)


def period_of(label: object) -> Period | None:
    """The days a label means; None where it is no period. A rolling year (2022QMAT02) is the four quarters up to it."""
    text = str(label).strip()
    found = _CODE.fullmatch(text)
    if found is None or found["kind"].upper() == "U":
        return read_period(text)
    year, kind, number = int(found["year"]), found["kind"].upper(), int(found["number"])
    rolling = kind.endswith("MAT")
    months = 3 if rolling else _MONTHS[kind]
    if not 1 <= number <= 12 // months:
        return None
    first = dt.date(year, months * (number - 1) + 1, 1)
    last = add_months(first, months) - _DAY
    return Period(add_months(last + _DAY, -12) if rolling else first, last)


def letter_of(label: str) -> str:
    """Which kind of period a code is: M, Q, Y or QMAT; M for anything else."""
    found = _CODE.fullmatch(label.strip())
    return found["kind"].upper() if found else "M"

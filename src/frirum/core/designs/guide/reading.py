"""From what was typed in a design to values: Danish numbers, estimates, dates, durations; and what cannot be read.

A percentage is typed as people write it (30) and read as a share (0.3); every other number is read as it stands.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from frirum.core.catalogue.casework import Duration
from frirum.core.catalogue.plan import Range
from frirum.core.designs.guide.plan import split_choices
from frirum.core.designs.guide.sentences import say
from frirum.core.vocabulary.danish import format_exact
from frirum.core.vocabulary.units import is_percent

E = TypeVar("E", bound=StrEnum)
LARGEST = 10_000_000
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})[-./ ]+(?P<month>\d{1,2})[-./ ]+(?P<year>\d{4})")
_PARTS = re.compile(r"\s*[;/]\s*|\s+-\s+|\s+")
_LENGTH = re.compile(r"(?P<n>\d{1,4})\s*(?P<unit>[a-zæøå]*)\.?", re.IGNORECASE)
_UNITS = {"": "months", "m": "months", "u": "weeks", "d": "days", "å": "years"}


@dataclass(frozen=True)
class Unreadable:
    """A text that is not what its field asks for.

    Attributes:
        step: the step's key.
        item: the item's place from 0, or None.
        field: the field's key.
        message: what is wrong.
        mend: what to write.
    """

    step: str
    item: int | None
    field: str
    message: str
    mend: str


class FieldReader:
    """Reads the fields of a step, or of one of its items, and collects what cannot be read."""

    def __init__(
        self, values: Mapping[str, str], step: str, item: int | None, faults: list[Unreadable]
    ) -> None:
        self._values, self._step, self._item, self._faults = values, step, item, faults

    def text(self, key: str) -> str | None:
        """Prose, or None where nothing is written."""
        return self._values.get(key, "").strip() or None

    def lines(self, key: str) -> tuple[str, ...]:
        """One text per line; a bullet before it is left out."""
        found = (line.strip().removeprefix("- ").strip() for line in self._values.get(key, "").splitlines())
        return tuple(line for line in found if line)

    def choices(self, key: str) -> tuple[str, ...]:
        """Several chosen values."""
        return split_choices(self._values.get(key, ""))

    def chosen(self, key: str, kind: type[E]) -> E | None:
        """One of an enumeration's values, or None for none of them."""
        return next((one for one in kind if one.value == self._values.get(key, "")), None)

    def several(self, key: str, kind: type[E]) -> tuple[E, ...]:
        """Several of an enumeration's values."""
        return tuple(one for one in kind if one.value in self.choices(key))

    def yes(self, key: str) -> bool | None:
        """Yes, no, or not said."""
        return {"yes": True, "no": False}.get(self._values.get(key, ""))

    def whole(self, key: str) -> int | None:
        """A whole number from 0."""
        text = self.text(key)
        if text is None:
            return None
        digits = re.sub(r"(?<=\d)[. ](?=\d{3}\b)", "", text)
        if digits.isascii() and digits.isdigit() and int(digits) <= LARGEST:
            return int(digits)
        self._refuse(key, text, say("write_whole_number_without_minus"))
        return None

    def number(self, key: str, *, unit: str = "", signed: bool = False) -> float | None:
        """A number; in a unit of per cent it is read as a share, which is 0-1 (a signed change: -1 to 1)."""
        text = self.text(key)
        if text is None:
            return None
        value = _number(text)
        if value is None:
            self._refuse(key, text, say("write_number_for_example_2_5"))
            return None
        if not is_percent(unit):
            return value
        if not (-100 if signed else 0) <= value <= 100:
            self._refuse(key, text, say("write_share_between_0_and_100"))
            return None
        return value / 100

    def estimate(self, key: str, *, percent: bool = False) -> Range | None:
        """One number, or low, likely and high."""
        text = self.text(key)
        if text is None:
            return None
        found = [_number(part) for part in _PARTS.split(text)]
        numbers = [one / 100 if percent else one for one in found if one is not None]
        numbers = numbers * 3 if len(found) == len(numbers) == 1 else numbers
        most = 1.0 if percent else float(LARGEST)
        if len(numbers) != 3 or len(found) not in (1, 3) or not _rises(numbers, most):
            mend = say("write_one_number_or_low_likely")
            self._refuse(key, text, mend)
            return None
        return Range(low=numbers[0], likely=numbers[1], high=numbers[2])

    def date(self, key: str) -> dt.date | None:
        """A day: 01-07-2018, 1/7 2018 or 2018-07-01."""
        text = self.text(key)
        if text is None:
            return None
        found = _ISO.fullmatch(text) or _DAY_FIRST.fullmatch(text)
        try:
            if found:
                return dt.date(int(found["year"]), int(found["month"]), int(found["day"]))
        except ValueError:
            pass
        self._refuse(key, text, say("write_day_month_and_year"))
        return None

    def horizons(self, key: str) -> tuple[Duration, ...]:
        """Lengths of time: `3, 6, 9` are months; weeks, days and years are named."""
        text = self.text(key)
        if text is None:
            return ()
        found = [_length(part) for part in re.split(r"[,;]|\bog\b", text) if part.strip()]
        lengths = tuple(one for one in found if one is not None)
        if len(lengths) != len(found):
            self._refuse(key, text, say("write_number_of_months_with_commas"))
            return ()
        return lengths

    def fault(self, key: str, message: str, mend: str) -> None:
        """Say that what stands in a field cannot be."""
        self._faults.append(Unreadable(self._step, self._item, key, message, mend))

    def _refuse(self, key: str, text: str, mend: str) -> None:
        shown = text if len(text) <= 60 else f"{text[:59]}…"
        self.fault(key, say("text_cannot_be_read", text=shown), mend)


def _rises(numbers: list[float], most: float) -> bool:
    low, likely, high = numbers
    return 0 <= low <= likely <= high <= most


def _number(text: str) -> float | None:
    plain = text.strip().replace("\N{MINUS SIGN}", "-").removesuffix("%").removesuffix("pct.").strip()
    plain = re.sub(r"(?<=\d)\.(?=\d{3}(\D|$))", "", plain).replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) <= LARGEST else None


def _length(text: str) -> Duration | None:
    found = _LENGTH.fullmatch(text.strip())
    if found is None or int(found["n"]) == 0:
        return None
    unit = next((name for start, name in _UNITS.items() if start == found["unit"][:1].casefold()), None)
    return None if unit is None else Duration(**{unit: int(found["n"])})


# ---- the other way: how a value of a definition is shown in the field ----


def write_number(value: float | None, *, percent: bool = False) -> str:
    """30 for the share 0.3; 2,5; "" for nothing."""
    if value is None:
        return ""
    return format_exact(round(value * 100, 10) if percent else value).replace("\N{MINUS SIGN}", "-")


def write_estimate(value: Range | None, *, percent: bool = False) -> str:
    """60 80 120, or one number where the three are alike."""
    if value is None:
        return ""
    numbers = [write_number(float(one), percent=percent) for one in (value.low, value.likely, value.high)]
    return numbers[0] if len(set(numbers)) == 1 else " ".join(numbers)


def write_date(value: dt.date | None) -> str:
    """01-07-2018."""
    return f"{value:%d-%m-%Y}" if value else ""


def write_horizons(values: tuple[Duration, ...]) -> str:
    """3, 6, 9 for months; weeks and days with their unit."""
    return ", ".join(filter(None, map(_write_length, values)))


def _write_length(value: Duration) -> str:
    if value.weeks or value.days:
        weeks, days = value.weeks, value.days
        text = say.counted("n_weeks", weeks) if weeks else say.counted("n_days", days)
        return text.format(n=weeks or days)
    return str(12 * value.years + value.months)

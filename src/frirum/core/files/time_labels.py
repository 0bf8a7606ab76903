"""One recogniser of time labels: what order a column's periods have, and how far two of them lie apart.

Dates, months, quarters, half years, ISO weeks, years and plain numbers, rounds (`runde 2`) and phases (`før`, `efter`)
are told apart by how they are written, so that `2017-01` is one month after `2016-12` and not 89 after, and `runde 10`
comes after `runde 9`. What follows no known way is refused; nothing is put in the order of its letters.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from frirum.core.errors import InputRefused
from frirum.core.files.dates import MONTH_NAMES, read_date
from frirum.core.files.sentences import say

Label = str | int | float

_YEAR = r"((?:19|20)\d{2})"
_PHASES = (
    ("før", "before", "pre", "inden", "baseline"),
    ("under", "during", "midtvejs", "midline"),
    ("efter", "after", "post", "endline"),
)
_ROUNDS = (
    "runde", "bølge", "måling", "periode", "tidspunkt", "round", "wave", "period", "time", "t", "år", "year", "måned",
    "month", "uge", "week", "kvartal", "quarter", "dag", "day", "r", "w",
)  # fmt: skip


def _number(text: str) -> float:
    if re.fullmatch(r"-?\d{1,9}(\.\d+)?", text) is None:
        raise ValueError(text)
    return float(text)


def _date(text: str) -> float:
    found = read_date(text)
    if not isinstance(found, dt.date):
        raise ValueError(text)
    return found.toordinal()


def _month(text: str) -> float:
    for pattern in (
        rf"{_YEAR}M?(\d{{2}})",
        rf"{_YEAR}(?:[-./ ]|[-./ ]?M)(\d{{1,2}})",
        rf"{_YEAR}[- ]+([a-zæøå]+)\.?",
    ):
        if found := re.fullmatch(pattern, text, re.IGNORECASE):
            return _month_number(found[1], found[2])
    for pattern in (rf"(\d{{1,2}})[-./ ]{_YEAR}", rf"([a-zæøå]+)\.?[- ]*{_YEAR}"):
        if found := re.fullmatch(pattern, text, re.IGNORECASE):
            return _month_number(found[2], found[1])
    raise ValueError(text)


def _month_number(year: str, month: str) -> float:
    number = int(month) if month.isdigit() else MONTH_NAMES.get(month.casefold(), 0)
    if not 1 <= number <= 12:
        raise ValueError(month)
    return int(year) * 12 + number


def _part_of_year(parts: int, letters: str, word: str) -> Callable[[str], float]:
    """Reads `2018-K3`, `2018Q3`, `K3 2018` and `3. kvartal 2018`."""
    year_first = re.compile(rf"{_YEAR}[-. ]*(?:[{letters}]|{word})[. ]*([1-{parts}])", re.IGNORECASE)
    year_last = re.compile(
        rf"(?:[{letters}]([1-{parts}])|([1-{parts}])\.? *(?:{word}))[-,. ]*{_YEAR}", re.IGNORECASE
    )

    def read(text: str) -> float:
        if found := year_first.fullmatch(text):
            return int(found[1]) * parts + int(found[2])
        if found := year_last.fullmatch(text):
            return int(found[3]) * parts + int(found[1] or found[2])
        raise ValueError(text)

    return read


def _week(text: str) -> float:
    """Weeks from a fixed Monday: `2018-W27`, `2018U27`, `uge 27 2018`."""
    found = re.fullmatch(rf"{_YEAR}[- ]?(?:W|U|uge|week)[ -]?(\d{{1,2}})", text, re.IGNORECASE)
    year, week = (found[1], found[2]) if found else ("", "")
    if found is None:
        other = re.fullmatch(rf"(?:W|U|uge|week)[ -]?(\d{{1,2}})[-,/ ]+{_YEAR}", text, re.IGNORECASE)
        if other is None:
            raise ValueError(text)
        week, year = other[1], other[2]
    return dt.date.fromisocalendar(int(year), int(week), 1).toordinal() // 7


def _round(text: str) -> float:
    words = "|".join(_ROUNDS)
    found = re.fullmatch(rf"(?:{words})[-_. ]*(\d{{1,4}})", text, re.IGNORECASE)
    found = found or re.fullmatch(rf"(\d{{1,4}})\.? *(?:{words})", text, re.IGNORECASE)
    if found is None:
        raise ValueError(text)
    return float(found[1])


def _phase(text: str) -> float:
    for place, words in enumerate(_PHASES):
        if text.casefold() in words:
            return float(place)
    raise ValueError(text)


READERS: dict[str, Callable[[str], float]] = {
    "date": _date,
    "month": _month,
    "number": _number,
    "quarter": _part_of_year(4, "QK", "kvartal|kvt|quarter"),
    "half": _part_of_year(2, "H", "halvår|half"),
    "week": _week,
    "round": _round,
    "phase": _phase,
}
"""Kind of label -> what reads one as a place on that kind's axis, in the order in which they are tried."""


class UnorderedTime(InputRefused):
    """Time labels whose order is not known.

    Args:
        label: the label it is about, as it stands in the column.
    """

    def __init__(self, message: str, *, label: Label, remedy: str) -> None:
        super().__init__(message, remedy=remedy)
        self.label = label


@dataclass(frozen=True)
class Clock:
    """How a time column is written.

    Attributes:
        kind: a key of `READERS`.
        step: of dates: "month" when all periods begin on the first of a month, "week" when they lie whole weeks
            apart, else "day".
        weekday: of weekly dates: their common remainder in days.
    """

    kind: str
    step: str = "day"
    weekday: int = 0

    def ticks(self, labels: Sequence[Label]) -> np.ndarray:
        """Each label's place on a common axis, in the clock's own step: (n,) float64.

        Raises:
            ValueError: a label is written otherwise.
        """
        read = READERS[self.kind]
        return np.array([self._in_steps(read(_text(label))) for label in labels], dtype=np.float64)

    def _in_steps(self, tick: float) -> float:
        """A date that falls inside a month or week counts as the next one, the first that it can fill."""
        if self.kind != "date" or self.step == "day":
            return tick
        if self.step == "week":
            return math.ceil((tick - self.weekday) / 7)
        day = dt.date.fromordinal(int(tick))
        return day.year * 12 + day.month + (day.day > 1)


def recognise(labels: Sequence[Label], *, column: str) -> Clock:
    """The clock that all `labels` are written by; whole numbers such as 201612 are months, 20161231 dates.

    Args:
        labels: distinct.
        column: where they stand, for the refusal.

    Raises:
        UnorderedTime: they follow no known way of writing time, so their order is unknown, or two of them are the same
            time written in two ways.
    """
    for kind in READERS:
        try:
            ticks = Clock(kind).ticks(labels)
        except ValueError:
            continue
        _refuse_twins(labels, ticks, column)
        return _dated(ticks) if kind == "date" else Clock(kind)
    odd = _odd_one(labels)
    raise UnorderedTime(
        say("column_column_cannot_be_read", column=column, example=repr(odd)),
        label=odd,
        remedy=say("write_periods_in_column_alike", column=column),
    )


def in_time_order(labels: Sequence[Label], *, column: str) -> tuple[Label, ...]:
    """The distinct `labels`, earliest first.

    Raises:
        UnorderedTime: as `recognise`.
    """
    distinct = list(dict.fromkeys(labels))
    ticks = recognise(distinct, column=column).ticks(distinct)
    return tuple(distinct[place] for place in np.argsort(ticks, kind="stable"))


def _text(label: Label) -> str:
    if isinstance(label, float) and label.is_integer():
        return str(int(label))
    return " ".join(str(label).split())


def _odd_one(labels: Sequence[Label]) -> Label:
    """The label to show: the first one that is not written as most of them are."""

    def reads(kind: str, label: Label) -> bool:
        try:
            READERS[kind](_text(label))
        except ValueError:
            return False
        return True

    kind = max(READERS, key=lambda kind: sum(reads(kind, label) for label in labels))
    return next((label for label in labels if not reads(kind, label)), labels[0])


def _refuse_twins(labels: Sequence[Label], ticks: np.ndarray, column: str) -> None:
    seen: dict[float, Label] = {}
    for label, tick in zip(labels, ticks.tolist(), strict=True):
        other = seen.setdefault(tick, label)
        if other != label:
            raise UnorderedTime(
                say("column_column_one_and_other", column=column, one=other, other=label),
                label=label,
                remedy=say("write_time_alike_in_all_rows", one=other),
            )


def _dated(days: np.ndarray) -> Clock:
    if all(dt.date.fromordinal(int(day)).day == 1 for day in days):
        return Clock("date", "month")
    remainders = set((days % 7).tolist())
    return Clock("date", "week", int(remainders.pop())) if len(remainders) == 1 else Clock("date")

"""Reading a time column: the order of its periods, and how far two of them lie apart.

Years, months, quarters, weeks and dates are told apart by how they are written, so that `2017-01` is one
month after `2016-12` and not 89 after, and so that text that cannot be ordered is refused instead of sorted
by letter.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from frirum.core.effects.rows import Label
from frirum.core.errors import InputRefused
from frirum.core.language import gettext as _


def _month(year: str, month: str) -> float:
    if not 1 <= int(month) <= 12:
        raise ValueError(month)
    return int(year) * 12 + int(month)


def _date(year: str, month: str, day: str) -> float:
    return dt.date(int(year), int(month), int(day)).toordinal()


WRITTEN: tuple[tuple[str, re.Pattern[str], Callable[..., float]], ...] = (
    ("number", re.compile(r"(-?\d{1,5})"), float),
    ("month", re.compile(r"(\d{4})-?M?(\d{2})"), _month),
    ("quarter", re.compile(r"(\d{4})-?[QK]([1-4])"), lambda year, quarter: int(year) * 4 + int(quarter)),
    (
        "week",
        re.compile(r"(\d{4})-?[WU](\d{2})"),
        lambda year, week: dt.date.fromisocalendar(int(year), int(week), 1).toordinal() // 7,
    ),
    ("date", re.compile(r"(\d{4})-(\d{2})-(\d{2})"), _date),
)


@dataclass(frozen=True)
class Clock:
    """How a time column is written.

    Attributes:
        kind: "number", "month", "quarter", "week" or "date".
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
        if self.kind == "number":
            return np.array([float(label) for label in labels], dtype=np.float64)
        pattern, read = next((pattern, read) for kind, pattern, read in WRITTEN if kind == self.kind)
        found = []
        for label in labels:
            match = pattern.fullmatch(str(label))
            if match is None:
                raise ValueError(str(label))
            found.append(read(*match.groups()))
        return np.array([self._in_steps(tick) for tick in found], dtype=np.float64)

    def _in_steps(self, tick: float) -> float:
        """A date that falls inside a month or week counts as the next one, the first that it can fill."""
        if self.kind != "date" or self.step == "day":
            return tick
        if self.step == "week":
            return math.ceil((tick - self.weekday) / 7)
        day = dt.date.fromordinal(int(tick))
        return day.year * 12 + day.month + (day.day > 1)


def recognise(labels: Sequence[Label], *, column: str) -> Clock:
    """The clock that all `labels` are written by; whole numbers such as 201612 are months.

    Raises:
        InputRefused: they follow no known way of writing time, so their order is unknown.
    """
    for kind in ("month", "number", "quarter", "week", "date"):
        if kind == "number" and not all(_is_number(label) for label in labels):
            continue
        try:
            ticks = Clock(kind).ticks(labels)
        except ValueError:
            continue
        return _dated(ticks) if kind == "date" else Clock(kind)
    raise InputRefused(
        _("Kolonnen {column} kan ikke læses som tidspunkter, for eksempel {example}.").format(
            column=column, example=repr(labels[0])
        ),
        remedy=_("Skriv perioder som 2018, 2018-07, 2018-K3, 2018-U27 eller 2018-07-01."),
    )


def _dated(days: np.ndarray) -> Clock:
    if all(dt.date.fromordinal(int(day)).day == 1 for day in days):
        return Clock("date", "month")
    remainders = set((days % 7).tolist())
    return Clock("date", "week", int(remainders.pop())) if len(remainders) == 1 else Clock("date")


def _is_number(label: Label) -> bool:
    if isinstance(label, (int, float)):
        return True
    return re.fullmatch(r"-?\d+(\.0+)?", label) is not None


def plain_labels(values: pl.Series) -> list[Label]:
    """Distinct values as they are shown: whole floats as integers, dates as ISO text."""
    if values.dtype.is_float():
        return [int(value) if float(value).is_integer() else value for value in values.to_list()]
    if values.dtype.is_numeric():
        return [int(value) for value in values.to_list()]
    return [str(value)[:10] if values.dtype.is_temporal() else str(value) for value in values.to_list()]


def codes(column: pl.Series) -> tuple[np.ndarray, pl.Series]:
    """Dense codes of a column without nulls, and the distinct values that they stand for, ascending.

    Returns:
        (n,) int64 codes in 0 … k - 1, and a series of k values. Whole numbers in a narrow range are coded by
        counting, which takes a few passes over memory instead of a sort.
    """
    if column.dtype.is_float() and bool((column == column.floor()).all()) and column.len():
        column = column.cast(pl.Int64)
    if column.dtype.is_integer() and column.len():
        values = column.to_numpy()
        low, high = int(values.min()), int(values.max())
        if high - low <= max(1_000_000, 4 * len(values)):
            shifted = values - low if low or values.dtype != np.int64 else values
            present = np.bincount(shifted, minlength=high - low + 1) > 0
            kept = np.flatnonzero(present)
            distinct = pl.Series(column.name, kept + low)
            if len(kept) == high - low + 1:
                return shifted.astype(np.int64, copy=False), distinct
            return (np.cumsum(present) - 1)[shifted], distinct
    distinct = column.unique().sort()
    if column.dtype == pl.String:
        return column.cast(pl.Enum(distinct)).to_physical().to_numpy().astype(np.int64), distinct
    found, inverse = np.unique(column.to_numpy(), return_inverse=True)
    return inverse.astype(np.int64), pl.Series(column.name, found)

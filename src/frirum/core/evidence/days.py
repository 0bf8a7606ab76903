"""The days that a table's periods begin on, where they are of the calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from frirum.core.files.time_labels import Label, recognise

_YEARS = range(1900, 2101)


def first_days(periods: Sequence[Label]) -> tuple[dt.date, ...] | None:
    """The first day of each period; None for rounds, phases and numbers that are no years."""
    clock = recognise(periods, column="time")
    ticks = clock.ticks(periods)
    numbers = [int(tick) for tick in ticks.tolist()]
    if clock.kind == "number":
        if not all(float(t).is_integer() for t in ticks) or not all(n in _YEARS for n in numbers):
            return None
        return tuple(dt.date(year, 1, 1) for year in numbers)
    if clock.kind == "month" or (clock.kind == "date" and clock.step == "month"):
        return tuple(_of_year(n, 12) for n in numbers)
    if clock.kind == "quarter":
        return tuple(_of_year(n, 4) for n in numbers)
    if clock.kind == "half":
        return tuple(_of_year(n, 2) for n in numbers)
    if clock.kind == "week":
        return tuple(dt.date.fromordinal(7 * n + 1) for n in numbers)
    if clock.kind == "date":
        step, rest = (7, clock.weekday) if clock.step == "week" else (1, 0)
        return tuple(dt.date.fromordinal(step * n + rest) for n in numbers)
    return None


def _of_year(number: int, parts: int) -> dt.date:
    """Of parts counted from year 0, the first being 1."""
    year, part = divmod(number - 1, parts)
    return dt.date(year, part * (12 // parts) + 1, 1)

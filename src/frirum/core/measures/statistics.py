"""The few statistics that rules name, over plain numbers and pairs of days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from statistics import fmean
from statistics import median as _median

import numpy as np

from frirum.core.effects.risk_sets import Spells
from frirum.core.effects.survival_curve import kaplan_meier

DAYS_A_YEAR = 365.25
_DAYS = {"dag": 1.0, "uge": 7.0, "måned": DAYS_A_YEAR / 12, "år": DAYS_A_YEAR}


def mean(numbers: Sequence[float]) -> float | None:
    """The mean, or None of nothing."""
    return fmean(numbers) if numbers else None


def median(numbers: Sequence[float]) -> float | None:
    """The middle one, the mean of the two middle ones, or None of nothing."""
    return float(_median(numbers)) if numbers else None


def in_unit(days: int, unit: str) -> float:
    """Days in the unit that the rule names: dage, uger, måneder, år; in days where it names none of them."""
    return days / next((size for word, size in _DAYS.items() if unit.startswith(word)), 1.0)


def still_there(
    spells: Sequence[tuple[dt.date, dt.date | None]], after_days: float | None, seen_until: dt.date
) -> float | None:
    """The share without the event after so many days, by the product-limit estimate; None where it cannot be told.

    A spell that is still open counts until `seen_until`.

    Args:
        after_days: None for as long as anybody was followed.
    """
    if not spells:
        return None
    exits = np.array([((end or seen_until) - start).days for start, end in spells], dtype=np.float64)
    events = np.array([end is not None for _start, end in spells], dtype=np.int64)
    curve = kaplan_meier(Spells(np.full(len(exits), -np.inf), exits, events))
    time = curve.last if after_days is None else after_days
    if not curve.known_at(time):
        return None
    place = curve.place(time)
    return 1.0 if place < 0 else float(curve.survival[place])

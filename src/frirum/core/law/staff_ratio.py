"""Is there room within the staff ratio (forholdstal)? One placed person for so many ordinary employees.

The count is that of BEK 1297/2017 § 92, as Cabi renders it: one for each 5 ordinary employees up to 50, at least one,
and one for each 10 beyond. Rounding down is our reading. Until the end of 2019 persons are counted; from 2020 hours, so
that several can share one full-time place (DECISION, table 2). How long full time is no source says, so it is given.
"""

from __future__ import annotations

import datetime as dt

HOURS_SINCE = dt.date(2020, 1, 1)
"""The first day on which hours are counted, not persons."""
SMALL_FIRM, PER_PLACE, PER_PLACE_BEYOND = 50, 5, 10


def places(ordinary_staff: int) -> int:
    """Full-time places for people in placements or wage-subsidised jobs, by the number of ordinary employees."""
    within, beyond = min(ordinary_staff, SMALL_FIRM), max(ordinary_staff - SMALL_FIRM, 0)
    return max(1, within // PER_PLACE + beyond // PER_PLACE_BEYOND)


def room_for_one(ordinary_staff: int, placed: int) -> bool:
    """Whether one more person has room beside those already placed; the count until the end of 2019."""
    return placed + 1 <= places(ordinary_staff)


def room_for_hours(ordinary_staff: int, hours_placed: float, hours: float, full_time_hours: float) -> bool:
    """Whether so many hours a week have room beside those already placed; the count from 2020."""
    return hours_placed + hours <= places(ordinary_staff) * full_time_hours

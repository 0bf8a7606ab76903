"""Room within the staff ratio given as the firm's figures: {"ordinary_staff": 12, "placed": 1}.

For a case from 2020 on the figures are hours a week: {"ordinary_staff": 12, "hours_placed": 60, "hours": 20,
"full_time_hours": 37}. Which figures are asked for follows from the case's date.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any

from frirum.core.catalogue.conditions import Fact
from frirum.core.errors import InputRefused
from frirum.core.law.sentences import say
from frirum.core.law.staff_ratio import HOURS_SINCE, room_for_hours, room_for_one

PERSONS = ("ordinary_staff", "placed")
HOURS = ("ordinary_staff", "hours_placed", "hours", "full_time_hours")
WHOLE = frozenset(PERSONS)


def count_room(
    fact: Fact, raw: Mapping[str, Any], date: dt.date | None, *, file: str | None = None
) -> bool | None:
    """Whether there is room; None while the case's date is not known.

    Raises:
        InputRefused: other figures than the date asks for, or one that is no number of staff or hours.
    """
    if date is None and (_fit(PERSONS, raw) or _fit(HOURS, raw)):
        return None
    keys = PERSONS if date is None or date < HOURS_SINCE else HOURS
    if not _fit(keys, raw):
        message = say("name_cannot_be_counted_from_figures", name=fact.id)
        remedy = say("on_date_of_case_names_must", names=", ".join(keys))
        raise InputRefused(message, file=file, remedy=remedy)
    figures = [raw[key] for key in keys]
    return room_for_one(*figures) if keys is PERSONS else room_for_hours(*figures)


def _fit(keys: tuple[str, ...], raw: Mapping[str, Any]) -> bool:
    return set(raw) == set(keys) and all(_fits(key, raw[key]) for key in keys)


def _fits(key: str, value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    whole = key not in WHOLE or float(value).is_integer()
    return whole and math.isfinite(value) and value >= 0

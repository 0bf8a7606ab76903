"""Dates as facts give them: `2018-07-01`, in a year that a living person's case can lie in."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

FIRST_YEAR, LAST_YEAR = 1900, 2100
"""Beyond these years a date in a living person's case is a slip."""
_WRITTEN = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def read_date(raw: Any) -> dt.date | None:
    """The date, or None for what is no date, is written otherwise or lies beyond the years."""
    if isinstance(raw, str) and _WRITTEN.fullmatch(raw):
        try:
            raw = dt.date.fromisoformat(raw)
        except ValueError:
            return None
    return raw if isinstance(raw, dt.date) and FIRST_YEAR <= raw.year <= LAST_YEAR else None

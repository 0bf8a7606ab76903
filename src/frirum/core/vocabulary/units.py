"""Numbers with their unit, as every page and document prints them: a share is kept as 0-1 and read as per cent."""

from __future__ import annotations

import re

from frirum.core.vocabulary.danish import format_exact
from frirum.core.vocabulary.unit_words import unit_text

_PERCENT = re.compile(r"^(pct\.?|%|procent|procentpoint|andel\b.*)?$", re.IGNORECASE)
_DIGITS = 10


def is_percent(unit: str) -> bool:
    """Whether a unit is a share: blank, pct., procentpoint, andel af …"""
    return bool(_PERCENT.match(unit.strip()))


def measured(value: float, unit: str | None) -> tuple[str, str]:
    """The number and the unit as people read them: (62, pct.) for 0.62 in pct., (30, minutter) for 30 minutter.

    Args:
        value: in a unit of per cent a share, 0-1 (a change: -1 to 1), as plans and definitions keep it.
        unit: None or blank is a share where the value can be one, else a plain number.
    """
    name = (unit or "").strip()
    if not is_percent(name) or (not name and abs(value) > 1):
        return format_exact(value), unit_text(name)
    number = format_exact(round(value * 100, _DIGITS))
    if name.casefold().startswith("andel"):
        return number, f"{unit_text('pct.')} ({unit_text(name)})"
    return number, unit_text(name or "pct.")


def with_unit(value: float, unit: str | None) -> str:
    """62 pct.; 5 procentpoint; 30 minutter; 12."""
    return " ".join(filter(None, measured(value, unit)))

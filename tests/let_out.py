"""Released numbers of every kind for the tests of documents, made past the gate: no code of the project can do this."""

from __future__ import annotations

from decimal import Decimal

from frirum.core.report.cleared import Cleared
from frirum.core.report.numbers import Number, Run


def cleared(value: int | float | Decimal | None, release: str) -> Cleared:
    """A figure as the gate would have cleared it."""
    made = object.__new__(Cleared)
    object.__setattr__(made, "value", value)
    object.__setattr__(made, "release", release)
    return made


def released(
    value: int | float | Decimal, unit: str = "", *, source: Run, release: str = "F-1", decimals: int = 0
) -> Number:
    """A released number with this figure."""
    return Number.released(cleared(value, release), unit, source=source, decimals=decimals)

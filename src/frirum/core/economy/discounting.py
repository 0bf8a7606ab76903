"""Present values: what is paid or gained later counts less (Briggs, Claxton & Sculpher 2006)."""

from __future__ import annotations

from collections.abc import Sequence


def present_value(yearly: Sequence[float], rate: float, *, first_year: int = 1) -> float:
    """The sum of yearly amounts, each divided by (1 + rate) to the power of its year.

    Args:
        yearly: amounts of successive years.
        rate: a year, 0.06 for 6 %.
        first_year: the year of the first amount; 1 when the first lies a year ahead, 0 when it is paid at once.

    Raises:
        ValueError: a rate of -100 % or less.
    """
    if rate <= -1:
        raise ValueError("a rate above -1")
    return sum(amount / (1 + rate) ** year for year, amount in enumerate(yearly, start=first_year))

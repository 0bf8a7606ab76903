"""A number that is known as a range; what is not known at all is None and never a range of zero."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Span:
    """From `low` to `high`, both included.

    Raises:
        ValueError: `low` is above `high`.
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        if not self.low <= self.high:
            raise ValueError("a span rises")

    @property
    def is_exact(self) -> bool:
        """Whether it is one number."""
        return self.low == self.high

    def plus(self, other: Span) -> Span:
        """The sum, ends added to ends: nothing is assumed of how they go together."""
        return Span(self.low + other.low, self.high + other.high)

    def minus(self, other: Span) -> Span:
        """The difference, at its widest."""
        return Span(self.low - other.high, self.high - other.low)

    def times(self, other: Span) -> Span:
        """The product of two spans of which none is negative."""
        return Span(self.low * other.low, self.high * other.high)

    def scaled(self, factor: float) -> Span:
        """Times a number that is not negative."""
        return Span(self.low * factor, self.high * factor)


def exactly(value: float) -> Span:
    """One number as a span."""
    return Span(value, value)


def total(spans: list[Span]) -> Span:
    """The sum; of none at all it is exactly zero."""
    found = exactly(0)
    for one in spans:
        found = found.plus(one)
    return found

"""One price level: amounts of different years are moved by the consumer price index."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from frirum.core.economy.spans import Span
from frirum.core.paths import catalogue_dir


@dataclass(frozen=True)
class PriceIndex:
    """Year -> index, and where it is from."""

    years: Mapping[int, float]
    source: str

    def factor(self, year: int, to: int) -> float | None:
        """What an amount of `year` is multiplied by; None where one of the two is not in the index."""
        if year == to:
            return 1.0
        if year not in self.years or to not in self.years:
            return None
        return self.years[to] / self.years[year]

    def moved(self, amount: Span, year: int, to: int) -> Span | None:
        """The amount in the prices of another year, or None as `factor`."""
        factor = self.factor(year, to)
        return None if factor is None else amount.scaled(factor)


@cache
def shipped_index() -> PriceIndex:
    """The index of the catalogue; a year is the mean of its twelve months."""
    document = tomllib.loads((catalogue_dir() / "price_index.toml").read_text(encoding="utf-8"))
    years = {row["year"]: sum(row["months"]) / len(row["months"]) for row in document["year"]}
    return PriceIndex(years, document["source"])

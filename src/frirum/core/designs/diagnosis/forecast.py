"""How many times an exemption will be used: a forecast as a distribution, before the start.

uses a year = people who could come × share of them for whom the rule matters × share of those where it is used ×
share who consent. Each is uncertain: low, likely and high become a PERT distribution (Malcolm and others 1959: a beta
with mean (low + 4·likely + high)/6), drawn independently; the count in a period is Poisson around the product. The
draws are seeded, so the same numbers give the same forecast.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from frirum.core.designs.diagnosis.sentences import say
from frirum.core.errors import UsageError

DRAWS = 20_000
SEED = 20_180_701
_PERT = 4.0


@dataclass(frozen=True)
class Estimate:
    """An uncertain number: low ≤ likely ≤ high."""

    low: float
    likely: float
    high: float

    def __post_init__(self) -> None:
        if not self.low <= self.likely <= self.high:
            raise UsageError(say("low_likely_and_high_must_stand"))
        if self.low < 0:
            raise UsageError(say("estimate_cannot_be_negative"))

    @classmethod
    def exactly(cls, value: float) -> Estimate:
        """A number that is certain."""
        return cls(value, value, value)

    def draw(self, rng: np.random.Generator, n: int) -> NDArray[np.float64]:
        """`n` draws."""
        width = self.high - self.low
        if width == 0:
            return np.full(n, float(self.likely))
        a = 1 + _PERT * (self.likely - self.low) / width
        b = 1 + _PERT * (self.high - self.likely) / width
        return self.low + width * rng.beta(a, b, n)


@dataclass(frozen=True)
class Forecast:
    """The distribution of uses over a period.

    Attributes:
        months: length of the period.
        uses: (M,) drawn counts, sorted.
        per_year: (M,) drawn rates, sorted.
    """

    months: float
    uses: NDArray[np.int64]
    per_year: NDArray[np.float64]

    def quantile(self, level: float) -> int:
        """The number of uses that is not exceeded with this probability."""
        return int(np.quantile(self.uses, level, method="inverted_cdf"))

    @property
    def median(self) -> int:
        """As likely to be exceeded as not."""
        return self.quantile(0.5)

    @property
    def interval(self) -> tuple[int, int]:
        """The middle 80 %: nine times in ten at least the first, nine times in ten at most the second."""
        return self.quantile(0.1), self.quantile(0.9)

    def chance_of(self, uses: int) -> float:
        """The probability of at least this many uses in the period."""
        return float((self.uses >= uses).mean())

    def years_to(self, uses: int, level: float = 0.5) -> float | None:
        """Years until this many uses have come, with probability `level`; None when that is never."""
        pace = float(np.quantile(self.per_year, 1 - level))
        return uses / pace if pace > 0 else None

    def histogram(self, bars: int = 24) -> list[tuple[int, int, float]]:
        """(from, to, share) of at most `bars` bars of whole counts, both ends included, that hold all but 0.5 %."""
        top = self.quantile(0.995)
        width = max(1, -(-(top + 1) // bars))
        edges = range(0, top + 1, width)
        return [
            (start, start + width - 1, float(((self.uses >= start) & (self.uses < start + width)).mean()))
            for start in edges
        ]


def forecast_uses(
    *,
    eligible_per_year: Estimate,
    share_rule_bites: Estimate,
    share_used: Estimate,
    share_consenting: Estimate,
    months: float,
    seed: int = SEED,
    draws: int = DRAWS,
) -> Forecast:
    """The forecast.

    Args:
        months: length of the period in which uses can come.

    Raises:
        UsageError: a share above 1, a period that is not positive.
    """
    shares = (share_rule_bites, share_used, share_consenting)
    if any(share.high > 1 for share in shares):
        raise UsageError(say("share_can_be_at_most_1"), remedy=say("n_30_per_cent_is_written_0"))
    if not 0 < months < 1_200:
        raise UsageError(say("number_of_months_must_be_above"))
    rng = np.random.default_rng(seed)
    per_year = eligible_per_year.draw(rng, draws)
    for share in shares:
        per_year = per_year * share.draw(rng, draws)
    uses = rng.poisson(per_year * months / 12)
    return Forecast(months=months, uses=np.sort(uses), per_year=np.sort(per_year))

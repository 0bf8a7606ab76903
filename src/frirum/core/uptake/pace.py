"""The pace of uses while an experiment runs, what it foretells, and how sure one can be of that.

Uses are taken to come one by one at an even pace (a Poisson process). The limits are exact and need no prior: the pace
lies in Garwood's interval (1936), the number of further uses within the prediction limits that follow from testing
"the same pace before and after" on the split of all uses between the two (Nelson 1970; Krishnamoorthy and Peng 2011),
and the wait within the limits that are their dual. Between the limits stands one likely value, and chances, from the
predictive distribution under Jeffreys' prior (a gamma with shape ½), which is what the two limits enclose.
"""

from __future__ import annotations

from dataclasses import dataclass

from scipy import stats

LEVEL = 0.80
"""Eight times in ten, as in the forecast before the start."""

_JEFFREYS = 0.5


@dataclass(frozen=True)
class PaceRange:
    """Low, likely and high; `high` is None where no limit can be given."""

    low: float
    likely: float
    high: float | None


@dataclass(frozen=True)
class CountRange:
    """Low, likely and high number of uses."""

    low: int
    likely: int
    high: int


@dataclass(frozen=True)
class Pace:
    """So many uses in so long.

    Attributes:
        uses: counted, 0 or more.
        time: in which they came, above 0; any unit (the meter's is municipality-days).
    """

    uses: int
    time: float

    def rate(self, level: float = LEVEL) -> PaceRange:
        """Uses per unit of time. The limits cover the true pace at least as often as `level` says."""
        tail = (1 - level) / 2
        low = float(stats.gamma.ppf(tail, self.uses)) if self.uses else 0.0
        high = float(stats.gamma.ppf(1 - tail, self.uses + 1))
        return PaceRange(low / self.time, self.uses / self.time, high / self.time)

    def further(self, ahead: float, level: float = LEVEL) -> CountRange:
        """How many more come in the time ahead. The limits hold at least as often as `level` says."""
        if ahead <= 0:
            return CountRange(0, 0, 0)
        tail, share = (1 - level) / 2, self.time / (self.time + ahead)
        low = int(stats.nbinom.ppf(tail, self.uses, share)) if self.uses else 0
        likely = int(stats.nbinom.ppf(0.5, self.uses + _JEFFREYS, share))
        high = int(stats.nbinom.ppf(1 - tail, self.uses + 1, share))
        return CountRange(low, likely, high)

    def chance_of(self, more: int, ahead: float) -> float:
        """The probability of at least `more` in the time ahead."""
        if more <= 0:
            return 1.0
        if ahead <= 0:
            return 0.0
        return float(stats.nbinom.sf(more - 1, self.uses + _JEFFREYS, self.time / (self.time + ahead)))

    def wait(self, more: int, level: float = LEVEL) -> PaceRange:
        """How long until `more` have come: soonest, likely and latest; no latest where no use has come yet."""
        if more <= 0:
            return PaceRange(0.0, 0.0, 0.0)
        tail = (1 - level) / 2
        low = float(stats.betaprime.ppf(tail, more, self.uses + 1))
        likely = float(stats.betaprime.ppf(0.5, more, self.uses + _JEFFREYS))
        high = float(stats.betaprime.ppf(1 - tail, more, self.uses)) if self.uses else None
        return PaceRange(self.time * low, self.time * likely, None if high is None else self.time * high)


def changed_pace(earlier: int, later: int, earlier_time: float, later_time: float) -> float:
    """The two-sided exact p-value of "the same pace in both": the later uses are a binomial share of them all.

    Returns:
        1 where there is nothing to compare.
    """
    n, whole = earlier + later, earlier_time + later_time
    if n == 0 or earlier_time <= 0 or later_time <= 0:
        return 1.0
    share = later_time / whole
    low = float(stats.binom.cdf(later, n, share))
    high = float(stats.binom.sf(later - 1, n, share))
    return min(1.0, 2 * min(low, high))

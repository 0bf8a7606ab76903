"""Outcomes that are numbers of each case, such as minutes or kroner: what so many uses can show of their mean.

The t-test at 5 %, with the power of the noncentral t distribution: exact where the numbers are normal, close for the
means of a dozen cases or more. Against a mean that is known, or against cases under the ordinary rule.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy import special, stats

from frirum.core.designs.diagnosis.sentences import say
from frirum.core.designs.diagnosis.two_groups_needed import beside, never_again_below
from frirum.core.errors import UsageError

ALPHA = 0.05
POWER = 0.80


@dataclass(frozen=True)
class MeanQuestion:
    """A question about the mean of a number that every case has.

    Attributes:
        uses: cases under the experiment.
        deviation: standard deviation between cases, in the outcome's unit, above 0.
        comparison: cases under the ordinary rule, or None when their mean is known.
        smallest_relevant: the smallest change that would matter, in the outcome's unit, or None.

    Raises:
        UsageError: a negative count, a deviation that is not above 0, a difference of 0.
    """

    uses: int
    deviation: float
    comparison: int | None = None
    smallest_relevant: float | None = None

    def __post_init__(self) -> None:
        if self.uses < 0 or (self.comparison or 0) < 0:
            raise UsageError(say("counts_cannot_be_negative"))
        if not (math.isfinite(self.deviation) and self.deviation > 0):
            raise UsageError(
                say("spread_must_be_number_above_0"),
                remedy=say("measure_time_in_20_cases"),
            )
        if self.smallest_relevant is not None and not (
            math.isfinite(self.smallest_relevant) and self.smallest_relevant
        ):
            raise UsageError(say("smallest_relevant_difference_must_be_number"))


@dataclass(frozen=True)
class MeanDiagnosis:
    """What can be shown.

    Attributes:
        detectable: the smallest change found with 80 % power, in the outcome's unit; None with fewer than two cases.
        half_width: what the mean's 95 % interval is expected to reach to either side; None as above.
        power: for the smallest relevant change, or None without one.
        uses_needed: uses from which that change is found with 80 % power, or None.
    """

    detectable: float | None
    half_width: float | None
    power: float | None
    uses_needed: int | None


def diagnose_mean(question: MeanQuestion) -> MeanDiagnosis:
    """What so many cases can show of a mean."""
    n, m, wanted = question.uses, question.comparison, question.smallest_relevant
    shape = _shape(n, m)
    detectable = half_width = None
    if shape is not None:
        error, df = shape
        detectable = question.deviation * error * detectable_shift(df)
        half_width = question.deviation * error * float(special.stdtrit(df, 1 - ALPHA / 2))
    if wanted is None:
        return MeanDiagnosis(detectable, half_width, None, None)
    relative = abs(wanted) / question.deviation
    return MeanDiagnosis(
        detectable, half_width, mean_power(n, m, relative), cases_for_mean(relative, _ratio(n, m))
    )


def _ratio(n: int, m: int | None) -> float | None:
    return None if m is None else (m / n if n else 1.0)


def _shape(n: int, m: int | None) -> tuple[float, int] | None:
    """Standard error of the mean (or of the difference of two) per standard deviation, and degrees of freedom."""
    if m is None:
        return None if n < 2 else (1 / math.sqrt(n), n - 1)
    return None if n < 1 or m < 1 or n + m < 3 else (math.sqrt(1 / n + 1 / m), n + m - 2)


def t_power(shift: float, df: int) -> float:
    """The probability that a two-sided t-test at 5 % rejects when the truth is `shift` standard errors away."""
    limit = float(special.stdtrit(df, 1 - ALPHA / 2))
    return float(stats.nct.sf(limit, df, shift) + stats.nct.cdf(-limit, df, shift))


def detectable_shift(df: int) -> float:
    """The distance in standard errors that is found with 80 % power."""
    low, high = 0.0, 4.0
    while t_power(high, df) < POWER:
        high *= 2
    for _halving in range(50):
        middle = (low + high) / 2
        low, high = (low, middle) if t_power(middle, df) >= POWER else (middle, high)
    return high


def mean_power(n: int, m: int | None, relative: float) -> float:
    """Power to find a change of so many standard deviations."""
    shape = _shape(n, m)
    return 0.0 if shape is None else t_power(relative / shape[0], shape[1])


def cases_for_mean(relative: float, ratio: float | None = None) -> int | None:
    """Uses from which a change of so many standard deviations is found with 80 % power.

    Args:
        ratio: comparison cases per use; None when the mean is known.
    """
    if relative <= 0 or ratio == 0:
        return None
    reach = float(special.ndtri(1 - ALPHA / 2) + special.ndtri(POWER))
    guess = math.ceil((1 + (1 / ratio if ratio else 0)) * (reach / relative) ** 2)
    if guess > 3_000:
        return guess
    return never_again_below(lambda n: mean_power(n, beside(n, ratio) if ratio else None, relative), guess)

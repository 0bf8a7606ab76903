"""Two professionals who judge the same cases apart from each other: how well their agreement is known.

The share of cases they agree on has an exact interval (Clopper and Pearson 1934). With two answers, 2·share − 1 is
the prevalence-adjusted kappa of Byrt, Bishop and Carlin (1993), which Gwet's AC1 and Cohen's kappa equal when both
answers are as common; its interval is exact because it is the same interval on another scale. Cohen's kappa itself
has no exact interval and swings with how common the answers are, so it is reported beside, never instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from frirum.core.effects.binomial_power import binomial_power, uses_needed
from frirum.core.effects.shares import check_counts, clopper_pearson
from frirum.core.errors import UsageError
from frirum.core.language import gettext as _

# "Substantial" agreement in Landis and Koch (1977) begins at a kappa of 0.6, which is 80 % of cases.
WANTED_AGREEMENT = 0.80
_TRUE_AGREEMENT = 0.95


@dataclass(frozen=True)
class Agreement:
    """How often two raters agree.

    Attributes:
        cases, agreed: judged by both, and judged alike.
        share: of agreement, with `lower` and `upper`, its exact 95 % interval.
        adjusted: the prevalence-adjusted kappa 2·share − 1, with `adjusted_lower` and `adjusted_upper`; −1 to 1.
    """

    cases: int
    agreed: int
    share: float
    lower: float
    upper: float

    @property
    def adjusted(self) -> float:
        """2·share − 1."""
        return 2 * self.share - 1

    @property
    def adjusted_lower(self) -> float:
        """The same scale for the lower bound."""
        return 2 * self.lower - 1

    @property
    def adjusted_upper(self) -> float:
        """The same scale for the upper bound."""
        return 2 * self.upper - 1


def agreement(agreed: int, cases: int) -> Agreement:
    """The agreement on `cases` cases of which `agreed` were judged alike.

    Raises:
        UsageError: impossible counts, or no cases.
    """
    check_counts(agreed, cases)
    if not cases:
        raise UsageError(_("Uden sager kan enighed ikke måles."))
    lower, upper = clopper_pearson(agreed, cases)
    return Agreement(cases, agreed, agreed / cases, lower, upper)


def agreement_half_width(cases: int) -> float:
    """The largest half-width that the exact interval of the agreement can have, whatever is found."""
    bounds = (clopper_pearson(x, cases) for x in range(cases // 2 + 1))
    return max(upper - lower for lower, upper in bounds) / 2


def cases_for_agreement(wanted: float = WANTED_AGREEMENT, truth: float = _TRUE_AGREEMENT) -> int | None:
    """Cases from which agreement above `wanted` is shown with 80 % power when it truly is `truth`."""
    return uses_needed(wanted, truth - wanted)


def agreement_power(cases: int, wanted: float = WANTED_AGREEMENT, truth: float = _TRUE_AGREEMENT) -> float:
    """The probability that so many cases show agreement above `wanted` when it truly is `truth`."""
    return binomial_power(cases, wanted, truth) if cases else 0.0


def cohen_kappa(table: Sequence[Sequence[int]]) -> float | None:
    """Cohen's (1960) kappa of a square table of counts; None where chance alone gives full agreement.

    Args:
        table: rows are the first rater's answers, columns the second's.

    Raises:
        UsageError: a table that is not square, a negative count, or no cases.
    """
    size = len(table)
    if not size or any(len(row) != size for row in table):
        raise UsageError(_("Tabellen skal have lige mange rækker og kolonner."))
    if any(count < 0 for row in table for count in row):
        raise UsageError(_("Antal kan ikke være negative."))
    total = sum(sum(row) for row in table)
    if not total:
        raise UsageError(_("Uden sager kan enighed ikke måles."))
    observed = sum(table[i][i] for i in range(size)) / total
    chance = sum(sum(table[i]) * sum(row[i] for row in table) for i in range(size)) / total**2
    return None if chance >= 1 else (observed - chance) / (1 - chance)

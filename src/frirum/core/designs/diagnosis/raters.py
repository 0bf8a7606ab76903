"""Two professionals who judge the same cases apart from each other: how well their agreement is known.

The share of cases they agree on has an exact interval (Clopper and Pearson 1934). With two answers, 2·share − 1 is
the prevalence-adjusted kappa of Byrt, Bishop and Carlin (1993), which Gwet's AC1 and Cohen's kappa equal when both
answers are as common; its interval is exact because it is the same interval on another scale. Cohen's kappa itself
has no exact interval and swings with how common the answers are, so it is not planned with.
"""

from __future__ import annotations

from dataclasses import dataclass

from frirum.core.designs.diagnosis.sentences import say
from frirum.core.effects.binomial_power import uses_needed
from frirum.core.effects.shares import check_counts, clopper_pearson
from frirum.core.errors import UsageError

# "Substantial" agreement in Landis and Koch (1977) begins at a kappa of 0.6, which is 80 % of cases.
WANTED_AGREEMENT = 0.80
_TRUE_AGREEMENT = 0.95


@dataclass(frozen=True)
class TwoRaterAgreement:
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


def agreement(agreed: int, cases: int) -> TwoRaterAgreement:
    """The agreement on `cases` cases of which `agreed` were judged alike.

    Raises:
        UsageError: impossible counts, or no cases.
    """
    check_counts(agreed, cases)
    if not cases:
        raise UsageError(say("without_cases_agreement_cannot_be_measured"))
    lower, upper = clopper_pearson(agreed, cases)
    return TwoRaterAgreement(cases, agreed, agreed / cases, lower, upper)


def cases_for_agreement(wanted: float = WANTED_AGREEMENT, truth: float = _TRUE_AGREEMENT) -> int | None:
    """Cases from which agreement above `wanted` is shown with 80 % power when it truly is `truth`."""
    return uses_needed(wanted, truth - wanted)

"""How precisely an audit or a survey will answer, before anybody is asked: the worst interval it can give.

An audit draws without replacement from a list of known length, so its interval is that of the hypergeometric
distribution; a survey loses answers to non-response and, where colleagues resemble each other, to the design effect.
Both figures are worst cases: the widest interval that any result can give.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from scipy import stats

from frirum.core.designs.anonymity import FEWEST_RESPONDENTS
from frirum.core.designs.diagnosis.sentences import say
from frirum.core.effects.finite_population import worst_width, zero_finding_upper
from frirum.core.effects.shares import clopper_pearson, zero_finding_limit
from frirum.core.errors import UsageError
from frirum.core.vocabulary.danish import format_exact
from frirum.core.vocabulary.units import with_unit

LARGEST_LIST = 200_000
# Planned with where nobody says; every use is said aloud.
PLANNING_RESPONSE = 0.60
PLANNING_MARGIN = 0.10


@dataclass(frozen=True)
class AuditPrecision:
    """What an audit of so many cases can say.

    Attributes:
        sample: cases looked at.
        population: cases on the list, or None when they are so many, or so unknown, that the list counts as endless.
        half_width: half the width of the widest exact 95 % interval, as a share; 0 when every case is looked at.
        clean_allows: the largest share of findings that a clean sample still allows, one-sided 95 %.
    """

    sample: int
    population: int | None
    half_width: float
    clean_allows: float


def audit_precision(sample: int, population: int | None = None) -> AuditPrecision:
    """The precision of an audit.

    Raises:
        UsageError: no cases, or more than the list holds.
    """
    if sample < 1:
        raise UsageError(say("audit_must_look_at_one_case"))
    if population is None or population > LARGEST_LIST:
        return AuditPrecision(sample, None, exact_half_width(sample), zero_finding_limit(sample))
    if sample > population:
        raise UsageError(say("no_more_cases_n_can", n=sample, population=population))
    return AuditPrecision(
        sample,
        population,
        worst_width(sample, population) / population / 2,
        zero_finding_upper(sample, population) / population,
    )


@dataclass(frozen=True)
class SurveyQuestion:
    """A survey before it is sent.

    Attributes:
        asked: people asked in all.
        groups: people asked in each group whose answers are to be shown apart (municipalities), or () for none.
        response: share expected to answer, above 0.
        icc: correlation between two answers of one group, 0 ≤ icc < 1.

    Raises:
        UsageError: nobody asked, a share outside 0-1, or groups that do not add up.
    """

    asked: int
    groups: tuple[int, ...] = ()
    response: float = 1.0
    icc: float = 0.0

    def __post_init__(self) -> None:
        if self.asked < 1 or any(group < 0 for group in self.groups):
            raise UsageError(say("questionnaire_must_be_sent"))
        if self.groups and sum(self.groups) != self.asked:
            raise UsageError(say("groups_add_up_to_total", total=sum(self.groups), asked=self.asked))
        for name, share in ((say("response_rate"), self.response), (say("correlation"), self.icc)):
            if not 0 <= share <= 1:
                raise UsageError(
                    say(
                        "name_must_be_between_0",
                        name=name,
                        share=f"{format_exact(share)} ({with_unit(share, 'pct.')})"
                        if math.isfinite(share)
                        else share,
                    ),
                    remedy=say("n_30_per_cent_is_written_30"),
                )
        if self.response == 0 or self.icc == 1:
            raise UsageError(say("response_rate_must_be_above_0_and_correlation"))


@dataclass(frozen=True)
class SurveyPrecision:
    """What a survey can say.

    Attributes:
        asked, response: as asked.
        answers: expected.
        design_effect: 1 + (m − 1)·ICC, m the mean answers of a group.
        effective: answers that would say as much if they were independent.
        half_width: half the width of the widest exact 95 % interval of a share on `effective` answers.
        non_response: what the people who do not answer may move the share to either side, whatever they think.
        smallest_group: expected answers in the smallest group, or None without groups.
        chance_shown: the probability that the smallest group gives at least five answers, so that it can be shown.
    """

    asked: int
    response: float
    answers: int
    design_effect: float
    effective: int
    half_width: float
    non_response: float
    smallest_group: float | None
    chance_shown: float | None


def survey_precision(question: SurveyQuestion) -> SurveyPrecision:
    """The precision of a survey.

    The answers are those of everybody asked, so there is no finite list to gain from; those who do not answer are the
    larger doubt, and stand beside as what they could move the share at worst (Manski 1989).
    """
    answers = max(1, round(question.asked * question.response))
    groups = [group for group in question.groups if group]
    mean = sum(n * n for n in groups) / sum(groups) * question.response if groups else 1.0
    effect = max(1.0, 1 + (mean - 1) * question.icc)
    effective = max(1, math.floor(answers / effect))
    smallest = min(groups) if groups else None
    return SurveyPrecision(
        asked=question.asked,
        response=question.response,
        answers=answers,
        design_effect=effect,
        effective=effective,
        half_width=exact_half_width(effective),
        non_response=1 - question.response,
        smallest_group=None if smallest is None else smallest * question.response,
        chance_shown=None
        if smallest is None
        else float(stats.binom.sf(FEWEST_RESPONDENTS - 1, smallest, question.response)),
    )


@lru_cache(maxsize=4096)
def exact_half_width(n: int) -> float:
    """Half the widest Clopper-Pearson interval that n answers can give: that of the middle result."""
    lower, upper = clopper_pearson(n // 2, n)
    return (upper - lower) / 2


def answers_for_margin(margin: float = PLANNING_MARGIN) -> int:
    """The fewest answers whose interval is never wider than ± `margin`, however they fall out.

    Raises:
        UsageError: a margin outside (0, 1).
    """
    if not 0 < margin < 1:
        raise UsageError(say("margin_must_lie_between_0"))
    n = 1
    while exact_half_width(n) > margin:
        n *= 2
    low = n // 2
    while n - low > 1:
        middle = (low + n) // 2
        low, n = (low, middle) if exact_half_width(middle) <= margin else (middle, n)
    return n


def asked_for_group(response: float, chance: float = 0.95) -> int:
    """The fewest to ask in a group for at least five answers with this probability.

    Raises:
        UsageError: a response rate outside (0, 1].
    """
    if not 0 < response <= 1:
        raise UsageError(say("response_rate_must_be_above_0"))
    n = FEWEST_RESPONDENTS
    while stats.binom.sf(FEWEST_RESPONDENTS - 1, n, response) < chance:
        n += 1
    return n

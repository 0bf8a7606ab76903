"""Watching for harm while an experiment runs: evidence that may be looked at after every single case.

Estimand: the probability of the harm. Null hypothesis: it is at most the baseline. The e-value is the average
likelihood ratio against the baseline over all higher probabilities, weighted evenly. Whatever the number of
looks, and whenever the experiment is stopped or prolonged, it reaches 20 with probability at most 5 % when
the null is true (Ville 1939; Howard, Ramdas, McAuliffe and Sekhon 2021; Ramdas, Grünwald, Vovk and Shafer
2023).
Assumption: given the past, each new case has a probability of harm of at most the baseline (cases may
differ). Cases of one caseworker or municipality that resemble each other break it; with a known intraclass correlation
the counts are divided by the design effect 1 + (m − 1) ICC, which keeps the alarm below 5 % where measured
(docs/methods/validation.md).

Beside a comparison group the null hypothesis is "no more often than among the comparison cases", whatever that share
is: the likelihood averaged over all pairs with more harm, against the largest likelihood without (Wasserman, Ramdas and
Balakrishnan 2020, Proceedings of the National Academy of Sciences 117), which may also be read at any time.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from scipy import optimize, special

from frirum.core.effects import two_by_two
from frirum.core.effects.rows import Check, EstimateRow, Result, number, refuse
from frirum.core.effects.sentences import say
from frirum.core.effects.shares import check_counts
from frirum.core.errors import UsageError
from frirum.core.vocabulary.danish import format_number

ALARM = 20.0


def log_e_value(events: int, n: int, baseline: float) -> float:
    """The natural logarithm of the e-value against "the probability is at most `baseline`".

    Args:
        events: harms so far, 0 … n.
        n: cases so far; 0 gives 0 (no evidence).
        baseline: strictly between 0 and 1.

    Raises:
        UsageError: baseline outside (0, 1), or impossible counts.
    """
    check_counts(events, n)
    return log_e_value_of(events, n, baseline)


def log_e_value_of(events: float, n: float, baseline: float) -> float:
    """As `log_e_value`, of counts that may have been divided by a design effect."""
    if not 0 < baseline < 1:
        raise UsageError(
            say("baseline_must_lie_between_0"),
            remedy=say("write_share_in_baseline_for_example"),
        )
    a, b = events + 1, n - events + 1
    # The integral of θ^x (1 − θ)^(n − x) over (P, 1) is a beta function times its upper tail.
    mixture = special.betaln(a, b) + _log_upper_tail(a, b, baseline) - math.log1p(-baseline)
    return float(mixture - events * math.log(baseline) - (n - events) * math.log1p(-baseline))


def _log_upper_tail(a: float, b: float, p: float) -> float:
    """log P(Beta(a, b) > p), also where the tail is far below the smallest float."""
    tail = float(special.betaincc(a, b, p))
    if tail > 1e-280:
        return math.log(tail)
    # P(Beta(a, b) > p) is P(Binomial(a + b − 1, p) ≤ a − 1), whose terms are summed from the largest down; the ratio of
    # neighbouring terms makes the same series of counts that are not whole (DLMF 8.17.8 with 1 − p for x).
    n, term, total, k = a + b - 1, 1.0, 1.0, a - 1
    while k > 0:
        term *= k / (n - k + 1) * (1 - p) / p
        total += term
        if term < 1e-17 * total:
            break
        k -= 1
    largest = special.gammaln(n + 1) - special.gammaln(a) - special.gammaln(n - a + 2)
    return float(largest + (a - 1) * math.log(p) + (n - a + 1) * math.log1p(-p) + math.log(total))


def confidence_sequence(events: float, n: float, level: float = 0.95) -> tuple[float, float]:
    """Two-sided bounds for the probability that hold at all looks together (Robbins 1970, uniform mixture).

    Returns:
        The probabilities p whose evenly weighted likelihood ratio over (0, 1) is below 1 / (1 − level).
    """
    if n == 0:
        return 0.0, 1.0
    limit = -math.log1p(-level)
    mixture = float(special.betaln(events + 1, n - events + 1))

    def excess(p: float) -> float:
        return mixture - float(special.xlogy(events, p)) - float(special.xlog1py(n - events, -p)) - limit

    share = events / n
    tiny = 1e-300
    lower = 0.0 if events == 0 else float(optimize.brentq(excess, tiny, share, xtol=1e-15))
    upper = 1.0 if events == n else float(optimize.brentq(excess, share, 1 - 1e-16, xtol=1e-15))
    return lower, upper


def average_log_e_value(log_e_values: Sequence[float]) -> float:
    """The log of the mean e-value of several municipalities; the mean of e-values is an e-value too."""
    largest = max(log_e_values)
    return largest + math.log(
        math.fsum(math.exp(value - largest) for value in log_e_values) / len(log_e_values)
    )


@dataclass(frozen=True)
class Clusters:
    """Cases that resemble each other: `size` cases a cluster with intraclass correlation `icc`."""

    icc: float
    size: float

    @property
    def design_effect(self) -> float:
        """How many of these cases tell as much as one independent case."""
        return 1 + (self.size - 1) * self.icc


def read_clusters(icc: float | None, size: float | None) -> Clusters | None:
    """The clusters of the two options.

    Raises:
        UsageError: one without the other, an ICC outside 0-1, or a size below 1.
    """
    if icc is None and size is None:
        return None
    if icc is None or size is None:
        raise UsageError(say("icc_and_cluster_size_belong_together"), remedy=say("give_both_or_neither"))
    if not 0 <= icc <= 1:
        raise UsageError(say("icc_must_lie_between_0"), remedy=say("write_for_example_icc_0_05"))
    if not 1 <= size < math.inf:
        raise UsageError(say("cluster_size_must_be_at_least"), remedy=say("write_1_or_more_in_cluster"))
    return Clusters(icc, size)


def read_comparison(events: int | None, n: int | None) -> tuple[int, int] | None:
    """The comparison group of the two options.

    Raises:
        UsageError: one without the other, or impossible counts.
    """
    if events is None and n is None:
        return None
    if events is None or n is None:
        raise UsageError(
            say("comparison_events_and_comparison_n_belong"),
            remedy=say("give_both_or_neither"),
        )
    check_counts(events, n)
    return events, n


def estimate_monitor(
    events: int,
    n: int,
    baseline: float,
    alarm: float = ALARM,
    *,
    clusters: Clusters | None = None,
    comparison: tuple[int, int] | None = None,
) -> Result:
    """`frirum estimate monitor`: the running e-value and the confidence sequence.

    Args:
        events, n: harms and cases so far, all of them from the start.
        baseline: the probability that would be no harm, fixed before the start, in (0, 1).
        alarm: e-value that rings; 20 for a 5 % risk of ever ringing falsely. With several declared harm
            outcomes, multiply by their number.
        clusters: how alike the cases are, or None for independent cases.
        comparison: harms and cases of a comparison group, or None.

    Returns:
        Rows `log_e_value` (point only) and share with inference `confidence-sequence` (the headline); with a comparison
        also `log_e_value` with inference `two-by-two e-process` and difference with `confidence-sequence` (then the
        headline). Check `alarm`, whose `passed` is False when it rings, and `alarm_comparison`; with both each rings at
        twice `alarm`. Check `independent_cases` says what is assumed. Refused before the first case.
    """
    evidence = log_e_value(events, n, baseline)
    if n == 0 or (comparison is not None and comparison[1] == 0):
        return refuse("no_cases", say("are_no_cases_yet"))
    effect = 1.0 if clusters is None else clusters.design_effect
    checks = [_independence(clusters)]
    if comparison is not None:
        check_counts(*comparison)
        alarm *= 2
    evidence = log_e_value_of(events / effect, n / effect, baseline)
    notes = () if clusters is None else (_divided(effect),)
    lower, upper = confidence_sequence(events / effect, n / effect)
    mixture = say("natural_logarithm_one_sided_mixture_over")
    e_row = EstimateRow(
        estimator="e-process",
        estimand="log_e_value",
        inference="e-process",
        n_treated=n,
        point=number(evidence),
        notes=(mixture.format(baseline=format_number(baseline, 4)), _limit(alarm), *notes),
    )
    share = EstimateRow(
        estimator="share",
        estimand="share",
        inference="confidence-sequence",
        n_treated=n,
        point=events / n,
        lower=number(lower),
        upper=number(upper),
        notes=(say("interval_holds_for_all_readings_taken"), *notes),
    )
    rings = evidence >= math.log(alarm)
    text = say("alarm_harm_is_more_frequent") if rings else say("no_alarm_has_not_been_shown")
    checks.insert(0, Check("alarm", not rings, text, number(evidence)))
    if comparison is None:
        return Result((e_row, share), tuple(checks), share)
    more, difference, check = _beside((events, n), comparison, effect, alarm, notes)
    checks.insert(1, check)
    return Result((e_row, share, more, difference), tuple(checks), difference)


def _limit(alarm: float) -> str:
    return say("alarm_at_limit_i_e", limit=format_number(math.log(alarm), 4), alarm=format_number(alarm))


def _divided(effect: float) -> str:
    return say("counts_are_divided_by_design_effect", effect=format_number(effect, 2))


def _independence(clusters: Clusters | None) -> Check:
    if clusters is None:
        text = say("cases_are_taken_as_independent")
        return Check("independent_cases", None, text)
    text = say("cases_resemble_each_other_intraclass")
    text = text.format(
        icc=format_number(clusters.icc, 3),
        size=format_number(clusters.size),
        effect=format_number(clusters.design_effect, 2),
    )
    return Check("independent_cases", None, text, clusters.design_effect)


def _beside(
    own: tuple[int, int], other: tuple[int, int], effect: float, alarm: float, notes: tuple[str, ...]
) -> tuple[EstimateRow, EstimateRow, Check]:
    """The rows and the alarm of the comparison with a group without the experiment."""
    scaled = (own[0] / effect, own[1] / effect, other[0] / effect, other[1] / effect)
    evidence = two_by_two.log_e_value(*scaled)
    lower, upper = two_by_two.confidence_sequence(*scaled)
    row = EstimateRow(
        estimator="e-process",
        estimand="log_e_value",
        inference="two-by-two e-process",
        n_treated=own[1],
        n_comparison=other[1],
        point=number(evidence),
        notes=(say("natural_logarithm_more_harm"), _limit(alarm), *notes),
    )
    difference = EstimateRow(
        estimator="difference in shares",
        estimand="difference",
        inference="confidence-sequence",
        n_treated=own[1],
        n_comparison=other[1],
        point=number(own[0] / own[1] - other[0] / other[1], scale=1.0),
        lower=number(lower),
        upper=number(upper),
        notes=(say("interval_holds_for_all_readings_taken"), *notes),
    )
    rings = evidence >= math.log(alarm)
    text = (
        say("alarm_harm_is_more_frequent_than_in_comparison")
        if rings
        else say("no_alarm_beside_comparison_group_does")
    )
    return row, difference, Check("alarm_comparison", not rings, text, number(evidence))

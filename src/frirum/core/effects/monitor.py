"""Watching for harm while an experiment runs: evidence that may be looked at after every single case.

Estimand: the probability of the harm. Null hypothesis: it is at most the baseline. The e-value is the average
likelihood ratio against the baseline over all higher probabilities, weighted evenly. Whatever the number of
looks, and whenever the experiment is stopped or prolonged, it reaches 20 with probability at most 5 % when
the null is true (Ville 1939; Howard, Ramdas, McAuliffe and Sekhon 2021; Ramdas, Grünwald, Vovk and Shafer
2023).
Assumption: given the past, each new case has a probability of harm of at most the baseline (cases may
differ).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from scipy import optimize, special

from frirum.core.effects.rows import Check, EstimateRow, Result, number, refuse
from frirum.core.effects.shares import check_counts
from frirum.core.errors import UsageError
from frirum.core.language import gettext as _
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
    if not 0 < baseline < 1:
        raise UsageError(_("Udgangspunktet skal ligge mellem 0 og 1, fx 0,10."))
    a, b = events + 1, n - events + 1
    # The integral of θ^x (1 − θ)^(n − x) over (P, 1) is a beta function times its upper tail.
    mixture = special.betaln(a, b) + _log_upper_tail(a, b, baseline) - math.log1p(-baseline)
    return float(mixture - events * math.log(baseline) - (n - events) * math.log1p(-baseline))


def _log_upper_tail(a: int, b: int, p: float) -> float:
    """log P(Beta(a, b) > p) for whole a and b, also where the tail is far below the smallest float."""
    tail = float(special.betaincc(a, b, p))
    if tail > 1e-280:
        return math.log(tail)
    # P(Beta(a, b) > p) = P(Binomial(a + b − 1, p) ≤ a − 1), whose terms are summed from the largest down.
    n, term, total = a + b - 1, 1.0, 1.0
    for k in range(a - 1, 0, -1):
        term *= k / (n - k + 1) * (1 - p) / p
        total += term
        if term < 1e-17 * total:
            break
    largest = special.gammaln(n + 1) - special.gammaln(a) - special.gammaln(n - a + 2)
    return float(largest + (a - 1) * math.log(p) + (n - a + 1) * math.log1p(-p) + math.log(total))


def confidence_sequence(events: int, n: int, level: float = 0.95) -> tuple[float, float]:
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


def estimate_monitor(events: int, n: int, baseline: float, alarm: float = ALARM) -> Result:
    """`frirum estimate monitor`: the running e-value and the confidence sequence.

    Args:
        events, n: harms and cases so far, all of them from the start.
        baseline: the probability that would be no harm, fixed before the start, in (0, 1).
        alarm: e-value that rings; 20 for a 5 % risk of ever ringing falsely. With several declared harm
            outcomes, multiply by their number.

    Returns:
        Rows `log_e_value` (point only) and share with inference `confidence-sequence` (the headline);
        check `alarm`, whose `passed` is False when it rings. Refused before the first case.
    """
    evidence = log_e_value(events, n, baseline)
    if n == 0:
        return refuse("no_cases", _("Der er ingen tilfælde endnu."))
    lower, upper = confidence_sequence(events, n)
    e_row = EstimateRow(
        estimator="e-process",
        estimand="log_e_value",
        inference="e-process",
        n_treated=n,
        point=number(evidence),
        notes=(
            _("naturlig logaritme; ensidig blanding over ({baseline}; 1)").format(
                baseline=format_number(baseline, 4)
            ),
            _("alarm ved {limit}, dvs. ved e-værdien {alarm}").format(
                limit=format_number(math.log(alarm), 4), alarm=format_number(alarm)
            ),
        ),
    )
    share = EstimateRow(
        estimator="share",
        estimand="share",
        inference="confidence-sequence",
        n_treated=n,
        point=events / n,
        lower=number(lower),
        upper=number(upper),
        notes=(_("intervallet gælder for alle aflæsninger under ét"),),
    )
    rings = evidence >= math.log(alarm)
    text = (
        _("Alarm: skaden er hyppigere end udgangspunktet.")
        if rings
        else _(
            "Ingen alarm. Det er ikke vist, at skaden er hyppigere end udgangspunktet, eller at den ikke er."
        )
    )
    return Result((e_row, share), (Check("alarm", not rings, text, number(evidence)),), share)

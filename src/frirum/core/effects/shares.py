"""A share from few cases, and the difference between two shares, exactly.

Estimands: the probability behind `events` of `n` independent cases, and the difference between two such
probabilities. Assumption: cases are independent with one probability per group; for cases drawn from a list
that is known and finite, use `finite_population`.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from scipy import special, stats

from frirum.core.effects import words
from frirum.core.effects.finite_population import hypergeometric_interval
from frirum.core.effects.rows import Check, EstimateRow, Result, number, refuse
from frirum.core.effects.score_intervals import mee, miettinen_nurminen, score_p
from frirum.core.effects.sentences import say
from frirum.core.effects.two_lists import Sample, difference_of_lists, within_reach
from frirum.core.errors import UsageError
from frirum.core.vocabulary.danish import format_share

LEVEL = 0.95
READ_FOR_FINITE = 1 / 3
"""Of two lists together: from here on the exact interval of finite lists is the shorter one, and stands first."""


def check_counts(events: int, n: int) -> None:
    """Refuse counts that cannot be: negative, or more events than cases.

    Raises:
        UsageError: says which.
    """
    if events < 0 or n < 0:
        raise UsageError(say("counts_cannot_be_negative"), remedy=say("write_0_or_more_in_counts"))
    if events > n:
        raise UsageError(
            say("cannot_be_more_events_events", events=events, n=n),
            remedy=say("write_at_most_n_in_events", n=n),
        )


def clopper_pearson(events: float, n: int, level: float = LEVEL) -> tuple[float, float]:
    """The exact two-sided interval of a probability, equal-tailed (Clopper and Pearson 1934).

    Args:
        events: cases with the outcome, 0 … n; a fraction where a case may have it in part.
        n: cases, at least 1.
        level: coverage, never less than this for any true probability.

    Returns:
        Lower and upper bound; exactly 0 when no case, exactly 1 when every case, has the outcome.
    """
    tail = (1 - level) / 2
    lower = 0.0 if events == 0 else float(special.betaincinv(events, n - events + 1, tail))
    # The complement keeps the digits of a bound close to 1.
    upper = 1.0 if events == n else 1 - float(special.betaincinv(n - events, events + 1, tail))
    return lower, upper


def wilson(events: int, n: int, level: float = LEVEL) -> tuple[float, float]:
    """The score interval without continuity correction (Wilson 1927; Newcombe 1998a, method 3)."""
    z = float(special.ndtri(1 - (1 - level) / 2))
    share = events / n
    centre = share + z * z / (2 * n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    lower = 0.0 if events == 0 else (centre - half) / scale
    upper = 1.0 if events == n else (centre + half) / scale
    return lower, upper


def newcombe(events1: int, n1: int, events2: int, n2: int, level: float = LEVEL) -> tuple[float, float]:
    """The interval of share 1 − share 2 from two score intervals (Newcombe 1998b, method 10)."""
    share1, share2 = events1 / n1, events2 / n2
    lower1, upper1 = wilson(events1, n1, level)
    lower2, upper2 = wilson(events2, n2, level)
    difference = share1 - share2
    below = math.hypot(share1 - lower1, upper2 - share2)
    above = math.hypot(upper1 - share1, share2 - lower2)
    return max(-1.0, difference - below), min(1.0, difference + above)


def fisher_exact(events1: int, n1: int, events2: int, n2: int) -> float:
    """The two-sided p-value of Fisher's exact test: all tables no more likely than the observed one.

    Tables within a factor 1 + 1e-7 of the observed probability count as equally likely, as in R's
    fisher.test.
    """
    events = events1 + events2
    # Tables further than this from the expected one have a probability below the smallest number.
    expected = events * (n1 / (n1 + n2))
    reach = 40 * math.sqrt(expected * (n2 / (n1 + n2)) + 1) + 50
    low = max(0, events - n2, math.floor(expected - reach))
    table = np.arange(low, min(n1, events, math.ceil(expected + reach)) + 1)
    if not table[0] <= events1 <= table[-1]:
        return 0.0
    probability = stats.hypergeom.pmf(table, n1 + n2, events, n1)
    observed = probability[events1 - table[0]]
    return min(1.0, float(probability[probability <= observed * (1 + 1e-7)].sum()))


def fisher_one_sided(events1: int, n1: int, events2: int, n2: int) -> float:
    """P(at least `events1` in group 1) given all events: the test that share 1 is higher than share 2."""
    return float(stats.hypergeom.sf(events1 - 1, n1 + n2, events1 + events2, n1))


def zero_finding_limit(n: int, level: float = LEVEL) -> float:
    """The largest probability that `n` cases without a finding still allow, one-sided: 0 of 14: 19 %."""
    return float(-np.expm1(math.log(1 - level) / n))


def estimate_share(events: int, n: int, population: int | None = None) -> Result:
    """`frirum estimate share`: one share with exact and score intervals.

    Args:
        events: cases with the outcome.
        n: cases seen.
        population: size of the finite list the cases were drawn from without replacement, or None.

    Returns:
        Rows `clopper-pearson`, `wilson` and, with a population, `hypergeometric`, which is then the headline.
        Refused when there are no cases.

    Raises:
        UsageError: impossible counts.
    """
    check_counts(events, n)
    _check_population(n, population, "--population")
    if n == 0:
        return refuse("no_cases", say("are_no_cases_share_does"))
    intervals = {"clopper-pearson": clopper_pearson(events, n), "wilson": wilson(events, n)}
    notes: dict[str, tuple[str, ...]] = {}
    if population is not None:
        low, high = hypergeometric_interval(events, n, population)
        intervals["hypergeometric"] = (low / population, high / population)
        notes["hypergeometric"] = (
            say("between_low_and_high_of_population", low=low, high=high, population=population),
        )
    rows = tuple(
        EstimateRow(
            estimator="share",
            estimand="share",
            inference=name,
            n_treated=n,
            point=events / n,
            lower=number(lower),
            upper=number(upper),
            notes=notes.get(name, ()),
        )
        for name, (lower, upper) in intervals.items()
    )
    headline = rows[-1] if population is not None else rows[0]
    return Result(rows, _share_checks(events, n), headline)


def _check_population(n: int, population: int | None, option: str) -> None:
    if population is not None and population < n:
        raise UsageError(
            say("population_population_is_smaller_than_sample", population=population, n=n),
            remedy=say("write_at_least_n_in_option", n=n, option=option),
        )


def _share_checks(events: int, n: int) -> tuple[Check, ...]:
    if events:
        return ()
    limit = zero_finding_limit(n)
    text = say("no_finding_in_n_cases_only")
    return (Check("zero_findings", None, text.format(n=n, limit=format_share(limit)), limit),)


def estimate_difference(
    events1: int,
    n1: int,
    events2: int,
    n2: int,
    *,
    population1: int | None = None,
    population2: int | None = None,
) -> Result:
    """`frirum estimate difference`: share 1 − share 2 with three intervals and Fisher's test.

    Args:
        population1, population2: sizes of the finite lists the cases were drawn from without replacement; both or none.

    Returns:
        Rows `newcombe` (interval; the headline), `miettinen-nurminen` and `mee` (interval and p-value of the score
        test), `fisher` (two-sided p-value) and `fisher-one-sided` (share 1 is the higher). With populations also
        `hypergeometric`, exact for the cases on the two lists, which is the headline where a third of them were drawn.
        Refused when a group is empty.

    Raises:
        UsageError: impossible counts, one population without the other, or one smaller than its sample.
    """
    check_counts(events1, n1)
    check_counts(events2, n2)
    if (population1 is None) is not (population2 is None):
        raise words.one_population()
    _check_population(n1, population1, "--population1")
    _check_population(n2, population2, "--population2")
    if n1 == 0 or n2 == 0:
        return refuse("empty_group", say("one_of_groups_is_empty_difference"))
    difference = number(events1 / n1 - events2 / n2, scale=1.0)
    lower, upper = newcombe(events1, n1, events2, n2)

    interval = EstimateRow(
        estimator="difference in shares",
        estimand="difference",
        inference="newcombe",
        n_treated=n1,
        n_comparison=n2,
        point=difference,
        lower=number(lower, scale=1.0),
        upper=number(upper, scale=1.0),
    )
    rows = [interval]
    for name, corrected in (("miettinen-nurminen", True), ("mee", False)):
        lower, upper = (miettinen_nurminen if corrected else mee)(events1, n1, events2, n2)
        rows.append(
            replace(
                interval,
                inference=name,
                lower=number(lower, scale=1.0),
                upper=number(upper, scale=1.0),
                p_value=score_p(events1, n1, events2, n2, corrected=corrected),
            )
        )
    test = replace(interval, inference="fisher", lower=None, upper=None)
    rows.append(replace(test, p_value=fisher_exact(events1, n1, events2, n2)))
    rows.append(
        replace(
            test,
            inference="fisher-one-sided",
            p_value=fisher_one_sided(events1, n1, events2, n2),
            notes=(say("one_sided_share_1_is_higher"),),
        )
    )
    if population1 is None or population2 is None:
        return Result(tuple(rows), (), interval)
    lists = Sample(events1, n1, population1), Sample(events2, n2, population2)
    if not within_reach(*lists):
        return Result(tuple(rows), (), interval)
    exact = _of_lists(interval, *lists)
    read = (n1 + n2) / (population1 + population2)
    return Result((*rows, exact), (), exact if read >= READ_FOR_FINITE else interval)


def _of_lists(row: EstimateRow, one: Sample, other: Sample) -> EstimateRow:
    """The difference between the cases on two lists, with its exact interval."""
    lower, upper, p = difference_of_lists(one, other)
    return replace(
        row,
        inference="hypergeometric",
        lower=number(lower, scale=1.0),
        upper=number(upper, scale=1.0),
        p_value=p,
        notes=(words.of_two_lists((one.n, one.population), (other.n, other.population)),),
    )

"""Is the new no worse than the old by more than a margin that was fixed beforehand?

Estimand: outcome 1 − outcome 2. "No worse" is said only when the whole two-sided 95 % interval lies on the good side of
the margin; that a difference is not significant says nothing. The interval of two shares is Miettinen and Nurminen's
(`score_intervals`), that of another estimate its point ± 1.96 standard errors.

Verdicts, in this order:
    ikke_ringere: the worse bound lies inside the margin (also where the interval as a whole is a little worse).
    virker_modsat: not that, and the whole interval is worse than no difference.
    kan_ikke_afgoeres: everything else.

Source: Piaggio et al. (2006), JAMA 295 (non-inferiority in CONSORT); Farrington & Manning (1990), Statistics in
Medicine 9 (the score test at a margin).
"""

from __future__ import annotations

import math
from dataclasses import replace
from enum import StrEnum
from typing import Literal

from scipy import special

from frirum.core.effects.rows import Check, EstimateRow, Result, number, refuse
from frirum.core.effects.score_intervals import miettinen_nurminen, score, score_p
from frirum.core.effects.sentences import say
from frirum.core.effects.shares import check_counts
from frirum.core.errors import UsageError
from frirum.core.vocabulary.danish import format_number

HigherIs = Literal["better", "worse"]
Z = float(special.ndtri(0.975))


class MarginVerdict(StrEnum):
    """What a margin and an interval allow to be said."""

    NOT_WORSE = "ikke_ringere"
    UNDECIDED = "kan_ikke_afgoeres"
    OPPOSITE = "virker_modsat"


def verdict_of(lower: float, upper: float, margin: float, higher_is: HigherIs) -> MarginVerdict:
    """The verdict of an interval of outcome 1 − outcome 2 and a margin above 0, both in the outcome's unit."""
    if higher_is == "worse":
        lower, upper = -upper, -lower
    if lower > -margin:
        return MarginVerdict.NOT_WORSE
    return MarginVerdict.OPPOSITE if upper < 0 else MarginVerdict.UNDECIDED


def _check_margin(margin: float, largest: float) -> None:
    if not 0 < margin < largest:
        raise UsageError(
            say("margin_between_two_shares_must")
            if 1 <= margin < math.inf
            else say("margin_must_be_number_above_0"),
            remedy=say("write_in_margin_how_much_worse"),
        )


def noninferiority_of_shares(
    events1: int, n1: int, events2: int, n2: int, *, margin: float, higher_is: HigherIs = "better"
) -> Result:
    """`frirum estimate noninferiority` of two shares.

    Args:
        events1, n1: cases with the outcome and cases in the group that must not be worse.
        events2, n2: the same of the group it is held against.
        margin: the largest difference, in shares, that still counts as no worse; 0 < margin < 1.
        higher_is: whether a higher share is good or bad.

    Returns:
        Row difference with `miettinen-nurminen` and the verdict. Refused when a group is empty; the verdict is then
        kan_ikke_afgoeres.

    Raises:
        UsageError: impossible counts or margin.
    """
    check_counts(events1, n1)
    check_counts(events2, n2)
    _check_margin(margin, 1.0)
    if n1 == 0 or n2 == 0:
        nothing = refuse("empty_group", say("one_of_groups_is_empty_difference"))
        return replace(nothing, verdict=MarginVerdict.UNDECIDED)
    lower, upper = miettinen_nurminen(events1, n1, events2, n2)
    row = EstimateRow(
        estimator="difference in shares",
        estimand="difference",
        inference="miettinen-nurminen",
        n_treated=n1,
        n_comparison=n2,
        point=number(events1 / n1 - events2 / n2, scale=1.0),
        lower=number(lower, scale=1.0),
        upper=number(upper, scale=1.0),
        p_value=score_p(events1, n1, events2, n2),
    )
    edge = -margin if higher_is == "better" else margin
    found = score(events1, n1, events2, n2, edge, corrected=True)
    distance = None if found is None else (found if higher_is == "better" else -found)
    return _judged(row, margin, higher_is, distance)


def noninferiority_of_estimate(
    point: float, se: float, *, margin: float, higher_is: HigherIs = "better"
) -> Result:
    """`frirum estimate noninferiority` of an estimate with its standard error, both in the outcome's unit.

    Raises:
        UsageError: a standard error or margin that is not above 0.
    """
    _check_margin(margin, math.inf)
    if not (math.isfinite(point) and 0 < se < math.inf):
        raise UsageError(
            say("estimate_must_be_number_and_standard"),
            remedy=say("write_estimate_in_point_and_standard"),
        )
    row = EstimateRow(
        estimator="given estimate",
        estimand="difference",
        inference="normal",
        point=point,
        se=se,
        lower=point - Z * se,
        upper=point + Z * se,
        p_value=float(2 * special.ndtr(-abs(point / se))),
    )
    signed = point if higher_is == "better" else -point
    return _judged(row, margin, higher_is, (signed + margin) / se)


def against_margin(row: EstimateRow, margin: float, higher_is: HigherIs = "better") -> Result:
    """Another method's row held against a margin by its own interval; it must have one.

    Raises:
        UsageError: a margin that is not above 0.
    """
    _check_margin(margin, math.inf)
    found = _judged(row, margin, higher_is, 0.0)
    said = say("held_against_margin_margin", margin=format_number(margin, 4))
    own = replace(row, estimand=f"{row.estimand}_against_margin", notes=(*row.notes, said))
    kept = tuple(check for check in found.checks if check.name != "margin_p")
    return replace(found, estimates=(own,), headline=own, checks=kept)


def _judged(row: EstimateRow, margin: float, higher_is: HigherIs, distance: float | None) -> Result:
    """The result of a row with bounds; it lies `distance` standard errors on the good side of the margin."""
    lower, upper = row.lower, row.upper
    assert lower is not None
    assert upper is not None
    verdict = verdict_of(lower, upper, margin, higher_is)
    direction = say("higher_is_better") if higher_is == "better" else say("higher_is_worse")
    note = say("difference_is_1_minus_2_direction", direction=direction, margin=format_number(margin, 4))
    row = replace(row, notes=(note,))
    worse_bound = lower if higher_is == "better" else -upper
    p_margin = None if distance is None else float(special.ndtr(-distance))
    both = -margin < lower and upper < margin
    checks = (
        Check(
            "inside_margin", verdict is MarginVerdict.NOT_WORSE, _bound_text(worse_bound, margin), worse_bound
        ),
        Check("margin_p", None, _margin_text(p_margin), p_margin),
        Check("equivalent", both or None, _equivalence_text(both=both)),
    )
    return Result((row,), checks, row, None, verdict=verdict)


def _margin_text(p_margin: float | None) -> str:
    if p_margin is None:
        return say("without_variation_margin_cannot_be_tested")
    return say("one_sided_p_of_being_worse", p=format_number(p_margin, 4))


def _equivalence_text(*, both: bool) -> str:
    if both:
        return say("whole_interval_lies_inside_margin")
    return say("interval_reaches_beyond_margin")


def _bound_text(worse_bound: float, margin: float) -> str:
    text = (
        say("worse_end_of_interval_is_bound")
        if worse_bound > -margin
        else say("worse_end_of_interval_is_bound_lies")
    )
    return text.format(bound=format_number(worse_bound, 4), margin=format_number(margin, 4))

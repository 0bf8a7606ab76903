"""`frirum estimate adjust`: those who used the exemption beside others who look like them.

Estimand: the average effect on the treated. Assumption: everything that decides both who is treated and the outcome is
among the covariates, and for each treated there are comparable others. The first cannot be tested; the second is
looked at here, and where it fails nothing is quoted.

Source: Hirano, Imbens & Ridder (2003), Econometrica 71 (weighting); Robins, Rotnitzky & Zhao (1994), Journal of the
American Statistical Association 89 (both models at once); Stuart (2010), Statistical Science 25 (limits for balance).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri, stdtr, stdtrit

from frirum.core.effects.adjust_covariates import earlier_outcome, separating
from frirum.core.effects.doubly_robust import NotComparable, odds_weights, panel_effect, weighted_effect
from frirum.core.effects.matching import matched_effect
from frirum.core.effects.rows import Check, EstimateRow, Refused, Result, number, refuse
from frirum.core.effects.sentences import say
from frirum.core.vocabulary.danish import format_number

FloatArray = NDArray[np.float64]
BALANCED = 0.1
NOT_COMPARABLE = 0.25
MOST_OUTSIDE = 0.10
FEWEST_EFFECTIVE = 10.0
# Below this on a side the normal distribution is not used; below the other there is no spread to judge.
FEW_PEOPLE = 20
FEWEST_TREATED = 3
Z = float(ndtri(0.975))


def estimate_adjusted_difference(
    y: FloatArray,
    treated: NDArray[np.bool_],
    x: FloatArray,
    names: Sequence[str],
    *,
    outcome: str,
    earlier: str | None = None,
) -> Result:
    """Rows att with `ipw`, `matching` and `aipw` (the headline).

    Args:
        y: (n,) outcome; treated: (n,); x: (n, p) covariates that vary; names: p of them.
        earlier: the covariate that holds the outcome from before, or None to recognise it.

    Returns:
        Checks `balance` (largest standardised difference after weighting), `overlap` (share of the treated beyond
        every comparison) and `earlier_outcome`. With fewer than twenty on a side errors are widened and bounds by t.
        Without an earlier outcome nothing is quoted. Refused when the groups are told apart by the covariates, or
        differ by more than 0.25 standard deviations after weighting, when over 10 % of the treated have nobody like
        them, or when the weights rest on fewer than ten people.
    """
    refusal = _empty(y, treated, x)
    if refusal is not None:
        return Result(refused=refusal)
    order = np.lexsort((*x.T, y, treated))  # sums then do not depend on how the file was sorted
    y, treated, x = y[order], treated[order], x[order]
    standard = (x - x.mean(axis=0)) / x.std(axis=0)
    design = np.column_stack([np.ones(len(y)), standard])
    both = odds_weights(treated.astype(np.float64), design)
    why = separating(x, treated, names)
    if isinstance(both, NotComparable) or why is not None:
        return refuse("not_comparable", why or _separated())
    checks, refusal = _comparable(treated, standard, both[0], both[1], names)
    before = earlier_outcome(y, treated, x, names, outcome=outcome, declared=earlier)
    rows = _rows(y, treated, standard, both[1], outcome=outcome)
    if refusal is None and "aipw" not in rows:
        refusal = Refused("not_comparable", _separated())
    if refusal is None and not before.passed:
        refusal = Refused("no_earlier_outcome", before.text)
    headline = rows["aipw"] if refusal is None else None
    return Result(tuple(rows.values()), (*checks, before), headline, refusal)


def _separated() -> str:
    return say("covariates_tell_two_groups_apart_completely")


def _empty(y: FloatArray, treated: NDArray[np.bool_], x: FloatArray) -> Refused | None:
    if not treated.any():
        return Refused("no_treated", say("nobody_is_treated"))
    if treated.all():
        return Refused("no_comparison", say("all_are_treated_is_nobody"))
    if not x.shape[1]:
        return Refused("no_covariates", say("no_covariate_varies_is_nothing"))
    if float(np.ptp(y)) == 0:
        return Refused("constant_outcome", say("outcome_is_same_everywhere"))
    # The comparisons carry the models; of the treated there must be a spread to judge.
    own, others = int(treated.sum()), int((~treated).sum())
    if others > x.shape[1] + 1 and own > min(x.shape[1] + 1, FEWEST_TREATED):
        return None
    text = say("smallest_group_has_n_people")
    return Refused("too_few", text.format(n=min(own, others), p=x.shape[1]))


def _comparable(
    treated: NDArray[np.bool_],
    x: FloatArray,
    propensity: FloatArray,
    weight: FloatArray,
    names: Sequence[str],
) -> tuple[tuple[Check, ...], Refused | None]:
    """The checks of balance and overlap, and why the groups cannot be compared, or None."""
    before, after = (_differences(x, treated, given) for given in (np.ones(len(x)), weight))
    worst = int(np.argmax(after))
    text = say("largest_difference_between_groups_is_after")
    text = text.format(
        after=format_number(after[worst], 3), name=names[worst], before=format_number(before[worst], 3)
    )
    balance = Check("balance", bool(after[worst] <= BALANCED), text, float(after[worst]))
    outside = float((propensity[treated] > propensity[~treated].max()).mean())
    other = weight[~treated]
    effective = float(other.sum() ** 2 / (other**2).sum())
    lines = say("share_of_treated_have_nobody_like")
    lines = lines.format(share=format_number(100 * outside, 1), n=format_number(effective, 1))
    # One or two of fifteen are no share to judge by.
    most = max(MOST_OUTSIDE * treated.sum(), min(2.0, 0.15 * treated.sum()))
    enough = bool(outside * treated.sum() <= most + 1e-9 and effective >= FEWEST_EFFECTIVE)
    overlap = Check("overlap", enough, lines, outside)
    checks = (balance, overlap)
    if after[worst] > NOT_COMPARABLE:
        return checks, Refused("not_comparable", say("groups_cannot_be_made_alike_why", why=text))
    if not enough:
        return checks, Refused("not_comparable", say("groups_overlap_too_little_why", why=lines))
    return checks, None


def _differences(x: FloatArray, treated: NDArray[np.bool_], weight: FloatArray) -> FloatArray:
    """(p,) absolute differences of means in standard deviations of the treated (of all where those do not vary)."""
    own, heavy = x[treated], weight[~treated] / weight[~treated].sum()
    spread = own.std(axis=0, ddof=1)
    return np.asarray(np.abs(own.mean(axis=0) - heavy @ x[~treated]) / np.where(spread > 0, spread, 1.0))


def _rows(
    y: FloatArray,
    treated: NDArray[np.bool_],
    x: FloatArray,
    weight: FloatArray,
    *,
    outcome: str,
) -> dict[str, EstimateRow]:
    design = np.column_stack([np.ones(len(y)), x])
    even, one = np.ones(len(y)), treated.astype(np.float64)
    few = min(int(treated.sum()), int((~treated).sum())) < FEW_PEOPLE
    found: dict[str, tuple[str, float, float, float | None]] = {}
    for inference, estimator, result in (
        ("ipw", "inverse probability weighting", weighted_effect(y, one, design, even)),
        ("aipw", "augmented inverse probability weighting", panel_effect(y, one, design, even)),
    ):
        if not isinstance(result, NotComparable):
            se, df = float(np.sqrt(result[1] @ result[1])), None
            if few:
                se, df = _few_error(result[1], treated, weight, x.shape[1])
            found[inference] = (estimator, result[0], se, df)
    matched = matched_effect(y, treated, x)
    if matched is not None:
        k = int(treated.sum())
        widen, df = (math.sqrt(k / (k - 1)), float(k - 1)) if few else (1.0, None)
        found["matching"] = ("nearest neighbour matching, bias-corrected", matched[0], matched[1] * widen, df)
    rows = {}
    for inference in ("ipw", "matching", "aipw"):
        if inference in found:
            rows[inference] = _row(inference, *found[inference], treated=treated, outcome=outcome)
    return rows


def _few_error(
    influence: FloatArray, treated: NDArray[np.bool_], weight: FloatArray, covariates: int
) -> tuple[float, float]:
    """Standard error and degrees of freedom with few people: each side widened by its own, Satterthwaite's together.

    The comparisons count as many as their weights are worth, less the coefficients that were fitted to them.
    """
    own, other = float((influence[treated] ** 2).sum()), float((influence[~treated] ** 2).sum())
    heavy = weight[~treated]
    worth = float(heavy.sum() ** 2 / (heavy**2).sum())
    df_own, df_other = int(treated.sum()) - 1, max(1.0, worth - covariates - 1)
    own *= (df_own + 1) / df_own
    other *= max(worth, 2.0) / df_other
    total = own + other
    if total <= 0:
        return 0.0, 1.0
    return math.sqrt(total), total**2 / (own**2 / df_own + other**2 / df_other)


def _row(
    inference: str,
    estimator: str,
    point: float,
    se: float,
    df: float | None,
    *,
    treated: NDArray[np.bool_],
    outcome: str,
) -> EstimateRow:
    known = se > 0 and math.isfinite(se)
    reach, tail = Z, float(ndtr(-abs(point) / se)) if known else 0.0
    notes = [say("assumes_everything_decides_both_use")]
    if df is not None and known:
        reach, tail = float(stdtrit(df, 0.975)), float(stdtr(df, -abs(point) / se))
        notes.append(say("t_distribution_with_df_degrees", df=format_number(df, 1)))
    return EstimateRow(
        estimator=estimator,
        estimand="att",
        inference=inference,
        outcome=outcome,
        n_treated=int(treated.sum()),
        n_comparison=int((~treated).sum()),
        point=number(point),
        se=number(se),
        lower=point - reach * se if known else None,
        upper=point + reach * se if known else None,
        p_value=min(1.0, 2 * tail) if known else None,
        notes=tuple(notes),
    )

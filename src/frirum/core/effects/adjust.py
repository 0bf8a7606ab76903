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
from scipy.special import ndtr, ndtri

from frirum.core.effects.doubly_robust import NotComparable, odds_weights, panel_effect, weighted_effect
from frirum.core.effects.matching import matched_effect
from frirum.core.effects.rows import Check, EstimateRow, Refused, Result, number, refuse
from frirum.core.language import gettext as _
from frirum.core.vocabulary.danish import format_number

FloatArray = NDArray[np.float64]
BALANCED = 0.1
NOT_COMPARABLE = 0.25
MOST_OUTSIDE = 0.10
FEWEST_EFFECTIVE = 10.0
Z = float(ndtri(0.975))


def estimate_adjusted_difference(
    y: FloatArray, treated: NDArray[np.bool_], x: FloatArray, names: Sequence[str], *, outcome: str
) -> Result:
    """Rows att with `ipw`, `matching` and `aipw` (the headline).

    Args:
        y: (n,) outcome; treated: (n,); x: (n, p) covariates that vary; names: p of them.

    Returns:
        Checks `balance` (largest standardised difference after weighting) and `overlap` (share of the treated beyond
        every comparison). Refused when the groups are told apart by the covariates, differ by more than 0.25 standard
        deviations after weighting, when over 10 % of the treated have nobody like them, or when the weights rest on
        fewer than ten people.
    """
    refusal = _empty(y, treated, x)
    if refusal is not None:
        return Result(refused=refusal)
    order = np.lexsort((*x.T, y, treated))  # sums then do not depend on how the file was sorted
    y, treated, x = y[order], treated[order], x[order]
    standard = (x - x.mean(axis=0)) / x.std(axis=0)
    design = np.column_stack([np.ones(len(y)), standard])
    both = odds_weights(treated.astype(np.float64), design)
    if isinstance(both, NotComparable):
        return refuse("not_comparable", _separated())
    checks, refusal = _comparable(treated, standard, both[0], both[1], names)
    rows = _rows(y, treated, standard, design, outcome)
    if refusal is None and "aipw" not in rows:
        refusal = Refused("not_comparable", _separated())
    headline = rows["aipw"] if refusal is None else None
    return Result(tuple(rows.values()), checks, headline, refusal)


def _separated() -> str:
    return _(
        "Kovariaterne skiller de to grupper helt ad eller hænger indbyrdes sammen, så de kan ikke sammenlignes."
    )


def _empty(y: FloatArray, treated: NDArray[np.bool_], x: FloatArray) -> Refused | None:
    if not treated.any():
        return Refused("no_treated", _("Ingen er behandlet."))
    if treated.all():
        return Refused("no_comparison", _("Alle er behandlet; der er ingen at sammenligne med."))
    if not x.shape[1]:
        return Refused("no_covariates", _("Ingen kovariat varierer, så der er intet at justere for."))
    fewest = min(int(treated.sum()), int((~treated).sum()))
    if fewest <= x.shape[1] + 1:
        text = _("Den mindste gruppe har {n} personer; det er for få til {p} kovariater.")
        return Refused("too_few", text.format(n=fewest, p=x.shape[1]))
    if float(np.ptp(y)) == 0:
        return Refused("constant_outcome", _("Udfaldet er det samme overalt."))
    return None


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
    text = _(
        "Største forskel mellem grupperne er {after} standardafvigelser efter vægtning ({name}); før {before}."
    )
    text = text.format(
        after=format_number(after[worst], 3), name=names[worst], before=format_number(before[worst], 3)
    )
    balance = Check("balance", bool(after[worst] <= BALANCED), text, float(after[worst]))
    outside = float((propensity[treated] > propensity[~treated].max()).mean())
    other = weight[~treated]
    effective = float(other.sum() ** 2 / (other**2).sum())
    lines = _("{share} pct. af de behandlede har ingen, der ligner; vægtene svarer til {n} personer.")
    lines = lines.format(share=format_number(100 * outside, 1), n=format_number(effective, 1))
    enough = outside <= MOST_OUTSIDE and effective >= FEWEST_EFFECTIVE
    overlap = Check("overlap", enough, lines, outside)
    checks = (balance, overlap)
    if after[worst] > NOT_COMPARABLE:
        return checks, Refused("not_comparable", _("Grupperne kan ikke gøres ens: {why}").format(why=text))
    if not enough:
        return checks, Refused("not_comparable", _("Grupperne overlapper for lidt: {why}").format(why=lines))
    return checks, None


def _differences(x: FloatArray, treated: NDArray[np.bool_], weight: FloatArray) -> FloatArray:
    """(p,) absolute differences of means in standard deviations of the treated (of all where those do not vary)."""
    own, heavy = x[treated], weight[~treated] / weight[~treated].sum()
    spread = own.std(axis=0, ddof=1)
    return np.asarray(np.abs(own.mean(axis=0) - heavy @ x[~treated]) / np.where(spread > 0, spread, 1.0))


def _rows(
    y: FloatArray, treated: NDArray[np.bool_], x: FloatArray, design: FloatArray, outcome: str
) -> dict[str, EstimateRow]:
    even, one = np.ones(len(y)), treated.astype(np.float64)
    found: dict[str, tuple[str, float, float]] = {}
    for inference, estimator, result in (
        ("ipw", "inverse probability weighting", weighted_effect(y, one, design, even)),
        ("aipw", "augmented inverse probability weighting", panel_effect(y, one, design, even)),
    ):
        if not isinstance(result, NotComparable):
            found[inference] = (estimator, result[0], float(np.sqrt(result[1] @ result[1])))
    matched = matched_effect(y, treated, x)
    if matched is not None:
        found["matching"] = ("nearest neighbour matching, bias-corrected", *matched)
    rows = {}
    for inference in ("ipw", "matching", "aipw"):
        if inference in found:
            rows[inference] = _row(inference, *found[inference], treated=treated, outcome=outcome)
    return rows


def _row(
    inference: str, estimator: str, point: float, se: float, *, treated: NDArray[np.bool_], outcome: str
) -> EstimateRow:
    known = se > 0 and math.isfinite(se)
    return EstimateRow(
        estimator=estimator,
        estimand="att",
        inference=inference,
        outcome=outcome,
        n_treated=int(treated.sum()),
        n_comparison=int((~treated).sum()),
        point=number(point),
        se=number(se),
        lower=point - Z * se if known else None,
        upper=point + Z * se if known else None,
        p_value=float(2 * ndtr(-abs(point) / se)) if known else None,
        notes=(_("forudsætter, at alt, der afgør både brug og udfald, er blandt kovariaterne"),),
    )

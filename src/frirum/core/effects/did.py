"""Two-way fixed effects: the classical difference-in-differences regression, as a labelled cross-check.

Estimand: with one common start, the average effect on the treated. With different starts it mixes in
comparisons with units already under treatment and may have the wrong sign even when every effect has the same
one; it is then never the headline. Assumptions: parallel trends, no anticipation, and with different starts
effects that are equal in all cohorts and periods.

Errors are clustered on the unit with the factor G/(G − 1) · (n − 1)/(n − k), where k counts the treatment and
all period effects (unit effects are nested in the clusters), and t with G − 1 degrees of freedom.

Source: Goodman-Bacon (2021), Difference-in-differences with variation in treatment timing, Journal of
Econometrics 225; Bertrand, Duflo & Mullainathan (2004), Quarterly Journal of Economics 119.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from frirum.core.effects.clustered import effective_units, few_note, interval, is_quotable, is_void, void_note
from frirum.core.effects.panel import Panel
from frirum.core.effects.panel_reading import panel_from_rows
from frirum.core.effects.rows import Check, EstimateRow, Refused, Result, number
from frirum.core.effects.sentences import say
from frirum.core.effects.two_way import TwoWay


@dataclass(frozen=True)
class TwoWayFit:
    """The regression of the outcome on a dose with unit and period effects.

    Attributes:
        point: coefficient; variance: of it, clustered; df: G − 1.
    """

    point: float
    variance: float
    df: int


def estimate_did(
    frame: pl.DataFrame, *, outcome: str, unit: str, time: str, first_treated: str, weights: str | None = None
) -> Result:
    """Two-way fixed effects of a panel or of people.

    Args:
        As `panel_reading.panel_from_rows`.

    Returns:
        One row `did` with `crv1`. It is the headline only with one common start and at least twenty units on
        either side; below five treated units its bounds and p are not shown.

    Raises:
        InputRefused: as `panel_from_rows`.
    """
    return did_of_panel(
        panel_from_rows(
            frame, outcome=outcome, unit=unit, time=time, first_treated=first_treated, weights=weights
        )
    )


def did_of_panel(panel: Panel) -> Result:
    """As `estimate_did`, from cells."""
    treated = panel.treated
    fit = fit_two_way(panel, treated.astype(np.float64))
    if fit is None:
        return Result(checks=panel.checks, refused=_why_no_variation(panel))
    k, m = effective_units(panel, panel.cohort != -1), effective_units(panel, panel.cohort == -1)
    # A unit that starts later serves as a comparison until it does, so clusters count on both sides.
    others = m or k
    staggered = len(panel.cohorts) + int((panel.cohort == -2).any()) > 1
    found = interval(fit.point, fit.variance, scale=panel.scale, df=fit.df, shown=not is_void(k, others))
    row = EstimateRow(
        estimator="two-way fixed effects",
        estimand="did",
        inference="crv1",
        outcome=panel.outcome,
        n_treated=int(panel.rows[treated].sum()),
        n_comparison=int(panel.rows[~treated].sum()),
        units_treated=int((panel.cohort != -1).sum()),
        point=number(fit.point, scale=panel.scale),
        **found.as_row(),
        notes=_notes(k, others, staggered=staggered),
    )
    checks = list(panel.checks)
    if staggered:
        text = say("units_begin_in_different_periods_use")
        checks.append(Check("starts_differ", False, text, len(panel.cohorts)))
    if not is_quotable(k, others):
        checks.append(Check("few_treated_units", False, few_note(min(k, others)), min(k, others)))
    why = _why_not_headline(row, k, others, staggered=staggered)
    return Result((row,), tuple(checks), None if why else row, why)


def _notes(k: int, others: int, *, staggered: bool) -> tuple[str, ...]:
    notes = []
    if staggered:
        notes.append(say("cross_check_starts_differ_figure_may"))
    if is_void(k, others):
        notes.append(void_note(k, others))
    elif not is_quotable(k, others):
        notes.append(few_note(min(k, others)))
    return tuple(notes)


def _why_not_headline(row: EstimateRow, k: int, others: int, *, staggered: bool) -> Refused | None:
    if staggered:
        return Refused("starts_differ", say("starts_differ_figure_is_only_cross"))
    if not row.se:
        return Refused("no_variation", say("outcome_does_not_vary_uncertainty_cannot"))
    if not is_quotable(k, others):
        return Refused("few_treated_units", few_note(min(k, others)))
    return None


def _why_no_variation(panel: Panel) -> Refused:
    if len(panel.units) < 2:
        return Refused("one_unit", say("is_only_one_unit_is_nothing"))
    if len(panel.periods) < 2:
        return Refused("one_period", say("is_only_one_period"))
    if not (panel.cohort != -1).any():
        return Refused("nobody_treated", say("no_unit_is_in_experiment"))
    return Refused("no_comparison", say("experiment_cannot_be_told_apart"))


def fit_two_way(panel: Panel, dose: np.ndarray) -> TwoWayFit | None:
    """Regress the outcome on a dose with unit and period effects.

    Args:
        dose: (U, T), for instance 0/1 for under treatment.

    Returns:
        The fit, or None where the dose does not vary within units and periods.
    """
    if len(panel.units) < 2:
        return None
    effects = TwoWay(panel.weight)
    left = effects.residual(dose)
    spread = float((panel.weight * left**2).sum())
    if spread <= 1e-12 * float((panel.weight * dose**2).sum()) or spread == 0:
        return None
    point = float((panel.weight * left * panel.mean).sum() / spread)
    residual = effects.residual(panel.mean) - point * left
    scores = (panel.weight * left * residual).sum(axis=1)
    clusters, n, k = len(panel.units), int(panel.rows.sum()), len(panel.periods) + 1
    if n <= k:
        return TwoWayFit(point, 0.0, clusters - 1)
    factor = clusters / (clusters - 1) * (n - 1) / (n - k)
    return TwoWayFit(point, factor * float(scores @ scores) / spread**2, clusters - 1)

"""Imputation: what the treated would have had, predicted from unit and period effects of untreated rows
alone.

Estimand: the average effect on the treated over all their observed periods (simple), and by event time
(dynamic).
Assumptions: parallel trends in every period, not only from the last one before the start; no anticipation.
More precise than group-time effects when that holds, and the check on them here. Errors are the conservative
ones that centre effects within cohort and period, clustered on the unit.

Source: Borusyak, Jaravel & Spiess (2024), Revisiting event-study designs, Review of Economic Studies 91,
theorems 1-3; Gardner (2022), Two-stage differences in differences, arXiv 2207.05943.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from frirum.core.effects.clustered import few_note, interval, is_quotable, is_void, void_note
from frirum.core.effects.panel import Panel, why_not_comparable
from frirum.core.effects.panel_reading import panel_from_rows
from frirum.core.effects.rows import Check, EstimateRow, Label, Refused, Result, number, refuse
from frirum.core.effects.sentences import say
from frirum.core.effects.two_way import TwoWay


@dataclass(frozen=True, eq=False)
class Imputed:
    """Untreated outcomes predicted for the treated cells of a panel without always-treated units."""

    panel: Panel

    @cached_property
    def treated(self) -> np.ndarray:
        """(U, T) bool: observed cells under treatment whose period has untreated rows to predict from."""
        untreated = self.panel.observed & ~self.panel.treated
        return (
            self.panel.observed & self.panel.treated & untreated.any(axis=0) & untreated.any(axis=1)[:, None]
        )

    @cached_property
    def lost(self) -> int:
        """Treated cells that cannot be predicted."""
        return int((self.panel.observed & self.panel.treated).sum() - self.treated.sum())

    @cached_property
    def effects(self) -> TwoWay:
        """The fit on untreated cells."""
        return TwoWay(np.where(self.panel.treated, 0.0, self.panel.weight))

    @cached_property
    def gap(self) -> np.ndarray:
        """(U, T) outcome less prediction: the effect in treated cells, the residual in untreated ones."""
        unit, period = self.effects.effects(self.panel.mean)
        return np.where(self.panel.observed, self.panel.mean - unit[:, None] - period, 0.0)

    @cached_property
    def centred(self) -> np.ndarray:
        """(U, T) residuals, with effects centred within cohort and period."""
        centred = np.where(self.panel.treated, 0.0, self.gap)
        weight = np.where(self.treated, self.panel.weight, 0.0)
        for cohort in range(len(self.panel.cohorts)):
            own = self.panel.cohort == cohort
            heavy = weight[own].sum(axis=0)
            mean = np.divide((weight[own] * self.gap[own]).sum(axis=0), heavy, where=heavy > 0, out=heavy * 0)
            centred[own] = np.where(self.treated[own], self.gap[own] - mean, centred[own])
        return centred

    def average(self, chosen: np.ndarray) -> tuple[float, float]:
        """Weighted mean effect over the treated cells `chosen` (U, T), and its variance."""
        share = np.where(chosen, self.panel.weight, 0.0)
        share /= share.sum()
        unit, period = self.effects.solve(share.sum(axis=1), share.sum(axis=0))
        untreated = -self.effects.weight * (unit[:, None] + period)
        scores = ((share + untreated) * self.centred).sum(axis=1)
        return float((share * self.gap).sum()), float(scores @ scores)


def estimate_imputation(
    frame: pl.DataFrame, *, outcome: str, unit: str, time: str, first_treated: str, weights: str | None = None
) -> Result:
    """Imputed effects of a panel or of people.

    Args:
        As `panel_reading.panel_from_rows`.

    Returns:
        Rows simple and dynamic (period = event time from 0), `analytic`. Units treated from the first period
        and periods without any untreated unit cannot be predicted and are left out with a named warning.

    Raises:
        InputRefused: as `panel_from_rows`.
    """
    return imputation_of_panel(
        panel_from_rows(
            frame, outcome=outcome, unit=unit, time=time, first_treated=first_treated, weights=weights
        )
    )


def imputation_of_panel(panel: Panel) -> Result:
    """As `estimate_imputation`, from cells."""
    reason = why_not_comparable(panel, not_yet=True)
    if reason is not None:
        return refuse(reason.code, reason.message, remedy=reason.remedy, checks=panel.checks)
    found = Imputed(panel.only(panel.cohort != -2))
    checks = [*panel.checks, *_lost_checks(found)]
    if not found.treated.any() or found.effects.rank < len(panel.periods) - 1:
        text = say("untreated_rows_do_not_hang_together")
        return refuse("not_predictable", text, checks=checks)
    rows = [_row(found, None, found.treated)]
    rows += [_row(found, time, chosen) for time, chosen in _by_event_time(found)]
    first = rows[0]
    if not first.se:
        why = Refused("no_variation", say("outcome_does_not_vary_uncertainty_cannot"))
        return Result(tuple(rows), tuple(checks), None, why)
    fewest = _fewest(found, found.treated)
    if not is_quotable(fewest, fewest):
        why = Refused("few_treated_units", few_note(fewest))
        return Result(tuple(rows), tuple(checks), None, why)
    return Result(tuple(rows), tuple(checks), first, None)


def imputation_check(panel: Panel, simple: float | None) -> list[Check]:
    """The imputed overall effect beside the group-time one: same sign, or a named warning.

    Args:
        panel: without always-treated units.
        simple: the simple summary of the group-time effects.
    """
    found = Imputed(panel)
    if simple is None or not found.treated.any() or found.effects.rank < len(panel.periods) - 1:
        return [Check("imputation", None, say("effect_could_not_be_checked"))]
    point, _variance = found.average(found.treated)
    point = number(point, scale=panel.scale) or 0.0
    agrees = point * simple > 0 or point == simple
    text = (
        say("imputation_gives_effect_of_same_sign")
        if agrees
        else say("imputation_gives_effect_of_opposite_sign")
    )
    return [Check("imputation", agrees, text, point)]


def _lost_checks(found: Imputed) -> list[Check]:
    if not found.lost:
        return []
    text = say.counted("n_treated_cells_cannot_be_predicted", found.lost, n=found.lost)
    return [Check("unpredicted_cells", False, text, found.lost)]


def _by_event_time(found: Imputed) -> list[tuple[Label, np.ndarray]]:
    panel = found.panel
    joined = panel.cohort >= 0
    start = np.where(joined, panel.cohort_ticks[np.maximum(panel.cohort, 0)], np.inf)
    gap = np.where(found.treated, panel.ticks - start[:, None], np.nan)
    times = np.unique(gap[found.treated])
    return [(int(time) if time.is_integer() else float(time), gap == time) for time in times]


def _fewest(found: Imputed, chosen: np.ndarray) -> int:
    """Units in the smallest cohort among the chosen cells, or in the comparison group when that is smaller."""
    cohort = found.panel.cohort
    smallest = int(np.unique(cohort[chosen.any(axis=1)], return_counts=True)[1].min())
    never = int((cohort == -1).sum())
    return min(smallest, never) if never else smallest


def _row(found: Imputed, time: Label | None, chosen: np.ndarray) -> EstimateRow:
    panel = found.panel
    point, variance = found.average(chosen)
    k = int(chosen.any(axis=1).sum())
    m = int((panel.cohort == -1).sum()) or len(panel.units) - k
    shown = not is_void(k, m)
    inner = interval(point, variance, scale=panel.scale, shown=shown)
    notes: tuple[str, ...] = ()
    if not shown:
        notes = (void_note(k, m),)
    elif not is_quotable(_fewest(found, chosen), m):
        notes = (few_note(min(_fewest(found, chosen), m)),)
    return EstimateRow(
        estimator="imputation",
        estimand="simple" if time is None else "dynamic",
        inference="analytic",
        outcome=panel.outcome,
        period=time,
        n_treated=int(panel.rows[chosen].sum()),
        n_comparison=int(panel.rows[found.effects.weight > 0].sum()),
        units_treated=k,
        point=number(point, scale=panel.scale),
        **inner.as_row(),
        notes=notes,
    )

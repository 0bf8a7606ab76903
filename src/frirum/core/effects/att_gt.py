"""Staggered starts: group-time effects and their four summaries (Callaway & Sant'Anna 2021).

Estimand: for each cohort g (units that start in the same period) and period t, the average effect on the
treated, and averages of these. Assumptions: without the experiment the cohort and its comparison group would
have moved in parallel (given covariates, when used) from the period before the start; no effect before the
start; nobody leaves. Never compares with units already under treatment, which is what makes two-way fixed
effects go wrong.

Standard errors are analytic (influence functions), clustered on the unit, and normal. With few treated units
they
are wrong whatever the estimator: bounds and p are then left out (`clustered`).

Source: Callaway & Sant'Anna (2021), Journal of Econometrics 225; Sant'Anna & Zhao (2020), same journal 219.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
import polars as pl

from frirum.core.effects.att_gt_adjusted import CovariateRows, estimate_adjusted, read_covariates
from frirum.core.effects.att_gt_aggregate import Aggregate, summaries
from frirum.core.effects.att_gt_dealt import dealt_rows, read_groups
from frirum.core.effects.att_gt_means import (
    GroupTimeEffects,
    comparison_cohorts,
    estimate_from_means,
    estimate_from_pairs,
)
from frirum.core.effects.clustered import (
    effective_units,
    few_note,
    interval,
    is_quotable,
    is_void,
    void_note,
)
from frirum.core.effects.composition import composition_checks
from frirum.core.effects.headline import ALPHA
from frirum.core.effects.imputation import imputation_check
from frirum.core.effects.panel import Panel, why_not_comparable
from frirum.core.effects.panel_reading import panel_from_rows
from frirum.core.effects.pretrend import pretrend_checks
from frirum.core.effects.rows import Check, EstimateRow, Label, Refused, Result, number, refuse
from frirum.core.effects.sentences import say
from frirum.core.effects.start_labels import Groups
from frirum.core.errors import UsageError

Comparison = Literal["never", "not-yet"]
COMPARISONS = ("never", "not-yet")


def estimate_att_gt(
    frame: pl.DataFrame,
    *,
    outcome: str,
    unit: str,
    time: str,
    first_treated: str,
    comparison: Comparison = "never",
    covariates: Sequence[str] = (),
    weights: str | None = None,
    strata: str | None = None,
    blocks: str | None = None,
    size: str | None = None,
    seed: int = 1,
) -> Result:
    """Group-time effects of a panel or of people.

    Args:
        frame, outcome, unit, time, first_treated, weights: as in `panel_reading.panel_from_rows`.
        comparison: "never" compares with units never treated, "not-yet" also with those that start later.
        covariates: numeric or text columns; effects are then doubly robust. In a panel their value in the
            base period counts.
        strata, blocks: columns of the stratum within which starts were dealt, or of the blocks that share a start.
        size: column of the unit's size, averaged over its rows: small units vary more than large ones.
        seed: of the orders of starting that are drawn.

    Returns:
        Rows att_gt (group = cohort, period), then simple, dynamic (period = event time), group and calendar
        with the overall figure first; `analytic`, in the outcome's unit. The summaries follow once more with
        `randomisation`, with strata within them, and their overall figures with `size-scaled` where sizes are given.
        The headline is the overall group effect: `analytic` where every
        cohort and the comparison group have at least twenty effective units and no strata, blocks or sizes are given,
        `size-scaled` with sizes, else `randomisation`.

    Raises:
        UsageError: an unknown `comparison`.
        InputRefused: as `panel_from_rows` and `att_gt_adjusted.read_covariates`.
    """
    panel = panel_from_rows(
        frame, outcome=outcome, unit=unit, time=time, first_treated=first_treated, weights=weights
    )
    rows = None
    if covariates:
        weight = pl.ones(frame.height, eager=True) if weights is None else frame[weights].cast(pl.Float64)
        seen = frame[outcome].cast(pl.Float64).fill_nan(None)
        weight = weight * seen.is_not_null().cast(pl.Float64)
        rows = read_covariates(
            frame,
            panel,
            unit=unit,
            time=time,
            covariates=covariates,
            total=seen.fill_null(0.0) * weight,
            weight=weight,
        )
    groups = read_groups(frame, panel, unit=unit, strata=strata, blocks=blocks, size=size, seed=seed)
    return att_gt_of_panel(panel, comparison=comparison, covariates=rows, groups=groups)


def att_gt_of_panel(
    panel: Panel,
    *,
    comparison: str = "never",
    covariates: CovariateRows | None = None,
    groups: Groups | None = None,
) -> Result:
    """As `estimate_att_gt`, from cells."""
    groups = groups or Groups()
    if comparison not in COMPARISONS:
        raise UsageError(
            say("comparison_can_be_never", value=comparison),
            remedy=say("write_comparison_never_or_comparison"),
        )
    not_yet = comparison == "not-yet"
    reason = why_not_comparable(panel, not_yet=not_yet)
    if reason is not None:
        return refuse(reason.code, reason.message, remedy=reason.remedy, checks=panel.checks)
    panel, covariates, groups, more = _comparable_units(panel, covariates, groups)
    if not (panel.cohort >= 0).any():
        text = say("no_stratum_has_both_treated")
        return refuse("no_comparison", text, checks=(*panel.checks, *more))
    effects = _estimate(panel, covariates, not_yet=not_yet)
    if not effects.cells:
        return refuse(
            "nothing_identified",
            say("no_cohort_can_be_compared"),
            checks=(*panel.checks, *_identification_checks(effects)),
        )
    name = "callaway-santanna" if covariates is None else "callaway-santanna, doubly robust"
    writer = _Writer(panel, effects, name, not_yet=not_yet)
    estimates = [*writer.group_time_rows(), *writer.summary_rows()]
    dealt, dealing = dealt_rows(
        panel, effects, estimates, groups, not_yet=not_yet, adjusted=covariates is not None
    )
    checks = [*panel.checks, *more, *_identification_checks(effects), *writer.few_checks(), *dealing]
    checks += covariates.left_out if covariates is not None else ()
    checks += composition_checks(panel)
    checks += pretrend_checks(panel, effects, groups)
    checks += imputation_check(panel, next((r.point for r in estimates if r.estimand == "simple"), None))
    floor = next((float(check.value or 1) for check in dealing if check.name == "p_floor"), 1.0)
    headline, why = writer.headline(estimates, dealt, floor=floor, groups=groups)
    return Result((*estimates, *dealt), tuple(checks), headline, why)


def overall_without(
    panel: Panel, place: int, *, comparison: str = "never", covariates: CovariateRows | None = None
) -> float | None:
    """The overall effect when the unit at `place` is left out: the point alone, or None where nothing is left.

    Args:
        panel, comparison, covariates: as `att_gt_of_panel`, without strata and blocks.
        place: index among `panel.units`.
    """
    not_yet = comparison == "not-yet"
    cohort = panel.cohort.copy()
    cohort[place] = -2  # as one that was treated from the first period: it stands on neither side
    rest = replace(panel, cohort=cohort)
    if why_not_comparable(rest, not_yet=not_yet) is not None:
        return None
    rest, covariates, _groups, _more = _comparable_units(rest, covariates, Groups())
    rest = _without_empty_cohorts(rest)
    effects = _estimate(rest, covariates, not_yet=not_yet)
    parts = summaries(rest, effects.cells, effects.points, effects.shares)
    if not parts:
        return None
    return number(parts[0].weights @ effects.points, scale=panel.scale)


def _comparable_units(
    panel: Panel, covariates: CovariateRows | None, groups: Groups
) -> tuple[Panel, CovariateRows | None, Groups, list[Check]]:
    """Without the units that can stand on neither side.

    Those treated from the first period have no base period; those in a stratum without both kinds have nobody beside
    them.
    """
    keep = panel.cohort != -2
    checks: list[Check] = []
    if groups.strata is not None:
        treated = np.bincount(groups.strata, weights=keep & (panel.cohort >= 0))
        never = np.bincount(groups.strata, weights=panel.cohort == -1)
        both = ((treated > 0) & (never > 0))[groups.strata]
        lost = [str(panel.units[place]) for place in np.flatnonzero(keep & ~both & (panel.cohort >= 0))]
        if lost:
            text = say("treated_units_without_another_unit")
            checks.append(
                Check("strata_without_comparison", False, text.format(names=", ".join(lost)), len(lost))
            )
        keep &= both
    groups = groups.only(keep)
    if keep.all():
        return panel, covariates, groups, checks
    place = np.where(keep, np.cumsum(keep) - 1, -1)
    if covariates is not None:
        unit = np.where(covariates.unit >= 0, place[covariates.unit], -1)
        covariates = replace(covariates, unit=unit)
    return _without_empty_cohorts(panel.only(keep)), covariates, groups, checks


def _without_empty_cohorts(panel: Panel) -> Panel:
    kept = np.flatnonzero(np.bincount(panel.cohort[panel.cohort >= 0], minlength=len(panel.cohorts)))
    if len(kept) == len(panel.cohorts):
        return panel
    place = np.full(len(panel.cohorts), -1)
    place[kept] = np.arange(len(kept))
    return replace(
        panel,
        cohort=np.where(panel.cohort >= 0, place[panel.cohort], panel.cohort),
        cohorts=tuple(panel.cohorts[index] for index in kept),
        starts=panel.starts[kept],
        cohort_ticks=panel.cohort_ticks[kept],
    )


def _estimate(panel: Panel, covariates: CovariateRows | None, *, not_yet: bool) -> GroupTimeEffects:
    if covariates is not None:
        return estimate_adjusted(panel, covariates, not_yet=not_yet)
    if panel.balanced or panel.people:
        return estimate_from_means(panel, not_yet=not_yet)
    return estimate_from_pairs(panel, not_yet=not_yet)


def _identification_checks(effects: GroupTimeEffects) -> list[Check]:
    lost = len(effects.unidentified)
    if not lost:
        return []
    text = say.counted("n_cohorts_and_periods_could", lost, n=lost)
    return [Check("unidentified_cells", False, text, lost)]


class _Writer:
    """Turns effects into rows: counts, intervals and notes."""

    def __init__(self, panel: Panel, effects: GroupTimeEffects, name: str, *, not_yet: bool) -> None:
        self.panel, self.effects, self.name = panel, effects, name
        members = [panel.cohort == cohort for cohort in range(len(panel.cohorts))]
        never = panel.cohort == -1
        self.units = np.array([int(member.sum()) for member in members])
        self.effective = np.array([effective_units(panel, member) for member in [*members, never]])
        self.never_units = int(never.sum())
        self.rows = np.stack([panel.rows[member].sum(axis=0) for member in [*members, never]])
        self.others = [comparison_cohorts(panel, cell, not_yet=not_yet) for cell in effects.cells]

    def group_time_rows(self) -> list[EstimateRow]:
        """One row per cohort and period."""
        size = len(self.effects.cells)
        variance = self._variances(np.eye(size), np.zeros((size, len(self.panel.cohorts))))
        found = []
        for place, cell in enumerate(self.effects.cells):
            notes = () if cell.post else (say("before_start_should_be_nil"),)
            found.append(
                self._row(
                    "att_gt",
                    group=self.panel.cohorts[cell.cohort],
                    period=self.panel.periods[cell.period],
                    point=float(self.effects.points[place]),
                    variance=variance[place],
                    behind=[place],
                    notes=notes,
                )
            )
        return found

    def summary_rows(self) -> list[EstimateRow]:
        """One row per summary."""
        parts = summaries(self.panel, self.effects.cells, self.effects.points, self.effects.shares)
        if not parts:
            return []
        weights = np.stack([part.weights for part in parts])
        variance = self._variances(weights, np.stack([part.slopes for part in parts]))
        points = weights @ self.effects.points
        return [self._summary_row(part, points[n], variance[n]) for n, part in enumerate(parts)]

    def _summary_row(self, part: Aggregate, point: float, variance: float) -> EstimateRow:
        return self._row(
            part.estimand,
            group=part.group,
            period=part.period,
            point=float(point),
            variance=variance,
            behind=np.flatnonzero(part.weights).tolist(),
        )

    def _variances(self, weights: np.ndarray, slopes: np.ndarray) -> np.ndarray:
        return np.diag(self.effects.influence.covariance(weights, slopes))

    def _row(
        self,
        estimand: str,
        *,
        group: Label | None,
        period: Label | None,
        point: float,
        variance: float,
        behind: list[int],
        notes: tuple[str, ...] = (),
    ) -> EstimateRow:
        cells = [self.effects.cells[place] for place in behind]
        treated = {(cell.cohort, cell.period) for cell in cells}
        compared = {
            (other, cell.period)
            for place, cell in zip(behind, cells, strict=True)
            for other in self.others[place]
        }
        k = int(self.units[sorted({cell.cohort for cell in cells})].sum())
        m = sum(self._units_of(other) for other in {other for other, _period in compared})
        cohorts = sorted({cell.cohort for cell in cells})
        own = int(self.effective[cohorts].sum())
        rest = int(sum(self.effective[other] for other in {other for other, _period in compared}))
        # Weights and units seen once leave fewer than the normal distribution is for.
        df = None if own + rest >= k + m else max(1, own + rest - 2)
        shown = not is_void(own, rest)
        found = interval(point, float(variance), scale=self.panel.scale, df=df, shown=shown)
        k, m = (k, m) if shown else (own, rest)
        smallest = int(min(self.effective[cell.cohort] for cell in cells))
        if is_void(k, m):
            notes = (*notes, void_note(k, m))
        elif not is_quotable(smallest, m):
            notes = (*notes, few_note(min(smallest, m)))
        return EstimateRow(
            estimator=self.name,
            estimand=estimand,
            inference="analytic",
            outcome=self.panel.outcome,
            group=group,
            period=period,
            n_treated=int(sum(self.rows[place] for place in treated)),
            n_comparison=int(sum(self.rows[place] for place in compared)),
            units_treated=k,
            point=number(point, scale=self.panel.scale),
            **found.as_row(),
            notes=notes,
        )

    def _units_of(self, cohort: int) -> int:
        return self.never_units if cohort == len(self.units) else int(self.units[cohort])

    @property
    def fewest(self) -> int:
        """Effective units in the smallest cohort, or in the comparison group when that is smaller."""
        smallest = int(self.effective[:-1].min())
        return min(smallest, int(self.effective[-1])) if self.never_units else smallest

    def few_checks(self) -> list[Check]:
        """A warning when clustered errors rest on few units."""
        if is_quotable(self.fewest, self.fewest):
            return []
        return [Check("few_treated_units", False, few_note(self.fewest), self.fewest)]

    def headline(
        self, estimates: list[EstimateRow], dealt: list[EstimateRow], *, floor: float, groups: Groups
    ) -> tuple[EstimateRow | None, Refused | None]:
        """The overall group effect when it can be quoted, else why not."""
        overall = [row for row in estimates if row.estimand == "group" and row.group is None]
        if not overall:
            return None, Refused("nothing_after_start", say("no_effect_after_start_could"))
        row = overall[0]
        if self.panel.constant or row.se is None or row.se == 0:
            return None, Refused("no_variation", say("outcome_does_not_vary_uncertainty_cannot"))
        if is_quotable(self.fewest, self.fewest) and groups.is_plain:
            return row, None
        wanted = "randomisation" if groups.size is None else "size-scaled"
        anew = [
            other
            for other in dealt
            if other.estimand == "group" and other.group is None and other.inference == wanted
        ]
        if anew and floor <= ALPHA:
            return anew[0], None
        if anew:
            text = say("starts_could_be_dealt_in_too")
            return None, Refused("p_floor", text)
        if groups.size is not None:
            return None, Refused("size_not_used", say("sizes_could_not_be_used"))
        return None, Refused("few_treated_units", few_note(self.fewest))

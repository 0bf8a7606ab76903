"""Rows over units and periods, reduced to what every comparison over time needs: weight and total per cell.

A *unit* is what was treated (a municipality), a *period* a month or year. One row per unit and period is a
panel; several rows are people, and the cell holds their number and sum. Effects without covariates depend on
nothing else, so aggregates from a municipality give the figures of the people behind them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from frirum.core.effects.rows import Check, Label, Refused
from frirum.core.effects.sentences import say
from frirum.core.files.time_labels import UnorderedTime, recognise


@dataclass(frozen=True, kw_only=True, eq=False)
class Panel:
    """Weight and weighted total of an outcome per unit and period; U units, T periods, C cohorts.

    Attributes:
        outcome: name of the outcome column.
        units: U labels, ascending.
        periods: T labels, in time order.
        ticks: (T,) place of each period on the time axis (years, months …), for event time.
        weight: (U, T) float64, summed weight of the cell; 0 where nothing was observed.
        total: (U, T) float64, weighted sum of the outcome in the cell.
        rows: (U, T) int64, rows (people) in the cell.
        cohort: (U,) int64, index into `cohorts`; -1 for units never treated in the window, -2 for units that
            were treated from the first period on.
        cohorts: C first treated periods as written, in time order.
        starts: (C,) index of each cohort's first treated period.
        cohort_ticks: (C,) place of the cohort's start on the time axis.
        people: several rows in a cell, or weights that vary within a unit: cell weights are head counts.
        checks: named warnings from reading.
    """

    outcome: str
    units: tuple[Label, ...]
    periods: tuple[Label, ...]
    ticks: np.ndarray
    weight: np.ndarray
    total: np.ndarray
    rows: np.ndarray
    cohort: np.ndarray
    cohorts: tuple[Label, ...]
    starts: np.ndarray
    cohort_ticks: np.ndarray
    people: bool
    checks: tuple[Check, ...] = ()

    @cached_property
    def observed(self) -> np.ndarray:
        """(U, T) bool: the cell holds something."""
        return self.weight > 0

    @cached_property
    def mean(self) -> np.ndarray:
        """(U, T) cell means; 0 where nothing was observed."""
        return np.divide(self.total, self.weight, out=np.zeros_like(self.total), where=self.observed)

    @cached_property
    def balanced(self) -> bool:
        """Every unit was seen in every period."""
        return bool(self.observed.all())

    @cached_property
    def scale(self) -> float:
        """Size of the outcome, for telling rounding noise from a number."""
        return float(np.abs(self.mean).max(initial=0.0))

    @cached_property
    def constant(self) -> bool:
        """The outcome never differs between cells."""
        seen = self.mean[self.observed]
        return seen.size == 0 or float(np.ptp(seen)) <= 1e-12 * self.scale

    @cached_property
    def treated(self) -> np.ndarray:
        """(U, T) bool: the unit is under treatment in the period."""
        begin = np.full(len(self.units), len(self.periods))
        begin[self.cohort == -2] = 0
        joined = self.cohort >= 0
        begin[joined] = self.starts[self.cohort[joined]]
        return np.arange(len(self.periods)) >= begin[:, None]

    def only(self, keep: np.ndarray) -> Panel:
        """The panel of the units where `keep` (U,) is true; cohorts stay."""
        return replace(
            self,
            units=tuple(label for label, kept in zip(self.units, keep, strict=True) if kept),
            weight=self.weight[keep],
            total=self.total[keep],
            rows=self.rows[keep],
            cohort=self.cohort[keep],
        )


def assemble(
    *,
    outcome: str,
    units: Sequence[Label],
    periods: Sequence[Label],
    weight: np.ndarray,
    total: np.ndarray,
    rows: np.ndarray,
    first_treated: Sequence[Label | None],
    time_column: str,
    checks: Sequence[Check] = (),
) -> Panel:
    """A panel from its cells: orders the periods, forms the cohorts and names what is unusual.

    Args:
        first_treated: one per unit, None for never; otherwise as in `panel_reading` and `Panel`.

    Raises:
        InputRefused: periods or starts cannot be ordered.
    """
    clock = recognise(periods, column=time_column)
    ticks = clock.ticks(periods)
    order = np.argsort(ticks, kind="stable")
    ticks = ticks[order]
    cohort, cohorts, cohort_ticks, late = _cohorts(first_treated, ticks, clock.ticks)
    weight, total, rows = weight[:, order], total[:, order], rows[:, order]
    several = int((rows > 1).sum())
    uneven = several == 0 and _weights_vary(weight)
    panel = Panel(
        outcome=outcome,
        units=tuple(units),
        periods=tuple(periods[place] for place in order),
        ticks=ticks,
        weight=weight,
        total=total,
        rows=rows,
        cohort=cohort,
        cohorts=cohorts,
        starts=np.searchsorted(ticks, cohort_ticks),
        cohort_ticks=cohort_ticks,
        people=several > 0 or uneven,
    )
    return replace(panel, checks=(*checks, *_reading_checks(panel, several, uneven, late)))


def _tick(label: Label, read: object) -> float:
    try:
        return float(read([label])[0])  # type: ignore[operator]
    except ValueError as unreadable:
        raise UnorderedTime(
            say("first_period_value_is_not_written", value=label),
            label=label,
            remedy=say("write_0_or_leave_field_empty"),
        ) from unreadable


def _cohorts(
    first_treated: Sequence[Label | None], ticks: np.ndarray, read: object
) -> tuple[np.ndarray, tuple[Label, ...], np.ndarray, int]:
    """Cohort of each unit, the cohorts' labels and ticks in time order, and how many start after the data
    end."""
    labels = sorted({label for label in first_treated if label is not None}, key=str)
    at = {label: _tick(label, read) for label in labels}
    inside = sorted((tick, label) for label, tick in at.items() if ticks[0] < tick <= ticks[-1])
    place = {label: index for index, (_tick, label) in enumerate(inside)}
    cohort = np.full(len(first_treated), -1, dtype=np.int64)
    late = 0
    for index, label in enumerate(first_treated):
        if label is None:
            continue
        if at[label] <= ticks[0]:
            cohort[index] = -2
        elif label in place:
            cohort[index] = place[label]
        else:
            late += 1
    return cohort, tuple(label for _tick, label in inside), np.array([tick for tick, _label in inside]), late


def _weights_vary(weight: np.ndarray) -> bool:
    """Some unit's weight differs between the periods in which it was seen."""
    seen = weight > 0
    lowest = np.where(seen, weight, np.inf).min(axis=1)
    return bool((weight.max(axis=1) > lowest * (1 + 1e-12)).any())


def _reading_checks(panel: Panel, several: int, uneven: bool, late: int) -> list[Check]:
    found: list[Check] = []
    if several:
        text = say("several_rows_for_same_unit")
        found.append(Check("several_rows_per_unit_and_period", False, text, several))
    if uneven:
        text = say("weights_change_within_unit")
        found.append(Check("weights_vary", False, text))
    missing = int((~panel.observed).sum())
    if missing:
        text = say.counted("n_combinations_of_unit_and_period_are_missing", missing, n=missing)
        found.append(Check("missing_periods", False, text, missing))
    always = int((panel.cohort == -2).sum())
    if always:
        text = say.counted("n_units_are_in_experiment", always, n=always)
        found.append(Check("treated_from_first_period", False, text, always))
    if late:
        text = say.counted("n_units_begin_after_end", late, n=late)
        found.append(Check("treated_after_last_period", False, text, late))
    if panel.constant:
        found.append(Check("constant_outcome", False, say("outcome_is_same_everywhere")))
    return found


def why_not_comparable(panel: Panel, *, not_yet: bool) -> Refused | None:
    """Why no comparison over time can be made of the panel, or None when one can."""
    treated, never = int((panel.cohort != -1).sum()), int((panel.cohort == -1).sum())
    if len(panel.units) < 2:
        return Refused("one_unit", say("is_only_one_unit_is_nothing"))
    if len(panel.periods) < 2:
        return Refused("one_period", say("is_only_one_period"))
    if not treated:
        return Refused("nobody_treated", say("no_unit_is_in_experiment"))
    if not (panel.cohort >= 0).any():
        return Refused(
            "no_period_before",
            say("every_treated_unit_is_in_experiment"),
        )
    if not never and not not_yet:
        return Refused(
            "no_comparison",
            say("every_unit_joins_experiment_compare"),
        )
    return None

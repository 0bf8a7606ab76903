"""From rows to one number per unit: the sufficient statistic of a design with few treated units.

When all treated units start together, the difference-in-differences estimate and its cluster inference
depend on the data only through each unit's mean after minus its mean before (Lee and Wooldridge 2023;
MacKinnon and Webb 2020). Permutation, bootstrap and power then work on 98 numbers instead of the whole
panel. With several starts each unit has one such number per start.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from frirum.core.effects.rows import Check, Label, Refused
from frirum.core.effects.sentences import say

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class UnitNumbers:
    """One number per unit and start.

    Attributes:
        labels: (N,) the units as written.
        values: (G, N) outcome per start: the outcome itself, or mean after minus mean before start g.
        dose: (G, N) the same collapse of the treatment itself; 1 for a unit treated at g throughout.
        cohort: (N,) 0 for comparison units, g for units treated at start g = 1 … G.
        starts: (G,) first treated periods as written; a single None when the data have no time.
        slopes: (N,) the same collapse after removing each unit's own linear trend before the start, or None.
        rows: (N,) rows behind each unit.
        two_valued: the outcome takes two values only, such as 0 and 1.
        checks: named warnings met on the way.
    """

    labels: tuple[Label, ...]
    values: FloatArray
    dose: FloatArray
    cohort: IntArray
    starts: tuple[Label | None, ...]
    slopes: FloatArray | None
    rows: IntArray
    two_valued: bool = False
    checks: tuple[Check, ...] = ()

    @property
    def treated(self) -> IntArray:
        """Places of the treated units."""
        return np.flatnonzero(self.cohort)

    @property
    def comparison(self) -> IntArray:
        """Places of the comparison units."""
        return np.flatnonzero(self.cohort == 0)

    @property
    def n_treated(self) -> int:
        """Rows behind the treated units."""
        return int(self.rows[self.cohort > 0].sum())

    @property
    def n_comparison(self) -> int:
        """Rows behind the comparison units."""
        return int(self.rows[self.cohort == 0].sum())

    def only(self, keep: NDArray[np.bool_]) -> UnitNumbers:
        """The numbers of the units where `keep` (N,) is true; at least one of each start is among them."""
        return replace(
            self,
            labels=tuple(label for label, kept in zip(self.labels, keep, strict=True) if kept),
            values=self.values[:, keep],
            dose=self.dose[:, keep],
            cohort=self.cohort[keep],
            slopes=None if self.slopes is None else self.slopes[keep],
            rows=self.rows[keep],
        )

    def without_starts(self, gone: Sequence[int]) -> UnitNumbers:
        """The numbers without the starts `gone` (1 … G) and their units, which count as left out, not comparison."""
        kept = [g for g in range(1, len(self.starts) + 1) if g not in gone]
        place = np.zeros(len(self.starts) + 1, dtype=np.int64)
        place[kept] = np.arange(1, len(kept) + 1)
        rows = [g - 1 for g in kept]
        return replace(
            self,
            values=self.values[rows],
            dose=self.dose[rows],
            cohort=place[self.cohort],
            starts=tuple(self.starts[row] for row in rows),
        )

    @property
    def scale(self) -> float:
        """The size of the numbers, against which rounding noise is judged."""
        return float(np.abs(self.values).max(initial=0.0))

    def shifted(self, effect: float) -> FloatArray:
        """(G, N) the values had a constant `effect` been absent."""
        return self.values - effect * self.dose


def from_units(outcome: FloatArray, labels: list[Label], treated: NDArray[np.bool_]) -> UnitNumbers:
    """One row per unit, no time: the values are the outcomes."""
    return UnitNumbers(
        tuple(labels),
        outcome[None, :],
        treated.astype(np.float64)[None, :],
        treated.astype(np.int64),
        (None,),
        None,
        np.ones(len(labels), dtype=np.int64),
        np.unique(outcome).size <= 2,
    )


def from_panel(
    outcome: FloatArray,
    unit: tuple[IntArray, list[Label]],
    time: tuple[IntArray, list[Label]],
    treated: NDArray[np.bool_],
) -> UnitNumbers | Refused:
    """Rows of unit × period with a 0/1 treatment that, once on, stays on.

    Args:
        outcome: (n,) finite values, one per unit and period.
        unit, time: codes (n,) and their labels in order.
        treated: (n,) whether the unit is treated in the period.

    Returns:
        The collapsed numbers; or why there are none: treatment that goes off again, treated units without a
        period before, no unit treated, no comparison unit, or a treatment without a start.
    """
    codes, labels = unit
    periods, period_labels = time
    shape = (len(labels), len(period_labels))
    grid = np.full(shape, np.nan)
    grid[codes, periods] = outcome
    on = np.zeros(shape)
    on[codes, periods] = treated
    seen = ~np.isnan(grid)
    start = np.where(on.any(axis=1), on.argmax(axis=1), shape[1])
    trouble = _trouble(on, seen, start, shape[1])
    if trouble is not None:
        return trouble
    checks: list[Check] = []
    if not seen.all():
        checks.append(_gaps(int((~seen).sum())))
        grid = grid - _period_effects(grid, seen & (np.arange(shape[1]) < start[:, None]))
    kept, dropped = _with_both_sides(seen, start, shape[1])
    if dropped:
        checks.append(_left_out([str(labels[place]) for place in dropped]))
    starts = np.unique(start[kept][start[kept] < shape[1]])
    if not starts.size:
        return Refused("treated_from_first_period", say("treated_units_have_no_period_before"))
    if not (start[kept] == shape[1]).any():
        return Refused("no_comparison", say("every_unit_is_treated_is_none"))
    cohort = np.searchsorted(starts, start[kept]) + 1
    cohort[start[kept] == shape[1]] = 0
    observed = seen[kept]
    values = np.stack([_after_minus_before(grid[kept], observed, g) for g in starts])
    dose = np.stack([_after_minus_before(on[kept], observed, g) for g in starts])
    slopes = _detrended(grid[kept], observed, int(starts[0])) if starts.size == 1 else None
    return UnitNumbers(
        tuple(labels[place] for place in kept),
        values,
        dose,
        cohort.astype(np.int64),
        tuple(period_labels[g] for g in starts),
        slopes,
        observed.sum(axis=1),
        np.unique(outcome).size <= 2,
        tuple(checks),
    )


def _trouble(on: FloatArray, seen: NDArray[np.bool_], start: IntArray, periods: int) -> Refused | None:
    if not on.any():
        return Refused("no_treated", say("no_unit_is_treated"))
    if (start == periods).sum() == 0:
        return Refused("no_comparison", say("every_unit_is_treated_is_none"))
    after = (np.arange(periods) >= start[:, None]) & seen
    if (after & (on == 0)).any():
        return Refused(
            "treatment_stops",
            say("treatment_ends_again_for_at_least"),
        )
    first_seen = seen.argmax(axis=1)
    treated = start < periods
    if (start[treated] <= first_seen[treated]).all():
        return Refused(
            "treated_from_first_period",
            say("treated_units_have_no_period_before_start"),
        )
    return None


def _gaps(missing: int) -> Check:
    text = say.counted("n_combinations_of_unit_and_period", missing)
    return Check("missing_periods", False, text.format(n=missing), missing)


def _left_out(names: list[str]) -> Check:
    text = say("units_without_data_both_before")
    return Check("units_left_out", False, text.format(names=", ".join(names)), len(names))


def _with_both_sides(seen: NDArray[np.bool_], start: IntArray, periods: int) -> tuple[IntArray, list[int]]:
    """Units with a row before and after: their own start, or every start for comparison units."""
    starts = np.unique(start[start < periods])
    before = np.cumsum(seen, axis=1)
    whole = before[:, -1]
    kept = np.ones(len(seen), dtype=bool)
    for g in starts:
        earlier = before[:, g - 1] if g > 0 else np.zeros(len(seen), dtype=np.int64)
        concerned = (start == g) | (start == periods) if g > 0 else start == g
        kept &= ~concerned | ((earlier > 0) & (whole > earlier))
    # Permutation gives every unit every start, so a treated unit must also have rows around the other starts.
    usable = np.unique(start[kept & (start < periods)])
    for g in usable:
        kept &= (before[:, g - 1] > 0) & (whole > before[:, g - 1])
    return np.flatnonzero(kept), [int(place) for place in np.flatnonzero(~kept)]


def _after_minus_before(grid: FloatArray, seen: NDArray[np.bool_], g: int) -> FloatArray:
    """(N,) mean over periods from g on, minus mean over periods before g, of what was seen."""
    filled = np.where(seen, grid, 0.0)
    after = filled[:, g:].sum(axis=1) / seen[:, g:].sum(axis=1)
    before = filled[:, :g].sum(axis=1) / seen[:, :g].sum(axis=1)
    return np.asarray(after - before)


def _detrended(grid: FloatArray, seen: NDArray[np.bool_], g: int) -> FloatArray | None:
    """(N,) mean distance after the start to each unit's own line before it; None where a line is missing."""
    time = np.arange(grid.shape[1], dtype=np.float64)
    early = seen[:, :g]
    if (early.sum(axis=1) < 2).any():
        return None
    n = early.sum(axis=1)
    filled = np.where(seen, grid, 0.0)
    mean_time = (early * time[:g]).sum(axis=1) / n
    mean = filled[:, :g].sum(axis=1) / n
    centred = (time[:g] - mean_time[:, None]) * early
    slope = (centred * (filled[:, :g] - mean[:, None])).sum(axis=1) / (centred**2).sum(axis=1)
    line = mean[:, None] + slope[:, None] * (time[g:] - mean_time[:, None])
    late = seen[:, g:]
    return np.asarray(((filled[:, g:] - line) * late).sum(axis=1) / late.sum(axis=1))


def _period_effects(grid: FloatArray, untreated: NDArray[np.bool_], tolerance: float = 1e-13) -> FloatArray:
    """(1, T) period effects of a two-way model fitted to the untreated rows by alternating means."""
    values = np.where(untreated, grid, 0.0)
    per_unit = np.maximum(untreated.sum(axis=1), 1)
    per_period = np.maximum(untreated.sum(axis=0), 1)
    size = float(np.abs(values).max(initial=0.0))
    effects = np.zeros(grid.shape[1])
    for _round in range(10_000):
        level = (values - untreated * effects).sum(axis=1) / per_unit
        renewed = (values - untreated * level[:, None]).sum(axis=0) / per_period
        moved = float(np.abs(renewed - effects).max(initial=0.0))
        effects = renewed
        if moved <= tolerance * size:
            break
    return effects[None, :]

"""One treated unit: difference-in-differences, synthetic control and synthetic difference-in-differences.

Estimand: the average effect on the treated unit from its start to the last period. Each compares the unit
with a weighted average of the others, and the time after with a weighted average of the time before: equal
weights on both sides (did), units weighted to match the unit's level before (sc, outcomes only), or units
weighted to match its movement and periods weighted to match the level after (sdid). Assumptions: the match
before the start would have held after it; nobody else was affected; at least some twenty periods before.

`placebo` gives every comparison unit the same treatment in turn. The standard error is the spread of those
effects, the p-value the share of units, the treated one included, with an effect at least as large. The
printed effect uses the paper's early stopping; placebos and the effect ranked among them use weights at the
exact minimum.

Source: Abadie, Diamond & Hainmueller (2010), Journal of the American Statistical Association 105;
Arkhangelsky, Athey, Hirshberg, Imbens & Wager (2021), American Economic Review 111, algorithms 1 and 4.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import polars as pl

from frirum.core.effects.clustered import Interval, interval
from frirum.core.effects.frank_wolfe import published_weights
from frirum.core.effects.panel import Panel
from frirum.core.effects.panel_reading import panel_from_rows
from frirum.core.effects.rows import Check, EstimateRow, Label, Refused, Result, number, refuse
from frirum.core.effects.sentences import say
from frirum.core.effects.simplex import simplex_weights
from frirum.core.errors import InputRefused
from frirum.core.files.time_labels import recognise
from frirum.core.vocabulary.danish import format_number

# The ridge that makes weights unique without moving them, relative to the noise (Arkhangelsky et al., footnote 7).
TINY = 1e-6
SHOWN_WEIGHTS = 5


class Solver(Protocol):
    """Finds simplex weights: `simplex_weights`, or the published method."""

    def __call__(
        self, columns: np.ndarray, target: np.ndarray, *, ridge: float, intercept: bool
    ) -> np.ndarray: ...


@dataclass(frozen=True)
class Block:
    """A treated unit beside comparison units.

    Attributes:
        treated: (T,) outcome of the treated unit.
        others: (N, T) outcomes of the comparison units.
        before: periods before the start.
    """

    treated: np.ndarray
    others: np.ndarray
    before: int

    @property
    def noise(self) -> float:
        """Standard deviation of the comparison units' one-period changes before the start."""
        changes = np.diff(self.others[:, : self.before], axis=1)
        return float(changes.std(ddof=1)) if changes.size > 1 else 0.0

    def placebos(self) -> Iterator[Block]:
        """Every comparison unit in turn in the treated unit's place, which is left out."""
        for place in range(len(self.others)):
            yield Block(self.others[place], np.delete(self.others, place, axis=0), self.before)

    def published(
        self, columns: np.ndarray, target: np.ndarray, *, ridge: float, intercept: bool
    ) -> np.ndarray:
        """A `Solver` with the paper's stopping rule for this block's noise."""
        return published_weights(columns, target, ridge=ridge, intercept=intercept, noise=self.noise)


@dataclass(frozen=True)
class Weighted:
    """An effect and the weights that made it.

    Attributes:
        units: (N,) weights of the comparison units; periods: (before,) weights of the periods before.
    """

    point: float
    units: np.ndarray
    periods: np.ndarray


def _contrast(block: Block, units: np.ndarray, periods: np.ndarray) -> Weighted:
    gap = block.treated - units @ block.others
    return Weighted(float(gap[block.before :].mean() - periods @ gap[: block.before]), units, periods)


def difference_in_differences(block: Block, solver: Solver) -> Weighted:
    """Equal weights on units and periods; nothing to solve."""
    count = len(block.others)
    return _contrast(block, np.full(count, 1 / count), np.full(block.before, 1 / block.before))


def synthetic_control(block: Block, solver: Solver) -> Weighted:
    """Unit weights that match the unit's outcomes before the start; the time before counts for nothing
    else."""
    before = slice(0, block.before)
    ridge = (TINY * block.noise) ** 2 * block.before
    units = solver(block.others[:, before].T, block.treated[before], ridge=ridge, intercept=False)
    return _contrast(block, units, np.zeros(block.before))


def synthetic_did(block: Block, solver: Solver) -> Weighted:
    """Unit weights with a ridge and period weights, both with a free level."""
    before, after = block.others[:, : block.before], block.others[:, block.before :]
    ridge = (after.shape[1] ** 0.25 * block.noise) ** 2 * block.before
    units = solver(before.T, block.treated[: block.before], ridge=ridge, intercept=True)
    ridge = (TINY * block.noise) ** 2 * len(before)
    periods = solver(before, after.mean(axis=1), ridge=ridge, intercept=True)
    return _contrast(block, units, periods)


ESTIMATORS: dict[str, tuple[str, Callable[[Block, Solver], Weighted]]] = {
    "did": ("difference-in-differences", difference_in_differences),
    "sc": ("synthetic control", synthetic_control),
    "sdid": ("synthetic difference-in-differences", synthetic_did),
}


def estimate_synthetic(
    frame: pl.DataFrame, *, outcome: str, unit: str, time: str, treated_unit: Label, start: Label
) -> Result:
    """The three estimates for one treated unit.

    Args:
        frame: one row per unit and period; several are averaged.
        outcome, unit, time: as in `panel_reading.panel_from_rows`.
        treated_unit: the unit's label; every other unit is a comparison.
        start: first treated period, written as in `time`.

    Returns:
        Rows did, sc and sdid with `placebo`; the headline is sdid when nineteen comparison units or more let
        p go to 5 %. Comparison units that miss a period are left out with a named warning.

    Raises:
        InputRefused: the treated unit is not in the data or misses a period, the start is not in the data's
            time or leaves fewer than two periods before it, or as `panel_from_rows`.
    """
    panel = panel_from_rows(frame, outcome=outcome, unit=unit, time=time, first_treated=None)
    place = _find_unit(panel, treated_unit)
    before = _periods_before(panel, start, column=time)
    checks = list(panel.checks)
    keep = np.asarray(panel.observed.all(axis=1))
    if not keep[place]:
        raise InputRefused(
            say("unit_unit_lacks_period", unit=treated_unit),
            remedy=say("add_row_for_unit_in_every", unit=treated_unit),
        )
    left_out = int((~keep).sum())
    if left_out:
        text = say.counted("n_comparison_units_lack_period", left_out, n=left_out)
        checks.append(Check("incomplete_units", False, text, left_out))
    others = keep & (np.arange(len(keep)) != place)
    if others.sum() < 2:
        text = say("are_fewer_than_two_comparison_units")
        return refuse("no_comparison", text, checks=checks)
    if panel.constant:
        return refuse("no_variation", say("outcome_is_same_everywhere"), checks=checks)
    block = Block(panel.mean[place], panel.mean[others], before)
    names = [label for label, kept in zip(panel.units, others, strict=True) if kept]
    return _result(panel, block, names, checks)


def _result(panel: Panel, block: Block, names: list[Label], checks: list[Check]) -> Result:
    count = len(block.others)
    floor = 1 / (count + 1)
    rows = []
    for estimand, (label, estimator) in ESTIMATORS.items():
        found = estimator(block, block.published)
        exact = estimator(block, simplex_weights).point
        placebos = np.array([estimator(other, simplex_weights).point for other in block.placebos()])
        if estimand == "sc":
            checks += _fit_checks(panel, block, found, exact)
        rows.append(
            EstimateRow(
                estimator=label,
                estimand=estimand,
                inference="placebo",
                outcome=panel.outcome,
                n_treated=len(block.treated) - block.before,
                n_comparison=block.others.size,
                units_treated=1,
                point=number(found.point, scale=panel.scale),
                notes=_notes(estimand, found, names, floor),
                **_placebo_interval(found.point, exact, placebos, panel.scale).as_row(),
            )
        )
    checks.append(_floor_check(count, floor))
    headline = rows[-1] if floor <= 0.05 else None
    why = None if headline else Refused("p_floor", checks[-1].text)
    return Result(tuple(rows), tuple(checks), headline, why)


def _placebo_interval(point: float, exact: float, placebos: np.ndarray, scale: float) -> Interval:
    """Spread of the placebo effects round `point`; rank of `exact`, made as they were; ties count."""
    found = interval(point, float(placebos.var()), scale=scale)
    as_large = int((np.abs(placebos) >= abs(exact) - 1e-12 * scale).sum())
    return Interval(found.se, found.lower, found.upper, (1 + as_large) / (1 + len(placebos)))


def _notes(estimand: str, found: Weighted, names: list[Label], floor: float) -> tuple[str, ...]:
    notes = [say("p_is_share_of_units", floor=format_number(floor, 3))]
    if estimand != "did":
        units = found.units
        order = np.argsort(-units, kind="stable")[:SHOWN_WEIGHTS]
        shown = [
            say("name_share_per_cent", name=names[place], share=format_number(100 * units[place], 1))
            for place in order
            if units[place] > 5e-4
        ]
        notes.append(say("largest_weights_weights", weights=", ".join(shown)))
    return tuple(notes)


def _fit_checks(panel: Panel, block: Block, found: Weighted, exact: float) -> list[Check]:
    """How well the synthetic control follows the unit before the start, beside the noise of one period."""
    gap = block.treated - found.units @ block.others
    error = float(np.sqrt((gap[: block.before] ** 2).mean()))
    close = error <= 2 * block.noise
    text = (
        say("synthetic_control_follows_unit_before_start")
        if close
        else say("synthetic_control_does_not_hit_unit")
    )
    note = say("solved_to_end_instead", point=format_number(exact, 4))
    return [
        Check("fit_before_start", close, text, number(error, scale=panel.scale)),
        Check("sc_exact_minimum", None, note, number(exact, scale=panel.scale)),
    ]


def _floor_check(count: int, floor: float) -> Check:
    text = say("with_n_comparison_units_p_cannot", n=count, floor=format_number(floor, 3))
    return Check("p_floor", floor <= 0.05, text, floor)


def _find_unit(panel: Panel, wanted: Label) -> int:
    for place, label in enumerate(panel.units):
        if str(label) == str(wanted).strip():
            return place
    raise InputRefused(
        say("unit_unit_does_not_exist", unit=wanted),
        remedy=say("write_treated_unit_as_unit_stands", example=panel.units[0]),
    )


def _periods_before(panel: Panel, start: Label, *, column: str) -> int:
    try:
        tick = recognise(panel.periods, column=column).ticks([start])[0]
    except ValueError as unreadable:
        raise InputRefused(
            say("first_period_value_is_not_written", value=start),
            remedy=say("write_from_like_periods_in_column", column=column, example=panel.periods[-1]),
        ) from unreadable
    before = int(np.searchsorted(panel.ticks, tick))
    if before == len(panel.ticks):
        raise InputRefused(
            say("experiment_begins_after_last_period"),
            remedy=say("write_from_as_period_no_later", last=panel.periods[-1]),
        )
    if before < 2:
        raise InputRefused(
            say("must_be_at_least_two_periods"),
            remedy=say("write_later_from_or_include_earlier"),
        )
    return before

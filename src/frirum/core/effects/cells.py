"""Effects from aggregates: what a municipality can hand over is one row per month with a count and sums.

Without covariates, and with categorical ones as further key columns, the estimates are those of the people
behind the cells: two-way fixed effects and group-time effects depend on the people only through number and
sum per cell.

Source: sufficiency of cell counts and sums in least squares with effects that are constant within cells,
Angrist & Pischke (2009), Mostly Harmless Econometrics, section 3.1.2.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from frirum.core.effects.att_gt import att_gt_of_panel
from frirum.core.effects.att_gt_adjusted import read_covariates
from frirum.core.effects.did import did_of_panel
from frirum.core.effects.panel import Panel
from frirum.core.effects.panel_reading import panel_from_totals
from frirum.core.effects.rows import Result
from frirum.core.effects.sentences import say
from frirum.core.errors import InputRefused

COLUMNS = ("municipality", "month", "n", "sum", "sum_sq", "first_treated")


def panel_from_cells(frame: pl.DataFrame, covariates: Sequence[str] = ()) -> Panel:
    """The panel behind rows (municipality, month, n, sum, sum_sq, first_treated).

    Args:
        frame: one row per municipality and month, or several when further columns split them. A month without
            people has n = 0 or no row.
        covariates: the further columns; a second row with the same municipality, month and these is refused.

    Raises:
        InputRefused: a column is missing, a cell stands twice, n is not a whole number from 0, sums are not numbers, or
            the three could not come from any people (the sum of squares is below sum²/n, or n = 0 with a sum).
    """
    for name in COLUMNS:
        if name not in frame.columns:
            raise InputRefused(
                say("column_column_does_not_exist", column=name),
                remedy=say("cells_have_columns_columns", columns=", ".join(COLUMNS)),
            )
    count, total, squares = (_numbers(frame, name) for name in ("n", "sum", "sum_sq"))
    _refuse_where((count < 0) | (count != np.floor(count)), say("count_n_must_be_whole_number"))
    _refuse_where((count == 0) & ((total != 0) | (squares != 0)), say("cell_without_people_has_sum"))
    _refuse_doubled(frame, ["municipality", "month", *covariates])
    least = np.divide(total**2, count, out=np.zeros_like(total), where=count > 0)
    _refuse_where(
        squares < least - 1e-6 * np.maximum(least, 1e-12),
        say("sum_of_squares_is_smaller"),
    )
    return panel_from_totals(
        frame,
        outcome="sum",
        unit="municipality",
        time="month",
        first_treated="first_treated",
        count="n",
        total="sum",
    )


def estimate_cells(
    frame: pl.DataFrame, *, comparison: str = "never", covariates: Sequence[str] = ()
) -> Result:
    """As `did` and `att-gt` on the people behind the cells.

    Args:
        frame: as in `panel_from_cells`.
        comparison: as in `att_gt.estimate_att_gt`.
        covariates: further columns of the cells, read as categories.

    Returns:
        The row of `did` followed by the rows of `att-gt`; headline and checks of `att-gt`.

    Raises:
        InputRefused, UsageError: as `panel_from_cells` and `estimate_att_gt`.
    """
    panel = panel_from_cells(frame, covariates)
    rows = None
    if covariates:
        rows = read_covariates(
            frame.with_columns(pl.col(name).cast(pl.String) for name in covariates),
            panel,
            unit="municipality",
            time="month",
            covariates=covariates,
            total=frame["sum"].cast(pl.Float64),
            weight=frame["n"].cast(pl.Float64),
        )
    simple = did_of_panel(panel)
    staggered = att_gt_of_panel(panel, comparison=comparison, covariates=rows)
    more = [check for check in simple.checks if check not in staggered.checks]
    headline = staggered.headline
    return Result(
        (*simple.estimates, *staggered.estimates), (*staggered.checks, *more), headline, staggered.refused
    )


def _numbers(frame: pl.DataFrame, name: str) -> np.ndarray:
    column = frame[name]
    if not column.dtype.is_numeric():
        raise InputRefused(
            say("column_column_holds_something_other", column=name),
            remedy=say("write_numbers_in_column", column=name),
        )
    values = column.cast(pl.Float64).fill_null(float("nan")).to_numpy()
    _refuse_where(~np.isfinite(values), say("column_column_lacks_finite_number", column=name))
    return values


def _refuse_doubled(frame: pl.DataFrame, key: list[str]) -> None:
    """Refuse a cell handed over twice; added up it would count its people twice.

    Cells split by a column that is not named add up. A slip is told from that: few cells stand twice, or a repeated row
    is the same throughout.
    """
    again = ~frame.select(pl.struct(key).is_first_distinct()).to_series()
    same = ~frame.select(pl.struct([*key, "n", "sum", "sum_sq"]).is_first_distinct()).to_series()
    few = 0 < 10 * int(again.sum()) < frame.height
    if few or (again.any() and (again == same).all()):
        _refuse_where(
            again.to_numpy(),
            say("same_cell_stands_twice_key", key=", ".join(key)),
            say("keep_one_row_for_each_cell"),
        )


def _refuse_where(bad: np.ndarray, message: str, remedy: str | None = None) -> None:
    if bad.any():
        raise InputRefused(message, line=int(np.argmax(bad)) + 2, remedy=remedy or _cell_remedy())


def _cell_remedy() -> str:
    return say("mend_n_sum_and_sum_sq")

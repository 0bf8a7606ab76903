"""When each unit of an analysis table begins, and the panel that the estimators read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from frirum.core.effects.att_gt_adjusted import CovariateRows, read_covariates
from frirum.core.effects.att_gt_dealt import read_groups
from frirum.core.effects.panel import Panel
from frirum.core.effects.panel_reading import panel_from_rows, panel_from_totals
from frirum.core.effects.start_labels import Groups
from frirum.core.evidence.answered import START, TIME, TREATED, UNIT
from frirum.core.evidence.plan import PlannedQuestion
from frirum.core.evidence.sentences import say
from frirum.core.files.table import Table
from frirum.core.files.time_labels import Label

COUNTED = "people"
"""Column of an analysis table made of cells: how many people each row's mean is of."""
_TOTAL = "total"


@dataclass(frozen=True)
class Starts:
    """When each unit begins, by position among the periods; -1 for never.

    Attributes:
        codes: (rows,) the unit of each row; labels: the units.
        time: (rows,) the period of each row; periods: in time order.
        first: (units,) position of the first treated period.
    """

    codes: np.ndarray
    labels: list[Label]
    time: np.ndarray
    periods: list[Label]
    first: np.ndarray

    @property
    def treated(self) -> int:
        """Units that begin."""
        return int((self.first >= 0).sum())

    @property
    def never(self) -> int:
        """Units that never begin."""
        return int((self.first < 0).sum())

    @property
    def cohorts(self) -> set[int]:
        """The positions at which some unit begins."""
        return {int(place) for place in self.first if place >= 0}


def starts_of(table: Table) -> Starts:
    """Read the start of each unit off its treated rows.

    Raises:
        InputRefused: a unit is untreated again after its start, at that line.
    """
    codes, labels = table.codes(UNIT)
    time, periods = table.periods(TIME)
    on = table.indicator(TREATED)
    first = np.full(len(labels), len(periods))
    np.minimum.at(first, codes[on], time[on])
    stopped = ~on & (time > first[codes])
    if stopped.any():
        row = int(np.argmax(stopped))
        raise table.refuse(
            say("unit_is_no_longer_treated", unit=labels[int(codes[row])], period=periods[int(time[row])]),
            row,
            say("write_1_in_treated_from_start"),
        )
    first[first == len(periods)] = -1
    return Starts(codes, list(labels), time, list(periods), first)


@dataclass(frozen=True)
class PanelOf:
    """One outcome of a table as the estimators read it.

    Attributes:
        panel: units by periods.
        covariates, groups: as the plan names them; None and empty where it names none.
        comparison: "never", or "not-yet" where every unit begins.
    """

    panel: Panel
    covariates: CovariateRows | None
    groups: Groups
    comparison: str


def left_unused(table: Table, question: PlannedQuestion, *, by_unit: bool) -> tuple[str, ...]:
    """Columns that a question asks for and a table of cells cannot use: what its people were is not in it.

    Args:
        by_unit: units are dealt one by one, within strata or blocks of theirs.
    """
    if COUNTED not in table.frame.columns:
        return ()
    within = () if by_unit else (question.strata, question.blocks)
    return tuple(filter(None, (*question.covariates, *within)))


def panel_of(table: Table, column: str, question: PlannedQuestion, starts: Starts, *, seed: int) -> PanelOf:
    """The panel of one outcome, with the plan's covariates, strata and blocks.

    Raises:
        InputRefused: a cell that cannot be used, or a unit with two strata.
    """
    frame = _frame(table, column, question, starts)
    comparison = "never" if starts.never else "not-yet"
    if COUNTED in table.frame.columns:
        panel = panel_from_totals(
            frame, outcome=column, unit=UNIT, time=TIME, first_treated=START, count=COUNTED, total=_TOTAL
        )
        return PanelOf(panel, None, Groups(), comparison)
    panel = panel_from_rows(
        frame, outcome=column, unit=UNIT, time=TIME, first_treated=START, weights=question.size
    )
    rows = None
    if question.covariates:
        seen = frame[column].is_not_null().cast(pl.Float64)
        weight = seen if question.size is None else seen * frame[question.size]
        rows = read_covariates(
            frame, panel, unit=UNIT, time=TIME, covariates=question.covariates,
            total=frame[column].fill_null(0.0) * weight, weight=weight,
        )  # fmt: skip
    groups = read_groups(frame, panel, unit=UNIT, strata=question.strata, blocks=question.blocks, seed=seed)
    return PanelOf(panel, rows, groups, comparison)


def _frame(table: Table, column: str, question: PlannedQuestion, starts: Starts) -> pl.DataFrame:
    start = [None if place < 0 else starts.periods[place] for place in starts.first]
    values = pl.Series(table.numbers(column, allow_missing=True)).fill_nan(None)
    data: dict[str, object] = {
        column: values,
        UNIT: [starts.labels[code] for code in starts.codes],
        TIME: [starts.periods[place] for place in starts.time],
        START: [start[code] for code in starts.codes],
    }
    if COUNTED in table.frame.columns:
        heads = table.numbers(COUNTED, counts=True)
        data[COUNTED], data[_TOTAL] = heads, values * pl.Series(heads)
        return pl.DataFrame(data, strict=False)
    for name in filter(None, [question.size, *question.covariates]):
        data[name] = table.numbers(name)
    for name in filter(None, [question.strata, question.blocks]):
        data[name] = table.labels(name)
    return pl.DataFrame(data, strict=False)

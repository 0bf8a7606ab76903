"""Reading rows or cells into a panel; what cannot be read is refused with its line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import polars as pl

from frirum.core.effects.data import refuse_scale
from frirum.core.effects.panel import Panel, assemble
from frirum.core.effects.periods import codes, plain_labels
from frirum.core.effects.rows import Check, Label
from frirum.core.effects.sentences import say
from frirum.core.errors import InputRefused
from frirum.core.files.data_file import FileSource
from frirum.core.files.table import Table, read_table
from frirum.core.files.time_labels import UnorderedTime

LARGEST_GRID = 400_000_000
LINE = "__line"
ZERO_TEXT = frozenset({"0", "0.0"})
NEVER_TEXT = ZERO_TEXT | {"", "never", "aldrig"}


def panel_from_rows(
    frame: pl.DataFrame,
    *,
    outcome: str,
    unit: str,
    time: str,
    first_treated: str | None,
    weights: str | None = None,
) -> Panel:
    """Reduce long rows to a panel.

    Args:
        frame: one row per unit and period, or one per person, unit and period.
        outcome: numeric column; rows without a value are left out and counted in a check.
        unit: column of the unit that is treated and that errors are clustered on.
        time: column of periods: years, `2018-07`, `2018-K3`, `2018-U27` or dates.
        first_treated: the unit's first treated period, written as in `time`; 0 or empty for never. None when
            nobody's start is of interest.
        weights: column of weights or head counts, not negative; 1 without it.

    Raises:
        InputRefused: a column is missing or not numeric, a value is infinite, a weight negative or missing,
        a unit
            has two different starts, or the periods cannot be ordered.
    """
    frame, checks = _usable(
        frame,
        outcome=outcome,
        named=tuple(filter(None, (unit, time, first_treated))),
        never_empty=(unit, time),
        weights=weights,
    )
    unit_codes, unit_values = codes(frame[unit])
    time_codes, time_values = codes(_as_periods(frame[time]))
    starts: list[Label | None] = [None] * len(unit_values)
    if first_treated is not None:
        never = _words_for_never(frame[first_treated], time_values, frame[LINE])
        starts = _start_per_unit(frame[first_treated], unit_codes, unit_values, frame[LINE], never)
    shape = (len(unit_values), len(time_values))
    _refuse_huge(shape)
    cell = unit_codes * shape[1]
    cell += time_codes
    size = shape[0] * shape[1]
    rows = np.bincount(cell, minlength=size).reshape(shape)
    _refuse_stray_doubles(rows, cell, frame[LINE], (unit_values, time_values))
    values = frame[outcome].to_numpy()
    weight: np.ndarray
    if weights is None:
        weight = rows.astype(np.float64)
        total = np.bincount(cell, weights=values, minlength=size).reshape(shape)
    else:
        heavy = frame[weights].to_numpy().astype(np.float64)
        weight = np.bincount(cell, weights=heavy, minlength=size).reshape(shape)
        total = np.bincount(cell, weights=heavy * values, minlength=size).reshape(shape)
    refuse_scale(np.asarray(total, dtype=np.float64), outcome)
    return assemble(
        outcome=outcome,
        units=plain_labels(unit_values),
        periods=plain_labels(time_values),
        weight=weight,
        total=total,
        rows=rows,
        first_treated=starts,
        time_column=time,
        checks=checks,
    )


def panel_from_totals(
    frame: pl.DataFrame, *, outcome: str, unit: str, time: str, first_treated: str, count: str, total: str
) -> Panel:
    """Reduce rows that already hold a count and a sum; rows with the same unit and period are added.

    Args:
        frame: `count` and `total` are finite numbers, checked by the caller; rows with count 0 are left out.
        outcome: name to report.

    Raises:
        InputRefused: as `panel_from_rows`.
    """
    for name in (unit, time):
        if frame[name].null_count():
            _refuse_row(frame[name].is_null(), say("column_column_lacks_value", column=name))
    frame = frame.with_row_index(LINE, offset=2).filter(pl.col(count) > 0)
    if frame.height == 0:
        raise InputRefused(say("data_have_no_rows"), remedy=say("include_row_for_every_observation"))
    unit_codes, unit_values = codes(frame[unit])
    time_codes, time_values = codes(_as_periods(frame[time]))
    shape = (len(unit_values), len(time_values))
    _refuse_huge(shape)
    cell = unit_codes * shape[1] + time_codes

    def added(name: str) -> np.ndarray:
        heavy = frame[name].to_numpy().astype(np.float64)
        return np.bincount(cell, weights=heavy, minlength=shape[0] * shape[1]).reshape(shape)

    weight, sums = added(count), added(total)
    refuse_scale(sums, total)
    never = _words_for_never(frame[first_treated], time_values, frame[LINE])
    return assemble(
        outcome=outcome,
        units=plain_labels(unit_values),
        periods=plain_labels(time_values),
        weight=weight,
        total=sums,
        rows=weight.astype(np.int64),
        first_treated=_start_per_unit(frame[first_treated], unit_codes, unit_values, frame[LINE], never),
        time_column=time,
        checks=[],
    )


@contextmanager
def frame_of(
    data: FileSource, *, numbers: Sequence[str], labels: Sequence[str], either: Sequence[str] = ()
) -> Iterator[pl.DataFrame]:
    """The columns of a data file with their types, for the functions that take a frame.

    What these refuse inside the block, they count by the frame's rows; it gets the file and its line.

    Args:
        numbers: columns that must be numbers; an empty cell becomes null.
        labels: units, periods, starts: whole numbers where every cell is one (or empty), else text.
        either: covariates: numbers where every cell is one, else text.

    Raises:
        InputRefused: a column is missing, named twice or, in `numbers`, not numeric; and what is raised inside.
    """
    table = read_table(data, [*numbers, *labels, *either])
    table.require([])
    frame = _typed_frame(table, numbers=numbers, labels=labels, either=either)
    try:
        yield frame
    except UnorderedTime as refused:
        raise _at_label(table, frame.select(labels), refused) from refused
    except InputRefused as refused:
        if refused.file is None:
            refused.file = table.file
            refused.line = table.header_line if refused.line is None else table.line(refused.line - 2)
        raise


def _at_label(table: Table, labels: pl.DataFrame, refused: UnorderedTime) -> InputRefused:
    """The refusal at the first line that has the label it is about."""
    text = str(refused.label)
    for column in labels:
        row = _as_periods(column).cast(pl.String).eq_missing(pl.Series([text])).arg_max()
        if row is not None and str(_as_periods(column)[row]) == text:
            return table.refuse(refused.message, row, refused.remedy)
    return table.refuse(refused.message, None, refused.remedy)


def _typed_frame(
    table: Table, *, numbers: Sequence[str], labels: Sequence[str], either: Sequence[str]
) -> pl.DataFrame:
    columns: dict[str, pl.Series] = {}
    for name in numbers:
        columns[name] = pl.Series(name, table.numbers(name, allow_missing=True)).fill_nan(None)
    for name in labels:
        columns[name] = table.labels(name)
    for name in either:
        columns[name] = covariate_column(table, name)
    return pl.DataFrame(columns)


def covariate_column(table: Table, name: str) -> pl.Series:
    """A covariate: numbers where every cell is one (or empty), else text.

    Raises:
        InputRefused: numbers whose decimal mark cannot be told.
    """
    if table.is_numeric(name):
        return pl.Series(name, table.numbers(name, allow_missing=True)).fill_nan(None)
    return table.frame[name].cast(pl.String)


def _usable(
    frame: pl.DataFrame,
    *,
    outcome: str,
    named: tuple[str, ...],
    never_empty: tuple[str, ...],
    weights: str | None,
) -> tuple[pl.DataFrame, list[Check]]:
    """The rows with a value and a weight above 0, and what was left out."""
    numeric = (outcome,) if weights is None else (outcome, weights)
    for name in (*named, *numeric):
        if name not in frame.columns:
            raise InputRefused(
                say("column_column_does_not_exist", column=name),
                remedy=say("columns_are_columns", columns=", ".join(frame.columns)),
            )
    for name in numeric:
        if not (frame[name].dtype.is_numeric() or frame[name].dtype == pl.Boolean):
            raise InputRefused(
                say("column_column_holds_something_other", column=name),
                remedy=say("choose_column_with_numbers_in_place", name=name),
            )
    if frame.height == 0:
        raise InputRefused(say("data_have_no_rows"), remedy=say("include_row_for_every_observation"))
    for name in never_empty:
        if frame[name].null_count():
            _refuse_row(frame[name].is_null(), say("column_column_lacks_value", column=name))
    frame = frame.with_columns(pl.col(outcome).cast(pl.Float64)).with_row_index(LINE, offset=2)
    checks: list[Check] = []
    frame = _without_missing(frame, outcome, checks)
    return (frame if weights is None else _weighted(frame, weights, checks)), checks


def _weighted(frame: pl.DataFrame, weights: str, checks: list[Check]) -> pl.DataFrame:
    """The rows with a weight above 0."""
    heavy = frame[weights].cast(pl.Float64)
    bad = heavy.is_null() | ~(heavy.is_finite() & (heavy >= 0))
    if bad.any():
        text = say("weight_in_column_must_be_number", column=weights)
        _refuse_row(bad, text, frame[LINE])
    empty = int((heavy == 0).sum())
    if not empty:
        return frame
    if empty == frame.height:
        raise InputRefused(
            say("every_row_has_weight_0"),
            remedy=say("write_weights_above_0_in_column", column=weights),
        )
    checks.append(Check("zero_weight", False, say("rows_with_weight_0_are_left"), empty))
    return frame.filter(heavy > 0)


def _without_missing(frame: pl.DataFrame, outcome: str, checks: list[Check]) -> pl.DataFrame:
    """The rows with an outcome."""
    values = frame[outcome]
    if values.null_count() == 0 and np.isfinite(values.to_numpy().sum()):
        return frame
    if values.is_infinite().any():
        _refuse_row(values.is_infinite(), say("outcome_column_is_infinite", column=outcome))
    kept = frame.filter(values.is_not_null() & values.is_not_nan())
    if kept.height == 0:
        raise InputRefused(
            say("outcome_column_has_no_values", column=outcome),
            remedy=say("choose_in_outcome_column_of_numbers"),
        )
    missing = frame.height - kept.height
    if missing:
        text = say.counted("n_rows_without_outcome_are_left", missing, n=missing)
        checks.append(Check("missing_outcome", False, text, missing))
    return kept


def _refuse_row(bad: pl.Series, message: str, lines: pl.Series | None = None) -> None:
    """Refuse the input at the first row where `bad` is true; line 1 is the header."""
    row = int(bad.fill_null(value=False).arg_max() or 0)
    line = row + 2 if lines is None else int(lines[row])
    raise InputRefused(
        message,
        line=line,
        remedy=say("write_value_can_be_used", name=bad.name or ""),
    )


def _refuse_huge(shape: tuple[int, int]) -> None:
    if shape[0] * shape[1] > LARGEST_GRID:
        raise InputRefused(
            say("units_units_times_periods_periods", units=shape[0], periods=shape[1]),
            remedy=say("use_municipality_as_unit_or_merge"),
        )


def _as_periods(column: pl.Series) -> pl.Series:
    return column.dt.date().cast(pl.String) if column.dtype.is_temporal() else column


def _start_per_unit(
    column: pl.Series,
    unit_codes: np.ndarray,
    units: pl.Series,
    lines: pl.Series,
    never: frozenset[str] = NEVER_TEXT,
) -> list[Label | None]:
    """The one first treated period of each unit, None for never.

    Args:
        never: what stands for never, from `_words_for_never`.

    Raises:
        InputRefused: a unit has two different ones.
    """
    column = _as_periods(column)
    if column.dtype == pl.Boolean:
        raise InputRefused(
            say("column_column_must_give_first_period", column=column.name),
            remedy=say("write_in_column_unit_first_period", column=column.name),
        )
    if column.dtype.is_integer() and not column.null_count() and never & ZERO_TEXT:
        # Values stand for themselves: a million rows are then compared without being coded first.
        start = column.to_numpy()
        chosen = np.zeros(len(units), dtype=start.dtype)
        chosen[unit_codes[::-1]] = start[::-1]  # the unit's first row counts
        _refuse_two_starts(start != chosen[unit_codes], column.name, unit_codes, units, lines)
        return [int(value) if value else None for value in chosen]
    whole = column.dtype.is_numeric() and not never & ZERO_TEXT
    if whole:
        column = column.cast(pl.Int64).cast(pl.String)
    filled = column.fill_null("") if column.dtype == pl.String else column.fill_nan(None).fill_null(0)
    start_codes, values = codes(filled)
    picked = np.zeros(len(units), dtype=np.int64)
    picked[unit_codes[::-1]] = start_codes[::-1]
    _refuse_two_starts(start_codes != picked[unit_codes], column.name, unit_codes, units, lines)
    labels = [None if str(label).strip().lower() in never else label for label in plain_labels(values)]
    if whole:
        labels = [None if label is None else int(label) for label in labels]
    return [labels[place] for place in picked]


def _words_for_never(column: pl.Series, periods: pl.Series, lines: pl.Series) -> frozenset[str]:
    """What stands for never treated, where 0 may also be one of the periods.

    With empty cells (or a word) for never, a 0 is the period.

    Raises:
        InputRefused: 0 is a period and may mean that or never: units treated all along, or those to compare with.
    """
    if not periods.dtype.is_integer() or not (periods == 0).any():
        return NEVER_TEXT
    own = column.cast(pl.String).str.strip_chars().str.to_lowercase().fill_null("")
    zero = own.is_in(list(ZERO_TEXT))
    if not zero.any():
        return NEVER_TEXT
    if own.is_in(list(NEVER_TEXT - ZERO_TEXT)).any():
        return NEVER_TEXT - ZERO_TEXT
    raise InputRefused(
        say("n_0_in_column_can_mean_both", column=column.name),
        line=int(lines[int(zero.arg_max() or 0)]),
        remedy=say("leave_cell_empty_for_units"),
    )


def _refuse_stray_doubles(
    rows: np.ndarray, cell: np.ndarray, lines: pl.Series, labels: tuple[pl.Series, pl.Series]
) -> None:
    """Refuse a second row for a unit and period where nearly all others have one: it is a slip, not people.

    Rows are people where at least every tenth seen cell has several.
    """
    seen, doubled = int((rows > 0).sum()), int((rows > 1).sum())
    if not 0 < doubled * 10 < seen:
        return
    again = np.flatnonzero((rows.ravel() > 1)[cell])
    first = cell[again[0]]
    row = int(again[np.flatnonzero(cell[again] == first)[1]])
    unit, time = labels[0][int(first // len(labels[1]))], labels[1][int(first % len(labels[1]))]
    raise InputRefused(
        say("unit_has_two_rows_for_period", unit=unit, period=time),
        line=int(lines[row]),
        remedy=say("keep_one_row_for_each_unit"),
    )


def _refuse_two_starts(
    differs: np.ndarray, column: str, unit_codes: np.ndarray, units: pl.Series, lines: pl.Series
) -> None:
    if not differs.any():
        return
    row = int(np.argmax(differs))
    raise InputRefused(
        say("unit_unit_has_two_different_starts", unit=units[int(unit_codes[row])], column=column),
        line=int(lines[row]),
        remedy=say("give_every_unit_same_first_period"),
    )

"""From a data file to the series of `series`; what cannot be used is refused with its line."""

from __future__ import annotations

import numpy as np

from frirum.core.effects.data import with_outcome
from frirum.core.effects.rows import Check, Label, Result
from frirum.core.effects.sentences import say
from frirum.core.effects.series import Model, Series, estimate_series
from frirum.core.effects.series_fit import Season
from frirum.core.errors import InputRefused, UsageError
from frirum.core.files.data_file import FileSource
from frirum.core.files.table import FloatArray, IntArray, Table, read_table
from frirum.core.files.time_labels import UnorderedTime, recognise


def estimate_series_file(
    path: FileSource,
    *,
    outcome: str,
    time: str,
    start: str,
    unit: str | None = None,
    treated_unit: str | None = None,
    lag: int | None = None,
    harmonics: int | None = None,
    cycle: int | None = None,
    counts: bool = False,
    offset: str | None = None,
    slope: bool = True,
) -> Result:
    """`frirum estimate series`: read the file and estimate.

    Args:
        outcome: column of the outcome, or with `counts` of the events.
        time: column of the period; `start` is written like it.
        unit, treated_unit: column of the unit and the one where the break is; the others are compared with.
        lag: of Newey and West, at least 0; None for the rule by length.
        harmonics, cycle: of the season, both or none.
        offset: with `counts`: column of what the events are out of; None for 1.
        slope: the slope may change at the break too.

    Raises:
        UsageError: options that do not go together.
        InputRefused: a bad cell, a period that stands twice or cannot be ordered, an unknown unit or start.
    """
    _check_options(unit, treated_unit, lag, counts=counts, offset=offset)
    season = _season(harmonics, cycle)
    table = read_table(path, [name for name in (outcome, time, unit, offset) if name is not None])
    table, y, checks = with_outcome(table, outcome, counts=counts)
    exposure = np.ones(len(table)) if offset is None else table.numbers(offset)
    if counts:
        _check_counts(table, outcome, y, offset, exposure)
    at, ticks, begin = _clock(table, time, start)
    units: IntArray = np.zeros(len(table), dtype=np.int64)
    names: list[Label] = [""]
    if unit is not None:
        units, names = table.codes(unit)
    _refuse_second_row(table, units, at, unit)
    y_grid, seen = _grid(units, at, y, len(names), len(ticks))
    out_of, _seen = _grid(units, at, exposure, len(names), len(ticks))
    own = 0 if unit is None else _find(names, treated_unit, table, unit)
    used = seen[own]
    kept = seen[:, used].all(axis=1)
    checks += _left_out(int((~kept).sum()))
    others = kept & (np.arange(len(names)) != own)
    series = Series(
        outcome=outcome,
        periods=ticks[used],
        start=begin,
        label=start,
        y=y_grid[own, used],
        offset=out_of[own, used] if counts else None,
        others=y_grid[others][:, used],
        other_offsets=out_of[others][:, used] if counts else None,
        unit=None if unit is None else names[own],
        names=tuple(name for name, keep in zip(names, others, strict=True) if keep),
    )
    return estimate_series(series, Model(slope, season, lag)).with_checks(checks)


def _check_options(
    unit: str | None, treated_unit: str | None, lag: int | None, *, counts: bool, offset: str | None
) -> None:
    if (unit is None) != (treated_unit is None):
        raise UsageError(
            say("unit_and_treated_unit_belong_together"),
            remedy=say("write_column_of_units_in_unit"),
        )
    if offset is not None and not counts:
        raise UsageError(say("offset_needs_counts"), remedy=say("write_counts_when_outcome_is_number"))
    if lag is not None and counts:
        raise UsageError(say("lag_is_not_used_with_counts"), remedy=say("leave_out_lag_or_leave_out"))
    if lag is not None and lag < 0:
        raise UsageError(say("lag_cannot_be_below_0"), remedy=say("write_0_or_more_in_lag"))


def _season(harmonics: int | None, cycle: int | None) -> Season | None:
    if harmonics is None and cycle is None:
        return None
    if harmonics is None or cycle is None or harmonics < 1 or cycle < 2 * harmonics:
        raise UsageError(
            say("season_and_cycle_do_not_fit"),
            remedy=say("write_number_of_harmonics_in_season"),
        )
    return Season(harmonics, cycle)


def _check_counts(
    table: Table, outcome: str, y: FloatArray, offset: str | None, exposure: FloatArray
) -> None:
    bad = (y < 0) | (y != np.floor(y))
    if bad.any():
        text = say("column_name_count_must_be_whole", name=outcome)
        raise table.refuse(text, int(np.argmax(bad)), remedy=say("mend_cell_in_file_or_leave"))
    if (exposure <= 0).any():
        text = say("column_name_must_be_above_0", name=offset)
        raise table.refuse(text, int(np.argmax(exposure <= 0)), remedy=say("correct_cell_in_file_and_try"))


def _clock(table: Table, column: str, start: str) -> tuple[IntArray, FloatArray, float]:
    """(n,) place of each row's period in time order, the periods' (T,) places on the axis, and the start's."""
    codes, labels = table.codes(column)
    try:
        clock = recognise(labels, column=column)
    except UnorderedTime as refused:
        raise table.at_label(refused, codes, labels) from refused
    ticks = clock.ticks(labels)
    order = np.argsort(ticks, kind="stable")
    try:
        begin = float(clock.ticks([_like(labels, start)])[0])
    except ValueError as unreadable:
        raise table.refuse(
            say("from_value_is_not_written_like", value=start),
            remedy=say("write_first_period_after_break", example=labels[len(labels) // 2]),
        ) from unreadable
    ticks = ticks[order]
    if not ticks[0] < begin <= ticks[-1]:
        raise table.refuse(
            say("from_value_lies_outside_periods", value=start),
            remedy=say("write_period_after_first", first=labels[order[0]], last=labels[order[-1]]),
        )
    place = np.empty(len(labels), dtype=np.int64)
    place[order] = np.arange(len(labels))
    step = float(np.gcd.reduce(np.diff(ticks).astype(np.int64))) if (ticks == np.floor(ticks)).all() else 1.0
    return place[codes], (ticks - ticks[0]) / step, (begin - ticks[0]) / step


def _like(labels: list[Label], written: str) -> Label:
    text = written.strip()
    return next((label for label in labels if str(label) == text), text)


def _refuse_second_row(table: Table, units: IntArray, at: IntArray, unit: str | None) -> None:
    try:
        table.refuse_duplicates(units, at, say("period") if unit is None else say("unit_and_period"))
    except InputRefused as refused:
        if unit is None:
            refused.remedy = say("name_column_of_units_in_unit")
        raise


def _grid(
    units: IntArray, at: IntArray, values: FloatArray, rows: int, columns: int
) -> tuple[FloatArray, np.ndarray]:
    grid, seen = np.zeros((rows, columns)), np.zeros((rows, columns), dtype=bool)
    grid[units, at], seen[units, at] = values, True
    return grid, seen


def _find(names: list[Label], wanted: str | None, table: Table, column: str) -> int:
    for place, name in enumerate(names):
        if str(name) == str(wanted).strip():
            return place
    raise table.refuse(
        say("unit_unit_does_not_exist", unit=wanted),
        remedy=say("write_in_treated_unit_unit", column=column),
    )


def _left_out(n: int) -> tuple[Check, ...]:
    if not n:
        return ()
    text = say.counted("n_comparison_units_lack_period", n, n=n)
    return (Check("incomplete_units", False, text, n),)

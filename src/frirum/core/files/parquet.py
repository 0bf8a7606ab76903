"""Parquet: the columns that are asked for, with their types; how large they get is reckoned from the footer first."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from frirum.core.errors import InputRefused
from frirum.core.files import refusals
from frirum.core.files.limits import Limits
from frirum.core.files.sentences import say
from frirum.core.files.source import LONGEST_CELL, read_headings

# Bytes that a cell takes from reading to result: the column, its copy as numbers or codes, and room for the estimator.
# Measured on five million rows of four numbers: 27 for did, 31 for att-gt.
NUMBER_BYTES, TEXT_BYTES = 48, 96
_FAULTS = (pl.exceptions.PolarsError, OSError, pl.exceptions.PanicException)


def parquet_columns(path: Path, limits: Limits) -> tuple[str, ...]:
    """The columns, as the footer names them.

    Raises:
        InputRefused: the file cannot be read, or its rows or columns are more than the caller takes.
    """
    try:
        names = tuple(_scan(path).collect_schema().names())
        rows = _rows(path)
    except _FAULTS as fault:
        raise broken() from fault
    if limits.rows is not None and rows > limits.rows:
        raise refusals.too_many_rows(limits.rows)
    read_headings(names, 1, limits)
    return names


def read_parquet(path: Path, columns: Sequence[str], limits: Limits) -> pl.DataFrame:
    """The columns `columns`: numbers, dates and yes/no as they are, everything else as text.

    Raises:
        InputRefused: they would take more memory than the caller gives, hold what is no cell, or cannot be read.
    """
    try:
        schema = _scan(path).select(columns).collect_schema()
        rows = _rows(path)
        _refuse_memory(schema, rows, limits)
        for name, dtype in schema.items():
            if dtype.is_nested() or dtype in (pl.Binary, pl.Object, pl.Duration):
                raise _no_cells(name)
        frame = _scan(path).select(columns).collect()
    except _FAULTS as fault:
        raise broken() from fault
    return frame.select(_plain(frame[name]) for name in columns)


def _scan(path: Path) -> pl.LazyFrame:
    return pl.scan_parquet(path, glob=False, hive_partitioning=False)


def _rows(path: Path) -> int:
    return int(_scan(path).select(pl.len()).collect().item())


def _refuse_memory(schema: pl.Schema, rows: int, limits: Limits) -> None:
    needed = rows * sum(
        NUMBER_BYTES if dtype.is_numeric() or dtype == pl.Boolean or dtype.is_temporal() else TEXT_BYTES
        for dtype in schema.dtypes()
    )
    if limits.memory is not None and needed > limits.memory:
        raise refusals.too_much_memory(rows, len(schema), needed, limits.memory)


def _plain(column: pl.Series) -> pl.Series:
    """A column in one of the types that tables have: whole or decimal number, yes/no, date or time, text."""
    dtype = column.dtype
    if dtype.is_integer():
        whole = column.cast(pl.Int64, strict=False)
        return whole if whole.null_count() == column.null_count() else column.cast(pl.String)
    if dtype.is_numeric():
        return column.cast(pl.Float64)
    if dtype == pl.Boolean or (dtype.is_temporal() and dtype != pl.Time):
        return column
    text = column.cast(pl.String)
    longest = text.str.len_bytes().max()
    if isinstance(longest, int) and longest > LONGEST_CELL:
        raise refusals.cell_too_long(int(text.str.len_bytes().arg_max() or 0) + 2, LONGEST_CELL)
    return text


def _no_cells(name: str) -> InputRefused:
    return InputRefused(
        say("column_name_has_lists_or_bytes", name=name),
        remedy=say("choose_column_with_numbers_dates", name=name),
    )


def broken() -> InputRefused:
    """The refusal of a Parquet file that cannot be read."""
    return InputRefused(
        say("file_cannot_be_read_as_parquet"),
        remedy=say("save_file_again_from_program_comes"),
    )

"""Registers that come with typed columns (Parquet, SAS, Stata): some thousand people at a time to runs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from frirum.core.registers import words
from frirum.core.registers.blocks import PeopleBlock, RegisterReading, packed
from frirum.core.registers.degrees import degree_of, refused_degree, runs_of_degrees
from frirum.core.registers.runs import runs_of_matrix
from frirum.core.registers.text_careful import BLANK, MISSING

_HEADER_LINES = 1


def read_frame(frame: pl.DataFrame, reading: RegisterReading, first_row: int) -> PeopleBlock:
    """The people of a frame whose columns stand in the order of the layout's names.

    Args:
        first_row: the row of its first person in the file, from 0; a refusal names the row as if headings stood above.

    Raises:
        InputRefused: a cell is no code, or a person has no number; row and column are named.
    """
    layout = reading.layout
    line = first_row + _HEADER_LINES + 1
    ids = _texts(frame[layout.names[layout.person]])
    if (empty := ids.is_null() | ids.is_in(MISSING)).any():
        raise words.no_person(line + int(empty.arg_max() or 0), layout.person_name)
    matrix = np.empty((frame.height, layout.axis.length), dtype=np.uint16)
    for column, position in enumerate(layout.time):
        matrix[:, column] = _codes(frame[layout.names[position]], reading, line)
    places = [_places(frame[layout.names[layout.municipality[year]]], reading) for year in layout.years]
    present = [_present(frame[layout.names[layout.industry[month]]]) for month in layout.industry_months]
    degrees = [_degrees(frame[layout.names[layout.degree[month]]], line) for month in layout.degree_months]
    empty_columns = np.empty((frame.height, 0))
    return PeopleBlock(
        ids=np.array([number.encode() for number in ids], dtype=bytes),
        runs=runs_of_matrix(matrix, BLANK),
        municipality=np.column_stack(places) if places else empty_columns.astype(np.int32),
        industry=packed(np.column_stack(present) if present else empty_columns.astype(bool)),
        degree=runs_of_degrees(np.column_stack(degrees) if degrees else empty_columns.astype(np.int32)),
    )


def _texts(column: pl.Series) -> pl.Series:
    """Cells as text without blanks around them; whole numbers without decimals, NaN as missing."""
    if column.dtype.is_float():
        column = column.fill_nan(None)
        whole = column.cast(pl.Int64, strict=False)
        if whole.cast(column.dtype).eq_missing(column).all():
            return whole.cast(pl.String)
        return column.cast(pl.String)
    return column.cast(pl.String).str.strip_chars()


def _codes(column: pl.Series, reading: RegisterReading, line: int) -> np.ndarray:
    """(n,) uint16 numbers of codes; every distinct cell is looked at once."""
    texts = _texts(column)
    numbers: dict[str, int] = {}
    for text in texts.unique(maintain_order=True).drop_nulls():
        if text in MISSING:
            numbers[text] = int(BLANK)
        elif reading.book.is_code(text):
            numbers[text] = reading.codes.number(text)
        else:
            raise words.bad_code(line + int((texts == text).arg_max() or 0), column.name, text)
    if len(reading.codes.texts) >= BLANK:
        raise words.too_many_codes()
    return texts.replace_strict(numbers, default=int(BLANK), return_dtype=pl.UInt16).to_numpy()


def _places(column: pl.Series, reading: RegisterReading) -> np.ndarray:
    texts = _texts(column).fill_null("")
    numbers = {text: reading.places.number(text) for text in texts.unique()}
    return texts.replace_strict(numbers, return_dtype=pl.Int32).to_numpy()


def _degrees(column: pl.Series, line: int) -> np.ndarray:
    """(n,) int32 degrees; every distinct cell is looked at once."""
    texts = _texts(column.round(6) if column.dtype.is_float() else column).fill_null("")
    numbers: dict[str, int] = {}
    for text in texts.unique(maintain_order=True):
        found = degree_of(text)
        if found is None:
            raise refused_degree(line + int((texts == text).arg_max() or 0), column.name)
        numbers[text] = found
    return texts.replace_strict(numbers, return_dtype=pl.Int32).to_numpy()


def _present(column: pl.Series) -> np.ndarray:
    texts = _texts(column)
    return (texts.is_not_null() & ~texts.is_in(MISSING)).to_numpy()


def numbered(frames: Iterator[pl.DataFrame]) -> Iterator[tuple[int, pl.DataFrame]]:
    """Each frame with the row its first person stands on."""
    row = 0
    for frame in frames:
        yield row, frame
        row += frame.height

"""Register files with typed columns: Parquet with polars, SAS7BDAT and Stata with pandas.

pandas and not pyreadstat: it reads SAS7BDAT in pieces without going through the metadata for each of them. What it
cannot read of such a file pyreadstat is asked for (wide files written by R). Both are optional (the extra `sas-stata`),
as most registers come as text.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import polars as pl

from frirum.core.files.limits import REGISTERS
from frirum.core.files.parquet import broken, parquet_columns
from frirum.core.registers import words
from frirum.core.registers.blocks import PeopleBlock, RegisterReading
from frirum.core.registers.code_book import CodeBook
from frirum.core.registers.frames import numbered, read_frame
from frirum.core.registers.layout import Layout, layout_of
from frirum.core.registers.text_file import Progress

_SAS_MAGIC = bytes.fromhex("c2ea8160b31411cfbd92080009c7318c181f1011")
_STATA_MAGIC = b"<stata_dta>"
_CELLS = 8_000_000
"""Cells held at a time."""

_FAULTS = (ValueError, KeyError, IndexError, OSError, EOFError, AssertionError, struct.error)
"""What pandas raises at bytes that are no such file."""

PARQUET, SAS, STATA = "parquet", "sas", "stata"


def typed_kind(path: Path) -> str | None:
    """Which kind of typed file it is by its first bytes (an older Stata file by its name), or None."""
    with path.open("rb") as file:
        start = file.read(64)
    if start.startswith(b"PAR1"):
        return PARQUET
    if start[12 : 12 + len(_SAS_MAGIC)] == _SAS_MAGIC:
        return SAS
    if start.startswith(_STATA_MAGIC) or path.suffix.lower() == ".dta":
        return STATA
    return None


def read_typed_blocks(
    path: Path, kind: str, book: CodeBook, progress: Progress | None = None
) -> Iterator[tuple[RegisterReading, PeopleBlock]]:
    """The blocks of a typed file in order.

    Raises:
        InputRefused: it cannot be read for certain; or SAS or Stata is asked for without pandas.
    """
    names, rows, frames = _parquet(path) if kind == PARQUET else _by_pandas(path, kind)
    reading = RegisterReading(str(path), layout_of(names), book)
    done = 0
    for first_row, frame in numbered(frames):
        done += frame.height
        yield reading, read_frame(frame, reading, first_row)
        if progress is not None:
            total = path.stat().st_size
            progress(total * done // max(rows, done), total)
    if not done:
        raise words.no_people(2)


def typed_layout(path: Path, kind: str) -> Layout:
    """How the headings of a typed file are understood.

    Raises:
        InputRefused: as `read_typed_blocks`.
    """
    names, _rows, _frames = _parquet(path) if kind == PARQUET else _by_pandas(path, kind)
    return layout_of(names)


def _parquet(path: Path) -> tuple[list[str], int, Iterator[pl.DataFrame]]:
    names = list(parquet_columns(path, REGISTERS))
    scan = pl.scan_parquet(path, glob=False, hive_partitioning=False)
    rows = int(scan.select(pl.len()).collect().item())
    step = max(1, _CELLS // len(names))

    def frames() -> Iterator[pl.DataFrame]:
        for begin in range(0, rows, step):
            try:
                yield (
                    scan.slice(begin, step)
                    .collect()
                    .rename(dict(zip(scan.collect_schema(), names, strict=True)))
                )
            except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as fault:
                raise broken() from fault

    return names, rows, frames()


def _by_pandas(path: Path, kind: str) -> tuple[list[str], int, Iterator[pl.DataFrame]]:
    try:
        import pandas as pd
    except ImportError:
        raise words.needs_pandas() from None
    options: dict[str, Any] = {"iterator": True}
    try:
        if kind == SAS:
            with redirect_stdout(io.StringIO()):  # It prints warnings of its own where answers are printed.
                reader: Any = pd.read_sas(path, format="sas7bdat", encoding="infer", **options)
            names, rows = [str(name) for name in reader.column_names], int(reader.row_count)
        else:
            reader = pd.read_stata(path, convert_categoricals=False, convert_dates=False, **options)
            names, rows = list(reader.variable_labels()), int(reader._nobs)
    except _FAULTS as fault:
        raise words.broken_statistics_file() from fault
    step = max(1, _CELLS // len(names))
    return names, rows, _in_pieces(reader, rows, step, _by_pyreadstat(path) if kind == SAS else None)


ReadPiece = Callable[[int, int], Any]
"""First row and number of rows -> a frame of pandas with as many rows."""


def _by_pyreadstat(path: Path) -> ReadPiece | None:
    try:
        import pyreadstat
    except ImportError:
        return None

    def read(begin: int, rows: int) -> Any:
        try:
            piece, _about = pyreadstat.read_sas7bdat(path, row_offset=begin, row_limit=rows)
        except (pyreadstat.ReadstatError, *_FAULTS) as fault:
            raise words.broken_statistics_file() from fault
        if len(piece) != rows:
            raise words.broken_statistics_file()
        return piece

    return read


def _in_pieces(reader: Any, rows: int, step: int, otherwise: ReadPiece | None) -> Iterator[pl.DataFrame]:
    read: ReadPiece = lambda _begin, wanted: reader.read(wanted)  # noqa: E731
    with reader:
        for begin in range(0, rows, step):
            wanted = min(step, rows - begin)
            try:
                with redirect_stdout(io.StringIO()):
                    piece = read(begin, wanted)
            except _FAULTS as fault:
                if otherwise is None:
                    raise words.broken_statistics_file() from fault
                read = otherwise
                piece = read(begin, wanted)
            yield pl.DataFrame([_series(str(name), piece[name]) for name in piece.columns])


def _series(name: str, column: Any) -> pl.Series:
    """A column of pandas without going through Arrow."""
    if column.dtype.kind in "iuf":
        return pl.Series(name, column.to_numpy())
    return pl.Series(name, [cell if isinstance(cell, str) else None for cell in column.tolist()], pl.String)

"""From an opened file to columns: text and typed values side by side in a frame, with the line of every row."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from frirum.core.files import refusals
from frirum.core.files.data_file import DecimalMark
from frirum.core.files.limits import Limits
from frirum.core.files.source import LONGEST_CELL, SourceRow
from frirum.core.files.text import TextFile
from frirum.core.files.workbook import Workbook

IntArray = NDArray[np.int64]
Read = tuple[pl.DataFrame, IntArray]
_STRETCH = 50_000
# Bytes that a cell of text takes until its column is numbers or codes, beside the file itself and its copy as UTF-8.
CELL_BYTES = 40
_LINE_FEED, _RETURN, _QUOTE = ord("\n"), ord("\r"), ord('"')
_MIDNIGHT = dt.time()


def read_text_columns(text: TextFile, wanted: Sequence[str], limits: Limits) -> Read:
    """The columns `wanted` of a text file as text, empty cells null, and the line of each row.

    Raises:
        InputRefused: a row with too few or too many cells, a broken quotation, too many rows, or more memory than the
            caller gives; with the line.
    """
    rows = max(0, text.last_line - text.header_line)
    needed = 2 * text.path.stat().st_size + CELL_BYTES * rows * len(wanted)
    if limits.memory is not None and needed > limits.memory:
        raise refusals.too_much_memory(rows, len(wanted), needed, limits.memory)
    if limits.rows is not None and not text.has_quotes and rows > 2 * limits.rows:
        raise refusals.too_many_rows(limits.rows, text.header_line + limits.rows + 1)
    found = _split_at_once(text, wanted)
    if found is None:
        text.check()
        found = _in_stretches(text.rows(), text.columns, wanted)
    frame, lines = found
    if limits.rows is not None and frame.height > limits.rows:
        raise refusals.too_many_rows(limits.rows, int(lines[limits.rows]))
    return frame, lines


def _in_stretches(rows: Iterable[SourceRow], columns: Sequence[str], wanted: Sequence[str]) -> Read:
    """Row by row, as the rows of an extract are read; slower, and right for cells in quotation marks."""
    places = [columns.index(name) for name in wanted]
    schema = dict.fromkeys(wanted, pl.String)
    frames, lines = [pl.DataFrame(schema=schema)], [np.empty(0, dtype=np.int64)]
    iterator = iter(rows)
    while stretch := list(islice(iterator, _STRETCH)):
        for row in stretch:
            if row.width != len(columns):
                raise refusals.ragged(row.line, row.width, len(columns))
        cells = {
            name: [row.cells[at] or None for row in stretch] for name, at in zip(wanted, places, strict=True)
        }
        frames.append(pl.DataFrame(cells, schema=schema))
        lines.append(np.array([row.line for row in stretch], dtype=np.int64))
    return pl.concat(frames), np.concatenate(lines)


def _split_at_once(text: TextFile, wanted: Sequence[str]) -> Read | None:
    """A file split by its separators; None where that is not certain: a row that is not as wide as the headings, a cell
    over two lines, a quotation mark inside a cell."""
    body = _body(text)
    if not body:
        return pl.DataFrame(schema=dict.fromkeys(wanted, pl.String)), np.empty(0, dtype=np.int64)
    written = _width_of_headings(text)
    if not _is_even(body, text.separator, written):
        return None
    names = [*text.columns, *(f"\0{place}" for place in range(len(text.columns), written))]
    # A first line of our own, so that a blank one below it cannot be taken for the first row.
    head = text.separator.join(str(place) for place in range(len(names))).encode() + b"\n"
    try:
        frame = pl.read_csv(
            head + body,
            separator=text.separator,
            infer_schema=False,
            quote_char='"' if text.has_quotes else None,
            truncate_ragged_lines=False,
        )
    except pl.exceptions.PolarsError:
        return None
    frame = frame.rename(dict(zip(frame.columns, names, strict=True)))
    extra = names[len(text.columns) :]
    if extra and any(frame[name].is_not_null().any() for name in extra):
        return None
    lines = np.arange(frame.height, dtype=np.int64) + text.header_line + 1
    filled = _filled(frame).to_numpy()
    frame = frame.select(pl.col(name).replace("", None) for name in wanted)
    if not filled.all():
        frame, lines = frame.filter(pl.Series(filled)), lines[filled]
    for name in wanted:
        longest = frame[name].str.len_bytes().max()
        if isinstance(longest, int) and longest > LONGEST_CELL:
            raise refusals.cell_too_long(int(lines[frame[name].str.len_bytes().arg_max() or 0]), LONGEST_CELL)
    return frame, lines


def _filled(frame: pl.DataFrame) -> pl.Series:
    """Which rows say anything."""
    return frame.select(
        pl.any_horizontal(pl.all().is_not_null() & (pl.all().str.strip_chars() != ""))
    ).to_series()


def _body(text: TextFile) -> bytes:
    """Everything below the headings, as UTF-8 with line feeds."""
    raw = text.path.read_bytes()
    if text.encoding != "utf-8-sig":
        raw = raw.decode(text.encoding).encode()
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    if b"\n" not in raw:
        raw = raw.replace(b"\r", b"\n")
    start = 0
    for _line in range(text.header_line):
        start = raw.find(b"\n", start) + 1
        if not start:
            return b""
    return raw[start:]


def _width_of_headings(text: TextFile) -> int:
    """Cells of the line of headings, the empty ones at its end too."""
    with text.path.open(encoding=text.encoding, newline="") as file:
        line = next(islice(csv.reader(file, delimiter=text.separator), text.header_line - 1, None))
    return len(line)


def _is_even(body: bytes, separator: str, width: int) -> bool:
    """Whether every line that is not blank has `width` cells, by counting separators outside quotation marks."""
    data = np.frombuffer(body if body.endswith(b"\n") else body + b"\n", dtype=np.uint8)
    ends = np.flatnonzero(data == _LINE_FEED)
    divides = data == ord(separator)
    if b'"' in body:
        quoted = _quoted(data, separator)
        if quoted is None or quoted[ends].any():
            return False
        divides &= ~quoted
    marks = np.flatnonzero(divides)
    cells = np.diff(np.searchsorted(marks, ends), prepend=0) + 1
    lengths = np.diff(ends, prepend=-1) - 1
    blank = (lengths == 0) | ((lengths == 1) & (data[ends - 1] == _RETURN))
    return bool(((cells == width) | blank).all())


def _quoted(data: NDArray[np.uint8], separator: str) -> NDArray[np.bool_] | None:
    """Which bytes stand inside quotation marks; None where a mark opens or closes within a cell."""
    marks = np.flatnonzero(data == _QUOTE)
    before = data[marks - 1]  # before the file's first byte stands its last: a line feed
    after = data[np.minimum(marks + 1, len(data) - 1)]
    borders = (ord(separator), _LINE_FEED, _RETURN, _QUOTE)
    opens = np.arange(len(marks)) % 2 == 0
    if not (np.isin(before[opens], borders).all() and np.isin(after[~opens], borders).all()):
        return None
    toggles = np.zeros(len(data), dtype=np.bool_)
    toggles[marks] = True
    return np.logical_xor.accumulate(toggles)


def read_sheet_columns(book: Workbook, wanted: Sequence[str], decimal: DecimalMark | None) -> Read:
    """The columns `wanted` of a sheet and the row of each: numbers, dates and yes/no where a whole column has them.

    Raises:
        InputRefused: a value stands outside the headings; with its row.
    """
    places = [book.columns.index(name) for name in wanted]
    cells: list[list[Any]] = [[] for _ in wanted]
    lines = []
    for line, values in book.values():
        if any(value is not None and str(value).strip() for value in values[len(book.columns) :]):
            raise refusals.ragged(line, len(values), len(book.columns))
        lines.append(line)
        for column, place in zip(cells, places, strict=True):
            column.append(values[place] if place < len(values) else None)
    point = "." if decimal is DecimalMark.POINT else ","
    series = [_sheet_series(name, column, point) for name, column in zip(wanted, cells, strict=True)]
    return pl.DataFrame(series), np.array(lines, dtype=np.int64)


def _sheet_series(name: str, cells: list[Any], point: str) -> pl.Series:
    kinds = {type(cell) for cell in cells} - {type(None)}
    if kinds == {bool}:
        return pl.Series(name, cells, dtype=pl.Boolean)
    if kinds == {int} and all(cell is None or abs(cell) < 2**63 for cell in cells):
        return pl.Series(name, cells, dtype=pl.Int64)
    if kinds and kinds <= {int, float, bool}:
        return pl.Series(name, [None if cell is None else float(cell) for cell in cells], dtype=pl.Float64)
    if kinds and kinds <= {dt.datetime, dt.date}:
        return _dates(name, cells)
    return pl.Series(name, [_as_text(cell, point) for cell in cells], dtype=pl.String)


def _dates(name: str, cells: list[Any]) -> pl.Series:
    return pl.Series(name, [_as_text(cell, ",") for cell in cells], dtype=pl.String)


def _as_text(cell: Any, point: str) -> str | None:
    """A cell of a column with several kinds of value, as a person sees it."""
    if cell is None:
        return None
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell).replace(".", point)
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ").removesuffix(" 00:00:00")
    return cell.isoformat() if isinstance(cell, dt.date) else str(cell)


def in_composed_form(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with its letters in composed form (NFC): one spelling of å, however it was typed."""
    changed = [
        column.str.normalize("NFC")
        for column in frame
        if column.dtype == pl.String and bool((column.str.len_bytes() != column.str.len_chars()).any())
    ]
    return frame.with_columns(changed) if changed else frame

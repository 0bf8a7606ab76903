"""Tables: a caption, one or more header rows, and body cells in which every figure is a typed number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from frirum.core.report.inlines import Inline, Inlines, Text, as_inlines, clean
from frirum.core.report.numbers import Number

Alignment = Literal["start", "end", "center"]

# A figure written as text: 7, -3, 1.234,5, 12,5 pct., 12 %. It would slip past the release gate.
_FIGURE = re.compile(r"\s*[<>]?\s*[+\-−–]?\d{1,3}(?:[.  ]?\d{3})*(?:[.,]\d+)?\s*(?:pct\.?|%)?\s*")


@dataclass(frozen=True)
class HeaderCell:
    """A header over `columns` columns."""

    text: str
    columns: int = 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", clean(self.text))
        if self.columns < 1:
            raise ValueError("a header spans at least one column")


Cell = tuple[Inline, ...]


@dataclass(frozen=True, init=False)
class ReportTable:
    """A data table.

    Args:
        caption: what the table shows; numbered "Tabel n" when printed.
        header: the column headers, or several header rows of `HeaderCell` with spans.
        rows: body rows, one cell per column: str, inlines or a tuple of them.
        row_headers: the first column holds the names of the rows.
        alignment: per column; by default columns of numbers are set to the end.
        notes: printed under the table, before reasons and sources of its numbers.

    Raises:
        TypeError: a body cell is a bare int or float, or a figure written as a string. A year or a code that
            is no figure is written `Text("2018")`; outside the first column of row headers only.
        ValueError: rows and headers differ in width.
    """

    caption: str
    header: tuple[tuple[HeaderCell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]
    row_headers: bool
    alignment: tuple[Alignment, ...]
    notes: tuple[str, ...]

    def __init__(
        self,
        caption: str,
        header: tuple[str, ...] | tuple[tuple[HeaderCell | str, ...], ...],
        rows: tuple[tuple[Inlines, ...], ...],
        *,
        row_headers: bool = True,
        alignment: tuple[Alignment, ...] = (),
        notes: tuple[str, ...] = (),
    ) -> None:
        head = _header_rows(header)
        width = sum(cell.columns for cell in head[-1])
        body = tuple(_cells(row, row_headers, number) for number, row in enumerate(rows, start=1))
        _check_widths(caption, width, head, body)
        if alignment and len(alignment) != width:
            raise ValueError(f"table {caption!r}: {len(alignment)} alignments for {width} columns")
        object.__setattr__(self, "caption", clean(caption))
        object.__setattr__(self, "header", head)
        object.__setattr__(self, "rows", body)
        object.__setattr__(self, "row_headers", row_headers)
        object.__setattr__(self, "alignment", alignment or _default_alignment(body, width))
        object.__setattr__(self, "notes", tuple(clean(note) for note in notes))

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.alignment)

    def column_name(self, index: int) -> str:
        """The header of a column, group headers first: `Uger › Ordinært`."""
        names = []
        for row in self.header:
            start = 0
            for cell in row:
                if start <= index < start + cell.columns and cell.text:
                    names.append(cell.text)
                start += cell.columns
        return " › ".join(names)


def _header_rows(
    header: tuple[str, ...] | tuple[tuple[HeaderCell | str, ...], ...],
) -> tuple[tuple[HeaderCell, ...], ...]:
    if not header:
        raise ValueError("a table needs a header row")
    rows: list[tuple[HeaderCell | str, ...]] = []
    if all(isinstance(cell, str) for cell in header):
        rows.append(tuple(cell for cell in header if isinstance(cell, str)))
    else:
        rows.extend(row for row in header if isinstance(row, tuple))
    return tuple(
        tuple(cell if isinstance(cell, HeaderCell) else HeaderCell(cell) for cell in row) for row in rows
    )


def _cells(row: tuple[Inlines, ...], row_headers: bool, number: int) -> tuple[Cell, ...]:
    for column, cell in enumerate(row):
        if row_headers and column == 0:
            continue
        parts = cell if isinstance(cell, tuple) else (cell,)
        if any(isinstance(part, str) and _FIGURE.fullmatch(part) for part in parts):
            raise TypeError(
                f"row {number}, column {column + 1}: a figure as a string; use Number, "
                'or Text("…") for a year or a code'
            )
    return tuple(as_inlines(cell) for cell in row)


def _check_widths(
    caption: str, width: int, head: tuple[tuple[HeaderCell, ...], ...], body: tuple[tuple[Cell, ...], ...]
) -> None:
    if not clean(caption).strip():
        raise ValueError("a table needs a caption")
    for row in head:
        if sum(cell.columns for cell in row) != width:
            raise ValueError(f"table {caption!r}: header rows of different width")
    for number, cells in enumerate(body, start=1):
        if len(cells) != width:
            raise ValueError(f"table {caption!r}: row {number} has {len(cells)} cells, not {width}")


def _default_alignment(body: tuple[tuple[Cell, ...], ...], width: int) -> tuple[Alignment, ...]:
    """Columns with numbers and no running text stand at the end, so that digits align."""

    def numeric(column: int) -> bool:
        cells = [row[column] for row in body]
        has_number = any(isinstance(part, Number) for cell in cells for part in cell)
        return has_number and not any(_is_running_text(cell) for cell in cells)

    return tuple("end" if numeric(column) else "start" for column in range(width))


def _is_running_text(cell: Cell) -> bool:
    return sum(len(part.text.split()) for part in cell if isinstance(part, Text)) > 3

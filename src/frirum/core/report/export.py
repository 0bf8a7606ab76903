"""A table as CSV or XLSX, safe to open in a spreadsheet: no cell becomes a formula, nothing is hidden.

Numbers stay numbers for the spreadsheet; hidden and undefined ones are the words a reader sees elsewhere.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

import xlsxwriter

from frirum.core.language import current_language
from frirum.core.report import printed as p
from frirum.core.report.blocks import Document
from frirum.core.report.layout import Audience, lay_out
from frirum.core.report.numbers import Number
from frirum.core.report.sentences import say
from frirum.core.report.tables import Cell, ReportTable
from frirum.core.report.text_cells import shown_as_text

_FIXED_DATE = dt.datetime(2000, 1, 1)
_MAX_COLUMN_WIDTH = 60
_NOTHING_BY_ITSELF = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}

Value = str | int | float


def table_to_csv(table: ReportTable, *, audience: Audience = "public") -> bytes:
    """UTF-8 with byte order mark, semicolons and decimal comma: opens right in a Danish spreadsheet.

    A cell that a spreadsheet would run (starting with = + - @, tab or return) gets an apostrophe before it.

    Raises:
        NotAllowed: as `lay_out`.
    """
    return rows_to_csv(_rows(table, audience), comma="," if current_language() == "da" else ".")


def rows_to_csv(rows: Iterable[Sequence[Value]], *, comma: str = ",") -> bytes:
    """Plain rows, header first, as `table_to_csv` writes them; `comma` is the decimal sign."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for row in rows:
        writer.writerow([_csv_cell(value, comma) for value in row])
    return ("\ufeff" + out.getvalue()).encode("utf-8")


def rows_to_xlsx(rows: Iterable[Sequence[Value]], *, sheet: str) -> bytes:
    """Plain rows, header first, as a workbook of one sheet with that name (at most 31 characters); text stays text.

    Nothing becomes a formula, a link, a number or a day that was not one. Same bytes each time.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _NOTHING_BY_ITSELF) as book:
        book.set_properties({"title": sheet, "created": _FIXED_DATE})
        page = book.add_worksheet(sheet)
        bold = book.add_format({"bold": True})
        widths: dict[int, int] = {}
        for line, row in enumerate(rows):
            for column, value in enumerate(row):
                widths[column] = max(widths.get(column, 0), len(str(value)))
                if isinstance(value, str):
                    page.write_string(line, column, value, None if line else bold)
                else:
                    page.write_number(line, column, value)
        for column, width in widths.items():
            page.set_column(column, column, min(width + 2, _MAX_COLUMN_WIDTH))
        page.freeze_panes(1, 0)
    return out.getvalue()


def table_to_xlsx(table: ReportTable, *, audience: Audience = "public") -> bytes:
    """One visible sheet with the caption as its first row, header, body and notes. Same bytes each time.

    Raises:
        NotAllowed: as `lay_out`.
    """
    printed = _printed(table, audience)
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _NOTHING_BY_ITSELF) as book:
        book.set_properties({"title": printed.caption, "created": _FIXED_DATE})
        sheet = book.add_worksheet(say("table"))
        bold = book.add_format({"bold": True})
        sheet.write_string(0, 0, printed.caption, bold)
        start = 2
        rows = list(_rows(table, audience))
        for index, row in enumerate(rows):
            for column, value in enumerate(row):
                look = bold if index < len(table.header) else None
                if isinstance(value, str):
                    sheet.write_string(start + index, column, value, look)
                else:
                    sheet.write_number(start + index, column, value, look)
        for index, note in enumerate(printed.notes):
            sheet.write_string(start + len(rows) + 1 + index, 0, note)
        for column in range(len(rows[0])):
            longest = max((len(str(row[column])) for row in rows), default=8)
            sheet.set_column(column, column, min(longest + 2, _MAX_COLUMN_WIDTH))
        sheet.freeze_panes(start + len(table.header), int(table.row_headers))
    return out.getvalue()


def notes_of(table: ReportTable, *, audience: Audience = "public") -> tuple[str, ...]:
    """What stands under a table where it is printed: its notes, source, release and the word on made-up people.

    Raises:
        NotAllowed: as `lay_out`.
    """
    return tuple(str(note) for note in _printed(table, audience).notes)


def _printed(table: ReportTable, audience: Audience) -> p.PrintedTable:
    """The table as words, after the release check."""
    document = Document(table.caption, (table,), language=current_language())
    laid_out = lay_out(document, audience=audience, mark_cells=True)
    return next(block for block in laid_out.blocks if isinstance(block, p.PrintedTable))


def _rows(table: ReportTable, audience: Audience) -> list[list[Value]]:
    """Header and body rows. Units go to the last header, a word on made-up people to a column of its own."""
    printed = _printed(table, audience)
    units = [_unit(table, column) for column in range(table.width)]
    rows: list[list[Value]] = []
    for index, header in enumerate(table.header):
        names = [text for cell in header for text in (cell.text, *[""] * (cell.columns - 1))]
        if index == len(table.header) - 1:
            names = [f"{name} ({unit})" if unit else name for name, unit in zip(names, units, strict=True)]
        rows.append([*names])
    body = zip(table.rows, printed.rows, strict=False)  # an empty table prints one line more than it has
    rows += [[_value(*cell) for cell in zip(row, words, units, strict=True)] for row, words in body]
    if any(_is_synthetic(row) for row in table.rows):
        remarks = [*[""] * (len(table.header) - 1), say("remark")]
        remarks += [say("synthetic_data") if _is_synthetic(row) else "" for row in table.rows]
        rows = [[*row, remark] for row, remark in zip(rows, remarks, strict=True)]
    return rows


def _is_synthetic(row: tuple[Cell, ...]) -> bool:
    return any(isinstance(part, Number) and part.synthetic for cell in row for part in cell)


def _unit(table: ReportTable, column: int) -> str | None:
    """The unit that all numbers of a column share, "" for none; None when they differ."""
    units = {
        part.unit
        for row in table.rows
        for part in row[column]
        if isinstance(part, Number) and part.value is not None
    }
    if len(units) > 1:
        return None
    return units.pop() if units else ""


def _value(cell: Cell, runs: p.Runs, unit: str | None) -> Value:
    """A lone number as a number, rounded to its printed decimals; everything else as its words.

    A number whose unit the header cannot give, or that carries a mark, stays words.
    """
    number = cell[0] if len(cell) == 1 else None
    if unit is not None and len(runs) == 1 and isinstance(number, Number) and number.value is not None:
        value = number.value
        step = Decimal(1).scaleb(-number.decimals)
        exact = Decimal(str(value)).quantize(step, rounding=ROUND_HALF_UP)
        return int(exact) if number.decimals == 0 else float(exact)
    return "".join(run.text for run in runs)


def _csv_cell(value: Value, comma: str) -> str:
    if not isinstance(value, str):
        return str(value).replace(".", comma)
    return shown_as_text(value)

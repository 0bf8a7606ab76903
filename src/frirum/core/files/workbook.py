"""XLSX: one sheet, values only. What would be guessed at is refused: formulas, merged cells, data in hidden sheets."""

from __future__ import annotations

import datetime as dt
import re
import weakref
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import dropwhile
from pathlib import Path
from typing import IO, Any

from frirum.core.errors import InputRefused
from frirum.core.files import archive as zipped
from frirum.core.files import refusals
from frirum.core.files.limits import EXTRACTS, WORKBOOK_COLUMNS, WORKBOOK_ROWS, Limits
from frirum.core.files.sentences import say
from frirum.core.files.source import (
    LONGEST_CELL,
    Cell,
    SourceRow,
    composed,
    read_headings,
    refuse_title,
)

# What the library raises on a workbook that is not one; ParseError of its XML parser is a SyntaxError.
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, SyntaxError, KeyError, ValueError, TypeError, AttributeError, IndexError,
    OSError, EOFError, NotImplementedError,
)  # fmt: skip
_MIDNIGHT = dt.time()


@dataclass
class _SheetLook:
    """What a first pass over a sheet's XML found. It stops at the first row too many, whatever the sheet says it has.

    Attributes:
        most: rows that are taken, the headings among them.
        first: the row the table begins on; cells merged above it are nobody's.
    """

    most: int = WORKBOOK_ROWS
    first: int = 0
    rows: int = 0
    rows_with_values: int = 0
    last_row: int = 0
    last_column: int = 0
    formula: str = ""
    merged: str = ""
    hidden_rows: int = 0
    hidden_columns: int = 0
    _row: int = field(default=0, repr=False)
    _cells: int = field(default=0, repr=False)
    _cell: str = field(default="", repr=False)
    _row_counted: bool = field(default=False, repr=False)

    def on_start(self, name: str, attributes: dict[str, str]) -> None:
        """One element of the sheet."""
        if name == "c":
            self._cell, self._cells = attributes.get("r", ""), self._cells + 1
            self.last_column = max(self.last_column, _column_number(self._cell))
            if self._cells > WORKBOOK_COLUMNS:
                raise refusals.too_many_columns(self._cells, WORKBOOK_COLUMNS, self._row)
        elif name in ("v", "is"):
            self.last_row = self._row
            if not self._row_counted:
                self.rows_with_values, self._row_counted = self.rows_with_values + 1, True
                if self.rows_with_values > self.most:
                    raise refusals.too_many_rows(self.most - 1, self._row)
        elif name == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._row_counted, self._cells = False, 0
            self.rows += 1
            if max(self._row, self.rows) > WORKBOOK_ROWS:
                raise refusals.too_many_rows(WORKBOOK_ROWS - 1, self._row)
            self.hidden_rows += attributes.get("hidden") in ("1", "true")
        elif name == "f":
            self.formula = self.formula or self._cell or f"A{self._row}"
        elif name == "mergeCell":
            found = attributes.get("ref", "")
            if _row_number(found.rpartition(":")[2]) >= self.first:
                self.merged = self.merged or found
        elif name == "col":
            self.hidden_columns += attributes.get("hidden") in ("1", "true")


def _column_number(reference: str) -> int:
    number = 0
    for letter in re.match(r"[A-Z]{0,4}", reference)[0]:  # type: ignore[index]
        number = number * 26 + ord(letter) - 64
    return number


def _row_number(reference: str) -> int:
    digits = re.search(r"\d+", reference)
    return int(digits[0]) if digits else 1


class NoSuchSheet(InputRefused):
    """The workbook has no sheet of that name with data."""


class Workbook:
    """A workbook that has been looked through, with one of its sheets chosen.

    Attributes:
        columns: the headings.
        header_line: the row of the sheet on which they stand.
        last_line: the last row that has a value.

    Args:
        titled: titles may stand above the headings, and lie over several cells: nothing is taken for headings, and the
            sheet is read by `lines`.
        heading_line: the row of the sheet on which the headings stand; what stands above is passed over, merged cells
            too. 0: the first with text.
    """

    def __init__(
        self,
        path: Path,
        sheet: str = "",
        limits: Limits = EXTRACTS,
        *,
        titled: bool = False,
        heading_line: int = 0,
    ) -> None:
        self._limits, self._from = limits, heading_line
        try:
            with zipfile.ZipFile(path) as archive:
                zipped.check_archive(archive, limits.unpacked)
                looks = _look_through(archive, limits, heading_line)
            # As a file, not by name: the library would ask for its ending, and stored files have none.
            file = path.open("rb")
            weakref.finalize(self, file.close)
            self._book = _open(file)
            self._sheet, self._look = self._choose(looks, sheet)
            self._refuse_guesses(titled=titled)
            self.header_line, self.columns = (0, ()) if titled else self._headings()
        except InputRefused:
            raise
        except _UNREADABLE as fault:
            raise zipped.broken() from fault
        self.last_line = self._look.last_row

    @property
    def description(self) -> str:
        """Excel, and which sheet."""
        return say("excel_sheet_name", name=self._sheet.title)

    @property
    def notes(self) -> tuple[str, ...]:
        """Hidden rows and columns: they are read."""
        found = []
        if self._look.hidden_rows:
            found.append(say("sheet_has_n_hidden_rows_filter", n=self._look.hidden_rows))
        if self._look.hidden_columns:
            found.append(say("sheet_has_hidden_columns_are_read"))
        return tuple(found)

    def rows(self) -> Iterator[SourceRow]:
        """The rows below the headings that are not empty."""
        wanted = len(self.columns)
        for line, values in self.values():
            cells = [_cell(value, line) for value in values]
            width = len(cells)
            while width > wanted and cells[width - 1] == "":
                width -= 1
            yield SourceRow(line, tuple((*cells, *[""] * wanted)[:wanted]), max(width, wanted))

    def values(self) -> Iterator[tuple[int, tuple[Any, ...]]]:
        """(row of the sheet, values as the sheet has them) for every row below the headings that is not empty."""
        body = self._table()
        next(body)
        yield from body

    def lines(self) -> Iterator[tuple[int, list[str]]]:
        """(row of the sheet, cells as text) for every row that is not empty."""
        for line, values in self._all_rows():
            yield line, [str(_cell(value, line)) for value in values]

    def _choose(self, looks: dict[str, _SheetLook], wanted: str) -> tuple[Any, _SheetLook]:
        """The sheet to read; asked for where more than one could be meant."""
        sheets = [sheet for sheet in self._book.worksheets if _look_of(looks, sheet).rows_with_values]
        if not sheets:
            raise InputRefused(
                say("sheet_is_empty"),
                line=1,
                remedy=say("export_again_with_names_of_columns"),
            )
        named = [sheet for sheet in sheets if sheet.title == wanted]
        if named:
            return named[0], _look_of(looks, named[0])
        names = ", ".join(sheet.title for sheet in sheets)
        if wanted:
            raise NoSuchSheet(
                say("workbook_has_no_sheet_with_name", names=names),
                remedy=say("write_name_of_sheet_to_read"),
            )
        hidden = [sheet.title for sheet in sheets if sheet.sheet_state != "visible"]
        if hidden:
            raise InputRefused(
                say("workbook_has_data_in_hidden_sheet", names=", ".join(hidden)),
                remedy=say("delete_hidden_sheet_or_write_name"),
            )
        if len(sheets) > 1:
            raise InputRefused(
                say("workbook_has_data_in_several_sheets", names=names),
                remedy=say("write_name_of_sheet_to_read"),
            )
        return sheets[0], _look_of(looks, sheets[0])

    def _refuse_guesses(self, *, titled: bool) -> None:
        look = self._look
        if look.formula:
            raise InputRefused(
                say("cell_cell_in_sheet_name", cell=look.formula, name=self._sheet.title),
                line=_row_number(look.formula),
                cell=look.formula,
                remedy=say("copy_sheet_and_paste_as_values"),
            )
        if look.merged and not titled:
            raise InputRefused(
                say("cells_cells_in_sheet_name", cells=look.merged, name=self._sheet.title),
                line=_row_number(look.merged),
                cell=look.merged.partition(":")[0],
                remedy=say("unmerge_them_each_column_has_own"),
            )
        if look.last_column > self._limits.columns:
            raise refusals.too_many_columns(look.last_column, self._limits.columns)

    def _headings(self) -> tuple[int, tuple[str, ...]]:
        rows = self._table()
        first = next(rows, None)
        if first is None:
            raise refusals.no_headings_there(self._from)
        line, values = first
        headings = read_headings([str(_cell(value, line)) for value in values], line, self._limits)
        second = next(rows, None)
        if second is not None:
            refuse_title(headings, sum(not _is_blank(value) for value in second[1]), line)
        return line, headings

    def _table(self) -> Iterator[tuple[int, tuple[Any, ...]]]:
        """The rows from the headings on."""
        return dropwhile(lambda row: row[0] < self._from, self._all_rows())

    def _all_rows(self) -> Iterator[tuple[int, tuple[Any, ...]]]:
        # What the sheet says of its own size may be anything; the rows themselves decide.
        self._sheet.reset_dimensions()
        try:
            for line, values in enumerate(self._sheet.iter_rows(values_only=True), start=1):
                if not all(_is_blank(value) for value in values):
                    yield line, values
        except _UNREADABLE as fault:
            raise zipped.broken() from fault


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _look_of(looks: dict[str, _SheetLook], sheet: Any) -> _SheetLook:
    return looks.get(sheet._worksheet_path, _SheetLook())


def _look_through(archive: zipfile.ZipFile, limits: Limits, first: int = 0) -> dict[str, _SheetLook]:
    """Part name -> what is in the sheet; every other XML part is only checked."""
    looks = {}
    most = WORKBOOK_ROWS if limits.rows is None else min(limits.rows + 1, WORKBOOK_ROWS)
    for entry in archive.infolist():
        if not entry.filename.endswith((".xml", ".rels", ".vml")):
            continue
        is_sheet = entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml")
        if is_sheet and entry.file_size > zipped.RATIO_FROM:
            with archive.open(entry) as part:
                if zipped.rows_are_more(part, WORKBOOK_ROWS):
                    raise refusals.too_many_rows(WORKBOOK_ROWS - 1, WORKBOOK_ROWS + 1)
        with archive.open(entry) as part:
            if is_sheet:
                look = looks[entry.filename] = _SheetLook(most, first)
                zipped.read_xml(part, look.on_start)
            else:
                zipped.read_xml(part)
    return looks


def _open(file: IO[bytes]) -> Any:
    import openpyxl

    return openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)


def _cell(value: object, line: int) -> Cell:
    """A date as one; everything else as the text a person sees."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date() if value.time() == _MIDNIGHT else value.isoformat(sep=" ")
    if isinstance(value, dt.date):
        return value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        # With a comma, so that no reader takes the point for a thousands separator.
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value).replace(".", ",")
    text = composed(str(value).strip())
    if len(text) > LONGEST_CELL:
        raise refusals.cell_too_long(line, LONGEST_CELL)
    return text

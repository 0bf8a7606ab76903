"""A data file as columns: for estimators, tables that are to leave the house, and lists of cases.

Cells of text stay text until their column is asked for as numbers, labels or periods, so that nothing is guessed before
it is known what the column is for. Every refusal names the file, the line and what to write.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from frirum.core.errors import InputRefused
from frirum.core.files.characters import SUSPECT, oddity_of, oddity_words
from frirum.core.files.columns import in_composed_form, read_sheet_columns, read_text_columns
from frirum.core.files.data_file import DataFile, DecimalMark, FileSource, as_data_file
from frirum.core.files.limits import ESTIMATES, Limits
from frirum.core.files.numbers import COUNT_NAMES, MarkRefused, looks_numeric, read_numbers
from frirum.core.files.opening import FileKind, kind_of, no_sheets
from frirum.core.files.parquet import parquet_columns, read_parquet
from frirum.core.files.refusals import not_permitted
from frirum.core.files.sentences import say
from frirum.core.files.text import TextFile
from frirum.core.files.time_labels import Label, UnorderedTime, in_time_order
from frirum.core.files.workbook import Workbook

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

# How missing values are written by the tools municipalities use (Excel, SAS, R, pandas).
MISSING = ("", ".", "NA", "N/A", "<NA>", "NaN", "nan", "null", "NULL", "None")


@dataclass(frozen=True)
class Table:
    """A data file's columns as they were written.

    Attributes:
        frame: one row per data row; text columns for CSV, typed ones for XLSX and Parquet.
        file: the file as the reader named it.
        lines: (n,) line in the file of each row (the headings are line 1), or None when it is row + 2.
        separator: what divides the cells of a text file, "" for others.
        decimal: the decimal mark that was said, or None.
        header_line: line of the headings.
    """

    frame: pl.DataFrame
    file: str
    lines: IntArray | None = field(default=None, repr=False)
    separator: str = ""
    decimal: DecimalMark | None = None
    header_line: int = 1

    def __len__(self) -> int:
        return self.frame.height

    def line(self, row: int) -> int:
        """The line of the file on which data row `row` (0 is the first) stands."""
        return row + 2 if self.lines is None else int(self.lines[row])

    def refuse(
        self, message: str, row: int | None = None, remedy: str | None = None, *, column: str | None = None
    ) -> InputRefused:
        """The error for this file, at a row or at the headings; the caller raises it."""
        line = self.header_line if row is None else self.line(row)
        return InputRefused(message, file=self.file, line=line, remedy=remedy or self._remedy(line, column))

    def _remedy(self, line: int, column: str | None) -> str:
        if column is None:
            return say("mend_line_n_of_file", n=line)
        if line == self.header_line:
            return say("mend_column_name_in_file", name=column)
        return say("mend_name_in_line_n", name=column, n=line)

    def require(self, names: Sequence[str]) -> None:
        """Refuse a file without these columns, or without rows.

        Raises:
            InputRefused: names the missing column and the columns there are.
        """
        for name in names:
            if name not in self.frame.columns:
                raise _no_column(name, self.frame.columns, self.file, self.header_line)
        if self.frame.height == 0:
            raise self.refuse(
                say("file_has_no_data_rows"),
                remedy=say("export_again_with_row"),
            )

    def numbers(self, name: str, *, allow_missing: bool = False, counts: bool = False) -> FloatArray:
        """A column as numbers.

        Args:
            name: the column.
            allow_missing: give NaN for an empty cell instead of refusing it.
            counts: it counts something, so that `1.234` in it is a thousand and more; so do columns called `n`,
                `events` or `people`.

        Raises:
            InputRefused: text, an infinite value, two decimal marks or none that can be told, or an empty cell that is
                not allowed; with its line.
        """
        self.require([name])
        column = self.frame.get_column(name)
        counts = counts or name.casefold() in COUNT_NAMES
        values = self._parse(name, column, counts=counts) if column.dtype == pl.String else _typed(column)
        if values is None:
            raise self.refuse(
                say("column_name_is_not_numbers", name=name),
                remedy=say("choose_column_with_numbers_in_place", name=name),
            )
        bad = values.is_null() & ~missing(column)
        self._stop(name, bad, column, say("column_name_value_is_not_number"))
        self._stop(name, values.is_infinite(), column, say("column_name_value_is_infinite"))
        if not allow_missing:
            self._stop_empty(name, values.is_null())
        return values.fill_null(float("nan")).to_numpy().astype(np.float64)

    def _parse(self, name: str, column: pl.Series, *, counts: bool) -> pl.Series:
        """Text as numbers; null where it is not one."""
        try:
            found = read_numbers(column, separator=self.separator, decimal=self.decimal, counts=counts)
        except MarkRefused as open_mark:
            raise self._refuse_mark(name, column, open_mark) from open_mark
        return found.fill_nan(None)

    def _refuse_mark(self, name: str, column: pl.Series, open_mark: MarkRefused) -> InputRefused:
        cell = str(column[open_mark.row]).strip()
        if open_mark.other is None:
            return self.refuse(
                say("column_name_value_may_be_thousands", name=name, value=cell),
                open_mark.row,
                remedy=say("write_decimal_comma_if_points_group"),
            )
        return self.refuse(
            say(
                "column_name_has_both_decimal_points",
                name=name,
                one=str(column[open_mark.other]).strip(),
                other=cell,
            ),
            open_mark.row,
            remedy=say("write_all_numbers_in_name", name=name),
        )

    def _stop(self, name: str, bad: pl.Series, column: pl.Series, message: str) -> None:
        row = _first(bad)
        if row is None:
            return
        cell = str(column[row])
        odd = oddity_of(cell) if column.dtype == pl.String else None
        why, remedy = oddity_words(odd) if odd else ("", None)
        text = message.format(name=name, value=cell[:60])
        raise self.refuse(f"{text} {why}".strip(), row, remedy, column=name)

    def _stop_odd(self, name: str, column: pl.Series) -> None:
        if column.dtype == pl.String:
            odd = column.str.strip_chars().str.contains(SUSPECT)
            self._stop(name, odd, column, say("column_name_value_cannot_be_read"))

    def _stop_empty(self, name: str, empty: pl.Series) -> None:
        row = _first(empty)
        if row is not None:
            raise self.refuse(
                say("column_name_is_empty", name=name),
                row,
                remedy=say("write_value_for_name_in_line", name=name, n=self.line(row)),
            )

    def indicator(self, name: str) -> NDArray[np.bool_]:
        """A 0/1 column as booleans.

        Raises:
            InputRefused: another value, with its line.
        """
        values = self.numbers(name)
        other = (values != 0) & (values != 1)
        if other.any():
            raise self.refuse(
                say("column_name_must_be_0", name=name, value=values[other][0]),
                int(np.argmax(other)),
                remedy=say("write_0_or_1_in_name", name=name),
            )
        return values == 1

    def text(self, name: str) -> pl.Series:
        """A column as it was written, without blanks around it.

        Raises:
            InputRefused: an empty cell, or one with a sign that nobody sees; with its line.
        """
        self.require([name])
        column = self.frame.get_column(name)
        self._stop_empty(name, missing(column))
        self._stop_odd(name, column)
        return column.cast(pl.String).str.strip_chars()

    def codes(self, name: str) -> tuple[IntArray, list[Label]]:
        """A column of names as numbers 0 … m − 1 in sorted order, and the labels. For periods see `periods`.

        Whole numbers sort as numbers and become ints, exact to 18 digits, so that municipality 751 comes out as
        written; anything else sorts as text.

        Raises:
            InputRefused: an empty cell, or one with a sign that nobody sees; with its line.
        """
        written = self.text(name)
        column = self.frame.get_column(name)
        distinct = column.unique()
        whole = _whole(distinct)
        if whole is None:
            labels: list[Label] = sorted(written.unique().to_list())
            keys = written
        else:
            labels = sorted(set(whole.to_list()))
            keys = _whole_values(column)
        order = {label: place for place, label in enumerate(labels)}
        return keys.replace_strict(order, return_dtype=pl.Int64).to_numpy().astype(np.int64), labels

    def labels(self, name: str) -> pl.Series:
        """A column of units, periods or starts that may have empty cells: int64 where every cell that says something is
        a whole number, else text; null where it is empty. NA and the like stay what they are: a unit may be called so.

        Raises:
            InputRefused: a cell with a sign that nobody sees; with its line.
        """
        column = self.frame.get_column(name)
        if column.dtype != pl.String:
            return column
        self._stop_odd(name, column)
        text = column.str.strip_chars()
        text = text.set(text == "", None)
        whole = _whole(text.drop_nulls()) if text.null_count() < len(text) else None
        return text if whole is None else _whole_values(text)

    def is_numeric(self, name: str) -> bool:
        """Whether every cell of a column that says something is written as a number, whichever its decimal mark."""
        self.require([name])
        column = self.frame.get_column(name)
        if column.dtype != pl.String:
            return column.dtype.is_numeric() or column.dtype == pl.Boolean
        return looks_numeric(column.filter(~missing(column)))

    def periods(self, name: str) -> tuple[IntArray, list[Label]]:
        """A column of time labels as numbers 0 … m − 1 in time order, and the labels, earliest first.

        Raises:
            InputRefused: an empty cell, or labels whose order is not known; with a line.
        """
        codes, labels = self.codes(name)
        try:
            ordered = list(in_time_order(labels, column=name))
        except UnorderedTime as refused:
            raise self.at_label(refused, codes, labels) from refused
        place = {label: n for n, label in enumerate(ordered)}
        return np.array([place[label] for label in labels], dtype=np.int64)[codes], ordered

    def at_label(self, refused: UnorderedTime, codes: IntArray, labels: Sequence[Label]) -> InputRefused:
        """A refusal of time labels, at the first line that has the one it is about."""
        at = labels.index(refused.label) if refused.label in labels else -1
        row = int(np.argmax(codes == at)) if at >= 0 else None
        return self.refuse(refused.message, row, refused.remedy)

    def rows(self, keep: NDArray[np.bool_]) -> Table:
        """The rows where `keep` is true; they remember their lines."""
        lines = np.arange(2, len(self) + 2, dtype=np.int64) if self.lines is None else self.lines
        return Table(
            self.frame.filter(pl.Series(keep)),
            self.file,
            lines[keep],
            self.separator,
            self.decimal,
            self.header_line,
        )

    def refuse_duplicates(self, first: IntArray, second: IntArray | None, what: str) -> None:
        """Refuse a second row for the same unit (and period).

        Args:
            first, second: (n,) non-negative codes; `second` None for one row per unit.
            what: the words for the pair, such as "enhed og periode".

        Raises:
            InputRefused: at the second line of the first pair that stands twice.
        """
        key = first if second is None else first * (int(second.max(initial=0)) + 1) + second
        order = np.argsort(key, kind="stable")
        again = order[1:][key[order][1:] == key[order][:-1]]
        if again.size:
            raise self.refuse(
                say("same_what_stands_twice", what=what),
                int(again.min()),
                remedy=say("keep_one_row_for_each_what", what=what),
            )


def read_table(
    source: FileSource, columns: Sequence[str] | None = None, *, limits: Limits = ESTIMATES
) -> Table:
    """Read a data file.

    Args:
        source: the file; CSV, XLSX or Parquet by its content, whatever it is called.
        columns: only these, each for one thing; None reads all.
        limits: how much the caller takes.

    Raises:
        InputRefused: a column is named for two things; the file is missing, of an unknown kind, unreadable, ragged,
            too large, without headings, or lacks a column.
    """
    data = as_data_file(source)
    wanted = None if columns is None else [unicodedata.normalize("NFC", name) for name in columns]
    if wanted is not None:
        refuse_double_roles(wanted)
    try:
        return _read(data, wanted, limits)
    except PermissionError as fault:
        raise not_permitted(data.path) from fault
    except InputRefused as refused:
        refused.file = refused.file or str(data.path)
        raise


def refuse_double_roles(columns: Sequence[str]) -> None:
    """Refuse one column named for two things: a unit that is also the outcome says nothing.

    Raises:
        InputRefused: names the column.
    """
    for name in columns:
        if columns.count(name) > 1:
            raise InputRefused(
                say("column_name_is_chosen_for_two", name=name),
                remedy=say("choose_another_column_than_name", name=name),
            )


def _read(data: DataFile, wanted: Sequence[str] | None, limits: Limits) -> Table:
    path = data.path
    kind = kind_of(path, limits)
    if kind is FileKind.WORKBOOK:
        book = Workbook(path, data.sheet, limits)
        frame, lines = read_sheet_columns(book, _known(wanted, book.columns, book.header_line), data.decimal)
        return Table(in_composed_form(frame), str(path), lines, "", data.decimal, book.header_line)
    if data.sheet:
        raise no_sheets()
    if kind is FileKind.PARQUET:
        names = parquet_columns(path, limits)
        frame = in_composed_form(read_parquet(path, _known(wanted, names, 1), limits))
        return Table(frame, str(path), None, "", data.decimal)
    text = TextFile(path, limits)
    frame, lines = read_text_columns(text, _known(wanted, text.columns, text.header_line), limits)
    return Table(in_composed_form(frame), str(path), lines, text.separator, data.decimal, text.header_line)


def _known(wanted: Sequence[str] | None, columns: Sequence[str], line: int) -> Sequence[str]:
    for name in wanted or ():
        if name not in columns:
            raise _no_column(name, columns, None, line)
    return columns if wanted is None else wanted


def _no_column(name: str, columns: Sequence[str], file: str | None, line: int) -> InputRefused:
    return InputRefused(
        say("column_name_does_not_exist", name=name),
        file=file,
        line=line,
        remedy=say("file_has_columns_columns", columns=", ".join(columns)),
    )


def missing(column: pl.Series) -> pl.Series:
    """Which cells say nothing."""
    if column.dtype == pl.String:
        return column.is_null() | column.str.strip_chars().is_in(MISSING)
    return column.is_null() | column.is_nan() if column.dtype.is_float() else column.is_null()


def _first(where: pl.Series) -> int | None:
    row = where.fill_null(value=False).arg_max()
    return row if row is not None and where[row] else None


def _typed(column: pl.Series) -> pl.Series | None:
    if column.dtype.is_numeric() or column.dtype == pl.Boolean:
        return column.cast(pl.Float64).fill_nan(None)
    return None


def _whole_values(column: pl.Series) -> pl.Series:
    if column.dtype == pl.String:
        # Some tools write whole numbers as 2016.0 once a column has empty cells.
        return column.str.strip_chars().str.replace(r"[.,]0$", "").cast(pl.Int64, strict=False)
    return column.cast(pl.Int64, strict=False)


def _whole(distinct: pl.Series) -> pl.Series | None:
    """The values as integers if every one of them is written as one (without a leading zero), else None."""
    if distinct.dtype.is_integer():
        return distinct.cast(pl.Int64)
    if distinct.dtype.is_float():
        fits = (distinct == distinct.round(0)) & (distinct.abs() < 2**53)
        return distinct.cast(pl.Int64) if fits.all() else None
    if distinct.dtype != pl.String:
        return None
    whole = distinct.str.strip_chars().str.contains(r"^(0|-?[1-9]\d{0,17})([.,]0)?$")
    return _whole_values(distinct) if whole.all() else None

"""Data files for the estimators: CSV, XLSX and Parquet, with refusals that name the line.

CSV is UTF-8 (with or without byte order mark) or Windows-1252, separated by `,` `;` or tab, with decimal
point or decimal comma. Every cell is read as text, so that a number is never guessed before its column is
asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from frirum.core.effects.data_files import READERS
from frirum.core.effects.rows import Check, Label
from frirum.core.errors import InputRefused
from frirum.core.language import gettext as _
from frirum.core.language import ngettext

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

# How missing values are written by the tools municipalities use (Excel, SAS, R, pandas).
_MISSING = ("", ".", "NA", "NaN", "nan", "null", "NULL")
SMALLEST, LARGEST = 1e-100, 1e100


@dataclass(frozen=True)
class Table:
    """A data file's columns as they were written.

    Attributes:
        frame: one row per data row; text columns for CSV, typed ones for XLSX and Parquet.
        file: the file as the reader named it.
        lines: (n,) line in the file of each row (the header is line 1), or None when it is row + 2.
    """

    frame: pl.DataFrame
    file: str
    lines: IntArray | None = field(default=None, repr=False)

    def __len__(self) -> int:
        return self.frame.height

    def line(self, row: int) -> int:
        """The line of the file on which data row `row` (0 is the first) stands."""
        return row + 2 if self.lines is None else int(self.lines[row])

    def refuse(self, message: str, row: int | None = None, remedy: str | None = None) -> InputRefused:
        """The error for this file, at a row when given; the caller raises it."""
        return InputRefused(
            message, file=self.file, line=None if row is None else self.line(row), remedy=remedy
        )

    def require(self, names: Sequence[str]) -> None:
        """Refuse a file without these columns, or without rows.

        Raises:
            InputRefused: names the missing column and the columns there are.
        """
        for name in names:
            if name not in self.frame.columns:
                raise self.refuse(
                    _("Kolonnen {name} findes ikke.").format(name=name),
                    remedy=_("Filen har kolonnerne {columns}.").format(
                        columns=", ".join(c for c in self.frame.columns if c[0] != "\0")
                    ),
                )
        if self.frame.height == 0:
            raise self.refuse(
                _("Filen har ingen datarækker."),
                remedy=_("Eksportér den igen med en række for hver observation."),
            )

    def numbers(self, name: str, *, allow_missing: bool = False) -> FloatArray:
        """A column as numbers.

        Args:
            name: the column.
            allow_missing: give NaN for an empty cell instead of refusing it.

        Raises:
            InputRefused: text, an infinite value, or an empty cell that is not allowed; with its line.
        """
        self.require([name])
        column = self.frame.get_column(name)
        values = _parse(column) if column.dtype == pl.String else _typed(column)
        if values is None:
            raise self.refuse(
                _("Kolonnen {name} er ikke tal.").format(name=name), remedy=_("Vælg en kolonne med tal.")
            )
        bad = values.is_null() & ~_missing(column)
        self._stop(name, bad, column, _("Kolonnen {name}: {value} er ikke et tal."))
        self._stop(name, values.is_infinite(), column, _("Kolonnen {name}: {value} er uendelig."))
        if not allow_missing:
            self._stop(name, values.is_null(), column, _("Kolonnen {name} er tom."))
        return values.fill_null(float("nan")).to_numpy().astype(np.float64)

    def _stop(self, name: str, bad: pl.Series, column: pl.Series, message: str) -> None:
        row = bad.fill_null(value=False).arg_max()
        if row is not None and bad[row]:
            raise self.refuse(
                message.format(name=name, value=column[row]),
                row,
                remedy=_("Ret cellen i filen, og prøv igen."),
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
                _("Kolonnen {name} skal være 0 eller 1, ikke {value:g}.").format(
                    name=name, value=values[other][0]
                ),
                int(np.argmax(other)),
            )
        return values == 1

    def text(self, name: str) -> pl.Series:
        """A column as it was written, without blanks around it.

        Raises:
            InputRefused: an empty cell, with its line.
        """
        self.require([name])
        column = self.frame.get_column(name)
        self._stop(name, _missing(column), column, _("Kolonnen {name} er tom."))
        return column.cast(pl.String).str.strip_chars()

    def codes(self, name: str) -> tuple[IntArray, list[Label]]:
        """A column of names or periods as numbers 0 … m − 1 in sorted order, and the labels.

        Whole numbers sort as numbers and become ints, so that municipality 751 and period 2016 come out as
        written; anything else sorts as text ("2016-01" sorts as time does).

        Raises:
            InputRefused: an empty cell, with its line.
        """
        self.require([name])
        column = self.frame.get_column(name)
        self._stop(name, _missing(column), column, _("Kolonnen {name} er tom."))
        distinct = column.unique()
        whole = _whole(distinct)
        if whole is None:
            labels: list[Label] = sorted(distinct.cast(pl.String).str.strip_chars().unique().to_list())
            keys = column.cast(pl.String).str.strip_chars()
        else:
            labels = sorted(set(whole.to_list()))
            keys = _whole_values(column)
        order = {label: place for place, label in enumerate(labels)}
        return keys.replace_strict(order, return_dtype=pl.Int64).to_numpy().astype(np.int64), labels

    def rows(self, keep: NDArray[np.bool_]) -> Table:
        """The rows where `keep` is true; they remember their lines."""
        lines = np.arange(2, len(self) + 2, dtype=np.int64) if self.lines is None else self.lines
        return Table(self.frame.filter(pl.Series(keep)), self.file, lines[keep])

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
                _("Samme {what} står to gange.").format(what=what),
                int(again.min()),
                remedy=_("Behold én række for hver {what}.").format(what=what),
            )


def refuse_scale(values: FloatArray, column: str, file: str | None = None) -> None:
    """Refuse outcomes whose squares no longer fit in a number; NaN from infinite sums counts as too large.

    Raises:
        InputRefused: says so.
    """
    size = float(np.abs(values).max(initial=0.0))
    if size and not SMALLEST < size < LARGEST:
        raise InputRefused(
            _("Udfaldet {column} har for store eller for små tal til at regne med.").format(column=column),
            file=file,
            remedy=_("Skift til en anden måleenhed."),
        )


def with_outcome(table: Table, name: str) -> tuple[Table, FloatArray, tuple[Check, ...]]:
    """The rows that have an outcome, their outcomes, and a named warning when some had none.

    Raises:
        InputRefused: the column is not numeric, is infinite somewhere, or is wholly empty.
    """
    values = table.numbers(name, allow_missing=True)
    missing = np.isnan(values)
    count = int(missing.sum())
    refuse_scale(values[~missing], name, table.file)
    if count == 0:
        return table, values, ()
    if count == len(table):
        raise table.refuse(_("Kolonnen {name} er tom i alle rækker.").format(name=name))
    text = ngettext("{n} række uden udfald er udeladt.", "{n} rækker uden udfald er udeladt.", count)
    return (
        table.rows(~missing),
        values[~missing],
        (Check("missing_outcome", False, text.format(n=count), count),),
    )


def _missing(column: pl.Series) -> pl.Series:
    if column.dtype == pl.String:
        return column.is_null() | column.str.strip_chars().is_in(_MISSING)
    return column.is_null() | column.is_nan() if column.dtype.is_float() else column.is_null()


def _typed(column: pl.Series) -> pl.Series | None:
    if column.dtype.is_numeric() or column.dtype == pl.Boolean:
        return column.cast(pl.Float64).fill_nan(None)
    return None


def _parse(column: pl.Series) -> pl.Series:
    """Text as numbers; null where it is not one. With a decimal comma, points only group thousands."""
    text = column.str.strip_chars().str.replace_all("−", "-", literal=True)
    if text.str.contains(",", literal=True).any():
        grouped = text.str.contains(r"^-?\d{1,3}(\.\d{3})+(,\d+)?$")
        plain = text.str.replace_all(".", "", literal=True)
        text = pl.select(pl.when(grouped).then(plain).otherwise(text)).to_series()
        text = text.str.replace(",", ".", literal=True)
    return text.cast(pl.Float64, strict=False).fill_nan(None)


def _whole_values(column: pl.Series) -> pl.Series:
    if column.dtype == pl.String:
        # Some tools write whole numbers as 2016.0 once a column has empty cells.
        return column.str.strip_chars().str.replace(r"[.,]0+$", "").cast(pl.Int64, strict=False)
    return column.cast(pl.Int64, strict=False)


def _whole(distinct: pl.Series) -> pl.Series | None:
    """The values as integers if every one of them is written as one (without a leading zero), else None."""
    if distinct.dtype.is_integer():
        return distinct.cast(pl.Int64)
    if distinct.dtype.is_float():
        return distinct.cast(pl.Int64) if (distinct == distinct.round(0)).all() else None
    if distinct.dtype != pl.String:
        return None
    whole = distinct.str.strip_chars().str.contains(r"^(0|-?[1-9]\d{0,17})([.,]0+)?$")
    return _whole_values(distinct) if whole.all() else None


def read_table(path: Path | str, columns: Sequence[str] | None = None) -> Table:
    """Read a data file.

    Args:
        path: `.csv`, `.txt`, `.tsv`, `.xlsx` or `.parquet`.
        columns: only these, which keeps large files small in memory; None reads all.

    Raises:
        InputRefused: the file is missing, of an unknown kind, unreadable, ragged, without header, or lacks a
            column.
    """
    path = Path(path)
    reader = READERS.get(path.suffix.lower())
    if path.is_dir():
        raise InputRefused(
            _("Her er en mappe, ikke en fil."), file=str(path), remedy=_("Angiv en fil i mappen.")
        )
    if not path.is_file():
        raise InputRefused(
            _("Filen findes ikke."),
            file=str(path),
            remedy=_("Se efter en slåfejl i navnet, og om filen ligger i den mappe, kommandoen køres i."),
        )
    if reader is None:
        raise InputRefused(
            _("Filtypen kendes ikke."), file=str(path), remedy=_("Brug CSV, XLSX eller Parquet.")
        )
    try:
        frame, above = reader(path)
    except PermissionError as fault:
        raise InputRefused(
            _("Filen må ikke læses."),
            file=str(path),
            remedy=_("Bed om læseadgang til filen, eller kopiér den til en mappe, du har adgang til."),
        ) from fault
    lines = np.arange(2 + above, frame.height + 2 + above, dtype=np.int64) if above else None
    table = Table(frame, str(path), lines)
    written = [name for name in frame.columns if not name.startswith("\0")]
    wanted = list(dict.fromkeys(columns)) if columns is not None else written
    for name in wanted:
        if name not in frame.columns:
            table.require([name])
    return _without_blank_rows(Table(frame.select(wanted), str(path), lines), frame)


def _without_blank_rows(table: Table, whole: pl.DataFrame) -> Table:
    """Leave out rows without any value: blank lines, and what spreadsheets write below the data."""
    blank = whole.select(pl.all_horizontal(pl.all().is_null())).to_series()
    return table.rows(~blank.to_numpy()) if whole.height and blank.any() else table

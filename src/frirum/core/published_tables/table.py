"""A published table with its numbers read: what is hidden or missing is None and counted, never zero."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from frirum.core.files.data_file import DecimalMark
from frirum.core.files.table import Table
from frirum.core.published_tables import words
from frirum.core.published_tables.breaks import SeriesBreak, breaks_within
from frirum.core.published_tables.periods import period_of
from frirum.core.vocabulary.municipalities import all_municipalities

Cell = str | int | float | None

MARKS = ("-", "..", ".", "…", "...", "<5", "< 5", "*", "x")
"""What stands in a cell whose number is hidden or missing (jobindsats: `-`, `..`, `.`; downloads also `<5`)."""
_TIME_NAMES = ("periode", "period", "tid", "måned", "kvartal", "år", "month", "quarter", "year")
_AREA_NAMES = ("område", "omraade", "area", "kommune", "nykom", "_nykom", "kommuner", "municipality")
_COUNTS = ("antal", "personer", "forløb", "fuldtidspersoner")


@dataclass(frozen=True)
class RawTable:
    """Columns and cells as a source gave them.

    Attributes:
        source: where it came from, for messages.
    """

    source: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True)
class PublishedTable:
    """A table as others may use it.

    Attributes:
        table: id at its source.
        pulled: the day it was pulled or downloaded: the sources revise backwards.
        rows: cells by column; a number that is hidden or missing is None.
        hidden: how many cells are hidden or missing by a mark.
        marks: the marks and how often each stands.
        time_column, area_column: which columns those are, or None.
        breaks: series breaks that the rows run over.
        unverified: what rests on a single public note.
    """

    table: str
    pulled: dt.date
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    hidden: int
    marks: Mapping[str, int]
    time_column: str | None = None
    area_column: str | None = None
    breaks: tuple[SeriesBreak, ...] = ()
    unverified: tuple[str, ...] = field(default=())

    def as_dict(self) -> dict[str, Any]:
        """The table as the command line gives it."""
        return {
            "table": self.table,
            "pulled": self.pulled.isoformat(),
            "columns": list(self.columns),
            "rows": [list(row) for row in self.rows],
            "hidden": self.hidden,
            "breaks": [one.date.isoformat() for one in self.breaks],
            "marks": dict(self.marks),
            "break_notes": [one.text for one in self.breaks],
            "unverified": list(self.unverified),
        }

    def column(self, name: str) -> tuple[Cell, ...]:
        """One column's cells."""
        place = self.columns.index(name)
        return tuple(row[place] for row in self.rows)


def published_table(
    raw: RawTable,
    table: str,
    *,
    pulled: dt.date,
    decimal: DecimalMark | None = None,
    unverified: Sequence[str] = (),
) -> PublishedTable:
    """Read the cells.

    Raises:
        InputRefused: a column's numbers can be read in two ways, or a row is not as wide as the headings.
    """
    for place, row in enumerate(raw.rows):
        if len(row) != len(raw.columns):
            raise words.ragged(raw.source, place + 1, len(row), len(raw.columns))
    marks: Counter[str] = Counter()
    columns = []
    for place, name in enumerate(raw.columns):
        cells = [row[place] for row in raw.rows]
        columns.append(_read(raw.source, name, cells, marks, decimal))
    rows = tuple(zip(*columns, strict=True)) if columns and raw.rows else ()
    found = PublishedTable(
        table,
        pulled,
        raw.columns,
        rows,
        marks.total(),
        dict(sorted(marks.items())),
        _time_column(raw.columns, columns),
        _named(raw.columns, _AREA_NAMES),
        unverified=tuple(unverified),
    )
    return _with_breaks(found)


def _with_breaks(found: PublishedTable) -> PublishedTable:
    if found.time_column is None:
        return found
    return replace(found, breaks=breaks_within(found.table, found.column(found.time_column)))


def _read(
    source: str, name: str, cells: list[Any], marks: Counter[str], decimal: DecimalMark | None
) -> list[Cell]:
    """A column of numbers as numbers, any other as it is. Marks count in columns of numbers alone."""
    texts = [cell.strip() if isinstance(cell, str) else cell for cell in cells]
    marked = [cell for cell in texts if isinstance(cell, str) and cell in MARKS]
    plain = [
        None if cell in ("", None) or (isinstance(cell, str) and cell in MARKS) else cell for cell in texts
    ]
    given = [cell for cell in plain if cell is not None]
    if not given:
        marks.update(marked)
        return list(plain)
    if all(isinstance(cell, int | float) and not isinstance(cell, bool) for cell in given):
        marks.update(marked)
        return list(plain)
    written = [None if cell is None else str(cell) for cell in plain]
    as_table = Table(
        pl.DataFrame({name: pl.Series(written, dtype=pl.String)}), source, separator=";", decimal=decimal
    )
    if name.casefold() in _AREA_NAMES + _TIME_NAMES or not as_table.is_numeric(name):
        return [
            cell if isinstance(cell, str) else None if cell in ("", None) else str(cell) for cell in texts
        ]
    counts = any(word in name.casefold() for word in _COUNTS)
    numbers = as_table.numbers(name, allow_missing=True, counts=counts)
    marks.update(marked)
    return [
        None if cell is None else _number(value) for cell, value in zip(plain, numbers.tolist(), strict=True)
    ]


def _number(value: float) -> int | float:
    return int(value) if value.is_integer() else value


def _named(columns: Sequence[str], names: Sequence[str]) -> str | None:
    return next((name for name in columns if name.strip().casefold() in names), None)


def _time_column(columns: Sequence[str], cells: Sequence[Sequence[Cell]]) -> str | None:
    """The column called so, else the first in which every cell is a period and none a bare number."""
    named = _named(columns, _TIME_NAMES)
    if named is not None:
        return named
    for name, own in zip(columns, cells, strict=True):
        labels = {cell for cell in own if cell is not None}
        if labels and all(
            isinstance(one, str) and not one.isdigit() and period_of(one) is not None for one in labels
        ):
            return name
    return None


def narrowed(
    found: PublishedTable, *, period: str | None = None, areas: Sequence[str] = ()
) -> PublishedTable:
    """The rows of some periods and areas of a downloaded table.

    Args:
        period: `2026M01`, several with commas, a run `2026M01:2026M06`, or `latest:N`.
        areas: names or municipality codes.

    Raises:
        InputRefused: the table has no such column, or not that period or area.
    """
    rows = list(found.rows)
    if period:
        if found.time_column is None:
            raise words.no_column(found.table, "--period", found.columns)
        place = found.columns.index(found.time_column)
        kept = set(chosen_periods(period, [str(row[place]) for row in rows]))
        rows = [row for row in rows if str(row[place]) in kept]
    if areas:
        if found.area_column is None:
            raise words.no_column(found.table, "--area", found.columns)
        place = found.columns.index(found.area_column)
        known = list(dict.fromkeys(str(row[place]) for row in found.rows))
        kept = {area_in(one, known) for one in areas}
        rows = [row for row in rows if str(row[place]) in kept]
    return _with_breaks(
        replace(
            found, rows=tuple(rows), hidden=found.hidden if not (period or areas) else _nones(found, rows)
        )
    )


def _nones(found: PublishedTable, rows: Sequence[tuple[Cell, ...]]) -> int:
    """Hidden cells among some of the rows: those without a number in columns that have numbers."""
    numeric = [
        place
        for place in range(len(found.columns))
        if any(isinstance(row[place], int | float) for row in found.rows)
    ]
    return sum(row[place] is None for row in rows for place in numeric)


def area_in(wanted: str, known: Sequence[str]) -> str:
    """The known area that is meant by a name or a municipality code.

    Raises:
        InputRefused: it is none of them.
    """
    names = {one.casefold(): one for one in known}
    municipality = next((one.name for one in all_municipalities() if str(one.code) == wanted.strip()), wanted)
    for name in (wanted, municipality):
        if name.strip().casefold() in names:
            return names[name.strip().casefold()]
    raise words.no_area(wanted, known)


def chosen_periods(period: str, known: Sequence[str]) -> list[str]:
    """Which of the known period codes are meant, in time order.

    Raises:
        InputRefused: none of them, or one that is not there.
    """
    in_order = sorted(dict.fromkeys(known), key=_last)
    if period.startswith("latest:"):
        number = period.removeprefix("latest:")
        if not number.isdigit() or int(number) < 1:
            raise words.bad_period(period)
        return in_order[-int(number) :]
    if ":" in period:
        first, last = (_found(one, in_order) for one in period.split(":", 1))
        return in_order[in_order.index(first) : in_order.index(last) + 1]
    return [_found(one, in_order) for one in period.split(",")]


def _found(wanted: str, known: Sequence[str]) -> str:
    own = period_of(wanted)
    for one in known:
        if one.casefold() == wanted.strip().casefold() or (own is not None and period_of(one) == own):
            return one
    raise words.no_period(wanted, known)


def _last(label: str) -> dt.date:
    found = period_of(label)
    return (found.last if found else None) or dt.date.max

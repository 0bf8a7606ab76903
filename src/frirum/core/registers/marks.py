"""Marks: whose outcomes are wanted, and from which week or day they are counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from frirum.core.errors import InputRefused
from frirum.core.files.dates import read_date
from frirum.core.files.table import Table, read_table
from frirum.core.registers import words
from frirum.core.registers.axis import WEEK, label_of, week_of
from frirum.core.registers.outcomes import OutcomeMarks
from frirum.core.registers.pseudonyms import row_of, through_key_file
from frirum.core.registers.spell_table import SpellTable

LAST_WEEK, INDEX_WEEK, INDEX_DATE = "last_week", "index_week", "index_date"
COLUMNS = (LAST_WEEK, INDEX_WEEK, INDEX_DATE)
_EXAMPLES = {LAST_WEEK: "2016-W13", INDEX_WEEK: "2016-W13", INDEX_DATE: "2016-03-31"}
_CPR_COLUMNS = ("cpr", "pnr", "cprnr", "cpr_nr", "cprnummer", "personnummer")


@dataclass(frozen=True)
class MarkFile:
    """Marks as they were read, in the order of their lines.

    Attributes:
        numbers: the person's number as the marks write it.
        marks: the same people as rows of the register, with their day.
    """

    numbers: tuple[bytes, ...]
    marks: OutcomeMarks


def read_marks(path: Path, table: SpellTable, key_file: Path | None = None) -> MarkFile:
    """Read MARKS: the register's person column, and one of `last_week`, `index_week`, `index_date`.

    Args:
        table: the register whose people are marked.
        key_file: columns `lobenr` and `cpr`, for a register that has only running numbers.

    Raises:
        InputRefused: columns are missing, a cell is no time, or the people cannot be linked.
    """
    try:
        return _read_marks(read_table(path), table, key_file)
    except InputRefused as refusal:
        refusal.file = refusal.file or str(path)
        raise


def _read_marks(data: Table, table: SpellTable, key_file: Path | None) -> MarkFile:
    names = {name.casefold(): name for name in data.frame.columns}
    times = [name for name in COLUMNS if name in names]
    if len(times) != 1:
        raise words.mark_column(table.person_name, COLUMNS)
    person = names.get(table.person_name.casefold())
    by_cpr = next((names[name] for name in _CPR_COLUMNS if name in names), None)
    if person is None and by_cpr is None:
        raise words.mark_column(table.person_name, COLUMNS)
    numbers = [str(number).encode() for number in data.text(person or by_cpr or "")]
    linked: list[bytes | None] = list(numbers)
    if person is None:
        keys = None if key_file is None else read_key_file(key_file)
        linked = through_key_file(table.person_name, numbers, keys)
    rows = row_of(table.ids)
    days = _days(times[0], [str(cell) for cell in data.text(names[times[0]])], data.line)
    return MarkFile(
        numbers=tuple(numbers),
        marks=OutcomeMarks(
            np.array(
                [-1 if number is None else rows.get(number.replace(b"-", b""), -1) for number in linked],
                dtype=np.int64,
            ),
            np.array([day.toordinal() for day in days], dtype=np.int64),
        ),
    )


def read_key_file(path: Path) -> dict[bytes, bytes]:
    """CPR number to running number, of a file with the columns `lobenr` and `cpr`.

    Raises:
        InputRefused: it cannot be read or lacks one of them.
    """
    data = read_table(path)
    data.require(["lobenr", "cpr"])
    pairs = zip(data.text("cpr"), data.text("lobenr"), strict=True)
    return {str(cpr).replace("-", "").encode(): str(number).encode() for cpr, number in pairs}


def _days(column: str, cells: list[str], line: Callable[[int], int]) -> list[dt.date]:
    read = _date if column == INDEX_DATE else _monday
    days = []
    for row, cell in enumerate(cells):
        try:
            days.append(read(cell.strip()))
        except (ValueError, InputRefused):
            raise words.bad_mark(line(row), column, _EXAMPLES[column]) from None
    return days


def _monday(cell: str) -> dt.date:
    found = label_of(cell)
    if found is None or found[0] != WEEK:
        raise ValueError(cell)
    return week_of(found[1]).monday


def _date(cell: str) -> dt.date:
    found = read_date(cell)
    if not isinstance(found, dt.date):
        raise ValueError(cell)
    return found

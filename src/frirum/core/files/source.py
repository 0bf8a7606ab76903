"""A file as rows of cells with line numbers, whatever kind of file they came in; and what its headings must be."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from frirum.core.errors import InputRefused
from frirum.core.files import refusals
from frirum.core.files.limits import EXTRACTS, Limits
from frirum.core.files.sentences import say

Cell = str | dt.date
LONGEST_CELL = 10_000
LONGEST_LINE = 1_000_000
# A heading of so many digits and no letter is a date or a number that stands for somebody.
_DIGITS_OF_DATA = 8


class SourceRow(NamedTuple):
    """One row of the file. A tuple, as a file may have millions and a dataclass takes longer to make.

    Attributes:
        line: where it begins in the file (a text file) or the sheet (a workbook); the first is 1.
        cells: one per column; a date only where a workbook says that the cell is one.
        width: how many cells the row really had.
    """

    line: int
    cells: tuple[Cell, ...]
    width: int


class OpenedFile(Protocol):
    """An opened file: its columns, and its rows as often as they are asked for."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings, in the order of the file."""
        ...

    @property
    def description(self) -> str:
        """What the file turned out to be, for people."""
        ...

    @property
    def notes(self) -> tuple[str, ...]:
        """What the reader should know, though it is no reason to refuse the file."""
        ...

    @property
    def last_line(self) -> int:
        """The number of the file's last line: what progress is measured against."""
        ...

    def rows(self) -> Iterator[SourceRow]:
        """The rows below the headings that are not empty."""
        ...


def composed(text: str) -> str:
    """A text with its letters in composed form (NFC): one spelling of å, however it was typed."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def read_headings(cells: Sequence[str], line: int, limits: Limits = EXTRACTS) -> tuple[str, ...]:
    """The headings without the empty ones at the end, blanks evened out, letters in composed form (NFC).

    Raises:
        InputRefused: an empty heading in the middle, two alike, or data instead of headings.
    """
    names = [composed(" ".join(str(cell).split())) for cell in cells]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise InputRefused(
            say("line_of_headings_is_empty"), line=line, remedy=say("write_heading_above_every_column")
        )
    if len(names) > limits.columns:
        raise refusals.too_many_columns(len(names), limits.columns, line)
    for place, name in enumerate(names, start=1):
        if not name:
            raise InputRefused(
                say("column_n_has_no_heading", n=place),
                line=line,
                remedy=say("write_heading_over_each_column"),
            )
    _refuse_twins(names, line, limits)
    if any(_is_data(name) for name in names):
        raise InputRefused(
            say("first_line_looks_like_data"),
            line=line,
            remedy=say("make_extract_again_with_headings"),
        )
    return tuple(names)


def _refuse_twins(names: Sequence[str], line: int, limits: Limits) -> None:
    first: dict[str, int] = {}
    for place, name in enumerate(names, start=1):
        key = name if limits.tells_case else name.casefold()
        if key in first:
            raise InputRefused(
                say("columns_n_and_m_have_same", n=first[key], m=place),
                line=line,
                remedy=say("give_each_column_name_of_own"),
            )
        first[key] = place


def _is_data(name: str) -> bool:
    return sum(c.isdigit() for c in name) >= _DIGITS_OF_DATA and not any(c.isalpha() for c in name)


def refuse_title(headings: Sequence[str], first_row_width: int, line: int) -> None:
    """Refuse a single cell above wider rows: a title, not headings.

    Raises:
        InputRefused: as said.
    """
    if len(headings) == 1 and first_row_width > 1:
        raise InputRefused(
            say("first_line_is_title"),
            line=line,
            remedy=say("delete_lines_above_headings_file_begins"),
        )


def column_letters(index: int) -> str:
    """`A` for 0, `AA` for 26."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(place: int, line: int) -> str:
    """A cell as spreadsheets name it: `C7` for the third column of line seven."""
    return f"{column_letters(place)}{line}"

"""The fast reader of text with array operations: three digits or nothing in every cell of the axis.

It looks at every byte. What it does not know (quotes, dots for missing, blanks, Windows line ends) it leaves to
`text_cleaning`, and after that to `text_careful`, which says what is wrong and where.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from frirum.core.registers.layout import Layout
from frirum.core.registers.runs import Runs
from frirum.core.registers.text_marks import NEWLINE, CellMarks

_ZERO, _NINE_FROM_ZERO = np.uint8(48), np.uint8(9)
_FIRST_PRINTED = np.uint8(32)
_TAB, _QUOTE = 9, 34
_PAD = 8


class NotPlain(Exception):
    """The block holds something this reader does not know; another has to read it."""


@dataclass(frozen=True)
class PlainText:
    """A block read.

    Attributes:
        runs: the runs of its people.
        starts: (rows, columns asked for) int64, the first byte of each cell.
        ends: the same shape, the byte after its last.
    """

    runs: Runs
    starts: np.ndarray
    ends: np.ndarray

    def __len__(self) -> int:
        return len(self.starts)


def read_plain(text: np.ndarray, separator: int, layout: Layout, wanted: Sequence[int]) -> PlainText:
    """The runs of a block of whole lines, and where the cells of other columns stand.

    Args:
        text: (n,) uint8, ends with a line end.
        separator: the byte between cells.
        layout: its axis is contiguous.
        wanted: positions of the other columns.

    Raises:
        NotPlain: a line has another number of cells, or a cell of the axis is not blank and not three digits.
    """
    width, first, last = len(layout.names), layout.time[0], layout.time[0] + len(layout.time)
    marks = CellMarks(text, separator)
    rows = _rows(text, marks, width, separator)
    starts, same, bad = _looked_at(text, marks.is_mark)
    _refuse_bad(bad, marks, width, first, last)
    cell_starts, cell_ends = _bounds(marks, rows, width, [first, last - 1, *wanted])
    opens = np.zeros(len(text) + _PAD, dtype=bool)
    closes = opens.copy()
    opens[: len(text)] = starts & ~same
    closes[: len(text)] = starts
    closes[: len(text) - 4] &= ~same[4:]
    for flags, places in ((opens, cell_starts[:, 0]), (closes, cell_starts[:, 1])):
        # What lies beyond the axis is not the neighbour of its first and last cell.
        flags[places[~marks.is_mark[places]]] = True
    opened, closed = np.flatnonzero(opens), np.flatnonzero(closes)
    person, start = _within(opened, marks, width, first, last)
    kept = start >= 0
    code = _values(text, opened[kept])
    _closed_person, end = _within(closed, marks, width, first, last)
    runs = Runs(person[kept].astype(np.int32), code, start[kept].astype(np.uint16), _ends(end))
    if len(runs.end) != len(runs.start):
        raise NotPlain
    return PlainText(runs, cell_starts[:, 2:], cell_ends[:, 2:])


def _bounds(marks: CellMarks, rows: int, width: int, columns: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    """(rows, columns): the first byte of each line's cell in a column, and the mark that ends it."""
    needed = sorted({*columns, *(column - 1 for column in columns)})
    numbers = (np.arange(rows)[:, None] * width + np.array(needed)).ravel()
    places = np.full(len(numbers), -1, dtype=np.int64)  # before the first cell of the block
    inside = 1 if numbers[0] < 0 else 0
    places[inside:] = marks.places(numbers[inside:])
    grid = places.reshape(rows, len(needed))
    own = [needed.index(column) for column in columns]
    before = [needed.index(column - 1) for column in columns]
    return grid[:, before] + 1, grid[:, own]


def _ends(last_cell: np.ndarray) -> np.ndarray:
    return (last_cell[last_cell >= 0] + 1).astype(np.uint16)


def _rows(text: np.ndarray, marks: CellMarks, width: int, separator: int) -> int:
    """The number of lines, when each has `width` cells and no byte is a quote or a control character."""
    ends = np.flatnonzero(text == NEWLINE)
    controls = np.count_nonzero(text < _FIRST_PRINTED)
    allowed = len(ends) + (marks.total - len(ends) if separator == _TAB else 0)
    if (text == _QUOTE).any() or controls != allowed or marks.total != len(ends) * width:
        raise NotPlain
    if not np.array_equal(marks.before(ends), np.arange(1, len(ends) + 1) * width - 1):
        raise NotPlain
    return len(ends)


def _looked_at(text: np.ndarray, is_mark: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For every byte: does a cell start here, is it the same three digits as the cell before, is it amiss?"""
    size = len(text)
    starts = ~is_mark
    starts[1:] &= is_mark[:-1]
    equal = np.zeros(size + 2, dtype=bool)
    np.equal(text[4:], text[:-4], out=equal[4:size])
    same = equal[:size] & equal[1 : size + 1]
    same &= equal[2 : size + 2]
    same &= starts
    same[5:] &= is_mark[: size - 5]
    same[:4] = False  # the block begins as after a mark
    bad = (text - _ZERO) > _NINE_FROM_ZERO
    bad &= ~is_mark
    # A cell that starts here must go on for two bytes and end at the third; the block ends with a mark.
    wrong = is_mark[1:].copy()
    wrong[: size - 2] |= is_mark[2:]
    wrong[: size - 3] |= ~is_mark[3:]
    bad[: size - 1] |= starts[: size - 1] & wrong
    return starts, same, bad


def _refuse_bad(bad: np.ndarray, marks: CellMarks, width: int, first: int, last: int) -> None:
    places = np.flatnonzero(bad)
    if len(places):
        column = marks.before(places) % width
        if ((column >= first) & (column < last)).any():
            raise NotPlain


def _within(
    places: np.ndarray, marks: CellMarks, width: int, first: int, last: int
) -> tuple[np.ndarray, np.ndarray]:
    """Line and column of the axis for each byte; the column is -1 outside of the axis."""
    line, column = np.divmod(marks.before(places), width)
    column -= first
    column[(column < 0) | (column >= last - first)] = -1
    return line, column


def _values(text: np.ndarray, places: np.ndarray) -> np.ndarray:
    digits = [text[places + offset].astype(np.uint16) - np.uint16(48) for offset in range(3)]
    return digits[0] * np.uint16(100) + digits[1] * np.uint16(10) + digits[2]

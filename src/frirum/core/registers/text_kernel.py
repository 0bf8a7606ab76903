# mypy: disable-error-code="no-untyped-def, untyped-decorator"
"""The compiled loops of `text_compiled`. Importing this module needs numba."""

from __future__ import annotations

import numba
import numpy as np

_QUOTE, _NEWLINE, _FIRST_PRINTED = 34, 10, 32
_DIGITS = np.uint32(0x00FFFFFF)


@numba.njit(nogil=True, cache=True)
def _cells(text, place, size, marks, slots, bounds, row, columns):
    """Go through the cells of `columns` = (from, to): the byte after them, or -1 for what is not plain."""
    separator, width = marks
    starts, ends = bounds
    for column in range(columns[0], columns[1]):
        begin = place
        while place < size and text[place] != separator and text[place] != _NEWLINE:
            byte = text[place]
            if byte < _FIRST_PRINTED or byte == _QUOTE:
                return -1
            place += 1
        if place >= size or (text[place] == _NEWLINE) != (column == width - 1):
            return -1
        slot = slots[column]
        if slot >= 0:
            starts[row, slot] = begin
            ends[row, slot] = place
        place += 1
    return place


@numba.njit(nogil=True, cache=True)
def _eight(byte):
    """The byte eight times as one number."""
    word = np.uint64(0)
    for _byte in range(8):
        word = (word << np.uint64(8)) | np.uint64(byte)
    return word


@numba.njit(nogil=True, cache=True)
def _code(value):
    """The number that three digits say, 0-999, or -1 for anything else; `value` has them as its three low bytes."""
    if (value & np.uint32(0xF0F0F0)) != np.uint32(0x303030):
        return np.int32(-1)
    low = value & np.uint32(0x0F0F0F)
    if ((low + np.uint32(0x060606)) & np.uint32(0xF0F0F0)) != np.uint32(0):
        return np.int32(-1)
    return np.int32(
        (low & np.uint32(0xF)) * np.uint32(100)
        + ((low >> np.uint32(8)) & np.uint32(0xF)) * np.uint32(10)
        + ((low >> np.uint32(16)) & np.uint32(0xF))
    )


@numba.njit(nogil=True, cache=True)
def read_lines(text, words4, words8, size, shape, slots, bounds, out):
    """The runs of all lines.

    Args:
        text: bytes, followed by zeros.
        words4: the four bytes from every byte on as a number.
        words8: the same with eight.
        size: bytes of the text without the zeros.
        shape: separator, columns of a line, first column of the axis, the column after its last.
        slots: for each column the place its bounds are written to, or -1.
        bounds: (rows, slots) first byte of a cell and the byte after its last.
        out: person, code, start and end of every run, with room for all.

    Returns:
        The number of runs, or -1 for what is not plain.
    """
    separator, width, first, last = shape
    person, code, start, end = out
    blanks = _eight(separator)
    found = 0
    row = 0
    place = 0
    while place < size:
        place = _cells(text, place, size, (separator, width), slots, bounds, row, (0, first))
        if place < 0:
            return -1
        column = first
        while column < last:
            byte = text[place]
            if byte == separator and column + 8 < last and words8[place] == blanks:
                # None of eight blank cells before the axis' last one can end the line.
                place += 8
                column += 8
                continue
            if byte == separator or byte == _NEWLINE:  # noqa: SIM109  a tuple is slower, compiled
                if (byte == separator) == (column == width - 1):
                    return -1
                place += 1
                column += 1
                continue
            word = words4[place]
            value = word & _DIGITS
            number = _code(value)
            if number < 0:
                return -1
            person[found] = row
            code[found] = number
            start[found] = column - first
            if text[place + 3] == separator:
                # An equal word is the same code and again a separator.
                while column + 1 < last and words4[place + 4] == word:
                    place += 4
                    column += 1
                if column + 1 < last and (words4[place + 4] & _DIGITS) == value:
                    place += 4
                    column += 1
            after = text[place + 3]
            if (after == _NEWLINE) != (column == width - 1) or after not in (separator, _NEWLINE):
                return -1
            place += 4
            column += 1
            end[found] = column - first
            found += 1
        if last < width:
            place = _cells(text, place, size, (separator, width), slots, bounds, row, (last, width))
            if place < 0:
                return -1
        row += 1
    return found

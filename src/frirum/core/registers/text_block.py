"""A block of a register's text: the fast reader, if need be after cleaning; what is left goes to the careful one."""

from __future__ import annotations

import numpy as np

from frirum.core.registers.blocks import NOWHERE, PeopleBlock, RegisterReading, decoded, packed
from frirum.core.registers.text_cleaning import cleaned
from frirum.core.registers.text_marks import CellMarks, cells
from frirum.core.registers.text_plain import NotPlain, PlainText, read_plain

_DOT, _SPACE = 46, 32


def read_fast(text: np.ndarray, reading: RegisterReading) -> PeopleBlock:
    """The people of a block of whole lines.

    Raises:
        NotPlain: neither the block nor what is left of it after cleaning is plain.
    """
    if not (reading.book.plain and reading.layout.contiguous):
        raise NotPlain
    try:
        return _block(text, read_plain(text, reading.separator, reading.layout), reading)
    except NotPlain:
        without = cleaned(text, reading.separator)
        if len(without) == len(text):
            raise
    return _block(without, read_plain(without, reading.separator, reading.layout), reading)


def _block(text: np.ndarray, plain: PlainText, reading: RegisterReading) -> PeopleBlock:
    layout = reading.layout
    ids = cells(text, *_bounds(plain, layout.person, len(layout.names)))
    if (ids == b"").any() or (ids == b".").any():
        raise NotPlain
    places = [
        _places(cells(text, *_bounds(plain, layout.municipality[year], len(layout.names))), reading)
        for year in layout.years
    ]
    present = [
        _filled(text, *_bounds(plain, layout.industry[month], len(layout.names)))
        for month in layout.industry_months
    ]
    empty = np.empty((plain.rows, 0))
    return PeopleBlock(
        ids=ids,
        runs=plain.runs,
        municipality=np.column_stack(places) if places else empty.astype(np.int32),
        industry=packed(np.column_stack(present) if present else empty.astype(bool)),
    )


def _bounds(plain: PlainText, column: int, width: int) -> tuple[np.ndarray, np.ndarray]:
    """Where each line's cell of a column begins, and the mark that ends it."""
    number = np.arange(plain.rows) * width + column
    return _starts(plain.marks, number), plain.marks.places(number)


def _starts(marks: CellMarks, numbers: np.ndarray) -> np.ndarray:
    starts = np.zeros(len(numbers), dtype=np.int64)
    after = numbers > 0
    starts[after] = marks.places(numbers[after] - 1) + 1
    return starts


def _places(found: np.ndarray, reading: RegisterReading) -> np.ndarray:
    """Municipality cells as numbers; those that are not plain digits are looked up one distinct text at a time."""
    width = found.dtype.itemsize
    letters = found.view(np.uint8).reshape(len(found), width)
    lengths = np.strings.str_len(found)
    digits = (letters >= 48) & (letters <= 57)
    plain = (digits.sum(axis=1) == lengths) & (lengths <= 4) & (lengths > 0)
    numbers = np.full(len(found), NOWHERE, dtype=np.int32)
    value = np.zeros(len(found), dtype=np.int32)
    for place in range(min(width, 4)):
        here = place < lengths
        value[here] = value[here] * 10 + letters[here, place].astype(np.int32) - 48
    numbers[plain] = value[plain]
    if not plain.all():
        texts, inverse = np.unique(found[~plain], return_inverse=True)
        numbers[~plain] = np.array([reading.places.number(decoded(text)) for text in texts])[inverse]
    return numbers


def _filled(text: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Whether each cell holds more than blanks or a lone dot."""
    filled = ends > starts
    short = np.flatnonzero(filled & (ends - starts <= 2))
    for place in short:
        filled[place] = bytes(text[starts[place] : ends[place]]).strip() not in (b"", b".")
    return filled

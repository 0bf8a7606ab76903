"""A block of a register's text: the fast reader, if need be after cleaning; what is left goes to the careful one."""

from __future__ import annotations

import numpy as np

from frirum.core.registers.blocks import NOWHERE, PeopleBlock, RegisterReading, decoded, packed
from frirum.core.registers.degrees import DegreeRuns, degrees_of_cells, no_degrees, runs_of_degrees
from frirum.core.registers.text_careful import LONGEST_CELL
from frirum.core.registers.text_cleaning import cleaned
from frirum.core.registers.text_compiled import read_compiled
from frirum.core.registers.text_marks import cells
from frirum.core.registers.text_plain import NotPlain, PlainText, read_plain

_CODE_WIDTH = 3
_ZERO, _NINE_FROM_ZERO = np.uint8(48), np.uint8(9)


def read_fast(text: np.ndarray, reading: RegisterReading, *, compiled: bool) -> PeopleBlock:
    """The people of a block of whole lines.

    Args:
        compiled: read with the compiled loops; the answer is the same.

    Raises:
        NotPlain: neither the block nor what is left of it after cleaning is plain.
    """
    layout = reading.layout
    if not (reading.book.plain and layout.contiguous):
        raise NotPlain
    wanted = [
        layout.person,
        *(layout.municipality[year] for year in layout.years),
        *(layout.industry[month] for month in layout.industry_months),
        *(layout.degree[month] for month in layout.degree_months),
    ]
    read = read_compiled if compiled else read_plain
    try:
        return _block(text, read(text, reading.separator, layout, wanted), reading)
    except NotPlain:
        without = cleaned(text, reading.separator)
        if len(without) == len(text):
            raise
    return _block(without, read(without, reading.separator, layout, wanted), reading)


def _block(text: np.ndarray, plain: PlainText, reading: RegisterReading) -> PeopleBlock:
    # Cells are laid beside each other, as wide as the longest: one of a megabyte would make all of them so.
    if (plain.ends - plain.starts).max(initial=0) > LONGEST_CELL:
        raise NotPlain
    ids = cells(text, plain.starts[:, 0], plain.ends[:, 0])
    if (ids == b"").any() or (ids == b".").any():
        raise NotPlain
    years = len(reading.layout.years)
    starts, ends = plain.starts[:, 1 : 1 + years], plain.ends[:, 1 : 1 + years]
    places = _places(cells(text, starts.ravel(), ends.ravel()), reading)
    after = 1 + years + len(reading.layout.industry)
    present = _filled(text, plain.starts[:, 1 + years : after], plain.ends[:, 1 + years : after])
    degree = _degrees(text, plain.starts[:, after:], plain.ends[:, after:])
    return PeopleBlock(ids, plain.runs, places.reshape(starts.shape), packed(present), degree)


def _degrees(text: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> DegreeRuns:
    if not starts.shape[1]:
        return no_degrees()
    found = degrees_of_cells(cells(text, starts.ravel(), ends.ravel()))
    if found is None:
        raise NotPlain
    return runs_of_degrees(found.reshape(starts.shape))


def _places(found: np.ndarray, reading: RegisterReading) -> np.ndarray:
    """Municipality cells as numbers; those that are not plain digits are looked up one distinct text at a time."""
    width = found.dtype.itemsize
    letters = found.view(np.uint8).reshape(len(found), width)
    if width == _CODE_WIDTH and ((letters - _ZERO) <= _NINE_FROM_ZERO).all():
        return (letters.astype(np.int32) - 48) @ np.array([100, 10, 1], dtype=np.int32)
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
    for row, column in np.argwhere(filled & (ends - starts <= 2)):
        filled[row, column] = bytes(text[starts[row, column] : ends[row, column]]).strip() not in (b"", b".")
    return filled

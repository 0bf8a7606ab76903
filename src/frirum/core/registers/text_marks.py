"""Where cells begin and end in a block of text, found by array operations alone.

Every cell ends with a mark, a separator or the line end. Marks are counted eight bytes at a time, so that the
n-th mark and the number of marks before a byte are found without a list of all positions.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

_ONES = np.uint64(0x0101010101010101)
_TOP = np.uint64(56)
NEWLINE = 10


class CellMarks:
    """The marks of a block of whole lines.

    Args:
        text: (n,) uint8, ends with a line end.
        separator: the byte between cells.
    """

    def __init__(self, text: np.ndarray, separator: int) -> None:
        size = len(text)
        padded = np.zeros(-(-size // 8) * 8, dtype=bool)
        self.is_mark = padded[:size]
        np.equal(text, separator, out=self.is_mark)
        self.is_mark |= text == NEWLINE
        self._padded = padded.view(np.uint8)
        self._words = padded.view(np.uint64)
        counts = (self._words * _ONES) >> _TOP
        self._through = np.cumsum(counts.view(np.int64))
        self.total = int(self._through[-1])

    @cached_property
    def _before(self) -> np.ndarray:
        return np.concatenate([[0], self._through[:-1]])

    def before(self, places: np.ndarray) -> np.ndarray:
        """How many marks stand before each byte: (m,) int64."""
        word = places >> 3
        bits = ((places & 7) << 3).astype(np.uint64)
        head = self._words[word] & ((np.uint64(1) << bits) - np.uint64(1))
        return self._before[word] + ((head * _ONES) >> _TOP).view(np.int64)

    def places(self, numbers: np.ndarray) -> np.ndarray:
        """The byte each numbered mark (from 0, ascending) stands at: (m,) int64."""
        word = np.searchsorted(self._through, numbers, side="right")
        wanted = numbers - self._before[word]
        counted = np.cumsum(self._padded.reshape(-1, 8)[word], axis=1, dtype=np.uint8)
        return word * 8 + (counted <= wanted[:, None]).sum(axis=1)


def cells(text: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """The bytes from each start to each end as an array of byte strings, blanks around them left out."""
    width = max(int((ends - starts).max(initial=0)), 1)
    offsets = np.arange(width)
    taken = text[np.minimum(starts[:, None] + offsets, len(text) - 1)]
    taken[offsets >= (ends - starts)[:, None]] = 0
    found = np.ascontiguousarray(taken).view(f"S{width}").ravel()
    return np.strings.strip(found) if (taken == ord(" ")).any() else found

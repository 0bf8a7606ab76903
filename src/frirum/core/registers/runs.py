"""Runs of one code: what is left of a wide row when equal neighbours are written once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_MODULUS = 1_000_000_007


@dataclass(frozen=True)
class Runs:
    """Stretches of the same code, by person and then by time; blank weeks lie between them.

    Attributes:
        person: (n,) int32, the row of the person.
        code: (n,) uint16, place in the list of codes.
        start: (n,) uint16, first column.
        end: (n,) uint16, the column after the last.
    """

    person: np.ndarray
    code: np.ndarray
    start: np.ndarray
    end: np.ndarray

    def __len__(self) -> int:
        return len(self.person)

    @property
    def weeks(self) -> np.ndarray:
        """(n,) int64, columns of each run."""
        return self.end.astype(np.int64) - self.start

    def checksum(self) -> tuple[int, int, int, int]:
        """Rows, weeks, code x weeks, and start x (person mod 997 + 1), the last two modulo 1e9+7.

        It does not depend on the order, so that other engines can be asked for the same four numbers.
        """
        weeks = self.weeks
        by_code = int((self.code * weeks).sum()) % _MODULUS
        by_start = int((self.start.astype(np.int64) * (self.person.astype(np.int64) % 997 + 1)).sum())
        return len(self), int(weeks.sum()), by_code, by_start % _MODULUS


def joined(parts: Sequence[Runs], rows: Sequence[int]) -> Runs:
    """The runs of consecutive blocks as one table; `rows` is how many people each block holds."""
    first = np.concatenate([[0], np.cumsum(rows)])[:-1].astype(np.int32)
    return Runs(
        person=_concatenated(
            [part.person + offset for part, offset in zip(parts, first, strict=True)], np.int32
        ),
        code=_concatenated([part.code for part in parts], np.uint16),
        start=_concatenated([part.start for part in parts], np.uint16),
        end=_concatenated([part.end for part in parts], np.uint16),
    )


def _concatenated(parts: list[np.ndarray], kind: type) -> np.ndarray:
    return np.concatenate([part.astype(kind, copy=False) for part in parts]) if parts else np.empty(0, kind)


def runs_of_matrix(matrix: np.ndarray, blank: int) -> Runs:
    """The runs of a (people, columns) matrix of codes in which `blank` stands for no code."""
    person, code, start, end = stretches(matrix, blank)
    return Runs(
        person.astype(np.int32), code.astype(np.uint16), start.astype(np.uint16), end.astype(np.uint16)
    )


def stretches(matrix: np.ndarray, blank: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Person, value, first column and the one after the last of each stretch of equal cells that are not blank."""
    people, columns = matrix.shape
    changed = np.ones((people, columns + 1), dtype=bool)
    np.not_equal(matrix[:, 1:], matrix[:, :-1], out=changed[:, 1:-1])
    person, edge = np.nonzero(changed)
    # Each row's edges are 0, every change, and the number of columns; a run lies between two of them.
    inside = edge[:-1] < columns
    person, start, end = person[:-1][inside], edge[:-1][inside], edge[1:][inside]
    value = matrix[person, start]
    kept = value != blank
    return person[kept], value[kept], start[kept], end[kept]


def covering(
    offsets: np.ndarray, start: np.ndarray, end: np.ndarray, person: np.ndarray, place: np.ndarray
) -> np.ndarray:
    """Which stretch of a person covers a column: (m,) int64, -1 where none does.

    Args:
        offsets: (people + 1,) where each person's stretches begin; they are in the order of time.
        start, end: (n,) first column of each, and the one after its last.
        person, place: (m,) row of the person and column.
    """
    low, high = offsets[person], offsets[person + 1]
    # The last stretch that starts at or before the column, by halving all intervals together.
    while (open_ := low < high).any():
        middle = (low + high) >> 1
        before = open_ & (start[np.minimum(middle, len(start) - 1)] <= place)
        low = np.where(before, middle + 1, low)
        high = np.where(open_ & ~before, middle, high)
    found = low - 1
    covered = found >= offsets[person]
    covered[covered] = end[found[covered]] > place[covered]
    return np.where(covered, found, -1)


def offsets_of(person: np.ndarray, people: int) -> np.ndarray:
    """(people + 1,) int64: where each person's stretches begin."""
    return np.concatenate([[0], np.cumsum(np.bincount(person, minlength=people))])

"""The employment degree of each month (`grad_2016_01`): read as numbers, kept as stretches of one value.

No source read says how a delivery writes it. Shares of full time (`0,74`) and per cent (`74`) are both read; which one
a file has is told by its numbers, and a file that looks like both is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP

import numpy as np

from frirum.core.errors import InputRefused
from frirum.core.files.one_number import NumberFault, read_decimal
from frirum.core.registers import words
from frirum.core.registers.runs import stretches

PARTS = 10_000
"""A degree is kept in ten-thousandths, as written until the whole file is known."""
NO_DEGREE = -1
"""A blank cell: no employment was reported for the month."""
_DECIMALS = 4
# As many as a number by itself may have (`one_number`).
_MOST_DECIMALS = 12
_MOST = 200
"""Per cent of full time that a cell can say; two full jobs."""
_MOST_AS_SHARE = _MOST * PARTS // 100
_MISSING = ("", ".")
_NINE_FROM_ZERO = np.uint8(9)


@dataclass(frozen=True)
class DegreeRuns:
    """Months in a row with the same degree, by person and time.

    Attributes:
        person: (n,) int32, the row of the person.
        value: (n,) int32, ten-thousandths.
        start: (n,) uint16, first month, counted in `Layout.degree_months`.
        end: (n,) uint16, the month after the last.
        months: how many months the file has.
        as_percent: whether the file writes per cent; False for shares, None where it says nothing.
    """

    person: np.ndarray
    value: np.ndarray
    start: np.ndarray
    end: np.ndarray
    months: int = 0
    as_percent: bool | None = None

    def __len__(self) -> int:
        return len(self.person)


def no_degrees() -> DegreeRuns:
    """Of a file without them."""
    return DegreeRuns(
        np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.uint16), np.empty(0, np.uint16)
    )


def runs_of_degrees(matrix: np.ndarray) -> DegreeRuns:
    """Of a (people, months) int32 matrix in which `NO_DEGREE` stands for a blank cell."""
    if not matrix.shape[1]:
        return no_degrees()
    person, value, start, end = stretches(matrix, NO_DEGREE)
    return DegreeRuns(
        person.astype(np.int32),
        value.astype(np.int32),
        start.astype(np.uint16),
        end.astype(np.uint16),
        matrix.shape[1],
    )


def degree_of(cell: str) -> int | None:
    """The degree a cell says, `NO_DEGREE` for a blank one, None for what is no degree."""
    text = cell.strip()
    if text in _MISSING:
        return NO_DEGREE
    # A degree has no thousands: 1.234 is a decimal here.
    found = read_decimal(text.replace(".", ",") if text.count(".") == 1 and "," not in text else text)
    if isinstance(found, NumberFault):
        return None
    value = int((found * PARTS).to_integral_value(ROUND_HALF_UP))
    return value if 0 <= value <= _MOST * PARTS else None


def degrees_of_cells(found: np.ndarray) -> np.ndarray | None:
    """(n,) int32 of byte strings without blanks around them; None where one of them needs a closer look."""
    width = found.dtype.itemsize
    letters = found.view(np.uint8).reshape(len(found), width)
    lengths = np.strings.str_len(found)
    value = np.zeros(len(found), np.int64)
    decimals, marks, digits = (np.zeros(len(found), np.int8) for _count in range(3))
    for place in range(width):
        letter = letters[:, place]
        here = place < lengths
        digit = here & ((letter - np.uint8(48)) <= _NINE_FROM_ZERO)
        mark = here & ((letter == ord(",")) | (letter == ord(".")))
        if (here & ~digit & ~mark).any():
            return None
        kept = digit & (decimals < _DECIMALS)
        value[kept] = value[kept] * 10 + letter[kept] - 48
        rounded = digit & (decimals == _DECIMALS)
        value += rounded & (letter >= ord("5"))
        decimals += digit & (marks > 0)
        digits += digit
        marks += mark
        if (value > _MOST * PARTS * 10).any():
            return None
    value *= 10 ** (_DECIMALS - np.minimum(decimals, _DECIMALS)).astype(np.int64)
    blank = (lengths == 0) | ((lengths == 1) & (letters[:, 0] == ord(".")))
    # Digits on both sides of a mark, as `degree_of` asks.
    whole = (digits > 0) & ((marks == 0) | ((marks == 1) & (decimals > 0) & (digits > decimals)))
    if (~blank & ~(whole & (decimals <= _MOST_DECIMALS) & (value <= _MOST * PARTS))).any():
        return None
    return np.where(blank, NO_DEGREE, value).astype(np.int32)


def joined_degrees(parts: Sequence[DegreeRuns], rows: Sequence[int]) -> DegreeRuns:
    """Those of consecutive blocks as one; `rows` is how many people each block holds."""
    first = np.concatenate([[0], np.cumsum(rows)])[:-1].astype(np.int32)
    if not any(part.months for part in parts):
        return no_degrees()
    return DegreeRuns(
        np.concatenate([part.person + offset for part, offset in zip(parts, first, strict=True)]),
        np.concatenate([part.value for part in parts]),
        np.concatenate([part.start for part in parts]),
        np.concatenate([part.end for part in parts]),
        max(part.months for part in parts),
    )


def as_shares(runs: DegreeRuns) -> DegreeRuns:
    """The same with every value as a share of full time.

    Raises:
        InputRefused: some cells can only be per cent, and more of them can only be shares.
    """
    length = runs.end.astype(np.int64) - runs.start
    large = int(length[runs.value > _MOST_AS_SHARE].sum())
    small = int(length[(runs.value > 0) & (runs.value <= _MOST_AS_SHARE)].sum())
    if not large + small:
        return runs
    if not large:
        return replace(runs, as_percent=False)
    if small > large:
        raise words.degrees_of_two_kinds(small, large)
    return replace(runs, value=(runs.value + 50) // 100, as_percent=True)


def refused_degree(line: int, column: str) -> InputRefused:
    """A cell of a degree that is none."""
    return words.bad_degree(line, column, _MOST)

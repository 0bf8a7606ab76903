"""What one block of a register's rows becomes: people with their runs, municipalities and months with an industry."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock

import numpy as np

from frirum.core.registers.code_book import CodeBook
from frirum.core.registers.degrees import DegreeRuns, no_degrees
from frirum.core.registers.layout import Layout
from frirum.core.registers.runs import Runs
from frirum.core.vocabulary.municipalities import by_name

NOWHERE = -1
"""The municipality of somebody whose cell is blank."""

_FIRST_OTHER = 10_000


@dataclass(frozen=True)
class PeopleBlock:
    """People read together.

    Attributes:
        ids: (n,) bytes, the person's number as the file writes it.
        runs: their runs; `person` counts within the block.
        municipality: (n, years) int32 by `Places`; no columns where the file has none.
        industry: (n, bytes) uint8, one bit per month of `Layout.industry_months`, set where a code stands.
        degree: the employment degrees of `Layout.degree_months`, as the file writes them.
    """

    ids: np.ndarray
    runs: Runs
    municipality: np.ndarray
    industry: np.ndarray
    degree: DegreeRuns = field(default_factory=no_degrees)

    def __len__(self) -> int:
        return len(self.ids)


@dataclass
class Places:
    """Municipalities as numbers: a code is itself; a name is looked up; any other text gets a number of its own."""

    others: dict[str, int] = field(default_factory=dict)
    # Pieces are read by several threads, and a new text's number is how many there were before.
    _one_at_a_time: Lock = field(default_factory=Lock, repr=False, compare=False)

    def number(self, cell: str) -> int:
        """The number of a cell's text."""
        text = cell.strip()
        if text in ("", "."):
            return NOWHERE
        if text.isascii() and text.isdigit() and len(text) <= 4:
            return int(text)
        if (known := by_name(text)) is not None:
            return known.code
        with self._one_at_a_time:
            return self.others.setdefault(text, _FIRST_OTHER + len(self.others))

    def text(self, number: int) -> str:
        """What a number stands for, as it is shown."""
        if number < _FIRST_OTHER:
            return str(number)
        return next(text for text, other in self.others.items() if other == number)


@dataclass
class CodeNumbers:
    """The codes of a file as numbers. In a plain book a code is its own number, elsewhere they are counted.

    Attributes:
        plain: whether codes are three digits.
        texts: the code of every number.
    """

    plain: bool
    texts: list[str] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.plain:
            self.texts = [f"{code:03d}" for code in range(1000)]
            self._numbers = {text: number for number, text in enumerate(self.texts)}

    def number(self, code: str) -> int:
        """The number of a code; a new one at its first sight."""
        found = self._numbers.get(code)
        if found is None:
            found = self._numbers[code] = len(self.texts)
            self.texts.append(code)
        return found


@dataclass
class RegisterReading:
    """What all blocks of one file share.

    Attributes:
        file: the file as the reader named it.
        layout: its columns.
        book: what the codes mean.
        separator: the byte between cells of a text file.
        first_line: the line of the first person.
    """

    file: str
    layout: Layout
    book: CodeBook
    separator: int = ord(";")
    first_line: int = 2
    places: Places = field(default_factory=Places)
    codes: CodeNumbers = field(init=False)

    def __post_init__(self) -> None:
        self.codes = CodeNumbers(self.book.plain)


def packed(present: np.ndarray) -> np.ndarray:
    """(n, months) bool to one bit each; no bytes where there are no months."""
    return np.packbits(present, axis=1, bitorder="little")


def decoded(text: bytes) -> str:
    """Text as UTF-8, else as Windows-1252, which can be read whatever the bytes are."""
    try:
        return text.decode()
    except UnicodeDecodeError:
        return text.decode("cp1252", errors="replace")

"""A file that somebody named, and what they said of how it is to be read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class DecimalMark(StrEnum):
    """What stands before the decimals."""

    POINT = "point"
    COMMA = "comma"


@dataclass(frozen=True)
class DataFile:
    """A file, and how it is to be read.

    Attributes:
        sheet: the sheet of a workbook, "" where there is only one with data.
        decimal: the mark before the decimals, where the file does not say it.
    """

    path: Path
    sheet: str = ""
    decimal: DecimalMark | None = None

    def __str__(self) -> str:
        return str(self.path)


FileSource = Path | str | DataFile
"""What functions that read a file take: its path, or the path with what was said of it."""


def as_data_file(source: FileSource) -> DataFile:
    """The file, with nothing said of it where only its path was given."""
    return source if isinstance(source, DataFile) else DataFile(Path(source))

"""The slow reader of text: cell by cell, for any code book, and the one that says what is wrong and where."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import numpy as np

from frirum.core.files import refusals
from frirum.core.files.source import LONGEST_LINE
from frirum.core.registers import words
from frirum.core.registers.blocks import PeopleBlock, RegisterReading, decoded, packed
from frirum.core.registers.degrees import degree_of, refused_degree, runs_of_degrees
from frirum.core.registers.runs import runs_of_matrix

BLANK = np.iinfo(np.uint16).max
MISSING = ("", ".")
LONGEST_CELL = 200
"""Characters of a cell that is kept: a number, a municipality, an industry code or a degree."""
_FIRST_PRINTED = 32


def read_careful(text: bytes, reading: RegisterReading, first_line: int, *, last: bool) -> PeopleBlock:
    """Read a block of whole lines.

    Args:
        text: the block.
        first_line: the line its first row stands on.
        last: whether the file ends here; a short last line is then a cut one.

    Raises:
        InputRefused: a line has another number of cells, a cell is no code, a person has no number, a byte is a
            control character. The first fault in the order of lines is told.
    """
    layout = reading.layout
    ids: list[bytes] = []
    matrix: list[list[int]] = []
    places: list[list[int]] = []
    industry: list[list[bool]] = []
    degrees: list[list[int]] = []
    kept = [layout.person, *layout.municipality.values(), *layout.industry.values(), *layout.degree.values()]
    for line, row in _rows(text, reading, first_line, last=last):
        if max(len(row[position].encode()) for position in kept) > LONGEST_CELL:
            raise refusals.cell_too_long(line, LONGEST_CELL)
        ids.append(_person(row[layout.person], reading, line))
        matrix.append([_code(row[position], reading, line, position) for position in layout.time])
        places.append([reading.places.number(row[layout.municipality[year]]) for year in layout.years])
        months = layout.industry_months
        industry.append([row[layout.industry[month]].strip() not in MISSING for month in months])
        by_month = (layout.degree[month] for month in layout.degree_months)
        degrees.append([_degree(row[position], reading, line, position) for position in by_month])
    codes = np.array(matrix, dtype=np.uint16).reshape(len(ids), layout.axis.length)
    return PeopleBlock(
        ids=np.array(ids, dtype=bytes),
        runs=runs_of_matrix(codes, BLANK),
        municipality=np.array(places, dtype=np.int32).reshape(len(ids), len(layout.years)),
        industry=packed(np.array(industry, dtype=bool).reshape(len(ids), len(layout.industry))),
        degree=runs_of_degrees(np.array(degrees, dtype=np.int32).reshape(len(ids), len(layout.degree))),
    )


def _rows(
    text: bytes, reading: RegisterReading, first_line: int, *, last: bool
) -> Iterator[tuple[int, list[str]]]:
    """Each filled line with its number; ragged ones and control characters are refused."""
    content = decoded(text)
    width = len(reading.layout.names)
    lines = csv.reader(io.StringIO(content, newline=""), delimiter=chr(reading.separator))
    line = first_line
    try:
        for row in lines:
            if row:
                _check_line(row, reading, line, cut=last and lines.line_num >= content.count("\n"))
                yield line, row[:width]
            line = first_line + lines.line_num
    except csv.Error:
        raise refusals.open_quote(line) from None


def _check_line(row: list[str], reading: RegisterReading, line: int, *, cut: bool) -> None:
    width = len(reading.layout.names)
    if len(row) != width:
        if cut and len(row) < width:
            raise refusals.cut_off(line, len(row), width)
        raise refusals.ragged(line, len(row), width)
    for cell in row:
        if any(ord(character) < _FIRST_PRINTED and character not in "\t\n\r" for character in cell):
            raise refusals.not_text(line, LONGEST_LINE)


def _person(cell: str, reading: RegisterReading, line: int) -> bytes:
    text = cell.strip()
    if text in MISSING:
        raise words.no_person(line, reading.layout.person_name)
    return text.encode()


def _degree(cell: str, reading: RegisterReading, line: int, position: int) -> int:
    found = degree_of(cell)
    if found is None:
        raise refused_degree(line, reading.layout.names[position])
    return found


def _code(cell: str, reading: RegisterReading, line: int, position: int) -> int:
    text = cell.strip()
    if text in MISSING:
        return BLANK
    if not reading.book.is_code(text):
        raise words.bad_code(line, reading.layout.names[position], text)
    number = reading.codes.number(text)
    if number >= BLANK:
        raise words.too_many_codes()
    return number

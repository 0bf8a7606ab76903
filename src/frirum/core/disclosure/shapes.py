"""A wide table as people make it in a spreadsheet: title lines, a line of headings, and margins, which are checked.

Margins are dropped once they agree with the cells: the protector works them out itself. One that does not agree is
refused, as nobody can tell which of the numbers is right.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from frirum.core.disclosure.identity import folded
from frirum.core.disclosure.merge import split_name
from frirum.core.disclosure.sentences import say
from frirum.core.disclosure.table import Dimension
from frirum.core.errors import InputRefused
from frirum.core.files.data_file import FileSource
from frirum.core.files.limits import RELEASES
from frirum.core.files.lines import Line, read_lines

MARGIN_NAMES = {
    "i alt", "ialt", "total", "totalt", "subtotal", "grand total", "hovedtotal", "totalsum", "totaler", "in total",
    "sum", "summen", "delsum", "samlet", "samlet set", "tilsammen", "sammenlagt", "alle kommuner", "all municipalities",
}  # fmt: skip
_FEWEST_COLUMNS = 2
_NUMBER = re.compile(r"-?\d{1,3}(?:[. \u00a0]\d{3})+|-?\d+(?:[.,]0+)?")


@dataclass(frozen=True)
class WideTable:
    """The cells of a wide table without its margins."""

    dimensions: tuple[Dimension, ...]
    counts: Mapping[tuple[str, ...], int]


def is_margin(label: str) -> bool:
    """Whether a heading is a sum's by its name."""
    return " ".join(label.split()).casefold() in MARGIN_NAMES


def wide_lines(source: FileSource, rows: str, columns: str | None, count: str | None) -> list[Line] | None:
    """The lines of a file that is a wide table, by what its columns are said to be; None where it is none."""
    lines = read_lines(source, limits=RELEASES)
    if lines is None:
        return None
    headings = set(lines[0][1]) if lines else set()
    if count in headings or (columns is not None and columns in headings):
        return None
    if columns is None and rows in headings:
        # One heading with numbers, and no name twice: counts, not persons.
        names = [cells[0] for _number, cells in lines[1:]]
        counted = len(headings - {""}) == _FEWEST_COLUMNS and len(set(names)) == len(names)
        return lines if counted and heading_line(lines, rows) == 0 else None
    return lines if heading_line(lines, rows) is not None else None


def heading_line(lines: Sequence[Line], rows: str) -> int | None:
    """The place among the lines of the headings: the first with two headings or more and numbers in the line below."""
    for place, (_number, cells) in enumerate(lines[:-1]):
        below = lines[place + 1][1]
        headed = [cell for cell in cells[1:] if cell]
        numbers = [cell for cell in below[1 : len(cells)] if _NUMBER.fullmatch(cell)]
        if headed and numbers and len(numbers) == len([cell for cell in below[1 : len(cells)] if cell]):
            named = not cells[0] or folded(cells[0]) == folded(rows)
            if named or len(headed) >= _FEWEST_COLUMNS:
                return place
    return None


def read_wide(lines: Sequence[Line], path: str, rows: str, columns: str | None) -> WideTable:
    """A wide table: a line per row, a column per category, perhaps titles above and margins at the end.

    Args:
        rows, columns: what the two classifications are called; without `columns` the one column holds the counts.

    Raises:
        InputRefused: no line of headings, a cell that is no number of persons, a category twice, or a margin that is
            not the sum of its cells; with the line.
    """
    place = heading_line(lines, rows)
    if place is None:
        raise InputRefused(
            say("is_no_line_of_headings_above"),
            file=path,
            remedy=say("write_rows_above_first_column", rows=rows),
        )
    head = lines[place]
    labels = head[1][1:]
    while labels and not labels[-1]:
        labels.pop()
    _refuse_twice(labels, head[0], path)
    grid = {
        cells[0]: (number, cells[1 : len(labels) + 1])
        for number, cells in lines[place + 1 :]
        if _is_row(cells)
    }
    _refuse_twice([cells[0] for _n, cells in lines[place + 1 :] if _is_row(cells)], head[0], path)
    counts = {
        (row, label): _count(cell, number, path)
        for row, (number, cells) in grid.items()
        for label, cell in zip(labels, [*cells, *[""] * len(labels)], strict=False)
    }
    inner_rows = [row for row in grid if not is_margin(row)]
    inner = [label for label in labels if not is_margin(label)]
    _check_margins(counts, inner_rows, inner, {row: number for row, (number, _cells) in grid.items()}, path)
    down = _dimension(rows, inner_rows)
    if columns is None:
        return WideTable((down,), {(row,): sum(counts[row, label] for label in inner) for row in inner_rows})
    return WideTable(
        (down, _dimension(columns, inner)),
        {(row, label): counts[row, label] for row in inner_rows for label in inner},
    )


def _is_row(cells: Sequence[str]) -> bool:
    """Whether a line is one of the table's: a name and a number. Notes below it are not."""
    return bool(cells[0]) and any(cells[1:])


def _refuse_twice(labels: Sequence[str], line: int, path: str) -> None:
    seen: set[str] = set()
    for label in labels:
        if not label or folded(label) in seen:
            raise InputRefused(
                say("headings_have_empty_or_double_column", name=label or "–"),
                file=path,
                line=line,
                remedy=say("give_each_column_and_row_name"),
            )
        seen.add(folded(label))


def _count(cell: str, line: int, path: str) -> int:
    """A whole number of persons; an empty cell and a dash are nobody."""
    if cell in ("", "-", "–"):
        return 0
    plain = re.sub(r"[. \u00a0](?=\d{3})", "", cell)
    plain = re.sub(r"[.,]0+$", "", plain)
    if not plain.isdigit():
        raise InputRefused(
            say("value_is_not_number_of_people", value=cell),
            file=path,
            line=line,
            remedy=say("write_whole_number_from_0_up"),
        )
    return int(plain)


def _check_margins(
    counts: Mapping[tuple[str, str], int],
    rows: Sequence[str],
    columns: Sequence[str],
    lines: Mapping[str, int],
    path: str,
) -> None:
    for (row, label), said in counts.items():
        across = [label] if label in columns else columns
        down = [row] if row in rows else rows
        if (row in rows) and (label in columns):
            continue
        found = sum(counts[one, other] for one in down for other in across)
        if said != found:
            raise InputRefused(
                say("row_column_is_said_but_cells", row=row, column=label, said=said, found=found),
                file=path,
                line=lines[row],
                remedy=say("correct_sum_or_cells_or_delete"),
            )


def _dimension(name: str, labels: Sequence[str]) -> Dimension:
    return Dimension(
        name, tuple(labels), made_of={label: parts for label in labels if len(parts := split_name(label)) > 1}
    )

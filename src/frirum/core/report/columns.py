"""How wide a table and its columns are, reckoned from the words alone, so that all formats agree."""

from __future__ import annotations

import math
import re

from frirum.core.report.printed import Header, Runs

COMPACT_FROM = 8  # columns; from here on tables are set in smaller type

_CAPACITY = 80  # characters of a table's type that fit across the page, all cells together
_COMPACT_CAPACITY = 96
_GUTTER = 3  # characters' worth of space around a cell's text
_LONGEST_LINE = 60  # a longer cell wraps; what is over asks for width by its root alone
_LONGEST_WORD = 14  # a longer word is hyphenated, but never a figure with its unit
_SHORTEST_WORD = 8  # what a column of words is given at least where figures need the room
_PER_ROOT = 6.0
_BOLD = 1.12  # bold type is about this much wider
_NARROWEST_TABLE = 0.45
_SPACES = re.compile(r"[ \n]+")  # not the no-break space, which keeps a figure and its unit together


def column_widths(
    header: Header, rows: tuple[tuple[Runs, ...], ...], width: int
) -> tuple[float, tuple[float, ...]]:
    """The table's share of the text width, and each column's share of the table.

    Every column gets room for its longest word, and the rest is shared in proportion to the longest cells.
    """
    least, wanted, held = _measured(header, rows, width)
    capacity = _CAPACITY if width < COMPACT_FROM else _COMPACT_CAPACITY
    if sum(wanted) <= capacity:
        return max(_NARROWEST_TABLE, round(sum(wanted) / capacity, 2)), _shares(wanted)
    if sum(least) > capacity:  # figures keep their room, words are hyphenated closer
        least = [
            one if whole else min(one, _SHORTEST_WORD + _GUTTER)
            for one, whole in zip(least, held, strict=True)
        ]
    return 1.0, _shares(_shared_out(least, wanted, capacity))


def _shared_out(least: list[float], wanted: list[float], capacity: float) -> list[float]:
    """Widths in proportion to what the columns want, none narrower than its longest word."""
    if sum(least) >= capacity:
        return least
    widths, open_columns = list(least), set(range(len(least)))
    while open_columns:
        room = capacity - sum(least[i] for i in range(len(least)) if i not in open_columns)
        asked = sum(wanted[i] for i in open_columns)
        for i in open_columns:
            widths[i] = room * wanted[i] / asked
        tight = {i for i in open_columns if widths[i] < least[i]}
        if not tight:
            break
        for i in tight:
            widths[i] = least[i]
        open_columns -= tight
    return widths


def _measured(
    header: Header, rows: tuple[tuple[Runs, ...], ...], width: int
) -> tuple[list[float], list[float], list[bool]]:
    """For each column the length of its longest word and of its longest cell, in characters with gutter; and whether
    the word is a figure, which is not broken."""
    words, lines, figures = [0.0] * width, [0.0] * width, [0.0] * width
    for cells in header:
        column = 0
        for text, columns in cells:
            if columns == 1:
                words[column] = max(words[column], _BOLD * _longest_word(text))
                lines[column] = max(lines[column], _BOLD * len(text) / 2)  # a header takes two lines
            column += columns
    for row in rows:
        for column, runs in enumerate(row):
            text = "".join(run.text for run in runs)
            words[column] = max(words[column], _longest_word(text))
            lines[column] = max(lines[column], *map(len, text.split("\n")))
            figures[column] = max(figures[column], *(len(run.text) for run in runs if run.figure), 0.0)
    least = [
        max(min(word, _LONGEST_WORD), figure) + _GUTTER for word, figure in zip(words, figures, strict=True)
    ]
    wanted = [_line_wanted(line) + _GUTTER for line in lines]
    held = [figure + _GUTTER >= one for figure, one in zip(figures, least, strict=True)]
    return least, [max(pair) for pair in zip(least, wanted, strict=True)], held


def _line_wanted(length: float) -> float:
    """Characters of width that a cell asks for: its length, and from a line on less and less of what is over."""
    over = max(0.0, length - _LONGEST_LINE)
    return min(length, _LONGEST_LINE) + _PER_ROOT * math.sqrt(over)


def _longest_word(text: str) -> int:
    return max(len(word) for word in _SPACES.split(text))


def _shares(lengths: list[float]) -> tuple[float, ...]:
    return tuple(round(length / sum(lengths), 4) for length in lengths)

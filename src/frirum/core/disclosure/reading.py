"""A municipality's own file as a table of counts: long, one line per person, or wide."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from frirum.core.disclosure.identity import folded, is_of_places, place_of
from frirum.core.disclosure.merge import split_name
from frirum.core.disclosure.sentences import say
from frirum.core.disclosure.shapes import is_margin, read_wide, wide_lines
from frirum.core.disclosure.table import Dimension, IntArray
from frirum.core.errors import InputRefused
from frirum.core.files.data_file import FileSource
from frirum.core.files.limits import RELEASES
from frirum.core.files.table import Table, read_table

_PERHAPS_MARGINS = {"alle", "all", "alt", "hele landet", "hele netværket", "overall", "everyone"}
"""Names that may also be an answer or a table's only category: a margin where they are the sum of the others."""
_FEWEST_PARTS = 2
"""Categories and columns from which a category that is the sum of the others everywhere is taken for a margin."""
_MARGIN_PERSONS = 50
"""Persons from which that is no chance."""
_LARGEST = 40_000


def read_counts(
    path: FileSource, rows: str, columns: str | None, count: str | None
) -> tuple[tuple[Dimension, ...], Mapping[tuple[str, ...], int]]:
    """A table of counts: long (combinations that are absent are 0), one line per person, or wide.

    Args:
        rows, columns: the columns that classify; without `columns` the table has one classification.
        count: the column of persons; without it each line is one person, or the table is wide (`shapes.read_wide`):
            then `columns` is what its headings are called and no heading of its own.

    Raises:
        InputRefused: a missing column, an empty category, a margin (by its name, or because it is the sum of all
            others), one category written in two ways, a count that is negative or not whole, a combination that
            stands twice; with the line.
    """
    if (lines := wide_lines(path, rows, columns, count)) is not None:
        wide = read_wide(lines, str(path), rows, columns)
        _refuse_beyond_reach(wide.dimensions, str(path))
        return wide.dimensions, wide.counts
    axes = [rows] if columns is None else [rows, columns]
    table = read_table(path, axes if count is None else [*axes, count], limits=RELEASES)
    names, numbered = [], []
    for column in axes:
        codes, labels = table.codes(column)
        texts = [str(label) for label in labels]
        _refuse_margins(table, column, codes, texts)
        _refuse_two_spellings(table, column, codes, texts)
        # The table's own order: bands stand as their author put them.
        order = np.unique(codes, return_index=True)[1].argsort()
        merged = {text: split_name(text) for text in texts if len(split_name(text)) > 1}
        names.append(Dimension(column, tuple(texts[n] for n in order), made_of=merged))
        numbered.append([texts[n] for n in codes])
    _refuse_beyond_reach(names, str(path))
    if count is None:
        return tuple(names), Counter(zip(*numbered, strict=True))
    return tuple(names), _counted(table, axes, count, numbered)


def _counted(
    table: Table, axes: Sequence[str], count: str, numbered: Sequence[Sequence[str]]
) -> dict[tuple[str, ...], int]:
    """The counts of a file with a line per combination."""
    values = table.numbers(count, counts=True)
    _refuse_counts(table, count, values)
    places = [table.codes(column)[0] for column in axes]
    table.refuse_duplicates(places[0], places[-1], say("row_and_column"))
    if len(axes) > 1:
        for axis, column in enumerate(axes):
            _refuse_sums(table, column, np.array(places)[[axis, 1 - axis]], values)
    return dict(zip(zip(*numbered, strict=True), values.astype(int).tolist(), strict=True))


def _refuse_beyond_reach(dimensions: Sequence[Dimension], file: str) -> None:
    size = math.prod(len(dimension.leaves) for dimension in dimensions)
    if size > _LARGEST:
        raise InputRefused(
            say("table_has_n_cells_at_most", n=size, limit=_LARGEST),
            file=file,
            remedy=say("merge_categories_or_split_table"),
        )


def _refuse_margins(table: Table, column: str, codes: Any, labels: Sequence[str]) -> None:
    for number, label in enumerate(labels):
        if is_margin(label):
            raise table.refuse(
                say("label_is_total_table_must", label=label),
                int(np.argmax(codes == number)),
                remedy=say("delete_rows_with_totals_in_column", column=column),
            )


def _refuse_two_spellings(table: Table, column: str, codes: Any, labels: Sequence[str]) -> None:
    """Aalborg and aalborg are one place: apart, the counts of each would be smaller, or one be hidden in vain."""
    seen: dict[str, str] = {}
    places = is_of_places(column, labels)
    for number in codes[np.sort(np.unique(codes, return_index=True)[1])]:
        label = labels[number]
        other = seen.setdefault((places and place_of(label, by_number=True)) or folded(label), label)
        if other != label:
            raise table.refuse(
                say("column_one_and_other", column=column, one=other, other=label),
                int(np.argmax(codes == number)),
                remedy=say("write_category_in_one_way"),
            )


def _refuse_sums(table: Table, column: str, codes: IntArray, values: Any) -> None:
    """A margin under any name: a category that in every line across is the sum of all others.

    With it as one category among others, what is hidden could be had by subtraction.

    Args:
        codes: the category of each row along `column`, and across, shape (2, n).
    """
    counts = np.zeros(codes.max(axis=1) + 1)
    np.add.at(counts, tuple(codes), values)
    persons = counts.sum(axis=1)
    rest = counts.sum(axis=0) - counts
    parts, across = (persons > 0).sum() - 1, (counts.sum(axis=0) > 0).sum()
    by_chance = (
        persons < _MARGIN_PERSONS if min(parts, across) >= _FEWEST_PARTS else np.ones_like(persons, bool)
    )
    for number in np.flatnonzero((counts == rest).all(axis=1) & (persons > 0)):
        row = int(np.argmax(codes[0] == number))
        label = str(table.frame.get_column(column)[row]).strip()
        if by_chance[number] and label.casefold() not in _PERHAPS_MARGINS:
            continue
        raise table.refuse(
            say("label_is_everywhere_sum_of_all", label=label),
            row,
            remedy=say("delete_rows_with_totals_in_column", column=column),
        )


def _refuse_counts(table: Table, count: str, values: Any) -> None:
    for wrong, message in (
        (values < 0, say("column_name_value_is_negative")),
        (values != np.rint(values), say("column_name_value_is_not_whole")),
        (values > 1e12, say("column_name_value_is_too_large")),
    ):
        if wrong.any():
            row = int(np.argmax(wrong))
            raise table.refuse(message.format(name=count, value=values[row]), row)

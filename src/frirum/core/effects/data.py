"""Outcomes of a data file: rows without one are left out and told, and numbers too large to square are refused."""

from __future__ import annotations

import numpy as np

from frirum.core.effects.rows import Check
from frirum.core.effects.sentences import say
from frirum.core.errors import InputRefused
from frirum.core.files.table import FloatArray, Table

SMALLEST, LARGEST = 1e-100, 1e100


def refuse_scale(values: FloatArray, column: str, file: str | None = None) -> None:
    """Refuse outcomes whose squares no longer fit in a number; NaN from infinite sums counts as too large.

    Raises:
        InputRefused: says so.
    """
    size = float(np.abs(values).max(initial=0.0))
    if size and not SMALLEST < size < LARGEST:
        raise InputRefused(
            say("outcome_column_has_numbers_too_large", column=column),
            file=file,
            remedy=say("write_column_in_another_unit", column=column),
        )


def with_outcome(
    table: Table, name: str, *, counts: bool = False
) -> tuple[Table, FloatArray, tuple[Check, ...]]:
    """The rows that have an outcome, their outcomes, and a named warning when some had none.

    Args:
        counts: as in `Table.numbers`.

    Raises:
        InputRefused: the column is not numeric, is infinite somewhere, or is wholly empty.
    """
    values = table.numbers(name, allow_missing=True, counts=counts)
    missing = np.isnan(values)
    count = int(missing.sum())
    refuse_scale(values[~missing], name, table.file)
    if count == 0:
        return table, values, ()
    if count == len(table):
        raise table.refuse(say("column_name_is_empty_in_every", name=name), column=name)
    text = say.counted("n_rows_without_outcome_are_left", count)
    return (
        table.rows(~missing),
        values[~missing],
        (Check("missing_outcome", False, text.format(n=count), count),),
    )

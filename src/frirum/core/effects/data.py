"""Outcomes of a data file: rows without one are left out and told, and numbers too large to square are refused."""

from __future__ import annotations

import numpy as np

from frirum.core.effects.rows import Check
from frirum.core.errors import InputRefused
from frirum.core.files.table import FloatArray, Table
from frirum.core.language import gettext as _
from frirum.core.language import ngettext

SMALLEST, LARGEST = 1e-100, 1e100


def refuse_scale(values: FloatArray, column: str, file: str | None = None) -> None:
    """Refuse outcomes whose squares no longer fit in a number; NaN from infinite sums counts as too large.

    Raises:
        InputRefused: says so.
    """
    size = float(np.abs(values).max(initial=0.0))
    if size and not SMALLEST < size < LARGEST:
        raise InputRefused(
            _("Udfaldet {column} har for store eller for små tal til at regne med.").format(column=column),
            file=file,
            remedy=_("Skriv {column} i en anden måleenhed.").format(column=column),
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
        raise table.refuse(_("Kolonnen {name} er tom i alle rækker.").format(name=name), column=name)
    text = ngettext("{n} række uden udfald er udeladt.", "{n} rækker uden udfald er udeladt.", count)
    return (
        table.rows(~missing),
        values[~missing],
        (Check("missing_outcome", False, text.format(n=count), count),),
    )

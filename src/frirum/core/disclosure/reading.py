"""A municipality's own file as a table of counts: long, without margins, zero combinations left out or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from frirum.core.disclosure.merge import split_name
from frirum.core.disclosure.table import Dimension
from frirum.core.effects.data import Table, read_table
from frirum.core.errors import InputRefused
from frirum.core.language import gettext as _

_MARGIN_NAMES = {"i alt", "ialt", "total", "sum", "samlet"}
_LARGEST = 40_000


def read_counts(
    path: Path, rows: str, columns: str, count: str
) -> tuple[tuple[Dimension, Dimension], Mapping[tuple[str, ...], int]]:
    """A long table of counts; combinations that are absent are 0.

    Raises:
        InputRefused: a missing column, an empty or margin category, a count that is negative or not whole, a
            combination that stands twice; with the line.
    """
    table = read_table(path, [rows, columns, count])
    names, numbered = [], []
    for column in (rows, columns):
        codes, labels = table.codes(column)
        texts = [str(label) for label in labels]
        _refuse_margins(table, column, codes, texts)
        # The table's own order: bands stand as their author put them.
        order = np.unique(codes, return_index=True)[1].argsort()
        merged = {text: split_name(text) for text in texts if len(split_name(text)) > 1}
        names.append(Dimension(column, tuple(texts[n] for n in order), made_of=merged))
        numbered.append([texts[n] for n in codes])
    values = table.numbers(count)
    _refuse_counts(table, count, values)
    first, second = (table.codes(column)[0] for column in (rows, columns))
    table.refuse_duplicates(first, second, _("række og kolonne"))
    size = len(names[0].leaves) * len(names[1].leaves)
    if size > _LARGEST:
        raise InputRefused(
            _("Tabellen har {n} celler; der kan beskyttes højst {limit}.").format(n=size, limit=_LARGEST),
            file=str(path),
            remedy=_("Læg kategorier sammen, eller del tabellen op."),
        )
    return (names[0], names[1]), dict(
        zip(zip(*numbered, strict=True), values.astype(int).tolist(), strict=True)
    )


def _refuse_margins(table: Table, column: str, codes: Any, labels: Sequence[str]) -> None:
    for number, label in enumerate(labels):
        if label.strip().casefold() in _MARGIN_NAMES:
            raise table.refuse(
                _("{label} er en sum; tabellen skal være uden summer.").format(label=label),
                int(np.argmax(codes == number)),
                remedy=_("Slet rækkerne med summer i {column}; de regnes ud her.").format(column=column),
            )


def _refuse_counts(table: Table, count: str, values: Any) -> None:
    for wrong, message in (
        (values < 0, _("Kolonnen {name}: {value:g} er negativ.")),
        (values != np.rint(values), _("Kolonnen {name}: {value:g} er ikke et helt antal.")),
        (values > 1e12, _("Kolonnen {name}: {value:g} er for stort til et antal personer.")),
    ):
        if wrong.any():
            row = int(np.argmax(wrong))
            raise table.refuse(message.format(name=count, value=values[row]), row)

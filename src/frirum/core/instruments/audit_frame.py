"""From a file with a list of cases to the drawn sample; what cannot be used is refused with its line."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
import polars as pl

from frirum.core.errors import UsageError
from frirum.core.files.data_file import FileSource, as_data_file
from frirum.core.files.limits import AUDITS
from frirum.core.files.table import read_table
from frirum.core.instruments.audit_sample import ListedCase, draw
from frirum.core.language import gettext as _

ID = "id"


@dataclass(frozen=True)
class DrawnSample:
    """A sample and the list it was drawn from.

    Attributes:
        frame_sha256: of the file's bytes, in hexadecimal: the list as it was.
        population: cases on the list.
        cases: the drawn, in drawn order.
    """

    frame_sha256: str
    population: int
    cases: tuple[ListedCase, ...]


def draw_from_file(
    source: FileSource, n: int, seed: int, *, stratum: str | None = None, id_column: str | None = None
) -> DrawnSample:
    """`frirum audit draw`: read the list and draw.

    Args:
        stratum: column that divides the list, or None.
        id_column: column of the case's number; `id` where there is one, else the first column.

    Raises:
        InputRefused: no such column, an empty number or a number that stands twice; with its line.
        UsageError: more cases than the list has.
    """
    table = read_table(source, limits=AUDITS)
    table.require([])
    column = id_column or (ID if ID in table.frame.columns else table.frame.columns[0])
    ids = _written(table.text(column))
    strata = [""] * len(ids) if stratum is None else _written(table.text(stratum))
    cases = [ListedCase(part, number) for part, number in zip(strata, ids, strict=True)]
    place = {case: index for index, case in enumerate(dict.fromkeys(cases))}
    table.refuse_duplicates(np.array([place[case] for case in cases]), None, _("sag"))
    if n > len(cases):
        raise UsageError(
            _("Der er {size} sager på listen, så der kan ikke udtrækkes {n}.").format(size=len(cases), n=n)
        )
    return DrawnSample(
        hashlib.sha256(as_data_file(source).path.read_bytes()).hexdigest(),
        len(cases),
        tuple(draw(cases, n, seed)),
    )


def _written(column: pl.Series) -> list[str]:
    return [str(value) for value in column.to_list()]

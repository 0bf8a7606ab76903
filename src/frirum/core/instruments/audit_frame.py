"""From a file with a list of cases to the drawn sample; what cannot be used is refused with its line."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from frirum.core.disclosure.texts import TextRisk, find_personal
from frirum.core.errors import UsageError
from frirum.core.files.data_file import FileSource, as_data_file
from frirum.core.files.dates import read_date
from frirum.core.files.limits import AUDITS
from frirum.core.files.table import Table, read_table
from frirum.core.instruments.audit_sample import ListedCase, draw
from frirum.core.instruments.sentences import say
from frirum.core.vocabulary.municipalities import by_code, by_name

ID = "id"
MUNICIPALITY_COLUMNS = (
    "kommune",
    "kommunekode",
    "kommunenr",
    "kommunenavn",
    "municipality",
    "municipality_code",
)
"""Headings that name the municipality of a case, whatever their case."""


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


@dataclass(frozen=True)
class Frame:
    """The list of cases that an audit is about.

    Attributes:
        sha256: of the file's bytes, in hexadecimal.
        cases: (municipality's code, case) in the order of the list.
    """

    sha256: str
    cases: tuple[tuple[int, ListedCase], ...]

    def of(self, municipality: int) -> tuple[ListedCase, ...]:
        """The cases of one municipality, in the order of the list."""
        return tuple(case for code, case in self.cases if code == municipality)

    @property
    def municipalities(self) -> tuple[int, ...]:
        """Codes of those that have cases, in rising order."""
        return tuple(sorted({code for code, _case in self.cases}))


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
    cases = _cases(table, id_column, stratum)
    if n > len(cases):
        raise UsageError(say("are_size_cases_on_list_n", size=len(cases), n=n))
    return DrawnSample(_sha256(source), len(cases), tuple(draw(cases, n, seed)))


def read_frame(
    source: FileSource,
    *,
    id_column: str | None = None,
    municipality_column: str | None = None,
    date_column: str | None = None,
) -> Frame:
    """The list of cases behind the workbooks of an audit, by municipality.

    Args:
        id_column: as for `draw_from_file`.
        municipality_column: code or name of the municipality; the first column called so where it is None.
        date_column: the day of the decision, where the newest cases are to be taken.

    Raises:
        InputRefused: no such column, an unknown municipality, a case that stands twice, a day that cannot be read, a
            number that looks like a CPR number; with its line.
    """
    table = read_table(source, limits=AUDITS)
    column = municipality_column or _municipality_column(table)
    cases = _cases(table, id_column, column)
    codes = _codes(table, column)
    days = None if date_column is None else _days(table, date_column)
    for row, case in enumerate(cases):
        if any(hit.risk is TextRisk.CPR for hit in find_personal(case.id)):
            raise table.refuse(
                say("number_of_case_looks_like_cpr"),
                row,
                say("use_case_system_case_number_instead"),
            )
    seen: dict[tuple[int, str], int] = {}
    place = [seen.setdefault((code, case.id), len(seen)) for code, case in zip(codes, cases, strict=True)]
    table.refuse_duplicates(np.array(place), None, say("case"))
    if days is not None:
        cases = [ListedCase(case.stratum, case.id, day) for case, day in zip(cases, days, strict=True)]
    return Frame(_sha256(source), tuple(zip(codes, cases, strict=True)))


def _cases(table: Table, id_column: str | None, stratum: str | None) -> list[ListedCase]:
    table.require([])
    column = id_column or (ID if ID in table.frame.columns else table.frame.columns[0])
    ids = _written(table.text(column))
    strata = [""] * len(ids) if stratum is None else _written(table.text(stratum))
    cases = [ListedCase(part, number) for part, number in zip(strata, ids, strict=True)]
    place = {case: index for index, case in enumerate(dict.fromkeys(cases))}
    table.refuse_duplicates(np.array([place[case] for case in cases]), None, say("case"))
    return cases


def _municipality_column(table: Table) -> str:
    for name in table.frame.columns:
        if name.casefold() in MUNICIPALITY_COLUMNS:
            return name
    raise table.refuse(
        say("list_has_no_column_with_municipality"),
        remedy=say("choose_column_with_municipality_or_call", columns=", ".join(table.frame.columns)),
    )


def _codes(table: Table, column: str) -> list[int]:
    codes = []
    for row, written in enumerate(_written(table.text(column))):
        found = by_code(written) or by_name(written)
        if found is None:
            raise table.refuse(
                say("value_is_no_municipality", value=written[:60]),
                row,
                say("write_municipality_name_or_three_digit", name=column),
            )
        codes.append(found.code)
    return codes


def _days(table: Table, column: str) -> list[dt.date]:
    days = []
    for row, written in enumerate(_written(table.text(column))):
        day = read_date(written)
        if not isinstance(day, dt.date):
            raise table.refuse(
                say("column_name_date_cannot_be_read", name=column),
                row,
                say("write_date_as_01_07_2027"),
            )
        days.append(day)
    return days


def _sha256(source: FileSource) -> str:
    return hashlib.sha256(as_data_file(source).path.read_bytes()).hexdigest()


def _written(column: pl.Series) -> Sequence[str]:
    return [str(value) for value in column.to_list()]

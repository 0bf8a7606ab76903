"""Tables as spreadsheet files: numbers stay numbers, nothing runs, nothing is hidden."""

from __future__ import annotations

import csv
import io
import zipfile

import openpyxl
import pytest
from documents.sample import followed_up, results_table

from frirum.core.errors import NotAllowed
from frirum.core.language import language
from frirum.core.report.export import table_to_csv, table_to_xlsx
from frirum.core.report.numbers import PERCENT, Number, Run
from frirum.core.report.tables import ReportTable

HOSTILE = ["=1+1", "+1", "-1+1", "@SUM(A1)", '=HYPERLINK("https://x.dk";"x")', "=cmd|' /C calc'!A0"]


def _csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def _table(*cells: object) -> ReportTable:
    return ReportTable("T", ("Navn", "Værdi"), tuple((f"r{i}", cell) for i, cell in enumerate(cells)))  # type: ignore[misc]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_becomes_a_formula(text):
    table = ReportTable(text, (text, "b"), ((text, text + " tekst"),), notes=(text,))
    rows = _csv(table_to_csv(table))
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert rows[1][0] == "'" + text
    sheet = openpyxl.load_workbook(io.BytesIO(table_to_xlsx(table))).active
    values = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in values} == {"s"}
    assert sheet["A3"].value == text
    assert sheet["A1"].hyperlink is None


def test_numbers_stay_numbers_and_units_go_to_the_header():
    table = _table(
        followed_up(1234.5, unit=PERCENT, decimals=1), followed_up(-2.25, unit=PERCENT, decimals=1)
    )
    assert _csv(table_to_csv(table)) == [
        ["Navn", "Værdi (pct.)", "Bemærkning"],
        ["r0", "1234,5", "syntetiske data"],
        ["r1", "-2,3", "syntetiske data"],
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(table_to_xlsx(table))).active
    assert [sheet["B4"].value, sheet["B5"].value] == [1234.5, -2.3]


def test_english_files_have_a_decimal_point():
    with language("en"):
        assert _csv(table_to_csv(_table(followed_up(0.5, decimals=1))))[1][1] == "0.5"


def test_a_column_of_several_units_keeps_them_beside_the_figures():
    rows = _csv(table_to_csv(_table(followed_up(5, unit="uger"), followed_up(3, unit="dage"))))
    assert [row[1] for row in rows] == ["Værdi", "5\u00a0uger", "3\u00a0dage"]


def test_hidden_numbers_are_the_words_a_reader_sees():
    rows = _csv(table_to_csv(results_table()))
    assert [row[3] for row in rows[2:]] == ["under 5", "11", "skjult", "9", "ikke opgjort"]


def test_unreleased_numbers_stay_with_the_team_and_are_marked():
    table = _table(Number.unreleased(3, source=Run("K-1")))
    for export in (table_to_csv, table_to_xlsx):
        with pytest.raises(NotAllowed):
            export(table)
    assert _csv(table_to_csv(table, audience="team"))[1] == ["r0", "3 [ikke frigivet]"]


def test_the_workbook_hides_nothing_and_is_the_same_each_time():
    content = table_to_xlsx(results_table())
    assert content == table_to_xlsx(results_table())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not [n for n in archive.namelist() if "pivot" in n or "external" in n or "comments" in n]
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert [sheet.sheet_state for sheet in book] == ["visible"]
    assert not any(d.hidden for d in book.active.column_dimensions.values())
    text = [str(cell.value) for row in book.active.iter_rows() for cell in row if cell.value]
    assert "»under 5«: færre end fem borgere" in text


def test_an_empty_table_is_its_header():
    assert _csv(table_to_csv(ReportTable("T", ("a", "b"), ()))) == [["a", "b"]]
    assert (
        openpyxl.load_workbook(io.BytesIO(table_to_xlsx(ReportTable("T", ("a", "b"), ())))).active["B3"].value
        == "b"
    )

"""From a file to rows: encodings, separators, dates, identities, keys, and that every row is accounted for."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import json
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from extract_work import ANNA, BENT, MARK_HEADINGS, UNDER_18, mapping_of, mark, text_file
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from frirum.core.catalogue.extract_kinds import FieldType
from frirum.core.catalogue.loader import shipped_catalogue
from frirum.core.errors import InputRefused
from frirum.core.extracts.findings import ExtractFinding, FindingCode
from frirum.core.extracts.kinds import CONTACTS, MARKS, kind_named, kinds
from frirum.core.extracts.mapping import (
    ColumnMapping,
    MappedColumn,
    checked,
    fit,
    mapping_from_dict,
    suggest,
    suggest_date_order,
)
from frirum.core.extracts.marks import MarkJudge, PlacedMark, marked_twice, suggest_target, targets
from frirum.core.extracts.model import RowField
from frirum.core.extracts.people import cpr_by_case_number
from frirum.core.extracts.reading import Before, Fate, ReadRow, RowReader, Tally, settle
from frirum.core.extracts.values import CellReading, read_date, read_value
from frirum.core.extracts.words import finding_said
from frirum.core.files.dates import DateOrder
from frirum.core.files.opening import open_source
from frirum.core.vocabulary.periods import Period
from frirum.web.uses.identities import Identity, read_identity

F = FindingCode
VESTHIMMERLAND = 820
TODAY = dt.date(2019, 6, 3)


@pytest.fixture
def write(tmp_path: Path) -> Any:
    def writer(content: bytes, name: str = "udtraek.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return writer


def judge(municipality: int = VESTHIMMERLAND) -> MarkJudge:
    return MarkJudge(shipped_catalogue().experiments.values(), municipality=municipality, today=TODAY)


def read(
    path: Path,
    mapping: ColumnMapping,
    *,
    municipality: int = VESTHIMMERLAND,
    secret: bytes = b"hemmelig",
    judged: bool = True,
) -> list[ReadRow]:
    reader = RowReader(
        open_source(path), mapping, municipality=municipality, secret=secret,
        identify=lambda cpr, case: read_identity(cpr, case, zero_confirmed=mapping.zero_confirmed),
        judge=judge(municipality) if judged and mapping.kind == "marks" else None,
    )  # fmt: skip
    return list(settle(reader.rows(), lambda keys: {}).rows)


def read_marks(write: Any, rows: Iterable[list[str]], **options: Any) -> list[ReadRow]:
    return read(
        write(text_file(MARK_HEADINGS, list(rows))), suggest(kind_named(MARKS), MARK_HEADINGS), **options
    )


def codes(rows: Iterable[ReadRow]) -> list[list[FindingCode]]:
    return [[finding.code for finding in row.findings] for row in rows]


# ---- text files ----


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_encoding_and_separator_gives_the_same_rows(write: Any, encoding: str, separator: str) -> None:
    rows = [["æøå ÆØÅ – »én«", 'med "anførsel" i', f"skille{separator}tegn", "over\nto linjer", ""]]
    path = write(
        text_file(
            ["Å", "B", "C", "D", "E"], [*rows, ["2", "", "", "", ""]], encoding=encoding, separator=separator
        )
    )
    source = open_source(path)
    assert source.columns == ("Å", "B", "C", "D", "E")
    assert [row.cells for row in source.rows()] == [tuple(rows[0]), ("2", "", "", "", "")]
    assert [row.line for row in source.rows()] == [2, 4], "a cell over two lines moves the next row"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_ends_blank_lines_and_a_last_line_without_its_end(write: Any, newline: str) -> None:
    text = newline.join(["A;B", "1;2", "", ";", "3;4"])
    rows = list(open_source(write(text.encode())).rows())
    assert [row.cells for row in rows] == [("1", "2"), ("3", "4")]
    if newline != "\r":
        assert [row.line for row in rows] == [2, 5]


def test_the_hint_that_excel_writes_is_followed(write: Any) -> None:
    source = open_source(write(b"sep=,\r\nA,B\r\n1,2\r\n"))
    assert source.columns == ("A", "B")
    assert [(row.line, row.cells) for row in source.rows()] == [(3, ("1", "2"))]


def test_separators_that_end_every_line_make_no_column(write: Any) -> None:
    source = open_source(write(b"A;B;;\r\n1;2;;\r\n"))
    assert source.columns == ("A", "B")
    assert [(row.cells, row.width) for row in source.rows()] == [(("1", "2"), 2)]


def test_a_row_with_too_few_or_too_many_cells_is_set_aside_alone(write: Any) -> None:
    rows = read_marks(write, [mark(), mark()[:4], [*mark(BENT), "og", "mere"], mark(BENT)])
    assert [row.fate for row in rows] == [Fate.ACCEPTED, Fate.SET_ASIDE, Fate.SET_ASIDE, Fate.ACCEPTED]
    assert codes(rows)[1:3] == [[F.TOO_FEW_CELLS], [F.TOO_MANY_CELLS]]


# ---- workbooks ----


def sheet(path: Path, rows: Iterable[Iterable[Any]], prepare: Any = None) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    if prepare:
        prepare(book)
    book.save(path)
    return path


def test_a_workbook_gives_dates_as_dates_and_numbers_as_written(tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.xlsx", [
        ["CPR", "Fleksjob fra", "Timer"], [705031647, dt.date(2018, 11, 1), 18.5], [None, None, None], ["111103-1144", "03-12-2018", 15],
    ])  # fmt: skip
    source = open_source(path)
    assert [(r.line, r.cells) for r in source.rows()] == [
        (2, ("705031647", dt.date(2018, 11, 1), "18,5")), (4, ("111103-1144", "03-12-2018", "15")),
    ]  # fmt: skip
    rows = read(path, suggest(kind_named("flexi_jobs"), source.columns))
    assert codes(rows) == [[F.CPR_LOST_ZERO], []]
    assert rows[1].values == {"begun_on": dt.date(2018, 12, 3), "weekly_hours": Decimal(15)}


def test_a_lost_zero_is_proposed_and_used_only_when_confirmed(tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.xlsx", [["CPR", "Fleksjob fra"], [705031647, dt.date(2018, 11, 1)]])
    mapping = suggest(kind_named("flexi_jobs"), ["CPR", "Fleksjob fra"])
    confirmed = ColumnMapping(mapping.kind, mapping.columns, zero_confirmed=True)
    assert [row.fate for row in read(path, mapping)] == [Fate.SET_ASIDE]
    (row,) = read(path, confirmed)
    assert row.identity is not None
    assert row.identity.cpr == "0705031647"


def test_hidden_rows_are_read_and_told(tmp_path: Path) -> None:
    def hide(book: Workbook) -> None:
        book.active.row_dimensions[3].hidden = True

    source = open_source(sheet(tmp_path / "a.xlsx", [["A", "B"], [1, 2], [3, 4]], hide))
    assert len(list(source.rows())) == 2
    assert "1 skjulte rækker" in source.notes[0]


def test_the_sheet_is_asked_for_where_several_have_data(tmp_path: Path) -> None:
    def add(book: Workbook) -> None:
        book.create_sheet("Andet").append(["X", "Y"])

    path = sheet(tmp_path / "a.xlsx", [["A", "B"], [1, 2]], add)
    with pytest.raises(InputRefused, match="flere ark: Sheet, Andet"):
        open_source(path)
    assert open_source(path, sheet="Sheet").columns == ("A", "B")


# ---- dates ----


@pytest.mark.parametrize(
    "written, expected",
    [
        ("2018-07-01", dt.date(2018, 7, 1)),
        ("01-07-2018", dt.date(2018, 7, 1)),
        ("1/7 2018", dt.date(2018, 7, 1)),
        ("1.7.2018", dt.date(2018, 7, 1)),
        ("1. juli 2018", dt.date(2018, 7, 1)),
        ("1 jul 2018", dt.date(2018, 7, 1)),
        ("20180701", dt.date(2018, 7, 1)),
        ("2018-07-01T00:00:00", dt.date(2018, 7, 1)),
        ("01-07-2018 14:30", dt.date(2018, 7, 1)),
        ("13/07/2018", dt.date(2018, 7, 13)),
        ("07/07/2018", dt.date(2018, 7, 7)),
        ("29-02-2016", dt.date(2016, 2, 29)),
        ("07/01/2018", F.DATE_AMBIGUOUS),
        ("01-07-18", F.DATE_SHORT_YEAR),
        ("29-02-2018", F.DATE_UNREADABLE),
        ("31-04-2018", F.DATE_UNREADABLE),
        ("07/13/2018", F.DATE_UNREADABLE),
        ("snart", F.DATE_UNREADABLE),
        ("43282", F.DATE_IS_NUMBER),
        ("01-07-1018", F.DATE_OUT_OF_RANGE),
        ("31-12-9999", F.DATE_OUT_OF_RANGE),
    ],
)
def test_dates_are_read_when_they_are_certain(written: str, expected: object) -> None:
    assert read_date(written) == expected


def test_the_chosen_order_settles_a_date_with_slashes() -> None:
    assert read_date("07/01/2018", DateOrder.DAY_FIRST) == dt.date(2018, 1, 7)
    assert read_date("07/01/2018", DateOrder.MONTH_FIRST) == dt.date(2018, 7, 1)
    assert read_date("01-07-2018", DateOrder.MONTH_FIRST) == dt.date(2018, 7, 1), "hyphens are Danish"
    assert suggest_date_order(["07/01/2018", "13/01/2018"]) is DateOrder.DAY_FIRST
    assert suggest_date_order(["07/01/2018", "01/13/2018"]) is DateOrder.MONTH_FIRST
    assert suggest_date_order(["13/01/2018", "01/13/2018"]) is None
    assert suggest_date_order(["07/01/2018"]) is None


@given(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)))
def test_every_day_is_read_back_from_every_danish_way_of_writing_it(day: dt.date) -> None:
    for written in (
        f"{day:%d-%m-%Y}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day.day}/{day.month} {day.year}",
        day.isoformat(),
        f"{day:%Y%m%d}",
    ):
        assert read_date(written) == day


# ---- other values ----


def a_field(type_: FieldType) -> RowField:
    return RowField("x", "X", type_)


@pytest.mark.parametrize(
    "type_, cell, expected",
    [
        (FieldType.NUMBER, "18,5", Decimal("18.5")),
        (FieldType.NUMBER, "18.5", Decimal("18.5")),
        (FieldType.NUMBER, "1.234", F.NUMBER_AMBIGUOUS),
        (FieldType.NUMBER, "1.234.567", Decimal(1234567)),
        (FieldType.INTEGER, "1.234", 1234),
        (FieldType.INTEGER, "123456789012345678", 123456789012345678),
        (FieldType.NUMBER, "1.234,5", Decimal("1234.5")),
        (FieldType.NUMBER, "1e9", F.NOT_A_NUMBER),
        (FieldType.NUMBER, "=1+1", F.FORMULA_TEXT),
        (FieldType.INTEGER, "2.", 2),
        (FieldType.INTEGER, "2,5", F.NOT_A_NUMBER),
        (FieldType.YES_NO, "X", True),
        (FieldType.YES_NO, "Nej", False),
        (FieldType.YES_NO, "måske", F.NOT_YES_OR_NO),
        (FieldType.MUNICIPALITY, "Vesthimmerlands Kommune", 820),
        (FieldType.MUNICIPALITY, "820 Vesthimmerland", 820),
        (FieldType.MUNICIPALITY, "Utopia", F.UNKNOWN_MUNICIPALITY),
        (FieldType.TARGET_GROUP, "2.7", "2.7"),
        (FieldType.TARGET_GROUP, "6.7 Jobafklaring", "6.7"),
        (FieldType.TARGET_GROUP, "7", F.UNKNOWN_TARGET_GROUP),
        (FieldType.BENEFIT, "Ledighedsydelse", "ledighedsydelse"),
        (FieldType.BENEFIT, "kontanter", F.UNKNOWN_BENEFIT),
        (FieldType.TEXT, "se 070503-1647", F.CPR_IN_TEXT),
        (FieldType.TEXT, "x" * 201, F.TOO_LONG),
        (FieldType.TEXT, "–", None),
    ],
)  # fmt: skip
def test_values_by_type(type_: FieldType, cell: str, expected: object) -> None:
    assert read_value(a_field(type_), cell, CellReading()) == expected


def test_codes_are_known_by_name_synonym_and_translation() -> None:
    state = kind_named(CONTACTS).by_id["state"]
    assert read_value(state, "Afholdt", CellReading()) == "held"
    assert read_value(state, " holdt  efter plan ", CellReading()) == "held"
    assert read_value(state, "Booket via app", CellReading()) is F.UNKNOWN_CODE
    assert (
        read_value(
            state, "Booket via app", CellReading(translations={"state": {"booket via app": "planned"}})
        )
        == "planned"
    )


def test_declared_kinds_are_whole() -> None:
    for kind in kinds():
        ids = [field.id for field in kind.fields]
        assert len(ids) == len(set(ids))
        assert {"cpr", "case_number"} <= set(ids)
        assert {name for pair in kind.in_order for name in pair} <= set(ids)
        assert [f for f in kind.fields if f.names_row and f.required], kind.id
        assert all(bool(f.codes) == (f.type is FieldType.CODE) for f in kind.fields)
        words = [
            word
            for f in kind.fields
            for code in f.codes
            for word in (f.id + code.danish, *(f.id + w for w in code.also))
        ]
        assert len(words) == len(set(words)), f"{kind.id}: two codes share a word"
        assert kind_named(kind.id) is kind


def test_every_finding_says_what_and_what_to_do() -> None:
    for code in FindingCode:
        what, remedy = finding_said(code)
        assert what.endswith("."), code
        assert remedy.endswith("."), code
    with pytest.raises(KeyError):
        finding_said("ukendt")


def test_a_finding_never_repeats_the_cell(write: Any) -> None:
    secret = "Birte Hemmelig"
    rows = read_marks(
        write,
        [
            [secret, secret, secret, secret, secret, secret],
            ["0705031647", UNDER_18, "0705031647", "", "", ""],
        ],
    )
    said = " ".join(f.text + f.remedy + f.column for row in rows for f in row.findings)
    assert len(said) > 100
    assert "Birte" not in said
    assert "1647" not in said


# ---- columns ----


def test_the_mapping_says_which_column_moved_or_disappeared() -> None:
    saved = mapping_of("marks")
    same = tuple(column.name for column in saved.columns)
    assert fit(saved, same).is_same
    changed = fit(
        saved, ("CPR-nr.", "Persongruppe", "Sags-id", "Start dato", "Slutdato", "Målgruppe", "Gang", "Ny")
    )
    assert not changed.is_same
    assert changed.gone == ("Startdato", "Oprettet")
    assert changed.likely == {"Startdato": "Start dato"}
    assert changed.new == ("Ny",)
    sentences = " ".join(changed.sentences())
    assert "Kolonnen »Startdato« er væk. Måske hedder den nu »Start dato«." in sentences
    assert "Kolonnen »Sags-id« stod som nr. 2 og står nu som nr. 3." in sentences


def test_columns_are_found_by_name_wherever_they_stand(write: Any) -> None:
    order = (2, 0, 1, 5, 4, 3)
    moved = [[row[place] for place in order] for row in (list(MARK_HEADINGS), mark())]
    (straight,) = read_marks(write, [mark()])
    (other,) = read(write(text_file(moved[0], moved[1:])), suggest(kind_named(MARKS), MARK_HEADINGS))
    assert (other.values, other.row_key, other.content_key) == (
        straight.values,
        straight.row_key,
        straight.content_key,
    )


@pytest.mark.parametrize(
    "columns, translations, message",
    [
        ([("CPR", "cpr"), ("Fra", "begun_on")], {}, "Ydelse"),
        ([("Fra", "begun_on"), ("Ydelse", "benefit")], {}, "CPR-nummer eller Sagsnummer"),
        ([("CPR", "cpr"), ("A", "begun_on"), ("B", "begun_on"), ("Ydelse", "benefit")], {}, "To kolonner"),
        ([("CPR", "cpr"), ("A", "fra")], {}, "ikke feltet fra"),
    ],
)
def test_a_mapping_that_cannot_read_a_file_is_refused(
    columns: list[tuple[str, str]], translations: dict[str, dict[str, str]], message: str
) -> None:
    placed = tuple(MappedColumn(name, place, of) for place, (name, of) in enumerate(columns, start=1))
    with pytest.raises(InputRefused, match=message):
        checked(ColumnMapping("benefits", placed, translations))


def test_a_mapping_comes_back_from_its_saved_form() -> None:
    saved = ColumnMapping(
        "contacts", mapping_of("contacts").columns, {"state": {"booket via app": "planned"}}, DateOrder.MONTH_FIRST, zero_confirmed=True
    )  # fmt: skip
    assert mapping_from_dict(saved.as_dict()) == saved
    with pytest.raises(InputRefused, match="kan ikke oversættes til snart"):
        mapping_from_dict({**saved.as_dict(), "translations": {"state": {"x": "snart"}}})


# ---- keys, duplicates, and that the rows add up ----


def test_keys_follow_content_and_cannot_be_computed_without_the_secret(write: Any) -> None:
    (row,) = read_marks(write, [mark()])
    (same,) = read_marks(
        write, [mark("0705031647", "2018-09-03", "28. september 2018", registered="3/9 2018")]
    )
    (ended,) = read_marks(write, [mark(ended_on="21-09-2018")])
    (elsewhere,) = read_marks(write, [mark()], secret=b"en anden")
    assert (row.row_key, row.content_key) == (same.row_key, same.content_key), (
        "written otherwise, the same content"
    )
    assert row.row_key == ended.row_key
    assert row.content_key != ended.content_key
    assert elsewhere.row_key != row.row_key


def test_the_same_again_is_a_duplicate_and_the_same_otherwise_is_set_aside(write: Any) -> None:
    rows = read_marks(write, [mark(), mark(), mark(ended_on="21-09-2018")])
    assert [row.fate for row in rows] == [Fate.SET_ASIDE, Fate.DUPLICATE, Fate.SET_ASIDE]
    assert rows[1].same_as == 2
    assert rows[0].findings == (ExtractFinding(F.TWICE_DIFFERENT, 2, other_line=4),)
    assert rows[2].findings == (ExtractFinding(F.TWICE_DIFFERENT, 4, other_line=2),)
    assert rows[2].findings[0].text.endswith("Se linje 2.")


TALK_HEADINGS = ("CPR-nr.", "Sagsnr", "Samtaletype", "Status", "Samtaledato", "Hvem", "Mødetid")
STAGES = ("planlagt", "aflyst", "afholdt")


def talk(state: str, *, cpr: str = ANNA, case: str = "", by: str = "rådgiver", at: str = "") -> list[str]:
    return [cpr, case, "jobsamtale", state, "03-09-2018", by, at]


def read_talks(write: Any, rows: Iterable[list[str]]) -> list[ReadRow]:
    mapping = suggest(kind_named("contacts"), TALK_HEADINGS)
    path = write(text_file(TALK_HEADINGS, list(rows)))
    source = open_source(path)

    def identify(cpr: str, case: str) -> Identity:
        found = read_identity(cpr, case)
        return found if found.cpr else Identity(in_file.get(found.case_number, ""), found.case_number)

    in_file = cpr_by_case_number(source, mapping, read_identity)
    reader = RowReader(source, mapping, municipality=VESTHIMMERLAND, secret=b"x", identify=identify)
    return list(settle(reader.rows(), lambda keys: {}).rows)


class TestOneTalkInSeveralRows:
    @pytest.mark.parametrize("order", list(itertools.permutations(STAGES)))
    def test_a_talk_that_was_cancelled_and_held_was_held(self, write: Any, order: tuple[str, ...]) -> None:
        """In ordinary files 0.8-5.3 % of the held talks stood as cancelled first, and were lost."""
        rows = read_talks(write, [talk(state) for state in order])
        taken = [row for row in rows if row.fate is Fate.ACCEPTED]
        assert [row.values["state"] for row in taken] == ["held"]
        assert [row.fate for row in rows].count(Fate.DUPLICATE) == 2

    def test_two_talks_a_day_are_two(self, write: Any) -> None:
        rows = read_talks(
            write,
            [
                talk("afholdt", at="09:00"),
                talk("afholdt", at="13:00"),
                talk("afholdt", by="virksomhedskonsulent", at="09:00"),
            ],
        )
        assert [row.fate for row in rows] == [Fate.ACCEPTED] * 3
        assert len({row.row_key for row in rows}) == 3

    def test_a_citizen_with_two_numbers_is_one(self, write: Any) -> None:
        both, only_case = talk("planlagt", case="18/4711"), talk("afholdt", cpr="", case="18/4711")
        for rows in ([both, only_case], [only_case, both]):
            found = read_talks(write, rows)
            assert [row.fate for row in found].count(Fate.ACCEPTED) == 1
            [taken] = [row for row in found if row.fate is Fate.ACCEPTED]
            assert taken.values["state"] == "held"

    def test_a_number_of_two_citizens_is_nobodys(self, write: Any) -> None:
        rows = [
            talk("afholdt", case="1"),
            talk("afholdt", cpr=BENT, case="1"),
            talk("afholdt", cpr="", case="1"),
        ]
        assert len({row.row_key for row in read_talks(write, rows)}) == 3


class TestACellThatARowCanDoWithout:
    def test_is_left_out_with_a_warning_and_the_row_is_taken(self, write: Any) -> None:
        [row] = read_marks(write, [mark(group="vrøvl", registered="i går")])
        assert row.fate is Fate.ACCEPTED
        assert "target_group" not in row.values
        assert [(one.code, one.is_warning) for one in row.findings] == [
            (F.DATE_UNREADABLE, True),
            (F.UNKNOWN_TARGET_GROUP, True),
        ]
        assert all("taget med uden feltet" in one.text for one in row.findings)

    @pytest.mark.parametrize("field", ["set_on", "ended_on", "text"])
    def test_but_not_one_that_names_it_or_says_when(self, write: Any, field: str) -> None:
        wrong = {"set_on": "i går", "ended_on": "engang", "text": ANNA}[field]
        [row] = read_marks(write, [mark(**{field: wrong})])
        assert row.fate is Fate.SET_ASIDE

    def test_a_target_group_that_a_spreadsheet_took_for_a_number_is_read(self, write: Any) -> None:
        [row] = read_marks(write, [mark(group="2,7")])
        assert (row.fate, row.values["target_group"], row.findings) == (Fate.ACCEPTED, "2.7", ())


@pytest.mark.parametrize("total", [["I alt", "", "", "", "", ""], ["", "Total:", "", "", "", "412"]])
def test_a_total_under_the_table_is_one_finding(write: Any, total: list[str]) -> None:
    rows = read_marks(write, [mark(), total])
    assert codes(rows) == [[], [F.TOTAL_ROW]]


class TestHeadingsFurtherDown:
    TITLE = ["Udtræk fra Fasit", "", "", "", "", ""]

    def test_text(self, write: Any) -> None:
        path = write(text_file(self.TITLE, [["Periode:", "2018", "", "", "", ""], MARK_HEADINGS, mark()]))
        source = open_source(path, heading_line=3)
        assert (source.columns, source.header_line) == (tuple(MARK_HEADINGS), 3)
        assert [row.line for row in source.rows()] == [4]
        with pytest.raises(InputRefused, match="linje 9"):
            open_source(path, heading_line=9)

    def test_a_workbook_with_a_title_over_several_cells(self, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        for row in (self.TITLE, [], list(MARK_HEADINGS), mark()):
            sheet.append(row)
        sheet.merge_cells("A1:F1")
        path = tmp_path / "a.xlsx"
        book.save(path)
        source = open_source(path, heading_line=3)
        assert source.columns == tuple(MARK_HEADINGS)
        assert [row.line for row in source.rows()] == [4]
        with pytest.raises(InputRefused, match="flettet"):
            open_source(path)


def _among(seen: dict[str, Before], keys: Sequence[str]) -> dict[str, Before]:
    return {key: seen[key] for key in keys if key in seen}


CELLS = st.sampled_from(
    [
        "",
        "070503-1647",
        "111103-1144",
        "705031647",
        UNDER_18,
        "andet",
        "03-09-2018",
        "2018-09-03",
        "07/01/2018",
        "2.7",
        "x;y",
        'a"b',
    ]
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(st.just(mark()), st.just(mark(BENT)), st.lists(CELLS, min_size=1, max_size=8)), max_size=12
    ),
    st.integers(1, 5),
)
def test_accepted_set_aside_and_duplicates_always_add_up(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], stretch: int
) -> None:
    path = tmp_path_factory.mktemp("udtraek") / "a.csv"
    path.write_bytes(text_file(MARK_HEADINGS, rows) + b"\r\n")
    mapping = suggest(kind_named(MARKS), MARK_HEADINGS)
    reader = RowReader(
        open_source(path), mapping, municipality=820, secret=b"x", identify=read_identity, judge=judge()
    )
    seen: dict[str, Before] = {}
    tally, found = Tally(), list(reader.rows())
    for start in range(0, len(found), stretch):
        settled = settle(found[start : start + stretch], partial(_among, seen))
        against = {line for line, _other in settled.against}
        seen = {
            key: replace(one, is_against=True) if one.line in against else one
            for key, one in seen.items()
            if one.line not in settled.overtaken
        }
        for row in settled.rows:
            tally = tally.with_row(row)
            if row.fate is Fate.ACCEPTED:
                seen[row.row_key] = Before(row.content_key, row.line, row.rank)
            if row.fate is Fate.SET_ASIDE:
                assert any(not f.is_warning for f in row.findings), "set aside without a reason"
            assert all(f.line == row.line for f in row.findings)
    written = sum(any(cell.strip() for cell in row) for row in rows)
    assert tally.rows == tally.accepted + tally.set_aside + tally.duplicates == written
    assert tally.accepted == len(seen)


# ---- marks against their definition ----


@pytest.mark.parametrize(
    "row, expected",
    [
        (mark(), []),
        (mark(text="Noget helt andet"), [F.UNKNOWN_EXPERIMENT]),
        (mark(text="loentilskud-jobrotation/loentilskud", group=""), [F.EXPERIMENT_NOT_HERE]),
        (mark(set_on="29-06-2018", ended_on="01-08-2018"), [F.OUTSIDE_PERIOD]),
        (mark(group="2.6"), [F.OUTSIDE_TARGET_GROUP]),
        (mark(group="6.9"), []),
        (mark(group="6.7"), [F.OUTSIDE_TARGET_GROUP]),
        (mark(registered="17-09-2018"), []),
        (mark(registered="18-09-2018"), [F.SET_LATE]),
        (mark(ended_on="01-09-2018"), [F.END_BEFORE_START]),
        (mark(ended_on=""), []),
    ],
)
def test_marks_are_held_up_against_the_definition(
    write: Any, row: list[str], expected: list[FindingCode]
) -> None:
    assert codes(read_marks(write, [row])) == [expected]


def test_a_mark_that_outlives_its_experiment_was_never_ended() -> None:
    late = MarkJudge(shipped_catalogue().experiments.values(), municipality=820, today=dt.date(2023, 1, 1))
    values = {"mark": UNDER_18, "set_on": dt.date(2018, 9, 3)}
    assert late(values, 2).findings == (F.NEVER_ENDED,)
    assert late({**values, "ended_on": dt.date(2018, 9, 28)}, 2).findings == ()
    assert late(values, 2).values == {"experiment": "forholdstal-ledighedsydelse", "part": ""}


def test_a_row_of_another_municipality_is_set_aside(write: Any) -> None:
    headings = (*MARK_HEADINGS, "Kommune")
    path = write(text_file(headings, [[*mark(), "Aalborg"], [*mark(BENT), "820"]]))
    assert codes(read(path, suggest(kind_named(MARKS), headings))) == [[F.OTHER_MUNICIPALITY], []]


def test_marks_set_twice_are_the_later_of_two_that_overlap() -> None:
    def placed(line: int, first: int, last: int | None, who: str = "a") -> PlacedMark:
        day = dt.date(2018, 9, 1)
        end = None if last is None else day.replace(day=last)
        return PlacedMark(line, who, "forsoeg/", Period(day.replace(day=first), end))

    assert list(marked_twice([placed(2, 1, 10), placed(3, 10, 20)])) == [
        ExtractFinding(F.MARKED_TWICE, 3, other_line=2)
    ]
    assert list(marked_twice([placed(2, 1, 10), placed(3, 11, 20)])) == []
    assert [f.line for f in marked_twice([placed(2, 1, None), placed(3, 5, 6), placed(4, 20, 21)])] == [3, 4]
    assert list(marked_twice([placed(2, 1, 10), placed(3, 1, 10, "b")])) == []


def test_a_marks_text_is_known_however_its_dashes_are_written() -> None:
    among = targets(shipped_catalogue().experiments.values())
    for text in (UNDER_18, "frikommuneforsøg - ly under 18 mdr", "forholdstal-ledighedsydelse"):
        found = suggest_target(text, among)
        assert found is not None
        assert found.code == "forholdstal-ledighedsydelse"
    assert suggest_target("loentilskud-jobrotation", among) is None, "it does not say which part"


def test_a_citizen_without_a_number_is_set_aside(write: Any) -> None:
    assert codes(read_marks(write, [mark(""), mark("0000000000"), mark("310203-1234"), mark(ANNA)])) == [
        [F.NO_IDENTITY], [F.CPR_REFUSED], [F.CPR_REFUSED], [],
    ]  # fmt: skip


# ---- what spreadsheets and registers do to a cell ----


@pytest.mark.parametrize(
    "cell, code",
    [
        ('="0705031647"', F.FORMULA_TEXT),
        ("'0705031647", F.APOSTROPHE),
        ("070503\u00ad1647", F.INVISIBLE),
        ("\u200b0705031647", F.INVISIBLE),
        ("705031647.0", F.POINT_NOUGHT),
        ("7,05E+08", F.POWER),
        ("#N/A", F.ERROR_VALUE),
    ],
)
def test_a_number_that_a_spreadsheet_changed_is_named_for_what_it_is(write: Any, cell: str, code: F) -> None:
    path = write(text_file(["CPR", "Fleksjob fra"], [[cell, "01-07-2018"]], encoding="utf-8"))
    rows = read(path, suggest(kind_named("flexi_jobs"), ["CPR", "Fleksjob fra"]))
    assert codes(rows) == [[code]]
    assert all(finding_said(code))


def test_the_open_end_of_a_register_is_no_end_and_a_start_may_not_be_one(write: Any) -> None:
    headings = ["CPR", "Fleksjob fra", "Fleksjob til"]
    for written in ("31-12-9999", "9999-12-31", "31.12.9999 00:00"):
        path = write(text_file(headings, [[ANNA, "01-07-2018", written], [BENT, written, ""]]))
        mapping = ColumnMapping("flexi_jobs", tuple(
            MappedColumn(name, place, of)
            for place, (name, of) in enumerate(zip(headings, ("cpr", "begun_on", "ended_on"), strict=True), 1)
        ))  # fmt: skip
        first, second = read(path, mapping)
        assert first.values == {"begun_on": dt.date(2018, 7, 1)}
        assert codes([second]) == [[F.DATE_OUT_OF_RANGE]]


@pytest.mark.parametrize(
    "hours, code", [("0", None), ("168", None), ("169", F.OUT_OF_RANGE), ("-1", F.OUT_OF_RANGE)]
)
def test_a_week_has_168_hours(hours: str, code: F | None) -> None:
    of = kind_named("flexi_jobs").by_id["weekly_hours"]
    found = read_value(of, hours, CellReading())
    assert found == (code or Decimal(hours))


def test_a_held_talk_is_not_in_the_future(write: Any) -> None:
    headings = ["CPR", "Dato", "Type", "Status"]
    rows = [[ANNA, day, "jobsamtale", state] for day, state in (
        ("03-06-2019", "afholdt"), ("04-06-2019", "afholdt"), ("05-06-2019", "planlagt"))]  # fmt: skip
    mapping = ColumnMapping("contacts", tuple(
        MappedColumn(name, place, of)
        for place, (name, of) in enumerate(zip(headings, ("cpr", "on", "kind", "state"), strict=True), 1)
    ))  # fmt: skip
    reader = RowReader(
        open_source(write(text_file(headings, rows))), mapping, municipality=VESTHIMMERLAND, secret=b"x", today=TODAY,
        identify=lambda cpr, case: read_identity(cpr, case, zero_confirmed=False),
    )  # fmt: skip
    assert codes(reader.rows()) == [[], [F.IN_FUTURE], []]


@pytest.mark.parametrize(
    "written, expected",
    [
        ("2018/09/01", dt.date(2018, 9, 1)),
        ("01092018", dt.date(2018, 9, 1)),
        ("July 1, 2018", dt.date(2018, 7, 1)),
        ("1. october 2018", dt.date(2018, 10, 1)),
        ("1 majonæse 2018", F.DATE_UNREADABLE),
        ("2018-06-30T22:30:00Z", dt.date(2018, 7, 1)),
        ("2018-12-31T23:30:00+00:00", dt.date(2019, 1, 1)),
        ("2018-07-01T01:30:00+02:00", dt.date(2018, 7, 1)),
    ],
)
def test_dates_of_other_systems(written: str, expected: object) -> None:
    assert read_date(written) == expected


def test_one_name_is_one_name_however_its_letters_were_typed(write: Any) -> None:
    source = open_source(write("Navn\u0065\u0301;A\u030a\n1;A\u030arhus\n".encode()))
    assert source.columns == ("Navn\u00e9", "\u00c5")
    assert next(source.rows()).cells[1] == "\u00c5rhus"


@given(
    st.dictionaries(
        st.sampled_from([field.id for field in kind_named(CONTACTS).fields]),
        st.text(max_size=8) | st.integers() | st.booleans() | st.dates()
        | st.decimals(allow_nan=False, allow_infinity=False, places=2),
    )
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_the_keys_of_a_row_are_those_that_kept_rows_have(values: dict[str, Any]) -> None:
    """As they were first made: keyed hashes of one JSON text. A kept row is never found under another."""

    def plain(value: Any) -> Any:
        if isinstance(value, Decimal):
            return f"{value.normalize():f}"
        return value.isoformat() if isinstance(value, dt.date) else value

    def hashed(last: list[Any]) -> str:
        text = json.dumps(
            ["contacts", 820, "cpr:0705031647", last], ensure_ascii=False, separators=(",", ":")
        )
        return hashlib.blake2b(text.encode(), key=b"hemmelig", digest_size=16).hexdigest()[:16]

    kind = kind_named(CONTACTS)
    source: Any = SimpleNamespace(columns=())
    reader = RowReader(
        source, ColumnMapping(CONTACTS, ()), municipality=820, secret=b"hemmelig", identify=read_identity
    )
    named = [plain(values.get(field.id)) for field in kind.fields if field.names_row]
    content = sorted([name, plain(value)] for name, value in values.items())
    assert reader._keys(Identity("0705031647"), values) == (hashed(named), hashed(content))


def test_windows_1252_has_no_letter_in_two_parts() -> None:
    letters = bytes(range(256)).decode("cp1252", errors="ignore")
    assert all(unicodedata.is_normalized("NFC", one + other) for one in letters for other in letters)

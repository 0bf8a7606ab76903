"""What is brought in from outside, threat by threat (I1 to I8): read right, or refused with line and remedy, never half.

Each goes through what the house has of ways in: extracts, wide registers, tables. What is longer stands in files of its
own: `test_extracts_hostile`, `tests/unit/core/files`, `tests/faults/test_front_limits`.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from cast import Cast
from django.test import Client
from documents.sample import followed_up
from extract_work import (
    ANNA,
    BENT,
    MARK_HEADINGS,
    coordinator,
    keep,
    mapping_of,
    mark,
    marks_file,
    read_batch,
    upload,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from register_work import bring_register, read_data_set, register_file

from frirum.core.catalogue.loader import shipped_catalogue
from frirum.core.errors import InputRefused
from frirum.core.extracts.findings import FindingCode
from frirum.core.extracts.marks import MarkJudge
from frirum.core.extracts.reading import Fate, RowReader, Tally, settle
from frirum.core.files.opening import open_source
from frirum.core.registers.export import write_store
from frirum.core.registers.reading import read_register
from frirum.core.registers.spell_table import group_spells
from frirum.core.report.export import rows_to_csv, table_to_xlsx
from frirum.core.report.tables import ReportTable
from frirum.web import clock
from frirum.web.body_limits import MEGABYTE, bytes_allowed
from frirum.web.extracts.models import Batch, ExtractRow, RowState
from frirum.web.files.models import StoredFile
from frirum.web.registers.models import DataSet, DataSetState
from frirum.web.uses.identities import read_identity

HEADINGS = ["Løbenr", "Ydelse på dansk", "Beløb", "Dato"]
# Synthetic: a citizen born in 1903.
CPR = "0705031647"


def rows_of(path: Path) -> list[tuple[object, ...]]:
    return [row.cells for row in open_source(path).rows()]


@given(
    cells=st.lists(
        st.tuples(
            st.text("æøåÆØÅ é€abc", min_size=1, max_size=8).map(str.strip).filter(bool),
            st.sampled_from(["1,5", "0,25", "-3", ""]),
        ),
        min_size=1,
        max_size=4,
    ),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    separator=st.sampled_from(";\t,"),
    newline=st.sampled_from(["\r\n", "\n", "\r"]),
    quoted=st.booleans(),
)
@settings(max_examples=80, deadline=None)
def test_i1_a_text_is_read_right_however_it_is_written(
    tmp_path_factory: pytest.TempPathFactory,
    cells: Any,
    encoding: str,
    separator: str,
    newline: str,
    quoted: bool,
) -> None:
    """æøå come back as they were, in every encoding, separator and line end; else the line is named."""
    lines = [HEADINGS, *([str(n), word, number, "03-09-2018"] for n, (word, number) in enumerate(cells))]
    quote = quoted or separator == ","

    def written(cell: str) -> str:
        return f'"{cell}"' if quote else cell

    text = newline.join(separator.join(map(written, line)) for line in lines) + newline
    path = tmp_path_factory.mktemp("i1") / "f"
    path.write_bytes(text.encode(encoding))
    assert [tuple(line) for line in lines[1:]] == rows_of(path)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", None), (b"\r\n;;\r\n", None), (b"a;b;A\r\n1;2;3\r\n", 1), (b"a;;c\r\n1;2;3\r\n", 1),
        ("a;b\r\nø;1\r\n".encode() + "å;2\r\n".encode("cp1252"), 3), (b"a;b\r\n1;2\r\n3", 3),
    ],
)  # fmt: skip
def test_i1_what_cannot_be_read_for_certain_names_its_line(
    tmp_path: Path, content: bytes, line: int | None
) -> None:
    path = tmp_path / "f"
    path.write_bytes(content)
    with pytest.raises(InputRefused) as refused:
        rows_of(path)
    assert refused.value.line == line or line is None
    assert refused.value.message
    assert refused.value.remedy


HOSTILE = {
    "nul": b"\x00", "escape": b"\x1b[2J", "bell": b"\x07", "cell of 1 MB": b"x" * MEGABYTE,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_i2_signs_that_stand_in_no_text_are_refused(tmp_path: Path, name: str) -> None:
    for content in (
        b"a;b\r\n" + HOSTILE[name] + b";1\r\n",
        b"PNR;y_1601;y_1602\n1" + HOSTILE[name] + b";740;\n",
    ):
        path = tmp_path / "f"
        path.write_bytes(content)
        read = rows_of if content.startswith(b"a") else read_register
        with pytest.raises(InputRefused) as refused:
            read(path)
        assert refused.value.remedy


def test_i2_too_many_columns_and_text_from_right_to_left(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_text(";".join(f"k{n}" for n in range(16_384)) + "\n", encoding="utf-8")
    with pytest.raises(InputRefused, match="16384"):
        rows_of(path)
    path.write_text("navn;tal\n\u202eevil;1\n", encoding="utf-8")
    assert rows_of(path) == [("\u202eevil", "1")], "kept as written, and shown as text alone"


@given(st.binary(max_size=300) | st.lists(st.sampled_from([b";", b'"', b"\r", b"\n", b"\x00", b"\xef\xbb\xbf", b"\xff\xfe", b"PK\x03\x04", b"740", b"y_1601", b"PNR", b"\xe6"])).map(b"".join))  # fmt: skip
@settings(max_examples=250, deadline=None)
def test_i2_no_bytes_make_a_reader_fall_over(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.mktemp("i2") / "f"
    path.write_bytes(content)
    for read in (rows_of, read_register):
        with suppress(InputRefused):
            read(path)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("070503-1647", CPR), ("0705031647", CPR), ("070503 1647", CPR),
        ("070503-1648", "0705031648"),  # not modulus 11
        ("670503-1647", "6705031647"),  # a replacement number: 60 added to the day
    ],
)  # fmt: skip
def test_i3_every_number_that_can_be_is_taken(written: str, read: str) -> None:
    assert read_identity(written, "").cpr == read


@pytest.mark.parametrize("written", ["310203-1234", "0000000000", "070503-164", "070503-16477", "hej"])
def test_i3_a_number_that_cannot_be_is_refused_and_never_repeated(written: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read_identity(written, "")
    assert written not in refused.value.message


def test_i3_a_lost_zero_is_mended_only_with_consent() -> None:
    with pytest.raises(InputRefused) as refused:
        read_identity("705031647", "")
    assert refused.value.proposed == CPR  # type: ignore[attr-defined]
    assert read_identity("705031647", "", zero_confirmed=True).cpr == CPR


def test_i3_a_person_stands_once_in_a_register_with_or_without_hyphen(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_text(f"CPR;y_1601;y_1602\n{CPR};740;\n{CPR};;740\n", encoding="utf-8")
    with pytest.raises(InputRefused, match="samme person"):
        read_register(path)
    path.write_text(f"CPR;y_1601;y_1602\n{CPR};740;\n{CPR[:6]}-{CPR[6:]};;740\n", encoding="utf-8")
    with pytest.raises(InputRefused, match="samme person"):
        read_register(path)


DAYS = {
    "": FindingCode.EMPTY_REQUIRED, "45000": FindingCode.DATE_IS_NUMBER, "30-02-2018": FindingCode.DATE_UNREADABLE,
    "01-01-1899": FindingCode.DATE_OUT_OF_RANGE, "03/04/2018": FindingCode.DATE_AMBIGUOUS,
    "01-01-1900": FindingCode.DATE_OUT_OF_RANGE, "05-06-2020": FindingCode.DATE_OUT_OF_RANGE,
    "01-01-18": FindingCode.DATE_SHORT_YEAR, "31-12-9999": FindingCode.DATE_OUT_OF_RANGE,
}  # fmt: skip


def read_marks(path: Path, rows: list[list[str]]) -> list[Any]:
    path.write_bytes(marks_file(*rows))
    reader = RowReader(
        open_source(path), mapping_of("marks"), municipality=820, secret=b"x",
        identify=read_identity,
        judge=MarkJudge(shipped_catalogue().experiments.values(), municipality=820, today=dt.date(2019, 6, 3)),
        today=dt.date(2019, 6, 3),
    )  # fmt: skip
    return list(settle(reader.rows(), lambda keys: {}).rows)


@pytest.mark.parametrize("day", DAYS)
def test_i4_a_day_that_cannot_be_is_set_aside_with_its_reason(tmp_path: Path, day: str) -> None:
    (row,) = read_marks(tmp_path / "f", [mark(set_on=day, registered="03-09-2018")])
    assert (row.fate, [finding.code for finding in row.findings]) == (Fate.SET_ASIDE, [DAYS[day]])


def test_i4_an_end_before_its_start_and_a_day_in_1904s_count(tmp_path: Path) -> None:
    (row,) = read_marks(tmp_path / "f", [mark(ended_on="01-09-2018")])
    assert [finding.code for finding in row.findings] == [FindingCode.END_BEFORE_START]
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.MAC_EPOCH
    sheet = book.active
    assert sheet is not None
    sheet.append(list(MARK_HEADINGS))
    sheet.append([ANNA, "x", dt.date(2018, 9, 3), dt.date(2018, 9, 28), dt.date(2018, 9, 3), "2.7"])
    path = tmp_path / "f.xlsx"
    book.save(path)
    assert rows_of(path)[0][2:5] == (dt.date(2018, 9, 3), dt.date(2018, 9, 28), dt.date(2018, 9, 3))


@given(
    st.lists(
        st.tuples(st.sampled_from([ANNA, BENT, "", "hej"]), st.sampled_from([*DAYS, "03-09-2018", "10-09-2018"]), st.sampled_from(["", "28-09-2018", "01-09-2018"])),
        max_size=12,
    )
)  # fmt: skip
@settings(max_examples=40, deadline=None)
def test_i4_what_came_in_is_taken_set_aside_or_a_repetition(
    tmp_path_factory: pytest.TempPathFactory, rows: Any
) -> None:
    if not rows:
        return
    found = read_marks(
        tmp_path_factory.mktemp("i4") / "f",
        [mark(who, first, last, registered="03-09-2018") for who, first, last in rows],
    )
    tally = Tally()
    for row in found:
        tally = tally.with_row(row)
        assert (row.fate is Fate.SET_ASIDE) is any(not finding.is_warning for finding in row.findings)
    assert tally.rows == len(rows) == tally.accepted + tally.set_aside + tally.duplicates


XML = "<?xml version='1.0'?>"
BOMB = XML + "<!DOCTYPE a [<!ENTITY b '" + "x" * 1000 + "'><!ENTITY c '" + "&b;" * 1000 + "'>]><a>&c;</a>"
MADE_TO_HARM = {
    "zip bomb": {"xl/worksheets/sheet1.xml": b"0"},
    "billion laughs": {"xl/workbook.xml": BOMB.encode()},
    "external entity": {"xl/workbook.xml": (XML + "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>").encode()},
    "10,000 entries": {f"xl/{n}.xml": b"" for n in range(10_000)},
    "outside its folder": {"../../etc/x": b"x", "xl/workbook.xml": b"<a/>"},
    "macros": {"xl/vbaProject.bin": b"x", "xl/workbook.xml": b"<a/>"},
}  # fmt: skip
REFUSE = """
import sys
from pathlib import Path
from frirum.core.errors import InputRefused
from frirum.core.files.opening import open_source
try:
    list(open_source(Path(sys.argv[1])).rows())
except InputRefused as refused:
    most = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print(int(most.split()[1]) // 1024, bool(refused.remedy), refused.message)
"""


@pytest.mark.parametrize("name", MADE_TO_HARM)
def test_i5_a_workbook_made_to_harm_is_refused_in_little_memory(tmp_path: Path, name: str) -> None:
    path = tmp_path / "f.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for part, content in MADE_TO_HARM[name].items():
            with archive.open(part, "w") as file:
                for _time in range(600 if name == "zip bomb" else 1):
                    file.write(content * MEGABYTE if name == "zip bomb" else content)
    done = subprocess.run(
        [sys.executable, "-c", REFUSE, str(path)], capture_output=True, text=True, check=True
    )
    megabytes, remedy, *_message = done.stdout.split()
    assert (int(megabytes) <= 300, remedy) == (True, "True"), done.stdout


@pytest.fixture
def karen(cast: Cast, client: Client, db: None) -> Iterator[Client]:
    with clock.at(dt.datetime(2019, 6, 3, 9, tzinfo=dt.UTC)):
        yield coordinator(cast, client)


BOTH = pytest.mark.django_db(databases=["default", "statistics"])


@BOTH
def test_i6_a_file_is_bounded_by_its_page_and_its_name_is_no_path(karen: Client, cast: Cast) -> None:
    for path, megabytes in (("/udtraek/nyt/", 500), ("/registre/nyt/", 4 * 1024)):
        allowed = bytes_allowed(path, "frirum_session=x", session_cookie="frirum_session")
        assert megabytes * MEGABYTE <= allowed <= 1.1 * megabytes * MEGABYTE
    for name in ("../../x.csv", "/etc/passwd", "a\r\nSet-Cookie: b.csv", "C:\\x\\y.csv"):
        batch = Batch._base_manager.get(
            reference=upload(karen, marks_file(mark()), name=name)["Location"].split("/")[2]
        )
        stored = StoredFile._base_manager.get(reference=batch.file_reference)
        assert not re.search(r"[/\\\r\n]|\.\.", stored.name), stored.name
        batch.delete()
    before = StoredFile._base_manager.count()
    assert upload(karen, b"%PDF-1.7\n...", name="udtraek.csv").status_code == 409, "its first bytes decide"
    anders = cast.log_in(Client(), cast.anders)
    assert bring_register(anders, b"\x1f\x8b\x08" + b"0" * 60).status_code == 409
    assert StoredFile._base_manager.count() == before


@BOTH
def test_i7_the_same_file_twice_is_one_and_a_corrected_one_is_a_new_version(
    karen: Client, cast: Cast
) -> None:
    first = keep(karen, read_batch(karen, upload(karen, marks_file(mark(), mark(BENT)))))
    again = upload(karen, marks_file(mark(), mark(BENT)))
    assert again["Location"] == f"/udtraek/{first.reference}/"
    corrected = upload(karen, marks_file(mark(ended_on="21-09-2018")), corrects=str(first.reference))
    keep(karen, read_batch(karen, corrected))
    states = Counter(ExtractRow._base_manager.values_list("state", flat=True))
    assert states == {RowState.CURRENT: 1, RowState.SUPERSEDED: 1, RowState.WITHDRAWN: 1}
    assert upload(karen, marks_file(mark()), organisation="461").status_code == 409
    anders = cast.log_in(Client(), cast.anders)
    known = read_data_set(anders, bring_register(anders, register_file()))
    twice = bring_register(anders, register_file())
    assert twice.status_code == 409
    assert f"som datasæt {known.number}." in twice.content.decode()
    sets = DataSet._base_manager.using("statistics")
    assert (sets.count(), sets.get().state) == (1, DataSetState.READY)


FORMULAS = ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\0=1", "=cmd|' /C calc'!A0"]


@pytest.mark.parametrize("text", FORMULAS)
def test_i8_no_cell_that_leaves_is_run_by_a_spreadsheet(tmp_path: Path, text: str) -> None:
    assert rows_to_csv([[text, -1.5]]).decode("utf-8-sig").startswith(("'", "\"'"))
    assert rows_to_csv([["x", -1.5]]).decode("utf-8-sig") == "x;-1,5\r\n", "a number stays one"
    table = ReportTable("Tal", ("a", "b"), ((text, followed_up(-1.5, decimals=1)),))
    sheet = openpyxl.load_workbook(io.BytesIO(table_to_xlsx(table))).active
    assert sheet is not None
    kinds = [
        (cell.data_type, cell.value)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value not in (None, "")
    ]
    assert not [kind for kind, _value in kinds if kind == "f"]
    assert ("n", -1.5) in kinds
    # A register whose people are called so, written with its own numbers.
    wide = tmp_path / "dream.csv"
    name = text.strip("\t\r\0") or "x"
    wide.write_text(f'PNR;nykom;y_1601;y_1602\n"{name}";"{name}";740;\n', encoding="utf-8")
    try:
        read = read_register(wide)
    except InputRefused:
        return
    files = write_store(
        tmp_path / "ud.csv", read, group_spells(read), [one.decode() for one in read.ids], {"gap": 4}
    )
    people = pl.read_csv(tmp_path / files["people"], infer_schema=False)
    assert people.row(0)[1:] == (f"'{name}", f"'{name}")

"""The one reader of files: what it takes, what it names and refuses, and that no caller's bound is passed."""

from __future__ import annotations

import contextlib
import io
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frirum.core.errors import InputRefused
from frirum.core.files import archive
from frirum.core.files.data_file import DataFile, DecimalMark
from frirum.core.files.limits import ESTIMATES, RELEASES, Limits
from frirum.core.files.opening import open_source
from frirum.core.files.table import Table, read_table
from frirum.core.files.text import read_head
from frirum.core.files.time_labels import in_time_order

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def writer(content: bytes | str, name: str = "data") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return writer


def numbers(
    path: Path, cells: list[str], *, separator: str = ";", name: str = "x", decimal: str | None = None
) -> Any:
    quoted = [f'"{cell}"' if separator in cell else cell for cell in cells]
    path.write_text(
        "\n".join([f"{name}{separator}y", *(f"{cell}{separator}1" for cell in quoted)]), encoding="utf-8"
    )
    mark = DecimalMark(decimal) if decimal else None
    try:
        return read_table(DataFile(path, decimal=mark)).numbers(name).tolist()
    except InputRefused as refused:
        return refused.line


# ---- numbers ----


@pytest.mark.parametrize(
    "cells, options, expected",
    [
        (["1.234", "12"], {}, 2),
        (["1.234", "12"], {"decimal": "comma"}, [1234, 12]),
        (["1.234", "12"], {"decimal": "point"}, [1.234, 12]),
        (["1.234", "12"], {"name": "n"}, [1234, 12]),
        (["1.234", "12"], {"separator": ","}, [1.234, 12]),
        (["1.234", "1,5"], {}, [1234, 1.5]),
        (["1.234", "1.5"], {}, [1.234, 1.5]),
        (["0.123", "1.234"], {}, [0.123, 1.234]),
        (["1.234.567", "2.345"], {}, [1234567, 2345]),
        (["1,5", "2.5"], {}, 3),
        (["1,5", "2.5"], {"separator": ","}, 3),
        (["1,234", "2"], {"separator": ","}, 2),
        (["1,234", "2"], {}, [1.234, 2]),
        (["1 234", "1\u00a0234,5"], {}, [1234, 1234.5]),
        (["12.34,5"], {}, 2),
        (["1e3", "2,5E1"], {}, [1000, 25]),
        (["5 %"], {}, 2),
        (["1.234", "1,5"], {"decimal": "point"}, 3),
    ],
)
def test_a_column_of_numbers_is_read_one_way_or_refused(
    tmp_path: Path, cells: list[str], options: Any, expected: Any
) -> None:
    assert numbers(tmp_path / "x.csv", cells, **options) == expected


def test_whole_numbers_are_exact_to_eighteen_digits(write: Write) -> None:
    names = [123456789012345678, 123456789012345679]
    for content in ("id\n" + "\n".join(map(str, names)), "id;b\n" + "\n".join(f"{n};1" for n in names)):
        table = read_table(write(content))
        assert table.codes("id")[1] == names
        assert table.labels("id").to_list() == names


# ---- time ----


@pytest.mark.parametrize(
    "labels",
    [
        ["2017", "2018"], ["2017-12", "2018-01"], ["dec 2017", "januar 2018"], ["December 2017", "jan. 2018"],
        ["12-2017", "1-2018"], ["2017-K4", "2018Q1"], ["4. kvartal 2017", "1. kvartal 2018"], ["2017-W52", "2018-U01"],
        ["uge 9 2018", "uge 10 2018"], ["31-12-2017", "01-01-2018"], ["2017/12/31", "1. januar 2018"], ["før", "efter"],
        ["before", "after"], ["runde 9", "runde 10"], ["2. måling", "10. måling"], ["t9", "t10"], ["-2", "-1"],
        ["201712", "201801"], ["20171231", "20180101"], ["2. halvår 2017", "1. halvår 2018"], [9, 10],
    ],
)  # fmt: skip
def test_time_labels_stand_in_time_order(labels: list[Any]) -> None:
    assert list(in_time_order(labels[::-1], column="t")) == labels


@pytest.mark.parametrize(
    "labels",
    [["b", "a"], ["2018", "efter"], ["2018-U53", "2018-U52"], ["01/02/2018", "02/03/2018"], ["2018-07", "2018-7"], ["hold 1", "hold 2"]],
)  # fmt: skip
def test_what_has_no_known_order_is_refused(labels: list[Any]) -> None:
    with pytest.raises(InputRefused):
        in_time_order(labels, column="t")


def test_periods_are_refused_at_the_line_of_the_first_that_is_none(write: Write) -> None:
    with pytest.raises(InputRefused) as refused:
        read_table(write("t,y\n2018-01,1\n2018-02,1\nsommer,1\n")).periods("t")
    assert refused.value.line == 4


# ---- lines, cells and letters ----


@given(
    st.lists(
        st.lists(st.sampled_from(["a", "é", "1,5", "x y", "", 'b"c']), min_size=3, max_size=3), max_size=8
    )
)
def test_a_file_with_quotation_marks_reads_as_the_same_without(
    tmp_path_factory: Any, rows: list[list[str]]
) -> None:
    folder = tmp_path_factory.mktemp("quotes")
    for name, quote in (("plain", ""), ("quoted", '"')):
        mark = quote * 2 or '"'
        cells = [[quote + cell.replace('"', mark) + quote for cell in row] for row in rows]
        lines = ["a;b;c", *map(";".join, cells)]
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    plain, quoted = (read_table(folder / name) for name in ("plain", "quoted"))
    assert plain.frame.equals(quoted.frame)
    assert [plain.line(n) for n in range(len(plain))] == [quoted.line(n) for n in range(len(quoted))]


def test_a_cell_over_two_lines_moves_the_lines_after_it(write: Write) -> None:
    table = read_table(write('sep=;\n\na;b\n"over\nto";1\n\nx;y\n'))
    assert [table.line(n) for n in range(len(table))] == [4, 7]
    with pytest.raises(InputRefused) as refused:
        table.numbers("b")
    assert refused.value.line == 7


@pytest.mark.parametrize("cell", ["År\u00adhus", '="Århus"', "'751", "#N/A", "År\u200bhus"])
def test_a_label_with_what_nobody_sees_is_refused_at_its_line(write: Write, cell: str) -> None:
    quoted = '"' + cell.replace('"', '""') + '"'
    with pytest.raises(InputRefused) as refused:
        read_table(write(f"a;b\nx;1\n{quoted};1\n")).codes("a")
    assert refused.value.line == 3


def test_one_spelling_of_a_letter(write: Write) -> None:
    table = read_table(write("A\u030a,y\nA\u030arhus,1\n\u00c5rhus,2\n"), ["\u00c5", "y"])
    assert table.codes("\u00c5")[1] == ["\u00c5rhus"]


# ---- what a file turns out to be ----

NAMED = {
    "pipes": (b"a|b\n1|2\n", "adskilt af |"),
    "cp850": ("navn;by\nSøren;Køge\n".encode("cp850"), "cp850"),
    "cp850 capital": ("navn;by\nx;Århus\n".encode("cp850"), "cp850"),
    "web page": (b"<html><table><tr><td>1</td></tr></table></html>", "HTML"),
    "xml": (b'<?xml version="1.0"?><Workbook/>', "XML"),
    "pdf": (b"%PDF-1.7", "PDF"),
    "spss": (b"$FL2@(#)", "SPSS"),
    "old Excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".xls"),
    "nothing": (b"", "tom"),
    "parquet cut off": (b"PAR1" + b"x" * 50, "Parquet"),
}


@pytest.mark.parametrize("name", NAMED)
def test_a_file_of_another_kind_is_named_whatever_it_is_called(write: Write, name: str) -> None:
    content, word = NAMED[name]
    for called in ("data.csv", "data.xls", "data.xlsx", "data"):
        with pytest.raises(InputRefused, match=word) as refused:
            read_table(write(content, called))
        assert refused.value.remedy
        assert refused.value.file


def test_danish_quotation_marks_and_daggers_are_no_cp850(write: Write) -> None:
    table = read_table(write("navn;y\n‘Jensen’ † ›x‹;1\nSøren’s;2\n".encode("cp1252")))
    assert table.text("navn").to_list() == ["‘Jensen’ † ›x‹", "Søren’s"]


def test_open_document_is_named(write: Write) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("content.xml", "<x/>")
    with pytest.raises(InputRefused, match=r"\.ods"):
        read_table(write(out.getvalue()))


# ---- workbooks ----


def book(path: Path, *sheets: list[list[Any]]) -> Path:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for number, rows in enumerate(sheets, start=1):
        sheet = made.create_sheet(f"Ark{number}")
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


def test_several_sheets_with_data_are_asked_about(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [["y"], [1]], [["y"], [2]])
    with pytest.raises(InputRefused, match="Ark1, Ark2") as refused:
        read_table(path)
    assert "--sheet" in str(refused.value.remedy)
    assert read_table(DataFile(path, sheet="Ark2")).numbers("y").tolist() == [2]
    with pytest.raises(InputRefused):
        read_table(DataFile(path, sheet="Ark3"))


def test_a_formula_is_refused_with_its_cell_for_every_caller(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [["y", "z"], [1, 2], [3, "=A2+1"]])
    for read in (read_table, open_source):
        with pytest.raises(InputRefused, match="B3") as refused:
            read(path)
        assert refused.value.line == 3


def test_decimals_of_a_sheet_are_numbers_whatever_mark_is_said(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [["y", "z"], [1.234, 0.5], [2, "NA"], [3, None]])
    for mark in (None, *DecimalMark):
        table = read_table(DataFile(path, decimal=mark))
        assert table.numbers("y").tolist() == [1.234, 2, 3]
        assert table.numbers("z", allow_missing=True)[0] == 0.5


def changed_sheet(path: Path, change: Callable[[bytes], bytes]) -> Path:
    with zipfile.ZipFile(path) as archive:
        parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    parts["xl/worksheets/sheet1.xml"] = change(parts["xl/worksheets/sheet1.xml"])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def test_what_a_sheet_says_of_its_size_is_not_believed(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [["y"], *([n] for n in range(40))])
    changed_sheet(path, lambda xml: xml.replace(b'ref="A1:A41"', b'ref="A1:A5"'))
    assert len(read_table(path)) == 40


@pytest.mark.parametrize("numbered", [True, False])
def test_a_small_workbook_with_millions_of_rows_is_refused_in_the_first_pass(
    tmp_path: Path, numbered: bool
) -> None:
    """Rows that are numbered beyond what a sheet has, and rows without a number that are simply too many."""
    row = b'<row r="2000000"><c><v>1</v></c></row>' if numbered else b"<row><c><v>1</v></c></row>" * 250_000
    path = book(tmp_path / "a.xlsx", [["y"], [1]])
    changed_sheet(path, lambda xml: xml.replace(b"</sheetData>", row + b"</sheetData>"))
    assert path.stat().st_size < 100_000
    with pytest.raises(InputRefused, match="rækker") as refused:
        read_table(path, limits=RELEASES)
    assert refused.value.line


def test_rows_are_counted_by_their_bytes_wherever_a_block_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sheet of two million rows took half a minute to refuse; its bytes tell in a second or two."""
    sheet = (
        b'<sheetData><row r="1"><c><v>1</v></c></row><row/><row\n><row></row><rowBreaks/><x:row></sheetData>'
    )
    for size in range(1, len(sheet) + 1):
        monkeypatch.setattr(archive, "_BLOCK", size)
        assert archive.rows_are_more(io.BytesIO(sheet), 3)
        assert not archive.rows_are_more(io.BytesIO(sheet), 4)


# ---- bounds ----


def test_a_caller_takes_no_more_than_its_bounds(write: Write, tmp_path: Path) -> None:
    few = Limits(rows=3, bytes=1_000, columns=2)
    for rows, fits in ((3, True), (4, False)):
        frame = pl.DataFrame({"x": range(rows), "y": range(rows)})
        frame.write_parquet(tmp_path / "p")
        frame.write_csv(tmp_path / "c")
        book(tmp_path / "b", [["x", "y"], *map(list, frame.rows())])
        for name in ("p", "c", "b"):
            bounds = few if name == "c" else Limits(rows=3)
            if fits:
                assert len(read_table(tmp_path / name, limits=bounds)) == 3
            else:
                with pytest.raises(InputRefused, match="3 rækker"):
                    read_table(tmp_path / name, limits=bounds)
    with pytest.raises(InputRefused, match="MB"):
        read_table(write("x,y\n" + "1,2\n" * 500), limits=few)
    with pytest.raises(InputRefused, match="3 kolonner"):
        read_table(write("x,y,z\n1,2,3\n"), limits=few)


def test_equal_rows_in_a_small_parquet_file_are_refused_by_its_footer(tmp_path: Path) -> None:
    """20 million equal rows take 150 kB on disk; nothing of them is read."""
    path = tmp_path / "equal.parquet"
    rows = 20_000_000
    pl.select(pl.repeat(1.5, rows).alias("y"), *(pl.repeat(1, rows, dtype=pl.Int8).alias(n) for n in "utd")).lazy(
    ).sink_parquet(path)  # fmt: skip
    assert path.stat().st_size < 400_000
    tracemalloc.start()
    with pytest.raises(InputRefused, match=r"20\.000\.000 rækker"):
        read_table(path, ["y", "u", "t", "d"], limits=ESTIMATES)
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()


def test_cells_of_a_parquet_file_that_are_no_cells_are_refused(tmp_path: Path) -> None:
    pl.DataFrame({"x": [[1], [2]], "y": [1, 2]}).write_parquet(tmp_path / "p")
    with pytest.raises(InputRefused, match="lister"):
        read_table(tmp_path / "p")
    assert read_table(tmp_path / "p", ["y"]).numbers("y").tolist() == [1, 2]


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.9, 0.99])
def test_a_broken_parquet_file_is_refused(tmp_path: Path, cut: float) -> None:
    path = tmp_path / "p"
    pl.DataFrame({"x": range(1000), "y": ["a"] * 1000}).write_parquet(path)
    whole = path.read_bytes()
    middle = int(len(whole) * cut)
    for content in (whole[:middle], whole[:middle] + b"\xff" * 40 + whole[middle + 40 :]):
        path.write_bytes(content)
        with contextlib.suppress(InputRefused):
            assert isinstance(read_table(path), Table)


def test_who_streams_a_file_himself_gets_its_opening(write: Write) -> None:
    for encoding, name in (("utf-8", "utf-8-sig"), ("utf-8-sig", "utf-8-sig"), ("cp1252", "cp1252")):
        path = write("sep=;\nCPR;år_1530\n1;æ\n".encode(encoding))
        head = read_head(path)
        assert (head.encoding, head.separator, head.columns, head.header_line) == (
            name,
            ";",
            ("CPR", "år_1530"),
            2,
        )
        assert path.read_bytes()[head.body :].startswith(b"1;")

"""What a document may be built of, and what is refused while it is built."""

from __future__ import annotations

import struct

import pytest

from frirum.core.errors import InputRefused
from frirum.core.report.blocks import (
    Annex,
    BulletList,
    DefinitionRow,
    Document,
    Heading,
    Note,
    Paragraph,
    prose,
)
from frirum.core.report.figures import Chart
from frirum.core.report.inlines import Link, Missing, Text, clean
from frirum.core.report.numbers import Number, Run
from frirum.core.report.tables import HeaderCell, ReportTable

SEVEN = Number.unreleased(7, source=Run("K-1"))
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR"


@pytest.mark.parametrize("cell", [7, 7.0, 0.125, ("andel ", 12.5)])
def test_a_cell_with_a_bare_number_is_refused(cell):
    with pytest.raises(TypeError, match="Number"):
        ReportTable("T", ("Kommune", "Antal"), (("Aalborg", cell),))


@pytest.mark.parametrize(
    "cell", ["7", "-7", "−7", "1.234", "12,5", "12,5 pct.", "12 %", "< 5", "0", ("ca. ", "7")]
)
def test_a_figure_written_as_a_string_is_refused(cell):
    with pytest.raises(TypeError, match="figure as a string"):
        ReportTable("T", ("Kommune", "Antal"), (("Aalborg", cell),))


@pytest.mark.parametrize(
    "cell", [Text("2018"), "juli 2018", "LAB § 12", "3 mdr. og 2 uger", "", Missing(), SEVEN]
)
def test_words_years_and_typed_numbers_are_cells(cell):
    assert ReportTable("T", ("Kommune", "Værdi"), (("2018", cell),)).width == 2


@pytest.mark.parametrize("content", [7, 7.5, None, b"x", ["x"]])
def test_running_text_takes_no_bare_values(content):
    for make in (Paragraph, BulletList, lambda c: Note("info", c), lambda c: DefinitionRow("x", c)):
        with pytest.raises(TypeError):
            make(content)


@pytest.mark.parametrize(
    "make, fault",
    [
        (lambda: ReportTable("T", (), ()), "header row"),
        (lambda: ReportTable(" ", ("a",), ()), "caption"),
        (lambda: ReportTable("T", ("a", "b"), (("x",),)), "1 cells, not 2"),
        (lambda: ReportTable("T", ("a",), (("x",),), alignment=("end", "end")), "alignments"),
        (lambda: ReportTable("T", ((HeaderCell("a", columns=3),), ("b", "c")), ()), "different width"),
        (lambda: Heading("x", level=5), "level is 1-4"),
        (lambda: Heading(" "), "needs a text"),
        (lambda: Document("", ()), "needs a text"),
        (lambda: Document("x", (), language="de"), "da or en"),
        (lambda: Document("x", (Heading("a"), Heading("b", level=3))), "level 3 after level 1"),
        (lambda: Document("x", (Heading("a", level=2),)), "level 2 after level 0"),
        (lambda: Document("x", (Annex("a", (Heading("b", level=1),)),)), "level 1 after"),
        (lambda: Link("her", "javascript:alert(1)"), "https"),
        (lambda: Link("her", "java\nscript:alert(1)"), "https"),
        (lambda: Link("her", "data:text/html,x"), "https"),
        (lambda: Link(" ", "https://www.star.dk"), "where it leads"),
    ],
)
def test_what_cannot_be_printed_well_is_refused(make, fault):
    with pytest.raises(ValueError, match=fault):
        make()


def _figure(**changes: object) -> Chart:
    given = {
        "png": PNG,
        "alt": "En kurve falder.",
        "caption": "Fald",
        "data": ReportTable("T", ("a",), (("x",),)),
    }
    return Chart(**{**given, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes, fault",
    [
        ({"alt": " "}, "alt"),
        ({"caption": ""}, "caption"),
        ({"png": b"GIF89a"}, "PNG"),
        ({"svg": b"<svg><script>alert(1)</script></svg>"}, "scripts"),
        ({"svg": b'<svg onload="alert(1)"/>'}, "scripts"),
        ({"svg": b'<svg><image href="https://example.org/x.png"/></svg>'}, "outside references"),
        ({"svg": b'<svg><rect data-value="3"/></svg>'}, "data attributes"),
        ({"svg": b'<!DOCTYPE svg [<!ENTITY a "x">]><svg/>'}, "scripts"),
        ({"width": 0}, "width"),
    ],
)
def test_a_figure_has_its_alternative_text_and_a_harmless_picture(changes, fault):
    assert _figure().alt
    with pytest.raises(ValueError, match=fault):
        _figure(**changes)


def test_a_picture_that_is_gone_is_an_error_for_people(tmp_path):
    with pytest.raises(InputRefused) as refused:
        Chart.from_files(
            tmp_path / "kurve.png", None, alt="x", caption="x", data=ReportTable("T", ("a",), ())
        )
    assert refused.value.file == "kurve.png"


@pytest.mark.parametrize(
    "raw, cleaned",
    [
        ("a\x00b\x1bc\x7f", "abc"),
        ("linje\r\nlinje\rlinje\u2028linje", "linje\nlinje\nlinje\nlinje"),
        ("A\u030arhus", "Århus"),
        ("løn\ttilskud", "løn tilskud"),
        ("løn\u00adtil\u200bskud", "løntilskud"),
        ("abc\u202egpj.exe", "abcgpj.exe"),
        ("\ud83d", "\ufffd"),
    ],
)
def test_text_becomes_what_every_format_can_hold(raw, cleaned):
    assert clean(raw) == cleaned


def test_typed_answers_become_paragraphs_and_points():
    blocks = prose("Første linje\nanden linje\n\nHer er punkterne:\n- et\n- to\n\n\n# ingen overskrift")
    assert blocks == (
        Paragraph("Første linje\nanden linje"),
        Paragraph("Her er punkterne:"),
        BulletList("et", "to"),
        Paragraph("# ingen overskrift"),
    )
    assert prose(" \n\n ") == ()


def test_columns_of_numbers_align_and_columns_of_words_do_not():
    table = ReportTable(
        "T", ("Kommune", "Antal", "Bemærkning"), (("Rebild", SEVEN, "kun i første halvår her"),)
    )
    assert table.alignment == ("start", "end", "start")


def test_a_column_is_named_with_its_group():
    table = ReportTable("T", ((HeaderCell(""), HeaderCell("Uger", columns=2)), ("Trin", "Før", "Nu")), ())
    assert [table.column_name(i) for i in range(3)] == ["Trin", "Uger › Før", "Uger › Nu"]

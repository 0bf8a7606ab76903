"""The same protected value everywhere, and the hidden one nowhere, however deep one digs in the file."""

from __future__ import annotations

import io
import json
import re

import openpyxl
import pytest
from attack.forensics import contents, holding
from documents.docx_checks import docx_text
from documents.html_checks import html_text
from documents.pdf_text import tagged_text

from frirum.cli.protect_words import document_of
from frirum.core.disclosure.charts import bar_chart
from frirum.core.disclosure.files import leaks
from frirum.core.disclosure.printing import report_table
from frirum.core.disclosure.protected import ProtectedTable, protect_table
from frirum.core.disclosure.table import Dimension
from frirum.core.report.blocks import Document, Heading
from frirum.core.report.docx import render_docx
from frirum.core.report.export import table_to_csv, table_to_xlsx
from frirum.core.report.html import render_html
from frirum.core.report.numbers import Run
from frirum.core.report.pdf import render_pdf
from frirum.core.report.text import plain_text

# Every count occurs once; the hidden ones are of a size that nothing else in a file has.
THRESHOLD = 90_000
PLACES, AGES = ("Aalborg", "Læsø", "Vejen"), ("ung", "midt", "gammel")
COUNTS = {
    ("Aalborg", "ung"): 412_307, ("Aalborg", "midt"): 398_741, ("Aalborg", "gammel"): 71_913,
    ("Læsø", "ung"): 23_917, ("Læsø", "midt"): 533_219, ("Læsø", "gammel"): 47_939,
    ("Vejen", "ung"): 622_781, ("Vejen", "midt"): 711_407, ("Vejen", "gammel"): 508_987,
}  # fmt: skip


@pytest.fixture(scope="module")
def protected() -> ProtectedTable:
    from frirum.core.disclosure.settings import HOUSE_RULES

    dimensions = [Dimension("kommune", PLACES), Dimension("alder", AGES)]
    result = protect_table(dimensions, COUNTS, rules=HOUSE_RULES.stricter(threshold=THRESHOLD))
    assert isinstance(result, ProtectedTable)
    return result


@pytest.fixture(scope="module")
def files(protected: ProtectedTable) -> dict[str, bytes]:
    """The table in every format, and drawn as bars from what is shown."""
    table = report_table(protected, caption="Brug", source=Run("K-1", synthetic=True), release="F-1")
    figure = bar_chart(protected, caption="Brug", source=Run("K-1", synthetic=True), release="F-1")
    assert figure.svg is not None
    document = Document("Brug af forsøget", (Heading("Tal"), table, figure))
    return {
        "brug.html": render_html(document).encode(),
        "brug.docx": render_docx(document),
        "brug.pdf": render_pdf(document),
        "brug.svg": figure.svg,
        "brug.csv": table_to_csv(table),
        "brug.xlsx": table_to_xlsx(table),
        "brug.json": json.dumps(document_of(protected)).encode(),
        "brug.txt": plain_text(document).encode(),
    }


def _written(count: int) -> set[str]:
    """A count as it can be written: plain, and with the separators of Danish and English."""
    return {
        str(count),
        f"{count:,}",
        f"{count:,}".replace(",", "."),
        f"{count:,}".replace(",", " "),
        f"{count}.0",
    }


def _true() -> dict[tuple[str, str], int]:
    rows = {(p, "I alt"): sum(COUNTS[p, a] for a in AGES) for p in PLACES}
    columns = {("I alt", a): sum(COUNTS[p, a] for p in PLACES) for a in AGES}
    return {**COUNTS, **rows, **columns, ("I alt", "I alt"): sum(COUNTS.values())}


def test_no_hidden_value_is_found_in_any_file(protected, files):
    hidden = [cell.nodes for cell in protected.cells if cell.shown is None]
    assert len(hidden) >= 6
    needles = set().union(*(_written(_true()[nodes]) for nodes in hidden))
    for name, data in files.items():
        assert holding(name, data, needles) == [], name


def test_the_forensics_do_find_what_is_shown(protected, files):
    """A search that finds nothing anywhere would also find no hidden value."""
    shown = next(
        cell.shown for cell in protected.cells if cell.shown is not None and cell.nodes[1] != "I alt"
    )
    for name, data in files.items():
        if name != "brug.svg":  # a picture's labels are drawn paths
            assert holding(name, data, _written(shown)), name


def test_no_file_holds_a_cpr_number_or_a_place_for_hidden_things(files):
    for name, data in files.items():
        assert leaks(name, data) == (), name
        if not name.endswith(".svg"):
            for part, text in contents(name, data):
                if "stream" not in part and "font" not in part:
                    assert not re.search(r"(?<!\d)[0-3]\d[01]\d\d\d-\d{4}(?!\d)", text), part


def test_every_format_shows_the_same(protected, files):
    """Table, text, CSV, XLSX, JSON, HTML, DOCX and PDF: the same counts, and as many hidden cells."""
    shown = [cell.shown for cell in protected.cells if cell.shown is not None]
    hidden = sum(cell.shown is None for cell in protected.cells)
    danish = [f"{count:,}".replace(",", ".") for count in shown]
    texts = {
        "html": html_text(files["brug.html"].decode()), "docx": docx_text(files["brug.docx"]),
        "pdf": tagged_text(files["brug.pdf"]), "txt": files["brug.txt"].decode(),
    }  # fmt: skip
    for kind, text in texts.items():
        assert all(count in text for count in danish), kind
    assert files["brug.csv"].decode("utf-8-sig").count("skjult") >= hidden
    sheet = openpyxl.load_workbook(io.BytesIO(files["brug.xlsx"])).active
    numbers = [
        cell for row in sheet.iter_rows(values_only=True) for cell in row if isinstance(cell, int | float)
    ]
    assert numbers == shown
    cells = json.loads(files["brug.json"])["cells"]
    assert [cell["shown"] for cell in cells if cell["shown"] is not None] == shown


def test_a_chart_draws_every_hidden_count_alike():
    """Other hidden counts, the same picture: no length, colour, order or alternative text follows them."""
    places = Dimension("center", ("nord", "syd", "vest"))
    counts = {("nord",): 1, ("syd",): 300, ("vest",): 77}
    first = protect_table([places], counts)
    assert isinstance(first, ProtectedTable)
    hidden = [cell.nodes for cell in first.cells if cell.shown is None]
    assert len(hidden) == 2
    beside = next(name for name in counts if name != ("nord",) and name in hidden)
    drawn = set()
    for changed in ({}, {("nord",): 4}, {beside: counts[beside] + 20}):
        table = protect_table([places], {**counts, **changed})
        assert isinstance(table, ProtectedTable)
        assert [cell.nodes for cell in table.cells if cell.shown is None] == hidden
        figure = bar_chart(table, caption="Brug", source=Run("K-1"), release="F-1")
        drawn.add((figure.svg, figure.png, figure.alt))
    assert len(drawn) == 1
    assert "2 skjult" in figure.alt


def test_hidden_cells_look_alike_whatever_hides_them(protected):
    table = report_table(protected, caption="Brug", source=Run("K-1"), release="F-1")
    numbers = [cell for row in table.rows for runs in row for cell in runs if hasattr(cell, "state")]
    hidden = {number for number in numbers if number.value is None}
    assert len(hidden) == 1, "the same state, reason and threshold for every one of them"


@pytest.mark.parametrize(
    "name, data, what",
    [
        ("010190-1234.csv", b"", "personal"),
        ("a.svg", b'<svg><path data-value="3"/></svg>', "data attributes"),
        ("a.svg", b"<svg><metadata>3</metadata></svg>", "metadata"),
        ("a.html", b"<p>under 5<!-- 3 --></p>", "comments"),
        ("a.html", b'<td style="display: none">3</td>', "hidden element"),
        ("a.html", b'<script type="application/json">[3]</script>', "data in a script"),
        ("a.pdf", b"%PDF-1.7 << /EmbeddedFiles 4 0 R >>", "embedded files"),
    ],
)
def test_places_where_files_hide_things_are_found(name, data, what):
    assert what in {leak.what for leak in leaks(name, data)}


def test_hidden_rows_and_sheets_of_a_workbook_are_found():
    book = openpyxl.Workbook()
    book.active.row_dimensions[2].hidden = True
    book.create_sheet("skjult").sheet_state = "hidden"
    book.active["A1"].comment = openpyxl.comments.Comment("3", "x")
    out = io.BytesIO()
    book.save(out)
    assert {leak.what for leak in leaks("a.xlsx", out.getvalue())} >= {
        "hidden row or column",
        "hidden sheet",
        "comments",
    }


def test_tracked_changes_and_hidden_text_of_a_document_are_found():
    import docx
    from docx.oxml import OxmlElement

    document = docx.Document()
    run = document.add_paragraph().add_run("3")
    run.font.hidden = True
    run._r.addprevious(OxmlElement("w:ins"))
    out = io.BytesIO()
    document.save(out)
    assert {leak.what for leak in leaks("a.docx", out.getvalue())} >= {"hidden text", "tracked changes"}

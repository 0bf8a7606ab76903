"""From a number to the page of its run: a link in every format, and the address as text for a print on paper."""

from __future__ import annotations

import io
import re

import docx
import pikepdf

from frirum.core.documents.checking import Remade, check_document
from frirum.core.report.blocks import Document, Paragraph
from frirum.core.report.docx import render_docx
from frirum.core.report.formats import render
from frirum.core.report.html import render_html
from frirum.core.report.numbers import Number, Quotation, Run
from frirum.core.report.pdf import render_pdf
from frirum.core.report.printed import linked
from frirum.core.report.tables import ReportTable
from frirum.core.report.text import plain_text

PAGE = "https://frirum.example/forsoeg/e7/fundet/#f-1"
QUOTED = Quotation("A", "side 1")
SOURCE = Run("K-1", "DiD", extracts=("ab" * 32,), plan="cd" * 32, version="1", address=PAGE)
MADE = Document(
    "T",
    (
        Paragraph("I alt ", Number.unreleased(7, "borgere", source=SOURCE)),
        ReportTable("Brug", ("Kommune", "Antal"), (("Aalborg", Number.unreleased(5, source=SOURCE)),)),
    ),
)


def test_from_the_number_to_its_line_and_from_the_line_to_the_page() -> None:
    """Two clicks in the PDF: the number, then the address at its source; the address of a table stands under it."""
    with pikepdf.open(io.BytesIO(render_pdf(MADE, audience="team"))) as pdf:
        links = [one for page in pdf.pages for one in page.get("/Annots", [])]
        inside = [one for one in links if "/Dest" in one]
        outside = [str(one.A.URI) for one in links if "/A" in one]
    assert len(inside) == 1
    assert outside == [PAGE, PAGE]
    assert f"Kilden kan læses på {PAGE}" in plain_text(MADE, audience="team")


def test_word_and_html_have_the_same_links() -> None:
    made = docx.Document(io.BytesIO(render_docx(MADE, audience="team")))
    targets = [one.target_ref for one in made.part.rels.values() if one.is_external]
    assert set(targets) == {PAGE}
    assert re.findall(r'<a href="([^"]+)"', render_html(MADE, audience="team")).count(PAGE) == 2


def test_a_long_unit_stands_in_the_header_and_the_file_still_holds_to_its_stamp() -> None:
    rows = tuple((name, Number.quoted(n, "procentpoint", source=QUOTED)) for name, n in (("a", 5), ("b", -3)))
    document = Document("T", (ReportTable("Forskel", ("Hvad", "Skøn"), rows),))
    assert "Hvad\tSkøn (procentpoint)\na\t5\nb\t−3" in plain_text(document)
    for kind in ("html", "docx", "pdf"):
        assert check_document(render(document, kind), lambda origin: Remade(None)).faults == ()


def test_only_a_web_address_becomes_a_link() -> None:
    assert [one.address for one in linked("Se (https://a.dk/x), javascript:alert(1).")] == [
        "",
        "https://a.dk/x",
        "",
    ]
    assert "".join(one.text for one in linked("Se (https://a.dk/x).")) == "Se (https://a.dk/x)."

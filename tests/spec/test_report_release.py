"""No figure leaves its team before it is released, whatever the format, and everything says what it is."""

from __future__ import annotations

import pytest
from documents.docx_checks import docx_parts, docx_text
from documents.html_checks import html_text
from documents.pdf_text import tagged_text
from documents.sample import chart, followed_up
from documents.words import squeezed
from let_out import released

from frirum.core.errors import NotAllowed
from frirum.core.report.blocks import (
    Annex,
    Block,
    BulletList,
    DefinitionRow,
    DefinitionRows,
    Document,
    Heading,
    Note,
    Paragraph,
)
from frirum.core.report.docx import render_docx
from frirum.core.report.figures import Chart
from frirum.core.report.html import render_html, render_html_fragment
from frirum.core.report.layout import lay_out
from frirum.core.report.numbers import Number, Quotation, Run
from frirum.core.report.pdf import render_pdf
from frirum.core.report.tables import ReportTable
from frirum.core.report.text import plain_text

RUN = Run("K-7")
FIGURE = 73291  # occurs nowhere else in a document
UNRELEASED = Number.unreleased(FIGURE, source=RUN)
RENDERERS = (render_html, render_html_fragment, render_docx, render_pdf, plain_text)


def _table(number: Number = UNRELEASED) -> ReportTable:
    return ReportTable("Brug", ("Kommune", "Antal"), (("Rebild", followed_up(5)), ("Mariagerfjord", number)))


def _figure() -> Chart:
    return Chart(png=chart()[0], alt="En kurve.", caption="Kurve", data=_table())


PLACES: list[tuple[Block, str]] = [
    (Paragraph("I alt ", UNRELEASED), "»Punkt 7«"),
    (Note("info", UNRELEASED), "»Punkt 7«"),
    (BulletList("et", ("to ", UNRELEASED)), "»Punkt 7«, punkt 2"),
    (DefinitionRows(DefinitionRow("Antal", UNRELEASED)), "»Punkt 7«, »Antal«"),
    (_table(), "»Punkt 7«, tabel 1, række »Mariagerfjord«, kolonne »Antal«"),
    (_figure(), "»Punkt 7«, figur 1, række »Mariagerfjord«, kolonne »Antal«"),
    (Annex("Tal", (Paragraph(UNRELEASED),)), "»Tal«"),
]


@pytest.mark.parametrize("render", RENDERERS)
@pytest.mark.parametrize("block, place", PLACES, ids=lambda value: type(value).__name__)
def test_an_unreleased_number_stops_the_document_and_its_place_is_named(render, block, place):
    document = Document("Resultater", (Heading("Punkt 7"), block))
    with pytest.raises(NotAllowed) as refused:
        render(document)
    assert refused.value.exit_code == 4
    assert f"frigivet: {place}." in refused.value.message
    assert "73" not in refused.value.message
    assert refused.value.remedy


def test_several_are_counted():
    document = Document("Resultater", (Heading("Punkt 7"), Paragraph(UNRELEASED), Paragraph(UNRELEASED)))
    with pytest.raises(NotAllowed, match="indeholder 2 tal"):
        lay_out(document, audience="public")


@pytest.mark.parametrize("block, _place", PLACES, ids=lambda value: type(value).__name__)
def test_the_team_sees_it_marked_under_a_banner(block, _place):
    document = Document("Resultater", (Heading("Punkt 7"), block))
    for words in (
        plain_text(document, audience="team"),
        html_text(render_html(document, audience="team")),
        docx_text(render_docx(document, audience="team")),
        tagged_text(render_pdf(document, audience="team")),
    ):
        told = squeezed(words)
        assert "73.291[ikkefrigivet]" in told
        assert "Kuntilholdetbagforsøget" in told
    assert '<meta name="robots" content="noindex">' in render_html(document, audience="team")


def test_there_is_no_third_audience():
    with pytest.raises(ValueError, match="public or team"):
        lay_out(Document("x", ()), audience="alle")  # type: ignore[arg-type]


def test_a_released_document_has_no_banner():
    told = plain_text(Document("x", (Paragraph(released(5, source=RUN, release="F-1")),)))
    assert "Kun til holdet" not in told
    assert "syntetisk" not in told


def test_a_hidden_number_is_nowhere_in_the_files():
    hidden = Number.suppressed(source=RUN, threshold=5, reason="færre end fem borgere")
    document = Document("Resultater", (Paragraph("I alt ", hidden), _table(hidden)))
    parts = docx_parts(render_docx(document))
    for words in (render_html(document), *(part.decode("utf-8", "ignore") for part in parts.values())):
        assert str(FIGURE) not in words
    told = plain_text(document)
    assert "I alt under 5 (færre end fem borgere)" in told
    assert "»under 5«: færre end fem borgere" in told


@pytest.mark.parametrize("state", ["released", "quotation"])
def test_figures_are_not_repeated_in_attributes(state):
    """The figure stands once, as text: no data attribute, alternative text or property holds it unformatted."""
    number = (
        released(FIGURE, source=RUN, release="F-1")
        if state == "released"
        else Number.quoted(FIGURE, source=Quotation("PIXI", "s. 3"))
    )
    document = Document("Resultater", (_table(number),))
    assert str(FIGURE) not in render_html(document)
    assert not any(str(FIGURE).encode() in part for part in docx_parts(render_docx(document)).values())


def test_every_number_can_be_walked_back_in_the_document():
    quoted = Number.quoted(7, "borgere", source=Quotation("DECISION", "række 12"))
    told = plain_text(
        Document("x", (Heading("Punkt 7"), Paragraph(quoted), _table(released(9, source=RUN, release="F-1"))))
    )
    assert "Kilder til tal i teksten\n7\u00a0borgere (»Punkt 7«): DECISION, række 12" in told
    assert "kørsel K-7, frigivet som F-1" in told


def test_made_up_people_are_never_taken_for_real_ones():
    alone = plain_text(Document("x", (Paragraph(followed_up(5)),)))
    assert "Alle tal i dokumentet er beregnet på syntetiske data" in alone
    quoted = Number.quoted(7, source=Quotation("DECISION", "række 12"))
    mixed = plain_text(Document("x", (Paragraph(followed_up(5), " mod ", quoted), _table(quoted))))
    assert "5 [syntetisk] mod 7\n" in mixed
    assert "Rebild\t5 [syntetisk]\nMariagerfjord\t7\n" in mixed

"""A municipality's own Word template: used with logo, page and looks; one that not everybody can read is refused."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import docx
import pytest
from documents.docx_checks import docx_faults, docx_text
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from frirum.core.errors import InputRefused
from frirum.core.report.blocks import BulletList, Document, Heading, NumberedList, Paragraph
from frirum.core.report.docx import render_docx
from frirum.core.report.house_style import contrast, read_house_style
from frirum.core.report.numbers import Number, Quotation
from frirum.core.report.tables import ReportTable

LOGO_TEXT = "Vesthimmerlands Kommunes byvåben"


def logo() -> bytes:
    """One red pixel as PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0")) + chunk(b"IEND", b"")


def template(change: Callable[[Any], object] | None = None) -> bytes:
    """Garamond, a green title, 30 mm margins, a logo in the header; text of its own in the body."""
    made = docx.Document()
    made.styles["Normal"].font.name = "Garamond"
    made.styles["Title"].font.color.rgb = RGBColor(0x0B, 0x5C, 0x2E)
    made.styles["Heading 1"].font.size = Pt(18)
    language = made.styles.element.find(qn("w:docDefaults")).iter(qn("w:lang"))
    next(language).set(qn("w:val"), "da-DK")
    for level in (1, 2, 3, 4):
        made.styles[f"Heading {level}"].font.color.rgb = RGBColor(0x0B, 0x5C, 0x2E)
    made.styles["Caption"].font.color.rgb = RGBColor(0x33, 0x33, 0x33)
    section = made.sections[0]
    section.page_width, section.left_margin, section.right_margin = Mm(210), Mm(30), Mm(30)
    shape = section.header.paragraphs[0].add_run().add_picture(io.BytesIO(logo()))
    shape._inline.docPr.set("descr", LOGO_TEXT)
    made.add_paragraph("Skriv din tekst her.")
    if change is not None:
        change(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def report() -> Document:
    source = Quotation("DECISION", "tabel 2")
    table = ReportTable("Brug", ("Hvad", "Antal"), (("praktikker", Number.quoted(8, source=source)),))
    blocks = (
        Heading("Resumé"),
        Paragraph("Tekst."),
        BulletList("et"),
        NumberedList("to"),
        table,
        Heading("Slut", 2),
    )
    return Document("Rapport", blocks, issuer="Vesthimmerland")


def test_a_document_takes_the_templates_page_logo_and_looks() -> None:
    plain, dressed = render_docx(report()), render_docx(report(), house_style=read_house_style(template()))
    assert docx_faults(dressed) == []
    assert docx_text(dressed) == docx_text(plain), "the same words, and none of the template's own"
    opened = docx.Document(io.BytesIO(dressed))
    assert opened.styles["Normal"].font.name == "Garamond"
    assert str(opened.styles["Title"].font.color.rgb) == "0B5C2E"
    assert round(opened.sections[0].left_margin.mm) == 30
    pictures = [one.get("descr") for one in opened.sections[0].header.part.element.iter(qn("wp:docPr"))]
    assert pictures == [LOGO_TEXT]
    parts = zipfile.ZipFile(io.BytesIO(dressed))
    assert any(parts.read(name) == logo() for name in parts.namelist() if "media" in name)
    assert dressed == render_docx(report(), house_style=read_house_style(template()))
    fields = [one.text for one in opened.sections[0].footer.part.element.iter(qn("w:instrText"))]
    assert [one.strip() for one in fields] == ["PAGE", "NUMPAGES"]


@pytest.mark.parametrize(("drawn", "shown"), [(28, 28), (90, 40)])
@pytest.mark.parametrize("one_page", [False, True])
def test_the_text_begins_below_the_logo_however_tall_it_is(drawn: int, shown: int, one_page: bool) -> None:
    def taller(made: Any) -> None:
        inline = made.sections[0].header.part.element.find(f".//{qn('wp:inline')}")
        for one in (inline.find(qn("wp:extent")), *inline.iter(qn("a:ext"))):
            one.set("cx", str(Mm(2 * drawn)))
            one.set("cy", str(Mm(drawn)))

    style = read_house_style(template(taller))
    made = replace(report(), one_page=one_page)
    section = docx.Document(io.BytesIO(render_docx(made, house_style=style))).sections[0]
    extent = section.header.part.element.find(f".//{qn('wp:inline')}/{qn('wp:extent')}")
    assert (Mm(0) + int(extent.get("cy"))) == Mm(shown), "a logo of half a page is made smaller"
    assert int(extent.get("cx")) == Mm(2 * shown)
    assert section.top_margin >= section.header_distance + Mm(shown)


def without_outline(made: Any) -> None:
    properties = made.styles["Heading 2"].element.pPr
    properties.remove(properties.find(qn("w:outlineLvl")))


def without_text_for_the_logo(made: Any) -> None:
    del next(made.sections[0].header.part.element.iter(qn("wp:docPr"))).attrib["descr"]


def in_another_language(made: Any) -> None:
    next(made.styles.element.find(qn("w:docDefaults")).iter(qn("w:lang"))).set(qn("w:val"), "en-US")


REFUSED: dict[str, Callable[[Any], object]] = {
    "»Overskrift 2« har ikke niveau 2": without_outline,
    "»Overskrift 2« er større end »Overskrift 1«": lambda made: setattr(made.styles["Heading 2"].font, "size", Pt(30)),
    "»Overskrift 1« er skjult tekst": lambda made: setattr(made.styles["Heading 1"].font, "hidden", True),
    "»Normal« har for svag kontrast: 2,3": lambda made: setattr(made.styles["Normal"].font.color, "rgb", RGBColor(170, 170, 170)),
    "sprog er en-US": in_another_language,
    "ingen alternativ tekst": without_text_for_the_logo,
    "»Overskrift 3« mangler": lambda made: made.styles["Heading 3"].delete(),
}  # fmt: skip


@pytest.mark.parametrize("why", REFUSED)
def test_a_template_that_not_everybody_can_read_is_refused_by_name(why: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read_house_style(template(REFUSED[why]))
    assert why in refused.value.message
    assert refused.value.remedy


def test_all_faults_are_told_at_once_and_strange_files_refused() -> None:
    def both(made: Any) -> None:
        without_outline(made)
        in_another_language(made)

    with pytest.raises(InputRefused, match=r"niveau 2.*sprog"):
        read_house_style(template(both))
    for content in (b"PK", b"%PDF", bytes(10_000_001)):
        with pytest.raises(InputRefused):
            read_house_style(content)


def test_contrast_is_the_published_ratio() -> None:
    """WCAG 2.1: black on white is 21 to 1; #767676 on white is the faintest grey that text may have."""
    assert contrast("000000", "FFFFFF") == 21
    assert contrast("767676", "FFFFFF") == pytest.approx(4.54, abs=0.005)

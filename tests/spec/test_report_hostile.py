"""Whatever people type comes out as the same words in every format, and never as markup or code."""

from __future__ import annotations

import io

import docx
import pytest
from documents.docx_checks import docx_faults, docx_text
from documents.html_checks import html_faults, html_text
from documents.pdf_checks import pdf_faults
from documents.pdf_text import tagged_text
from documents.words import squeezed
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frirum.core.report.blocks import (
    Annex,
    BulletList,
    DefinitionRow,
    DefinitionRows,
    Document,
    Heading,
    Note,
    NumberedList,
    Paragraph,
)
from frirum.core.report.docx import render_docx
from frirum.core.report.html import render_html
from frirum.core.report.inlines import Link, Missing, Text
from frirum.core.report.pdf import render_pdf
from frirum.core.report.tables import HeaderCell, ReportTable
from frirum.core.report.text import plain_text

HOSTILE = [
    "#panic(1)",
    '#read("/etc/passwd")',
    "$x$ *fed* _kursiv_ `kode` @henvisning <mærke> = overskrift",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><svg onload=alert(1)> ' & &amp; &#x27; </article>",
    "]]> <!-- --> <?xml ?> <![CDATA[",
    "{{ 7*7 }} {% load x %} ${7*7} %s {0}",
    "æøå ÆØÅ é ü ß ½ § € “citat” »citat« … – —",
    "\\u0041 \\n \\\\ \\#",
    "nul\x00tegn\x1b[31m\x07 og \ud83d",
    "A\u030arhus \u202egpj.exe",
    "Speciallægepraksisplanlægningsstabiliseringsperiode" * 3,
    "https://www.retsinformation.dk/" + "a" * 300,
    "9" * 200,
    "linje\nlinje\n\nlinje",
    "\u00ad",
    "α β γ Ж → ≤ ≥ − ·",
]


def everywhere(text: str) -> Document:
    """The text in every place where people's words can stand."""
    return Document(
        title="T " + text,
        kicker=text,
        subject=text,
        issuer=text,
        keywords=(text,),
        blocks=(
            Heading("H " + text),
            Paragraph(
                text,
                Text(text, bold=True),
                Text(text, italic=True),
                Link("L " + text, "https://www.star.dk/?a=1&b=<2>"),
            ),
            BulletList(text, (text, Missing(text))),
            NumberedList(text),
            DefinitionRows(DefinitionRow("D " + text, text)),
            ReportTable(
                "C " + text,
                ((HeaderCell(text, columns=2),), ("a " + text, "b")),
                ((text, Text(text)),),
                notes=(text,),
            ),
            Note("missing", text),
            Annex("A " + text, (Paragraph(text),)),
        ),
    )


def check(text: str) -> None:
    document = everywhere(text)
    expected = squeezed(plain_text(document))
    page, word, made = render_html(document), render_docx(document), render_pdf(document)
    assert html_faults(page) == []
    assert docx_faults(word) == []
    assert pdf_faults(made) == []
    assert squeezed(html_text(page)) == expected
    assert squeezed(docx_text(word)) == expected
    assert squeezed(tagged_text(made)) == squeezed(plain_text(everywhere(in_pdf(text))))


def in_pdf(text: str) -> str:
    """A lone surrogate becomes the replacement character, which the fonts lack, so its name is printed."""
    return text.replace("\ud83d", "[replacement character]")


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_text_is_text(text):
    check(text)


FEW = settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
MANY = settings(FEW, max_examples=300)
LATIN = st.text(st.characters(codec="utf-8", max_codepoint=0x17F), max_size=60)
ANY = st.text(max_size=40)


def check_files(text: str) -> None:
    """For signs outside the fonts, where the PDF prints names."""
    document = everywhere(text)
    page, word = render_html(document), render_docx(document)
    assert html_faults(page) == []
    assert docx_faults(word) == []
    assert pdf_faults(render_pdf(document)) == []
    assert squeezed(html_text(page)) == squeezed(docx_text(word)) == squeezed(plain_text(document))


@FEW
@given(LATIN)
def test_any_latin_text_is_text(text):
    check(text)


@FEW
@given(ANY)
def test_any_text_at_all_gives_files_that_pass_the_checks(text):
    check_files(text)


@pytest.mark.long
@MANY
@given(LATIN)
def test_any_latin_text_is_text_many_times(text):
    check(text)


@pytest.mark.long
@MANY
@given(ANY)
def test_any_text_at_all_many_times(text):
    check_files(text)


def test_signs_outside_the_fonts_are_named_in_pdf_and_kept_elsewhere():
    document = Document("Svar", (Paragraph("Godt 👍\ufe0f\u3000og\u200dvel"),))
    assert "Godt[thumbsupsign]ogvel" in squeezed(tagged_text(render_pdf(document)))
    assert "Godt 👍" in docx_text(render_docx(document))
    assert "Godt 👍" in render_html(document)


def test_a_very_long_word_stays_on_the_paper():
    document = Document("T", (ReportTable("C", ("a", "b"), (("x" * 400, Text("y" * 400)),)),))
    assert "\u200b" in tagged_text(render_pdf(document))


def test_a_word_is_found_by_a_search_although_a_full_stop_follows_it():
    words = ("uddannelseshjælpsmodtagere.", "»sammenligningsgrundlaget«,", "arbejdsmarkeds-beskæftigelsen)")
    document = Document("Lange ord", (Paragraph(Text(" ".join(words))),))
    assert "\u200b" not in tagged_text(render_pdf(document))


def test_the_docx_opens_with_its_structure():
    opened = docx.Document(io.BytesIO(render_docx(everywhere("<b>&"))))
    assert [p.text for p in opened.paragraphs if p.style.name == "Heading 1"] == ["H <b>&", "Bilag 1: A <b>&"]

"""HTML, DOCX and PDF say the same, can be read by everybody, and are the same bytes each time."""

from __future__ import annotations

import io
import re
import zipfile

import docx
import pikepdf
import pytest
import typst
from documents.docx_checks import docx_faults, docx_parts, docx_text
from documents.html_checks import html_faults, html_text
from documents.pdf_checks import pdf_faults, qpdf_faults
from documents.pdf_text import tagged_text, tags
from documents.sample import followed_up, form
from documents.words import squeezed

from frirum.core.errors import UsageError
from frirum.core.report.blocks import Document, Heading, Paragraph
from frirum.core.report.docx import render_docx
from frirum.core.report.formats import MEDIA_TYPES, render
from frirum.core.report.html import render_html, render_html_fragment
from frirum.core.report.pdf import render_pdf
from frirum.core.report.tables import ReportTable
from frirum.core.report.text import plain_text


@pytest.fixture(scope="module")
def document() -> Document:
    return form()


@pytest.fixture(scope="module")
def pdf(document) -> bytes:
    return render_pdf(document)


@pytest.fixture(scope="module")
def word(document) -> bytes:
    return render_docx(document)


@pytest.fixture(scope="module")
def page(document) -> str:
    return render_html(document)


def test_the_three_formats_say_the_same(document, pdf, word, page):
    expected = squeezed(plain_text(document))
    assert squeezed(tagged_text(pdf)) == expected
    assert squeezed(docx_text(word)) == expected
    assert squeezed(html_text(page)) == expected
    assert squeezed(html_text(render_html_fragment(document))) == expected


def test_the_pdf_passes_the_accessibility_checks(document, pdf, tmp_path):
    assert pdf_faults(pdf, title=document.title) == []
    assert qpdf_faults(pdf, tmp_path) == []


def test_the_docx_passes_the_accessibility_checks(document, word):
    assert docx_faults(word, title=document.title) == []


def test_the_html_passes_the_accessibility_checks(document, page):
    assert html_faults(page) == []
    assert html_faults(render_html_fragment(document, title_level=2), whole_page=False) == []


def test_the_same_document_gives_the_same_bytes(document, pdf, word, page):
    assert render_pdf(document) == pdf
    assert render_docx(document) == word
    assert render_html(document) == page


def test_the_pdf_has_headings_lists_tables_and_the_figure_in_its_structure(pdf):
    found = tags(pdf)
    assert found.count("H1") == 13  # ten points, receipt, sources, annex
    assert found.count("H2") == 3
    assert found.count("Table") == 2
    assert found.count("Figure") == 1
    assert found.count("L") == 3
    assert found.count("Link") == 3  # one to an address, and two numbers to where they are from
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        figure = next(
            o for o in opened.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/Figure"
        )
        assert str(figure.Alt).startswith("Linjediagram")


def test_the_pdf_carries_only_the_fonts_of_the_package(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        fonts = {str(font.BaseFont) for page in opened.pages for font in page.Resources.Font.values()}
    assert {name.split("+")[1].split("-")[0] for name in fonts} == {"IBMPlexSans"}


def test_pages_are_numbered(word, pdf):
    footers = [part for name, part in docx_parts(word).items() if "footer" in name]
    assert len(footers) == 2
    assert all(b" PAGE " in part and b" NUMPAGES " in part for part in footers)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages) == 5


def test_properties_tell_what_the_document_is_and_nothing_of_the_tools_template(word):
    properties = docx.Document(io.BytesIO(word)).core_properties
    assert properties.title.startswith("Færre opfølgninger")
    assert (properties.author, properties.last_modified_by) == ("Vesthimmerlands Kommune",) * 2
    assert properties.created.date().isoformat() == "2022-12-30"
    parts = docx_parts(word)
    assert not [name for name in parts if "thumbnail" in name]
    assert b"python-docx" not in b"".join(parts.values())


def test_an_english_document_is_english_in_every_format():
    document = Document(
        "Fewer follow-ups", (Heading("Result"), Paragraph("About ", followed_up(1234.5, decimals=1))), "en"
    )
    assert pdf_faults(render_pdf(document), language="en") == []
    assert docx_faults(render_docx(document), locale="en-GB") == []
    page = render_html(document)
    assert '<html lang="en">' in page
    assert "1,234.5" in page


def test_the_page_keeps_to_a_policy_that_allows_no_inline_code_and_no_other_host(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert "default-src" in policy[1]
    assert "unsafe" not in policy[1]
    assert not re.search(r'(?:src|href)="(?!data:|https://www\.retsinformation\.dk/)', page)


def test_the_site_may_serve_pictures_and_styles_itself(document):
    seen = []

    def address(content: bytes, media_type: str) -> str:
        seen.append((content[:5], media_type))
        return "/filer/kurve.svg?a=1&b=2"

    fragment = render_html_fragment(document, image_address=address)
    assert 'src="/filer/kurve.svg?a=1&amp;b=2"' in fragment
    assert [media_type for _start, media_type in seen] == ["image/svg+xml"]
    assert '<link rel="stylesheet" href="/static/report.css">' in render_html(
        document, stylesheets=("/static/report.css",)
    )


@pytest.mark.parametrize("kind, start", [("html", b"<!DOCTYPE html>"), ("docx", b"PK"), ("pdf", b"%PDF-1.7")])
def test_a_format_is_chosen_by_its_name(kind, start):
    assert render(Document("x", ()), kind).startswith(start)
    assert kind in MEDIA_TYPES


def test_an_unknown_format_names_those_there_are():
    with pytest.raises(UsageError) as refused:
        render(Document("x", ()), "odt")
    assert "html, docx, pdf" in str(refused.value.remedy)


def test_two_fragments_can_stand_on_one_page(document):
    both = render_html_fragment(document) + render_html_fragment(document, id_prefix="anden")
    assert html_faults(both, whole_page=False) == []


def test_numbered_lists_each_start_at_one(word):
    opened = docx.Document(io.BytesIO(word))
    ids = {
        p._p.pPr.numPr.numId.val
        for p in opened.paragraphs
        if p._p.pPr is not None and p._p.pPr.numPr is not None
    }
    assert len(ids) == 1
    style = opened.styles["List Number"].element.pPr.numPr.numId.val
    assert ids != {style}


def test_a_thousand_rows_repeat_their_header_on_every_page():
    rows = tuple((f"Kommune nr. {i}", followed_up(i), "Arbejdsmarkedsforvaltningen") for i in range(1000))
    document = Document("Stor tabel", (ReportTable("Mange rækker", ("Kommune", "Antal", "Enhed"), rows),))
    made = render_pdf(document)
    expected = squeezed(plain_text(document))
    # The header is read once by assistive technology and shown on each page.
    assert squeezed(tagged_text(made)) == expected
    assert squeezed(docx_text(render_docx(document))) == expected
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert len(opened.pages) > 20
    assert "w:tblHeader" in docx_parts(render_docx(document))["word/document.xml"].decode()


@pytest.mark.parametrize("header", [("a", "b"), (("a", "b"), ("c", "d"))])
def test_an_empty_table_says_so(header):
    document = Document("Tom", (ReportTable("Ingen", header, ()),))
    assert "Ingen rækker." in plain_text(document)
    assert pdf_faults(render_pdf(document)) == []
    assert docx_faults(render_docx(document)) == []
    assert html_faults(render_html(document)) == []


def test_an_empty_document_is_a_title():
    document = Document("Kun en titel", ())
    assert squeezed(tagged_text(render_pdf(document))) == "Kunentitel"
    assert squeezed(docx_text(render_docx(document))) == "Kunentitel"
    assert html_faults(render_html(document)) == []


class TestTheChecksThemselves:
    """Each check finds the fault it is there for."""

    def test_a_pdf_without_tags_language_and_title(self):
        made = typst.compile(b"= Hej\n#table[a][b]", pdf_tags=False)
        faults = " ".join(pdf_faults(made))
        for words in ("not marked", "file name", "pdfuaid", "title is", "tab order"):
            assert words in faults

    def test_a_table_without_header_in_a_pdf(self):
        assert "a table without header cells" in pdf_faults(typst.compile(b"#table(columns: 2)[a][b]"))

    def test_a_plain_docx(self):
        plain = docx.Document()
        plain.add_heading("Hej", level=3)
        plain.add_table(rows=1, cols=1)
        plain.add_paragraph().add_run("skjult").font.hidden = True
        out = io.BytesIO()
        plain.save(out)
        faults = " ".join(docx_faults(out.getvalue()))
        for words in ("docDefaults", "title is", "without a header row", "hidden text", "skip", "thumbnail"):
            assert words in faults

    @pytest.mark.parametrize(
        "page, fault",
        [
            ("<html><body><h1>x</h1></body></html>", "without lang"),
            ('<html lang="da"><h1>x</h1><h3>y</h3></html>', "skip"),
            ('<html lang="da"><h1>x</h1><p style="a">y</p></html>', "style on"),
            ('<html lang="da"><h1 onclick="a">x</h1></html>', "onclick"),
            ('<html lang="da"><h1>x</h1><script></script></html>', "not allowed"),
            ('<html lang="da"><h1>x</h1><p></html>', "closes nothing"),
            ('<html lang="da"><h1>x</h1><img src="https://x.dk/a"></html>', "fetches"),
            ('<html lang="da"><h2>x</h2></html>', "0 h1"),
            ('<html lang="da"><h1>x</h1><table><tr><th>a</th></tr></table></html>', "scope"),
        ],
    )
    def test_a_faulty_page(self, page, fault):
        assert fault in " ".join(html_faults(page))

    def test_text_left_out_of_a_format_is_noticed(self, document, word, page, pdf):
        expected = squeezed(plain_text(document))
        sentence = "Kommunen finder, at forsøget bør gøres permanent."
        assert squeezed(html_text(page.replace(sentence, ""))) != expected
        changed = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(word)) as source, zipfile.ZipFile(changed, "w") as target:
            for name in source.namelist():
                target.writestr(name, source.read(name).replace(sentence.encode(), b""))
        assert squeezed(docx_text(changed.getvalue())) != expected
        other = Document(document.title, document.blocks[:-1], kicker=document.kicker)
        assert squeezed(tagged_text(render_pdf(other))) != squeezed(tagged_text(pdf))

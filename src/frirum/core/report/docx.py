"""DOCX by python-docx: true heading and list styles, header rows, alternative texts, language, page numbers.

The same document gives the same bytes. The fonts are those of the reader's machine (Calibri), because a
file that people go on writing in must not depend on a font they have not got.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run as DocxRun

from frirum.core.language import language
from frirum.core.report import docx_xml as xml
from frirum.core.report import printed as p
from frirum.core.report import stamp
from frirum.core.report.blocks import Document, NoteKind
from frirum.core.report.house_style import (
    LOOKS,
    HouseStyle,
    has_page_numbers,
    make_room,
    put_on,
    title_colour,
)
from frirum.core.report.layout import Audience, lay_out
from frirum.core.report.printed import PrintedDocument
from frirum.core.vocabulary.danish import format_date

_FONT = "Calibri"
_NAVY = RGBColor(0x12, 0x36, 0x5B)
_GREY = RGBColor(0x54, 0x54, 0x54)
_RUST = RGBColor(0x8A, 0x3B, 0x00)
_LINK = RGBColor(0x00, 0x4D, 0x99)
_LABEL_WIDTH = Mm(70)
_LONGEST_LABEL = 29  # characters that fit before the values' tab
_SHORT_ROWS, _SHORT_TEXT = 9, 700
_NO_DATE = dt.datetime(2000, 1, 1)
# By id: python-docx searches all styles at each look-up by name.
_TABLE_TEXT, _COMPACT_TEXT = "TableText", "TableTextCompact"
_EDGES = {
    NoteKind.INFO: ("0A6FB8", "EAF3FB"),
    NoteKind.WARNING: ("B35900", "FFF4E0"),
    NoteKind.MISSING: ("747474", "F2F2F2"),
    NoteKind.SYNTHETIC: ("B35900", "FFF4E0"),
    NoteKind.DRAFT: ("B35900", "FFF4E0"),
}
_ALIGNMENTS = {
    "start": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "end": WD_ALIGN_PARAGRAPH.RIGHT,
}


def render_docx(
    document: Document | PrintedDocument,
    *,
    audience: Audience = "public",
    house_style: HouseStyle | None = None,
) -> bytes:
    """The document as DOCX.

    Args:
        house_style: a municipality's own template; its page, logo and looks are used.

    Raises:
        NotAllowed: as `lay_out`.
    """
    laid_out = lay_out(document, audience=audience)
    made = docx.Document()
    xml.set_language(made, laid_out.language)
    _set_properties(made, laid_out)
    _set_page(made)
    _set_styles(made)
    if house_style is not None:
        _put_on(made, house_style)
    _set_stories(made, laid_out, has_own=house_style is not None)
    if laid_out.one_page:
        _set_closer(made)
    writer = _Writer(
        made,
        locks_figures=any(map(p.passage_of, laid_out.blocks)),
        has_house_style=house_style is not None,
    )
    writer.head(laid_out)
    for key, blocks in groupby(laid_out.blocks, p.passage_of):
        if key:
            writer.passage(key, blocks)
        else:
            writer.each(blocks)
    xml.drop_unused_styles(made)
    xml.add_custom_part(made, stamp.NAME, stamp.stamp_of(laid_out).as_text())
    return xml.packed(made)


def _set_properties(made: Any, laid_out: p.PrintedDocument) -> None:
    """All properties, also those the template would fill with its own words."""
    properties = made.core_properties
    when = _NO_DATE if laid_out.date is None else dt.datetime.combine(laid_out.date, dt.time())
    properties.title = laid_out.title[:255]
    properties.subject = laid_out.subject[:255]
    properties.author = properties.last_modified_by = laid_out.issuer[:255]
    properties.keywords = ", ".join(laid_out.keywords)[:255]
    properties.language = xml.LOCALES[laid_out.language]
    properties.comments = properties.category = ""
    properties.created = properties.modified = when
    properties.revision = 1


def _set_page(made: Any) -> None:
    section = made.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(27), Mm(25)
    section.top_margin, section.bottom_margin = Mm(27), Mm(26)
    section.different_first_page_header_footer = True


def _put_on(made: Any, house_style: HouseStyle) -> None:
    """The template's looks, and ours of everything else in its font and its title's colour."""
    put_on(made, house_style)
    for style in made.styles.element.findall(qn("w:style")):
        name = style.find(qn("w:name")).get(qn("w:val"))
        properties = style.find(qn("w:rPr"))
        if name.lower() not in {one.lower() for one in LOOKS} and properties is not None:
            for fonts in properties.findall(qn("w:rFonts")):
                properties.remove(fonts)
    xml.unborder_paragraphs(made.styles["Byline"])  # the template draws the lines it wants
    colour = title_colour(house_style)
    made.styles["Kicker"].font.color.rgb = RGBColor.from_string(colour)


def _set_stories(made: Any, laid_out: p.PrintedDocument, *, has_own: bool) -> None:
    """Title and date above, issuer and page numbers below, where the template has nothing of the kind."""
    section = made.sections[0]
    width = text_width(made)
    with language(laid_out.language):
        date = "" if laid_out.date is None else format_date(laid_out.date)
    if not has_own or section.header.is_linked_to_previous:
        header = section.header.paragraphs[0]
        _set_tab(header.paragraph_format, width)
        header.add_run(f"{laid_out.title}\t{date}" if len(laid_out.title) < 80 else date)
    first = (section.first_page_footer,) if section.different_first_page_header_footer else ()
    for footer in (*first, section.footer):
        if has_own and has_page_numbers(footer):
            continue
        is_own = has_own and not footer.is_linked_to_previous
        paragraph = footer.add_paragraph(style="Footer") if is_own else footer.paragraphs[0]
        _set_tab(paragraph.paragraph_format, width)
        page, of = laid_out.page_words
        paragraph.add_run(f"{laid_out.issuer}\t{page} ")
        xml.add_field(paragraph, "PAGE")
        paragraph.add_run(f" {of} ")
        xml.add_field(paragraph, "NUMPAGES")


def text_width(made: Any) -> int:
    """How wide the text is, in EMU."""
    section = made.sections[0]
    return int(section.page_width - section.left_margin - section.right_margin)


def _set_tab(formatting: Any, position: int, alignment: Any = WD_TAB_ALIGNMENT.RIGHT) -> None:
    formatting.tab_stops.clear_all()
    formatting.tab_stops.add_tab_stop(position, alignment)


def _set_styles(made: Any) -> None:
    styles = made.styles
    normal = styles["Normal"]
    xml.set_font(normal, _FONT)
    normal.font.size = Pt(11)
    normal.paragraph_format.space_after = Pt(7)
    normal.paragraph_format.line_spacing = 1.12
    _set_heading_styles(styles)
    _style(styles, "Header", size=8.5, color=_GREY)
    _style(styles, "Footer", size=8.5, color=_GREY)
    for name in ("Header", "Footer"):
        for old in styles[name].element.pPr.findall(qn("w:tabs")):
            styles[name].element.pPr.remove(old)
    caption = _style(styles, "Caption", size=10.5, bold=True, before=14, after=4)
    caption.paragraph_format.keep_with_next = True
    caption.font.color.rgb = RGBColor(0x1A, 0x1A, 0x1A)
    _new_style(styles, "Kicker", size=10.5, bold=True, color=_NAVY, after=2)
    byline = _new_style(styles, "Byline", size=10.5, color=_GREY, after=18)
    xml.border_paragraphs(byline, bottom=(18, "12365B"))
    facts = _new_style(styles, "Facts", after=0)
    facts.paragraph_format.left_indent = _LABEL_WIDTH
    facts.paragraph_format.first_line_indent = -_LABEL_WIDTH
    facts.paragraph_format.space_before = Pt(3)
    facts.paragraph_format.space_after = Pt(3)
    _set_tab(facts.paragraph_format, _LABEL_WIDTH, WD_TAB_ALIGNMENT.LEFT)
    xml.border_paragraphs(facts, bottom=(4, "C9C9C9"), between=(4, "C9C9C9"))
    for name, size in (("Table Text", 9.5), ("Table Text Compact", 8)):
        _new_style(styles, name, size=size, after=0).paragraph_format.line_spacing = 1.0
    _new_style(styles, "Table Note", size=8.5, color=_GREY, before=2, after=2)
    for kind, (edge, fill) in _EDGES.items():
        note = _new_style(styles, f"Note {kind.value.capitalize()}", before=6, after=10)
        note.paragraph_format.left_indent = Mm(4)
        xml.border_paragraphs(note, fill=fill, left=(24, edge), top=(24, fill), bottom=(24, fill))


def _set_closer(made: Any) -> None:
    """Smaller type, less air and narrower margins, for what is meant to stand on one page."""
    section, styles = made.sections[0], made.styles
    section.top_margin = section.bottom_margin = Mm(16)
    make_room(section)
    styles["Normal"].font.size = Pt(10)
    styles["Normal"].paragraph_format.space_after = Pt(4)
    styles["Normal"].paragraph_format.line_spacing = 1.0
    styles["Title"].font.size = Pt(18)
    styles["Heading 1"].font.size = Pt(12.5)
    styles["Heading 1"].paragraph_format.space_before = Pt(9)
    styles["Heading 1"].paragraph_format.space_after = Pt(3)


def _set_heading_styles(styles: Any) -> None:
    title = _style(styles, "Title", size=24, bold=True, color=_NAVY, after=6)
    xml.unborder_paragraphs(title)
    sizes = {1: (15, 20, 6, _NAVY), 2: (12.5, 14, 4, None), 3: (11.5, 12, 3, None), 4: (11, 10, 2, None)}
    for level, (size, before, after, color) in sizes.items():
        style = _style(styles, f"Heading {level}", size=size, bold=True, before=before, after=after)
        style.font.color.rgb = color or RGBColor(0x1A, 0x1A, 0x1A)
        style.font.italic = level == 4
        style.paragraph_format.keep_with_next = True


def _new_style(styles: Any, name: str, **look: Any) -> Any:
    made = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    made.base_style = styles["Normal"]
    return _style(styles, name, **look)


def _style(
    styles: Any,
    name: str,
    *,
    size: float | None = None,
    bold: bool | None = None,
    color: RGBColor | None = None,
    before: float | None = None,
    after: float | None = None,
) -> Any:
    style = styles[name]
    xml.set_font(style, _FONT)
    if size is not None:
        style.font.size = Pt(size)
    if bold is not None:
        style.font.bold = bold
    if color is not None:
        style.font.color.rgb = color
    if before is not None:
        style.paragraph_format.space_before = Pt(before)
    if after is not None:
        style.paragraph_format.space_after = Pt(after)
    return style


class _Writer:
    """Writes block by block. In a document with open passages each passage is a content control of its own, and every
    typed number one that Word lets nobody change."""

    def __init__(self, made: Any, *, locks_figures: bool, has_house_style: bool) -> None:
        self.made = made
        self.has_house_style = has_house_style
        self.locks = xml.Locks() if locks_figures else None
        self.width = text_width(made)
        self.figures = 0
        self.page_break_before_next = False

    def head(self, laid_out: p.PrintedDocument) -> None:
        if laid_out.kicker:
            self.made.add_paragraph(laid_out.kicker, style="Kicker")
        self.made.add_paragraph(laid_out.title, style="Title")
        if laid_out.byline or not self.has_house_style:
            self.made.add_paragraph(laid_out.byline, style="Byline")

    def each(self, blocks: Iterable[p.PrintedBlock]) -> None:
        for block in blocks:
            self.block(block)

    def passage(self, key: str, blocks: Iterable[p.PrintedBlock]) -> None:
        assert self.locks is not None
        first = len(self.made.element.body) - 1  # before the section's properties
        self.each(blocks)
        self.locks.open_passage(self.made.element.body[first:-1], key)

    def paragraph(self, style: str) -> Any:
        made = self.made.add_paragraph(style=style)
        if self.page_break_before_next:
            made.paragraph_format.page_break_before = True
            self.page_break_before_next = False
        return made

    def block(self, block: p.PrintedBlock) -> None:
        match block:
            case p.PrintedHeading():
                self.page_break_before_next |= block.new_page
                heading = self.paragraph(f"Heading {block.level}")
                _write(heading, (p.TextRun(block.text),))
            case p.PrintedParagraph():
                _write(self.paragraph("Normal"), block.runs, self.locks)
            case p.PrintedList():
                self.list(block)
            case p.PrintedFacts():
                self.facts(block)
            case p.PrintedTable():
                self.table(block)
            case p.PrintedFigure():
                self.figure(block)
            case p.PrintedNote():
                note = self.paragraph(f"Note {block.kind.value.capitalize()}")
                _write(note, (p.TextRun(block.label, bold=True), p.TextRun(" – "), *block.runs), self.locks)
            case p.PrintedPageBreak():
                self.page_break_before_next = True

    def list(self, block: p.PrintedList) -> None:
        style = "List Number" if block.ordered else "List Bullet"
        numbering = xml.restart_numbering(self.made, style) if block.ordered else None
        for item in block.items:
            paragraph = self.paragraph(style)
            if numbering is not None:
                xml.number_with(paragraph, numbering)
            _write(paragraph, item, self.locks)

    def facts(self, block: p.PrintedFacts) -> None:
        """A short list is not parted by a page; of a long one no row stands alone."""
        paragraph = None
        last = len(block.rows) - 1
        short = (
            last < _SHORT_ROWS
            and sum(len(run.text) for _l, value in block.rows for run in value) < _SHORT_TEXT
        )
        for index, (label, value) in enumerate(block.rows):
            paragraph = self.paragraph("Facts")
            between = "\t" if len(label) <= _LONGEST_LABEL else "\n"  # a new line starts where the values do
            _write(paragraph, (p.TextRun(label, bold=True), p.TextRun(between), *value), self.locks)
            if index < last and (short or index in {0, last - 1}):
                paragraph.paragraph_format.keep_with_next = True
            if not index:
                paragraph.paragraph_format.space_before = Pt(14)
        if paragraph is not None:
            paragraph.paragraph_format.space_after = Pt(16)

    def table(self, block: p.PrintedTable) -> None:
        _write(self.paragraph("Caption"), (p.TextRun(block.caption),))
        _Table(self.made, block, self.locks).write()
        for note in block.notes:
            _write(self.paragraph("Table Note"), p.linked(note))
        spacer = self.paragraph("Table Note")
        spacer.paragraph_format.space_after = Pt(4)

    def figure(self, block: p.PrintedFigure) -> None:
        self.figures += 1
        _write(self.paragraph("Caption"), (p.TextRun(block.caption),))
        picture = self.paragraph("Normal")
        picture.paragraph_format.keep_with_next = True
        width = int(self.width * block.width)
        shape = picture.add_run().add_picture(io.BytesIO(block.png), width=width)
        xml.describe_picture(shape._inline, self.figures, block.alt)
        self.table(block.data)


class _Table:
    """Writes cells by their elements: python-docx's own cell look-up takes quadratic time in the rows."""

    def __init__(self, made: Any, block: p.PrintedTable, locks: xml.Locks | None) -> None:
        self.block = block
        self.locks = locks
        self.width = len(block.alignment)
        width = text_width(made)
        self.widths = [int(width * block.width * weight) for weight in block.weights]
        self.table = made.add_table(rows=len(block.header) + len(block.rows), cols=self.width)
        self.table.autofit = False
        for column, width in zip(self.table._tbl.tblGrid.gridCol_lst, self.widths, strict=True):
            column.w = width

    def write(self) -> None:
        margin = 50 if self.block.compact else 90
        xml.shape_table(self.table, self.block.caption, row_headers=self.block.row_headers, margin=margin)
        rows = list(self.table.rows)
        for index, header in enumerate(self.block.header):
            xml.keep_row_together(rows[index])
            xml.repeat_as_header(rows[index])
            self.header_row(rows[index], header, last=index == len(self.block.header) - 1)
        for row, cells in zip(rows[len(self.block.header) :], self.block.rows, strict=True):
            if not self.block.tall:
                xml.keep_row_together(row)
            for column, (paragraph, runs) in enumerate(zip(self.paragraphs(row), cells, strict=True)):
                self.fill(paragraph, runs, self.block.alignment[column])

    def paragraphs(self, row: Any) -> Iterator[Any]:
        for cell, width in zip(row._tr.tc_lst, self.widths, strict=True):
            cell.width = width
            yield Paragraph(cell.p_lst[0], self.table)

    def header_row(self, row: Any, header: tuple[tuple[str, int], ...], *, last: bool) -> None:
        column = 0
        for text, columns in header:
            cell = row.cells[column]
            if columns > 1:
                cell = cell.merge(row.cells[column + columns - 1])
            else:
                cell.width = self.widths[column]
            if last:
                xml.underline_cell(cell)
            alignment = "center" if columns > 1 else self.block.alignment[column]
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.keep_with_next = True
            self.fill(paragraph, (p.TextRun(text, bold=True),), alignment)
            column += columns

    def fill(self, paragraph: Any, runs: p.Runs, alignment: str) -> None:
        paragraph._p.style = _COMPACT_TEXT if self.block.compact else _TABLE_TEXT
        if alignment != "start":
            paragraph.alignment = _ALIGNMENTS[alignment]
        _write(paragraph, runs, self.locks)


def _write(paragraph: Any, runs: p.Runs, locks: xml.Locks | None = None) -> None:
    for run in runs:
        if run.address:
            link = xml.add_link(paragraph, run.address)
            element = OxmlElement("w:r")
            link.append(element)
            made = DocxRun(element, paragraph)
            made.font.color.rgb = _LINK
            made.font.underline = True
        else:
            made = paragraph.add_run()
        _fill_run(made, run)
        if run.figure and locks is not None:
            locks.lock_figure(made._r)


def _fill_run(made: Any, run: p.TextRun) -> None:
    for index, line in enumerate(run.text.split("\n")):
        if index:
            made.add_break(WD_BREAK.LINE)
        made.add_text(line)
    if run.bold:
        made.bold = True
    if run.italic:
        made.italic = True
    if run.mark in {p.Emphasis.MISSING, p.Emphasis.SUPPRESSED, p.Emphasis.UNDEFINED}:
        made.italic = True
        made.font.color.rgb = _GREY
    if run.mark in {p.Emphasis.UNRELEASED, p.Emphasis.SYNTHETIC}:
        made.bold = True
        made.font.color.rgb = _RUST

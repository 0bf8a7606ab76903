"""What python-docx has no calls for: language, header rows, alternative texts, borders, fields, zip dates."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree  # type: ignore[import-untyped]

from frirum.core.report.sentences import say

_EPOCH = (1980, 1, 1, 0, 0, 0)
_THUMBNAIL = re.compile(rb"<Relationship [^>]*thumbnail[^>]*/>")
LOCALES = {"da": "da-DK", "en": "en-GB"}


def element(name: str, **attributes: str | int) -> Any:
    """An element of the w: namespace with w: attributes."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def set_language(document: Any, language: str) -> None:
    """w:lang in docDefaults, so that spell checkers and screen readers read every word in it."""
    locale = LOCALES[language]
    defaults = document.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    properties.append(element("lang", val=locale, eastAsia=locale, bidi="ar-SA"))
    settings = document.settings.element
    hyphenation = element("autoHyphenation", val="true")
    settings.insert_element_before(
        hyphenation,
        "w:consecutiveHyphenLimit",
        "w:hyphenationZone",
        "w:doNotHyphenateCaps",
        "w:drawingGridHorizontalSpacing",
        "w:drawingGridVerticalSpacing",
        "w:displayHorizontalDrawingGridEvery",
        "w:displayVerticalDrawingGridEvery",
        "w:noLineBreaksAfter",
        "w:characterSpacingControl",
        "w:compat",
        "w:rsids",
        "w:themeFontLang",
        "w:clrSchemeMapping",
        "w:decimalSymbol",
        "w:listSeparator",
    )
    for theme in settings.findall(qn("w:themeFontLang")):
        theme.set(qn("w:val"), locale)


WRITTEN_ON_IN = ("Normal", "List Paragraph", "Quote", "Hyperlink", "Table Grid", "List Bullet", "List Number")
"""Styles that somebody who goes on writing in the file looks for, beside headings."""
_USES = tuple(qn(f"w:{one}") for one in ("pStyle", "rStyle", "tblStyle"))
_LEANS_ON = tuple(qn(f"w:{one}") for one in ("basedOn", "next", "link"))


def drop_unused_styles(document: Any) -> None:
    """Take out the template's styles that nothing in the document uses, leans on or is likely to be given.

    The template brings 164, most of them coloured tables, which would stand in the reader's list beside ours.
    """
    root = document.styles.element
    known = {one.get(qn("w:styleId")): one for one in root.findall(qn("w:style"))}
    parts = [document.part, *(rel.target_part for rel in document.part.rels.values() if not rel.is_external)]
    used = {
        one.get(qn("w:val"))
        for part in parts
        if getattr(part, "element", None) is not None
        for one in part.element.iter(*_USES)
    }
    wanted = {
        key
        for key, one in known.items()
        if key in used
        or one.get(qn("w:default")) == "1"
        or (one.get(qn("w:customStyle")) == "1" and not key.endswith("Char"))
        or (name := one.find(qn("w:name")).get(qn("w:val"))).casefold().startswith("heading ")
        or name.casefold() in {each.casefold() for each in WRITTEN_ON_IN}
    }
    waiting = list(wanted)
    while waiting:
        for other in known[waiting.pop()].iter(*_LEANS_ON):
            key = other.get(qn("w:val"))
            if key in known and key not in wanted:
                wanted.add(key)
                waiting.append(key)
    for key, one in known.items():
        if key not in wanted:
            root.remove(one)


def set_font(style: Any, name: str) -> None:
    """A font for every script of a style; theme fonts would win over it and are removed."""
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), name)


def repeat_as_header(row: Any) -> None:
    """The row is a header: repeated on each page and read as headers."""
    row._tr.get_or_add_trPr().append(element("tblHeader"))


def keep_row_together(row: Any) -> None:
    """The row is not broken across pages."""
    row._tr.get_or_add_trPr().append(element("cantSplit"))


def shape_table(table: Any, description: str, *, row_headers: bool, margin: int) -> None:
    """Name the table for screen readers, say which cells are headers, and draw its horizontal lines only.

    `margin` is the space on both sides of a cell in twentieths of a point.
    """
    properties = table._tbl.tblPr
    borders = element("tblBorders")
    borders.append(element("bottom", val="single", sz=4, space=0, color="C9C9C9"))
    borders.append(element("insideH", val="single", sz=4, space=0, color="C9C9C9"))
    margins = element("tblCellMar")
    for side in ("top", "left", "bottom", "right"):
        margins.append(element(side, w=60 if side in {"top", "bottom"} else margin, type="dxa"))
    look = element(
        "tblLook",
        val="00A0" if row_headers else "0020",
        firstRow=1,
        lastRow=0,
        firstColumn=int(row_headers),
        lastColumn=0,
        noHBand=1,
        noVBand=1,
    )
    for old in properties.findall(qn("w:tblLook")):
        properties.remove(old)
    # The schema fixes this order at the end of w:tblPr.
    for child in (borders, element("tblLayout", type="fixed"), margins, look):
        for old in properties.findall(child.tag):
            properties.remove(old)
        properties.append(child)
    properties.append(element("tblCaption", val=description))


def underline_cell(cell: Any) -> None:
    """The line between header and body."""
    borders = element("tcBorders")
    borders.append(element("bottom", val="single", sz=8, space=0, color="12365B"))
    cell._tc.get_or_add_tcPr().append(borders)


def border_paragraphs(style: Any, *, fill: str | None = None, **sides: tuple[int, str]) -> None:
    """Lines (eighths of a point, colour) and a ground colour for a paragraph style."""
    properties = style.element.get_or_add_pPr()
    borders = element("pBdr")
    for side in ("top", "left", "bottom", "between"):
        if side in sides:
            size, color = sides[side]
            borders.append(
                element(side, val="single", sz=size, space=8 if side == "left" else 4, color=color)
            )
    after = ("w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")
    properties.insert_element_before(borders, "w:shd", *after)
    if fill:
        properties.insert_element_before(element("shd", val="clear", color="auto", fill=fill), *after)


def unborder_paragraphs(style: Any) -> None:
    """Take the template's own line away."""
    properties = style.element.get_or_add_pPr()
    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)


def add_field(paragraph: Any, code: str) -> None:
    """A field that the reader's program fills: PAGE, NUMPAGES."""
    run = paragraph.add_run()._r
    run.append(element("fldChar", fldCharType="begin"))
    instruction = element("instrText")
    instruction.text = f" {code} "
    run.append(instruction)
    run.append(element("fldChar", fldCharType="separate"))
    shown = element("t")
    shown.text = "1"
    run.append(shown)
    run.append(element("fldChar", fldCharType="end"))


def add_link(paragraph: Any, address: str) -> Any:
    """A hyperlink element at the end of the paragraph; runs go into it."""
    target = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, target, is_external=True))
    link.set(qn("w:history"), "1")
    paragraph._p.append(link)
    return link


def describe_picture(inline: Any, number: int, alt: str) -> None:
    """The alternative text, and a name that tells nothing but the figure's number."""
    for side in ("distT", "distB", "distL", "distR"):
        inline.set(side, "0")
    inline.docPr.set("id", str(number))
    inline.docPr.set("name", f"Figur {number}")
    inline.docPr.set("descr", alt)
    picture = inline.graphic.graphicData.pic.nvPicPr.cNvPr
    picture.set("name", f"figur-{number}.png")


def restart_numbering(document: Any, style_name: str) -> int:
    """A new numbering instance that starts at 1; returns its id."""
    numbering = document.part.numbering_part.element
    base = document.styles[style_name].element.pPr.numPr.numId.val
    abstract = next(num.abstractNumId.val for num in numbering.num_lst if num.numId == base)
    num = numbering.add_num(abstract)
    num.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(num.numId)


def number_with(paragraph: Any, numbering_id: int) -> None:
    """Let the paragraph count in the given numbering instance."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = numbering_id


PASSAGE_TAG = "frirum-tekst-"
FIGURE_TAG = "frirum-tal-"


class Locks:
    """Content controls: what may be written in, and what may not be changed. Numbered in the order they are made."""

    def __init__(self) -> None:
        self.passages = 0
        self.figures = 0

    def open_passage(self, elements: list[Any], key: str) -> None:
        """Paragraphs that may be written in; the control around them cannot be taken away."""
        self.passages += 1
        name = say("open_text_n", n=self.passages)
        control, content = _control(f"{PASSAGE_TAG}{key}", name, 500_000 + self.passages, "sdtLocked")
        elements[0].addprevious(control)
        for one in elements:
            content.append(one)

    def lock_figure(self, run: Any) -> None:
        """A number that cannot be changed or deleted."""
        self.figures += 1
        name = say("locked_number_n", n=self.figures)
        control, content = _control(
            f"{FIGURE_TAG}{self.figures}", name, 600_000 + self.figures, "sdtContentLocked", element("text")
        )
        run.addprevious(control)
        content.append(run)


def _control(tag: str, name: str, number: int, lock: str, *kind: Any) -> tuple[Any, Any]:
    """A content control and the element its content goes into."""
    control, properties, content = element("sdt"), element("sdtPr"), element("sdtContent")
    named: dict[str, str | int] = {"alias": name, "tag": tag, "id": number, "lock": lock}
    for one in (*(element(key, val=value) for key, value in named.items()), *kind):
        properties.append(one)
    control.append(properties)
    control.append(content)
    return control, content


CUSTOM_PART = "/customXml/item9.xml"  # the template has an item1 of its own
CUSTOM_NAMESPACE = "urn:frirum:document"


def add_custom_part(document: Any, name: str, text: str) -> None:
    """A part that Word and LibreOffice keep and do not show: one element `name` that holds the text."""
    root = etree.Element(f"{{{CUSTOM_NAMESPACE}}}{name}", nsmap={None: CUSTOM_NAMESPACE})
    root.text = text
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    part = Part(PackURI(CUSTOM_PART), "application/xml", content, document.part.package)
    document.part.relate_to(part, RT.CUSTOM_XML)


def packed(document: Any) -> bytes:
    """The file's bytes: fixed order, fixed dates, without the template's thumbnail picture."""
    raw, out = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        names = sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            if "thumbnail" in name:
                continue
            content = source.read(name)
            if name == "_rels/.rels":
                content = _THUMBNAIL.sub(b"", content)
            entry = zipfile.ZipInfo(name, date_time=_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, content)
    return out.getvalue()

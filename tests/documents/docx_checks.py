"""What an accessible DOCX must have, read from its XML, and its words in reading order."""

from __future__ import annotations

import io
import re
import zipfile

import docx
from docx.oxml.ns import qn
from lxml import etree

_HEADING = re.compile(r"Heading [1-4]")


def docx_faults(content: bytes, *, locale: str = "da-DK", title: str | None = None) -> list[str]:
    """Everything that is missing; an empty list means that all checks passed."""
    opened = docx.Document(io.BytesIO(content))
    body = opened.element.body
    faults = []
    language = opened.styles.element.find(
        f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}/{qn('w:lang')}"
    )
    if language is None or language.get(qn("w:val")) != locale:
        faults.append("no language in docDefaults")
    properties = opened.core_properties
    if not properties.title or (title is not None and properties.title != title[:255]):
        faults.append(f"title is {properties.title!r}")
    if properties.language != locale:
        faults.append(f"language property is {properties.language!r}")
    strangers = [
        one.name for one in opened.styles if one.name.startswith(("Light ", "Medium ", "Colorful ", "Dark "))
    ]
    if strangers:
        faults.append(f"styles of the library's template that nothing uses: {strangers[:3]}")
    faults += _table_faults(body)
    for picture in body.iter(qn("wp:docPr")):
        if not picture.get("descr"):
            faults.append("a picture without alternative text")
    for hidden in ("w:vanish", "w:del", "w:ins", "w:comment"):
        if next(body.iter(qn(hidden)), None) is not None:
            faults.append(f"hidden text: {hidden}")
    levels = [int(p.style.name[-1]) for p in opened.paragraphs if _HEADING.fullmatch(p.style.name)]
    if any(after > before + 1 for before, after in zip([0, *levels], levels, strict=False)):
        faults.append(f"heading levels skip: {levels}")
    return faults + _archive_faults(content)


def _table_faults(body: etree._Element) -> list[str]:
    faults = []
    for table in body.iter(qn("w:tbl")):
        first = table.find(qn("w:tr"))
        if first.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is None:
            faults.append("a table without a header row")
        caption = table.find(f"{qn('w:tblPr')}/{qn('w:tblCaption')}")
        if caption is None or not caption.get(qn("w:val")):
            faults.append("a table without a name")
    return faults


def _archive_faults(content: bytes) -> list[str]:
    faults = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if archive.testzip() is not None:
            faults.append("broken archive")
        for entry in archive.infolist():
            if entry.date_time != (1980, 1, 1, 0, 0, 0):
                faults.append(f"{entry.filename} carries a date")
            if "thumbnail" in entry.filename or "comments" in entry.filename:
                faults.append(f"unwanted part {entry.filename}")
            if entry.filename.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(entry))
    return faults


def docx_text(content: bytes) -> str:
    """The words of the body in reading order; headers and footers are parts of their own."""
    body = docx.Document(io.BytesIO(content)).element.body
    words = {qn("w:t"): None, qn("w:br"): "\n", qn("w:tab"): "\t", qn("w:p"): "\n"}
    parts = []
    for element in body.iter(*words):
        if element.tag == qn("w:t"):
            parts.append(element.text or "")
        else:
            parts.append(words[element.tag] or "")
    return "".join(parts)


def docx_parts(content: bytes) -> dict[str, bytes]:
    """Every part of the file, for looking for what must not be in it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}

"""What stands in a file that we wrote: its stamp, lines and pictures, read from HTML or DOCX as a reader sees them."""

from __future__ import annotations

import base64
import binascii
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from frirum.core.documents.sentences import say
from frirum.core.errors import InputRefused
from frirum.core.report.docx_xml import CUSTOM_NAMESPACE
from frirum.core.report.stamp import NAME, picture_digest, squeezed

LARGEST_FILE = 50_000_000
"""Bytes; a document of ours is far below, and what is above is not opened."""
_LARGEST_PART = 100_000_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"


@dataclass(frozen=True)
class ReadBack:
    """A file as it stands.

    Attributes:
        stamp: the text of its stamp, or None where it has none.
        lines: every line with words in it, in reading order.
        pictures: fingerprints of its pictures in their order.
    """

    stamp: str | None
    lines: tuple[str, ...]
    pictures: tuple[str, ...]


def format_of(content: bytes) -> str | None:
    """html, docx or pdf by what the bytes are; None for anything else."""
    if content[:5] == b"%PDF-":
        return "pdf"
    if content[:2] == b"PK":
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                return "docx" if "word/document.xml" in archive.namelist() else None
        except zipfile.BadZipFile:
            return None
    return "html" if content[:200].lstrip().lower().startswith(b"<!doctype html") else None


def is_document_file(path: Path) -> bool:
    """Whether a file is of a format that documents are written in; of a large one only the beginning is read."""
    try:
        with path.open("rb") as file:
            start = file.read(200)
            if start[:2] != b"PK":
                return format_of(start) is not None
            return path.stat().st_size <= LARGEST_FILE and format_of(start + file.read()) is not None
    except OSError:
        return False


def read_html(content: bytes) -> ReadBack:
    """The lines and pictures of a page.

    Raises:
        InputRefused: it is no text.
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise InputRefused(say("file_is_not_text_in_utf"), remedy=say("name_file_as_was_written")) from fault
    reader = _HtmlReader()
    reader.feed(text)
    reader.close()
    return ReadBack(reader.stamp, tuple(filter(squeezed, reader.lines)), tuple(reader.pictures))


_LINE_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "tr", "figcaption", "caption"})
_VOID = frozenset({"br", "wbr", "img", "meta", "link"})


class _HtmlReader(HTMLParser):
    """Lines as the stamp counts them: a row of a table or of label and value is one line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stamp: str | None = None
        self.lines: list[str] = []
        self.pictures: list[str] = []
        self.open: list[str] | None = None
        self.depth = 0
        self.ignored = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "meta" and given.get("name") == NAME:
            self.stamp = given.get("content")
        elif tag == "img":
            self.pictures.append(_data_digest(given.get("src") or ""))
        elif tag in {"head", "summary", "style", "script"}:
            self.ignored += tag not in _VOID
        elif self._begins_line(tag):
            if self.depth == 0:
                self.open = []
            self.depth += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in {"head", "summary", "style", "script"}:
            self.ignored = max(0, self.ignored - 1)
        elif tag in _LINE_TAGS or tag in {"dt", "dd"}:
            if tag == "dt":  # label and value are one line, closed by the value
                return
            self.depth = max(0, self.depth - 1)
            if self.depth == 0 and self.open is not None:
                self.lines.append("".join(self.open))
                self.open = None

    def handle_data(self, data: str) -> None:
        if self.open is not None and not self.ignored:
            self.open.append(data)
        elif not self.ignored and data.strip():
            self.lines.append(data)  # words outside every line were not written by us

    def _begins_line(self, tag: str) -> bool:
        return tag in _LINE_TAGS or tag == "dt"


def _data_digest(address: str) -> str:
    """The fingerprint of a picture that the page carries; a picture from elsewhere is none of ours."""
    hit = re.fullmatch(r"data:[\w/+.-]+;base64,([A-Za-z0-9+/=\s]*)", address)
    if hit is None:
        return "?"
    try:
        return picture_digest(base64.b64decode(hit.group(1)))
    except binascii.Error:
        return "?"


def read_docx(content: bytes) -> ReadBack:
    """The lines and pictures of a Word file, deleted and hidden text left out.

    Raises:
        InputRefused: it is broken, or larger than any document of ours.
    """
    with open_docx(content) as (archive, body):
        targets = _targets(archive)
        pictures = tuple(
            _picture(archive, targets.get(blip.get(_EMBED, ""), "")) for blip in body.iter(_A_BLIP)
        )
        lines = tuple(line.text for line in docx_lines(archive, body) if squeezed(line.text))
        return ReadBack(stamp_in(archive), lines, pictures)


@contextmanager
def open_docx(content: bytes) -> Iterator[tuple[zipfile.ZipFile, Any]]:
    """The file's parts and the body of its text, for as long as the block runs.

    Raises:
        InputRefused: it is broken, or unpacks to more than any document of ours.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _LARGEST_PART:
                raise InputRefused(
                    say("file_unpacks_to_more_than_may"),
                    remedy=say("name_file_as_was_written"),
                )
            body = _parsed(archive.read("word/document.xml")).find(in_word("body"))
            if body is None:
                raise KeyError("w:body")
            yield archive, body
    except (
        zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, KeyError, etree.XMLSyntaxError,
    ) as fault:  # fmt: skip
        # An encrypted part is a RuntimeError, a way of packing that nobody uses a NotImplementedError.
        raise InputRefused(say("word_file_is_broken"), remedy=say("name_file_as_was_written")) from fault


def _parsed(content: bytes) -> Any:
    return etree.fromstring(
        content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    )


def _targets(archive: zipfile.ZipFile) -> dict[str, str]:
    relations = _parsed(archive.read("word/_rels/document.xml.rels"))
    return {one.get("Id", ""): one.get("Target", "") for one in relations}


def _picture(archive: zipfile.ZipFile, target: str) -> str:
    name = target.lstrip("/") if target.startswith("/") else f"word/{target}"
    return picture_digest(archive.read(name)) if name in archive.namelist() else "?"


def stamp_in(archive: zipfile.ZipFile) -> str | None:
    """The stamp, whichever number the program that saved the file gave its part."""
    for name in sorted(archive.namelist()):
        if re.fullmatch(r"customXml/item\d+\.xml", name):
            root = _parsed(archive.read(name))
            if root.tag == f"{{{CUSTOM_NAMESPACE}}}{NAME}":
                return root.text or ""
    return None


@dataclass(frozen=True)
class DocxLine:
    """A line of a Word file.

    Attributes:
        text: its words.
        is_point: it has a bullet or a number of its own.
        holds: "table", "picture" or "note" for what is more than words, else "".
    """

    text: str
    is_point: bool = False
    holds: str = ""


def docx_lines(archive: zipfile.ZipFile, body: Any) -> Iterator[DocxLine]:
    """Every line with words in it: one per paragraph, one per row of a table."""
    listed = _list_styles(archive)
    return (line for line in _docx_lines(body, listed) if squeezed(line.text) or line.holds == "picture")


def _list_styles(archive: zipfile.ZipFile) -> frozenset[str]:
    """Ids of the styles that give a paragraph a bullet or a number, from themselves or from what they rest on."""
    if "word/styles.xml" not in archive.namelist():
        return frozenset()
    styles = {
        one.get(in_word("styleId")): one
        for one in _parsed(archive.read("word/styles.xml")).iter(in_word("style"))
    }

    above = {name: _based_on(style) for name, style in styles.items()}
    found = {
        name
        for name, style in styles.items()
        if style.find(f"{in_word('pPr')}/{in_word('numPr')}") is not None
    }
    # Styles that rest on others in turn, a round at a time: a file may chain as many as it likes, or in a ring.
    more = found
    while more:
        more = {name for name, rests_on in above.items() if rests_on in more} - found
        found |= more
    return frozenset(name for name in found if name)


def _based_on(style: Any) -> str | None:
    above = style.find(in_word("basedOn"))
    return None if above is None else above.get(in_word("val"))


def _docx_lines(parent: Any, listed: frozenset[str]) -> Iterator[DocxLine]:
    """What wraps lines (content controls, custom tags) is looked into."""
    for child in parent:
        if child.tag == in_word("p"):
            yield DocxLine(_docx_text(child), _is_point(child, listed), _holds(child))
        elif child.tag == in_word("tbl"):
            for row in child.iter(in_word("tr")):
                yield DocxLine("\t".join(map(_docx_text, row.iter(in_word("tc")))), holds="table")
        elif child.tag in _WRAPPERS:
            yield from _docx_lines(child, listed)


def in_word(name: str) -> str:
    """The name of an element or attribute in Word's own namespace."""
    return f"{_W}{name}"


_WRAPPERS = frozenset(map(in_word, ("sdt", "sdtContent", "ins", "customXml", "smartTag", "moveTo")))


def _is_point(paragraph: Any, listed: frozenset[str]) -> bool:
    number = paragraph.find(f"{in_word('pPr')}/{in_word('numPr')}/{in_word('numId')}")
    if number is not None:
        return number.get(in_word("val")) != "0"
    style = paragraph.find(f"{in_word('pPr')}/{in_word('pStyle')}")
    return style is not None and style.get(in_word("val")) in listed


def _holds(paragraph: Any) -> str:
    if next(paragraph.iter(_A_BLIP, in_word("object"), in_word("pict")), None) is not None:
        return "picture"
    notes = paragraph.iter(in_word("footnoteReference"), in_word("endnoteReference"))
    return "note" if next(notes, None) is not None else ""


_WORDS = {
    in_word("tab"): "\t",
    in_word("br"): "\n",
    in_word("cr"): "\n",
    in_word("noBreakHyphen"): "-",
}
# A tab in a paragraph's properties is a stop, not a tab; a fallback says again what stands beside it.
_NO_WORDS = frozenset(
    {in_word("pPr"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
)


def _docx_text(element: Any) -> str:
    if element.tag == in_word("t"):
        return element.text or ""
    if element.tag in _WORDS:
        return _WORDS[element.tag]
    return "".join(_docx_text(child) for child in element if child.tag not in _NO_WORDS)

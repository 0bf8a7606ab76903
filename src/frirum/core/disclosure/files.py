"""Files: the places where a document can carry more than it shows."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from frirum.core.disclosure.texts import TextRisk, find_personal


@dataclass(frozen=True)
class Leak:
    """A place in a file that must not be there.

    Attributes:
        where: the part of the file.
        what: the kind of leak, one of the names in this module.
    """

    where: str
    what: str


_XLSX = (
    (r"xl/pivotCache/", b"", "pivot cache"),
    (r"xl/(threadedComments|comments)", b"", "comments"),
    (r"xl/externalLinks/", b"", "external links"),
    (r"customXml/", b"", "custom XML"),
    (r"docProps/custom\.xml", b"", "custom properties"),
    (r"xl/workbook\.xml", rb'state="(hidden|veryHidden)"', "hidden sheet"),
    (r"xl/worksheets/.*\.xml", rb'<(row|col)\b[^>]*hidden="(1|true)"', "hidden row or column"),
)
_DOCX = (
    (r"word/comments.*\.xml", b"", "comments"),
    (r"word/embeddings/", b"", "embedded files"),
    (r"docProps/custom\.xml", b"", "custom properties"),
    (r"word/.*\.xml", rb"<w:(ins|del|moveFrom)\b", "tracked changes"),
    (r"word/document\.xml", rb"<w:vanish(\s*/>|\s+w:val=\"(1|true|on)\")", "hidden text"),
)
_MARKUP = (
    (rb"\sdata-[\w-]+\s*=", "data attributes"),
    (rb"<!--(?!\[if)", "comments"),
    (rb"<metadata\b", "metadata"),
    (rb"<input\b[^>]*type=[\"']hidden[\"'](?![^>]*csrf)", "hidden field"),
    (rb"<script\b[^>]*type=[\"']application/(ld\+)?json", "data in a script"),
    (rb"\bdisplay\s*:\s*none|\sstyle=[\"'][^\"']*visibility\s*:\s*hidden", "hidden element"),
)
_PDF = (
    (rb"/EmbeddedFiles?\b", "embedded files"),
    (rb"/JavaScript\b", "script"),
    (rb"/AcroForm\b", "form fields"),
    (rb"/OCProperties\b", "layers"),
)


def clean_svg(svg: bytes) -> bytes:
    """A drawing without metadata and comments (matplotlib writes each label's text in one)."""
    return re.sub(rb"<metadata\b.*?</metadata>\s*|<!--.*?-->\s*", b"", svg, flags=re.DOTALL)


def leaks(name: str, content: bytes) -> tuple[Leak, ...]:
    """What a file carries besides what it shows. Empty for kinds that carry nothing else (CSV, PNG).

    Args:
        name: the file's name; it must tell of nobody either.
        content: its bytes.
    """
    kinds: dict[str, Callable[[bytes], Iterator[Leak]]] = {
        "xlsx": lambda data: _archive(data, _XLSX),
        "docx": lambda data: _archive(data, _DOCX),
        "svg": _markup,
        "html": _markup,
        "pdf": _pdf,
    }
    found = [Leak("file name", "personal") for hit in find_personal(name) if hit.risk is not TextRisk.PHONE]
    kind = kinds.get(name.rpartition(".")[2].lower())
    return (*found, *(kind(content) if kind else ()))


def _archive(content: bytes, rules: tuple[tuple[str, bytes, str], ...]) -> Iterator[Leak]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for part in archive.namelist():
            for path, pattern, what in rules:
                if re.match(path, part) and (not pattern or re.search(pattern, archive.read(part))):
                    yield Leak(part, what)


def _markup(content: bytes) -> Iterator[Leak]:
    for pattern, what in _MARKUP:
        if re.search(pattern, content, re.IGNORECASE):
            yield Leak("markup", what)


def _pdf(content: bytes) -> Iterator[Leak]:
    """Names in the file as written; streams are looked into by the tests' forensics."""
    for pattern, what in _PDF:
        if re.search(pattern, content):
            yield Leak("document", what)

"""Everything a file holds, whatever its kind: unpacked, decompressed, decoded, so that a hidden value can be sought.

Used by tests only; it looks further than a reader can, into parts no program shows.
"""

from __future__ import annotations

import base64
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

import pikepdf
from documents.pdf_text import tagged_text

_TAG = re.compile(rb"<[^>]*>")


def contents(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """(part, text) of a file: every archive member, stream, attribute and the text between the tags."""
    kind = name.rpartition(".")[2].lower()
    yield "file name", name
    if kind in ("xlsx", "docx"):
        yield from _archive(data)
    elif kind == "pdf":
        yield from _pdf(data)
    else:
        yield from _markup("file", data)


def _archive(data: bytes) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        yield "archive comment", archive.comment.decode("latin-1")
        for info in archive.infolist():
            yield (
                "name and extra",
                info.filename + info.comment.decode("latin-1") + info.extra.decode("latin-1"),
            )
            if not info.filename.lower().endswith((".png", ".jpg", ".jpeg", ".ttf", ".otf", ".woff2")):
                yield from _markup(info.filename, archive.read(info))


def _markup(part: str, data: bytes) -> Iterator[tuple[str, str]]:
    yield part, data.decode("utf-8", "replace")
    # A number may be split over several elements: the text alone, joined.
    yield f"{part} (text)", _TAG.sub(b"", data).decode("utf-8", "replace")
    for number, drawing in enumerate(re.findall(rb"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)", data)):
        yield from _markup(f"{part}, drawing {number}", base64.b64decode(drawing))


def _pdf(data: bytes) -> Iterator[tuple[str, str]]:
    yield "tagged text", tagged_text(data)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        yield "document information", str(dict(pdf.docinfo)) if pdf.docinfo is not None else ""
        yield "attachments", str(list(pdf.attachments))
        for number, thing in enumerate(pdf.objects):
            if isinstance(thing, pikepdf.Stream):
                if (
                    str(thing.get("/Subtype")) in ("/Image", "/CIDFontType0C", "/OpenType")
                    or "/Length1" in thing
                ):
                    continue
                try:
                    yield f"stream {number}", thing.read_bytes().decode("latin-1")
                except (pikepdf.PdfError, zlib.error):
                    continue
            elif isinstance(thing, pikepdf.Dictionary):
                for key in ("/Alt", "/ActualText", "/Contents", "/T", "/TU", "/E"):
                    if isinstance(thing.get(key), pikepdf.String):
                        yield f"object {number} {key}", str(thing[key])


def holding(name: str, data: bytes, needles: set[str]) -> list[tuple[str, str]]:
    """(part, needle) for each needle that stands as a number or word of its own somewhere in the file."""
    found = []
    for part, text in contents(name, data):
        for needle in needles:
            if re.search(rf"(?<![\d.,]){re.escape(needle)}(?![\d]|[.,]\d)", text):
                found.append((part, needle))
    return found

"""PDF/UA-1 and PDF/A-2a in one file, by typst: tagged, with language, titles and alternative texts, or no file at all.

The document goes to the template as data, so no text in it can become markup or code. Fonts come from
this package only; the same document gives the same bytes on every machine.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import tempfile
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import typst
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from frirum.core.language import language
from frirum.core.report import printed as p
from frirum.core.report import stamp
from frirum.core.report.assets import FONTS, read_asset
from frirum.core.report.blocks import Document
from frirum.core.report.files import writing_failed
from frirum.core.report.layout import Audience, lay_out
from frirum.core.report.printed import PrintedDocument
from frirum.core.vocabulary.danish import format_date

_typst: Any = typst  # its type stubs leave a type variable open that no call can close
# A line may break after a slash between words: kommunen/regionen.
_SLASH = re.compile(r"(?<=[^\W\d]{3})/(?=[^\W\d]{3})")
_UNBROKEN = re.compile(r"\S{24,}")
_PIECE = 12
_AROUND_WORDS = ".,;:!?()[]»«“”\"'"
_ZERO_WIDTH_SPACE = "\N{ZERO WIDTH SPACE}"
_RUNNING_TITLE_LENGTH = 80
_SIZE, _SMALLER = 9.5, (9.0, 8.5)
"""Points of the text of what stands on one page, and those that are tried next."""
_PAGES = re.compile(rb"/Type\s*/Pages\s*/Count (\d+)")


def render_pdf(document: Document | PrintedDocument, *, audience: Audience = "public") -> bytes:
    """The document as tagged PDF.

    Raises:
        NotAllowed: as `lay_out`.
        FrirumError: the folder for temporary files is full or cannot be written.
    """
    laid_out = lay_out(document, audience=audience)
    try:
        with tempfile.TemporaryDirectory(prefix="frirum-pdf-") as folder:
            report = _report(laid_out, Path(folder))
            made = _compiled(report, folder)
            # What is meant to stand on one page is set smaller before it runs over to another.
            for size in _SMALLER if laid_out.one_page else ():
                if _pages(made) <= 1:
                    break
                made = _compiled({**report, "size": size}, folder)
            return seal(made)
    except OSError as fault:
        raise writing_failed(Path(fault.filename or "pdf"), fault) from fault


def _pages(made: bytes) -> int:
    """How many pages typst made."""
    hit = _PAGES.search(made)
    return int(hit[1]) if hit else 1


def _compiled(report: dict[str, Any], folder: str) -> bytes:
    compiler = _typst.Compiler(
        read_asset("report.typ"),
        root=folder,
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"report": json.dumps(report, ensure_ascii=False, allow_nan=False)},
    )
    made = compiler.compile(format="pdf", pdf_standards=["ua-1", "a-2a"], timestamp=0)
    return bytes(made)


def _report(laid_out: p.PrintedDocument, folder: Path) -> dict[str, Any]:
    date = laid_out.date
    with language(laid_out.language):
        date_words = "" if date is None else format_date(date)
    return {
        "title": _readable(laid_out.title),
        "running_title": _shortened(_readable(laid_out.title)),
        "kicker": _readable(laid_out.kicker),
        "subject": laid_out.subject,
        "issuer": _readable(laid_out.issuer),
        "byline": _readable(laid_out.byline),
        "date": None if date is None else {"year": date.year, "month": date.month, "day": date.day},
        "date_words": date_words,
        "language": laid_out.language,
        "keywords": (*laid_out.keywords, *_keywords(laid_out)),
        "page_words": laid_out.page_words,
        "one_page": laid_out.one_page,
        "size": _SIZE,
        "blocks": [_block(block, folder) for block in laid_out.blocks],
    }


_SEAL = f"{stamp.NAME}-"
_UNSEALED = "0" * 64
_SEALED = re.compile(rf"{_SEAL}([0-9a-f]{{64}})".encode())
_ORIGIN = f"{stamp.NAME}-origin-"


def _keywords(laid_out: p.PrintedDocument) -> tuple[str, str]:
    """Where the fingerprint of the file goes, and how the document was made, as keywords that a PDF keeps plain."""
    origin = json.dumps(dict(laid_out.origin), sort_keys=True, separators=(",", ":")).encode()
    return f"{_SEAL}{_UNSEALED}", _ORIGIN + base64.b16encode(origin).decode().lower()


def seal(content: bytes) -> bytes:
    """The PDF with the fingerprint of its own bytes, reckoned with zeros in the fingerprint's place."""
    return _SEALED.sub(_SEAL.encode() + _own_digest(content).encode(), content)


def is_sealed_as_written(content: bytes) -> bool | None:
    """Whether the bytes are those that were sealed; None where they hold no seal."""
    found = set(_SEALED.findall(content))
    return None if not found else found == {_own_digest(content).encode()}


def origin_in(content: bytes) -> dict[str, str]:
    """How the document was made, as the PDF says; empty where it says nothing that can be read."""
    hit = re.search(rf"{_ORIGIN}([0-9a-f]+)".encode(), content)
    if hit is None:
        return {}
    try:
        found = json.loads(bytes.fromhex(hit.group(1).decode()))
    except ValueError:
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}


def _own_digest(content: bytes) -> str:
    return hashlib.sha256(_SEALED.sub(f"{_SEAL}{_UNSEALED}".encode(), content)).hexdigest()


def _block(block: p.PrintedBlock, folder: Path) -> dict[str, Any]:
    match block:
        case p.PrintedHeading():
            return {
                "type": "heading",
                "text": _readable(block.text),
                "level": block.level,
                "new_page": block.new_page,
            }
        case p.PrintedParagraph():
            return {"type": "paragraph", "runs": _runs(block.runs)}
        case p.PrintedList():
            items = [_runs(item) for item in block.items]
            return {"type": "list", "ordered": block.ordered, "items": items, "anchors": block.anchors}
        case p.PrintedFacts():
            rows = [(_readable(label), _runs(value)) for label, value in block.rows]
            return {"type": "facts", "rows": rows}
        case p.PrintedTable():
            return {"type": "table", **_table(block)}
        case p.PrintedFigure():
            return {
                "type": "figure",
                "caption": _readable(block.caption),
                "alt": block.alt,
                "picture": _picture(block, folder),
                "width": block.width,
                "data": _table(block.data),
            }
        case p.PrintedNote():
            return {
                "type": "note",
                "kind": block.kind.value,
                "label": _readable(block.label),
                "runs": _runs(block.runs),
            }
        case p.PrintedPageBreak():
            return {"type": "page_break"}


def _table(table: p.PrintedTable) -> dict[str, Any]:
    return {
        "caption": _readable(table.caption),
        "header": [[(_readable(text), columns) for text, columns in row] for row in table.header],
        "rows": [[_runs(cell) for cell in row] for row in table.rows],
        "alignment": table.alignment,
        "width": table.width,
        "weights": table.weights,
        "compact": table.compact,
        "tall": table.tall,
        "notes": [_runs(p.linked(note)) for note in table.notes],
    }


def _runs(runs: p.Runs) -> list[dict[str, Any]]:
    return [
        {
            "text": _readable(run.text),
            "bold": run.bold,
            "italic": run.italic,
            "address": run.address,
            "source": run.source,
            "mark": run.mark.value,
        }
        for run in runs
    ]


def _picture(figure: p.PrintedFigure, folder: Path) -> str:
    """Put the picture where typst may read it, and only it."""
    content, ending = (figure.png, "png") if figure.svg is None else (figure.svg, "svg")
    file = folder / f"{len(list(folder.iterdir()))}.{ending}"
    file.write_bytes(content)
    return "/" + file.name


def _readable(text: str) -> str:
    """Text that the fonts can show, with room to break in words that no line can hold."""
    covered = "".join(char if ord(char) in _coverage() else _named(char) for char in text)
    return _UNBROKEN.sub(_breakable, _SLASH.sub("/" + _ZERO_WIDTH_SPACE, covered))


def _breakable(match: re.Match[str]) -> str:
    """Danish compounds are hyphenated by the typesetter; what is no plain word breaks anywhere."""
    word = match.group()
    plain = word.strip(_AROUND_WORDS).replace("-", "")
    if plain.isalpha() and len(plain) <= 60:
        return word
    return _ZERO_WIDTH_SPACE.join(word[i : i + _PIECE] for i in range(0, len(word), _PIECE))


def _named(char: str) -> str:
    """A sign outside the fonts by its name: PDF/UA forbids a glyph that is not there.

    Spaces become a plain space, and what has no looks of its own (joiners, selectors) is left out.
    """
    if char.isspace():
        return " "
    if unicodedata.category(char) in {"Cf", "Mn", "Me"}:
        return ""
    return f"[{unicodedata.name(char, f'U+{ord(char):04X}').lower()}]"


@cache
def _coverage() -> frozenset[int]:
    """Code points that all four fonts hold, and those that need no glyph."""
    covered = [set(TTFont(file, lazy=True).getBestCmap()) for file in sorted(FONTS.glob("*.ttf"))]
    return frozenset(set.intersection(*covered) | {ord("\n"), 0xAD, 0x200B})


def _shortened(title: str) -> str:
    if len(title) <= _RUNNING_TITLE_LENGTH:
        return title
    return title[:_RUNNING_TITLE_LENGTH].rsplit(" ", 1)[0] + " …"

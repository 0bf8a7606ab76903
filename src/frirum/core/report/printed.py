"""A document as it is printed: words only, in reading order, with no typed numbers left.

This is all that a renderer is given, so no renderer can show, hide in an attribute or forget a figure
that `lay_out` did not let through; and what the formats share is decided once.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from frirum.core.report.blocks import NoteKind
from frirum.core.report.tables import Alignment


class Emphasis(StrEnum):
    """Why a run of text stands out. The words say it too: colour alone never does."""

    NONE = ""
    UNRELEASED = "unreleased"
    SYNTHETIC = "synthetic"
    SUPPRESSED = "suppressed"
    UNDEFINED = "undefined"
    MISSING = "missing"


@dataclass(frozen=True)
class TextRun:
    """A stretch of text with one look. `\\n` is a line break; `figure` says that it is a typed number, `source` is the
    anchor of the line that says where it is from, for numbers in running text.
    """

    text: str
    bold: bool = False
    italic: bool = False
    address: str = ""
    mark: Emphasis = Emphasis.NONE
    figure: bool = False
    source: str = ""


Runs = tuple[TextRun, ...]
Header = tuple[tuple[tuple[str, int], ...], ...]
"""Header rows of a table: the text of each cell and how many columns it spans."""


@dataclass(frozen=True)
class PrintedHeading:
    """`anchor` is unique within the document."""

    text: str
    level: int
    anchor: str
    new_page: bool = False


@dataclass(frozen=True)
class PrintedParagraph:
    """Running text. `passage` is the key of the open passage it stands in, as in a list and a note."""

    runs: Runs
    passage: str = ""


@dataclass(frozen=True)
class PrintedList:
    """Bulleted, or numbered from 1 when `ordered`. `anchors` are those of its items, where something leads to them."""

    ordered: bool
    items: tuple[Runs, ...]
    passage: str = ""
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True)
class PrintedFacts:
    """Label and value rows."""

    rows: tuple[tuple[str, Runs], ...]


@dataclass(frozen=True)
class PrintedTable:
    """`width` is a share of the text width; `weights` share it between the columns;
    `compact` asks for smaller type, `tall` tells that a row may need more than a page.
    """

    caption: str
    header: tuple[tuple[tuple[str, int], ...], ...]
    rows: tuple[tuple[Runs, ...], ...]
    row_headers: bool
    alignment: tuple[Alignment, ...]
    width: float
    weights: tuple[float, ...]
    compact: bool
    tall: bool
    notes: tuple[str, ...]


@dataclass(frozen=True)
class PrintedFigure:
    """A picture with its caption above and the table of its numbers below."""

    caption: str
    alt: str
    png: bytes
    svg: bytes | None
    width: float
    data: PrintedTable


@dataclass(frozen=True)
class PrintedNote:
    """`label` is the kind in words."""

    kind: NoteKind
    label: str
    runs: Runs
    passage: str = ""


@dataclass(frozen=True)
class PrintedPageBreak:
    """A new page where there are pages."""


PrintedBlock = (
    PrintedHeading
    | PrintedParagraph
    | PrintedList
    | PrintedFacts
    | PrintedTable
    | PrintedFigure
    | PrintedNote
    | PrintedPageBreak
)


@dataclass(frozen=True)
class PrintedDocument:
    """Everything the renderers need.

    Attributes:
        byline: issuer and date, as printed under the title.
        page_words: the words around the page numbers: ("Side", "af").
        one_page: set closer and smaller.
        origin: how the document was made.
        numbers: every number as shown, its place and its source.
    """

    title: str
    kicker: str
    subject: str
    issuer: str
    byline: str
    date: dt.date | None
    language: str
    keywords: tuple[str, ...]
    page_words: tuple[str, str]
    blocks: tuple[PrintedBlock, ...]
    one_page: bool = False
    origin: Mapping[str, str] = field(default_factory=dict)
    numbers: tuple[tuple[str, str, str], ...] = ()


_ADDRESS = re.compile(r"https?://[^\s<>\"]+")


def linked(text: str) -> Runs:
    """A text with the web addresses in it as links that show their address: a print on paper says it too."""
    runs, at = [], 0
    for hit in _ADDRESS.finditer(text):
        address = hit[0].rstrip(".,;:)")
        runs += [TextRun(text[at : hit.start()])] if hit.start() > at else []
        runs.append(TextRun(address, address=address))
        at = hit.start() + len(address)
    return (*runs, *([TextRun(text[at:])] if at < len(text) or not runs else []))


def passage_of(block: PrintedBlock) -> str:
    """The key of the open passage that a block stands in, or ""."""
    return block.passage if isinstance(block, PrintedParagraph | PrintedList | PrintedNote) else ""

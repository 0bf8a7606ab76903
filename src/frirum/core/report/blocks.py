"""The block model: what a report consists of, whatever the format it is printed in.

Frozen values, checked when they are made; `lay_out` turns them into what is printed, and the renderers
print that. Headings start at level 1 below the document's title and never skip a level.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from frirum.core.report.figures import Chart
from frirum.core.report.inlines import Inline, Inlines, as_inlines, clean
from frirum.core.report.tables import ReportTable

MAX_LEVEL = 4


@dataclass(frozen=True)
class Heading:
    """A heading of level 1-4."""

    text: str
    level: int = 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", _required(self.text, "a heading"))
        if not 1 <= self.level <= MAX_LEVEL:
            raise ValueError(f"a heading's level is 1-{MAX_LEVEL}, not {self.level}")


@dataclass(frozen=True, init=False)
class Paragraph:
    """Running text: `Paragraph("Ja")`, `Paragraph("I alt ", Number(…), " forløb.")`."""

    content: tuple[Inline, ...]

    def __init__(self, *content: Inlines) -> None:
        object.__setattr__(self, "content", _flat(content))


@dataclass(frozen=True, init=False)
class BulletList:
    """Points without an order: `BulletList("et", "to")`; each item is text or a tuple of inlines."""

    items: tuple[tuple[Inline, ...], ...]

    def __init__(self, *items: Inlines) -> None:
        object.__setattr__(self, "items", tuple(as_inlines(item) for item in items))


@dataclass(frozen=True, init=False)
class NumberedList:
    """Points in an order, numbered from 1."""

    items: tuple[tuple[Inline, ...], ...]

    def __init__(self, *items: Inlines) -> None:
        object.__setattr__(self, "items", tuple(as_inlines(item) for item in items))


@dataclass(frozen=True, init=False)
class DefinitionRow:
    """A label and its value: `DefinitionRow("Kommune", "Vesthimmerland")`."""

    label: str
    value: tuple[Inline, ...]

    def __init__(self, label: str, *value: Inlines) -> None:
        object.__setattr__(self, "label", _required(label, "a definition row"))
        object.__setattr__(self, "value", _flat(value))


@dataclass(frozen=True, init=False)
class DefinitionRows:
    """Label and value rows, as in the head of a form."""

    rows: tuple[DefinitionRow, ...]

    def __init__(self, *rows: DefinitionRow) -> None:
        object.__setattr__(self, "rows", rows)


class NoteKind(StrEnum):
    """What a note warns of; the word printed before it and its look follow from the kind."""

    INFO = "info"
    WARNING = "warning"
    MISSING = "missing"
    SYNTHETIC = "synthetic"
    DRAFT = "draft"


@dataclass(frozen=True, init=False)
class Note:
    """A marked passage that starts with its kind in words ("Bemærk", "Ikke oplyst")."""

    kind: NoteKind
    content: tuple[Inline, ...]

    def __init__(self, kind: NoteKind, *content: Inlines) -> None:
        object.__setattr__(self, "kind", NoteKind(kind))
        object.__setattr__(self, "content", _flat(content))


@dataclass(frozen=True)
class PageBreak:
    """A new page in DOCX and PDF; nothing in HTML."""


Prose = Paragraph | BulletList | NumberedList | Note


@dataclass(frozen=True)
class Passage:
    """Prose that people have typed; while they go on writing, open in DOCX, where everything around it is held to what
    it said.

    Attributes:
        key: which passage, unique in the document.
        blocks: paragraphs, points and notes; no headings, tables or figures.
        is_open: they go on writing it.
    """

    key: str
    blocks: tuple[Prose, ...]
    is_open: bool = True

    def __post_init__(self) -> None:
        if not all(isinstance(one, Prose) for one in self.blocks):
            raise TypeError("a passage holds paragraphs, points and notes")


FlowBlock = (
    Heading
    | Paragraph
    | BulletList
    | NumberedList
    | DefinitionRows
    | ReportTable
    | Chart
    | Note
    | PageBreak
    | Passage
)


@dataclass(frozen=True)
class Annex:
    """An annex on a new page, headed "Bilag 1: title" at level 1; headings inside it start at level 2."""

    title: str
    blocks: tuple[FlowBlock, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "title", _required(self.title, "an annex"))


Block = FlowBlock | Annex


@dataclass(frozen=True)
class Document:
    """A report.

    Attributes:
        title: the title, also in the file's properties; must hold no figure that is not released.
        blocks: the content in reading order.
        language: "da" or "en"; numbers, dates and fixed words follow it.
        kicker: the kind of document in small type above the title ("Evalueringsskema"), or "".
        subject: one sentence for the file's properties, or "".
        issuer: who issues it (municipality, network), or "".
        date: the date printed on it and kept in the file's properties; None prints no date.
        keywords: for the file's properties.
        one_page: set closer and smaller, for what is meant to stand on one page.
        origin: how it was made (key, value), kept in the file's stamp for whoever checks it; not printed.

    Raises:
        ValueError: no title, an unknown language, or a heading level that is skipped.
    """

    title: str
    blocks: tuple[Block, ...]
    language: str = "da"
    kicker: str = ""
    subject: str = ""
    issuer: str = ""
    date: dt.date | None = None
    keywords: tuple[str, ...] = field(default=())
    one_page: bool = False
    origin: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "title", " ".join(_required(self.title, "a document").split()))
        for name in ("kicker", "subject", "issuer"):
            object.__setattr__(self, name, clean(getattr(self, name)))
        object.__setattr__(self, "keywords", tuple(clean(word) for word in self.keywords))
        if self.language not in {"da", "en"}:
            raise ValueError(f"a document's language is da or en, not {self.language!r}")
        _check_levels(self.blocks)


def prose(text: str) -> tuple[Paragraph | BulletList, ...]:
    """Text as a person typed it in a field: blank lines part paragraphs, lines starting with `- ` are points.

    Nothing else is read as markup.
    """
    blocks: list[Paragraph | BulletList] = []
    for chunk in _chunks(clean(text)):
        points = [line.strip()[2:].strip() for line in chunk if line.strip().startswith(("- ", "• ", "* "))]
        if points:
            blocks.append(BulletList(*points))
        else:
            blocks.append(Paragraph("\n".join(line.strip() for line in chunk)))
    return tuple(blocks)


def _chunks(text: str) -> Iterator[list[str]]:
    """Runs of lines that are all points or all not, blank lines parting them."""
    chunk: list[str] = []
    points = False
    for line in text.split("\n"):
        is_point = line.strip().startswith(("- ", "• ", "* "))
        if chunk and (not line.strip() or is_point != points):
            yield chunk
            chunk = []
        if line.strip():
            chunk.append(line)
            points = is_point
    if chunk:
        yield chunk


def _flat(content: tuple[Inlines, ...]) -> tuple[Inline, ...]:
    return tuple(inline for part in content for inline in as_inlines(part))


def _required(text: str, what: str) -> str:
    cleaned = clean(text)
    if not cleaned.strip():
        raise ValueError(f"{what} needs a text")
    return cleaned


def _check_levels(blocks: tuple[Block, ...], depth: int = 0) -> None:
    """A screen reader's list of headings must have no holes."""
    previous = depth
    for block in blocks:
        if isinstance(block, Annex):
            _check_levels(block.blocks, depth=1)
            previous = 1
        elif isinstance(block, Heading):
            if block.level > previous + 1 or block.level <= depth:
                raise ValueError(f"heading level {block.level} after level {previous}: {block.text!r}")
            previous = block.level

"""What is missing in a document, found by walking it: the heading it stands under and what nobody has supplied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from frirum.core.report.blocks import (
    Annex,
    Block,
    BulletList,
    DefinitionRows,
    Document,
    Heading,
    Note,
    NoteKind,
    NumberedList,
    Paragraph,
    Passage,
)
from frirum.core.report.inlines import Inline, Missing, Text
from frirum.core.report.tables import ReportTable


def missing_in(document: Document) -> tuple[str, ...]:
    """ "Heading: what", one line per place that is marked as not stated, in reading order."""
    return tuple(_walk(document.blocks, document.title))


def _walk(blocks: Iterable[Block], heading: str) -> Iterator[str]:
    chapter = heading
    for block in blocks:
        if isinstance(block, Heading):
            chapter = block.text if block.level == 1 else chapter
            heading = block.text if block.level == 1 else f"{chapter} › {block.text}"
        elif isinstance(block, Annex):
            yield from _walk(block.blocks, block.title)
        elif isinstance(block, Passage):
            yield from _walk(block.blocks, heading)
        elif isinstance(block, Note) and block.kind is NoteKind.MISSING:
            yield f"{heading}: {_plain(block.content)}"
        else:
            yield from (f"{heading}: {label}{_said(one)}" for label, one in _missing(block))


def _missing(block: Block) -> Iterator[tuple[str, Missing]]:
    for label, content in _contents(block):
        yield from ((label, part) for part in content if isinstance(part, Missing))


def _contents(block: Block) -> Iterator[tuple[str, tuple[Inline, ...]]]:
    match block:
        case Paragraph():
            yield "", block.content
        case BulletList() | NumberedList():
            yield from (("", item) for item in block.items)
        case DefinitionRows():
            yield from ((row.label, row.value) for row in block.rows)
        case ReportTable():
            yield from ((_plain(row[0]), cell) for row in block.rows for cell in row)


def _said(one: Missing) -> str:
    return f" ({one.detail})" if one.detail else ""


def _plain(content: tuple[Inline, ...]) -> str:
    return " ".join(part.text for part in content if isinstance(part, Text)).strip()

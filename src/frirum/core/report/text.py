"""A document as plain text: for terminals, mail, search, and as what the other formats are compared with."""

from __future__ import annotations

from collections.abc import Iterator

from frirum.core.report import printed as p
from frirum.core.report.blocks import Document
from frirum.core.report.layout import Audience, lay_out


def plain_text(document: Document, *, audience: Audience = "public") -> str:
    """Every word that is printed, in reading order, one line per paragraph, item, row and note.

    Bullets, item numbers, alternative texts and page headers are not in it: they are the formats' own.

    Raises:
        NotAllowed: as `lay_out`.
    """
    laid_out = lay_out(document, audience=audience)
    lines = [laid_out.kicker, laid_out.title, laid_out.byline]
    for block in laid_out.blocks:
        lines.extend(_lines(block))
    return "\n".join(line for line in lines if line) + "\n"


def _lines(block: p.PrintedBlock) -> Iterator[str]:
    match block:
        case p.PrintedHeading():
            yield block.text
        case p.PrintedParagraph():
            yield _words(block.runs)
        case p.PrintedList():
            yield from (_words(item) for item in block.items)
        case p.PrintedFacts():
            yield from (f"{label}\t{_words(value)}" for label, value in block.rows)
        case p.PrintedTable():
            yield from _table(block)
        case p.PrintedFigure():
            yield block.caption
            yield from _table(block.data)
        case p.PrintedNote():
            yield f"{block.label} – {_words(block.runs)}"


def _table(table: p.PrintedTable) -> Iterator[str]:
    yield table.caption
    for header in table.header:
        yield "\t".join(text for text, _columns in header)
    for row in table.rows:
        yield "\t".join(_words(cell) for cell in row)
    yield from table.notes


def _words(runs: p.Runs) -> str:
    return "".join(run.text for run in runs)

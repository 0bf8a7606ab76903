"""Where each number of a document stands, in words: for the release gate and the list of sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from frirum.core.report.blocks import (
    Annex,
    Block,
    BulletList,
    DefinitionRows,
    Document,
    Heading,
    Note,
    NumberedList,
    Paragraph,
    Passage,
)
from frirum.core.report.figures import Chart
from frirum.core.report.inlines import Inline, Text
from frirum.core.report.numbers import Number
from frirum.core.report.sentences import say
from frirum.core.report.tables import ReportTable


@dataclass(frozen=True)
class PlacedNumber:
    """A number and its place. `tabular`: it stands in a table, which prints its source underneath."""

    number: Number
    place: str
    tabular: bool


def placed_numbers(document: Document) -> Iterator[PlacedNumber]:
    """Every number of the document in reading order, with the heading, table, row and column it stands in."""
    return _Walk(document.title).blocks(document.blocks)


class _Walk:
    """Keeps the nearest heading and counts tables and figures as they are printed."""

    def __init__(self, title: str) -> None:
        self.heading = title
        self.tables = 0
        self.figures = 0

    def blocks(self, blocks: tuple[Block, ...]) -> Iterator[PlacedNumber]:
        for block in blocks:
            yield from self.block(block)

    def block(self, block: Block) -> Iterator[PlacedNumber]:
        match block:
            case Heading():
                self.heading = block.text
            case Annex():
                self.heading = block.title
                yield from self.blocks(block.blocks)
            case Passage():
                yield from self.blocks(block.blocks)
            case Paragraph() | Note():
                yield from self.inlines(block.content, "")
            case BulletList() | NumberedList():
                for index, item in enumerate(block.items, start=1):
                    yield from self.inlines(item, say("point_n", n=index))
            case DefinitionRows():
                for row in block.rows:
                    yield from self.inlines(row.value, f"»{row.label}«")
            case ReportTable():
                self.tables += 1
                yield from self.table(block, say("table_n", n=self.tables))
            case Chart():
                self.figures += 1
                yield from self.table(block.data, say("figure_n", n=self.figures))

    def inlines(self, content: tuple[Inline, ...], where: str) -> Iterator[PlacedNumber]:
        for part in content:
            if isinstance(part, Number):
                yield PlacedNumber(part, self.place(where), tabular=False)

    def table(self, table: ReportTable, name: str) -> Iterator[PlacedNumber]:
        for index, row in enumerate(table.rows, start=1):
            label = _plain(row[0]) if table.row_headers else ""
            for column, cell in enumerate(row):
                where = say(
                    "table_row_row_column_column",
                    table=name,
                    row=f"»{label}«" if label else index,
                    column=table.column_name(column) or column + 1,
                )
                for part in cell:
                    if isinstance(part, Number):
                        yield PlacedNumber(part, self.place(where), tabular=True)

    def place(self, where: str) -> str:
        return f"»{self.heading}«, {where}" if where else f"»{self.heading}«"


def _plain(cell: tuple[Inline, ...]) -> str:
    return " ".join(part.text for part in cell if isinstance(part, Text)).strip()

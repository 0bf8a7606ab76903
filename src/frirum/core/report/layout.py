"""From block model to printed document: the one place where numbers become words.

Here the release states are checked, marks and banners are set, tables and figures are numbered, reasons
and sources are put where the reader finds them, and every fixed word is chosen in the document's language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal

from frirum.core.errors import NotAllowed
from frirum.core.language import language
from frirum.core.report import printed as p
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
    PageBreak,
    Paragraph,
    Passage,
)
from frirum.core.report.columns import COMPACT_FROM, column_widths
from frirum.core.report.figures import Chart
from frirum.core.report.inlines import Inline, Link, Missing, Text
from frirum.core.report.numbers import Number, ReleaseState, Run
from frirum.core.report.places import PlacedNumber, placed_numbers
from frirum.core.report.sentences import say
from frirum.core.report.tables import Cell, ReportTable
from frirum.core.report.words import read_at_text
from frirum.core.vocabulary.danish import format_date

Audience = Literal["public", "team"]

_TALL_CELL = 500  # characters; in the narrowest column still less than a page
_LINE = 15


def lay_out(
    document: Document | p.PrintedDocument, *, audience: Audience, mark_cells: bool = False
) -> p.PrintedDocument:
    """The document as words, for readers outside the team ("public") or inside it ("team").

    One that is printed already has passed here and is given back as it is (`report/kept.py`).

    Args:
        mark_cells: every unreleased number in a table is marked, also where the table's name could say it of all.

    Raises:
        NotAllowed: the document holds a number that is not released and the audience is not the team;
            the message names the place, never the figure.
        TypeError, ValueError: a number was tampered with after it was made (`Number.check`).
        ValueError: an audience that does not exist.
    """
    if isinstance(document, p.PrintedDocument):
        return document
    if audience not in {"public", "team"}:
        raise ValueError(f"the audience is public or team, not {audience!r}")
    with language(document.language):
        numbers = tuple(placed_numbers(document))
        for placed in numbers:
            placed.number.check()
        held = [placed for placed in numbers if not placed.number.public]
        if held and audience != "team":
            raise _not_released(held)
        maker = _Maker(numbers, mark_synthetic=_is_mixed(numbers), mark_cells=mark_cells)
        blocks = [*_banners(numbers), *_body(document.blocks, numbers, maker)]
        date = "" if document.date is None else format_date(document.date)
        return p.PrintedDocument(
            title=document.title,
            kicker=document.kicker,
            subject=document.subject,
            issuer=document.issuer,
            byline=" · ".join(filter(None, (document.issuer, date))),
            date=document.date,
            language=document.language,
            keywords=document.keywords,
            page_words=(say("page"), say("of")),
            blocks=tuple(blocks),
            one_page=document.one_page,
            origin=dict(document.origin),
            numbers=tuple(
                (_stamped(placed), placed.place, placed.number.source_text()) for placed in numbers
            ),
        )


def _not_released(held: list[PlacedNumber]) -> NotAllowed:
    count = len(held)
    message = say.counted("document_contains_n_figures", count, n=count, place=held[0].place)
    return NotAllowed(message, remedy=say("have_figures_released_or_make_document"))


def _is_mixed(numbers: Iterable[PlacedNumber]) -> bool:
    """Made-up and real numbers in one document: then each made-up one is marked where it stands."""
    kinds = {n.number.synthetic for n in numbers}
    return kinds == {True, False}


def _banners(numbers: tuple[PlacedNumber, ...]) -> list[p.PrintedNote]:
    banners = []
    if any(n.number.synthetic for n in numbers):
        words = (
            say("document_contains_figures_from_synthetic_data")
            if _is_mixed(numbers)
            else say("all_figures_in_document_are_computed")
        )
        banners.append(_note(NoteKind.SYNTHETIC, (p.TextRun(words),)))
    if not all(n.number.public for n in numbers):
        words = say("only_for_team_behind_experiment_document")
        banners.append(_note(NoteKind.DRAFT, (p.TextRun(words),)))
    return banners


def _note(kind: NoteKind, runs: p.Runs) -> p.PrintedNote:
    labels = {
        NoteKind.INFO: say("note"),
        NoteKind.WARNING: say("warning"),
        NoteKind.MISSING: say("not_stated"),
        NoteKind.SYNTHETIC: say("synthetic_data_as_heading"),
        NoteKind.DRAFT: say("draft"),
    }
    return p.PrintedNote(kind, labels[kind], runs)


def _body(
    blocks: tuple[Block, ...], numbers: tuple[PlacedNumber, ...], maker: _Maker
) -> Iterator[p.PrintedBlock]:
    """The blocks, and before the annexes the sources of the numbers in running text."""
    first_annex = next((i for i, block in enumerate(blocks) if isinstance(block, Annex)), len(blocks))
    yield from maker.blocks(blocks[:first_annex])
    yield from _sources(numbers, maker)
    yield from maker.blocks(blocks[first_annex:])


def _sources(numbers: tuple[PlacedNumber, ...], maker: _Maker) -> list[p.PrintedBlock]:
    """The walk back of every number in running text; those in tables stand under their table."""
    lines = _source_lines(numbers)
    if not lines:
        return []
    heading = maker.heading(say("sources_of_figures_in_text"), 1)
    items = tuple(p.linked(line) for line in lines)
    return [heading, p.PrintedList(ordered=False, items=items, anchors=tuple(lines.values()))]


def _source_lines(numbers: Iterable[PlacedNumber]) -> dict[str, str]:
    """Line of the numbers in running text that stand in one place and have one source -> its anchor."""
    return {
        line: f"kilde-{number}"
        for number, line in enumerate(dict.fromkeys(_source_line_of(numbers).values()), 1)
    }


def _source_line_of(numbers: Iterable[PlacedNumber]) -> dict[int, str]:
    """Position of a number in running text -> the line that says where it is from."""
    placed = [one for one in numbers if not one.tabular]
    shown: dict[tuple[str, str], dict[str, None]] = {}
    for one in placed:
        shown.setdefault((one.place, _told_source(one.number)), {})[one.number.shown()] = None
    lines = {
        (place, source): f"{'; '.join(told)} ({place}): {source}" for (place, source), told in shown.items()
    }
    return {at: lines[one.place, _told_source(one.number)] for at, one in enumerate(placed)}


def _told_source(number: Number) -> str:
    return " ".join(filter(None, (number.source_text(), _address(number))))


def _address(number: Number) -> str:
    """Of the page that shows where a number is from, or ""."""
    return number.source.address if isinstance(number.source, Run) else ""


class _Maker:
    """Counts headings, tables, figures and annexes while it prints blocks."""

    def __init__(self, numbers: tuple[PlacedNumber, ...], *, mark_synthetic: bool, mark_cells: bool) -> None:
        # The numbers in running text come in the order in which they were placed.
        anchors = _source_lines(numbers)
        self.anchors = iter([anchors[line] for line in _source_line_of(numbers).values()])
        self.mark_synthetic = mark_synthetic
        self.mark_cells = mark_cells
        self.headings = 0
        self.tables = 0
        self.figures = 0
        self.annexes = 0

    def blocks(self, blocks: tuple[Block, ...]) -> list[p.PrintedBlock]:
        return [made for block in blocks for made in self.block(block)]

    def block(self, block: Block) -> list[p.PrintedBlock]:
        match block:
            case Heading():
                return [self.heading(block.text, block.level)]
            case Paragraph():
                return [p.PrintedParagraph(self.runs(block.content))]
            case BulletList() | NumberedList():
                items = tuple(self.runs(item) for item in block.items)
                return [p.PrintedList(isinstance(block, NumberedList), items)] if items else []
            case DefinitionRows():
                rows = tuple((row.label, self.runs(row.value)) for row in block.rows)
                return [p.PrintedFacts(rows)] if rows else []
            case ReportTable():
                self.tables += 1
                name = say("table_n_caption", n=self.tables, caption=block.caption)
                return [self.table(block, name)]
            case Chart():
                return [self.figure(block)]
            case Note():
                return [_note(block.kind, self.runs(block.content))]
            case PageBreak():
                return [p.PrintedPageBreak()]
            case Passage():
                key = block.key if block.is_open else ""
                return [_in_passage(made, key) for made in self.blocks(block.blocks)]
            case Annex():
                return self.annex(block)

    def heading(self, text: str, level: int, *, new_page: bool = False) -> p.PrintedHeading:
        self.headings += 1
        return p.PrintedHeading(text, level, f"afsnit-{self.headings}", new_page)

    def annex(self, block: Annex) -> list[p.PrintedBlock]:
        self.annexes += 1
        title = say("appendix_n_title", n=self.annexes, title=block.title)
        return [self.heading(title, 1, new_page=True), *self.blocks(block.blocks)]

    def figure(self, block: Chart) -> p.PrintedFigure:
        self.figures += 1
        name = say("figure_n_caption", n=self.figures, caption=block.caption)
        return p.PrintedFigure(
            caption=name + self.table_mark(block.data),
            alt=block.alt,
            png=block.png,
            svg=block.svg,
            width=block.width,
            data=self.table(block.data, say("numbers_behind_figure_n", n=self.figures)),
        )

    def table(self, block: ReportTable, name: str) -> p.PrintedTable:
        mark = self.table_mark(block)
        made_up = say("synthetic") not in mark
        team = not self.all_for_the_team(_numbers(block))
        units = _units_in_header(block)
        rows = tuple(
            tuple(
                _without_unit(self.cell(cell, made_up=made_up, team=team), unit)
                for cell, unit in zip(row, units, strict=True)
            )
            for row in block.rows
        )
        header = _with_units(tuple(tuple((c.text, c.columns) for c in row) for row in block.header), units)
        if not rows:
            rows = (((p.TextRun(say("no_rows"), italic=True),), *(() for _column in block.alignment[1:])),)
        share, weights = column_widths(header, rows, block.width)
        return p.PrintedTable(
            caption=name + mark,
            header=header,
            rows=rows,
            row_headers=block.row_headers and bool(block.rows),
            alignment=block.alignment,
            width=share,
            weights=weights,
            compact=block.width >= COMPACT_FROM,
            tall=any(_length(cell) > _TALL_CELL for row in rows for cell in row),
            notes=(*block.notes, *_table_notes(block)),
        )

    def table_mark(self, block: ReportTable) -> str:
        """What holds of every number of a table is said in its name, not in every cell."""
        numbers = _numbers(block)
        marks = []
        if self.mark_synthetic and numbers and all(number.synthetic for number in numbers):
            marks.append(say("synthetic"))
        if self.all_for_the_team(numbers):
            marks.append(say("not_released"))
        return "".join(f" {mark}" for mark in marks)

    def all_for_the_team(self, numbers: list[Number]) -> bool:
        told = [number for number in numbers if number.value is not None]
        return not self.mark_cells and len(told) > 1 and not any(number.public for number in told)

    def cell(self, cell: Cell, *, made_up: bool, team: bool) -> p.Runs:
        """In a cell the reason for a hidden number stands under the table, not in the cell."""
        return tuple(
            run
            for part in cell
            for run in self.inline(part, with_reason=False, mark=self.mark_synthetic and made_up, team=team)
        )

    def runs(self, content: tuple[Inline, ...]) -> p.Runs:
        mark = self.mark_synthetic
        return tuple(run for part in content for run in self.inline(part, with_reason=True, mark=mark))

    def inline(self, part: Inline, *, with_reason: bool, mark: bool, team: bool = True) -> p.Runs:
        match part:
            case Text():
                return (p.TextRun(part.text, bold=part.bold, italic=part.italic),)
            case Link():
                return (p.TextRun(part.text, address=part.address),)
            case Missing():
                detail = f" – {part.detail}" if part.detail else ""
                return (p.TextRun(say("not_stated") + detail, mark=p.Emphasis.MISSING),)
            case Number():
                source = next(self.anchors) if with_reason else ""
                return _number(
                    part, with_reason=with_reason, mark_synthetic=mark, mark_team=team, source=source
                )


def _number(
    number: Number, *, with_reason: bool, mark_synthetic: bool, mark_team: bool, source: str
) -> p.Runs:
    shown = number.shown()
    if number.reason and with_reason:
        shown = f"{shown} ({number.reason})"
    mark = p.Emphasis.NONE
    if number.state is ReleaseState.SUPPRESSED:
        mark = p.Emphasis.SUPPRESSED
    elif number.value is None:
        mark = p.Emphasis.UNDEFINED
    runs = [p.TextRun(shown, mark=mark, figure=True, source=source)]
    if number.synthetic and mark_synthetic:
        runs.append(p.TextRun(" " + say("synthetic"), mark=p.Emphasis.SYNTHETIC))
    if mark_team and not number.public:
        runs.append(p.TextRun(" " + say("not_released"), mark=p.Emphasis.UNRELEASED))
    return tuple(runs)


_LONG_UNIT = 8
"""Characters from which a unit that a whole column has stands in its header instead of in every cell."""


def _units_in_header(block: ReportTable) -> list[str]:
    """For each column the long unit that all its numbers have, or ""; only where the header has a cell of its own."""
    single = [cell.columns == 1 for cell in block.header[-1] for _column in range(cell.columns)]
    found = []
    for column, alone in enumerate(single):
        numbers = [part for row in block.rows for part in row[column] if isinstance(part, Number)]
        units = {one.unit for one in numbers if one.value is not None}
        unit = units.pop() if alone and len(units) == 1 else ""
        found.append(unit if len(unit) >= _LONG_UNIT else "")
    return found


def _stamped(placed: PlacedNumber) -> str:
    """The figure as it can be found again in the file: in a table a long unit may stand in the header."""
    shown, unit = placed.number.shown(), placed.number.unit
    long_unit = placed.tabular and len(unit) >= _LONG_UNIT
    return shown.removesuffix(f"\N{NO-BREAK SPACE}{unit}") if long_unit else shown


def _with_units(header: p.Header, units: list[str]) -> p.Header:
    *above, last = header
    column, cells = 0, []
    for text, columns in last:
        unit = units[column]
        cells.append((f"{text} ({unit})" if unit else text, columns))
        column += columns
    return (*above, tuple(cells))


def _without_unit(runs: p.Runs, unit: str) -> p.Runs:
    if not unit:
        return runs
    ending = f"\N{NO-BREAK SPACE}{unit}"
    return tuple(replace(run, text=run.text.removesuffix(ending)) if run.figure else run for run in runs)


def _in_passage(made: p.PrintedBlock, key: str) -> p.PrintedBlock:
    if not isinstance(made, p.PrintedParagraph | p.PrintedList | p.PrintedNote):
        raise TypeError("a passage holds paragraphs, points and notes")
    return replace(made, passage=key)


def _length(cell: p.Runs) -> int:
    """Characters in a cell, a line break counting as a line of them."""
    return sum(len(run.text) + _LINE * run.text.count("\n") for run in cell)


def _numbers(table: ReportTable) -> list[Number]:
    return [part for row in table.rows for cell in row for part in cell if isinstance(part, Number)]


def _table_notes(table: ReportTable) -> list[str]:
    """Reasons for hidden and undefined numbers, then the sources, each once in order of appearance."""
    numbers = _numbers(table)
    reasons = dict.fromkeys(f"»{n.shown()}«: {n.reason}" for n in numbers if n.reason)
    # A hidden number has no release of its own; the run it comes from is mostly named by its neighbours.
    shown_runs = {n.source for n in numbers if n.state is not ReleaseState.SUPPRESSED}
    sources = dict.fromkeys(
        n.source_text()
        for n in numbers
        if n.state is not ReleaseState.SUPPRESSED or n.source not in shown_runs
    )
    if not sources:
        return list(reasons)
    word = say.counted("sources_list", len(sources))
    addresses = dict.fromkeys(filter(None, map(_address, numbers)))
    read_at = [read_at_text(one) for one in addresses]
    return [*reasons, word.format(list="; ".join(sources)), *read_at]

"""The page where columns become fields: what is posted, what is offered, and the first rows as they were understood."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice
from typing import Any

from frirum.core.catalogue.extract_kinds import FieldType
from frirum.core.errors import FrirumError
from frirum.core.extracts.findings import ExtractFinding, FindingCode
from frirum.core.extracts.kinds import kind_named
from frirum.core.extracts.mapping import (
    ColumnMapping,
    MappedColumn,
    MappingFit,
    checked,
    fit,
    suggest,
    suggest_date_order,
)
from frirum.core.extracts.marks import suggest_target, targets
from frirum.core.extracts.model import RowField, RowKind, Value
from frirum.core.extracts.reading import Fate, ReadRow
from frirum.core.extracts.values import fold, is_empty, read_value
from frirum.core.files.dates import DateOrder
from frirum.core.files.source import Cell, OpenedFile, SourceRow
from frirum.core.language import gettext as _
from frirum.core.vocabulary.benefits import all_benefits
from frirum.core.vocabulary.danish import format_date, format_exact
from frirum.core.vocabulary.municipalities import by_code
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.extracts.actions import latest_mapping
from frirum.web.extracts.models import Batch
from frirum.web.extracts.reading import reader_of
from frirum.web.uses.identities import Identity, contains_cpr, masked

SHOWN_ROWS = 5
# How far into the file words to translate are looked for.
LOOKED_AT = 2_000
MOST_WORDS = 40
_TRANSLATED = (FieldType.CODE, FieldType.BENEFIT, FieldType.USE_MARK)


@dataclass(frozen=True)
class FileColumn:
    """One column of the file as the page asks about it."""

    place: int
    heading: str
    sample: str
    field: str


@dataclass(frozen=True)
class Word:
    """Something a cell says that is in no code list.

    Attributes:
        name: of the two form fields that ask about it.
    """

    name: str
    field: RowField
    text: str
    chosen: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Preview:
    """The first rows as they were understood.

    Attributes:
        headings: the fields that are filled.
        rows: (line, (heading, cell) pairs, findings).
        read, aside: how many rows were looked at, and how many of them would be set aside.
        findings: the kinds of finding among them, with how often.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[tuple[str, str], ...], tuple[ExtractFinding, ...]], ...]
    read: int
    aside: int
    findings: tuple[tuple[ExtractFinding, int], ...]


@dataclass(frozen=True)
class ColumnsPage:
    """Everything the page shows."""

    kind: RowKind
    columns: tuple[FileColumn, ...]
    mapping: ColumnMapping
    saved: MappingFit | None
    words: tuple[Word, ...]
    preview: Preview | None
    missing: str
    lost_zeros: bool
    slashes: bool


def start_mapping(batch: Batch, source: OpenedFile) -> tuple[ColumnMapping, MappingFit | None]:
    """The mapping the page begins with: the batch's, the saved one as far as it fits, or a suggestion."""
    if batch.mapping is not None:
        return batch.mapping.mapping, None
    suggested = suggest(kind_named(batch.kind), source.columns)
    saved = latest_mapping(batch.organisation, batch.kind, batch.system)
    if saved is None:
        return _with_guesses(batch, source, suggested), None
    mapping = saved.mapping
    found = fit(mapping, source.columns)
    there = tuple(c for c in mapping.columns if c.name not in found.gone)
    renamed = tuple(
        MappedColumn(found.likely[c.name], 0, c.field) for c in mapping.columns if c.name in found.likely
    )
    return replace(mapping, columns=_placed((*there, *renamed), source.columns)), found


def _placed(columns: Iterable[MappedColumn], headings: Sequence[str]) -> tuple[MappedColumn, ...]:
    places = {fold(name): place for place, name in enumerate(headings, start=1)}
    return tuple(replace(c, place=places[fold(c.name)]) for c in columns if fold(c.name) in places)


def _with_guesses(batch: Batch, source: OpenedFile, mapping: ColumnMapping) -> ColumnMapping:
    """A first suggestion with the order of dates that a day above 12 gives away, and marks known by their text."""
    places = mapping.places(source.columns)
    dates = [f.id for f in kind_named(batch.kind).fields if f.type is FieldType.DATE and f.id in places]
    rows = list(islice(source.rows(), LOOKED_AT))
    cells = (row.cells[places[name]] for row in rows for name in dates)
    order = suggest_date_order(cell for cell in cells if isinstance(cell, str))
    return replace(mapping, date_order=order)


def posted_mapping(batch: Batch, source: OpenedFile, posted: Mapping[str, Any]) -> ColumnMapping:
    """The mapping that the form says; not yet `checked`."""
    columns = tuple(
        MappedColumn(name, place, chosen)
        for place, name in enumerate(source.columns, start=1)
        if (chosen := str(posted.get(f"kolonne-{place}", "")))
    )
    translations: dict[str, dict[str, str]] = {}
    for name, value in posted.items():
        if name.startswith("ord-") and (chosen := str(posted.get(name.replace("ord-", "til-", 1), ""))):
            translations.setdefault(name.split("-")[1], {})[fold(str(value))] = chosen
    order = str(posted.get("datoer", ""))
    return ColumnMapping(
        kind=batch.kind,
        columns=columns,
        translations=translations,
        date_order=DateOrder(order) if order in set(DateOrder) else None,
        zero_confirmed=posted.get("nul") == "ja",
    )


def columns_page(
    batch: Batch, source: OpenedFile, mapping: ColumnMapping, saved: MappingFit | None = None
) -> ColumnsPage:
    """The page for a mapping, whether it is finished or not."""
    kind = kind_named(batch.kind)
    rows = list(islice(source.rows(), LOOKED_AT))
    missing = ""
    preview = None
    try:
        checked(mapping)
        preview = _preview(batch, source, mapping)
    except FrirumError as refused:
        missing = " ".join(filter(None, (refused.message, refused.remedy)))
    codes = {finding.code for finding, _n in preview.findings} if preview else set()
    return ColumnsPage(
        kind=kind,
        columns=_columns(source, mapping, rows),
        mapping=mapping,
        saved=saved,
        words=tuple(_words(kind, source, mapping, rows)),
        preview=preview,
        missing=missing,
        lost_zeros=mapping.zero_confirmed or FindingCode.CPR_LOST_ZERO in codes,
        slashes=mapping.date_order is not None or FindingCode.DATE_AMBIGUOUS in codes,
    )


def _columns(source: OpenedFile, mapping: ColumnMapping, rows: Sequence[SourceRow]) -> tuple[FileColumn, ...]:
    fields = {fold(column.name): column.field for column in mapping.columns}
    return tuple(
        FileColumn(place + 1, name, _sample(rows, place), fields.get(fold(name), ""))
        for place, name in enumerate(source.columns)
    )


def _sample(rows: Sequence[SourceRow], place: int) -> str:
    """The first cell that says something; what may be a CPR number is not shown."""
    cell = next((row.cells[place] for row in rows if not is_empty(row.cells[place])), "")
    if isinstance(cell, dt.date):
        return format_date(cell)
    digits = sum(c.isdigit() for c in cell)
    return _("(ti cifre)") if contains_cpr(cell) or (digits in (9, 10) and len(cell) <= 11) else cell[:60]


def _words(
    kind: RowKind, source: OpenedFile, mapping: ColumnMapping, rows: Sequence[SourceRow]
) -> Iterator[Word]:
    """The words of code columns that no code list has, and those that were translated before."""
    places = mapping.places(source.columns)
    for of in kind.fields:
        if of.type not in _TRANSLATED or of.id not in places:
            continue
        options = _options(of)
        found = _untranslated(of, mapping, [row.cells[places[of.id]] for row in rows])
        for number, text in enumerate(found[:MOST_WORDS]):
            chosen = mapping.translations.get(of.id, {}).get(fold(text), "") or _guess(of, text)
            yield Word(f"{of.id}-{number}", of, text, chosen, options)


def _untranslated(of: RowField, mapping: ColumnMapping, cells: Sequence[Cell]) -> list[str]:
    plain = ColumnMapping(mapping.kind, ()).reading
    texts = dict.fromkeys(cell.strip() for cell in cells if isinstance(cell, str) and not is_empty(cell))
    if of.type is FieldType.USE_MARK:
        return [text for text in texts if not contains_cpr(text)]
    return [
        text
        for text in texts
        if isinstance(read_value(of, text, plain), FindingCode) and not contains_cpr(text)
    ]


def _options(of: RowField) -> tuple[tuple[str, str], ...]:
    if of.type is FieldType.BENEFIT:
        return tuple((benefit.id, benefit.name) for benefit in all_benefits())
    if of.type is FieldType.USE_MARK:
        return tuple((target.code, target.title) for target in _targets())
    return tuple((code.value, code.label) for code in of.codes)


def _targets() -> tuple[Any, ...]:
    return targets(current_catalogue().experiments.values())


def _guess(of: RowField, text: str) -> str:
    """For a mark, the experiment whose definition gives this text; nothing is guessed for codes."""
    found = suggest_target(text, _targets()) if of.type is FieldType.USE_MARK else None
    return found.code if found else ""


def _preview(batch: Batch, source: OpenedFile, mapping: ColumnMapping) -> Preview:
    reader = reader_of(batch, source, mapping)
    rows = list(islice(reader.rows(), LOOKED_AT))
    kind = kind_named(batch.kind)
    filled = [of for of in kind.fields if mapping.column_of(of.id) and not of.is_identity]
    counted: dict[tuple[FindingCode, str], list[ExtractFinding]] = {}
    for row in rows:
        for finding in row.findings:
            counted.setdefault((finding.code, finding.column), []).append(finding)
    return Preview(
        headings=(_("Borger"), *(of.label for of in filled)),
        rows=tuple((row.line, _shown_cells(row, filled), row.findings) for row in rows[:SHOWN_ROWS]),
        read=len(rows),
        aside=sum(row.fate is Fate.SET_ASIDE for row in rows),
        findings=tuple((found[0], len(found)) for found in counted.values()),
    )


def _shown_cells(row: ReadRow, filled: Sequence[RowField]) -> tuple[tuple[str, str], ...]:
    if row.fate is Fate.SET_ASIDE or row.identity is None:
        return ()
    values = ((of.label, _shown(of, row.values.get(of.id))) for of in filled)
    return ((_("Borger"), _citizen(row.identity)), *values)


def _citizen(identity: Any) -> str:
    """As much of who it is as tells that the right column was read."""
    assert isinstance(identity, Identity)
    return masked(identity.cpr) if identity.cpr else _("sagsnummer")


def _shown(of: RowField, value: Value | None) -> str:
    if value is None:
        return "–"
    if isinstance(value, dt.date):
        return format_date(value)
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    if isinstance(value, Decimal):
        return format_exact(value)
    if of.type is FieldType.MUNICIPALITY:
        place = by_code(value)
        return place.name if place else str(value)
    names = dict(_options(of)) if of.type in _TRANSLATED else {}
    return names.get(str(value), str(value))

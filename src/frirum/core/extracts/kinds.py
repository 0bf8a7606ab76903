"""The kinds of extract, as `catalogue/extract_kinds.toml` declares them."""

from __future__ import annotations

from functools import cache

from frirum.core.catalogue.extract_kinds import IDENTITY, ExtractField, ExtractKind, ExtractKindsFile
from frirum.core.catalogue.loader import shipped_shared
from frirum.core.errors import UsageError
from frirum.core.extracts.model import CodeMeaning, RowField, RowKind
from frirum.core.extracts.sentences import say

MARKS = "marks"
CONTACTS = "contacts"
"""The two kinds that the house itself acts on: a mark becomes a use, a contact fulfils a duty."""


@cache
def kinds() -> tuple[RowKind, ...]:
    """Every kind, in the order people are offered them."""
    declared = shipped_shared().extract_kinds
    return tuple(_kind(declared, kind) for kind in declared.kinds) if declared else ()


def kind_named(kind_id: str) -> RowKind:
    """The kind with that id.

    Raises:
        UsageError: there is none.
    """
    found = next((kind for kind in kinds() if kind.id == kind_id), None)
    if found is None:
        raise UsageError(
            say("is_no_kind_of_extract_called", name=kind_id),
            remedy=say("known_names", names=", ".join(kind.id for kind in kinds())),
        )
    return found


def _kind(file: ExtractKindsFile, declared: ExtractKind) -> RowKind:
    fields = tuple(_field(file, field) for field in (*file.citizen_fields, *declared.fields))
    return RowKind(
        id=declared.id,
        danish=declared.title,
        describes=declared.row,
        fields=fields,
        any_of=(tuple(field.id for field in fields if field.type in IDENTITY),),
        in_order=declared.in_order,
        prevails=(declared.prevails.field, declared.prevails.values) if declared.prevails else None,
        day=declared.day,
        until=declared.until or "",
        english=declared.title_en or "",
        describes_english=declared.row_en or "",
    )


def _field(file: ExtractKindsFile, declared: ExtractField) -> RowField:
    codes = (CodeMeaning(one.value, one.text, one.also, one.text_en or "") for one in file.codes_of(declared))
    return RowField(
        declared.id,
        declared.text,
        declared.type,
        required=declared.required,
        codes=tuple(codes),
        headings=declared.headings,
        names_row=declared.names_row,
        english=declared.text_en or "",
        lowest=declared.lowest,
        highest=declared.highest,
        may_be_ahead=declared.may_be_ahead,
    )

"""What an extract is made of: kinds, fields and code lists, written as data in `catalogue/extract_kinds.toml`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from frirum.core.catalogue.extract_kinds import IDENTITY, FieldType
from frirum.core.language import current_language

Value = str | int | bool | Decimal | dt.date


def _in_readers_language(danish: str, english: str) -> str:
    return english if english and current_language() == "en" else danish


@dataclass(frozen=True)
class CodeMeaning:
    """One value of a code list.

    Attributes:
        value: what is stored.
        danish: what people call it.
        also: other words for it in extracts, in lower case.
        english: the name for readers of English, or "".
    """

    value: str
    danish: str
    also: tuple[str, ...] = ()
    english: str = ""

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return _in_readers_language(self.danish, self.english)


@dataclass(frozen=True)
class RowField:
    """One field of a kind of extract.

    Attributes:
        id: stable name, as it stands in the stored row.
        danish: what people call it.
        type: what a cell has to be.
        required: a row without it is set aside.
        codes: the code list of a field of type CODE.
        headings: column headings it is known by in extracts, in lower case; they steer the suggestion only.
        names_row: part of what tells one row from another (the rest may be corrected by a later file).
        lowest, highest: of a number that can be, both included; None is without a bound.
        may_be_ahead: a day that may lie after the file was drawn: planned, agreed or granted until.
    """

    id: str
    danish: str
    type: FieldType
    required: bool = False
    codes: tuple[CodeMeaning, ...] = ()
    headings: tuple[str, ...] = ()
    names_row: bool = False
    english: str = ""
    lowest: int | None = None
    highest: int | None = None
    may_be_ahead: bool = False

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return _in_readers_language(self.danish, self.english)

    @property
    def is_identity(self) -> bool:
        """Whether it says who the citizen is."""
        return self.type in IDENTITY


@dataclass(frozen=True)
class RowKind:
    """One kind of extract.

    Attributes:
        id: stable name, "marks".
        danish: what people call it, in the plural.
        describes: one sentence: what a row is.
        fields: in the order people read them.
        any_of: groups of fields of which a row needs at least one.
        in_order: pairs of date fields; the second may not lie before the first.
        prevails: (field, its values, the one that holds first) where rows of one thing tell of its stages.
        day, until: the date fields a row stands for; `until` is "" where a row is one day.
        english, describes_english: the same for readers of English, or "".
    """

    id: str
    danish: str
    describes: str
    fields: tuple[RowField, ...]
    any_of: tuple[tuple[str, ...], ...] = ()
    in_order: tuple[tuple[str, str], ...] = ()
    prevails: tuple[str, tuple[str, ...]] | None = None
    day: str = ""
    until: str = ""
    english: str = ""
    describes_english: str = ""

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return _in_readers_language(self.danish, self.english)

    @property
    def description(self) -> str:
        """What a row is, in the reader's language."""
        return _in_readers_language(self.describes, self.describes_english)

    @property
    def decisive(self) -> frozenset[str]:
        """The fields without which a row says another thing: what names it, its days, and what must be there."""
        ordered = {name for pair in self.in_order for name in pair}
        named = {field.id for field in self.fields if field.names_row or field.required}
        return frozenset({self.day, self.until, "municipality"} | ordered | named) - {""}

    @property
    def happened(self) -> tuple[str, ...]:
        """The days that cannot lie after the file was drawn, by field."""
        return tuple(one.id for one in self.fields if one.type is FieldType.DATE and not one.may_be_ahead)

    @property
    def by_id(self) -> Mapping[str, RowField]:
        """The fields by their id."""
        return {field.id: field for field in self.fields}

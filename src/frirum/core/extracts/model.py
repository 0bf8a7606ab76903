"""What an extract is made of: kinds, fields and code lists, declared as data in `kinds.py`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from frirum.core.language import gettext

Value = str | int | bool | Decimal | dt.date


def gettext_noop(danish: str) -> str:
    """Mark a declared Danish text for translation; it is looked up when it is shown."""
    return danish


class FieldType(StrEnum):
    """What a cell has to be."""

    CPR = "cpr"
    CASE_NUMBER = "case_number"
    DATE = "date"
    CODE = "code"
    BENEFIT = "benefit"
    USE_MARK = "use_mark"
    MUNICIPALITY = "municipality"
    TARGET_GROUP = "target_group"
    INTEGER = "integer"
    NUMBER = "number"
    YES_NO = "yes_no"
    TEXT = "text"


IDENTITY_TYPES = (FieldType.CPR, FieldType.CASE_NUMBER)


@dataclass(frozen=True)
class Code:
    """One value of a code list.

    Attributes:
        value: what is stored.
        danish: what people call it.
        also: other words for it in extracts, in lower case.
    """

    value: str
    danish: str
    also: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return gettext(self.danish)


@dataclass(frozen=True)
class Field:
    """One field of a kind of extract.

    Attributes:
        id: stable name, as it stands in the stored row.
        danish: what people call it.
        type: what a cell has to be.
        required: a row without it is set aside.
        codes: the code list of a field of type CODE.
        headings: column headings it is known by in extracts, in lower case; they steer the suggestion only.
        names_row: part of what tells one row from another (the rest may be corrected by a later file).
    """

    id: str
    danish: str
    type: FieldType
    required: bool = False
    codes: tuple[Code, ...] = ()
    headings: tuple[str, ...] = ()
    names_row: bool = False

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return gettext(self.danish)

    @property
    def is_identity(self) -> bool:
        """Whether it says who the citizen is."""
        return self.type in IDENTITY_TYPES


@dataclass(frozen=True)
class Kind:
    """One kind of extract.

    Attributes:
        id: stable name, "marks".
        danish: what people call it, in the plural.
        describes: one sentence: what a row is.
        fields: in the order people read them.
        any_of: groups of fields of which a row needs at least one.
        in_order: pairs of date fields; the second may not lie before the first.
    """

    id: str
    danish: str
    describes: str
    fields: tuple[Field, ...]
    any_of: tuple[tuple[str, ...], ...] = ()
    in_order: tuple[tuple[str, str], ...] = ()

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return gettext(self.danish)

    @property
    def description(self) -> str:
        """What a row is, in the reader's language."""
        return gettext(self.describes)

    @property
    def by_id(self) -> Mapping[str, Field]:
        """The fields by their id."""
        return {field.id: field for field in self.fields}

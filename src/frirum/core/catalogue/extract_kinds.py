"""The kinds of extract that case systems can give (`extract_kinds.toml`): a new kind is written there, without code."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from frirum.core.catalogue.base import DefinitionTable, Flag, Identifier, Ref, Text, refuse
from frirum.core.catalogue.sentences import say


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


NUMERIC = (FieldType.INTEGER, FieldType.NUMBER)
IDENTITY = (FieldType.CPR, FieldType.CASE_NUMBER)


class ExtractCode(DefinitionTable):
    """One value of a code list; `also` are other words for it in extracts, in lower case."""

    value: Text
    text: Text
    text_en: Text | None = None
    also: tuple[Text, ...] = ()


class CodeList(DefinitionTable):
    """Codes that several fields share."""

    namespace: ClassVar[str | None] = "code_list"

    id: Identifier
    codes: tuple[ExtractCode, ...] = Field(alias="code", min_length=1)


class ExtractField(DefinitionTable):
    """One field of a kind. `names_row`: part of what tells one row from another; the rest may be corrected later."""

    id: Identifier
    text: Text
    text_en: Text | None = None
    type: FieldType
    required: Flag = False
    names_row: Flag = False
    lowest: int | None = Field(default=None, description="The lowest number that can be.")
    highest: int | None = Field(default=None, description="The highest number that can be.")
    may_be_ahead: Flag = Field(
        default=False,
        description="A day that may lie after the file was drawn: planned, agreed or granted until.",
    )
    codes: tuple[ExtractCode, ...] = Field(default=(), alias="code")
    code_list: Annotated[Identifier | None, Ref("code_list")] = None
    headings: tuple[Text, ...] = Field(
        default=(),
        alias="heading",
        description="Headings it bears in extracts, in lower case; they steer the suggestion only.",
    )

    @model_validator(mode="after")
    def _codes_belong_to_code(self) -> Self:
        if (self.type is FieldType.CODE) != bool(self.codes or self.code_list):
            raise refuse(say("code_or_code_list_must"), key="code")
        if self.type not in NUMERIC and (self.lowest, self.highest) != (None, None):
            raise refuse(say("lowest_and_highest_belong_to_fields"), key="lowest")
        if self.may_be_ahead and self.type is not FieldType.DATE:
            raise refuse(say("may_be_ahead_belongs_to_days"), key="may_be_ahead")
        return self


class Prevailing(DefinitionTable):
    """Where rows of one thing tell of its stages: the first of `values` that occurs says what became of it."""

    field: Identifier
    values: tuple[Identifier, ...] = Field(min_length=2)


class ExtractKind(DefinitionTable):
    """One kind of extract: what a row is, its fields, and the days it stands for."""

    namespace: ClassVar[str | None] = "extract_kind"

    id: Identifier
    title: Text
    title_en: Text | None = None
    row: Text = Field(description="What a row is, in a sentence.")
    row_en: Text | None = None
    day: Identifier = Field(description="The date field that says when a row happened or began.")
    until: Identifier | None = Field(default=None, description="The date field that says when it ended.")
    in_order: tuple[tuple[Identifier, Identifier], ...] = Field(
        default=(), description="Pairs of date fields; the second may not lie before the first."
    )
    prevails: Prevailing | None = None
    fields: tuple[ExtractField, ...] = Field(alias="field", min_length=1)

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        types = {field.id: field.type for field in self.fields}
        if len(types) < len(self.fields):
            raise refuse(say("two_fields_have_same_id"), key="field")
        dates = tuple(name for name, of in types.items() if of is FieldType.DATE)
        for key, names in (
            ("day", (self.day,)),
            ("until", (self.until,) if self.until else ()),
            ("in_order", tuple(name for pair in self.in_order for name in pair)),
        ):
            for name in names:
                if name not in dates:
                    raise refuse(say("field_is_not_date_field", field=name), key=key, allowed=dates)
        if self.prevails is not None and types.get(self.prevails.field) is not FieldType.CODE:
            codes = tuple(name for name, of in types.items() if of is FieldType.CODE)
            raise refuse(
                say("field_is_not_field_with_codes", field=self.prevails.field),
                key="prevails",
                allowed=codes,
            )
        if not any(field.required and field.names_row for field in self.fields):
            raise refuse(say("at_least_one_field_must"), key="field")
        return self

    def comes_before(self, first: str, second: str) -> bool:
        """Whether the kind says that date `first` never lies after date `second`, directly or by a chain."""
        later = {after for before, after in self.in_order if before == first}
        return second in later or any(self.comes_before(one, second) for one in later)


class ExtractKindsFile(DefinitionTable):
    """The whole of `extract_kinds.toml`. `citizen_field`s stand first in every kind."""

    citizen_fields: tuple[ExtractField, ...] = Field(alias="citizen_field", min_length=1)
    code_lists: tuple[CodeList, ...] = Field(default=(), alias="code_list")
    kinds: tuple[ExtractKind, ...] = Field(alias="kind", min_length=1)

    @model_validator(mode="after")
    def _says_who(self) -> Self:
        if {field.type for field in self.citizen_fields if field.type in IDENTITY} != set(IDENTITY):
            message = say("citizen_field_must_have_both_field")
            raise refuse(message, key="citizen_field")
        return self

    def codes_of(self, field: ExtractField) -> tuple[ExtractCode, ...]:
        """The field's codes, its own or the shared list's."""
        shared = next((one.codes for one in self.code_lists if one.id == field.code_list), ())
        return field.codes or shared

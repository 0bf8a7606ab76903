"""What every table of a definition shares: strictness, "not stated", sources and doubts.

Three states of a value are kept apart everywhere in the same way:

- given: the key has a value;
- not stated: the key stands in the table's `not_stated`, because the sources were read and none says it;
- absent: neither; the value does not apply, or nobody has looked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, wraps
from typing import Annotated, Any, ClassVar, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    FiniteFloat,
    StrictBool,
    StrictInt,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from frirum.core.catalogue.sentences import say


def _one_line_end(text: str) -> str:
    r"""TOML reads \r\n as \n; written by an escape it must not come back as another text."""
    return text.replace("\r\n", "\n")


Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True), AfterValidator(_one_line_end)]
"""Prose in Danish (or English where the key ends in `_en`); never empty."""
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$", max_length=64)]
"""A name within one definition: lower case a-z, digits, - and _."""
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
"""A name in addresses and file names: lower case a-z, digits and single hyphens."""
Day = Annotated[dt.date, Field(strict=True)]
"""A calendar day, written without quotes: 2018-07-01."""
Count = Annotated[StrictInt, Field(ge=0)]
Share = Annotated[FiniteFloat, Field(ge=0, le=1, strict=True)]
"""A share, 0-1 (never per cent)."""
Number = StrictInt | Annotated[FiniteFloat, Field(strict=True)]
Flag = StrictBool
MunicipalityCode = Annotated[StrictInt, Field(ge=101, le=999)]
"""The three-digit municipality code of Statistics Denmark and CPR."""


@dataclass(frozen=True)
class Ref:
    """Marks a field whose value names something defined elsewhere; `references` checks that it exists.

    Attributes:
        kind: the namespace: "fact", "source", "scale", "municipality" …
    """

    kind: str


def refuse(message: str, *, key: str | None = None, allowed: tuple[str, ...] = ()) -> PydanticCustomError:
    """The error a validator raises: `message` is for people, `key` the key in this table it concerns."""
    return PydanticCustomError("frirum", "{message}", {"message": message, "key": key, "allowed": allowed})


Table = TypeVar("Table", bound="DefinitionTable")
Passed = list[tuple["DefinitionTable", PydanticCustomError]]
_passed: ContextVar[Passed | None] = ContextVar("passed", default=None)


@contextmanager
def letting_pass() -> Iterator[Passed]:
    """While it lasts a table that a rule of its own refuses is kept: (table, what was refused) are gathered instead.

    So what such a table names can be checked in the same pass as what it lacks.
    """
    found: Passed = []
    token = _passed.set(found)
    try:
        yield found
    finally:
        _passed.reset(token)


def rule_of_table(check: Callable[[Table], Table]) -> Any:
    """A rule between the keys of one table, that `refuse`s; pydantic runs it once each key is right by itself."""

    @wraps(check)
    def run(table: Table) -> Table:
        try:
            return check(table)
        except PydanticCustomError as refused:
            passed = _passed.get()
            if passed is None:
                raise
            passed.append((table, refused))
            return table

    return model_validator(mode="after")(run)


class DefinitionTable(BaseModel):
    """A table of a definition: frozen, and a key that nobody reads is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=False, protected_namespaces=())

    namespace: ClassVar[str | None] = None
    """What the table's `id` (or `slug`) adds to: `Ref(namespace)` may name it."""
    must_be_settled: ClassVar[tuple[str, ...]] = ()
    """Keys about which a definition may not be silent: each is given or not stated."""
    settled_by: ClassVar[dict[str, str]] = {}
    """Key that must be settled -> another key that settles it when it is given."""

    not_stated: tuple[str, ...] = Field(
        default=(), description="Keys of this table on which the sources were read and are silent."
    )

    @classmethod
    @cache
    def keys(cls) -> dict[str, str]:
        """TOML key -> attribute name; asked for with every condition of every case, so made once per table."""
        return {field.alias or name: name for name, field in cls.model_fields.items()}

    def is_stated(self, key: str) -> bool:
        """True unless the sources were read and are silent on `key` (a TOML key)."""
        return key not in self.not_stated

    @rule_of_table
    def _silence_is_named(self) -> Self:
        keys = self.keys()
        for key in self.not_stated:
            if key not in keys or key == "not_stated":
                allowed = tuple(sorted(set(keys) - {"not_stated"}))
                message = say("not_stated_names_key_which_table", key=key)
                raise refuse(message, key="not_stated", allowed=allowed)
            if _is_given(self, keys[key]):
                message = say("key_has_value_and_cannot_stand", key=key)
                raise refuse(message, key=key)
        for key in self.must_be_settled:
            instead = self.settled_by.get(key)
            if instead is not None and _is_given(self, keys[instead]):
                continue
            if key not in self.not_stated and not _is_given(self, keys[key]):
                message = say("key_is_missing_write_value", key=key)
                raise refuse(message, key=key)
        return self


def _is_given(table: DefinitionTable, name: str) -> bool:
    """Whether the attribute differs from its default (an empty list is not a value)."""
    field = type(table).model_fields[name]
    value = getattr(table, name)
    return value != field.default and value not in ((), None)


class Sourced(DefinitionTable):
    """A table that says where it is from and which doubts touch it."""

    source_ids: Annotated[tuple[Identifier, ...], Ref("source")] = Field(default=(), alias="source")
    doubt_ids: Annotated[tuple[Identifier, ...], Ref("doubt")] = Field(default=(), alias="doubt")


class Statement(Sourced):
    """One thing said, in Danish with an optional English twin."""

    text: Text
    text_en: Text | None = None


def walk(table: DefinitionTable, path: str = "") -> Iterator[tuple[str, DefinitionTable]]:
    """The table and every table below it, each with its key path (`part[1].condition.all[0]`)."""
    yield path, table
    for name, field in type(table).model_fields.items():
        key = f"{path}.{field.alias or name}" if path else field.alias or name
        value = getattr(table, name)
        if isinstance(value, DefinitionTable):
            yield from walk(value, key)
        elif isinstance(value, tuple):
            for place, item in enumerate(value):
                if isinstance(item, DefinitionTable):
                    yield from walk(item, f"{key}[{place}]")


def references_of(table: DefinitionTable, path: str) -> Iterator[tuple[str, str, Any]]:
    """The references of one table itself: (key path, kind, value)."""
    for name, field in type(table).model_fields.items():
        marks = [mark for mark in field.metadata if isinstance(mark, Ref)]
        value = getattr(table, name)
        if not marks or value is None:
            continue
        key = f"{path}.{field.alias or name}" if path else field.alias or name
        if isinstance(value, tuple):
            yield from ((f"{key}[{place}]", marks[0].kind, item) for place, item in enumerate(value))
        else:
            yield key, marks[0].kind, value

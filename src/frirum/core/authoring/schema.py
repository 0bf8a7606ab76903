"""The form of a definition, read off its models: which tables and fields there are, and how each is written.

There is one schema of a definition, the models of `core/catalogue`. This module says of each field how a person writes
it; `words` says what it is called. A field that is added to a model stands in the form without a line here.
"""

from __future__ import annotations

import datetime as dt
import types
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from frirum.core.catalogue.base import DefinitionTable, Ref
from frirum.core.catalogue.conditions import Condition
from frirum.core.catalogue.experiment import Experiment


class WrittenAs(StrEnum):
    """How a field is written."""

    TEXT = "text"
    LINES = "lines"
    WHOLE = "whole"
    WHOLES = "wholes"
    NUMBER = "number"
    DAY = "day"
    DAYS = "days"
    FLAG = "flag"
    CHOICE = "choice"
    CHOICES = "choices"
    SCALAR = "scalar"
    SCALARS = "scalars"
    FACTS = "facts"
    TABLE = "table"
    TABLES = "tables"
    CONDITION = "condition"
    CONDITIONS = "conditions"


SEVERAL = frozenset(
    {
        WrittenAs.LINES,
        WrittenAs.WHOLES,
        WrittenAs.DAYS,
        WrittenAs.CHOICES,
        WrittenAs.SCALARS,
        WrittenAs.TABLES,
        WrittenAs.CONDITIONS,
    }
)
"""The kinds whose value is a list."""
NESTED = frozenset({WrittenAs.TABLE, WrittenAs.TABLES, WrittenAs.CONDITION, WrittenAs.CONDITIONS})
"""The kinds whose value is a table, or several."""
HIDDEN = frozenset({"id", "not_stated"})
"""Keys that nobody types: a name is made from the text beside it, and what is not stated is ticked at its field."""


@dataclass(frozen=True)
class AskedField:
    """One field of a table.

    Attributes:
        key: its key in the file.
        required: the table cannot be read without it.
        settled: it is either given or ticked as not stated.
        default: what the file means where the key is absent; None for nothing.
        options: the values of a choice; () where they are names (`ref`) or the field is no choice.
        ref: the namespace its names are of, or "".
        table: the table under a nested field.
    """

    key: str
    kind: WrittenAs
    required: bool = False
    settled: bool = False
    default: Any = None
    options: tuple[str, ...] = ()
    values: type[Enum] | None = None
    ref: str = ""
    table: type[DefinitionTable] | None = None

    @property
    def is_english(self) -> bool:
        """Whether it is the English twin of another field."""
        return self.key.endswith("_en")


@cache
def fields_of(table: type[DefinitionTable]) -> tuple[AskedField, ...]:
    """The fields of a table in the order they are written in, without those nobody types."""
    names = [name for ancestor in table.__mro__ for name in vars(ancestor).get("__annotations__", {})]
    ordered = [name for name in dict.fromkeys(names) if name in table.model_fields]
    found = (_field(table, name, table.model_fields[name]) for name in ordered)
    return tuple(one for one in found if one.key not in HIDDEN)


def field_of(table: type[DefinitionTable], key: str) -> AskedField | None:
    """The field with that key, or None."""
    return next((one for one in fields_of(table) if one.key == key), None)


@cache
def tables() -> tuple[type[DefinitionTable], ...]:
    """Every table of a definition, the whole first."""
    found: dict[type[DefinitionTable], None] = {}
    waiting: list[type[DefinitionTable]] = [Experiment]
    while waiting:
        table = waiting.pop(0)
        if table not in found:
            found[table] = None
            waiting += [one.table for one in fields_of(table) if one.table is not None]
    return tuple(found)


def _field(table: type[DefinitionTable], name: str, info: FieldInfo) -> AskedField:
    key = info.alias or name
    kind, inner = _kind(info.annotation)
    ref = next((mark.kind for mark in info.metadata if isinstance(mark, Ref)), "")
    if ref and kind not in NESTED:
        kind = WrittenAs.CHOICES if kind in SEVERAL else WrittenAs.CHOICE
    values = inner if isinstance(inner, type) and issubclass(inner, Enum) else None
    options = tuple(str(one.value) for one in values) if values else inner if isinstance(inner, tuple) else ()
    default = None if info.is_required() or info.default in (None, ()) else info.default
    return AskedField(
        key,
        kind,
        required=info.is_required(),
        settled=key in table.must_be_settled,
        default=default.value if isinstance(default, Enum) else default,
        options=options,
        values=values,
        ref=ref,
        table=inner if isinstance(inner, type) and issubclass(inner, DefinitionTable) else None,
    )


_PLAIN: dict[type, tuple[WrittenAs, WrittenAs]] = {
    bool: (WrittenAs.FLAG, WrittenAs.SCALARS),
    str: (WrittenAs.TEXT, WrittenAs.LINES),
    int: (WrittenAs.WHOLE, WrittenAs.WHOLES),
    float: (WrittenAs.NUMBER, WrittenAs.SCALARS),
    dt.date: (WrittenAs.DAY, WrittenAs.DAYS),
}
"""Type -> how one of it is written, and several."""


def _kind(annotation: Any, *, several: bool = False) -> tuple[WrittenAs, Any]:
    """How a value of the type is written, and what stands inside: a table, an enumeration, or the literal values."""
    annotation = _bare(annotation)
    origin = get_origin(annotation)
    if origin is tuple:
        return _kind(get_args(annotation)[0], several=True)
    if origin is dict:
        return WrittenAs.FACTS, None
    if origin is Literal:
        return (WrittenAs.CHOICES if several else WrittenAs.CHOICE), get_args(annotation)
    members = _members(annotation)
    if len(members) > 1:
        if set(members) <= {int, float}:
            return (WrittenAs.SCALARS if several else WrittenAs.NUMBER), None
        return (WrittenAs.SCALARS if several else WrittenAs.SCALAR), None
    (one,) = members
    if issubclass(one, DefinitionTable):
        if issubclass(one, Condition):
            return (WrittenAs.CONDITIONS if several else WrittenAs.CONDITION), one
        return (WrittenAs.TABLES if several else WrittenAs.TABLE), one
    if issubclass(one, Enum):
        return (WrittenAs.CHOICES if several else WrittenAs.CHOICE), one
    return _PLAIN[one][several], None


def _bare(annotation: Any) -> Any:
    """The type without its marks and without None."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) in (Union, types.UnionType):
        left = [one for one in get_args(annotation) if one is not type(None)]
        if len(left) == 1:
            return _bare(left[0])
    return annotation


def _members(annotation: Any) -> tuple[type, ...]:
    """The plain types a value may be of, each once."""
    annotation = _bare(annotation)
    if get_origin(annotation) in (Union, types.UnionType):
        inside = (one for part in get_args(annotation) if part is not type(None) for one in _members(part))
        return tuple(dict.fromkeys(inside))
    return (annotation,)

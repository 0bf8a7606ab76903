"""One definition, one sequence of bytes: what is hashed, locked and exported.

The document is the structure of the TOML with whatever has its default left out, so that writing a default
out, reordering keys or adding a comment changes neither bytes nor hash.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from enum import Enum
from functools import cache
from typing import Any

import tomli_w

from frirum.core.catalogue.base import DefinitionTable


def to_document(table: DefinitionTable) -> dict[str, Any]:
    """The table as plain values in the structure of its TOML; dates stay dates, defaults are left out."""
    document = {}
    for name in _writing_order(type(table)):
        field = type(table).model_fields[name]
        value = getattr(table, name)
        if field.is_required() or value != field.default:
            document[field.alias or name] = _plain(value)
    return document


@cache
def _writing_order(model: type[DefinitionTable]) -> tuple[str, ...]:
    """A table's own keys first, then what it shares with others: sources and not_stated stand last."""
    names = [name for ancestor in model.__mro__ for name in vars(ancestor).get("__annotations__", {})]
    return tuple(name for name in dict.fromkeys(names) if name in model.model_fields)


def _plain(value: Any) -> Any:
    if isinstance(value, DefinitionTable):
        return to_document(value)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, float) and value.is_integer():
        return int(value)  # 26 and 26.0 are one number and must give one hash
    return value


def to_json_document(table: DefinitionTable) -> dict[str, Any]:
    """As `to_document` with dates as `2018-07-01`: what `catalogue show --json` prints."""
    document = _dates_as_text(to_document(table))
    assert isinstance(document, dict)
    return document


def _dates_as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _dates_as_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_dates_as_text(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def canonical_bytes(definition: DefinitionTable) -> bytes:
    """The definition as JSON in UTF-8: sorted keys, no spaces, dates as text, defaults left out."""
    document = to_json_document(definition)
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode()


def fingerprint(definition: DefinitionTable) -> str:
    """SHA-256 of the canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical_bytes(definition)).hexdigest()


def to_toml(definition: DefinitionTable) -> str:
    """The definition as TOML; reading it back gives an equal definition."""
    return tomli_w.dumps(to_document(definition), multiline_strings=True)

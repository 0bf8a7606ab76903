"""A changed definition back into the text it came from: comments, order and everything untouched stay as written.

The text is the draft; a form is another way of writing in it. What comes out is read again and held against what it
should say, so a text that could not be changed in place is written anew rather than wrongly.
"""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Mapping
from typing import Any

import tomli_w
import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Table

from frirum.core.catalogue.reading import is_too_deep

Document = dict[str, Any]


def read_text(text: str) -> Document | None:
    """The document of a TOML text, or None where it is none yet, or none that a definition could be."""
    try:
        document = tomllib.loads(text)
    except (
        ValueError,
        RecursionError,
    ):  # TOML's own error is a ValueError, and so is that of an endless number
        return None
    return None if is_too_deep(document) else document


def write_into(text: str, document: Mapping[str, Any]) -> str:
    """`text` changed so that it says `document`; the same text where it does already."""
    wanted = _plain(document)
    before = read_text(text)
    if before == wanted:
        return text
    try:
        parsed = tomlkit.parse(text)
        _merge(parsed, wanted)
        written = tomlkit.dumps(parsed)
    except (TOMLKitError, ValueError, TypeError, RecursionError):
        written = ""
    if written and read_text(written) == wanted:
        return written
    return tomli_w.dumps(wanted, multiline_strings=True)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return copy.copy(value)


def _merge(container: Any, wanted: Document) -> None:
    """Make a container of tomlkit say `wanted`, touching only what differs."""
    for key in [key for key in container if key not in wanted]:
        del container[key]
    for key, value in wanted.items():
        if key in container and _unwrapped(container[key]) == value:
            continue
        old = container.get(key)
        if isinstance(value, dict) and isinstance(old, Table):
            _merge(old, value)
        elif isinstance(old, AoT) and value and _is_tables(value):
            _merge_list(old, value)
        elif key in container and not isinstance(old, AoT | Table):
            container[key] = value
        else:
            if key in container:
                del container[key]
            _add(container, key, value)


def _merge_list(old: AoT, wanted: list[Document]) -> None:
    """Items that stand in both keep their text; what is not wanted goes, what is new stands last."""
    unwrapped = [_unwrapped(one) for one in old]
    if len(wanted) < len(unwrapped):
        kept = [place for place, one in enumerate(unwrapped) if one in wanted]
        if len(kept) == len(wanted):
            for place in sorted(set(range(len(unwrapped))) - set(kept), reverse=True):
                del old[place]
        else:
            for _n in range(len(unwrapped) - len(wanted)):
                del old[-1]
    for place, one in enumerate(wanted):
        if place < len(old):
            if _unwrapped(old[place]) != one:
                _merge(old[place], one)
        else:
            old.append(_table(one))


def _add(container: Any, key: str, value: Any) -> None:
    if isinstance(value, dict):
        container.append(key, _table(value))
    elif _is_tables(value):
        tables = tomlkit.aot()
        for one in value:
            tables.append(_table(one))
        container.append(key, tables)
    elif isinstance(container, tomlkit.TOMLDocument):
        _add_above_tables(container, key, value)
    else:
        container.add(key, value)


def _add_above_tables(container: tomlkit.TOMLDocument, key: str, value: Any) -> None:
    """A value of the root stands before the first table: after it, it would be the table's."""
    plain = [name for name in container if not isinstance(container[name], Table | AoT)]
    if plain:
        container._insert_after(plain[-1], key, tomlkit.item(value))
    else:
        container._insert_at(0, key, tomlkit.item(value))


def _table(value: Document) -> Table:
    """A table with its own values first, then the tables under it."""
    made = tomlkit.table()
    nested = {key: one for key, one in value.items() if isinstance(one, dict) or _is_tables(one)}
    for key, one in value.items():
        if key not in nested:
            made.add(key, one)
    for key, one in nested.items():
        _add(made, key, one)
    return made


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _unwrapped(value: Any) -> Any:
    return value.unwrap() if hasattr(value, "unwrap") else value

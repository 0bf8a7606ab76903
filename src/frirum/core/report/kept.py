"""A printed document as text and back: what is frozen is what was printed, whatever the data say later."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from frirum.core.report import printed as p
from frirum.core.report.blocks import NoteKind

_CLASSES: dict[str, Any] = {
    one.__name__: one
    for one in (
        p.TextRun,
        p.PrintedHeading,
        p.PrintedParagraph,
        p.PrintedList,
        p.PrintedFacts,
        p.PrintedTable,
        p.PrintedFigure,
        p.PrintedNote,
        p.PrintedPageBreak,
        p.PrintedDocument,
    )
}
_ENUMS: dict[str, type[Enum]] = {"Emphasis": p.Emphasis, "NoteKind": NoteKind}


def as_kept(document: p.PrintedDocument) -> str:
    """The document as JSON; the same document gives the same text."""
    return json.dumps(_plain(document), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_kept(text: str) -> p.PrintedDocument:
    """The document from its text.

    Raises:
        ValueError: it is no such text.
    """
    try:
        found = _made(json.loads(text))
    except (KeyError, TypeError, AttributeError) as fault:
        raise ValueError("no printed document") from fault
    if not isinstance(found, p.PrintedDocument):
        raise ValueError("no printed document")
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return {"enum": type(value).__name__, "value": value.value}
    if is_dataclass(value) and not isinstance(value, type):
        return {
            "class": type(value).__name__,
            **{one.name: _plain(getattr(value, one.name)) for one in fields(value)},
        }
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode()}
    if isinstance(value, dt.date):
        return {"day": value.isoformat()}
    if isinstance(value, Mapping):
        return {"map": {key: _plain(one) for key, one in value.items()}}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return value


def _made(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_made(one) for one in value)
    if not isinstance(value, dict):
        return value
    if "enum" in value:
        return _ENUMS[value["enum"]](value["value"])
    if "bytes" in value:
        return base64.b64decode(value["bytes"])
    if "day" in value:
        return dt.date.fromisoformat(value["day"])
    if "map" in value:
        return {key: _made(one) for key, one in value["map"].items()}
    name = value.pop("class")
    return _CLASSES[name](**{key: _made(one) for key, one in value.items()})

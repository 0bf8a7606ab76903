"""A document with other words in the same places; its figures, their states and what people typed stay as they are."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import replace
from typing import Any

from frirum.core.report.blocks import Annex, DefinitionRow, Document, Heading, Passage
from frirum.core.report.figures import Chart
from frirum.core.report.inlines import Missing, Text
from frirum.core.report.numbers import Number
from frirum.core.report.tables import HeaderCell, ReportTable

Say = Callable[[str], str]
_HOLDS = ("content", "items", "rows", "value", "notes", "header")
"""Where the blocks and rows keep what they hold."""


def reworded(document: Document, say: Say) -> Document:
    """The document with each of its texts as `say` tells it; a `Passage`, which a person typed, is left alone."""
    return replace(document, blocks=_said(document.blocks, say))


def _said(part: Any, say: Say) -> Any:
    match part:
        case tuple():
            return tuple(_said(one, say) for one in part)
        case str():
            return say(part)
        case Passage():
            return part
        case Text() | Heading() | HeaderCell():
            return replace(part, text=say(part.text))
        case Missing():
            return replace(part, detail=say(part.detail))
        case Number():
            return part.from_document_called(say)
        case Annex():
            return replace(part, title=say(part.title), blocks=_said(part.blocks, say))
        case Chart():
            return replace(part, alt=say(part.alt), caption=say(part.caption), data=_said(part.data, say))
    return _holding(part, say)


def _holding(part: Any, say: Say) -> Any:
    """A block or a row: its own words, and what it holds."""
    made = copy(part)
    held = [name for name in _HOLDS if hasattr(part, name)]
    if isinstance(part, ReportTable):
        held.append("caption")
    elif isinstance(part, DefinitionRow):
        held.append("label")
    for name in held:
        object.__setattr__(made, name, _said(getattr(part, name), say))
    return made

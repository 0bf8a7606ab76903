"""Source documents by what people call them: a reader of a report does not know the short names of our catalogue.

What people have typed (`Passage`) is left as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from typing import Any

from frirum.core.catalogue.sources import SourceDocument
from frirum.core.language import current_language
from frirum.core.report.blocks import Annex, DefinitionRow, Document, Heading, Passage
from frirum.core.report.figures import Chart
from frirum.core.report.inlines import Missing, Text
from frirum.core.report.numbers import Number, Quotation
from frirum.core.report.tables import HeaderCell, ReportTable

_ENDS_SENTENCE = re.compile(r"(?:^|(?<!\bjf)(?<!\bnr)(?<!\bstk)(?<!\bbl\.a)(?<!\bf\.eks)[.!?]\s|\n)[\s»(]*$")
_HOLDS = ("content", "items", "rows", "value", "notes", "header")
"""Where the blocks and rows keep what they hold."""


class SourceNames:
    """What the documents of a catalogue are called in the reader's language."""

    def __init__(self, documents: Mapping[str, SourceDocument]) -> None:
        english = current_language() == "en"
        self.known = {
            name: (one.short_title_en if english else None) or one.short_title
            for name, one in documents.items()
            if one.short_title
        }
        longest_first = sorted(map(re.escape, self.known), key=len, reverse=True)
        self.pattern = re.compile(rf"(?<![\w-])({'|'.join(longest_first)})(['’]s|['’]|s)?(?![\w-])")

    def in_text(self, text: str) -> str:
        """The text with every short name spelled out; at the beginning of a sentence with a capital."""
        if not self.known:
            return text
        return self.pattern.sub(lambda hit: self._name(hit, text), text)

    def _name(self, hit: re.Match[str], text: str) -> str:
        name = str(self.known[hit[1]])
        if hit[2]:
            name += "'s" if current_language() == "en" or not name[-1].isalpha() else "s"
        starts = _ENDS_SENTENCE.search(text[: hit.start()]) is not None
        return name[:1].upper() + name[1:] if starts else name


def with_names(document: Document, documents: Mapping[str, SourceDocument]) -> Document:
    """The document with the sources called by name, wherever it was not people who wrote."""
    return replace(document, blocks=_named(document.blocks, SourceNames(documents)))


def _named(part: Any, names: SourceNames) -> Any:
    match part:
        case tuple():
            return tuple(_named(one, names) for one in part)
        case str():
            return names.in_text(part)
        case Passage():
            return part
        case Text() | Heading() | HeaderCell():
            return replace(part, text=names.in_text(part.text))
        case Missing():
            return replace(part, detail=names.in_text(part.detail))
        case Number():
            return _number(part, names)
        case Annex():
            return replace(part, title=names.in_text(part.title), blocks=_named(part.blocks, names))
        case Chart():
            return replace(
                part,
                alt=names.in_text(part.alt),
                caption=names.in_text(part.caption),
                data=_named(part.data, names),
            )
    return _holding(part, names)


def _holding(part: Any, names: SourceNames) -> Any:
    """A block or a row: its own words, and what it holds."""
    made = copy(part)
    held = [name for name in _HOLDS if hasattr(part, name)]
    if isinstance(part, ReportTable):
        held.append("caption")
    elif isinstance(part, DefinitionRow):
        held.append("label")
    for name in held:
        object.__setattr__(made, name, _named(getattr(part, name), names))
    return made


def _number(number: Number, names: SourceNames) -> Number:
    source = number.source
    if not isinstance(source, Quotation):
        return number
    made = copy(number)
    object.__setattr__(made, "source", replace(source, document=names.in_text(source.document)))
    return made

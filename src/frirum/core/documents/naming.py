"""Source documents by what people call them: a reader of a report does not know the short names of our catalogue.

What people have typed (`Passage`) is left as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from frirum.core.catalogue.sources import SourceDocument
from frirum.core.language import current_language
from frirum.core.report.blocks import Document
from frirum.core.report.rewording import reworded

_ENDS_SENTENCE = re.compile(r"(?:^|(?<!\bjf)(?<!\bnr)(?<!\bstk)(?<!\bbl\.a)(?<!\bf\.eks)[.!?]\s|\n)[\s»(]*$")


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
    return reworded(document, SourceNames(documents).in_text)

"""What stands inside a paragraph, a list item or a cell: text, links, numbers, and what nobody supplied."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

from frirum.core.report.numbers import Number

_LINK_SCHEMES = ("https", "http", "mailto")
# Controls that no XML file can hold, break hints pasted along from elsewhere (lines are broken here), and marks
# that reverse the reading direction of what follows (a known way to make a text say something else).
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]"
)
_LINE_END = re.compile("\r\n|[\r\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """Text that every format can hold: composed letters, line ends as `\\n`, no controls.

    A lone surrogate (broken input) becomes the replacement character, so that the fault can be seen.
    """
    unified = _LINE_END.sub("\n", text).replace("\t", " ")
    return unicodedata.normalize("NFC", _SURROGATE.sub("\ufffd", _UNPRINTABLE.sub("", unified)))


@dataclass(frozen=True)
class Text:
    """Literal text; no markup is read in it. A line end in it is a line break in the document."""

    text: str
    bold: bool = False
    italic: bool = False

    def __post_init__(self) -> None:
        if not isinstance(self.text, str):
            raise TypeError(f"text is str, not {type(self.text).__name__}")
        object.__setattr__(self, "text", clean(self.text))


@dataclass(frozen=True)
class Link:
    """A link with readable text. Only web and mail addresses: anything else could run in a browser."""

    text: str
    address: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", clean(self.text))
        object.__setattr__(self, "address", clean(self.address).strip())
        if not self.text.strip():
            raise ValueError("a link needs a text that tells where it leads")
        if urlsplit(self.address).scheme not in _LINK_SCHEMES:
            raise ValueError("a link's address starts with https:, http: or mailto:")


@dataclass(frozen=True)
class Missing:
    """What nobody has supplied. Printed as "Ikke oplyst", never left blank and never invented.

    Attributes:
        detail: who could supply it, or which source was searched; "" when there is nothing to add.
    """

    detail: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "detail", clean(self.detail))


Inline = Text | Link | Number | Missing
Inlines = str | Inline | tuple[str | Inline, ...]


def as_inlines(content: Inlines) -> tuple[Inline, ...]:
    """Content as a tuple of inlines; a plain string is Text.

    Raises:
        TypeError: a bare number or anything else that is not an inline.
    """
    parts = content if isinstance(content, tuple) else (content,)
    return tuple(_as_inline(part) for part in parts)


def _as_inline(part: object) -> Inline:
    if isinstance(part, str):
        return Text(part)
    if isinstance(part, Text | Link | Number | Missing):
        return part
    advice = "; wrap a figure in Number" if isinstance(part, int | float) else ""
    raise TypeError(f"a document holds str, Text, Link, Number or Missing, not {type(part).__name__}{advice}")

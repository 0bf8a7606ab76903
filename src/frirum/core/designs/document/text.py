"""The words of a design document: the definition's own, in the reader's language where it has it, else marked."""

from __future__ import annotations

from collections.abc import Iterable

from frirum.core.catalogue.base import Statement
from frirum.core.designs.document.sentences import say
from frirum.core.language import current_language
from frirum.core.report.blocks import BulletList, FlowBlock, Heading, Paragraph
from frirum.core.report.inlines import Missing, Text
from frirum.core.vocabulary.units import measured


def words(table: object, name: str = "text") -> Text:
    """The same for running text: Danish in an English document is set in italics, as a quotation."""
    english = _english(table, name)
    return Text(str(english)) if english else quoted(str(getattr(table, name)))


def _english(table: object, name: str) -> str | None:
    return getattr(table, f"{name}_en", None) if current_language() == "en" else None


def quoted(text: str) -> Text:
    """A text that the definition has in Danish only."""
    return Text(text, italic=current_language() == "en")


def quoted_or_missing(text: str | None) -> Text | Missing:
    """The text, or that nobody has stated it."""
    return quoted(text) if text else Missing()


def missing() -> list[FlowBlock]:
    """A passage nobody has written."""
    return [Paragraph(Missing())]


def section(title: str, blocks: Iterable[FlowBlock]) -> list[FlowBlock]:
    """The heading and its content; what nobody has written is marked, never left out."""
    return [Heading(title), *(list(blocks) or missing())]


def statements(title: str, found: Iterable[Statement]) -> list[FlowBlock]:
    """A section of points."""
    texts = [words(one) for one in found]
    return section(title, [BulletList(*texts)] if texts else [])


def change(number: float | None, unit: str | None) -> tuple[Text, ...] | Missing:
    """A difference: between two shares it is in percentage points, not in per cent."""
    name = (unit or "").strip().casefold()
    is_share = name in ("pct.", "pct", "%", "procent") or (not name and abs(number or 0) <= 1)
    return value(number, say("percentage_points") if is_share else unit)


def value(number: float | None, unit: str | None) -> tuple[Text, ...] | Missing:
    """A number with its unit."""
    if number is None:
        return Missing()
    shown, name = measured(number, unit)
    return (Text(f"{shown} "), quoted(name)) if name else (Text(shown),)

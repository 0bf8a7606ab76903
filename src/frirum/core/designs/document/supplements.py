"""The local supplements in the document of a national design: each with its sender, after the plan they add to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from frirum.core.language import gettext as _
from frirum.core.language import gettext_noop as N_
from frirum.core.report.blocks import (
    Annex,
    DefinitionRow,
    DefinitionRows,
    Document,
    FlowBlock,
    Heading,
    Paragraph,
)

_TITLE = N_("Lokale tillæg")
_WHAT = N_("Tillæggene er kommunernes egne. De føjer til og ændrer intet i den plan, der er låst.")
_CONFIRMED = N_("Bekræftet")


@dataclass(frozen=True)
class SupplementText:
    """One supplement as it is printed.

    Attributes:
        sender: the organisation that wrote and confirmed it.
        confirmed_on: the day, for people.
        rows: (what, text) in their order, none empty.
    """

    sender: str
    confirmed_on: str
    rows: tuple[tuple[str, str], ...]


def with_supplements(document: Document, supplements: Sequence[SupplementText]) -> Document:
    """The document with the supplements as its last annex; the same where there are none."""
    if not supplements:
        return document
    blocks: list[FlowBlock] = [Paragraph(_(_WHAT))]
    for one in supplements:
        blocks.append(Heading(one.sender, level=2))
        rows = [DefinitionRow(what, text) for what, text in one.rows]
        blocks.append(DefinitionRows(*rows, DefinitionRow(_(_CONFIRMED), one.confirmed_on)))
    return replace(document, blocks=(*document.blocks, Annex(_(_TITLE), tuple(blocks))))

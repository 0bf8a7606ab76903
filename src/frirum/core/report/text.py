"""A document as plain text: for terminals, mail, search, and as what the other formats are compared with."""

from __future__ import annotations

from frirum.core.report.blocks import Document
from frirum.core.report.layout import Audience, lay_out
from frirum.core.report.printed import PrintedDocument
from frirum.core.report.stamp import placed_lines


def plain_text(document: Document | PrintedDocument, *, audience: Audience = "public") -> str:
    """Every word that is printed, in reading order, one line per paragraph, item, row and note.

    Bullets, item numbers, alternative texts and page headers are not in it: they are the formats' own.

    Raises:
        NotAllowed: as `lay_out`.
    """
    laid_out = lay_out(document, audience=audience)
    return "\n".join(text for _place, text in placed_lines(laid_out)) + "\n"

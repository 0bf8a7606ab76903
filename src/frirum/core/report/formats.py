"""The formats by name, for the command line and the site's downloads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frirum.core.errors import UsageError
from frirum.core.report.blocks import Document
from frirum.core.report.layout import Audience
from frirum.core.report.printed import PrintedDocument
from frirum.core.report.sentences import say

if TYPE_CHECKING:
    from frirum.core.report.house_style import HouseStyle

MEDIA_TYPES = {
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def render(
    document: Document | PrintedDocument,
    kind: str,
    *,
    audience: Audience = "public",
    house_style: HouseStyle | None = None,
) -> bytes:
    """The document as the bytes of a file of the given kind: html, docx or pdf.

    Args:
        house_style: a municipality's own Word template, used in DOCX.

    Raises:
        UsageError: there is no such kind.
        NotAllowed: as `lay_out`.
    """
    if kind == "html":
        from frirum.core.report.html import render_html

        return render_html(document, audience=audience).encode("utf-8")
    if kind == "docx":
        from frirum.core.report.docx import render_docx

        return render_docx(document, audience=audience, house_style=house_style)
    if kind == "pdf":
        from frirum.core.report.pdf import render_pdf

        return render_pdf(document, audience=audience)
    raise UsageError(
        say("format_kind_does_not_exist", kind=kind),
        remedy=say("choose_one_of_these_kinds", kinds=", ".join(MEDIA_TYPES)),
    )

"""A form as a file to download, in the three formats."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpResponse

from frirum.core.instruments.evaluation_form import FormContent
from frirum.core.instruments.form_document import form_document
from frirum.core.report.blocks import Document
from frirum.core.report.docx import render_docx
from frirum.core.report.html import render_html
from frirum.core.report.pdf import render_pdf


@dataclass(frozen=True)
class Format:
    """A document format: its media type and how a document is printed in it."""

    media_type: str
    render: Callable[[Document], bytes]


FORMATS = {
    "html": Format("text/html; charset=utf-8", lambda document: render_html(document).encode()),
    "docx": Format("application/vnd.openxmlformats-officedocument.wordprocessingml.document", render_docx),
    "pdf": Format("application/pdf", render_pdf),
}


def download(content: FormContent, *, name: str, extension: str, date: dt.date) -> HttpResponse:
    """The form in one of the formats; 404 for a format there is not."""
    chosen = FORMATS.get(extension)
    if chosen is None:
        raise Http404
    body = chosen.render(form_document(content, date=date))
    response = HttpResponse(body, content_type=chosen.media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{extension}"'
    return response

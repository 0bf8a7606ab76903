"""A form as a file to download, in the three formats."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpResponse

from frirum.core.catalogue.evaluation_form import FormContent
from frirum.core.instruments.form_document import form_document
from frirum.core.report.formats import MEDIA_TYPES, render
from frirum.web.site.pages import download


def form_download(content: FormContent, *, name: str, extension: str, date: dt.date) -> HttpResponse:
    """The form in one of the formats; 404 for a format there is not."""
    if extension not in MEDIA_TYPES:
        raise Http404
    body = render(form_document(content, date=date), extension)
    return download(body, name=f"{name}.{extension}", media_type=MEDIA_TYPES[extension])

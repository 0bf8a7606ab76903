"""The page where a Word file comes back: what differs is shown before anything of it is taken in."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from frirum.core.errors import FrirumError
from frirum.web.body_limits import takes_files
from frirum.web.documents import actions
from frirum.web.documents.forms import ReturnForm
from frirum.web.documents.models import LivingDocument
from frirum.web.documents.naming import title_of
from frirum.web.documents.people import WRITERS, may_in
from frirum.web.documents.returning import Return, held_against
from frirum.web.documents.views import find
from frirum.web.organisations.access import needs, person
from frirum.web.site.pages import CONFLICT, refuse, refuse_in
from frirum.web.site.saving import posted_number

MOST_MEGABYTES = 50


@takes_files(MOST_MEGABYTES)
@needs(*WRITERS)
@require_http_methods(["GET", "POST"])
def word(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Bring the file back, look at what differs, choose what is taken in."""
    found = find(request, reference)
    if not may_in(request.user, WRITERS, found):
        raise Http404
    if not found.is_open:
        return redirect("documents:document", reference=reference)
    if request.method == "POST" and request.POST.get("gor") == "tag-ind":
        return _take_in(request, found)
    form = ReturnForm(request.POST or None, request.FILES or None)
    brought, status = None, 200
    if request.method == "POST" and form.is_valid():
        try:
            brought = held_against(found, form.cleaned_data["file"].read())
        except FrirumError as refused:
            refuse_in(form, refused, "file")
            status = CONFLICT
        else:
            status = CONFLICT if brought.faults else 200
    return _page(request, found, form, brought, status)


def _page(
    request: HttpRequest, found: LivingDocument, form: ReturnForm, brought: Return | None, status: int
) -> HttpResponse:
    home = reverse("documents:document", args=[found.reference])
    context = {
        "document": found,
        "form": form,
        "brought": brought,
        "crumbs": [
            (_("Dokumenter"), reverse("documents:documents")),
            (title_of(found.slug), home),
            (_("Word"), None),
        ],
    }
    return render(request, "documents/word.html", context, status=status)


def _take_in(request: HttpRequest, found: LivingDocument) -> HttpResponse:
    """The chosen sections; a text that somebody has overtaken meanwhile is laid beside his."""
    texts: dict[str, Any] = {
        key: (request.POST.get(f"text-{key}", ""), posted_number(request, f"revision-{key}"))
        for key in request.POST.getlist("afsnit")
    }
    try:
        saved = actions.take_in(
            document=found,
            texts=texts,
            receipt=request.POST.get("receipt", ""),
            by=person(request),
        )
    except FrirumError as refused:
        refuse(request, refused)
        return _page(request, found, ReturnForm(), None, CONFLICT)
    beside = sum(one.aside is not None for one in saved)
    messages.success(
        request,
        ngettext("{n} afsnit er taget ind fra Word.", "{n} afsnit er taget ind fra Word.", len(saved)).format(
            n=len(saved)
        ),
    )
    if beside:
        text = _("{n} af dem er lagt ved siden af, fordi en anden har gemt afsnittet imens.")
        messages.warning(request, text.format(n=beside))
    return redirect("documents:document", reference=found.reference)

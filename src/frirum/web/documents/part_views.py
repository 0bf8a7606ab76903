"""Pages that begin a short report and change its parts: a new theme or recommendation, what one is called, left out."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frirum.core.documents.final import WrittenKind
from frirum.core.errors import FrirumError
from frirum.core.language import own_text
from frirum.web.documents import actions, short_report_actions
from frirum.web.documents.forms import BeginPixiForm, PartForm
from frirum.web.documents.models import DocumentSection, LivingDocument
from frirum.web.documents.naming import title_of
from frirum.web.documents.people import WRITERS, may_in
from frirum.web.documents.short_reports import experiments_of, holds_recommendations, is_movable
from frirum.web.documents.views import conclusion_places, find
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.organisations.access import needs, person
from frirum.web.site.pages import CONFLICT, refuse, refuse_in
from frirum.web.site.saving import posted_number


@needs(*WRITERS)
@require_http_methods(["GET", "POST"])
def begin_pixi(request: HttpRequest) -> HttpResponse:
    """Begin this year's short report of a network."""
    places = conclusion_places(request)
    if not places:
        raise Http404
    networks = [(slug, own_text(one, "title")) for slug, one in current_catalogue().networks.items()]
    form = BeginPixiForm(request.POST or None, networks=networks, organisations=places)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.begin_pixi(by=person(request), **form.cleaned_data)
            return redirect("documents:document", reference=made.reference)
        except FrirumError as refused:
            refuse_in(form, refused)
            status = CONFLICT
    context = {
        "form": form,
        "kind": WrittenKind.PIXI,
        "crumbs": [(_("Dokumenter"), reverse("documents:documents")), (_("Ny pixi-udgave"), None)],
    }
    return render(request, "documents/begin.html", context, status=status)


@needs(*WRITERS)
@require_http_methods(["GET", "POST"])
def add_part(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Add a theme (`under` is empty) or a recommendation under one."""
    found = _open(request, reference)
    under = request.GET.get("under", "")
    above = found.sections.filter(key=under).first() if under else None
    if under and not holds_recommendations(above):
        raise Http404
    form = _form(request, found, with_experiments=bool(under))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            made = short_report_actions.add_part(
                document=found, under=under, by=person(request), **form.cleaned_data
            )
            messages.success(request, _("Afsnittet er tilføjet. Skriv teksten her."))
            return redirect("documents:section", reference=reference, key=made.key)
        except FrirumError as refused:
            refuse_in(form, refused)
            status = CONFLICT
    heading = _("Ny anbefaling") if under else _("Nyt tema")
    return _page(request, found, form, heading=heading, lead=above.title if above else "", status=status)


@needs(*WRITERS)
@require_http_methods(["GET", "POST"])
def describe_part(request: HttpRequest, reference: uuid.UUID, key: str) -> HttpResponse:
    """What a theme or a recommendation is called and rests on; left out of the document, or taken in again."""
    found = _open(request, reference)
    section = found.sections.filter(key=key).first()
    if section is None or not is_movable(section):
        raise Http404
    if request.method == "POST" and request.POST.get("gor") in {"ud", "med"}:
        return _leave_out(request, section, out=request.POST["gor"] == "ud")
    initial = {"title": section.title, "rests_on": section.rests_on}
    form = _form(request, found, with_experiments=bool(section.under), initial=initial)
    revision = posted_number(request, "revision") if request.method == "POST" else section.revision
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            short_report_actions.describe_part(
                section=section, revision=revision, by=person(request), **form.cleaned_data
            )
            messages.success(request, _("Overskriften er gemt."))
            return redirect("documents:section", reference=reference, key=key)
        except FrirumError as refused:
            refuse_in(form, refused)
            status = CONFLICT
    heading = _("Ret anbefalingen") if section.under else _("Ret temaet")
    return _page(request, found, form, heading=heading, lead=section.title, status=status, revision=revision)


def _leave_out(request: HttpRequest, section: DocumentSection, *, out: bool) -> HttpResponse:
    try:
        short_report_actions.leave_out(section=section, out=out, by=person(request))
    except FrirumError as refused:
        refuse(request, refused)
    else:
        said = _("Afsnittet er taget ud. Teksten er gemt, og det kan tages med igen.")
        messages.success(request, said if out else _("Afsnittet er med igen."))
    return redirect("documents:section", reference=section.document.reference, key=section.key)


def _open(request: HttpRequest, reference: uuid.UUID) -> LivingDocument:
    found = find(request, reference)
    writes = found.is_open and may_in(request.user, WRITERS, found)
    if not writes or found.kind != WrittenKind.PIXI:
        raise Http404
    return found


def _form(
    request: HttpRequest,
    found: LivingDocument,
    *,
    with_experiments: bool,
    initial: dict[str, Any] | None = None,
) -> PartForm:
    offered = [(one.slug, own_text(one, "short_title")) for one in experiments_of(found)]
    return PartForm(request.POST or None, initial=initial, experiments=offered if with_experiments else None)


def _page(
    request: HttpRequest,
    found: LivingDocument,
    form: PartForm,
    *,
    heading: str,
    lead: str,
    status: int,
    revision: int | None = None,
) -> HttpResponse:
    home = reverse("documents:document", args=[found.reference])
    context = {
        "form": form,
        "heading": heading,
        "lead": lead,
        "revision": revision,
        "cancel": home,
        "crumbs": [
            (_("Dokumenter"), reverse("documents:documents")),
            (title_of(found.slug), home),
            (heading, None),
        ],
    }
    return render(request, "documents/part.html", context, status=status)

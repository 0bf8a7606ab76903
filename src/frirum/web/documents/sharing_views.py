"""Who writes along in a document, and the Word template of an organisation."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from frirum.core.errors import FrirumError
from frirum.web.body_limits import takes_files
from frirum.web.documents import sharing
from frirum.web.documents.forms import TemplateForm
from frirum.web.documents.models import WordTemplate
from frirum.web.documents.people import WRITERS, leads
from frirum.web.documents.views import find
from frirum.web.organisations.access import keys_with, needs, person
from frirum.web.organisations.models import Organisation
from frirum.web.organisations.names import person_name, shown_place
from frirum.web.organisations.permissions import Permission
from frirum.web.site.pages import CONFLICT, refuse, refuse_in


@needs(*WRITERS)
@require_POST
def let_write(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Another municipality of the experiment writes along."""
    found = find(request, reference)
    if not leads(request.user, WRITERS, found):
        raise Http404
    key = request.POST.get("kommune", "")
    try:
        sharing.let_write(document=found, organisation=key, by=person(request))
    except FrirumError as refused:
        refuse(request, refused)
    else:
        text = _("{place} er med og har fået besked.")
        messages.success(request, text.format(place=shown_place(key)))
    return redirect("documents:document", reference=reference)


@takes_files(10)
@needs(Permission.FILL_FORM)
@require_http_methods(["GET", "POST"])
def template(request: HttpRequest) -> HttpResponse:
    """The templates of the person's organisations; bring one, or go back to the plain look."""
    keys = keys_with(request.user, Permission.FILL_FORM)
    kept = list(WordTemplate.objects.filter(organisation__in=keys))
    places = list(
        Organisation.objects.filter(key__in=keys, kind="municipality")
        .order_by("name")
        .values_list("key", "name")
    )
    if request.POST.get("gor") == "fjern":
        return _drop(request, kept)
    form = TemplateForm(request.POST or None, request.FILES or None, organisations=places)
    status = 200
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            sharing.bring_template(
                organisation=form.cleaned_data["organisation"],
                content=file.read(),
                name=file.name,
                by=person(request),
            )
        except FrirumError as refused:
            refuse_in(form, refused, "file")
            status = CONFLICT
        else:
            messages.success(request, _("Skabelonen bruges fra nu af i Word-filer."))
            return redirect("documents:template")
    context: dict[str, Any] = {
        "form": form,
        "kept": [(one, shown_place(one.organisation), person_name(one.brought_by)) for one in kept],
        "crumbs": [(_("Dokumenter"), reverse("documents:documents")), (_("Word-skabelon"), None)],
    }
    return render(request, "documents/template.html", context, status=status)


def _drop(request: HttpRequest, kept: list[WordTemplate]) -> HttpResponse:
    found = next((one for one in kept if str(one.pk) == request.POST.get("skabelon")), None)
    if found is None:
        raise Http404
    sharing.drop_template(template=found, by=person(request))
    messages.success(request, _("Skabelonen er taget ud. Word-filer får det almindelige udseende."))
    return redirect("documents:template")

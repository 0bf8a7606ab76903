"""The pages where definitions are written: checked at every save, published as numbered versions."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from frirum.core.catalogue.faults import DefinitionRefused, Fault
from frirum.core.catalogue.loader import read_definition
from frirum.core.catalogue.template import new_definition
from frirum.core.errors import FrirumError, NotAllowed
from frirum.web.experiments import actions
from frirum.web.experiments.definitions import current_catalogue, latest_version
from frirum.web.experiments.forms import DraftForm, NewDraftForm, PublishForm
from frirum.web.experiments.models import Draft, DraftState
from frirum.web.organisations.access import keys_with, needs, person
from frirum.web.organisations.models import Organisation
from frirum.web.organisations.permissions import Permission
from frirum.web.site.pages import CONFLICT, download, refuse, refuse_in
from frirum.web.site.saving import is_by_script, refused_answer, saved_answer

HTTP_BAD_REQUEST = 400
may_write = needs(Permission.EDIT_EXPERIMENT)


def find(request: HttpRequest, reference: uuid.UUID) -> Draft:
    """The draft, if its organisation is one the person writes for; else the same 404 as a missing one."""
    draft = Draft.objects.filter(reference=reference).first()
    if draft is None or draft.organisation not in keys_with(request.user, Permission.EDIT_EXPERIMENT):
        raise Http404
    return draft


@may_write
@require_GET
def drafts(request: HttpRequest) -> HttpResponse:
    """The organisation's drafts: open ones first, then what was published or discarded."""
    found = Draft.objects.filter(organisation__in=keys_with(request.user, Permission.EDIT_EXPERIMENT))
    context = {
        "open_drafts": found.filter(state=DraftState.OPEN),
        "closed_drafts": found.exclude(state=DraftState.OPEN)[:50],
        "crumbs": [(_("Kladder"), None)],
    }
    return render(request, "experiments/drafts.html", context)


@may_write
@require_http_methods(["GET", "POST"])
def new_draft(request: HttpRequest) -> HttpResponse:
    """Begin a draft from an empty template or from an existing definition."""
    catalogue = current_catalogue()
    keys = keys_with(request.user, Permission.EDIT_EXPERIMENT)
    organisations = Organisation.objects.filter(key__in=keys).order_by("name").values_list("key", "name")
    form = NewDraftForm(
        request.POST or None,
        experiments=[(slug, experiment.short_title) for slug, experiment in catalogue.experiments.items()],
        organisations=list(organisations),
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        text, builds_on = _first_text(chosen["slug"], chosen["copy_of"])
        try:
            draft = actions.start_draft(
                slug=chosen["slug"],
                text=text,
                organisation=chosen["organisation"],
                builds_on=builds_on,
                by=person(request),
            )
        except NotAllowed as refused:
            form.add_error("slug", f"{refused.message} {refused.remedy}")
        else:
            return redirect("experiments:draft", reference=draft.reference)
    crumbs = [(_("Kladder"), reverse("experiments:drafts")), (_("Ny kladde"), None)]
    return render(request, "experiments/new_draft.html", {"form": form, "crumbs": crumbs})


def _first_text(slug: str, copy_of: str) -> tuple[str, int | None]:
    """The text to begin from, and the version it builds on when the slug is the same."""
    version = latest_version(copy_of) if copy_of else None
    if version is None:
        return new_definition(slug), None
    text = version.toml.replace(f'slug = "{copy_of}"', f'slug = "{slug}"', 1)
    return text, version.number if copy_of == slug else None


@may_write
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Write a draft. A save that meets somebody else's keeps what was typed on the page and says so (409)."""
    found = find(request, reference)
    if request.method == "GET":
        return _draft_page(request, found, found.toml)
    form = DraftForm(request.POST)
    if not form.is_valid():
        return _draft_page(request, found, request.POST.get("text", ""), status=400)
    text = form.cleaned_data["text"].replace("\r\n", "\n")
    try:
        found = actions.save_draft(
            draft=found,
            text=text,
            revision=form.cleaned_data["revision"],
            by=person(request),
        )
    except FrirumError as refused:
        status = CONFLICT if isinstance(refused, NotAllowed) else HTTP_BAD_REQUEST
        if is_by_script(request):
            return refused_answer(refused, status)
        refuse(request, refused)
        return _draft_page(request, found, text, status=status)
    if is_by_script(request):
        faults = [fault.as_dict() for fault in _faults(found.toml)]
        return saved_answer(revision=found.revision, at=found.changed_at, faults=faults)
    messages.success(request, _("Kladden er gemt."))
    return redirect("experiments:draft", reference=found.reference)


def _faults(text: str) -> list[Fault]:
    return read_definition(text)[1]


def _draft_page(request: HttpRequest, found: Draft, text: str, status: int = 200) -> HttpResponse:
    context = {
        "draft": found,
        "form": DraftForm(initial={"text": text, "revision": found.revision}),
        "faults": _faults(text),
        "is_open": found.state == DraftState.OPEN,
        "crumbs": [(_("Kladder"), reverse("experiments:drafts")), (found.slug, None)],
    }
    return render(request, "experiments/draft.html", context, status=status)


@may_write
@require_GET
def draft_file(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """The draft as a TOML file."""
    found = find(request, reference)
    return download(found.toml, name=f"{found.slug}.toml", media_type="application/toml")


@may_write
@require_http_methods(["GET", "POST"])
def publish_draft(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Confirm and publish: what the version will be, and why."""
    found = find(request, reference)
    form = PublishForm(request.POST or None, initial={"revision": found.revision})
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            version = actions.publish_draft(
                draft=found,
                revision=form.cleaned_data["revision"],
                reason=form.cleaned_data["reason"],
                by=person(request),
            )
        except DefinitionRefused:
            messages.error(request, _("Kladden har fejl og kan ikke udgives. De står under teksten."))
            return redirect("experiments:draft", reference=found.reference)
        except FrirumError as refused:
            refuse_in(form, refused)
            status = CONFLICT
        else:
            done = _("Version {n} af {slug} er udgivet.")
            messages.success(request, done.format(n=version.number, slug=version.slug))
            return redirect("experiments:drafts")
    crumbs = [
        (_("Kladder"), reverse("experiments:drafts")),
        (found.slug, reverse("experiments:draft", args=[found.reference])),
        (_("Udgiv"), None),
    ]
    context = {"draft": found, "form": form, "faults": _faults(found.toml), "crumbs": crumbs}
    context["latest"] = latest_version(found.slug)
    return render(request, "experiments/publish_draft.html", context, status=status)


@may_write
@require_POST
def discard_draft(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Put a draft away; the message offers to bring it back."""
    found = find(request, reference)
    actions.discard_draft(draft=found, by=person(request))
    messages.success(request, _("Kladden er kasseret. Den står nederst og kan hentes tilbage."))
    return redirect("experiments:drafts")


@may_write
@require_POST
def restore_draft(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Bring a discarded draft back."""
    found = find(request, reference)
    actions.restore_draft(draft=found, by=person(request))
    messages.success(request, _("Kladden er hentet tilbage."))
    return redirect("experiments:draft", reference=found.reference)

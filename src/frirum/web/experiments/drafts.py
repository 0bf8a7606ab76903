"""The list of drafts, how one is begun, and the draft as text; the form is `web/authoring`."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_scopes import scopes_disabled

from frirum.core.authoring.checks import checked_definition
from frirum.core.authoring.completing import begun_document, slug_for
from frirum.core.authoring.writing import read_text, write_into
from frirum.core.catalogue.faults import Fault
from frirum.core.catalogue.network import Network
from frirum.core.catalogue.reading import LARGEST_FILE
from frirum.core.catalogue.template import is_slug, new_definition
from frirum.core.errors import FrirumError, InputRefused, NotAllowed
from frirum.web.experiments import actions
from frirum.web.experiments.definitions import current_catalogue, latest_version
from frirum.web.experiments.forms import DraftForm, NewDraftForm
from frirum.web.experiments.models import DefinitionVersion, Draft, DraftState, Origin
from frirum.web.organisations.access import keys_with, needs, person
from frirum.web.organisations.models import Organisation, User
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
    going = (DraftState.OPEN, DraftState.SENT)
    context = {
        "open_drafts": found.filter(state__in=going),
        "closed_drafts": found.exclude(state__in=going)[:50],
        "crumbs": [(_("Kladder"), None)],
    }
    return render(request, "experiments/drafts.html", context)


@may_write
@require_http_methods(["GET", "POST"])
def new_draft(request: HttpRequest) -> HttpResponse:
    """Begin a draft with its title, from an existing definition, or from a file."""
    catalogue = current_catalogue()
    keys = keys_with(request.user, Permission.EDIT_EXPERIMENT)
    organisations = list(Organisation.objects.filter(key__in=keys).order_by("name"))
    form = NewDraftForm(
        request.POST or None,
        request.FILES or None,
        experiments=[(slug, experiment.short_title) for slug, experiment in catalogue.experiments.items()],
        organisations=[(one.key, one.name) for one in organisations],
        networks=[(slug, one.short_title) for slug, one in catalogue.networks.items()],
        initial=_own_place(organisations, catalogue.networks) | {"copy_of": request.GET.get("fra", "")},
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            draft = _begin(form.cleaned_data, person(request))
        except UnreadableFile as refused:
            refuse_in(form, refused, "file")
            status = HTTP_BAD_REQUEST
        except NotAllowed as refused:
            refuse_in(form, refused, "title")
            status = CONFLICT
        else:
            return redirect("authoring:page", reference=draft.reference, key="kort-fortalt")
    crumbs = [(_("Kladder"), reverse("experiments:drafts")), (_("Ny kladde"), None)]
    return render(request, "experiments/new_draft.html", {"form": form, "crumbs": crumbs}, status=status)


def _own_place(organisations: list[Organisation], networks: Mapping[str, Network]) -> dict[str, str]:
    """The organisation and the network that a new draft most likely is of."""
    first = next(
        (one for one in organisations if one.key in networks), organisations[0] if organisations else None
    )
    if first is None:
        return {}
    around = [first.key, *first.networks.values_list("key", flat=True)]
    return {"organisation": first.key, "network": next((key for key in around if key in networks), "")}


def _begin(chosen: dict[str, Any], by: User) -> Draft:
    """The draft with the text it begins from; a text of its own keeps its name, else the title gives one."""
    version = latest_version(chosen["copy_of"]) if chosen["copy_of"] else None
    text, builds_on, title = "", None, chosen["title"].strip()
    if chosen["file"]:
        text = _text_of(chosen["file"])
    elif version is not None:
        text = version.toml
    document = read_text(text) if text else {}
    slug = str((document or {}).get("slug") or "")
    slug = slug if is_slug(slug) else ""
    if version is not None and version.origin == Origin.OWN and not title:
        builds_on = version.number
    elif title or not slug or version is not None:
        title = title or str((document or {}).get("short_title") or slug)
        slug = slug_for(title, _taken())
        changed = {**document, "slug": slug, "short_title": title} if document else None
        if changed is not None:
            changed.pop("number", None)
        begun = changed or begun_document(slug, title, chosen["network"])
        text = write_into(text or new_definition(slug), begun)
    return actions.start_draft(
        slug=slug, text=text, organisation=chosen["organisation"], builds_on=builds_on, by=by
    )


def _taken() -> set[str]:
    """The names in addresses that stand for something already."""
    published = DefinitionVersion.objects.values_list("slug", flat=True)
    with scopes_disabled():  # a name is taken whoever has it
        drafts = list(Draft.objects.values_list("slug", flat=True))
    return {*published, *drafts}


class UnreadableFile(InputRefused):
    """A file that no draft can begin with."""


def _text_of(file: UploadedFile) -> str:
    if (file.size or 0) > LARGEST_FILE:
        raise UnreadableFile(_("Filen er for stor: højst {n} tegn.").format(n=LARGEST_FILE))
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(_("Filen er ikke en tekstfil (UTF-8).")) from error
    if read_text(text) is None:
        raise UnreadableFile(
            _("Filen kan ikke læses som en kladde."), remedy=_("Vælg en fil, der er hentet som kladde.")
        )
    return text


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
    return checked_definition(text)[1]


def _draft_page(request: HttpRequest, found: Draft, text: str, status: int = 200) -> HttpResponse:
    context = {
        "draft": found,
        "form": DraftForm(initial={"text": text, "revision": found.revision}),
        "faults": _faults(text),
        "is_open": found.state == DraftState.OPEN,
        "crumbs": [
            (_("Kladder"), reverse("experiments:drafts")),
            (found.slug, reverse("authoring:draft", args=[found.reference])),
            (_("Som tekst"), None),
        ],
    }
    return render(request, "experiments/draft.html", context, status=status)


@may_write
@require_GET
def draft_file(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """The draft as a TOML file."""
    found = find(request, reference)
    return download(found.toml, name=f"{found.slug}.toml", media_type="application/toml")


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
    return redirect("authoring:draft", reference=found.reference)

"""The way of a draft to the public: send, confirm, send back, open again, approve; and a version withdrawn."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_scopes import scopes_disabled

from frirum.core.authoring.checks import checked_definition
from frirum.core.catalogue.faults import DefinitionRefused
from frirum.core.errors import FrirumError
from frirum.web.authoring.forms import SendForm, TextForm, WithdrawForm
from frirum.web.authoring.people import find, find_own, may_write, own_keys
from frirum.web.authoring.views import crumbs_in
from frirum.web.experiments import publishing
from frirum.web.experiments.definitions import latest_version
from frirum.web.experiments.models import DefinitionVersion, Draft, DraftState, Origin
from frirum.web.organisations.access import may, person
from frirum.web.organisations.names import organisation_name
from frirum.web.organisations.permissions import Permission
from frirum.web.site.pages import CONFLICT, ask, refuse, refuse_in
from frirum.web.site.saving import posted_number


@may_write
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Say who will be asked, and send."""
    draft = find_own(request, reference)
    latest = latest_version(draft.slug)
    form = SendForm(
        request.POST or None, initial={"revision": draft.revision}, needs_reason=latest is not None
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            publishing.send_draft(draft=draft, by=person(request), **form.cleaned_data)
        except DefinitionRefused:
            messages.error(request, _("Kladden har fejl og kan ikke sendes. De står herunder."))
            return redirect("authoring:draft", reference=reference)
        except FrirumError as refused:
            refuse_in(form, refused)
            status = CONFLICT
        else:
            messages.success(request, _("Kladden er sendt."))
            return redirect("authoring:draft", reference=reference)
    experiment, faults = checked_definition(draft.toml)
    context = {
        "draft": draft,
        "title": draft.title,
        "form": form,
        "has_faults": bool(faults),
        "is_national": experiment is not None and publishing.is_national(experiment),
        "places": [organisation_name(key) for key in publishing.places_asked(draft)],
        "latest": latest,
        "crumbs": crumbs_in(draft, _("Send")),
    }
    return render(request, "authoring/send.html", context, status=status)


def _act(request: HttpRequest, draft: Draft, act: Callable[[], object], done: str) -> HttpResponse:
    try:
        with scopes_disabled():  # who is asked is decided in the action
            act()
    except FrirumError as refused:
        refuse(request, refused)
    else:
        messages.success(request, done)
    return redirect("authoring:draft", reference=draft.reference)


@may_write
@require_POST
def confirm(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """A municipality's yes."""
    draft = find(request, reference)
    key = request.POST.get("organisation", "")
    return _act(
        request,
        draft,
        lambda: publishing.confirm_draft(
            draft=draft, organisation=key, revision=posted_number(request, "revision"), by=person(request)
        ),
        _("{municipality} er bekræftet som deltager.").format(municipality=organisation_name(key)),
    )


@may_write
@require_http_methods(["GET", "POST"])
def send_back(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """A no, with what is to be mended."""
    draft = find(request, reference)
    if draft.state != DraftState.SENT:
        return redirect("authoring:draft", reference=reference)
    own = sorted(own_keys(request) & publishing.readers_of(draft), key=lambda key: key == draft.organisation)
    if not own:
        raise Http404
    form = TextForm(request.POST or None)
    form.fields["text"].label = _("Hvad skal ændres?")
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            with scopes_disabled():
                publishing.send_back_draft(
                    draft=draft,
                    organisation=own[0],
                    revision=draft.revision,
                    by=person(request),
                    **form.cleaned_data,
                )
        except FrirumError as refused:
            refuse_in(form, refused)
            status = CONFLICT
        else:
            messages.success(request, _("Kladden er sendt tilbage. Forfatterne har fået mail."))
            return redirect("experiments:drafts")
    return ask(
        request,
        heading=_("Send kladden tilbage"),
        text=_(
            "Kladden åbnes igen for dem, der skriver den. De kommuner, der har bekræftet, bliver spurgt igen."
        ),
        submit=_("Send tilbage"),
        form=form,
        cancel_url=reverse("authoring:draft", args=[reference]),
        crumbs=crumbs_in(draft, _("Send tilbage")),
        status=status,
    )


@may_write
@require_POST
def take_back(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Open a sent draft again."""
    draft = find_own(request, reference)
    return _act(
        request,
        draft,
        lambda: publishing.take_back_draft(draft=draft, by=person(request)),
        _("Kladden er åben igen. Når den sendes, bliver alle spurgt på ny."),
    )


@may_write
@require_POST
def build_on(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """The writer has taken the version in force into account."""
    draft = find_own(request, reference)
    number = posted_number(request, "number")
    return _act(
        request,
        draft,
        lambda: publishing.build_on(draft=draft, number=number, by=person(request)),
        _("Kladden bygger på version {n}.").format(n=number),
    )


@may_write
@require_POST
def approve(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """The second person's yes: the draft becomes public."""
    draft = find(request, reference)
    try:
        with scopes_disabled():
            version = publishing.approve_draft(
                draft=draft,
                organisation=request.POST.get("organisation", ""),
                revision=posted_number(request, "revision"),
                by=person(request),
            )
    except FrirumError as refused:
        refuse(request, refused)
        return redirect("authoring:draft", reference=reference)
    messages.success(request, _("Forsøget er offentliggjort som version {n}.").format(n=version.number))
    return redirect("experiments:experiment", slug=version.slug)


@may_write
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a published experiment back, with a reason everybody reads."""
    version = latest_version(slug)
    mine = version is not None and may(request.user, Permission.EDIT_EXPERIMENT, version.organisation)
    if version is None or version.origin != Origin.OWN or not mine:
        raise Http404
    form = WithdrawForm(request.POST or None, initial={"number": version.number})
    status = 200
    page = reverse("experiments:experiment", args=[slug])
    if request.method == "POST" and form.is_valid():
        try:
            publishing.withdraw(
                version=DefinitionVersion.objects.filter(
                    slug=slug, number=form.cleaned_data["number"]
                ).first()
                or version,
                reason=form.cleaned_data["text"],
                by=person(request),
            )
        except FrirumError as refused:
            refuse_in(form, refused)
            status = CONFLICT
        else:
            messages.success(request, _("Forsøget er trukket tilbage."))
            return redirect(page)
    return ask(
        request,
        heading=_("Træk forsøget tilbage"),
        text=_(
            "Siden bliver stående med begrundelsen. Forsøget går ud af listerne, og ingen sag kan undersøges efter "
            "det. Kommunerne får besked."
        ),
        submit=_("Træk tilbage"),
        form=form,
        cancel_url=page,
        crumbs=[(_("Forsøg"), reverse("experiments:list")), (slug, page), (_("Træk tilbage"), None)],
        status=status,
    )

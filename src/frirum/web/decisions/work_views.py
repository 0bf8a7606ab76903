"""The ministry's pages: drafts, what stands beside them, a second reader, publication, corrections."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from frirum.core.decisions.basis import ClaimRole
from frirum.core.errors import FrirumError
from frirum.web import clock
from frirum.web.decisions import actions, presenting, publishing
from frirum.web.decisions.actions import DAYS, TEXTS
from frirum.web.decisions.forms import (
    AuthorityForm,
    BeginDecisionForm,
    ErratumForm,
    PublishDecisionForm,
    SendDecisionBackForm,
    WrittenDecisionForm,
)
from frirum.web.decisions.locking import DECISION
from frirum.web.decisions.models import DecisionRecord
from frirum.web.decisions.reading import beside, experiment_of
from frirum.web.decisions.views import decision_context
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.listing import own_title
from frirum.web.locking.views import receipt_download
from frirum.web.organisations.access import keys_with, needs, person
from frirum.web.organisations.humans import is_among
from frirum.web.organisations.models import Organisation
from frirum.web.organisations.names import person_name
from frirum.web.organisations.permissions import Permission
from frirum.web.site.pages import CONFLICT, ask_and_act, refuse, refuse_in

decides = needs(Permission.DECIDE)
DRAFTS, DRAFT = "decisions:drafts", "decisions:draft"


def own_organisations(request: HttpRequest) -> list[tuple[str, str]]:
    """Key and name of the authorities that the person may decide for."""
    keys = keys_with(request.user, Permission.DECIDE)
    return list(Organisation.objects.filter(key__in=keys).order_by("name").values_list("key", "name"))


def subjects(slugs: list[str] | None = None) -> list[tuple[str, str]]:
    """Every experiment and part that can be decided on: "slug/part" and its title."""
    found = []
    for slug, experiment in current_catalogue().experiments.items():
        if slugs is not None and slug not in slugs:
            continue
        title = strip_tags(str(own_title(experiment)))
        found.append((f"{slug}/", title))
        found += [(f"{slug}/{part.slug}", f"{title}: {part.title}") for part in experiment.parts]
    return found


def find(request: HttpRequest, reference: uuid.UUID) -> DecisionRecord:
    """A decision of the person's own authority; another's and a missing one are the same 404."""
    keys = keys_with(request.user, Permission.DECIDE)
    found = DecisionRecord.objects.filter(organisation__in=keys, reference=reference).first()
    if found is None:
        raise Http404
    return found


def _title(decision: DecisionRecord) -> Any:
    experiment = experiment_of(decision)
    return own_title(experiment) if experiment else decision.slug


def _crumbs(decision: DecisionRecord, *further: tuple[Any, str | None]) -> list[tuple[Any, str | None]]:
    own = reverse(DRAFT, args=[decision.reference]) if further else None
    return [(_("Forbered beslutninger"), reverse(DRAFTS)), (_title(decision), own), *further]


@decides
@never_cache
@require_GET
def drafts(request: HttpRequest) -> HttpResponse:
    """The own authority's decisions in every state."""
    keys = keys_with(request.user, Permission.DECIDE)
    rows = [
        {
            "decision": one,
            "title": _title(one),
            "embargo": one.public_from if one.public_from and one.public_from > clock.now() else None,
            "mine": is_among(person(request), one.writers),
        }
        for one in DecisionRecord.objects.filter(organisation__in=keys)
    ]
    return render(
        request, "decisions/drafts.html", {"rows": rows, "crumbs": [(_("Forbered beslutninger"), None)]}
    )


@decides
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a decision on an experiment or a part."""
    form = BeginDecisionForm(
        request.POST or None,
        subjects=subjects(),
        organisations=own_organisations(request),
        initial={"subject": f"{request.GET.get('experiment', '')}/"},
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        slug, part = form.cleaned_data["subject"].split("/", 1)
        try:
            made = actions.begin_decision(
                slug=slug, part=part, organisation=form.cleaned_data["organisation"], by=person(request)
            )
            return redirect(DRAFT, reference=made.reference)
        except FrirumError as refused:
            refuse_in(form, refused)
            status = CONFLICT
    crumbs = [(_("Forbered beslutninger"), reverse(DRAFTS)), (_("Ny beslutning"), None)]
    return render(request, "decisions/begin.html", {"form": form, "crumbs": crumbs}, status=status)


@decides
@never_cache
@gzip_page
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Write in a decision, beside what speaks for it and against it."""
    found = find(request, reference)
    if request.method == "GET" or not found.is_draft:
        return _draft_page(request, found, _form_of(found))
    form = WrittenDecisionForm(request.POST)
    if not form.is_valid():
        return _draft_page(request, found, form, status=CONFLICT)
    data = form.cleaned_data
    try:
        actions.save_decision(
            decision=found,
            texts={name: data[name] for name in TEXTS},
            days={name: data[name] for name in DAYS},
            outcomes=data["outcomes"],
            reasons=data["reasons"],
            revision=data["revision"],
            by=person(request),
        )
    except FrirumError as refused:
        refuse_in(form, refused)
        return _draft_page(request, found, form, status=CONFLICT)
    messages.success(request, _("Kladden er gemt."))
    return redirect(reverse(DRAFT, args=[found.reference]) + "#ved-siden-af")


def _form_of(found: DecisionRecord) -> WrittenDecisionForm:
    names = [*TEXTS, *DAYS, "outcomes", "reasons", "revision"]
    return WrittenDecisionForm(initial={name: getattr(found, name) for name in names})


def _draft_page(
    request: HttpRequest, found: DecisionRecord, form: WrittenDecisionForm, status: int = 200
) -> HttpResponse:
    around = beside(found)
    context = decision_context(found) | {
        "form": form,
        "lines": presenting.claim_lines(found, around.known),
        "authority_form": AuthorityForm(),
        "mine": is_among(person(request), found.writers),
        "embargo": found.public_from if found.public_from and found.public_from > clock.now() else None,
        "approved_by": person_name(found.approved_by) if found.approved_by else "",
        "name": _title(found),
        "crumbs": _crumbs(found),
        **presenting.beside_context(around),
    }
    return render(request, "decisions/draft.html", context, status=status)


@decides
@require_POST
def claims(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Keep what the decision does with each claim."""
    found = find(request, reference)
    chosen = {
        name.removeprefix("rolle-"): str(value)
        for name, value in request.POST.items()
        if name.startswith("rolle-") and value in list(ClaimRole)
    }
    why = {key: str(request.POST.get(f"grund-{key}", "")) for key in chosen}
    roles = {key: ClaimRole(value) for key, value in chosen.items()}
    return _do(
        request,
        found,
        lambda: actions.name_claims(decision=found, roles=roles, why=why, by=person(request)),
        _("Udsagnene er gemt."),
        anchor="#ved-siden-af",
    )


@decides
@require_http_methods(["GET", "POST"])
def authority(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Name another authority, or note that it agrees."""
    found = find(request, reference)
    given = request.GET.get("name", "")
    form = AuthorityForm(request.POST or None, initial={"name": given})
    return _asked(
        request,
        found,
        form,
        act=lambda: actions.set_authority(decision=found, by=person(request), **form.cleaned_data),
        done=_("Myndigheden er gemt."),
        heading=_("Myndighed bag beslutningen"),
        text=_("Beslutningen kan først offentliggøres, når hver af myndighederne har tilsluttet sig."),
        submit=_("Gem"),
    )


@decides
@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Send a draft to a second reader."""
    found = find(request, reference)
    return _asked(
        request,
        found,
        None,
        act=lambda: publishing.submit_decision(decision=found, by=person(request)),
        done=_("Kladden er sendt til anden læsning."),
        heading=_("Send til anden læsning"),
        text=_("En anden med samme rolle læser beslutningen og godkender den eller sender den tilbage."),
        submit=_("Send til anden læsning"),
    )


@decides
@require_http_methods(["GET", "POST"])
def approve(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """The second reader agrees."""
    found = find(request, reference)
    return _asked(
        request,
        found,
        None,
        act=lambda: publishing.approve_decision(decision=found, by=person(request)),
        done=_("Beslutningen er godkendt."),
        heading=_("Godkend beslutningen"),
        text=_("Du siger hermed, at du har læst beslutningen, udsagnene og det, den fraviger."),
        submit=_("Godkend"),
    )


@decides
@require_http_methods(["GET", "POST"])
def send_back(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """The second reader sends it back."""
    found = find(request, reference)
    form = SendDecisionBackForm(request.POST or None)
    return _asked(
        request,
        found,
        form,
        act=lambda: publishing.send_decision_back(decision=found, by=person(request), **form.cleaned_data),
        done=_("Beslutningen er sendt tilbage."),
        heading=_("Send tilbage"),
        text=_("Beslutningen bliver en kladde igen. Din begrundelse står øverst i den."),
        submit=_("Send tilbage"),
    )


@decides
@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Back to draft."""
    found = find(request, reference)
    return _asked(
        request,
        found,
        None,
        act=lambda: publishing.take_back_decision(decision=found, by=person(request)),
        done=_("Beslutningen er en kladde igen."),
        heading=_("Hent tilbage til kladde"),
        text=_("En godkendelse falder bort, og beslutningen skal læses igen."),
        submit=_("Hent tilbage"),
    )


@decides
@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Delete a draft."""
    found = find(request, reference)
    return _asked(
        request,
        found,
        None,
        act=lambda: publishing.discard_decision(decision=found, by=person(request)),
        done=_("Kladden er slettet."),
        heading=_("Slet kladden"),
        text=_("Kladden og dens valg af udsagn slettes. Det kan ikke fortrydes."),
        submit=_("Slet kladden"),
        danger=True,
        to=reverse(DRAFTS),
    )


@decides
@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Lock the decision, and say from when others see it."""
    found = find(request, reference)
    form = PublishDecisionForm(request.POST or None)
    return _asked(
        request,
        found,
        form,
        act=lambda: publishing.publish_decision(
            decision=found, public_from=form.moment(), by=person(request)
        ),
        done=_("Beslutningen er låst. Kvitteringen er sendt til din mail."),
        heading=_("Offentliggør beslutningen"),
        text=_(
            "Beslutningen låses nu og kan derefter kun rettes med en begrundet rettelse. Vælg et tidspunkt, hvis den "
            "først må ses senere: indtil da ser kun I den."
        ),
        submit=_("Offentliggør"),
    )


@decides
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """An erratum."""
    found = find(request, reference)
    form = ErratumForm(request.POST or None)
    return _asked(
        request,
        found,
        form,
        act=lambda: publishing.correct_decision(decision=found, by=person(request), **form.cleaned_data),
        done=_("Rettelsen er gemt. De, der abonnerer, får besked."),
        heading=_("Ret en offentliggjort beslutning"),
        text=_("Det, der blev offentliggjort, bliver stående ved siden af rettelsen."),
        submit=_("Gem rettelsen"),
    )


@decides
@require_GET
def receipt(request: HttpRequest, reference: uuid.UUID, number: int) -> HttpResponse:
    """The receipt of the lock (0) or of an erratum."""
    return receipt_download(DECISION, find(request, reference), number)


def _asked(
    request: HttpRequest,
    found: DecisionRecord,
    form: django_forms.Form | None,
    *,
    act: Callable[[], object],
    done: str,
    heading: str,
    text: str,
    submit: str,
    danger: bool = False,
    to: str | None = None,
) -> HttpResponse:
    """Ask, act, and go back to the draft."""
    return ask_and_act(
        request,
        act,
        form=form,
        done=done,
        to=to or "",
        cancel_url=reverse(DRAFT, args=[found.reference]),
        heading=heading,
        text=text,
        submit=submit,
        crumbs=_crumbs(found, (heading, None)),
        name=_title(found),
        danger=danger,
    )


def _do(
    request: HttpRequest, found: DecisionRecord, act: Callable[[], object], done: str, anchor: str = ""
) -> HttpResponse:
    try:
        act()
    except FrirumError as refused:
        refuse(request, refused)
    else:
        messages.success(request, done)
    return redirect(reverse(DRAFT, args=[found.reference]) + anchor)

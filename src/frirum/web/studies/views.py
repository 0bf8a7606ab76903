"""The pages of time studies and conversations."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from frirum.core.errors import FrirumError
from frirum.core.report.export import rows_to_csv
from frirum.core.vocabulary.danish import format_date
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.listing import own_title
from frirum.web.experiments.taking_part import experiments_of
from frirum.web.organisations.access import keys_with, may, needs, person
from frirum.web.organisations.models import Organisation
from frirum.web.organisations.names import place_name
from frirum.web.organisations.permissions import Permission
from frirum.web.site.pages import CONFLICT, ask, download, refuse, refuse_in
from frirum.web.studies import actions
from frirum.web.studies.forms import ClaimForm, ConversationForm, StudyForm, TimeForm
from frirum.web.studies.models import Conversation, TimeEntry, TimeStudy
from frirum.web.studies.tasks import task_texts, task_times

may_write_time = needs(Permission.RECORD_USE, Permission.RUN_SURVEYS)
may_run = needs(Permission.RUN_SURVEYS)


def _title(slug: str) -> Any:
    experiment = current_catalogue().experiments.get(slug)
    return own_title(experiment) if experiment else slug


def _writing(request: HttpRequest) -> frozenset[str]:
    return keys_with(request.user, Permission.RECORD_USE) | keys_with(request.user, Permission.RUN_SURVEYS)


def _choices(request: HttpRequest) -> dict[str, list[tuple[str, str]]]:
    keys = keys_with(request.user, Permission.RUN_SURVEYS)
    places = Organisation.objects.filter(key__in=keys).order_by("name").values_list("key", "name")
    slugs = [(slug, str(strip_tags(str(own_title(one))))) for slug, one in experiments_of(keys).items()]
    return {"slugs": slugs, "organisations": list(places)}


def _crumbs(*last: tuple[Any, str | None]) -> list[tuple[Any, str | None]]:
    return [(_("Tid og samtaler"), reverse("studies:list") if last else None), *last]


@may_write_time
@require_GET
def studies(request: HttpRequest) -> HttpResponse:
    """The time studies in which the person writes or which they run, and the conversations."""
    keys, runs = _writing(request), keys_with(request.user, Permission.RUN_SURVEYS)
    rows = [
        {
            "study": one,
            "title": _title(one.slug),
            "place": place_name(one.organisation),
            "n": one.entries.count(),
        }
        for one in TimeStudy.objects.filter(organisation__in=keys)
    ]
    spoken = [
        {"conversation": one, "title": _title(one.slug), "claims": one.claims.count()}
        for one in Conversation.objects.filter(organisation__in=runs)
    ]
    context = {"rows": rows, "spoken": spoken, "runs": bool(runs), "crumbs": _crumbs()}
    return render(request, "studies/list.html", context)


@may_run
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a time study."""
    form = StudyForm(request.POST or None, **_choices(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.begin_time_study(by=person(request), **form.cleaned_data)
            return redirect("studies:study", reference=made.reference)
        except FrirumError as refused:
            refuse_in(form, refused)
            status = CONFLICT
    context = {
        "form": form,
        "heading": _("Ny tidsregistrering"),
        "lead": _(
            "Nogle tilfældige dage skriver medarbejderne, hvor længe opgaverne tager, før og under forsøget."
        ),
        "submit": _("Træk dagene, og begynd"),
        "crumbs": _crumbs((_("Ny tidsregistrering"), None)),
    }
    return render(request, "studies/new.html", context, status=status)


def _find(request: HttpRequest, reference: uuid.UUID) -> TimeStudy:
    found = TimeStudy.objects.filter(organisation__in=_writing(request), reference=reference).first()
    if found is None:
        raise Http404
    return found


@may_write_time
@require_http_methods(["GET", "POST"])
def study(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Write time, see one's own lines, and what it comes to."""
    found = _find(request, reference)
    days = [(day, format_date(dt.date.fromisoformat(day))) for day in found.days]
    form = TimeForm(request.POST or None, study=found, days=days)
    status = 200
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.write_time(
                study=found, by=person(request), **(given | {"on": dt.date.fromisoformat(given["on"])})
            )
            messages.success(request, _("Tiden er skrevet."))
            return redirect("studies:study", reference=reference)
        except FrirumError as refused:
            refuse_in(form, refused)
            status = CONFLICT
    texts = task_texts()
    mine = found.entries.filter(written_by=person(request).trail_reference)
    same = TimeStudy.objects.filter(organisation=found.organisation, slug=found.slug)
    entries = TimeEntry.objects.filter(study__in=same).select_related("study")
    context = {
        "study": found,
        "title": _title(found.slug),
        "place": place_name(found.organisation),
        "days": [text for _day, text in days],
        "form": form,
        "own": [(one, texts.get(one.task, one.task)) for one in mine],
        "times": task_times(entries),
        "runs": may(request.user, Permission.RUN_SURVEYS, found.organisation),
        "crumbs": _crumbs((_title(found.slug), None)),
    }
    return render(request, "studies/study.html", context, status=status)


@may_write_time
@require_POST
def remove(request: HttpRequest, reference: uuid.UUID, key: int) -> HttpResponse:
    """Take one's own line away."""
    found = _find(request, reference)
    entry = found.entries.filter(pk=key).select_related("study").first()
    if entry is None:
        raise Http404
    try:
        actions.take_time_away(entry=entry, by=person(request))
        messages.success(request, _("Linjen er fjernet."))
    except FrirumError as refused:
        refuse(request, refused)
    return redirect("studies:study", reference=reference)


@may_run
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Close a study."""
    found = _find(request, reference)
    page = reverse("studies:study", args=[reference])
    if request.method == "POST":
        try:
            actions.close_time_study(study=found, by=person(request))
            messages.success(request, _("Tidsregistreringen er lukket."))
        except FrirumError as refused:
            refuse(request, refused)
        return redirect(page)
    return ask(
        request,
        heading=_("Luk tidsregistreringen"),
        name=_title(found.slug),
        text=_(
            "Ingen kan skrive mere, og det glemmes, hvem der skrev hvilken linje. Det kan ikke fortrydes."
        ),
        submit=_("Luk"),
        cancel_url=page,
        crumbs=_crumbs((_title(found.slug), page), (_("Luk"), None)),
    )


@may_run
@require_GET
def study_csv(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """The lines as an extract of time entries, as `frirum evaluate --extract` reads it; each line has a random code."""
    found = _find(request, reference)
    texts = task_texts()
    rows: list[list[str | int]] = [
        [
            one.code,
            found.organisation,
            texts.get(one.task, one.task),
            one.on.isoformat(),
            one.minutes,
            str(one.role),
        ]
        for one in found.entries.all()
    ]
    head = ["sagsnr", "kommunekode", "opgave", "dato", "minutter", "rolle"]
    return download(rows_to_csv([head, *rows]), name=f"tid-{found.slug}.csv", media_type="text/csv")


@may_run
@require_http_methods(["GET", "POST"])
def new_conversation(request: HttpRequest) -> HttpResponse:
    """Record a focus group or interview."""
    form = ConversationForm(request.POST or None, **_choices(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.record_conversation(by=person(request), **form.cleaned_data)
            return redirect("studies:conversation", reference=made.reference)
        except FrirumError as refused:
            refuse_in(form, refused)
            status = CONFLICT
    context = {
        "form": form,
        "heading": _("Ny fokusgruppe eller nyt interview"),
        "lead": _("Det, der siges her, er erfaring: det kan forklare et tal, men ikke stå i stedet for et."),
        "submit": _("Notér samtalen"),
        "crumbs": _crumbs((_("Ny samtale"), None)),
    }
    return render(request, "studies/new.html", context, status=status)


@may_run
@require_http_methods(["GET", "POST"])
def conversation(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """A conversation, and the things that were claimed in it."""
    own = keys_with(request.user, Permission.RUN_SURVEYS)
    found = Conversation.objects.filter(organisation__in=own, reference=reference).first()
    if found is None:
        raise Http404
    form = ClaimForm(request.POST or None, roles=list(found.participants))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.note_claim(conversation=found, by=person(request), **form.cleaned_data)
            return redirect("studies:conversation", reference=reference)
        except FrirumError as refused:
            refuse_in(form, refused)
            status = CONFLICT
    context = {
        "conversation": found,
        "title": _title(found.slug),
        "place": place_name(found.organisation),
        "participants": list(found.participants.items()),
        "claims": list(found.claims.all()),
        "form": form,
        "crumbs": _crumbs((_title(found.slug), None)),
    }
    return render(request, "studies/conversation.html", context, status=status)

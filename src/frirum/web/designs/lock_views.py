"""The pages of the lock: the checklist and the lock, amendments, outcomes, and the document."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_http_methods

from frirum.core.designs.guide.plan import GuideStep, Written
from frirum.core.designs.guide.steps import steps
from frirum.core.errors import FrirumError
from frirum.core.report.formats import MEDIA_TYPES
from frirum.core.report.formats import render as render_file
from frirum.web import clock
from frirum.web.designs import lock_actions
from frirum.web.designs.design_forms import LockForm, OutcomesForm
from frirum.web.designs.judging import checklist_of, judged_of
from frirum.web.designs.locking import DESIGN
from frirum.web.designs.models import Design, OutcomesSource
from frirum.web.designs.outcomes import note_outcomes_visible
from frirum.web.designs.pages import crumbs_in, title_of
from frirum.web.designs.people import find, find_with, may_lock, may_read, may_write
from frirum.web.designs.reading import content_of, first_seen
from frirum.web.designs.status import document_of, plan_file, source_text
from frirum.web.designs.step_forms import groups, posted, readable
from frirum.web.locking.forms import AmendForm
from frirum.web.locking.views import receipt_download
from frirum.web.organisations.access import person
from frirum.web.organisations.humans import is_among
from frirum.web.organisations.permissions import Permission
from frirum.web.site.pages import CONFLICT, ask, download, refuse_in


@gzip_page
@may_lock
@require_http_methods(["GET", "POST"])
def lock(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """The checklist, and the lock; an unfulfilled list takes another person's reason."""
    design = find_with(request, reference, Permission.LOCK_DESIGN)
    if design.is_locked:
        return redirect("designs:design", reference=reference)
    content = content_of(design)
    judged = judged_of(design, content)
    points = checklist_of(design, content, judged)
    is_met = all(point.met for point in points)
    is_author = is_among(person(request), design.authors)
    form = LockForm(request.POST or None, is_met=is_met)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            lock_actions.lock_design(design=design, by=person(request), **form.cleaned_data)
        except FrirumError as refused:
            refuse_in(form, refused)
            status = CONFLICT
        else:
            messages.success(request, _("Designet er låst. Kvitteringen er sendt til din mail."))
            return redirect("designs:design", reference=reference)
    context = {
        "design": design,
        "title": title_of(design),
        "checklist": points,
        "is_met": is_met,
        "burdens": judged.burdens,
        "may_override": not is_author and not is_met,
        "form": form,
        "seen": first_seen(design.slug, design.organisation),
        "crumbs": crumbs_in(design, _("Lås designet")),
    }
    return render(request, "designs/lock.html", context, status=status)


@gzip_page
@may_lock
@require_http_methods(["GET", "POST"])
def amend(request: HttpRequest, reference: uuid.UUID, key: str) -> HttpResponse:
    """Change a locked step, with a reason; what was locked stays."""
    design = find_with(request, reference, Permission.LOCK_DESIGN)
    one = next((each for each in steps() if each.key == key), None)
    if one is None or not one.is_locked_at_start or not design.is_locked:
        raise Http404
    # A stock-take of a working group leads here with what it wants changed.
    form = AmendForm(request.POST or None, initial={"reason": request.GET.get("grund", "")})
    typed = posted(one, request.POST) if request.method == "POST" else None
    status = 200
    if typed is not None and form.is_valid() and "tilfoej" not in request.POST:
        try:
            made = lock_actions.amend(
                design=design, step=key, written=typed, by=person(request), **form.cleaned_data
            )
        except FrirumError as refused:
            refuse_in(form, refused)
            status = CONFLICT
        else:
            messages.success(
                request, _("Ændring {n} er gemt. Kvitteringen er sendt til din mail.").format(n=made.number)
            )
            return redirect("designs:design", reference=reference)
    context = _amend_context(request, design, one, form, typed)
    return render(request, "designs/amend.html", context, status=status)


def _amend_context(
    request: HttpRequest, design: Design, one: GuideStep, form: AmendForm, typed: Written | None
) -> dict[str, Any]:
    content = content_of(design)
    if "tilfoej" in request.POST:
        form = AmendForm(initial=request.POST.dict())
    return {
        "design": design,
        "title": title_of(design),
        "step": one,
        "form": form,
        "readable": readable(one, content),
        "groups": groups(one, typed or content[one.key], content, (), new=int("tilfoej" in request.POST)),
        "seen": first_seen(design.slug, design.organisation),
        "crumbs": crumbs_in(design, _("Ændring")),
    }


@may_read
@require_GET
def receipt_file(request: HttpRequest, reference: uuid.UUID, number: int) -> HttpResponse:
    """The receipt of the lock (0) or of an amendment, to keep outside the system."""
    return receipt_download(DESIGN, find(request, reference), number)


@may_read
@require_GET
def own_document(request: HttpRequest, reference: uuid.UUID, extension: str) -> HttpResponse:
    """The design as it stands, as HTML, DOCX or PDF, with its lock, its amendments and what is planned."""
    design = find(request, reference)
    if extension not in MEDIA_TYPES:
        raise Http404
    made = document_of(design, clock.today())
    name = f"evalueringsdesign-{design.slug}-{design.organisation}.{extension}"
    return download(render_file(made, extension), name=name, media_type=MEDIA_TYPES[extension])


@may_read
@require_GET
def own_plan(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """The plan of analysis as a file for `frirum evaluate --plan`."""
    design = find(request, reference)
    name = f"plan-{design.slug}-{design.organisation}.toml"
    return download(plan_file(design), name=name, media_type="application/toml")


@may_write
@require_http_methods(["GET", "POST"])
def outcomes(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """State by hand when outcomes of the experiment were first seen."""
    design = find_with(request, reference, Permission.EDIT_EXPERIMENT)
    form = OutcomesForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            noted = note_outcomes_visible(
                slug=design.slug,
                organisation=design.organisation,
                source=OutcomesSource.STATEMENT,
                seen_on=form.cleaned_data["seen_on"],
                by=person(request),
            )
        except FrirumError as refused:
            refuse_in(form, refused, "seen_on")
            status = CONFLICT
        else:
            messages.success(
                request,
                _("Det er noteret, hvornår udfald først blev set.")
                if noted
                else _("Der står allerede en tidligere dag; den gælder."),
            )
            return redirect("designs:design", reference=reference)
    seen = first_seen(design.slug, design.organisation)
    return ask(
        request,
        heading=_("Hvornår blev udfald først set?"),
        text=_(
            "Et design, der er låst, før nogen har set udfald, er planlagt på forhånd. Skriv den dag, nogen i "
            "organisationen først så tal for forsøgets udfald."
        )
        + (
            " "
            + _("Nu står der {date} ({source}).").format(
                date=seen.seen_on.strftime("%d-%m-%Y"), source=source_text(seen)
            )
            if seen
            else ""
        ),
        submit=_("Notér dagen"),
        form=form,
        cancel_url=reverse("designs:design", args=[reference]),
        crumbs=crumbs_in(design, _("Udfald set")),
        status=status,
    )

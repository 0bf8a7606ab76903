"""The pages of outside evaluations."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_scopes import scopes_disabled

from frirum.core.errors import FrirumError
from frirum.core.evidence.rules import Finding
from frirum.core.evidence.words import finding_label
from frirum.web import clock
from frirum.web.decisions import assignment_remarks, assignments
from frirum.web.decisions.assignment_models import EvaluationAssignment, EvaluationFinding, RemarkKind
from frirum.web.decisions.forms import (
    AssignmentForm,
    FindingForm,
    FindingReviewForm,
    HandoverForm,
    RemarkForm,
    ReportReceivedForm,
    WithdrawFindingForm,
)
from frirum.web.decisions.front import assigned_to
from frirum.web.decisions.presenting import step_text
from frirum.web.decisions.work_views import decides, own_organisations, subjects
from frirum.web.documents.models import LivingDocument
from frirum.web.documents.naming import kind_of
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.listing import own_title
from frirum.web.organisations.access import keys_with, needs, person
from frirum.web.organisations.kinds import Kind
from frirum.web.organisations.models import Organisation
from frirum.web.organisations.names import person_name
from frirum.web.organisations.permissions import Permission
from frirum.web.site.pages import CONFLICT, ask_and_act, refuse_in

either_side = needs(*assignment_remarks.BOTH_SIDES)
LIST, ONE = "decisions:assignments", "decisions:assignment"


def find(request: HttpRequest, reference: uuid.UUID) -> EvaluationAssignment:
    """An assignment of the person's own authority; another's and a missing one are the same 404."""
    keys = keys_with(request.user, Permission.DECIDE)
    found = EvaluationAssignment.objects.filter(organisation__in=keys, reference=reference).first()
    if found is None:
        raise Http404
    return found


def _name(slug: str) -> Any:
    experiment = current_catalogue().experiments.get(slug)
    return own_title(experiment) if experiment else slug


def find_for_either(request: HttpRequest, reference: uuid.UUID) -> tuple[EvaluationAssignment, bool]:
    """An assignment of the person's own authority (True), or one that the person's organisation is to do (False)."""
    for found in assigned_to(request.user):
        if found.reference == reference:
            return found, False
    return find(request, reference), True


@decides
@never_cache
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Every assignment of the own authority."""
    keys = keys_with(request.user, Permission.DECIDE)
    rows = [
        {"assignment": one, "experiments": [_name(slug) for slug in one.slugs]}
        for one in EvaluationAssignment.objects.filter(organisation__in=keys)
    ]
    context = {"rows": rows, "crumbs": [(_("Eksterne evalueringer"), None)]}
    return render(request, "decisions/assignments.html", context)


@decides
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Note a new assignment."""
    experiments = [
        (slug, strip_tags(str(own_title(one)))) for slug, one in current_catalogue().experiments.items()
    ]
    form = AssignmentForm(
        request.POST or None,
        experiments=experiments,
        organisations=own_organisations(request),
        evaluators=list(
            Organisation.objects.filter(kind=Kind.EVALUATOR).order_by("name").values_list("key", "name")
        ),
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            made = assignments.begin_assignment(by=person(request), **form.cleaned_data)
            return redirect(ONE, reference=made.reference)
        except FrirumError as refused:
            refuse_in(form, refused)
            status = CONFLICT
    crumbs = [(_("Eksterne evalueringer"), reverse(LIST)), (_("Ny opgave"), None)]
    return render(request, "decisions/begin_assignment.html", {"form": form, "crumbs": crumbs}, status=status)


@either_side
@never_cache
@require_GET
def assignment(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """One assignment for both sides: data handed over, the report, its findings, and what they write to each other."""
    found, asks = find_for_either(request, reference)
    listed = [(_("Eksterne evalueringer"), reverse(LIST))] if asks else []
    context = {
        "assignment": found,
        "asks": asks,
        "experiments": [(slug, _name(slug)) for slug in found.slugs],
        "handovers": found.handovers.all(),
        "findings": [_finding_line(one) for one in found.findings.all()],
        "remarks": [
            (one, person_name(one.written_by)) for one in found.remarks.filter(kind=RemarkKind.REMARK)
        ],
        "documents": _open_to(found),
        "over": found.ends_on < clock.today(),
        "remark_form": RemarkForm(),
        "crumbs": [*listed, (found.title, None)],
    }
    return render(request, "decisions/assignment.html", context)


def _open_to(found: EvaluationAssignment) -> list[tuple[LivingDocument, str, Any]]:
    """The documents on its experiments that their organisations have opened for the evaluator."""
    if not found.evaluator_key:
        return []
    with scopes_disabled():
        opened = LivingDocument.objects.filter(slug__in=found.slugs, places__organisation=found.evaluator_key)
        return [(one, kind_of(one), _name(one.slug)) for one in opened]


def _finding_line(one: EvaluationFinding) -> dict[str, Any]:
    words = [(word, person_name(word.written_by)) for word in one.remarks.all()]
    return {
        "finding": one,
        "experiment": _name(one.slug),
        "step": step_text(one.step),
        "verdict": finding_label(Finding(one.finding)) if one.finding else "",
        "words": words,
        "agreed": bool(words) and words[-1][0].kind == RemarkKind.AS_REPORTED,
    }


@either_side
@require_POST
def remark(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Write something to the other side."""
    found, _asks = find_for_either(request, reference)
    form = RemarkForm(request.POST)
    own = reverse(ONE, args=[found.reference])
    return ask_and_act(
        request,
        lambda: assignment_remarks.remark(
            assignment=found, text=form.cleaned_data["text"], by=person(request)
        ),
        form=form,
        done=_("Bemærkningen er gemt, og den anden side har fået en mail."),
        cancel_url=own,
        heading=_("Skriv en bemærkning"),
        text=_("Det, der skrives her, kan ikke ændres bagefter."),
        submit=_("Gem"),
        crumbs=[(found.title, own), (_("Bemærkning"), None)],
        name=found.title,
    )


@either_side
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, reference: uuid.UUID, finding: uuid.UUID) -> HttpResponse:
    """The evaluator's word on whether a finding says what its report says."""
    found, asks = find_for_either(request, reference)
    row = found.findings.filter(reference=finding).first()
    if row is None or asks:
        raise Http404
    form = FindingReviewForm(request.POST or None)
    own = reverse(ONE, args=[found.reference])
    heading = _("Er fundet gengivet rigtigt?")
    return ask_and_act(
        request,
        lambda: assignment_remarks.review_finding(finding=row, by=person(request), **form.cleaned_data),
        form=form,
        done=_("Jeres ord om fundet er gemt."),
        cancel_url=own,
        heading=heading,
        text=f"»{row.text}« ({row.place})",
        submit=_("Gem"),
        crumbs=[(found.title, own), (heading, None)],
        name=found.title,
    )


@decides
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Note that data were handed over."""
    found = find(request, reference)
    form = HandoverForm(request.POST or None)
    return _asked(
        request,
        found,
        form,
        act=lambda: assignments.note_handover(assignment=found, by=person(request), **form.cleaned_data),
        done=_("Overdragelsen er noteret."),
        heading=_("Notér en overdragelse af data"),
        text=_("Det, der noteres her, kan ikke ændres bagefter."),
    )


@decides
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Note that the report has come."""
    found = find(request, reference)
    form = ReportReceivedForm(request.POST or None)
    return _asked(
        request,
        found,
        form,
        act=lambda: assignments.receive_report(assignment=found, by=person(request), **form.cleaned_data),
        done=_("Modtagelsen er noteret."),
        heading=_("Notér, at rapporten er modtaget"),
        text=_("Derefter kan det, rapporten fandt, føres ind som udsagn."),
    )


@decides
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Enter a finding as a claim."""
    found = find(request, reference)
    form = FindingForm(request.POST or None, subjects=subjects(found.slugs))

    def act() -> None:
        data = dict(form.cleaned_data)
        slug, part = data.pop("subject").split("/", 1)
        assignments.enter_finding(assignment=found, slug=slug, part=part, by=person(request), **data)

    return _asked(
        request,
        found,
        form,
        act=act,
        done=_("Fundet er ført ind."),
        heading=_("Før et fund ind"),
        text=_(
            "Et fund er ét udsagn om ét forsøg. Det står ved siden af hver kladde til en beslutning om forsøget."
        ),
    )


@decides
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, reference: uuid.UUID, finding: uuid.UUID) -> HttpResponse:
    """Take a finding back."""
    found = find(request, reference)
    row = found.findings.filter(reference=finding).first()
    if row is None:
        raise Http404
    form = WithdrawFindingForm(request.POST or None)
    return _asked(
        request,
        found,
        form,
        act=lambda: assignments.withdraw_finding(finding=row, by=person(request), **form.cleaned_data),
        done=_("Fundet er trukket tilbage."),
        heading=_("Træk fundet tilbage"),
        text=_("Beslutninger, der har nævnt det, beholder det, som det var."),
    )


def _asked(
    request: HttpRequest,
    found: EvaluationAssignment,
    form: django_forms.Form,
    *,
    act: Callable[[], object],
    done: str,
    heading: str,
    text: str,
) -> HttpResponse:
    own = reverse(ONE, args=[found.reference])
    return ask_and_act(
        request,
        act,
        form=form,
        done=done,
        cancel_url=own,
        heading=heading,
        text=text,
        submit=_("Gem"),
        crumbs=[(_("Eksterne evalueringer"), reverse(LIST)), (found.title, own), (heading, None)],
        name=found.title,
    )

"""The page of a step: its fields, what the checks and the diagnosis say, and saving while it is written."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_http_methods

from frirum.core.designs.guide.compare import compare_step
from frirum.core.designs.guide.draw import STEP as DRAW_STEP
from frirum.core.designs.guide.draw import shown_draw
from frirum.core.designs.guide.experiment import experiment_from
from frirum.core.designs.guide.findings import Placed, diagnose_questions, find
from frirum.core.designs.guide.plan import Content, GuideStep, Written
from frirum.core.designs.guide.steps import point_label, steps
from frirum.core.errors import FrirumError
from frirum.web import clock
from frirum.web.designs import actions
from frirum.web.designs.models import Design, DesignStep
from frirum.web.designs.pages import crumbs_in, title_of
from frirum.web.designs.people import find as find_design
from frirum.web.designs.people import (
    find_with,
    may_read,
)
from frirum.web.designs.reading import content_of, definition_of
from frirum.web.designs.step_forms import groups, posted, readable
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.organisations.access import may, person
from frirum.web.organisations.permissions import Permission
from frirum.web.site.pages import CONFLICT, refuse
from frirum.web.site.saving import is_by_script, posted_number, refused_answer, saved_answer

DIAGNOSED = ("spoergsmaal", "maalgruppe")
"""The steps that the diagnosis is read beside: the questions, and the volume they are asked of."""


@gzip_page
@may_read
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, reference: uuid.UUID, key: str) -> HttpResponse:
    """Read and write a step. What cannot be kept is said, and what was typed stays on the page."""
    found = find_design(request, reference)
    one = _step_or_404(key)
    if request.method == "GET":
        return render(request, "designs/step.html", _step_context(request, found, one))
    find_with(request, reference, Permission.EDIT_EXPERIMENT)
    written = posted(one, request.POST)
    try:
        row = actions.save_step(
            design=found,
            step=key,
            written=written,
            revision=posted_number(request, "revision"),
            by=person(request),
            make_measures=not is_by_script(request),
        )
    except FrirumError as refused:
        return _refused(request, refused, _step_context(request, found, one, written))
    if is_by_script(request):
        return _saved(found, one, row)
    messages.success(request, _("Trinet er gemt."))
    return redirect(_next_address(request, found, one))


def _step_or_404(key: str) -> GuideStep:
    for one in steps():
        if one.key == key:
            return one
    raise Http404


def _next_address(request: HttpRequest, design: Design, one: GuideStep) -> str:
    """Where the button that was pressed leads: on, back, or here again with an empty item."""
    keys = [each.key for each in steps()]
    place = keys.index(one.key)
    here = reverse("designs:step", args=[design.reference, one.key])
    if "tilfoej" in request.POST:
        return f"{here}?ny=1#nyt-punkt"
    if "videre" in request.POST:
        if place + 1 == len(keys):
            return reverse("designs:design", args=[design.reference])
        return reverse("designs:step", args=[design.reference, keys[place + 1]])
    return here


def _saved(design: Design, one: GuideStep, row: DesignStep) -> JsonResponse:
    content = content_of(design)
    findings = _findings_at(design, content, one)
    faults = [{"message": _sentence(one, finding)} for finding in findings]
    return saved_answer(revision=row.revision, at=clock.now(), faults=faults)


def _sentence(step: GuideStep, finding: Placed) -> str:
    """A finding in the list beside the form: where it stands, what is wrong, how it is mended."""
    labels = {field.key: field.label for _is_item, field in step.all_fields()}
    where = f"{step.items.name} {finding.item + 1}: " if step.items and finding.item is not None else ""
    return f"{where}{labels.get(finding.field, finding.title)}: {finding.message} {finding.mend}"


def _findings_at(design: Design, content: Content, one: GuideStep) -> tuple[Placed, ...]:
    planned = experiment_from(definition_of(design), content)
    found = find(planned, current_catalogue().scales)
    return tuple(finding for finding in found if finding.step == one.key)


def _refused(request: HttpRequest, refused: FrirumError, context: dict[str, Any]) -> HttpResponse:
    if is_by_script(request):
        return refused_answer(refused)
    refuse(request, refused)
    return render(request, "designs/step.html", context, status=CONFLICT)


def _step_context(
    request: HttpRequest, design: Design, one: GuideStep, typed: Written | None = None
) -> dict[str, Any]:
    """What the page of a step shows: what is kept, or what was `typed` and could not be."""
    content, row = content_of(design), DesignStep.objects.get(design=design, step=one.key)
    findings = _findings_at(design, content, one)
    shown = content[one.key] if typed is None else typed
    is_open = design.is_draft or (design.is_locked and not row.locked)
    may_edit = is_open and may(request.user, Permission.EDIT_EXPERIMENT, design.organisation)
    may_amend = row.locked and may(request.user, Permission.LOCK_DESIGN, design.organisation)
    keys = [each.key for each in steps()]
    place = keys.index(one.key)
    is_empty = one.items is not None and one.items.required and not shown.items
    diagnosed = one.key in DIAGNOSED
    draw = experiment_from(definition_of(design), content).draw if one.key == DRAW_STEP else None
    return {
        "design": design,
        "title": title_of(design),
        "step": one,
        "number": place + 1,
        "steps": steps(),
        "point": point_label(one),
        "row": row,
        "revision": row.revision if typed is None else posted_number(request, "revision"),
        "groups": groups(one, shown, content, findings, new=int("ny" in request.GET or is_empty))
        if may_edit
        else (),
        "readable": () if may_edit else readable(one, content),
        "typed": readable(one, {**content, one.key: typed}) if typed and not may_edit else (),
        "findings": [_sentence(one, finding) for finding in findings],
        "others": _others(one, content, typed) if may_edit else (),
        "may_edit": may_edit,
        "may_amend": may_amend,
        "previous": keys[place - 1] if place else "",
        "draw": shown_draw(draw) if draw is not None else (),
        "shows_diagnosis": diagnosed,
        "diagnoses": diagnoses_of(design, content) if diagnosed else (),
        "crumbs": crumbs_in(design, one.title),
    }


def _others(one: GuideStep, content: Content, typed: Written | None) -> tuple[Any, ...]:
    """What somebody else has saved meanwhile, held against what was typed."""
    return () if typed is None else tuple(compare_step(one, content, {**content, one.key: typed}))


def diagnoses_of(design: Design, content: Content) -> tuple[Any, ...]:
    """The diagnosis of every question of a design."""
    return diagnose_questions(experiment_from(definition_of(design), content).experiment)


@gzip_page
@may_read
@require_GET
def question_diagnosis(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """The diagnosis of each question as the design stands: the part of a step's page that follows the typing."""
    found = find_design(request, reference)
    return render(request, "designs/diagnoses.html", {"diagnoses": diagnoses_of(found, content_of(found))})

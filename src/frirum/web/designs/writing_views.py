"""The pages where a design is written: the list, beginning one, its overview, and a page for each step."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_http_methods

from frirum.core.designs.lock_checklist import missing_fields
from frirum.core.designs.lock_document import planned_sentence
from frirum.core.designs.plan import Content, Step, Written
from frirum.core.designs.plan_compare import compare_step
from frirum.core.designs.plan_experiment import experiment_from
from frirum.core.designs.plan_findings import Judged, Placed, diagnose_questions, find
from frirum.core.designs.plan_steps import point_label, steps
from frirum.core.designs.shared_country import other_half
from frirum.core.errors import FrirumError
from frirum.core.report.formats import MEDIA_TYPES
from frirum.web import clock
from frirum.web.designs import actions
from frirum.web.designs.design_forms import BeginForm
from frirum.web.designs.judging import checklist_of, judged_of
from frirum.web.designs.models import Design, DesignLock, DesignStep
from frirum.web.designs.people import find as find_design
from frirum.web.designs.people import (
    find_with,
    is_reviewer,
    may_read,
    may_write,
    visible_designs,
)
from frirum.web.designs.reading import (
    content_of,
    definition_of,
    first_seen,
    organisation_name,
    person_name,
)
from frirum.web.designs.status import status_of
from frirum.web.designs.step_forms import groups, posted, readable
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.listing import own_title
from frirum.web.organisations.access import keys_with, may, person
from frirum.web.organisations.models import Organisation
from frirum.web.organisations.permissions import Permission
from frirum.web.site.templatetags.frirum import Step as GuideStep
from frirum.web.site.templatetags.frirum import date as danish_date

CONFLICT = 409
DIAGNOSED = ("spoergsmaal", "maalgruppe")
"""The steps that the diagnosis is read beside: the questions, and the volume they are asked of."""


def title_of(design: Design) -> Any:
    """The experiment's title in the reader's language."""
    experiment = current_catalogue().experiments.get(design.slug)
    return own_title(experiment) if experiment else design.slug


def crumbs(*last: tuple[Any, str | None]) -> list[tuple[Any, str | None]]:
    """The path from the list of designs."""
    return [(_("Evalueringsdesign"), reverse("designs:designs")), *last]


def crumbs_in(design: Design, last: Any) -> list[tuple[Any, str | None]]:
    """The path from a design's overview."""
    return crumbs((title_of(design), reverse("designs:design", args=[design.reference])), (last, None))


@may_read
@require_GET
def designs(request: HttpRequest) -> HttpResponse:
    """The designs of the person's organisations, with where each stands."""
    rows = [
        {
            "design": one,
            "title": title_of(one),
            "owner": organisation_name(one.organisation),
            "asked": is_reviewer(request, one),
        }
        for one in visible_designs(request)
    ]
    context = {
        "rows": rows,
        "may_begin": may(request.user, Permission.EDIT_EXPERIMENT),
        "crumbs": [(_("Evalueringsdesign"), None)],
    }
    return render(request, "designs/designs.html", context)


@may_write
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a design from a definition; `?forsoeg=` chooses the experiment beforehand."""
    keys = keys_with(request.user, Permission.EDIT_EXPERIMENT)
    places = Organisation.objects.filter(key__in=keys).order_by("name").values_list("key", "name")
    experiments = [
        (slug, strip_tags(own_title(one))) for slug, one in current_catalogue().experiments.items()
    ]
    form = BeginForm(
        request.POST or None,
        experiments=experiments,
        organisations=list(places),
        initial={"experiment": request.GET.get("forsoeg", "")},
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.begin_design(
                slug=form.cleaned_data["experiment"],
                organisation=form.cleaned_data["organisation"],
                by=person(request),
            )
            return redirect("designs:design", reference=made.reference)
        except FrirumError as refused:
            form.add_error(None, f"{refused.message} {refused.remedy or ''}")
            status = CONFLICT
    context = {"form": form, "crumbs": crumbs((_("Nyt design"), None))}
    return render(request, "designs/begin.html", context, status=status)


@gzip_page
@may_read
@require_GET
def design(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Where a design stands: its steps, its checklist, its diagnosis, its versions, and what can be done now."""
    found = find_design(request, reference)
    content = content_of(found)
    judged = judged_of(found, content)
    lock = DesignLock.objects.filter(design=found).first()
    context = {
        "design": found,
        "title": title_of(found),
        "owner": organisation_name(found.organisation),
        "guide": _guide(found, content, judged),
        "checklist": () if lock else checklist_of(found, content, judged),
        "judged": judged,
        "shares_country": other_half(definition_of(found), current_catalogue().experiments.values())
        is not None,
        "loose": judged.of_step(""),
        "lock": lock,
        "status": (status := status_of(found)),
        "planned": planned_sentence(status),
        "seen": first_seen(found.slug, found.organisation),
        "versions": found.versions.all(),
        "reviewer": person_name(found.reviewer) if found.reviewer else "",
        "formats": list(MEDIA_TYPES),
        "may_write": may(request.user, Permission.EDIT_EXPERIMENT, found.organisation),
        "may_lock": may(request.user, Permission.LOCK_DESIGN, found.organisation),
        "is_reviewer": is_reviewer(request, found),
        "crumbs": crumbs((title_of(found), None)),
    }
    return render(request, "designs/design.html", context)


def _guide(design: Design, content: Content, judged: Judged, current: str = "") -> list[GuideStep]:
    """The steps with how far each is."""
    found = []
    for one in steps():
        lacking = len(missing_fields(one, content.get(one.key, Written()))) + sum(
            finding.blocks for finding in judged.of_step(one.key)
        )
        note = _("{n} ting mangler").format(n=lacking) if lacking else point_label(one)
        state = "current" if one.key == current else "later" if lacking else "done"
        found.append(
            GuideStep(one.title, state, reverse("designs:step", args=[design.reference, one.key]), note)
        )
    return found


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
            design=found, step=key, written=written, revision=_number(request, "revision"), by=person(request)
        )
    except FrirumError as refused:
        return _refused(request, refused, _step_context(request, found, one, written))
    if request.headers.get("Accept", "").startswith("application/json"):
        return _saved(found, one, row)
    messages.success(request, _("Trinet er gemt."))
    return redirect(_next_address(request, found, one))


def _step_or_404(key: str) -> Step:
    for one in steps():
        if one.key == key:
            return one
    raise Http404


def _number(request: HttpRequest, name: str) -> int:
    """A whole number from the posted form; -1, which fits nothing, for anything else."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _next_address(request: HttpRequest, design: Design, one: Step) -> str:
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


def _saved(design: Design, one: Step, row: DesignStep) -> JsonResponse:
    content = content_of(design)
    findings = _findings_at(design, content, one)
    return JsonResponse(
        {
            "revision": row.revision,
            "saved": _("Gemt {moment}").format(moment=danish_date(clock.now())),
            "faults": [{"message": _sentence(one, finding)} for finding in findings],
        }
    )


def _sentence(step: Step, finding: Placed) -> str:
    """A finding in the list beside the form: where it stands, what is wrong, how it is mended."""
    labels = {field.key: field.label for _is_item, field in step.all_fields()}
    where = f"{step.items.name} {finding.item + 1}: " if step.items and finding.item is not None else ""
    return f"{where}{labels.get(finding.field, finding.title)}: {finding.message} {finding.mend}"


def _findings_at(design: Design, content: Content, one: Step) -> tuple[Placed, ...]:
    planned = experiment_from(definition_of(design), content)
    found = find(planned, current_catalogue().scales)
    return tuple(finding for finding in found if finding.step == one.key)


def _refused(request: HttpRequest, refused: FrirumError, context: dict[str, Any]) -> HttpResponse:
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"error": refused.message, "remedy": refused.remedy}, status=CONFLICT)
    messages.error(request, f"{refused.message} {refused.remedy or ''}")
    return render(request, "designs/step.html", context, status=CONFLICT)


def _step_context(
    request: HttpRequest, design: Design, one: Step, typed: Written | None = None
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
    return {
        "design": design,
        "title": title_of(design),
        "step": one,
        "number": place + 1,
        "steps": steps(),
        "point": point_label(one),
        "row": row,
        "revision": row.revision if typed is None else _number(request, "revision"),
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
        "shows_diagnosis": diagnosed,
        "diagnoses": diagnoses_of(design, content) if diagnosed else (),
        "crumbs": crumbs_in(design, one.title),
    }


def _others(one: Step, content: Content, typed: Written | None) -> tuple[Any, ...]:
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

"""The pages around a design: the list, beginning one, and its overview."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_http_methods

from frirum.core.designs.guide.findings import Judged
from frirum.core.designs.guide.plan import Content, Written
from frirum.core.designs.guide.steps import point_label, steps
from frirum.core.designs.lock.checklist import missing_fields
from frirum.core.designs.lock.document import planned_sentence
from frirum.core.designs.shared_country.shared_country import other_half
from frirum.core.errors import FrirumError
from frirum.core.report.formats import MEDIA_TYPES
from frirum.web.designs import actions
from frirum.web.designs.design_forms import BeginDesignForm
from frirum.web.designs.judging import checklist_of, judged_of
from frirum.web.designs.models import Design, DesignLock
from frirum.web.designs.pages import crumbs, title_of
from frirum.web.designs.people import find as find_design
from frirum.web.designs.people import (
    is_reviewer,
    may_read,
    may_write,
    readable_organisations,
    visible_designs,
)
from frirum.web.designs.reading import content_of, definition_of, first_seen
from frirum.web.designs.status import status_of
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.listing import own_title
from frirum.web.experiments.taking_part import grouped
from frirum.web.organisations.access import keys_with, may, person
from frirum.web.organisations.models import Organisation
from frirum.web.organisations.names import organisation_name, person_name
from frirum.web.organisations.permissions import Permission
from frirum.web.site.pages import CONFLICT, refuse_in
from frirum.web.site.templatetags.frirum import Step as GuideStep


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
        # The ministry writes national trials and reads no municipality's draft: its empty list tells of itself alone.
        "sees_only_own": may(request.user, Permission.RECEIVE_FORM),
        "places": ", ".join(sorted(map(organisation_name, readable_organisations(request)))),
        "crumbs": [(_("Evalueringsdesign"), None)],
    }
    return render(request, "designs/designs.html", context)


@may_write
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a design from a definition; `?forsoeg=` chooses the experiment beforehand."""
    keys = keys_with(request.user, Permission.EDIT_EXPERIMENT)
    places = Organisation.objects.filter(key__in=keys).order_by("name").values_list("key", "name")
    found = current_catalogue().experiments.values()
    experiments = grouped(keys, [(one, one.slug, strip_tags(own_title(one))) for one in found])
    form = BeginDesignForm(
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
            refuse_in(form, refused)
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

"""Public pages: the diagnosis of an experiment with a planner, its design as a document, and the back-test."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from frirum.core.catalogue import Experiment
from frirum.core.catalogue.labels import label
from frirum.core.designs.back_test.back_test import BackTest, back_test, summarise
from frirum.core.designs.back_test.words import sentences
from frirum.core.designs.checks.every_check import check_design
from frirum.core.designs.diagnosis.from_definition import (
    PLANNING_BASELINE,
    diagnose_assumed,
    diagnose_experiment,
    stage_of,
)
from frirum.core.designs.diagnosis.ways_out import Stage
from frirum.core.designs.document.document import design_document
from frirum.core.designs.shared_country.shared_country import other_half
from frirum.core.designs.shared_country.words import shared_conclusions
from frirum.core.errors import UsageError
from frirum.core.report.formats import MEDIA_TYPES
from frirum.core.report.formats import render as render_file
from frirum.web import clock
from frirum.web.designs.forecast_picture import draw_forecast
from frirum.web.designs.forms import PlannerForm
from frirum.web.designs.planning import Planned, draw, plan
from frirum.web.experiments.definitions import current_catalogue, public_catalogue
from frirum.web.experiments.listing import own_title
from frirum.web.organisations.access import may
from frirum.web.organisations.permissions import Permission
from frirum.web.site import tables
from frirum.web.site.pages import download


def _find(slug: str) -> Experiment:
    found = current_catalogue().experiments.get(slug)
    if found is None:
        raise Http404
    return found


@require_safe
@gzip_page
def diagnosis(request: HttpRequest, slug: str) -> HttpResponse:
    """What the design can show and lacks; with answers in the address, what the planner says of them."""
    experiment = _find(slug)
    stage = stage_of(experiment, clock.today())
    found = diagnose_experiment(experiment, stage)
    asked = bool(request.GET)
    form = PlannerForm(request.GET) if asked else PlannerForm()
    planned = _planned(form) if asked else None
    shown = planned.diagnosis if planned else found.diagnosis
    baseline = shown.question.baseline
    context = {
        "experiment": experiment,
        "found": found,
        "assumed": diagnose_assumed(experiment, stage),
        "form": form,
        "planned": planned,
        # Drawn for cases against a known level; of municipalities against each other it would promise too much.
        "picture": None
        if shown.question.has_units
        else draw(PLANNING_BASELINE if baseline is None else baseline, shown.question.uses),
        "forecast_picture": draw_forecast(found.forecast, found.diagnosis.uses_needed)
        if found.forecast
        else None,
        "is_over": stage is Stage.ENDED,
        "findings": check_design(experiment, current_catalogue().scales),
        "shares_country": other_half(experiment, current_catalogue().experiments.values()) is not None,
        "may_begin": may(request.user, Permission.EDIT_EXPERIMENT),
        "crumbs": [
            (_("Forsøg"), reverse("experiments:list")),
            (own_title(experiment), reverse("experiments:experiment", args=[slug])),
            (_("Diagnose"), None),
        ],
    }
    return render(request, "designs/diagnosis.html", context)


def _planned(form: PlannerForm) -> Planned | None:
    if not form.is_valid():
        return None
    try:
        return plan(form.cleaned_data)
    except UsageError as refusal:
        form.add_error(None, refusal.message)
        return None


@require_safe
def document(request: HttpRequest, slug: str, extension: str) -> HttpResponse:
    """The design as a document: what it says, what is missing, what the checks found."""
    experiment = _find(slug)
    if extension not in MEDIA_TYPES:
        raise Http404
    catalogue = current_catalogue()
    made = design_document(experiment, catalogue.documents, catalogue.scales)
    content, media_type = render_file(made, extension), MEDIA_TYPES[extension]
    if extension == "html":
        return HttpResponse(content, content_type=media_type)
    return download(content, name=f"evalueringsdesign-{slug}.{extension}", media_type=media_type)


@require_safe
@gzip_page
def shared_country(request: HttpRequest, slug: str) -> HttpResponse:
    """What can and cannot be concluded when this experiment and another hold the whole country between them."""
    experiment = _find(slug)
    everybody = current_catalogue().experiments.values()
    other = other_half(experiment, everybody)
    conclusions = shared_conclusions(experiment, everybody)
    if other is None or not conclusions:
        raise Http404
    standings = dict.fromkeys(one.standing for one in conclusions)
    context = {
        "experiment": experiment,
        "other": other,
        "groups": [
            (standing, [one for one in conclusions if one.standing is standing]) for standing in standings
        ],
        "crumbs": [
            (_("Forsøg"), reverse("experiments:list")),
            (own_title(experiment), reverse("experiments:experiment", args=[slug])),
            (_("Når to forsøg deler landet"), None),
        ],
    }
    return render(request, "designs/shared_country.html", context)


@require_safe
@gzip_page
def back_test_page(request: HttpRequest) -> HttpResponse:
    """Per experiment what was known, what would have been said, and what was decided."""
    rows = back_test(public_catalogue().experiments.values())
    context = {
        "table": _back_test_table(request.GET, rows),
        "sentences": sentences(summarise(rows)),
        "crumbs": [(_("Tilbageblik"), None)],
    }
    return render(request, "designs/back_test.html", context)


def _back_test_table(query: QueryDict, rows: tuple[BackTest, ...]) -> tables.Table:
    agrees = {True: _("enig"), False: _("uenig"), None: _("kan ikke afgøres")}
    columns = [
        tables.Column("title", pgettext("one", "Forsøg"), sort=tables.by_name("title")),
        tables.Column("expected", _("Ventet før start"), numeric=True),
        tables.Column("before", _("Diagnose før start"), sort=tables.by_name("before")),
        tables.Column("uses", _("Brug (bagklogskab)"), numeric=True),
        tables.Column("after", _("Diagnose efter et halvt år"), sort=tables.by_name("after")),
        tables.Column("decision", _("Beslutning og grunde")),
        tables.Column("agrees", _("Enig om for lidt brug"), sort=tables.by_name("agrees")),
    ]
    return tables.build(
        query,
        caption=_("Diagnosen holdt op mod det, der skete"),
        columns=columns,
        rows=[_back_test_row(row, agrees) for row in rows],
    )


def _back_test_row(row: BackTest, agrees: dict[bool | None, str]) -> dict[str, Any]:
    unknown = _("ikke oplyst")
    decided = ", ".join(str(label(one)) for one in row.decision)
    reasons = ", ".join(str(label(one)) for one in row.reasons)
    return {
        "title": own_title(_find(row.slug)),
        "href": reverse("designs:diagnosis", args=[row.slug]),
        "expected": row.expected_before if row.expected_before is not None else unknown,
        "before": row.verdict_before.label,
        "uses": row.uses if row.uses is not None else row.uses_in_words or unknown,
        "after": row.verdict_after_six_months.label,
        "decision": f"{decided}: {reasons}" if reasons else decided or _("ingen endnu"),
        "agrees": agrees[row.agrees],
    }

"""The pages of runs: the list, ordering one, one run with its result, two beside each other, the agreed day."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from frirum.core.errors import FrirumError
from frirum.core.evidence.archive import archive_of
from frirum.core.evidence.document import comparison_blocks, quality_blocks, result_blocks, result_document
from frirum.core.language import current_language
from frirum.core.report.blocks import Document
from frirum.core.report.formats import MEDIA_TYPES
from frirum.core.report.formats import render as render_file
from frirum.core.report.html import render_html_fragment
from frirum.web import clock
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.listing import own_title
from frirum.web.organisations.access import keys_with, may, needs, person
from frirum.web.organisations.names import organisation_name, person_name
from frirum.web.organisations.permissions import Permission
from frirum.web.runs import actions
from frirum.web.runs.curtain import has_looked, is_open, opens_on
from frirum.web.runs.forms import DayForm
from frirum.web.runs.listing import columns_of, runs_table
from frirum.web.runs.models import CurtainDay, EvaluationRun, RunLook
from frirum.web.runs.reading import job_of, result_in_a_file, typed_result
from frirum.web.runs.releasing import gate_lines
from frirum.web.site.listing import ordered
from frirum.web.site.pages import CONFLICT, download, page_of, refuse, refuse_in

analyses = needs(Permission.ANALYSE)


def find(request: HttpRequest, reference: uuid.UUID) -> EvaluationRun:
    """The run of one of the organisations the person analyses for; another's and a missing one are the same 404."""
    own = keys_with(request.user, Permission.ANALYSE)
    found = EvaluationRun.objects.filter(organisation__in=own, reference=reference).first()
    if found is None:
        raise Http404
    return found


def title_of(slug: str) -> Any:
    """What an experiment is called, in the reader's language where it has a name in it."""
    experiment = current_catalogue().experiments.get(slug)
    return slug if experiment is None else own_title(experiment)


@analyses
@require_GET
def runs(request: HttpRequest) -> HttpResponse:
    """The runs of the person's organisations, the newest first."""
    own = keys_with(request.user, Permission.ANALYSE)
    columns = columns_of()
    found = ordered(EvaluationRun.objects.filter(organisation__in=own), columns, request.GET, then=("-pk",))
    page = page_of(request, found)
    context = {
        "page": page,
        "table": runs_table(request, page.object_list, columns),
        "crumbs": [(_("Kørsler"), None)],
    }
    return render(request, "runs/runs.html", context)


@analyses
@never_cache
@gzip_page
@require_GET
def run(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """One run: how far it is, what may be seen before its day, or its result once the person has opened it."""
    found = find(request, reference)
    job = job_of(found)
    context = {
        "run": found,
        "job": job,
        "experiment": title_of(found.slug),
        "owner": organisation_name(found.organisation),
        "under_way": not found.is_done and job is not None and not job.is_over,
        "day": opens_on(found.slug, found.organisation),
        "is_open": is_open(found),
        "looked": has_looked(found, person(request)),
        "formats": list(MEDIA_TYPES),
        "crumbs": [(_("Kørsler"), reverse("runs:runs")), (found.code, None)],
        **_shown(request, found),
    }
    return render(request, "runs/run.html", context)


def _shown(request: HttpRequest, run: EvaluationRun) -> dict[str, Any]:
    """What the page prints of the result: all of it, or what may be seen before."""
    if not run.is_done:
        return {}
    typed = typed_result(run)
    whole = is_open(run) and has_looked(run, person(request))
    blocks = result_blocks(typed) if whole else quality_blocks(typed)
    title = strip_tags(str(title_of(run.slug)))
    document = Document(title, blocks, language=current_language(), kicker=run.code)
    first = RunLook.objects.filter(run=run).first() if whole else None
    others = EvaluationRun.objects.filter(
        slug=run.slug, organisation__in=keys_with(request.user, Permission.ANALYSE)
    ).exclude(pk=run.pk)
    return {
        "article": render_html_fragment(document, audience="team", inline_svg=True),
        "whole": whole,
        "gate": gate_lines(run) if whole else [],
        "first_look": first,
        "first_looker": None if first is None else person_name(first.seen_by),
        "others": [one for one in others.exclude(result="") if whole and has_looked(one, person(request))],
    }


@analyses
@never_cache
@require_GET
def progress(request: HttpRequest, reference: uuid.UUID) -> JsonResponse:
    """How far a run is, for the script of its page."""
    found = find(request, reference)
    job = job_of(found)
    over = found.is_done or job is None or job.is_over
    return JsonResponse(
        {
            "state": found.state,
            "label": str(found.get_state_display() if job is None else job.get_state_display()),
            "percent": None if job is None else job.percent,
            "message": "" if job is None else job.message,
            "over": over,
        }
    )


def _does(request: HttpRequest, reference: uuid.UUID, act: Any) -> HttpResponse:
    found = find(request, reference)
    try:
        act(run=found, by=person(request))
    except FrirumError as refused:
        refuse(request, refused)
    return redirect("runs:run", reference=found.reference)


@analyses
@require_POST
def look(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Open the result."""
    return _does(request, reference, actions.look)


@analyses
@require_POST
def cancel(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Stop a run."""
    return _does(request, reference, actions.cancel_run)


@analyses
@require_POST
def again(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Have a run that ended without a result computed again."""
    return _does(request, reference, actions.order_again)


@analyses
@require_GET
def document(request: HttpRequest, reference: uuid.UUID, extension: str) -> HttpResponse:
    """The result as a document for the team."""
    found = seen_run(request, reference)
    title = strip_tags(str(title_of(found.slug)))
    made = result_document(
        result_in_a_file(found), title=title, issuer=organisation_name(found.organisation), date=clock.today()
    )
    body = render_file(made, extension, audience="team")
    actions.note_taken(run=found, kind=extension, by=person(request))
    return download(body, name=f"{found.code}.{extension}", media_type=MEDIA_TYPES[extension])


@analyses
@require_GET
def archive(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """What it takes to run it elsewhere, without the data."""
    found = seen_run(request, reference)
    body = archive_of(typed_result(found), found.result, title=strip_tags(str(title_of(found.slug))))
    actions.note_taken(run=found, kind="zip", by=person(request))
    return download(body, name=f"{found.code}.zip", media_type="application/zip")


def seen_run(request: HttpRequest, reference: uuid.UUID) -> EvaluationRun:
    """A run whose result the person has opened; any other is not there."""
    found = find(request, reference)
    if not (found.is_done and is_open(found) and has_looked(found, person(request))):
        raise Http404
    return found


@analyses
@never_cache
@require_GET
def compare(request: HttpRequest, reference: uuid.UUID, other: uuid.UUID) -> HttpResponse:
    """Two runs of one experiment beside each other."""
    first, second = seen_run(request, reference), seen_run(request, other)
    if first.slug != second.slug:
        raise Http404
    blocks = comparison_blocks(typed_result(first), typed_result(second))
    title = _("{first} og {second}").format(first=first.code, second=second.code)
    article = render_html_fragment(
        Document(title, blocks, language=current_language(), kicker=strip_tags(str(title_of(first.slug)))),
        audience="team",
    )
    crumbs = [
        (_("Kørsler"), reverse("runs:runs")),
        (first.code, reverse("runs:run", args=[first.reference])),
        (_("Sammenlignet med {code}").format(code=second.code), None),
    ]
    return render(request, "runs/compare.html", {"title": title, "article": article, "crumbs": crumbs})


@needs(Permission.ANALYSE, Permission.LOCK_DESIGN)
@require_http_methods(["GET", "POST"])
def day(request: HttpRequest, slug: str, organisation: str) -> HttpResponse:
    """The day from which results of an experiment may be seen: all that were agreed, and another one."""
    allowed = (Permission.ANALYSE, Permission.LOCK_DESIGN)
    if slug not in current_catalogue().experiments or not any(
        may(request.user, one, organisation) for one in allowed
    ):
        raise Http404
    form = DayForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.agree_day(slug=slug, organisation=organisation, by=person(request), **form.cleaned_data)
        except FrirumError as refused:
            refuse_in(form, refused)
            status = CONFLICT
        else:
            messages.success(request, _("Dagen er gemt."))
            return redirect("runs:day", slug=slug, organisation=organisation)
    agreed = [
        (one, person_name(one.set_by))
        for one in CurtainDay.objects.filter(slug=slug, organisation=organisation)
    ]
    start = (_("Kørsler"), reverse("runs:runs")) if may(request.user, Permission.ANALYSE) else (
        _("Evalueringsdesign"), reverse("designs:designs"),
    )  # fmt: skip
    context = {
        "form": form,
        "agreed": agreed,
        "experiment": title_of(slug),
        "owner": organisation_name(organisation),
        "crumbs": [start, (_("Hvornår resultater må ses"), None)],
    }
    return render(request, "runs/day.html", context, status=status)

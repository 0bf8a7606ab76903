"""The list of jobs, one job with its progress, ordering and cancelling."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from frirum.web.jobs import actions
from frirum.web.jobs.kinds import kind_named, offered_kinds, title_of
from frirum.web.jobs.models import Job
from frirum.web.organisations.access import keys_with, may, needs, person
from frirum.web.organisations.models import Organisation
from frirum.web.organisations.permissions import Permission
from frirum.web.site.pages import page_of
from frirum.web.site.tables import Column, build
from frirum.web.site.templatetags.frirum import date


@needs(Permission.SEE_JOBS)
@require_safe
def job_list(request: HttpRequest) -> HttpResponse:
    """The person's own jobs and the system's, newest first, and those that can be ordered here."""
    page = page_of(request, _visible_jobs(request).order_by("-pk"))
    offered = [kind for kind in offered_kinds() if kind.offered_to and may(request.user, kind.offered_to)]
    context = {
        "page": page,
        "table": _table(request, page),
        "offered": offered,
        "crumbs": [(_("Opgaver"), None)],
    }
    return render(request, "jobs/list.html", context)


def _table(request: HttpRequest, page: Any) -> object:
    columns = [
        Column("title", _("Opgave")),
        Column("state", _("Tilstand")),
        Column("created", _("Bestilt")),
        Column("finished", _("Slut")),
    ]
    rows = [
        {
            "title": title_of(job.kind),
            "state": _state(job),
            "created": date(job.created_at),
            "finished": date(job.finished_at) if job.finished_at else "–",
            "href": f"{job.reference}/",
        }
        for job in page.object_list
    ]
    return build(request.GET, caption=_("Opgaver, de nyeste først"), columns=columns, rows=rows)


def _state(job: Job) -> str:
    if job.is_over or job.percent is None:
        return str(job.get_state_display())
    return _("{state}, {percent} pct.").format(state=job.get_state_display(), percent=job.percent)


def _visible_jobs(request: HttpRequest) -> QuerySet[Job]:
    """The person's own and the system's in their organisations; an administrator sees everybody's there."""
    here = Q(organisation__in=keys_with(request.user, Permission.SEE_JOBS))
    own = Q(requested_by=person(request).trail_reference) | Q(requested_by__startswith="system:")
    everybodys = Q(organisation__in=keys_with(request.user, Permission.MANAGE_MEMBERS))
    return Job.objects.filter(here & (own | everybodys))


def _visible_job(request: HttpRequest, reference: uuid.UUID) -> Job:
    return get_object_or_404(_visible_jobs(request), reference=reference)


@needs(Permission.SEE_JOBS)
@never_cache
@require_safe
def job_page(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """One job; its progress is fetched anew by a small script, and by hand where scripts are off."""
    job = _visible_job(request, reference)
    title = title_of(job.kind)
    crumbs = [(_("Opgaver"), reverse("jobs:list")), (title, None)]
    return render(
        request, "jobs/job.html", {"job": job, "title": title, "facts": _facts(job), "crumbs": crumbs}
    )


def _facts(job: Job) -> list[tuple[str, Any]]:
    facts: list[tuple[str, Any]] = [(_("Bestilt"), date(job.created_at))]
    if job.started_at:
        facts.append((_("Begyndt"), date(job.started_at)))
    if job.finished_at:
        facts.append((_("Slut"), date(job.finished_at)))
    facts.append((_("Gange forsøgt"), job.attempts))
    if "faults" in job.result:
        facts.append((_("Fejl fundet"), job.result["faults"]))
    return facts


@needs(Permission.SEE_JOBS)
@never_cache
@require_safe
def job_progress(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """The state and progress of a job as JSON, for the script of its page."""
    job = _visible_job(request, reference)
    return JsonResponse(
        {
            "state": job.state,
            "label": _state(job),
            "percent": job.percent,
            "message": job.message,
            "over": job.is_over,
        }
    )


@needs(Permission.SEE_JOBS)
@require_POST
def job_cancel(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Ask for a job to stop."""
    job = _visible_job(request, reference)
    actions.ask_to_cancel(job=job, by=person(request))
    return redirect("jobs:job", reference=job.reference)


@needs(Permission.SEE_JOBS)
@require_POST
def job_order(request: HttpRequest, kind: str) -> HttpResponse:
    """Order one of the jobs that are offered on the list, for the first of the person's organisations."""
    found = kind_named(kind)
    if found is None or found.offered_to is None:
        raise Http404
    keys = keys_with(request.user, found.offered_to)
    organisation = (
        Organisation.objects.filter(key__in=keys, memberships__user=person(request)).order_by("key").first()
    )
    if organisation is None:
        raise Http404
    job = actions.order_offered_job(kind=kind, organisation=organisation.key, by=person(request))
    return redirect("jobs:job", reference=job.reference)

"""Reading a run: its result as typed numbers, and where it stands."""

from __future__ import annotations

from dataclasses import replace

from django.urls import reverse

from frirum.core.evidence.plan import plan_from
from frirum.core.evidence.stored import result_of
from frirum.core.evidence.typed import TypedResult
from frirum.web.designs.reading import address_of
from frirum.web.jobs.models import Job
from frirum.web.runs.models import EvaluationRun
from frirum.web.runs.work import PLAN_FILE


def typed_result(run: EvaluationRun) -> TypedResult:
    """The result of a run that is done, for the team."""
    result = result_of(run.result, plan_from(run.plan, PLAN_FILE))
    return TypedResult(result, run.code, synthetic=run.synthetic)


def result_in_a_file(run: EvaluationRun) -> TypedResult:
    """The same for a file that leaves the site: its numbers say at which page the run is."""
    return replace(typed_result(run), address=address_of(reverse("runs:run", args=[run.reference])))


def job_of(run: EvaluationRun) -> Job | None:
    """The job that computes it, or did."""
    return None if run.job is None else Job._base_manager.filter(reference=run.job).first()

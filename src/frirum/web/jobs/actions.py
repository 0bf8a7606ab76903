"""Writes on jobs: ordering, asking to cancel, and how one ends."""

from __future__ import annotations

from typing import Any

from frirum.core.errors import UsageError
from frirum.core.language import gettext as _
from frirum.web import clock
from frirum.web.jobs.kinds import kind_named
from frirum.web.jobs.models import OVER, Job, State
from frirum.web.logs import without_personal_data
from frirum.web.organisations.permissions import Permission
from frirum.web.trail.actors import Actor
from frirum.web.trail.permitted import ANYWHERE, BY_SYSTEM, INSIDE
from frirum.web.trail.recording import action, hold, nothing_changed, record
from frirum.web.zones import CASEWORK


@action(needs=INSIDE, of=ANYWHERE)
def order_job(
    *, kind: str, arguments: dict[str, Any], organisation: str, by: Actor, is_large: bool = False
) -> Job:
    """Put a job in the queue. The worker sees it when the transaction around this is done, not before.

    Args:
        kind: name of a registered kind.
        arguments: references and counts only; never a name, an address or a CPR number.
        organisation: key of the organisation it belongs to.
        is_large: it takes minutes, for what it is about; kinds that always do say so themselves.

    Raises:
        UsageError: there is no such kind.
    """
    found = kind_named(kind)
    if found is None:
        raise UsageError(_("Der findes ingen opgave af arten {kind}.").format(kind=kind))
    now = clock.now()
    job = Job.objects.create(
        kind=kind,
        arguments=arguments,
        organisation=organisation,
        requested_by=by.trail_reference,
        created_at=now,
        is_large=is_large or found.is_large,
        run_after=now,
    )
    record("job.ordered", by=by, subject=job, organisation=organisation, details={"job": kind})
    return job


def _is_offered_to(*, kind: str, organisation: str, by: Actor) -> bool:
    found = kind_named(kind)
    return found is not None and found.offered_to is not None and by.may(found.offered_to, organisation)


@action(needs=Permission.SEE_JOBS, of="organisation", own=_is_offered_to)
def order_offered_job(*, kind: str, organisation: str, by: Actor) -> Job:
    """Order one of the jobs that a person may order from the list; while one is open, that one is given back."""
    hold(CASEWORK)
    open_now = Job.objects.filter(kind=kind, organisation=organisation).exclude(state__in=OVER).first()
    if open_now is not None:
        nothing_changed()
        return open_now
    return order_job(kind=kind, arguments={}, organisation=organisation, by=by)


def _may_cancel(*, job: Job, by: Actor) -> bool:
    """One's own and the system's; an administrator everybody's in the organisation."""
    return is_owners_or_systems(job, by) or by.may(Permission.MANAGE_MEMBERS, job.organisation)


def is_owners_or_systems(job: Job, by: Actor) -> bool:
    """Whether the person ordered the job, or nobody did."""
    return job.requested_by == by.trail_reference or job.requested_by.startswith("system:")


@action(needs=Permission.SEE_JOBS, of="job.organisation", own=_may_cancel)
def ask_to_cancel(*, job: Job, by: Actor) -> None:
    """Cancel a job: one that waits is over at once, one that runs stops at its next step."""
    job = Job._base_manager.select_for_update().get(pk=job.pk)
    if job.state in OVER or job.cancel_requested:
        nothing_changed()
        return
    job.cancel_requested = True
    if job.state == State.QUEUED:
        job.state, job.finished_at = State.CANCELLED, clock.now()
    job.save(update_fields=["cancel_requested", "state", "finished_at"])
    event = "job.cancelled" if job.state == State.CANCELLED else "job.cancel_requested"
    record(event, by=by, subject=job, organisation=job.organisation, details={"job": job.kind})


@action(needs=BY_SYSTEM, of=ANYWHERE)
def refuse_job(*, job: Job, by: Actor) -> None:
    """A worker leaves a job alone that is not as it was ordered: it would act for somebody who never asked."""
    message = _("Opgaven er ændret, siden den blev bestilt, og blev ikke gjort.")
    now = clock.now()
    Job._base_manager.filter(pk=job.pk).update(state=State.FAILED, error=message, finished_at=now)
    record("job.refused", by=by, subject=f"job:{job.reference}")


_EVENTS = {State.DONE: "job.done", State.FAILED: "job.failed", State.CANCELLED: "job.cancelled"}


@action(needs=BY_SYSTEM, of=ANYWHERE)
def finish_job(
    *, job: Job, state: State, by: Actor, error: str = "", result: dict[str, Any] | None = None
) -> None:
    """A worker writes how its job ended. Nothing happens if the job is no longer that worker's."""
    mine = Job._base_manager.filter(pk=job.pk, state=State.RUNNING, worker=job.worker, attempts=job.attempts)
    values = {
        "state": state,
        "error": without_personal_data(error)[:500],
        "result": result or {},
        "finished_at": clock.now(),
    }
    if not mine.update(**values):
        nothing_changed()
        return
    record(_EVENTS[state], by=by, subject=job, organisation=job.organisation, details={"job": job.kind})

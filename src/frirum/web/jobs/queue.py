"""Taking jobs from the queue, putting them back, and finding those whose worker died."""

from __future__ import annotations

import datetime as dt
import os
import socket

from django.conf import settings
from django.db import connections, transaction
from django.db.models import F, Q

from frirum.web import clock
from frirum.web.jobs.models import Job, State


def worker_name() -> str:
    """This process as the job's row knows it: host and process number, and when it started to work."""
    return f"{socket.gethostname()}:{os.getpid()}:{clock.now():%Y%m%d%H%M%S%f}"


def take(worker: str, *, small_only: bool = False) -> Job | None:
    """The oldest job that is due, now running and this worker's; None when there is nothing to do.

    Args:
        worker: its name.
        small_only: it leaves large jobs to others.
    """
    now = clock.now()
    with transaction.atomic():
        due = Job._base_manager.filter(state=State.QUEUED, run_after__lte=now).order_by("run_after", "pk")
        if small_only:
            due = due.filter(is_large=False)
        can_skip = connections[due.db].features.has_select_for_update_skip_locked
        job = due.select_for_update(skip_locked=can_skip).first()
        if job is None:
            return None
        job.state, job.worker, job.heartbeat_at = State.RUNNING, worker, now
        job.attempts += 1
        job.started_at = job.started_at or now
        job.save(update_fields=["state", "worker", "heartbeat_at", "attempts", "started_at"])
    return job


def put_back(job: Job, *, delay: dt.timedelta = dt.timedelta(), counts: bool = True) -> None:
    """Return a running job to the queue; `counts` is False when the attempt was no fault of the job."""
    mine = Job._base_manager.filter(pk=job.pk, state=State.RUNNING, worker=job.worker, attempts=job.attempts)
    attempts = F("attempts") if counts else F("attempts") - 1
    mine.update(state=State.QUEUED, worker="", run_after=clock.now() + delay, attempts=attempts)


def put_back_abandoned() -> int:
    """Queue again what a dead worker had in hand; returns how many.

    A worker on this machine whose process is gone is dead at once; any other when it has been silent too long.
    The attempt counts, so that a job which kills its worker does not do so for ever.
    """
    silent_since = clock.now() - dt.timedelta(seconds=settings.JOBS_STALE_SECONDS)
    here = f"{socket.gethostname()}:"
    suspects = Job._base_manager.filter(state=State.RUNNING).filter(
        Q(heartbeat_at__lt=silent_since) | Q(worker__startswith=here)
    )
    abandoned = [
        job
        for job in suspects
        if job.heartbeat_at is None or job.heartbeat_at < silent_since or _is_gone(job)
    ]
    for job in abandoned:
        put_back(job)
    return len(abandoned)


def _is_gone(job: Job) -> bool:
    """Whether the process that had the job on this machine no longer runs."""
    if os.name != "posix":
        return False
    try:
        os.kill(int(job.worker.split(":")[1]), 0)
    except ProcessLookupError:
        return True
    except (PermissionError, ValueError, IndexError):
        return False
    return False

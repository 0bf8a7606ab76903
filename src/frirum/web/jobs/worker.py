"""The worker: runs one job at a time, sends mail between jobs, and does what is due each minute.

Killed with -9 at any moment, it loses nothing: the row is still there, the next worker finds that the process is
gone, and the job carries on from its checkpoint.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from typing import Any

from django.db import close_old_connections

from frirum.core.errors import FrirumError
from frirum.core.language import gettext as _
from frirum.web.jobs import queue, ticks
from frirum.web.jobs.actions import finish_job, refuse_job
from frirum.web.jobs.context import Cancelled, Heartbeat, Interrupted, JobContext, Lost
from frirum.web.jobs.kinds import kind_named
from frirum.web.jobs.models import Job, State
from frirum.web.mail.sending import send_waiting
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.registration import JobKind
from frirum.web.trail.actors import WORKER
from frirum.web.trail.watching import is_as_sealed
from frirum.web.zones import CASEWORK, alias

log = logging.getLogger("frirum.jobs")

POLL_SECONDS = 0.5
# Waits before the second, third, … attempt after a fault of ours.
RETRY_AFTER = (dt.timedelta(seconds=10), dt.timedelta(minutes=2), dt.timedelta(minutes=15))


class Worker:
    """A loop that can be asked to stop. `small_only`: it leaves the jobs that take minutes to another."""

    def __init__(self, *, small_only: bool = False) -> None:
        self.small_only = small_only
        self.name = queue.worker_name()
        self.stopping = threading.Event()

    def stop(self, *_signal: Any) -> None:
        """Ask the loop to end: the running job goes back into the queue at its next step."""
        self.stopping.set()

    def run(self) -> None:
        """Work until asked to stop."""
        while not self.stopping.is_set():
            close_old_connections()
            if not self.work_once():
                self.stopping.wait(POLL_SECONDS)

    def work_once(self) -> bool:
        """One round: periodic tasks, mail, one job. Returns whether there was a job."""
        queue.put_back_abandoned()
        ticks.run_due()
        send_waiting()
        job = queue.take(self.name, small_only=self.small_only)
        if job is None:
            return False
        run_job(job, self.stopping)
        return True


def run_job(job: Job, stopping: threading.Event) -> None:
    """Run a job that has been taken, and write how it ended."""
    if not is_as_sealed(job, alias(CASEWORK)):
        log.error("job %s is not as it was ordered", job.reference)
        refuse_job(job=job, by=WORKER)
        return
    kind = kind_named(job.kind)
    if kind is None:
        message = _("Denne udgave af systemet kender ikke opgaven.")
        finish_job(job=job, state=State.FAILED, error=message, by=WORKER)
        return
    if job.attempts > kind.max_attempts:
        message = _("Opgaven blev afbrudt {n} gange uden at blive færdig.").format(n=job.attempts - 1)
        finish_job(job=job, state=State.FAILED, error=message, by=WORKER)
        return
    context = JobContext(job, stopping)
    try:
        with organisation_scope([job.organisation]), Heartbeat(context):
            context.check()
            result = kind.function(context)
        finish_job(job=job, state=State.DONE, result=result, by=WORKER)
    except Cancelled:
        finish_job(job=job, state=State.CANCELLED, by=WORKER)
    except Interrupted:
        queue.put_back(job, counts=False)
    except Lost:
        log.warning("job %s was taken over by another worker", job.reference)
    except FrirumError as refused:
        finish_job(job=job, state=State.FAILED, error=_for_people(refused), by=WORKER)
    except Exception:
        log.exception("job %s (%s) failed in attempt %s", job.reference, job.kind, job.attempts)
        _try_again_or_give_up(job, kind)


def _for_people(error: FrirumError) -> str:
    return " ".join(part for part in (error.message, error.remedy) if part)


def _try_again_or_give_up(job: Job, kind: JobKind) -> None:
    """A fault of ours may pass (a disk, a connection); the message says no more, as it could hold personal data."""
    if job.attempts < kind.max_attempts:
        queue.put_back(job, delay=RETRY_AFTER[min(job.attempts, len(RETRY_AFTER)) - 1])
        return
    message = _("Der skete en fejl hos os. Driften kan finde den i loggen under opgavens nummer.")
    finish_job(job=job, state=State.FAILED, error=message, by=WORKER)

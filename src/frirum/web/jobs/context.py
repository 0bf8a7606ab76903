"""What a running job may ask and tell."""

from __future__ import annotations

import threading
from typing import Any

from django.conf import settings

from frirum.web import clock
from frirum.web.jobs.models import Job, State


class Stopped(BaseException):
    """Leave the job now. Not an Exception, so that a job's own `except Exception` does not swallow it."""


class Cancelled(Stopped):
    """Somebody asked for it."""


class Interrupted(Stopped):
    """The worker is shutting down; the job goes back into the queue."""


class Lost(Stopped):
    """The job was given to another worker, as this one had not been heard from."""


class JobContext:
    """Progress, checkpoint and cancellation of one run of one job.

    Attributes:
        reference: the job's reference.
        arguments: what it was ordered with.
        organisation: key of the organisation it belongs to; its scope is open while it runs.
        checkpoint: what an earlier, killed run had saved; empty in the first.
    """

    def __init__(self, job: Job, stopping: threading.Event) -> None:
        self.reference = str(job.reference)
        self.arguments: dict[str, Any] = dict(job.arguments)
        self.organisation = job.organisation
        self.requested_by = job.requested_by
        self.checkpoint: dict[str, Any] = dict(job.checkpoint)
        self._key = {"pk": job.pk, "state": State.RUNNING, "worker": job.worker, "attempts": job.attempts}
        self._stopping = stopping

    def progress(self, done: int, total: int | None = None, message: str = "") -> None:
        """Tell how far it is, and leave the job if it was cancelled, lost or the worker stops.

        `message` is Danish, short and without personal data.
        """
        self._write(done=done, total=total, message=message)
        self.check()

    def save(self, checkpoint: dict[str, Any], *, done: int | None = None, total: int | None = None) -> None:
        """Save where to carry on after a kill. Call it in the same transaction as the work it describes."""
        self.checkpoint = dict(checkpoint)
        counts = {name: value for name, value in (("done", done), ("total", total)) if value is not None}
        self._write(checkpoint=self.checkpoint, **counts)

    def check(self) -> None:
        """Leave the job (by an exception that the worker understands) if it shall not go on."""
        if self._stopping.is_set():
            raise Interrupted
        if self.cancelled:
            raise Cancelled

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked for it to stop."""
        return bool(self._mine().values_list("cancel_requested", flat=True).first())

    def heartbeat(self) -> None:
        """Say that the worker is alive."""
        self._write()

    def _mine(self) -> Any:
        return Job._base_manager.filter(**self._key)

    def _write(self, **values: Any) -> None:
        if not self._mine().update(heartbeat_at=clock.now(), **values):
            raise Lost


class Heartbeat:
    """Keeps a job's heartbeat going from a thread of its own while a long step runs."""

    def __init__(self, context: JobContext) -> None:
        self._context = context
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)

    def __enter__(self) -> Heartbeat:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._over.set()
        self._thread.join(timeout=10)

    def _beat(self) -> None:
        from django.db import connection, utils

        try:
            while not self._over.wait(settings.JOBS_HEARTBEAT_SECONDS):
                try:
                    self._context.heartbeat()
                except Lost:
                    return
                except utils.OperationalError:
                    # A busy database is no reason to be declared dead by one's own silence; try again.
                    continue
        finally:
            connection.close()

"""The two jobs: reading a file, and letting it count."""

from __future__ import annotations

from typing import Any

from frirum.web.extracts import actions
from frirum.web.extracts.models import Batch, BatchState
from frirum.web.extracts.staging import read_rows
from frirum.web.jobs.context import JobContext
from frirum.web.organisations.access import actor_named


def _batch(context: JobContext) -> Batch:
    return Batch.objects.select_related("mapping").get(reference=context.arguments["batch"])


def read(context: JobContext) -> dict[str, Any]:
    """Read the file to its end; killed or cancelled, it goes on from the last row that was written."""
    batch = _batch(context)
    if batch.state != BatchState.READING:
        return {"rows": batch.rows}
    read_rows(batch, context)
    done = actions.finish_reading(batch=batch, by=actor_named(context.requested_by))
    return {"rows": done.rows}


def accept(context: JobContext) -> dict[str, Any]:
    """Accept the batch in one transaction: killed anywhere, nothing of it counts."""
    batch = _batch(context)
    if batch.state == BatchState.ACCEPTED:
        return {"accepted": batch.accepted}
    done = actions.accept_batch(batch=batch, by=actor_named(context.requested_by))
    return {"accepted": done.accepted, "set_aside": done.set_aside}

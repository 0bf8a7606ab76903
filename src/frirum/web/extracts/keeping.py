"""Deleting rows when their date has come."""

from __future__ import annotations

from frirum.web import clock
from frirum.web.extracts.actions import expire_rows
from frirum.web.extracts.models import Batch
from frirum.web.trail.actors import CLOCK


def expire_due() -> None:
    """Delete the rows of every batch whose date has come (Danish date), decided or not."""
    due = Batch._base_manager.filter(delete_on__lte=clock.today(), rows_deleted_on=None)
    for batch in due.order_by("pk"):
        expire_rows(batch=batch, by=CLOCK)

"""Deleting rows when their date has come, and counting the uses in those that are kept."""

from __future__ import annotations

from frirum.web import clock
from frirum.web.extracts.actions import expire_rows, recount_uses
from frirum.web.extracts.counting import pairs_at_hand
from frirum.web.extracts.models import Batch
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.trail.actors import CLOCK


def expire_due() -> None:
    """Delete the rows of every batch whose date has come (Danish date), decided or not."""
    due = Batch._base_manager.filter(delete_on__lte=clock.today(), rows_deleted_on=None)
    for batch in due.order_by("pk"):
        expire_rows(batch=batch, by=CLOCK)


def recount_all() -> None:
    """Count the uses in the rows of every municipality anew: some begin by the day, and definitions change."""
    for organisation, kind in pairs_at_hand():
        with organisation_scope([organisation]):
            recount_uses(organisation=organisation, kind=kind, by=CLOCK)

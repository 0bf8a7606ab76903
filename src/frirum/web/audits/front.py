"""What audits add to the front page: questions about cases that wait for the reader."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from frirum.web import clock
from frirum.web.audits.models import AuditQuery, QueryState


def waiting_queries(request: HttpRequest) -> dict[str, Any] | None:
    """How many questions wait for the person's answer, and how many of them are late; None where none does."""
    if not request.user.is_authenticated:
        return None
    mine = AuditQuery.objects.filter(owner=request.user.trail_reference, state=QueryState.OPEN)
    n, late = mine.count(), mine.filter(due_on__lt=clock.today()).count()
    return {"n": n, "late": late, "href": reverse("audits:told")} if n else None

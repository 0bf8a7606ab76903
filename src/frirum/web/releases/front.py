"""What releases add to the front page: the tables that wait for the person's yes or no."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from frirum.web.organisations.access import may, person
from frirum.web.organisations.permissions import Permission
from frirum.web.releases.addressed import addressed_requests
from frirum.web.releases.models import RequestState


def waiting_requests(request: HttpRequest) -> dict[str, Any] | None:
    """The open requests to the person's organisation but for their own tables; None where none waits."""
    if not may(request.user, Permission.APPROVE_RELEASE):
        return None
    own = person(request).trail_reference
    waiting = addressed_requests(request).filter(state=RequestState.REQUESTED)
    found = list(waiting.exclude(requested_by=own).exclude(author=own))
    return {"requests": found} if found else None

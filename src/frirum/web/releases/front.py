"""What releases add to the front page: the tables that wait for the person's yes or no, and the answers given."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from frirum.web.organisations.access import may, person
from frirum.web.organisations.permissions import Permission
from frirum.web.registration import WaitingLine
from frirum.web.releases.addressed import addressed_requests
from frirum.web.releases.models import RequestState


def waiting_requests(request: HttpRequest) -> Iterator[WaitingLine]:
    """The open requests to the person's organisation but for their own tables."""
    if not may(request.user, Permission.APPROVE_RELEASE):
        return
    own = person(request).trail_reference
    waiting = addressed_requests(request).filter(state=RequestState.REQUESTED)
    for one in waiting.exclude(requested_by=own).exclude(author=own):
        says = _("Tal venter på din godkendelse: {purpose}").format(purpose=one.purpose)
        yield WaitingLine(one.table.title, says, reverse("releases:review", args=[one.reference]))

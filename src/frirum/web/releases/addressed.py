"""The requests that somebody is asked to decide; light, as every front page asks for it."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest
from django_scopes import scopes_disabled

from frirum.web.organisations.access import keys_with
from frirum.web.organisations.permissions import Permission
from frirum.web.releases.models import ReleaseRequest


def addressed_requests(request: HttpRequest) -> QuerySet[ReleaseRequest]:
    """The requests that the person's organisation decides, whoever sent them."""
    keys = keys_with(request.user, Permission.APPROVE_RELEASE)
    with scopes_disabled():
        found: QuerySet[ReleaseRequest] = ReleaseRequest.objects.filter(approver__in=keys)
    return found.select_related("table")

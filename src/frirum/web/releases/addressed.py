"""Who may be asked to decide a request, and the requests that somebody is asked; light, for every front page."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django_scopes import scopes_disabled

from frirum.web.organisations.access import keys_with
from frirum.web.organisations.holders import holders
from frirum.web.organisations.humans import is_among
from frirum.web.organisations.kinds import Kind
from frirum.web.organisations.models import Organisation, User
from frirum.web.organisations.permissions import Permission
from frirum.web.releases.models import ReleaseRequest, TeamTable


def addressed_requests(request: HttpRequest) -> QuerySet[ReleaseRequest]:
    """The requests that the person's organisation decides, whoever sent them."""
    keys = keys_with(request.user, Permission.APPROVE_RELEASE)
    with scopes_disabled():
        found: QuerySet[ReleaseRequest] = ReleaseRequest.objects.filter(approver__in=keys)
    return found.select_related("table")


def approvers_for(table: TeamTable, asking: User) -> list[tuple[str, str]]:
    """(key, name) of the organisations where somebody else may approve it: the table's own, and outside evaluators."""
    near = Organisation.objects.filter(Q(kind=Kind.EVALUATOR) | Q(key=table.organisation)).order_by("name")
    not_they = {asking.trail_reference, table.made_by}
    return [
        (one.key, one.name)
        for one in near
        if any(not is_among(p, not_they) for p in holders(Permission.APPROVE_RELEASE, one.key))
    ]

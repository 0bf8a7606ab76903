"""Who has to do with audits: who reviews, who is asked, who is told."""

from __future__ import annotations

from typing import Any

from frirum.web.audits.models import AuditQuery, AuditRound, RoundFeedback
from frirum.web.organisations.access import keys_with
from frirum.web.organisations.models import Membership, User
from frirum.web.organisations.permissions import Permission
from frirum.web.organisations.roles import ROLES
from frirum.web.trail.actors import Actor


def people_for_queries(organisation: str) -> list[User]:
    """Those who can be asked about a case: open accounts that record uses or review cases in the municipality."""
    wanted = {Permission.RECORD_USE, Permission.AUDIT_CASES}
    roles = [slug for slug, role in ROLES.items() if wanted & role.permissions]
    held = Membership.objects.filter(organisation__key=organisation, role__in=roles)
    return list(User.objects.filter(memberships__in=held, is_active=True).distinct().order_by("name"))


def has_query(*, query: AuditQuery, by: Actor, **_others: Any) -> bool:
    """Whether the question is the person's to answer, or the person reviews cases there."""
    return query.owner == by.trail_reference or by.may(Permission.AUDIT_CASES, query.organisation)


def own_queries(person: User) -> Any:
    """Questions the person is to answer or has asked, and all of the municipalities whose cases they review."""
    reviewing = keys_with(person, Permission.AUDIT_CASES)
    mine = AuditQuery.objects.filter(owner=person.trail_reference)
    return (mine | AuditQuery.objects.filter(organisation__in=reviewing)).select_related(
        "case__round", "case__use"
    )


def feedback_for(person: User) -> list[RoundFeedback]:
    """The rounds that were fed back in the municipalities where the person has or leads cases, newest first."""
    keys = keys_with(person, Permission.RECORD_USE) | keys_with(person, Permission.AUDIT_CASES)
    return list(RoundFeedback.objects.filter(organisation__in=keys).select_related("round"))


def own_cases(round_: AuditRound, person: User) -> Any:
    """The cases of a round that the person is responsible for."""
    mine = round_.cases.filter(use__responsible=person.trail_reference, dropped="")
    return mine.select_related("use").order_by("number")

"""Who has to do with audits: who reviews, who is asked, who is told."""

from __future__ import annotations

from typing import Any

from frirum.web.audits.models import AuditQuery, AuditRound, RoundFeedback
from frirum.web.audits.reviewing import told_by
from frirum.web.organisations.access import keys_with
from frirum.web.organisations.models import Membership, User
from frirum.web.organisations.permissions import Permission
from frirum.web.organisations.roles import ROLES
from frirum.web.trail.actors import Actor
from frirum.web.uses.staff import staff_told


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
    """The rounds fed back to the person, newest first.

    Those who review cases see every round of their municipalities. Those who have cases see the rounds that the
    definition feeds back to the group, and those in which they are told of their own cases.
    """
    has_cases, reviews = keys_with(person, Permission.RECORD_USE), keys_with(person, Permission.AUDIT_CASES)
    given = RoundFeedback.objects.filter(organisation__in=has_cases | reviews).select_related("round")
    return [
        one
        for one in given
        if one.organisation in reviews
        or told_by(one.round).group
        or (one.individually and own_cases(one.round, person).exists())
    ]


def may_be_told_each(round_: AuditRound) -> bool:
    """Whether each can be told of the own cases: the cases are here, and the staff was told before it was opened."""
    return not round_.reported and staff_told(round_.organisation, round_.opened_on) is not None


def own_cases(round_: AuditRound, person: User) -> Any:
    """The cases of a round that the person is responsible for."""
    mine = round_.cases.filter(use__responsible=person.trail_reference, dropped="")
    return mine.select_related("use").order_by("number")

"""The second person behind a role that sees persons: a leader, beside the administrator who gave it.

Where nobody in the organisation leads yet, another administrator says yes, so that the first leader can be made.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from frirum.core.language import gettext as _
from frirum.web import clock
from frirum.web.organisations.access import keys_with
from frirum.web.organisations.actions import refuse_both_sides
from frirum.web.organisations.humans import is_among
from frirum.web.organisations.models import Membership, Organisation, ProposedRole, User
from frirum.web.organisations.notices import Notice, tell_owner
from frirum.web.organisations.permissions import Permission
from frirum.web.organisations.roles import ROLES
from frirum.web.registration import WaitingLine
from frirum.web.trail.actors import Actor
from frirum.web.trail.recording import action, record

_EITHER = (Permission.CONFIRM_ROLES, Permission.MANAGE_MEMBERS)
_LEADING = [slug for slug, role in ROLES.items() if Permission.CONFIRM_ROLES in role.permissions]


def is_second(*, proposal: ProposedRole, by: Actor) -> bool:
    """Whether this person may say yes: neither the one who gave the role nor the one who gets it, by any account."""
    if is_among(by, (proposal.proposed_by, proposal.user.trail_reference)):
        return False
    if by.may(Permission.CONFIRM_ROLES, proposal.organisation.key):
        return True
    leaders = Membership.objects.filter(
        organisation=proposal.organisation, role__in=_LEADING, user__is_active=True
    )
    return by.may(Permission.MANAGE_MEMBERS, proposal.organisation.key) and not leaders.exists()


def waits(*, user: User, organisation: Organisation) -> bool:
    """Whether a role of the person's in the organisation waits for a second person."""
    return ProposedRole.objects.filter(user=user, organisation=organisation).exists()


@action(needs=_EITHER, of="proposal.organisation.key", own=is_second)
def confirm_role(*, proposal: ProposedRole, by: Actor) -> Membership:
    """Say yes: the person has the role from now on.

    Raises:
        InputRefused: the person has meanwhile got a role on the other side of cases and statistics.
    """
    user, organisation = proposal.user, proposal.organisation
    refuse_both_sides(user, proposal.role_class)
    made = Membership.objects.create(
        user=user, organisation=organisation, role=proposal.role, created_at=clock.now()
    )
    details = {"role": proposal.role, "key": organisation.key, "person": user.trail_reference}
    record(
        "role.confirmed",
        by=by,
        subject=proposal,
        organisation=organisation.key,
        details=details,
        deleted=True,
        also=[made],
    )
    proposal.delete()
    tell_owner(user, Notice.ROLE_GIVEN, by=by)
    return made


@action(needs=_EITHER, of="proposal.organisation.key")
def decline_role(*, proposal: ProposedRole, by: Actor) -> None:
    """Say no, or take back what one has given oneself before anybody said yes."""
    organisation = proposal.organisation
    details = {"role": proposal.role, "key": organisation.key, "person": proposal.user.trail_reference}
    record(
        "role.declined", by=by, subject=proposal, organisation=organisation.key, details=details, deleted=True
    )
    proposal.delete()


def proposals_for(user: User) -> QuerySet[ProposedRole]:
    """The roles that wait in the organisations where the person leads or looks after members."""
    keys = keys_with(user, Permission.CONFIRM_ROLES) | keys_with(user, Permission.MANAGE_MEMBERS)
    found = ProposedRole.objects.filter(organisation__key__in=keys)
    return found.select_related("user", "organisation").order_by("proposed_at", "pk")


def waiting_roles(request: HttpRequest) -> Iterator[WaitingLine]:
    """A line of the front page for each role whose yes is the reader's."""
    if not isinstance(request.user, User):
        return
    for one in proposals_for(request.user):
        if is_second(proposal=one, by=request.user):
            says = _("Rollen {role} venter på dit ja.").format(role=one.role_class.name)
            yield WaitingLine(one.user.name, says, reverse("organisations:proposals"), str(one.organisation))

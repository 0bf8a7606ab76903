"""Who an administrator looks after: the organisations, the people in them, and how far that goes."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Prefetch, QuerySet

from frirum.core.vocabulary.danish import sort_key
from frirum.web.organisations.access import keys_with
from frirum.web.organisations.kinds import Kind
from frirum.web.organisations.models import Membership, Organisation, User
from frirum.web.organisations.permissions import Permission
from frirum.web.organisations.roles import ROLES, Role


def managed_organisations(by: User) -> list[Organisation]:
    """The organisations whose members the person looks after, in Danish order."""
    found = Organisation.objects.filter(key__in=keys_with(by, Permission.MANAGE_MEMBERS))
    return sorted(found, key=lambda organisation: sort_key(organisation.name))


def members(by: User) -> QuerySet[User]:
    """Everybody with a role in one of those organisations or at home there; `own` on each is the roles there."""
    keys = keys_with(by, Permission.MANAGE_MEMBERS)
    own = Membership.objects.filter(organisation__key__in=keys).select_related("organisation")
    here = Prefetch("memberships", own.order_by("organisation__name", "role"), to_attr="own")
    theirs = models.Q(memberships__organisation__key__in=keys) | models.Q(home__in=keys)
    return User.objects.filter(theirs).distinct().prefetch_related(here)


def find_member(by: User, reference: uuid.UUID) -> User | None:
    """One of them; None for a person elsewhere and for one who does not exist."""
    return members(by).filter(reference=reference).first()


def find_membership(by: User, reference: uuid.UUID) -> Membership | None:
    """A role in one of those organisations; None for one elsewhere."""
    keys = keys_with(by, Permission.MANAGE_MEMBERS)
    found = Membership.objects.filter(organisation__key__in=keys).select_related("user", "organisation")
    return found.filter(reference=reference).first()


def has_charge_of(by: User, member: User) -> bool:
    """Whether the administrator may give the account a new password.

    Only when every role of the account lies in the administrator's own organisations: else a new password would
    open the door to somebody else's. Nobody has charge of their own account.
    """
    keys = keys_with(by, Permission.MANAGE_MEMBERS)
    return member != by and not member.memberships.exclude(organisation__key__in=keys).exists()


def may_close(by: User, member: User) -> bool:
    """Whether the administrator may close the account: its home always may, whatever roles it has elsewhere."""
    if member == by or not member.home:
        return has_charge_of(by, member)
    return member.home in keys_with(by, Permission.MANAGE_MEMBERS)


def roles_of(organisations: list[Organisation]) -> list[type[Role]]:
    """The roles that can be held in these organisations, in the order of roles.py."""
    kinds = {Kind(organisation.kind) for organisation in organisations}
    return [role for role in ROLES.values() if role.kinds & kinds]

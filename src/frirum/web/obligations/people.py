"""Who has deadlines of their own, who sees those of a municipality, and which they are."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import HttpRequest

from frirum.web.obligations.listing import DueRow, owed_by, owed_in, rows_of, uses_in
from frirum.web.obligations.owners import Owners
from frirum.web.obligations.reading import read_uses
from frirum.web.organisations.access import keys_with, may
from frirum.web.organisations.models import User
from frirum.web.organisations.permissions import Permission
from frirum.web.uses.models import Use

WORKERS = (Permission.RECORD_USE, Permission.LEAD_USES)
OVERSEERS = (Permission.LEAD_USES, Permission.FOLLOW_USES)


def has_own(user: User | AnonymousUser) -> bool:
    """Whether the person may owe something."""
    return any(may(user, permission) for permission in WORKERS)


def oversees(user: User | AnonymousUser) -> bool:
    """Whether the person sees what a municipality owes."""
    return any(may(user, permission) for permission in OVERSEERS)


def only_oversees(request: HttpRequest) -> bool:
    """Whether the person sees what a municipality owes and owes nothing, so that the menu leads there."""
    return oversees(request.user) and not has_own(request.user)


def owed_by_self(user: User, *, on: dt.date) -> list[DueRow]:
    """What the person owes, what presses most first."""
    keys = keys_with(user, Permission.RECORD_USE) | keys_with(user, Permission.LEAD_USES)
    if may(user, Permission.LEAD_USES):
        return owed_by(user, owed_in(keys, on=on))
    uses = uses_in(keys).filter(responsible=user.trail_reference)
    return owed_by(user, rows_of(read_uses(uses), Owners(keys), on=on))


def uses_of_self(user: User) -> QuerySet[Use]:
    """The uses the person has, also those that ended or were taken back."""
    keys = keys_with(user, Permission.RECORD_USE)
    found: QuerySet[Use] = Use.objects.filter(organisation__in=keys, responsible=user.trail_reference)
    return found


def overseen_by(user: User) -> frozenset[str]:
    """The municipalities whose deadlines the person sees, by key."""
    return frozenset().union(*(keys_with(user, permission) for permission in OVERSEERS))

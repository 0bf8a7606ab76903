"""Who holds a permission in an organisation: the people that something can be handed over to."""

from __future__ import annotations

from django.db.models import QuerySet

from frirum.web.organisations.models import Membership, User
from frirum.web.organisations.permissions import Permission
from frirum.web.organisations.roles import ROLES


def holders(permission: Permission, organisation: str | None) -> list[User]:
    """The open accounts with a role in the organisation that allows it, by name; None: in any organisation.

    Those who have it through a network that the organisation belongs to are not among them.
    """
    allowing = [slug for slug, role in ROLES.items() if permission in role.permissions]
    held = Membership.objects.filter(role__in=allowing)
    if organisation is not None:
        held = held.filter(organisation__key=organisation)
    return _open_accounts(held)


def holders_around(permission: Permission, organisation: str) -> list[User]:
    """Those who have it in a network that the organisation belongs to."""
    allowing = [slug for slug, role in ROLES.items() if permission in role.permissions]
    return _open_accounts(
        Membership.objects.filter(role__in=allowing, organisation__municipalities__key=organisation)
    )


def _open_accounts(held: QuerySet[Membership]) -> list[User]:
    return list(User.objects.filter(memberships__in=held, is_active=True).distinct().order_by("name", "pk"))


def accounts_of(*references: str) -> list[User]:
    """The open accounts behind trail references (`user:…`), by name; none for the system and for nobody known."""
    people = [one.removeprefix("user:") for one in references if one.startswith("user:")]
    return list(User.objects.filter(reference__in=people, is_active=True).order_by("name", "pk"))

"""Who brings extracts in, and where."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from frirum.web.organisations.kinds import Kind
from frirum.web.organisations.permissions import Permission


def own_municipalities(user: Any) -> frozenset[str]:
    """The municipalities whose extracts the person brings in.

    Only where the role is held in the municipality itself: a network's coordinator follows its members' experiments,
    but has no errand with their citizens' numbers.
    """
    if not getattr(user, "is_authenticated", False):
        return frozenset()
    held = user.memberships.filter(organisation__kind=Kind.MUNICIPALITY).select_related("organisation")
    return frozenset(
        one.organisation.key for one in held if Permission.BRING_EXTRACT in one.role_class.permissions
    )


def brings_extracts(request: HttpRequest) -> bool:
    """Whether the person brings in extracts anywhere."""
    return bool(own_municipalities(request.user))

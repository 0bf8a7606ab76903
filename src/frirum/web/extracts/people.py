"""Who brings extracts in, and where."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from frirum.web.extracts.models import Batch
from frirum.web.files.models import StoredFile
from frirum.web.organisations.kinds import Kind
from frirum.web.organisations.permissions import Permission
from frirum.web.trail.actors import Actor, System


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


def may_bring(
    *,
    by: Actor,
    batch: Batch | None = None,
    stored: StoredFile | None = None,
    organisation: str = "",
    **_others: Any,
) -> bool:
    """Whether the actor brings extracts in for the municipality itself."""
    about = batch or stored
    key = about.organisation if about is not None else organisation
    return by.may(Permission.BRING_EXTRACT, key) and (isinstance(by, System) or key in own_municipalities(by))

"""Who brings extracts in, and where."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from frirum.web.organisations.access import keys_with
from frirum.web.organisations.permissions import Permission


def own_municipalities(user: Any) -> frozenset[str]:
    """The municipalities whose extracts the person brings in; never a network's members' (`scopes.keys_where`)."""
    return keys_with(user, Permission.BRING_EXTRACT)


def brings_extracts(request: HttpRequest) -> bool:
    """Whether the person brings in extracts anywhere."""
    return bool(own_municipalities(request.user))

"""Which organisations' rows a query may see.

A model that derives from `OrganisationScoped` belongs to one organisation by its key. Its manager refuses a
query outside a scope (ScopeError), so a forgotten filter fails loudly instead of leaking. The middleware opens
the scope of the person who asks; a job or a command opens its own with `organisation_scope`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager, scope

from frirum.web.organisations.kinds import Kind
from frirum.web.organisations.permissions import IN_CASES, SHOWS_CASES
from frirum.web.organisations.roles import Role

if TYPE_CHECKING:
    from frirum.web.organisations.models import Organisation

_Scoped: Any = type(ScopedManager(organisation="organisation"))


class OrganisationManager(_Scoped):
    """The library's manager, with the one query that it lets through outside a scope closed too."""

    def exists(self) -> bool:
        """Whether any row is in scope; ScopeError outside a scope."""
        return bool(self.all().exists())


class OrganisationScoped(models.Model):
    """Abstract base of rows that belong to one organisation, by key ("820" for Vesthimmerland)."""

    organisation = models.CharField(_("Organisation"), max_length=60, db_index=True)

    objects = OrganisationManager()

    class Meta:
        abstract = True


def organisation_scope(keys: Iterable[str]) -> AbstractContextManager[None]:
    """Inside the block, scoped models show the rows of these organisations and no others."""
    return scope(organisation=sorted(set(keys)))


Reach = tuple[tuple[type[Role], "Organisation", frozenset[str]], ...]
"""Role, the organisation it is held in, and the keys it reaches from there."""


def reach_of(user: Any) -> Reach:
    """Each role of the person and how far it reaches; empty for somebody not logged in.

    Asked many times for one page, so the middleware keeps the answer on the request's own user for its length.
    """
    if not getattr(user, "is_authenticated", False):
        return ()
    kept: Reach | None = user.reach_of_request
    if kept is not None:
        return kept
    memberships = user.memberships.select_related("organisation").prefetch_related(
        "organisation__municipalities"
    )
    return tuple(
        (m.role_class, m.organisation, frozenset(m.organisation.keys_in_reach())) for m in memberships
    )


def keys_where(user: Any, permission: str) -> frozenset[str]:
    """The keys of the organisations in which the person has the permission.

    What shows single cases is for the people of the organisation itself, not for those of a network it belongs to;
    what is done in them is for municipalities alone.
    """
    return frozenset().union(
        *(
            _where(permission, own, keys)
            for role, own, keys in reach_of(user)
            if permission in role.permissions
        )
    )


def _where(permission: str, own: Organisation, keys: frozenset[str]) -> frozenset[str]:
    if permission in IN_CASES and own.kind != Kind.MUNICIPALITY:
        return frozenset()
    return frozenset({own.key}) if permission in SHOWS_CASES else keys


def keys_of(user: Any) -> frozenset[str]:
    """The keys of every organisation the person acts for."""
    return frozenset().union(*(keys for _role, _own, keys in reach_of(user)))


class ScopeMiddleware:
    """Opens the scope of a logged-in person for the whole request; nobody else gets one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        request.user.reach_of_request = reach_of(request.user)
        with organisation_scope(keys_of(request.user)):
            return self.get_response(request)

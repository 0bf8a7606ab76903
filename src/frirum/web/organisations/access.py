"""Asking for a permission: views use `needs`, templates and lists use `may`; an action says what it needs itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

from frirum.web.organisations.models import User
from frirum.web.organisations.permissions import Permission
from frirum.web.organisations.scopes import keys_where
from frirum.web.resending import logged_out, typed
from frirum.web.trail.actors import Actor, System
from frirum.web.trail.permitted import RoleRefused

View = Callable[..., HttpResponse]


def person(request: HttpRequest) -> User:
    """The person behind a request to a view that `needs` a permission."""
    assert isinstance(request.user, User)
    return request.user


def keys_with(user: Any, permission: str) -> frozenset[str]:
    """The keys of the organisations in which the person has the permission."""
    return keys_where(user, permission)


def may(user: Any, permission: str, organisation: str | None = None) -> bool:
    """Whether the person has the permission in the organisation with this key (None: in any)."""
    keys = keys_with(user, permission)
    return bool(keys) if organisation is None else organisation in keys


def actor_named(reference: str) -> Actor:
    """The actor behind a trail reference, as who ordered a job; it may do what it may now.

    Raises:
        RoleRefused: there is no such person any more.
    """
    kind, _colon, name = reference.partition(":")
    if kind == "system":
        return System(name, everything=True)
    found = User.objects.filter(reference=name).first()
    if found is None:
        raise RoleRefused
    return found


def needs(*permissions: Permission) -> Callable[[View], View]:
    """Decorate a view: log in first, and without any of the permissions the page does not exist.

    What somebody who was logged out meanwhile has typed is offered to be sent again.

    Foreign and missing things look the same (404), so that nobody learns what others have.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return logged_out(request) if typed(request) else redirect_to_login(request.get_full_path())
            if not any(may(request.user, permission) for permission in permissions):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate

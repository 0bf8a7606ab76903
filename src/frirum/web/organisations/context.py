"""What every template may ask about the person in front of the screen."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from frirum.web.organisations.access import may
from frirum.web.organisations.permissions import Permission


class _Allowed:
    """`{% if allowed.see_events %}` in a template."""

    def __init__(self, user: Any) -> None:
        self._user = user

    def __getitem__(self, name: str) -> bool:
        return may(self._user, Permission(name))


def person(request: HttpRequest) -> dict[str, Any]:
    """`allowed`: the permissions of the person, by name."""
    return {"allowed": _Allowed(getattr(request, "user", None))}

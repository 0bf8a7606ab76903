"""What this app adds to the menu."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from frirum.web.organisations.access import may
from frirum.web.organisations.permissions import Permission
from frirum.web.site.menu import MenuItem
from frirum.web.site.menu import register as menu_item


def may_follow(request: HttpRequest) -> bool:
    """Whether the person follows experiments."""
    return may(request.user, Permission.FOLLOW_EXPERIMENT)


def register() -> None:
    """Called when the app is ready."""
    menu_item(
        MenuItem(
            label=_("Følg forsøg"),
            route="following:overview",
            order=70,
            description=_(
                "Se, om der kommer brug nok til at svare på spørgsmålet, og hvad der kan gøres, hvis ikke."
            ),
            shown=may_follow,
        )
    )

"""What this app adds to the menu."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from frirum.web.organisations.access import may
from frirum.web.organisations.permissions import Permission
from frirum.web.site.menu import MenuItem
from frirum.web.site.menu import register as menu_item

READERS = (Permission.RECORD_USE, Permission.LEAD_USES, Permission.FOLLOW_USES)


def may_read_uses(request: HttpRequest) -> bool:
    """Whether the person has anything to do with recorded uses."""
    return any(may(request.user, permission) for permission in READERS)


def register() -> None:
    """Called when the app is ready."""
    menu_item(
        MenuItem(
            label=_("Brug af forsøg"),
            route="uses:uses",
            order=60,
            description=_("Find en sag, ret eller afslut brugen, giv den videre, eller hent listen."),
            shown=may_read_uses,
        )
    )

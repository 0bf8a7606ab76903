"""What this app adds to the menu and the front page."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from frirum.web.organisations.access import may
from frirum.web.organisations.permissions import Permission
from frirum.web.site.menu import MenuItem
from frirum.web.site.menu import register as menu_item


def _checks_cases(request: HttpRequest) -> bool:
    return may(request.user, Permission.CHECK_CASE)


def register() -> None:
    """Called when the app is ready.

    The pages are open to everybody; the entry stands in the menu of those whose work it is.
    """
    menu_item(
        MenuItem(
            label=_("Undersøg en sag"),
            route="cases:start",
            order=50,
            description=_(
                "Er borgerens sag omfattet af et forsøg? Få svaret, fristerne og notatet til sagen."
            ),
            shown=_checks_cases,
        )
    )

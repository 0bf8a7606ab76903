"""What this app adds to the menu."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from frirum.web.organisations.access import may
from frirum.web.organisations.permissions import Permission
from frirum.web.site.menu import MenuItem
from frirum.web.site.menu import register as menu_item

READERS = (Permission.FILL_FORM, Permission.FOLLOW_EXPERIMENT, Permission.RECEIVE_FORM)


def may_read_forms(request: HttpRequest) -> bool:
    """Whether the person has anything to do with evaluation forms."""
    return any(may(request.user, permission) for permission in READERS)


def register() -> None:
    """Called when the app is ready."""
    menu_item(
        MenuItem(
            label=_("Evalueringsskemaer"),
            route="evaluations:forms",
            order=250,
            description=_("Ministeriets skema med ti punkter: skriv, lås, send og modtag."),
            shown=may_read_forms,
        )
    )

"""What this app adds to the menu."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from frirum.web.organisations.access import may
from frirum.web.organisations.permissions import Permission
from frirum.web.site.menu import MenuItem
from frirum.web.site.menu import register as menu_item

# Who has deadlines of their own, and who sees those of a municipality.
WORKERS = (Permission.RECORD_USE, Permission.LEAD_USES)
OVERSEERS = (Permission.LEAD_USES, Permission.FOLLOW_USES)


def _has_own(request: HttpRequest) -> bool:
    return any(may(request.user, permission) for permission in WORKERS)


def _only_oversees(request: HttpRequest) -> bool:
    return not _has_own(request) and any(may(request.user, permission) for permission in OVERSEERS)


def register() -> None:
    """Called when the app is ready."""
    menu_item(
        MenuItem(
            label=_("Frister"),
            route="obligations:mine",
            order=70,
            description=_(
                "Det, du skal huske i dine sager: opfølgninger, notater og fritagelser, der slutter."
            ),
            shown=_has_own,
        )
    )
    menu_item(
        MenuItem(
            label=_("Frister"),
            route="obligations:municipality",
            order=71,
            description=_("Hvad der er overskredet og på vej i kommunens sager, og hvad forsøgene sparer."),
            shown=_only_oversees,
        )
    )

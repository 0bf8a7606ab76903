"""What this app adds to the menu and the front page."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from frirum.web.obligations.front import pressing_deadlines
from frirum.web.obligations.people import has_own, oversees
from frirum.web.site.front import FrontSection, register_section
from frirum.web.site.menu import MenuItem
from frirum.web.site.menu import register as menu_item


def _has_own(request: HttpRequest) -> bool:
    return has_own(request.user)


def _only_oversees(request: HttpRequest) -> bool:
    return oversees(request.user) and not has_own(request.user)


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
    register_section(FrontSection("obligations/front.html", pressing_deadlines, order=20))

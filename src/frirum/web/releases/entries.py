"""What this app adds to the menu and the front page."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from frirum.web.organisations.access import may
from frirum.web.organisations.permissions import Permission
from frirum.web.releases.front import waiting_requests
from frirum.web.site.front import FrontSection, register_section
from frirum.web.site.menu import MenuItem
from frirum.web.site.menu import register as menu_item


def _may_keep(request: HttpRequest) -> bool:
    return may(request.user, Permission.ANALYSE)


def _may_approve(request: HttpRequest) -> bool:
    return may(request.user, Permission.APPROVE_RELEASE)


def register() -> None:
    """Called when the app is ready."""
    register_section(FrontSection("releases/front.html", waiting_requests, order=30))
    menu_item(
        MenuItem(
            label=_("Frigivelser"),
            route="releases:list",
            order=700,
            description=_("Tabeller, der er frigivet: set af to personer og beskyttet mod genkendelse."),
            in_footer=True,
        )
    )
    menu_item(
        MenuItem(
            label=_("Holdets tabeller"),
            route="releases:team",
            order=270,
            description=_("Sande tal, som kun holdet ser, og vejen til at få dem frigivet."),
            shown=_may_keep,
        )
    )
    menu_item(
        MenuItem(
            label=_("Til godkendelse"),
            route="releases:waiting",
            order=280,
            description=_("Se de sande tal i en tabel, som en anden vil frigive, og sig ja eller nej."),
            shown=_may_approve,
        )
    )

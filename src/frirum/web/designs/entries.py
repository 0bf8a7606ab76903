"""What this app adds to the menu."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from frirum.web.designs.people import READERS
from frirum.web.organisations.access import may
from frirum.web.site.menu import MenuItem
from frirum.web.site.menu import register as menu_item


def may_read_designs(request: HttpRequest) -> bool:
    """Whether the person has anything to do with designs."""
    return any(may(request.user, permission) for permission in READERS)


def register() -> None:
    """Called when the app is ready."""
    menu_item(
        MenuItem(
            label=_("Evalueringsdesign"),
            route="designs:designs",
            order=215,
            description=_(
                "Skriv et design trin for trin, få det diagnosticeret og læst, og lås det før start."
            ),
            shown=may_read_designs,
        )
    )
    menu_item(
        MenuItem(
            label=_("Tilbageblik"),
            route="designs:back_test",
            order=220,
            description=_(
                "Hvad en diagnose før start ville have sagt om hvert forsøg, og hvad der blev besluttet."
            ),
        )
    )
    menu_item(
        MenuItem(
            label=_("Efterprøv kvittering"),
            route="designs:check_receipt",
            order=720,
            description=_("Se, om et låst evalueringsdesign stadig er det, kvitteringen så."),
            in_footer=True,
        )
    )

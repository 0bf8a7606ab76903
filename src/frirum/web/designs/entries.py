"""What this app adds to the menu and the front page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from frirum.web.designs.front import waiting
from frirum.web.designs.people import may_read_designs
from frirum.web.site.front import FrontSection, register_section
from frirum.web.site.menu import MenuItem
from frirum.web.site.menu import register as menu_item


def register() -> None:
    """Called when the app is ready."""
    register_section(FrontSection("designs/front.html", waiting, order=40))
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

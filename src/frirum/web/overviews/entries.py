"""What this app adds to the menu and the front page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from frirum.core.catalogue.compilations import decision_rows
from frirum.web.experiments.definitions import public_catalogue
from frirum.web.site.front import FrontFigure, register_figure
from frirum.web.site.menu import MenuItem
from frirum.web.site.menu import register as menu_item

_FROM_DEFINITIONS = _("Talt i definitionerne")


def _experiments() -> FrontFigure:
    return FrontFigure(
        len(public_catalogue().experiments), _("forsøg"), _FROM_DEFINITIONS, "experiments:list"
    )


def _networks() -> FrontFigure:
    return FrontFigure(
        len(public_catalogue().networks),
        _("netværk og programmer"),
        _("Talt i kataloget"),
        "overviews:networks",
    )


def _municipalities() -> FrontFigure:
    places = {
        stay.municipality
        for experiment in public_catalogue().experiments.values()
        for stay in experiment.participation
    }
    return FrontFigure(
        len(places),
        _("kommuner, der deltager i mindst ét forsøg"),
        _FROM_DEFINITIONS,
        "overviews:municipalities",
    )


def _decisions() -> FrontFigure:
    return FrontFigure(
        len(decision_rows(public_catalogue())),
        _("rækker i beslutningen af 26. august 2021"),
        _FROM_DEFINITIONS,
        "overviews:decisions",
    )


# What people come for; the rest stands on the front page and in the footer.
MAIN_MENU = ("decisions", "themes", "law")


def register() -> None:
    """Called when the app is ready."""
    for figure in (_experiments, _networks, _municipalities, _decisions):
        register_figure(figure)
    for order, label, route, description in (
        (110, _("Beslutninger"), "decisions", _("Hvad regeringen besluttede om hvert forsøg, og hvorfor.")),
        (120, _("Konklusioner"), "conclusions", _("Hvad kommunerne selv konkluderede om 2021-2022.")),
        (130, _("Temaer"), "themes", _("Netværkets anbefalinger ved siden af det, der blev besluttet.")),
        (140, _("Netværk"), "networks", _("Hvem der går sammen om forsøg, og hvem der er med i hvilket.")),
        (150, _("Lov"), "law", _("Hvad der skete med reglerne, mens forsøgene løb.")),
        (890, _("Data"), "data", _("Alt på siderne som CSV og JSON på faste adresser.")),
    ):
        menu_item(
            MenuItem(
                label=label,
                route=f"overviews:{route}",
                order=order,
                description=description,
                in_footer=route not in MAIN_MENU,
            )
        )

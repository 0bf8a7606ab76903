"""What this app adds to the house."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from frirum.core.catalogue.compilations import decision_rows
from frirum.core.vocabulary.danish import sort_key
from frirum.core.vocabulary.municipalities import all_municipalities
from frirum.web.cases.listing import choices
from frirum.web.experiments.definitions import public_catalogue
from frirum.web.registration import FrontFigure, FrontSection, MenuItem, Registration

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
        "decisions:register",
    )


def _for_everybody(request: HttpRequest) -> dict[str, Any] | None:
    """For strangers: a search, what applies in a municipality, and what comes or runs, the coming first."""
    if request.user.is_authenticated:
        return None
    catalogue = public_catalogue()
    lines = [line for group in choices(catalogue, None) for line in group if not line.is_over]
    return {
        "places": sorted(all_municipalities(), key=lambda place: sort_key(place.name)),
        "lines": sorted(lines, key=lambda line: line.is_running),
    }


REGISTRATION = Registration(
    front_sections=(FrontSection("overviews/front_for_all.html", _for_everybody, order=5),),
    menu=(
        MenuItem(
            label=_("Konklusioner"),
            route="overviews:conclusions",
            order=120,
            description=_("Hvad kommunerne selv konkluderede om 2021-2022."),
            in_footer=True,
        ),
        MenuItem(
            label=_("Temaer"),
            route="overviews:themes",
            order=130,
            description=_("Netværkets anbefalinger ved siden af det, der blev besluttet."),
        ),
        MenuItem(
            label=_("Netværk"),
            route="overviews:networks",
            order=140,
            description=_("Hvem der går sammen om forsøg, og hvem der er med i hvilket."),
            in_footer=True,
        ),
        MenuItem(
            label=_("Lov"),
            route="overviews:law",
            order=150,
            description=_("Hvad der skete med reglerne, mens forsøgene løb."),
        ),
        MenuItem(
            label=_("Data"),
            route="overviews:data",
            order=890,
            description=_("Alt på siderne som CSV, XLSX og JSON på faste adresser."),
            in_footer=True,
        ),
    ),
    front_figures=(_experiments, _networks, _municipalities, _decisions),
)

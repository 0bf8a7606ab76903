"""Who takes part: networks with their members and experiments, and what a municipality took part in."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from frirum.core.catalogue import Experiment, Network
from frirum.core.catalogue.base import Sourced, walk
from frirum.core.catalogue.compilations import experiments_of
from frirum.core.catalogue.labels import label
from frirum.core.catalogue.loader import shipped_shared
from frirum.core.catalogue.selection import value_label
from frirum.core.vocabulary.danish import sort_key
from frirum.core.vocabulary.municipalities import Municipality, all_municipalities, by_code
from frirum.web import registered
from frirum.web.cases.listing import choices
from frirum.web.experiments.definitions import public_catalogue
from frirum.web.experiments.listing import experiment_table
from frirum.web.overviews.tiles import TileMap, tile_map
from frirum.web.site.tables import Column, build, by_name, by_value


@dataclass(frozen=True)
class _Who:
    """An experiment with its municipalities, as tiles and as names."""

    experiment: Experiment
    places: tuple[Municipality, ...]
    tiles: TileMap


@require_safe
@gzip_page
def networks(request: HttpRequest) -> HttpResponse:
    """Every network and programme."""
    catalogue = public_catalogue()
    table = build(
        request.GET,
        caption=_("Netværk og programmer"),
        columns=[
            Column("title", _("Navn")),
            Column("kind", _("Slags")),
            Column("members", _("Kommuner"), numeric=True, sort=by_value("members")),
            Column("experiments", _("Beskrevne forsøg"), numeric=True, sort=by_value("experiments")),
        ],
        rows=[
            {
                "title": value_label("network", network.slug, catalogue),
                "href": reverse("overviews:network", args=[network.slug]),
                "kind": label(network.kind),
                "members": len(network.members),
                "experiments": len(experiments_of(network, catalogue)),
            }
            for network in catalogue.networks.values()
        ],
    )
    return render(request, "overviews/networks.html", {"table": table, "crumbs": [(_("Netværk"), None)]})


@require_safe
@gzip_page
def network(request: HttpRequest, slug: str) -> HttpResponse:
    """One network: members, rounds, who takes part in what, its short report."""
    catalogue = public_catalogue()
    found = catalogue.networks.get(slug)
    if found is None:
        raise Http404
    members = sorted((m for code in found.members if (m := by_code(code))), key=lambda m: sort_key(m.name))
    shared = shipped_shared()
    listed = found.short_report.listed if found.short_report else ()
    doubts = [doubt for doubt in shared.network_doubts.values() if doubt.id in _doubt_ids(found)]
    context = {
        "network": found,
        "members": members,
        "overview": tile_map(found.members, found.members),
        "who": [_who(e, found.members) for e in experiments_of(found, catalogue)],
        "listed": [
            (line.title, catalogue.experiments.get(line.experiment), line.experiment) for line in listed
        ],
        "rounds": [
            (one, [e for slug in one.experiments if (e := catalogue.experiments.get(slug))])
            for one in found.rounds
        ],
        "public_documents": registered.public_documents(slug),
        "places": {s.id: (s.document, s.place) for s in shared.network_sources.values()},
        "doubts": doubts,
        "doubt_numbers": {doubt.id: number for number, doubt in enumerate(doubts, start=1)},
        "crumbs": [
            (_("Netværk"), reverse("overviews:networks")),
            (value_label("network", slug, catalogue), None),
        ],
    }
    return render(request, "overviews/network.html", context)


def _doubt_ids(found: Network) -> frozenset[str]:
    """The doubts that anything said of the network names."""
    return frozenset(
        one for _path, table in walk(found) if isinstance(table, Sourced) for one in table.doubt_ids
    )


def _who(experiment: Experiment, members: tuple[int, ...]) -> _Who:
    codes = {stay.municipality for stay in experiment.participation}
    places = sorted((m for code in codes if (m := by_code(code))), key=lambda m: sort_key(m.name))
    return _Who(experiment, tuple(places), tile_map({*members, *codes}, codes))


@require_safe
@gzip_page
def municipalities(request: HttpRequest) -> HttpResponse:
    """The municipalities that took part in something."""
    catalogue = public_catalogue()
    taking = {
        m.code: [
            e for e in catalogue.experiments.values() if m.code in {s.municipality for s in e.participation}
        ]
        for m in all_municipalities()
    }
    table = build(
        request.GET,
        caption=_("Kommuner, der deltager i mindst ét forsøg"),
        columns=[
            Column("name", _("Kommune"), sort=by_name("name")),
            Column("region", _("Region"), sort=by_name("region")),
            Column("count", _("Forsøg"), numeric=True, sort=by_value("count")),
        ],
        rows=[
            {
                "name": m.name,
                "href": reverse("overviews:municipality", args=[m.code]),
                "region": m.region.removeprefix("Region "),
                "count": len(taking[m.code]),
            }
            for m in sorted(all_municipalities(), key=lambda m: sort_key(m.name))
            if taking[m.code]
        ],
        stacked=False,  # three short columns fit a narrow screen, and 98 cards are ten screens
    )
    context = {"table": table, "crumbs": [(_("Kommuner"), None)]}
    return render(request, "overviews/municipalities.html", context)


@require_safe
@gzip_page
def municipality(request: HttpRequest, code: int) -> HttpResponse:
    """What can be used in a municipality today, what comes, and everything that it took part in."""
    place = by_code(code)
    if place is None:
        raise Http404
    catalogue = public_catalogue()
    found = tuple(
        e for e in catalogue.experiments.values() if code in {stay.municipality for stay in e.participation}
    )
    own, _others = choices(catalogue, code)
    context = {
        "place": place,
        "running": [line for line in own if line.is_running],
        "coming": [line for line in own if not (line.is_running or line.is_over)],
        "network": catalogue.networks.get(place.network or ""),
        "table": experiment_table(request.GET, found, catalogue),
        "count": len(found),
        "crumbs": [(_("Kommuner"), reverse("overviews:municipalities")), (place.name, None)],
    }
    return render(request, "overviews/municipality.html", context)

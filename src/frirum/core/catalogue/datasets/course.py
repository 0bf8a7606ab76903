"""Who took part when, and what happened: networks, participation, events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from frirum.core.catalogue.datasets.dataset import Cells, Dataset, iso, municipality_name, source_places
from frirum.core.catalogue.loader import Catalogue
from frirum.core.language import gettext as _


def _networks(catalogue: Catalogue) -> Iterator[Cells]:
    for network in catalogue.networks.values():
        yield {
            "slug": network.slug,
            "kind": network.kind.value,
            "title": network.title,
            "title_en": network.title_en,
            "members": list(network.members),
            "member_names": [municipality_name(code) for code in network.members],
            "from": iso(network.start),
            "to": iso(network.end),
            "experiments": list(network.experiments),
        }


def _network_columns() -> Mapping[str, str]:
    return {
        "slug": _("netværkets navn i adresser"),
        "kind": _("netværk eller landsdækkende program"),
        "title": _("titel"),
        "title_en": _("titel på engelsk"),
        "members": _("kommunekoder"),
        "member_names": _("kommunernes navne, i samme orden"),
        "from": _("første dag"),
        "to": _("sidste dag"),
        "experiments": _("netværkets forsøg"),
    }


def _participation(catalogue: Catalogue) -> Iterator[Cells]:
    for experiment in catalogue.experiments.values():
        for stay in experiment.participation:
            yield {
                "experiment": experiment.slug,
                "municipality": stay.municipality,
                "name": municipality_name(stay.municipality),
                "from": iso(stay.start),
                "to": iso(stay.end),
                "parts": list(stay.part_slugs),
                "sources": source_places(experiment, stay.source_ids),
            }


def _participation_columns() -> Mapping[str, str]:
    return {
        "experiment": _("forsøgets navn i adresser"),
        "municipality": _("kommunekode"),
        "name": _("kommunens navn"),
        "from": _("første dag"),
        "to": _("sidste dag"),
        "parts": _("de dele, kommunen er med i; tom: hele forsøget"),
        "sources": _("dokument og sted"),
    }


def _events(catalogue: Catalogue) -> Iterator[Cells]:
    for experiment in catalogue.experiments.values():
        for event in experiment.events:
            yield {
                "experiment": experiment.slug,
                "id": event.id,
                "kind": event.kind.value,
                "date": iso(event.date),
                "precision": event.precision.value if event.date else None,
                "until": iso(event.until),
                "text": event.text,
                "text_en": event.text_en,
                "parts": list(event.part_slugs),
                "sources": source_places(experiment, event.source_ids),
            }


def _event_columns() -> Mapping[str, str]:
    return {
        "experiment": _("forsøgets navn i adresser"),
        "id": _("hændelsens id i definitionen"),
        "kind": _("hvad der skete"),
        "date": _("dato; den første dag af det, precision siger"),
        "precision": _("hvor præcist datoen kendes: day, month, season, year"),
        "until": _("hvortil der forlænges"),
        "text": _("hvad der skete, i ord"),
        "text_en": _("det samme på engelsk"),
        "parts": _("de dele, det gælder; tom: hele forsøget"),
        "sources": _("dokument og sted"),
    }


NETWORKS = Dataset("netvaerk", lambda: _("Netværk"), _network_columns, _networks)
PARTICIPATION = Dataset(
    "deltagelse", lambda: _("Hvem der deltog hvornår"), _participation_columns, _participation
)
EVENTS = Dataset("haendelsesforloeb", lambda: _("Forsøgenes forløb"), _event_columns, _events)

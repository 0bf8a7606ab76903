"""Who took part when, and what happened: networks, participation, events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from frirum.core.catalogue.datasets.dataset import Cells, Dataset, iso, municipality_name, source_places
from frirum.core.catalogue.loader import Catalogue
from frirum.core.language import gettext_noop as N_


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


_NETWORK_COLUMNS: Mapping[str, str] = {
    "slug": N_("netværkets navn i adresser"),
    "kind": N_("netværk eller landsdækkende program"),
    "title": N_("titel"),
    "title_en": N_("titel på engelsk"),
    "members": N_("kommunekoder"),
    "member_names": N_("kommunernes navne, i samme orden"),
    "from": N_("første dag"),
    "to": N_("sidste dag"),
    "experiments": N_("netværkets forsøg"),
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


_PARTICIPATION_COLUMNS: Mapping[str, str] = {
    "experiment": N_("forsøgets navn i adresser"),
    "municipality": N_("kommunekode"),
    "name": N_("kommunens navn"),
    "from": N_("første dag"),
    "to": N_("sidste dag"),
    "parts": N_("de dele, kommunen er med i; tom: hele forsøget"),
    "sources": N_("dokument og sted"),
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


_EVENT_COLUMNS: Mapping[str, str] = {
    "experiment": N_("forsøgets navn i adresser"),
    "id": N_("hændelsens id i definitionen"),
    "kind": N_("hvad der skete"),
    "date": N_("dato; den første dag af det, precision siger"),
    "precision": N_("hvor præcist datoen kendes: day, month, season, year"),
    "until": N_("hvortil der forlænges"),
    "text": N_("hvad der skete, i ord"),
    "text_en": N_("det samme på engelsk"),
    "parts": N_("de dele, det gælder; tom: hele forsøget"),
    "sources": N_("dokument og sted"),
}


NETWORKS = Dataset("netvaerk", N_("Netværk"), _NETWORK_COLUMNS, _networks)
PARTICIPATION = Dataset("deltagelse", N_("Hvem der deltog hvornår"), _PARTICIPATION_COLUMNS, _participation)
EVENTS = Dataset("haendelsesforloeb", N_("Forsøgenes forløb"), _EVENT_COLUMNS, _events)

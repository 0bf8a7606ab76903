"""The law beside the experiments: what happened to the rules, and the rules themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from frirum.core.catalogue.compilations import touched_by
from frirum.core.catalogue.datasets.dataset import Cells, Dataset, iso
from frirum.core.catalogue.loader import Catalogue
from frirum.core.language import gettext_noop as N_
from frirum.core.vocabulary.law_events import all_law_events
from frirum.core.vocabulary.provisions import all_provisions, cite


def _law_events(catalogue: Catalogue) -> Iterator[Cells]:
    for event in all_law_events():
        yield {
            "id": event.id,
            "date": event.date.isoformat(),
            "precision": event.precision.value,
            "what": event.what,
            "touches": list(event.touches),
            "experiments": [e.slug for e in touched_by(event, catalogue.experiments.values())],
            "status": event.status.value,
            "sources": list(event.sources),
            "note": event.note,
        }


_LAW_EVENT_COLUMNS: Mapping[str, str] = {
    "id": N_("hændelsens id"),
    "date": N_("dato; den første dag af det, precision siger"),
    "precision": N_("hvor præcist datoen kendes: day, month, season, year"),
    "what": N_("hvad der skete, i ord"),
    "touches": N_("id på de regler og love, den ændrer"),
    "experiments": N_("forsøg, der fraviger eller hviler på dem"),
    "status": N_("efterprøvet, planlagt eller ikke efterprøvet"),
    "sources": N_("hvor det er læst"),
    "note": N_("bemærkning"),
}


def _provisions(catalogue: Catalogue) -> Iterator[Cells]:
    for rule in all_provisions():
        yield {
            "id": rule.id,
            "statute": rule.reference.statute if rule.reference else None,
            "citation": cite(rule.reference) if rule.reference else None,
            "what": rule.what,
            "valid_from": iso(rule.period.first),
            "valid_to": iso(rule.period.last),
            "status": rule.status.value,
            "succeeded_by": rule.succeeded_by,
            "sources": list(rule.sources),
            "note": rule.note,
        }


_PROVISION_COLUMNS: Mapping[str, str] = {
    "id": N_("reglens id"),
    "statute": N_("lovens id"),
    "citation": N_("henvisningen, som loven skriver den"),
    "what": N_("reglen, med vores ord"),
    "valid_from": N_("gælder fra"),
    "valid_to": N_("gælder til og med"),
    "status": N_("udkast, vedtaget, ophævet eller ikke efterprøvet"),
    "succeeded_by": N_("id på den regel, der afløste den"),
    "sources": N_("hvor det er læst"),
    "note": N_("bemærkning"),
}


LAW_EVENTS = Dataset("lovtidslinje", N_("Hvad der skete med reglerne"), _LAW_EVENT_COLUMNS, _law_events)
PROVISIONS = Dataset("bestemmelser", N_("Regler"), _PROVISION_COLUMNS, _provisions)

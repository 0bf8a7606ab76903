"""The law beside the experiments: what happened to the rules, and the rules themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from frirum.core.catalogue.compilations import touched_by
from frirum.core.catalogue.datasets.dataset import Cells, Dataset, iso
from frirum.core.catalogue.loader import Catalogue
from frirum.core.language import gettext as _
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


def _law_event_columns() -> Mapping[str, str]:
    return {
        "id": _("hændelsens id"),
        "date": _("dato; den første dag af det, precision siger"),
        "precision": _("hvor præcist datoen kendes: day, month, season, year"),
        "what": _("hvad der skete, i ord"),
        "touches": _("id på de regler og love, den ændrer"),
        "experiments": _("forsøg, der fraviger eller hviler på dem"),
        "status": _("efterprøvet, planlagt eller ikke efterprøvet"),
        "sources": _("hvor det er læst"),
        "note": _("bemærkning"),
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


def _provision_columns() -> Mapping[str, str]:
    return {
        "id": _("reglens id"),
        "statute": _("lovens id"),
        "citation": _("henvisningen, som loven skriver den"),
        "what": _("reglen, med vores ord"),
        "valid_from": _("gælder fra"),
        "valid_to": _("gælder til og med"),
        "status": _("udkast, vedtaget, ophævet eller ikke efterprøvet"),
        "succeeded_by": _("id på den regel, der afløste den"),
        "sources": _("hvor det er læst"),
        "note": _("bemærkning"),
    }


LAW_EVENTS = Dataset(
    "lovtidslinje", lambda: _("Hvad der skete med reglerne"), _law_event_columns, _law_events
)
PROVISIONS = Dataset("bestemmelser", lambda: _("Regler"), _provision_columns, _provisions)

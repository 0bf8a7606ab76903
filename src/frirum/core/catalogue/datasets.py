"""The catalogue as flat tables for other programs: the same rows as JSON and as CSV.

Keys and codes are English identifiers and never change with the reader's language; texts are Danish with an
English twin where the definition has one. A list in a cell is a list in JSON and joined by " | " in CSV. What
no source states is null in JSON and empty in CSV.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from frirum.core.catalogue.compilations import (
    conclusion_rows,
    decision_rows,
    recommendation_rows,
    touched_by,
)
from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.loader import Catalogue
from frirum.core.catalogue.overview import row as overview_row
from frirum.core.language import gettext as _
from frirum.core.vocabulary.law_events import all_law_events
from frirum.core.vocabulary.municipalities import by_code
from frirum.core.vocabulary.provisions import all_provisions, cite

Cells = dict[str, Any]
LIST_SEPARATOR = " | "


@dataclass(frozen=True)
class Dataset:
    """One table.

    Attributes:
        name: its address without ending: "forsoeg" is /forsoeg.json and /forsoeg.csv.
        title, columns: for people, made when asked for so that they are in the reader's language.
        rows: the rows of a catalogue, each with exactly the keys of `columns`.
    """

    name: str
    title: Callable[[], str]
    columns: Callable[[], Mapping[str, str]]
    rows: Callable[[Catalogue], Iterable[Cells]]


def csv_rows(dataset: Dataset, rows: Iterable[Cells]) -> Iterator[list[str | int | float]]:
    """Header and rows with plain cells."""
    keys = list(dataset.columns())
    yield list(keys)
    for cells in rows:
        yield [_plain(cells[key]) for key in keys]


def _plain(value: Any) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return LIST_SEPARATOR.join(str(item) for item in value)
    return value if isinstance(value, int | float) else str(value)


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _name(code: int) -> str:
    place = by_code(code)
    return place.name if place else str(code)


def _sources(experiment: Experiment, ids: Iterable[str]) -> list[str]:
    places = {source.id: f"{source.document}: {source.place}" for source in experiment.sources}
    return [places.get(identifier, identifier) for identifier in ids]


# ---- experiments ----


def experiment_cells(experiment: Experiment) -> Cells:
    """The row of one experiment."""
    line = overview_row(experiment)
    reasons = [reason.value for decision in experiment.decisions for reason in decision.reasons]
    return {
        "slug": line.slug,
        "number": line.number,
        "title": line.title,
        "title_en": experiment.short_title_en,
        "summary": experiment.summary,
        "summary_en": experiment.summary_en,
        "network": line.network,
        "municipalities": list(line.municipalities),
        "municipality_names": [_name(code) for code in line.municipalities],
        "from": _iso(line.start),
        "to": _iso(line.end),
        "status": line.status.value,
        "parts": list(line.parts),
        "themes": list(experiment.themes),
        "target_groups": [group.text for group in experiment.target_groups],
        "decision": [outcome.value for outcome in line.decision],
        "reasons": list(dict.fromkeys(reasons)),
    }


def _experiment_columns() -> Mapping[str, str]:
    return {
        "slug": _("forsøgets navn i adresser"),
        "number": _("nummer i kataloget"),
        "title": _("kort titel"),
        "title_en": _("kort titel på engelsk"),
        "summary": _("hvad forsøget er"),
        "summary_en": _("det samme på engelsk"),
        "network": _("netværkets navn i adresser"),
        "municipalities": _("kommunekoder"),
        "municipality_names": _("kommunernes navne, i samme orden"),
        "from": _("første dag"),
        "to": _("sidste dag"),
        "status": _("forsøgets tilstand"),
        "parts": _("delenes navne"),
        "themes": _("temaer"),
        "target_groups": _("målgrupper i ord"),
        "decision": _("hvad der blev besluttet"),
        "reasons": _("hvorfor"),
    }


# ---- decisions, conclusions, recommendations ----


def _decisions(catalogue: Catalogue) -> Iterator[Cells]:
    for row in decision_rows(catalogue):
        decision = row.decision
        yield {
            "table": int(row.table.value),
            "row": row.row,
            "title": decision.title,
            "experiments": [experiment.slug for experiment in row.experiments],
            "date": _iso(decision.date),
            "case_number": decision.case_number,
            "outcomes": [outcome.value for outcome in decision.outcomes],
            "reasons": [reason.value for reason in decision.reasons],
            "possibilities": decision.possibilities,
            "possibilities_en": decision.possibilities_en,
            "basis": decision.basis,
            "basis_en": decision.basis_en,
            "extended_until": _iso(decision.extended_until),
            "sources": _sources(row.experiment, decision.source_ids),
        }


def _decision_columns() -> Mapping[str, str]:
    return {
        "table": _("tabel i DECISION, 1-4"),
        "row": _("række i tabellen"),
        "title": _("rækkens titel, ordret"),
        "experiments": _("forsøg, rækken gælder"),
        "date": _("beslutningens dato"),
        "case_number": _("sagsnummer"),
        "outcomes": _("hvad der blev besluttet"),
        "reasons": _("hvorfor"),
        "possibilities": _("forsøgsmuligheder, med vores ord"),
        "possibilities_en": _("det samme på engelsk"),
        "basis": _("beslutningsgrundlag, med vores ord"),
        "basis_en": _("det samme på engelsk"),
        "extended_until": _("forlænget til og med"),
        "sources": _("dokument og sted"),
    }


def _conclusions(catalogue: Catalogue) -> Iterator[Cells]:
    for row in conclusion_rows(catalogue):
        found = row.conclusion
        yield {
            "row": row.row,
            "title": found.title,
            "experiment": row.experiment.slug,
            "period": found.period,
            "municipalities": list(found.municipalities),
            "municipality_names": [_name(code) for code in found.municipalities],
            "what": found.what,
            "what_en": found.what_en,
            "conclusion": found.conclusion,
            "conclusion_en": found.conclusion_en,
            "sources": _sources(row.experiment, found.source_ids),
        }


def _conclusion_columns() -> Mapping[str, str]:
    return {
        "row": _("række i tabellen"),
        "title": _("rækkens titel, ordret"),
        "experiment": _("forsøgets navn i adresser"),
        "period": _("årene, konklusionen gælder"),
        "municipalities": _("kommunekoder, i kildens orden"),
        "municipality_names": _("kommunernes navne, i samme orden"),
        "what": _("hvad forsøget indebærer, med vores ord"),
        "what_en": _("det samme på engelsk"),
        "conclusion": _("kommunernes egen konklusion, med vores ord"),
        "conclusion_en": _("det samme på engelsk"),
        "sources": _("dokument og sted"),
    }


def _recommendations(catalogue: Catalogue) -> Iterator[Cells]:
    for row in recommendation_rows(catalogue):
        yield {
            "network": row.network.slug,
            "theme": row.theme.id,
            "theme_title": row.theme.title,
            "id": row.recommendation.id,
            "title": row.recommendation.title,
            "text": row.recommendation.text,
            "text_en": row.recommendation.text_en,
            "rests_on": [slug for slug, _experiment in row.rests_on],
            "doubts": list(row.recommendation.doubt_ids),
        }


def _recommendation_columns() -> Mapping[str, str]:
    return {
        "network": _("netværkets navn i adresser"),
        "theme": _("temaets id"),
        "theme_title": _("temaets titel, ordret"),
        "id": _("anbefalingens id"),
        "title": _("anbefalingen, ordret"),
        "text": _("begrundelsen, med vores ord"),
        "text_en": _("det samme på engelsk"),
        "rests_on": _("forsøg, den hviler på"),
        "doubts": _("id på tvivl om den"),
    }


# ---- who and when ----


def _networks(catalogue: Catalogue) -> Iterator[Cells]:
    for network in catalogue.networks.values():
        yield {
            "slug": network.slug,
            "kind": network.kind.value,
            "title": network.title,
            "title_en": network.title_en,
            "members": list(network.members),
            "member_names": [_name(code) for code in network.members],
            "from": _iso(network.start),
            "to": _iso(network.end),
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
                "name": _name(stay.municipality),
                "from": _iso(stay.start),
                "to": _iso(stay.end),
                "parts": list(stay.part_slugs),
                "sources": _sources(experiment, stay.source_ids),
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
                "date": _iso(event.date),
                "precision": event.precision.value if event.date else None,
                "until": _iso(event.until),
                "text": event.text,
                "text_en": event.text_en,
                "parts": list(event.part_slugs),
                "sources": _sources(experiment, event.source_ids),
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


def _figures(catalogue: Catalogue) -> Iterator[Cells]:
    for experiment in catalogue.experiments.values():
        for figure in experiment.figures:
            yield {
                "experiment": experiment.slug,
                "id": figure.id,
                "kind": figure.kind.value,
                "what": figure.what,
                "what_en": figure.what_en,
                "value": figure.value,
                "unit": figure.unit,
                "in_words": figure.in_words,
                "parts": list(figure.part_slugs),
                "doubts": list(figure.doubt_ids),
                "sources": _sources(experiment, figure.source_ids),
            }


def _figure_columns() -> Mapping[str, str]:
    return {
        "experiment": _("forsøgets navn i adresser"),
        "id": _("tallets id i definitionen"),
        "kind": _("hvad slags tal"),
        "what": _("hvad der er talt eller målt"),
        "what_en": _("det samme på engelsk"),
        "value": _("tallet; tomt, hvor kilden ikke giver et"),
        "unit": _("enhed"),
        "in_words": _("kildens ord, hvor den ikke giver et tal"),
        "parts": _("de dele, det gælder; tom: hele forsøget"),
        "doubts": _("id på tvivl om tallet"),
        "sources": _("dokument og sted"),
    }


def _doubts(catalogue: Catalogue) -> Iterator[Cells]:
    for experiment in catalogue.experiments.values():
        for doubt in experiment.doubts:
            yield {
                "experiment": experiment.slug,
                "id": doubt.id,
                "text": doubt.text,
                "text_en": doubt.text_en,
                "open": doubt.open,
                "reading": doubt.reading,
                "sources": _sources(experiment, doubt.source_ids),
            }


def _doubt_columns() -> Mapping[str, str]:
    return {
        "experiment": _("forsøgets navn i adresser"),
        "id": _("tvivlens id i definitionen"),
        "text": _("hvad kilderne modsiger eller lader stå åbent"),
        "text_en": _("det samme på engelsk"),
        "open": _("true, når ingen læsning bruges"),
        "reading": _("den læsning, der bruges"),
        "sources": _("dokument og sted"),
    }


# ---- law ----


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
            "valid_from": _iso(rule.period.first),
            "valid_to": _iso(rule.period.last),
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


def _experiments(catalogue: Catalogue) -> Iterator[Cells]:
    return (experiment_cells(experiment) for experiment in catalogue.experiments.values())


EXPERIMENTS = Dataset("forsoeg", lambda: _("Forsøg"), _experiment_columns, _experiments)
DATASETS: dict[str, Dataset] = {
    dataset.name: dataset
    for dataset in (
        EXPERIMENTS,
        Dataset("beslutninger", lambda: _("Beslutninger"), _decision_columns, _decisions),
        Dataset("konklusioner", lambda: _("Kommunernes konklusioner"), _conclusion_columns, _conclusions),
        Dataset("anbefalinger", lambda: _("Anbefalinger"), _recommendation_columns, _recommendations),
        Dataset("netvaerk", lambda: _("Netværk"), _network_columns, _networks),
        Dataset("deltagelse", lambda: _("Hvem der deltog hvornår"), _participation_columns, _participation),
        Dataset("haendelsesforloeb", lambda: _("Forsøgenes forløb"), _event_columns, _events),
        Dataset("tal", lambda: _("Offentliggjorte tal"), _figure_columns, _figures),
        Dataset("tvivl", lambda: _("Hvad der er tvivl om"), _doubt_columns, _doubts),
        Dataset("lovtidslinje", lambda: _("Hvad der skete med reglerne"), _law_event_columns, _law_events),
        Dataset("bestemmelser", lambda: _("Regler"), _provision_columns, _provisions),
    )
}
"""Every table by its name, in the order they are listed."""

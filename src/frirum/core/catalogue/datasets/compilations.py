"""The tables that a document compiled across experiments: decisions, conclusions, recommendations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from frirum.core.catalogue.compilations import conclusion_rows, decision_rows, recommendation_rows
from frirum.core.catalogue.datasets.dataset import Cells, Dataset, iso, municipality_name, source_places
from frirum.core.catalogue.loader import Catalogue
from frirum.core.language import gettext_noop as N_


def _decisions(catalogue: Catalogue) -> Iterator[Cells]:
    for row in decision_rows(catalogue):
        decision = row.decision
        yield {
            "table": int(row.table.value),
            "row": row.row,
            "title": decision.title,
            "experiments": [experiment.slug for experiment in row.experiments],
            "date": iso(decision.date),
            "case_number": decision.case_number,
            "outcomes": [outcome.value for outcome in decision.outcomes],
            "reasons": [reason.value for reason in decision.reasons],
            "possibilities": decision.possibilities,
            "possibilities_en": decision.possibilities_en,
            "basis": decision.basis,
            "basis_en": decision.basis_en,
            "extended_until": iso(decision.extended_until),
            "sources": source_places(row.experiment, decision.source_ids),
        }


_DECISION_COLUMNS: Mapping[str, str] = {
    "table": N_("tabel i beslutningsbilaget, 1-4"),
    "row": N_("række i tabellen"),
    "title": N_("rækkens titel, ordret"),
    "experiments": N_("forsøg, rækken gælder"),
    "date": N_("beslutningens dato"),
    "case_number": N_("sagsnummer"),
    "outcomes": N_("hvad der blev besluttet"),
    "reasons": N_("hvorfor"),
    "possibilities": N_("forsøgsmuligheder, med vores ord"),
    "possibilities_en": N_("det samme på engelsk"),
    "basis": N_("beslutningsgrundlag, med vores ord"),
    "basis_en": N_("det samme på engelsk"),
    "extended_until": N_("forlænget til og med"),
    "sources": N_("dokument og sted"),
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
            "municipality_names": [municipality_name(code) for code in found.municipalities],
            "what": found.what,
            "what_en": found.what_en,
            "conclusion": found.conclusion,
            "conclusion_en": found.conclusion_en,
            "sources": source_places(row.experiment, found.source_ids),
        }


_CONCLUSION_COLUMNS: Mapping[str, str] = {
    "row": N_("række i tabellen"),
    "title": N_("rækkens titel, ordret"),
    "experiment": N_("forsøgets navn i adresser"),
    "period": N_("årene, konklusionen gælder"),
    "municipalities": N_("kommunekoder, i kildens orden"),
    "municipality_names": N_("kommunernes navne, i samme orden"),
    "what": N_("hvad forsøget indebærer, med vores ord"),
    "what_en": N_("det samme på engelsk"),
    "conclusion": N_("kommunernes egen konklusion, med vores ord"),
    "conclusion_en": N_("det samme på engelsk"),
    "sources": N_("dokument og sted"),
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


_RECOMMENDATION_COLUMNS: Mapping[str, str] = {
    "network": N_("netværkets navn i adresser"),
    "theme": N_("temaets id"),
    "theme_title": N_("temaets titel, ordret"),
    "id": N_("anbefalingens id"),
    "title": N_("anbefalingen, ordret"),
    "text": N_("begrundelsen, med vores ord"),
    "text_en": N_("det samme på engelsk"),
    "rests_on": N_("forsøg, den hviler på"),
    "doubts": N_("id på tvivl om den"),
}


DECISIONS = Dataset("beslutninger", N_("Beslutninger"), _DECISION_COLUMNS, _decisions)
CONCLUSIONS = Dataset("konklusioner", N_("Kommunernes konklusioner"), _CONCLUSION_COLUMNS, _conclusions)
RECOMMENDATIONS = Dataset("anbefalinger", N_("Anbefalinger"), _RECOMMENDATION_COLUMNS, _recommendations)

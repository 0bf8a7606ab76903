"""The tables that a document compiled across experiments: decisions, conclusions, recommendations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from frirum.core.catalogue.compilations import conclusion_rows, decision_rows, recommendation_rows
from frirum.core.catalogue.datasets.dataset import Cells, Dataset, iso, municipality_name, source_places
from frirum.core.catalogue.loader import Catalogue
from frirum.core.language import gettext as _


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
            "municipality_names": [municipality_name(code) for code in found.municipalities],
            "what": found.what,
            "what_en": found.what_en,
            "conclusion": found.conclusion,
            "conclusion_en": found.conclusion_en,
            "sources": source_places(row.experiment, found.source_ids),
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


DECISIONS = Dataset("beslutninger", lambda: _("Beslutninger"), _decision_columns, _decisions)
CONCLUSIONS = Dataset(
    "konklusioner", lambda: _("Kommunernes konklusioner"), _conclusion_columns, _conclusions
)
RECOMMENDATIONS = Dataset(
    "anbefalinger", lambda: _("Anbefalinger"), _recommendation_columns, _recommendations
)

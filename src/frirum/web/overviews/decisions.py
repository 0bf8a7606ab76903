"""What was decided, concluded and recommended: the tables of DECISION, CONCLUSIONS and PIXI."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from frirum.core.catalogue import Catalogue, Experiment, Network
from frirum.core.catalogue.compilations import (
    RecommendationRow,
    conclusion_rows,
    decision_rows,
    effective_decisions,
    recommendation_rows,
)
from frirum.core.catalogue.history import Decision
from frirum.core.catalogue.loader import shipped_shared
from frirum.core.catalogue.network import Theme
from frirum.core.catalogue.sources import Doubt
from frirum.core.vocabulary.municipalities import by_code
from frirum.web.experiments.definitions import public_catalogue


def decision_tables() -> dict[str, Any]:
    """The four tables of DECISION, row by row, and the document, for the page of decisions."""
    rows = decision_rows(public_catalogue())
    return {
        "tables": [(table, list(group)) for table, group in groupby(rows, key=lambda row: row.table)],
        "document": public_catalogue().documents.get("DECISION"),
    }


@require_safe
@gzip_page
def conclusions(request: HttpRequest) -> HttpResponse:
    """The table of CONCLUSIONS with what stands before it."""
    catalogue = public_catalogue()
    rows = [
        (row, [place for code in row.conclusion.municipalities if (place := by_code(code))])
        for row in conclusion_rows(catalogue)
    ]
    context = {
        "rows": rows,
        "summaries": [n.conclusions_summary for n in catalogue.networks.values() if n.conclusions_summary],
        "document": catalogue.documents.get("CONCLUSIONS"),
        "crumbs": [(_("Konklusioner"), None)],
    }
    return render(request, "overviews/conclusions.html", context)


@dataclass(frozen=True)
class _Evidence:
    """An experiment that a recommendation rests on, and the decision on it."""

    experiment: Experiment
    decisions: tuple[tuple[Decision, Experiment], ...]


@dataclass(frozen=True)
class _Wish:
    """A recommendation beside what was decided on its experiments."""

    row: RecommendationRow
    evidence: tuple[_Evidence, ...]
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True)
class _ThemeView:
    """A theme with its recommendations, and the experiments that name the theme."""

    theme: Theme
    wishes: tuple[_Wish, ...]
    experiments: tuple[Experiment, ...]


@dataclass(frozen=True)
class _NetworkView:
    """The themes of one network."""

    network: Network
    themes: tuple[_ThemeView, ...]


@require_safe
@gzip_page
def themes(request: HttpRequest) -> HttpResponse:
    """Every theme with its recommendations beside the evidence."""
    catalogue = public_catalogue()
    rows = recommendation_rows(catalogue)
    doubts = dict(shipped_shared().network_doubts)
    views = [
        _NetworkView(network, _theme_views(network, rows, catalogue, doubts))
        for network in catalogue.networks.values()
        if network.themes
    ]
    context = {"views": views, "doubts": doubts, "crumbs": [(_("Temaer"), None)]}
    return render(request, "overviews/themes.html", context)


def _theme_views(
    network: Network, rows: tuple[RecommendationRow, ...], catalogue: Catalogue, doubts: dict[str, Doubt]
) -> tuple[_ThemeView, ...]:
    return tuple(
        _ThemeView(
            theme,
            tuple(_wish(row, catalogue, doubts) for row in rows if row.theme is theme),
            tuple(e for e in catalogue.experiments.values() if theme.id in e.themes),
        )
        for theme in network.themes
    )


def _wish(row: RecommendationRow, catalogue: Catalogue, doubts: dict[str, Doubt]) -> _Wish:
    evidence = tuple(
        _Evidence(experiment, effective_decisions(experiment, catalogue))
        for _slug, experiment in row.rests_on
        if experiment is not None
    )
    known = tuple(doubts[one] for one in row.recommendation.doubt_ids if one in doubts)
    return _Wish(row, evidence, known)

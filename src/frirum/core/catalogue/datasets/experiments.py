"""The table of experiments, a row each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from frirum.core.catalogue.datasets.dataset import Cells, Dataset, iso, municipality_name
from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.loader import Catalogue
from frirum.core.catalogue.overview import row as overview_row
from frirum.core.catalogue.standing import standing
from frirum.core.language import gettext_noop as N_


def experiment_cells(experiment: Experiment, on: dt.date | None) -> Cells:
    """The row of one experiment, as it stands on a day."""
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
        "municipality_names": [municipality_name(code) for code in line.municipalities],
        "from": iso(line.start),
        "to": iso(line.end),
        "status": standing(experiment, on).status.value,
        "status_written": line.status.value,
        "parts": list(line.parts),
        "themes": list(experiment.themes),
        "target_groups": [group.text for group in experiment.target_groups],
        "decision": [outcome.value for outcome in line.decision],
        "reasons": list(dict.fromkeys(reasons)),
    }


_EXPERIMENT_COLUMNS: Mapping[str, str] = {
    "slug": N_("forsøgets navn i adresser"),
    "number": N_("nummer i kataloget"),
    "title": N_("kort titel"),
    "title_en": N_("kort titel på engelsk"),
    "summary": N_("hvad forsøget er"),
    "summary_en": N_("det samme på engelsk"),
    "network": N_("netværkets navn i adresser"),
    "municipalities": N_("kommunekoder"),
    "municipality_names": N_("kommunernes navne, i samme orden"),
    "from": N_("første dag"),
    "to": N_("sidste dag"),
    "status": N_("forsøgets tilstand den dag, tabellen hentes"),
    "status_written": N_("forsøgets tilstand, som definitionen siger"),
    "parts": N_("delenes navne"),
    "themes": N_("temaer"),
    "target_groups": N_("målgrupper i ord"),
    "decision": N_("hvad der blev besluttet"),
    "reasons": N_("hvorfor"),
}


def _experiments(catalogue: Catalogue) -> Iterator[Cells]:
    return (experiment_cells(experiment, catalogue.on) for experiment in catalogue.experiments.values())


EXPERIMENTS = Dataset("forsoeg", N_("Forsøg"), _EXPERIMENT_COLUMNS, _experiments)

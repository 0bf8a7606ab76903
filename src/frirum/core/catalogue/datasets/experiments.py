"""The table of experiments, a row each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from frirum.core.catalogue.datasets.dataset import Cells, Dataset, iso, municipality_name
from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.loader import Catalogue
from frirum.core.catalogue.overview import row as overview_row
from frirum.core.catalogue.standing import standing
from frirum.core.language import gettext as _
from frirum.core.language import gettext_noop as N_

_WRITTEN = N_("forsøgets tilstand, som definitionen siger")


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
        "status": _("forsøgets tilstand den dag, tabellen hentes"),
        "status_written": _(_WRITTEN),
        "parts": _("delenes navne"),
        "themes": _("temaer"),
        "target_groups": _("målgrupper i ord"),
        "decision": _("hvad der blev besluttet"),
        "reasons": _("hvorfor"),
    }


def _experiments(catalogue: Catalogue) -> Iterator[Cells]:
    return (experiment_cells(experiment, catalogue.on) for experiment in catalogue.experiments.values())


EXPERIMENTS = Dataset("forsoeg", lambda: _("Forsøg"), _experiment_columns, _experiments)

"""Rows that look like a use and are none by the definition: a list for the municipality's own people to judge."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from frirum.core.catalogue.experiment import Experiment, Part
from frirum.core.extracts.kinds import kind_named
from frirum.core.language import current_language
from frirum.core.measures.population import NoPopulation, population_rules
from frirum.core.vocabulary.danish import format_date
from frirum.web.extracts.uses_of_rows import rows_like_uses
from frirum.web.following.sight import Sight
from frirum.web.site.tables import Column, Table, build, by_name, by_value
from frirum.web.site.templatetags.frirum import da


def asks_to_judge(experiment: Experiment) -> bool:
    """Whether the definition says what looks like a use without being found as one."""
    return any(rule.lookalikes for rule in experiment.populations)


def lookalike_table(query: QueryDict, experiment: Experiment, sight: Sight, on: dt.date) -> Table | None:
    """The rows of the person's own municipalities, each with its place in its extract; None where none looks so."""
    rows = list(_rows(experiment, sight, on))
    if not rows:
        return None
    columns = [
        Column("why", _("Hvorfor den ligner"), sort=by_name("why_key")),
        Column("part", _("Del"), sort=by_name("part")),
        Column("where", _("Kommune"), sort=by_name("where")),
        Column("day", _("Dag"), sort=by_value("day_value")),
        Column("extract", _("Udtræk"), numeric=True, sort=by_value("extract_value")),
        Column("line", _("Linje"), numeric=True, sort=by_value("line_value")),
    ]
    if not experiment.parts:
        columns = [column for column in columns if column.key != "part"]
    return build(query, caption=_("Rækker, der ligner brug"), columns=columns, rows=rows)


def _rows(experiment: Experiment, sight: Sight, on: dt.date) -> Iterator[dict[str, Any]]:
    for place in sight.own_in(experiment):
        for part in experiment.parts or (None,):
            english = _english(experiment, part)
            for text, row in rows_like_uses(experiment, part, place.key, on=on):
                day = row.values.get(kind_named(row.kind).day)
                yield {
                    "why": english.get(text) or da(text),
                    "why_key": text,
                    "part": part.title if part else "",
                    "where": place.name,
                    "day": format_date(dt.date.fromisoformat(day)) if day else "",
                    "day_value": day or "",
                    "extract": str(row.batch.number),
                    "extract_value": row.batch.number,
                    "line": str(row.line),
                    "line_value": row.line,
                    "href": reverse("extracts:batch", args=[row.batch.reference]),
                }


def _english(experiment: Experiment, part: Part | None) -> dict[str, str]:
    """The English twins of the reasons, for readers of English."""
    rules = population_rules(experiment, part.slug if part else None)
    if current_language() != "en" or isinstance(rules, NoPopulation):
        return {}
    return {alike.text: alike.text_en for rule in rules for alike in rule.lookalikes if alike.text_en}

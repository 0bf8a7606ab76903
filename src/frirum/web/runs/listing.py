"""The list of runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.listing import own_title
from frirum.web.organisations.names import place_name
from frirum.web.runs.models import EvaluationRun, RunState
from frirum.web.site.listing import ByText, ListColumn, each, list_table
from frirum.web.site.tables import Table
from frirum.web.site.templatetags.frirum import date


def columns_of() -> list[ListColumn[EvaluationRun]]:
    """The columns of the list."""
    titles = {slug: own_title(one) for slug, one in current_catalogue().experiments.items()}
    states = dict(RunState.choices)
    return [
        ListColumn("code", _("Kørsel"), cells=each(lambda run: run.code), order="code"),
        ListColumn(
            "experiment",
            _("Forsøg"),
            cells=each(lambda run: titles.get(run.slug, run.slug)),
            order=ByText(("slug",), lambda found: [str(titles.get(slug, slug)) for (slug,) in found]),
        ),
        ListColumn("place", _("For"), cells=each(lambda run: place_name(run.organisation))),
        ListColumn("plan", _("Plan"), cells=each(_plan)),
        ListColumn(
            "state",
            _("Tilstand"),
            cells=each(lambda run: run.get_state_display()),
            order=ByText(("state",), lambda found: [str(states[state]) for (state,) in found]),
        ),
        ListColumn("ordered", _("Bestilt"), cells=each(lambda run: date(run.ordered_at)), order="ordered_at"),
    ]


def _plan(run: EvaluationRun) -> str:
    said = _("låst") if run.locked else _("ikke låst")
    return _("{plan}, syntetiske data").format(plan=said) if run.synthetic else said


def runs_table(
    request: HttpRequest, rows: Iterable[EvaluationRun], columns: Sequence[ListColumn[Any]]
) -> Table:
    """A page of the list."""
    return list_table(
        request.GET,
        list(rows),
        columns,
        caption=_("Kørsler, de nyeste først"),
        href=lambda run: f"{run.reference}/",
    )

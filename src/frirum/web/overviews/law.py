"""What happened to the rules while experiments ran on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from frirum.core.catalogue import Experiment
from frirum.core.catalogue.compilations import rules_of, runs_on, touched_by
from frirum.core.catalogue.network import Network
from frirum.core.catalogue.wording import dated_text
from frirum.core.vocabulary.law_events import LawEvent, all_law_events
from frirum.core.vocabulary.provisions import Provision, Statute, all_provisions, all_statutes, cite
from frirum.web.experiments.definitions import public_catalogue
from frirum.web.experiments.listing import experiment_period, period_text
from frirum.web.experiments.timeline import draw_all


@dataclass(frozen=True)
class _EventView:
    """An event with the experiments it touches: those running that day, those not, those no source dates."""

    event: LawEvent
    when: str
    touched: tuple[tuple[str, tuple[Experiment, ...]], ...]


@dataclass(frozen=True)
class _RuleView:
    """A dated rule with the experiments that deviate from it or rest on it."""

    rule: Provision
    citation: str
    period: str
    experiments: tuple[Experiment, ...]


@dataclass(frozen=True)
class _StatuteView:
    """A statute in one of its versions."""

    statute: Statute
    period: str


@require_safe
@gzip_page
def law(request: HttpRequest) -> HttpResponse:
    """Events by date, every experiment's periods against them, rules and statutes with their status."""
    catalogue = public_catalogue()
    experiments = tuple(catalogue.experiments.values())
    first_days = {slug: _first_day(network) for slug, network in catalogue.networks.items()}
    events = [_event(event, experiments, first_days) for event in all_law_events()]
    changes = [view.event.date for view in events if view.event.touches]
    context = {
        "years": [
            (year, list(those)) for year, those in groupby(events, key=lambda view: view.event.date.year)
        ],
        "drawing": draw_all(experiments, changes),
        "periods": [(e, experiment_period(e)) for e in experiments],
        "rules": [_rule(rule, experiments) for rule in all_provisions()],
        "statutes": [_StatuteView(s, _period(s)) for s in all_statutes()],
        "crumbs": [(_("Lov"), None)],
    }
    return render(request, "overviews/law.html", context)


def _first_day(network: Network) -> dt.date | None:
    """The day the first round of a network's experiments began, where its rounds are dated."""
    days = [one.starts_on for one in network.rounds]
    return min((day for day in days if day is not None), default=None)


def _event(
    event: LawEvent, experiments: tuple[Experiment, ...], first_days: Mapping[str, dt.date | None]
) -> _EventView:
    words = {True: _("i gang:"), False: _("ikke i gang den dag:"), None: _("ikke oplyst, om i gang:")}
    groups: dict[bool | None, list[Experiment]] = {answer: [] for answer in words}
    for experiment in touched_by(event, experiments):
        groups[runs_on(experiment, event.date, first_days.get(experiment.network))].append(experiment)
    touched = tuple((words[answer], tuple(those)) for answer, those in groups.items() if those)
    return _EventView(event, dated_text(event.date, event.precision), touched)


def _rule(rule: Provision, experiments: tuple[Experiment, ...]) -> _RuleView:
    citation = cite(rule.reference) if rule.reference else _("Lov og paragraf er ikke oplyst")
    return _RuleView(rule, citation, _period(rule), tuple(e for e in experiments if rule.id in rules_of(e)))


def _period(dated: Provision | Statute) -> str:
    return period_text(dated.period.first, dated.period.last)

"""What is said where the law watch of an experiment found nothing: never that nothing happened."""

from __future__ import annotations

import datetime as dt

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.history import DecisionReason, EventKind, Status
from frirum.core.language import gettext as _
from frirum.core.language import own_text
from frirum.core.law.watch import deviations_of, running_period
from frirum.core.vocabulary.danish import format_date


def no_changes_said(experiment: Experiment, on: dt.date) -> str:
    """Why no change of the law is shown, as seen on a day."""
    running = running_period(experiment)
    if experiment.status is Status.NEVER_STARTED:
        return _("Forsøget kom aldrig i gang, så der er ingen tid at følge loven i.")
    if running.first is not None and on < running.first:
        return _("Forsøget er ikke begyndt. Loven følges fra den {day}.").format(
            day=format_date(running.first)
        )
    if not any(one.reference for one in deviations_of(experiment, None)):
        return _("Hvilken bestemmelse forsøget fraviger, er ikke oplyst, så lovændringer kan ikke følges.")
    found = _("I det, der er læst, er der ingen ændring af reglerne, mens forsøget kørte.")
    return " ".join([found, *_after(experiment)])


def _after(experiment: Experiment) -> list[str]:
    """What ended it, where that was the law."""
    overtaken = any(DecisionReason.OVERTAKEN_BY_LAW in decision.reasons for decision in experiment.decisions)
    stops = [event for event in experiment.events if event.kind is EventKind.STOP]
    if not overtaken:
        return []
    return [own_text(one) for one in stops] or [
        _("Beslutningen siger, at forsøget blev overhalet af en lovændring.")
    ]

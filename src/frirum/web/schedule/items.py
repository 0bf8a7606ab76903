"""What is to be done by which day, over all experiments that the person's organisations take part in.

Nothing is kept: each item follows from a definition and from what was done. An item of an experiment that is over is
not late any more; it stands as what never came.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.history import Status
from frirum.core.catalogue.instruments import Instrument, InstrumentKind
from frirum.core.catalogue.standing import standing
from frirum.core.instruments.rounds import RoundWhy, planned_rounds
from frirum.core.instruments.words import round_text
from frirum.core.law.watch import running_period
from frirum.web.audits.duty import DutyState, duty_rows
from frirum.web.audits.models import AuditRound
from frirum.web.experiments.listing import own_title
from frirum.web.experiments.taking_part import experiments_of, takes_part
from frirum.web.forms.models import EvaluationForm
from frirum.web.organisations.access import keys_with
from frirum.web.organisations.names import organisation_name, place_name
from frirum.web.organisations.permissions import Permission
from frirum.web.studies.models import TimeStudy
from frirum.web.surveys.models import SurveyWave, WaveState

OVER = (Status.ENDED, Status.STOPPED, Status.NEVER_STARTED)
AFTER_THE_END = dt.timedelta(days=366)
"""How long after an experiment's last day what it still owes counts as late: the last form comes after the end."""


class ItemState(StrEnum):
    """Where an item stands on a day."""

    DONE = "done"
    LATE = "late"
    SOON = "soon"
    LATER = "later"
    LAPSED = "lapsed"


SOON = dt.timedelta(days=31)


@dataclass(frozen=True)
class ScheduleItem:
    """One thing and its day.

    Attributes:
        uid: what a calendar knows it by for good.
        place: the organisation's name.
    """

    uid: str
    day: dt.date
    what: str
    experiment: str
    place: str
    href: str
    state: ItemState


def items_for(user: Any, *, on: dt.date) -> list[ScheduleItem]:
    """Everything with a day, in order of time."""
    follow = keys_with(user, Permission.FOLLOW_EXPERIMENT)
    experiments = experiments_of(follow)
    found = [
        *_audits(experiments, keys_with(user, Permission.AUDIT_CASES), on),
        *_surveys(experiments, keys_with(user, Permission.RUN_SURVEYS), on),
        *_studies(experiments, keys_with(user, Permission.RUN_SURVEYS), on),
        *_reports(experiments, keys_with(user, Permission.FILL_FORM), on),
    ]
    return sorted(found, key=lambda item: (item.day, item.experiment, item.what, item.place))


def _state(experiment: Experiment, day: dt.date, on: dt.date, *, done: bool) -> ItemState:
    if done:
        return ItemState.DONE
    if day >= on:
        return ItemState.SOON if day - on <= SOON else ItemState.LATER
    end = running_period(experiment).last
    is_over = end + AFTER_THE_END < on if end is not None else standing(experiment, on).is_over
    return ItemState.LAPSED if is_over else ItemState.LATE


def _title(experiment: Experiment) -> str:
    return str(strip_tags(str(own_title(experiment))))


def _audits(experiments: dict[str, Experiment], keys: Collection[str], on: dt.date) -> Iterator[ScheduleItem]:
    rounds = list(AuditRound.objects.filter(organisation__in=keys))
    for row in duty_rows(experiments.values(), keys, rounds, on=on):
        if row.due is None:
            continue
        experiment = experiments[row.slug]
        href = (
            reverse("audits:round", args=[row.held.reference])
            if row.held
            else f"{reverse('audits:begin')}?tilsyn={row.slug}/{row.instrument.id}/{row.round}"
        )
        yield ScheduleItem(
            f"audit.{row.slug}.{row.instrument.id}.{row.round or row.due.isoformat()}.{row.organisation}",
            row.due,
            f"{_('Tilsyn')}: {row.instrument.title}",
            _title(experiment),
            place_name(row.organisation),
            href,
            _state(experiment, row.due, on, done=row.state is DutyState.DONE),
        )


def _surveys(
    experiments: dict[str, Experiment], keys: Collection[str], on: dt.date
) -> Iterator[ScheduleItem]:
    waves = list(SurveyWave.objects.filter(organisation__in=keys))
    for experiment in experiments.values():
        for instrument in experiment.instruments:
            if instrument.kind is not InstrumentKind.SURVEY or instrument.omitted or not instrument.questions:
                continue
            for key in sorted(one for one in keys if takes_part(experiment, one)):
                mine = [
                    one for one in waves if one.organisation == key and _is_of(one, experiment, instrument)
                ]
                yield from _planned_waves(experiment, instrument, key, mine, on)
    for wave in waves:
        if wave.slug in experiments and wave.state == WaveState.OPEN and wave.closes_on:
            yield ScheduleItem(
                f"wave.{wave.reference}",
                wave.closes_on,
                _("Runden {name} lukker").format(name=wave.name),
                _title(experiments[wave.slug]),
                organisation_name(wave.organisation),
                reverse("surveys:wave", args=[wave.reference]),
                _state(experiments[wave.slug], wave.closes_on, on, done=False),
            )


def _is_of(wave: SurveyWave, experiment: Experiment, instrument: Instrument) -> bool:
    return (wave.slug, wave.instrument) == (experiment.slug, instrument.id)


def _planned_waves(
    experiment: Experiment, instrument: Instrument, key: str, held: list[SurveyWave], on: dt.date
) -> Iterator[ScheduleItem]:
    """A planned wave is done when a wave was opened as it (`PrepareWaveForm`)."""
    begun = {one.name for one in held if one.state != WaveState.PREPARED}
    dated = [
        one for one in planned_rounds(experiment, instrument) if one.last and one.why is not RoundWhy.LAPSED
    ]
    for planned in dated:
        assert planned.last is not None
        yield ScheduleItem(
            f"survey.{experiment.slug}.{instrument.id}.{planned.round.id}.{key}",
            planned.last,
            f"{instrument.title}: {round_text(planned)}",
            _title(experiment),
            organisation_name(key),
            reverse("surveys:prepare", args=[experiment.slug, instrument.id]),
            _state(experiment, planned.last, on, done=planned.round.id in begun),
        )


def _studies(
    experiments: dict[str, Experiment], keys: Collection[str], on: dt.date
) -> Iterator[ScheduleItem]:
    for study in TimeStudy.objects.filter(organisation__in=keys, slug__in=experiments):
        yield ScheduleItem(
            f"time.{study.reference}",
            study.last_day,
            _("Tidsregistrering slutter"),
            _title(experiments[study.slug]),
            organisation_name(study.organisation),
            reverse("studies:study", args=[study.reference]),
            _state(experiments[study.slug], study.last_day, on, done=not study.is_open),
        )


def _reports(
    experiments: dict[str, Experiment], keys: Collection[str], on: dt.date
) -> Iterator[ScheduleItem]:
    sent = set(
        EvaluationForm.objects.filter(organisation__in=keys)
        .exclude(submitted_at=None)
        .values_list("slug", "period", "organisation")
    )
    for experiment in experiments.values():
        for period in experiment.reporting_periods:
            begins = running_period(experiment).first
            if period.end is None or (begins is not None and period.end < begins):
                continue
            for key in sorted(one for one in keys if takes_part(experiment, one)):
                done = period.submitted is not None or (experiment.slug, period.id, key) in sent
                yield ScheduleItem(
                    f"form.{experiment.slug}.{period.id}.{key}",
                    period.end,
                    _("Evalueringsskema {period}").format(period=period.title),
                    _title(experiment),
                    organisation_name(key),
                    reverse("forms:forms"),
                    _state(experiment, period.end, on, done=done),
                )


def late_ones(items: Iterable[ScheduleItem]) -> list[ScheduleItem]:
    """What should have been done and was not."""
    return [item for item in items if item.state is ItemState.LATE]

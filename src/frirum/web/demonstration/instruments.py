"""An audit that was held and one under way, a wave that is closed, and minutes that were written."""

from __future__ import annotations

import datetime as dt

from frirum.core.instruments.survey import survey_of
from frirum.web import clock
from frirum.web.audits.actions import RoundPlan, hold_round, open_round, save_case
from frirum.web.audits.models import AuditCase, AuditRound
from frirum.web.demonstration.people import OWNER, Staff
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.studies.actions import begin_time_study, write_time
from frirum.web.studies.models import StaffRole, StudyPhase
from frirum.web.studies.tasks import task_texts
from frirum.web.surveys.actions import Recipient, Told, add_recipients, close_wave, prepare_wave
from frirum.web.surveys.answering import find_link, finish
from frirum.web.surveys.channel_actions import issue_links
from frirum.web.surveys.keeping import keep_wave
from frirum.web.surveys.models import Channel

_NOON = dt.time(12)
_ASKED, _SEED = 40, 2027
# How many chose each step of the scale, lowest first; four did not answer.
_CHOSE = (0, 6, 8, 12, 10)
_MINUTES = (35, 40, 25, 50, 30, 45)


def hold_audit(slug: str, people: Staff, start: dt.date, half: dt.date) -> None:
    """The first half year is reviewed and signed; of the second the first case is."""
    for first, last, is_over in ((start, half, True), (half + dt.timedelta(days=1), clock.today(), False)):
        on = last + dt.timedelta(days=14) if is_over else clock.today()
        with clock.at(dt.datetime.combine(on, _NOON, dt.UTC)):
            round_ = open_round(
                slug=slug,
                instrument="tilsyn",
                organisation=OWNER,
                plan=RoundPlan("", (first, last)),
                by=people.leader,
            )
            cases = list(AuditCase.objects.filter(round=round_).order_by("number"))
            for case in cases if is_over else cases[:1]:
                _review(case, people)
            if is_over:
                hold_round(round_=AuditRound.objects.get(pk=round_.pk), by=people.leader)


def _review(case: AuditCase, people: Staff) -> None:
    knows = "nej" if case.number % 4 == 0 else "ja"
    save_case(
        case=case,
        written={"valgt-selv": "ja", "kan-altid": knows},
        dropped="",
        revision=case.revision,
        by=people.leader,
    )


def hold_survey(slug: str, people: Staff, half: dt.date) -> None:
    """The wave after half a year: 40 were asked, 36 answered, and it is closed."""
    with clock.at(dt.datetime.combine(half + dt.timedelta(days=1), _NOON, dt.UTC)):
        wave = prepare_wave(
            slug=slug,
            instrument="raadgivere",
            name="foerste",
            organisation=OWNER,
            told=_told(half),
            closes_on=half + dt.timedelta(days=21),
            named=False,
            wording_confirmed=True,
            by=people.coordinator,
        )
        asked = [
            Recipient("", int(OWNER), Channel.LETTER, f"Syntetisk svarperson {n}") for n in range(_ASKED)
        ]
        add_recipients(wave=wave, recipients=asked, by=people.coordinator)
        links = issue_links(wave=wave, channel=Channel.LETTER, by=people.coordinator)
        survey = survey_of(current_catalogue().experiment(slug), "raadgivere", current_catalogue().scales)
        steps = [option.value for option in survey.questions[0].options]
        chosen = [step for step, n in zip(steps, _CHOSE, strict=False) for _one in range(n)]
        for link, step in zip(links, chosen, strict=False):
            opened = find_link(link.url.rstrip("/").rsplit("/", 1)[-1])
            assert opened is not None
            finish(link=opened, answers={"tid-til-andre": step})
    with clock.at(dt.datetime.combine(half + dt.timedelta(days=22), _NOON, dt.UTC)):
        close_wave(wave=wave, by=people.coordinator)
        keep_wave(wave.reference)


def _told(half: dt.date) -> Told:
    return Told(
        purpose="At vise, hvordan en runde ser ud. Alle svar er syntetiske.",
        controller="Vesthimmerlands Kommune (demonstration)",
        legal_basis="Syntetiske svar: ingen personer",
        contact="koordinator@demonstration.example",
        keep_until=half + dt.timedelta(days=3650),
    )


def time_tasks(slug: str, people: Staff, today: dt.date) -> None:
    """Minutes of a task over some days; the study is open."""
    first = today - dt.timedelta(days=28)
    with clock.at(dt.datetime.combine(first, _NOON, dt.UTC)):
        study = begin_time_study(
            slug=slug,
            organisation=OWNER,
            phase=StudyPhase.DURING,
            tasks=list(task_texts())[:2],
            first_day=first,
            last_day=today + dt.timedelta(days=14),
            n_days=10,
            seed=_SEED,
            by=people.coordinator,
        )
    days = [day for day in map(dt.date.fromisoformat, study.days) if day < today]
    for minutes, day in zip(_MINUTES, days * len(_MINUTES), strict=False):
        with clock.at(dt.datetime.combine(day, _NOON, dt.UTC)):
            write_time(
                study=study,
                on=day,
                task=study.tasks[0],
                role=StaffRole.CASEWORKER,
                minutes=minutes,
                by=people.caseworker,
            )

"""Makes the experiment and lets its people work in it, through the same actions as the pages call.

Every case, answer and minute is made up and says so. What was done stands on the day it was done (`clock.at`), so that
deadlines are met, near and late whatever the day of `frirum init --demo` is.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from frirum.core.vocabulary.periods import add_months
from frirum.web import clock
from frirum.web.demonstration.instruments import hold_audit, hold_survey, time_tasks
from frirum.web.demonstration.papers import write_papers
from frirum.web.demonstration.people import OWNER, Staff, staff
from frirum.web.experiments.actions import publish
from frirum.web.experiments.definitions import latest_version
from frirum.web.experiments.models import Origin
from frirum.web.obligations.actions import mark_done
from frirum.web.trail.actors import SET_UP
from frirum.web.uses.actions import end_use, record_use
from frirum.web.uses.identities import Identity
from frirum.web.uses.models import Use
from frirum.web.uses.reasons import EndReason
from frirum.web.uses.staff import note_staff_told
from frirum.web.zones import CASEWORK, alias

SLUG, NETWORK = "syntetisk-samtaler", "nordjylland"
MEMBERS = (820, 851, 860)
_SO_FAR, _HALF, _WHOLE = 14, 6, 36
_DUTY, _ITS_NOTE = "opfoelgning", "opfoelgning-holdt.opfoelgning"
_NOTE = "Opfølgning holdt efter det syntetiske grundlag. Næste opfølgning er senest om 6 måneder."


@dataclass(frozen=True)
class Course:
    """The experiment's days, counted from the day it is made.

    Attributes:
        today: the day of `frirum init --demo`.
        start: its first day.
        half: the last day of its first half year, which is over.
        last: its last day.
    """

    today: dt.date
    start: dt.date
    half: dt.date
    last: dt.date


class Case(NamedTuple):
    """A made-up case: how many days ago it began, and what happened in it.

    Attributes:
        begun: days before today.
        followed_up: days before today of the follow-up that was held; 0 for none.
        ended: why the use ended, ten days ago; "" where it goes on.
    """

    begun: int
    followed_up: int = 0
    ended: str = ""


# Six months are 181 to 184 days: three follow-ups are late, two fall within the next two weeks, the rest are on time.
CASES = (
    Case(400, 100),
    Case(360, 190),
    Case(330, 150),
    Case(300, 120, EndReason.COMPLETED),
    Case(260, 80),
    Case(225, 45),
    Case(214),
    Case(196),
    Case(175),
    Case(168),
    Case(120),
    Case(90, 0, EndReason.WITHDRAWN),
    Case(60),
    Case(20),
)
# The note of the last follow-up is not written yet.
_NOTE_IS_MISSING = 45


def make_work() -> str | None:
    """Publish the definition and let its people work, unless that is done already."""
    with scopes_disabled(), transaction.atomic(using=alias(CASEWORK)):
        if latest_version(SLUG) is not None:
            return None
        course = course_until(clock.today())
        publish(text=definition(course), origin=Origin.OWN, organisation=NETWORK, reason="", by=SET_UP)
        people = staff()
        _note_told(people, course)
        for number, case in enumerate(CASES, start=1):
            _work_in(number, case, people, course)
        hold_audit(SLUG, people, course.start, course.half)
        hold_survey(SLUG, people, course.half)
        time_tasks(SLUG, people, course.today)
        write_papers(SLUG, people, course.half)
        return _("{n} syntetiske sager med frister, tilsyn, spørgeskema og papirer").format(n=len(CASES))


def course_until(today: dt.date) -> Course:
    """The days of an experiment that has run for more than a year."""
    start = add_months(today.replace(day=1), -_SO_FAR)
    day = dt.timedelta(days=1)
    return Course(today, start, add_months(start, _HALF) - day, add_months(start, _WHOLE) - day)


def definition(course: Course) -> str:
    """The TOML of the experiment with its days."""
    text = Path(__file__).with_name("in_use.toml").read_text(encoding="utf-8")
    for name, day in (("START", course.start), ("LAST", course.last), ("HALF", course.half)):
        text = text.replace(f"= {name}\n", f"= {day}\n")
    stays = (
        f"[[participation]]\nmunicipality = {code}\nfrom = {course.start}\nto = {course.last}\n"
        for code in MEMBERS
    )
    return text + "\n" + "\n".join(stays)


def _note_told(people: Staff, course: Course) -> None:
    with clock.at(noon(course.start)):
        note_staff_told(
            organisation=OWNER,
            told_on=course.start,
            how=_("På et møde om forsøget (demonstration)."),
            by=people.leader,
        )


def _work_in(number: int, case: Case, people: Staff, course: Course) -> None:
    begun = course.today - dt.timedelta(days=case.begun)
    with clock.at(noon(begun)):
        use = record_use(
            slug=SLUG,
            organisation=OWNER,
            identity=Identity(case_number=f"SYN-{number:02}"),
            label=_("Syntetisk sag {n}").format(n=number),
            begun_on=begun,
            facts={"case_date": begun.isoformat(), "wish": True},
            consented_on=begun,
            by=people.caseworker,
        )
    if case.followed_up:
        held = course.today - dt.timedelta(days=case.followed_up)
        with clock.at(noon(held)):
            _follow_up(use, held, people, noted=case.followed_up != _NOTE_IS_MISSING)
    if case.ended:
        over = course.today - dt.timedelta(days=10)
        with clock.at(noon(over)):
            end_use(use=use, ended_on=over, reason=case.ended, by=people.caseworker)


def _follow_up(use: Use, held: dt.date, people: Staff, *, noted: bool) -> None:
    mark_done(use=use, key=_DUTY, number=1, done_on=held, by=people.caseworker)
    if noted:
        mark_done(use=use, key=_ITS_NOTE, number=1, done_on=held, note=_NOTE, by=people.caseworker)


def noon(day: dt.date) -> dt.datetime:
    """The middle of a day."""
    return dt.datetime.combine(day, dt.time(12), dt.UTC)

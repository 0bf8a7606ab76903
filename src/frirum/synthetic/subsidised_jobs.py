"""Disability pensioners in jobs with a wage subsidy, and the talks that follow them up, as a case system holds them.

They are people of their own, numbered after the register's: none of its groups holds a disability pension. Where the
experiment runs (`foertidspension-opfoelgning`), jobs begun in it are followed up by its deadlines; everywhere else, and
before, by the ordinary ones. How long somebody stays depends on neither: what is planted is no difference.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np

from frirum.core.vocabulary.municipalities import all_municipalities
from frirum.core.vocabulary.periods import add_months
from frirum.synthetic.casework import LifeEvent
from frirum.synthetic.register import SyntheticRegister

PLACE, BEGINS = 820, dt.date(2018, 7, 1)
"""Where and from when the experiment runs."""
ORDINARY, RELAXED = (6, 12), (30, 30)
"""Months until the first follow-up, and from each to the next."""

_FIRST_NUMBER = 1_000_001
_STREAM = 11
_PEOPLE_A_JOB = 20
_IN_PLACE = 0.25
_PUBLIC, _INTERRUPTED, _LATE, _CANCELLED, _ENQUIRES = 0.4, 0.2, 0.06, 0.1, 0.04
_MEDIAN_WEEKS, _SPREAD = 110.0, 0.8
_RESULTS = ("unchanged",) * 8 + ("hours_changed", "support_changed")


def jobs_of(plan: SyntheticRegister, *, most: int) -> int:
    """How many jobs there are beside the register, at most so many."""
    return min(plan.people // _PEOPLE_A_JOB, most)


def subsidised_jobs(plan: SyntheticRegister, *, most: int) -> Iterator[LifeEvent]:
    """Each job ("job", with its planned end) and its follow-ups and enquiries ("follow_up"), by person.

    Each person is drawn from (seed, person) alone, so that one more changes no other's life.
    """
    for number in range(jobs_of(plan, most=most)):
        rng = np.random.default_rng([plan.seed, number, _STREAM])
        yield from _job(plan, _FIRST_NUMBER + plan.people + number, rng)


def _job(plan: SyntheticRegister, lobenr: int, rng: np.random.Generator) -> Iterator[LifeEvent]:
    elsewhere = [one.code for one in all_municipalities() if one.code != PLACE]
    place = PLACE if rng.random() < _IN_PLACE else int(rng.choice(elsewhere))
    begun = plan.axis[int(rng.integers(plan.weeks))].monday
    weeks = max(4, int(rng.lognormal(np.log(_MEDIAN_WEEKS), _SPREAD)))
    left = begun + dt.timedelta(weeks=weeks, days=-3)
    cut_short = rng.random() < _INTERRUPTED
    planned = left + dt.timedelta(weeks=int(rng.integers(4, 40))) if cut_short else left
    employer = "public" if rng.random() < _PUBLIC else "private"
    today = plan.axis[-1].sunday
    ended = left if left <= today else None
    yield LifeEvent(lobenr, place, "job", begun, ended, employer, planned)
    first, then = RELAXED if place == PLACE and begun >= BEGINS else ORDINARY
    due, until = add_months(begun, first), min(left, today)
    while due < until:
        draw = rng.random()
        held = _weekday(due + dt.timedelta(days=int(rng.integers(2, 30)) * (1 if draw < _LATE else -1)))
        booked = held - dt.timedelta(days=14)
        if rng.random() < _CANCELLED:
            earlier = _weekday(held - dt.timedelta(days=7))
            yield LifeEvent(lobenr, place, "follow_up", earlier, None, "cancelled", booked)
        if held > until:
            break
        detail = _RESULTS[int(rng.integers(len(_RESULTS)))]
        yield LifeEvent(lobenr, place, "follow_up", held, None, detail, booked)
        due = add_months(held, then)
    for month in range(1, (until - begun).days // 30):
        if rng.random() < _ENQUIRES:
            day = _weekday(begun + dt.timedelta(days=30 * month))
            yield LifeEvent(lobenr, place, "follow_up", day, None, "enquiry")


def _weekday(day: dt.date) -> dt.date:
    """The day, or the Friday before it."""
    return day - dt.timedelta(days=max(0, day.weekday() - 4))

"""The same lives as a case system holds them: periods on ledighedsydelse, marks, placements and contacts.

Drawn from the register's own weeks, each lot from (seed, lot) alone, so that no file contradicts the register: a
contact lies in a spell, a mark in a placement, and what is planted in the register (`SyntheticRegister.truth`) shows in
the periods.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from frirum.synthetic.register import Lot, SyntheticRegister

GAP_WEEKS = 4
BENEFIT_CODES = (740, 744, 745, 747)
MARK = "Frikommuneforsøg – Ly under 18 mdr."
"""The mark of the experiment that the planted effect belongs to (`forholdstal-ledighedsydelse`)."""
EXPERIMENT_BEGINS = dt.date(2018, 7, 1)

_FIRST_NUMBER = 1_000_001
_STREAM = 10
_CONTACT_EVERY = 4
_PLACEMENT_SHARE = 0.35
_MARKED_SHARE = 0.8
_CANCELLED = 0.12
_TO_FRIDAY = dt.timedelta(days=4)


@dataclass(frozen=True)
class LifeEvent:
    """Something that stands in a case system.

    Attributes:
        lobenr: the register's running number of the person.
        municipality: its code, of the year the event began in.
        kind: "period", "mark", "placement" or "contact"; of those beside the register "job" or "follow_up".
        first: its first day, or its only one.
        last: its last day; None where it goes on, or is one day.
        detail: "private" or "public" employer of a placement or job; "held" or "cancelled" of a contact; "cancelled",
            "enquiry" or what came of it of a follow-up; "" otherwise.
        planned: the planned end of a job; the day a follow-up was booked.
    """

    lobenr: int
    municipality: int
    kind: str
    first: dt.date
    last: dt.date | None = None
    detail: str = ""
    planned: dt.date | None = None


def life_events(plan: SyntheticRegister) -> Iterator[LifeEvent]:
    """Every event of every person on ledighedsydelse, by person and then by kind and day.

    A period that touches the register's first week is left out, as nobody knows when it began; one that touches the
    last has no end.
    """
    for number, lot in enumerate(plan.lots()):
        rng = np.random.default_rng([plan.seed, number, _STREAM])
        on = np.isin(lot.codes, BENEFIT_CODES)
        # Drawn for everybody, so that one life more or less changes no other.
        draws = rng.random((len(lot.number), 64))
        for person in np.flatnonzero(on.any(axis=1)).tolist():
            yield from _events_of(plan, lot, person, on[person], draws[person])


def _events_of(
    plan: SyntheticRegister, lot: Lot, person: int, on: np.ndarray, draws: np.ndarray
) -> Iterator[LifeEvent]:
    lobenr = int(lot.number[person])
    spells = [(first, after) for first, after in joined(lot.codes[person], on) if first > 0]

    def where(week: int) -> int:
        year = min(plan.axis[week].month[0], plan.years[-1])
        return int(lot.municipality[person, plan.years.index(year)])

    for first, after in spells:
        last = None if after == plan.weeks else plan.axis[after - 1].sunday
        yield LifeEvent(lobenr, where(first), "period", plan.axis[first].monday, last)
    placements = list(_placements(plan, spells, draws))
    for n, (first, after) in enumerate(placements):
        place = where(first)
        begun, ended = plan.axis[first].monday, plan.axis[after - 1].monday + _TO_FRIDAY
        homes = {place, int(lot.municipality[person, 0])}
        if _is_marked(plan, homes, begun, first) and draws[-1 - n % 16] < _MARKED_SHARE:
            yield LifeEvent(lobenr, place, "mark", begun, ended)
    for n, (first, after) in enumerate(placements):
        employer = "private" if draws[32 + n % 16] < 0.7 else "public"
        begun, ended = plan.axis[first].monday, plan.axis[after - 1].monday + _TO_FRIDAY
        yield LifeEvent(lobenr, where(first), "placement", begun, ended, employer)
    for first, after in spells:
        for n, week in enumerate(range(first + 1, after, _CONTACT_EVERY)):
            held = "cancelled" if draws[(n + first) % 32] < _CANCELLED else "held"
            day = plan.axis[week].monday + dt.timedelta(days=n % 5)
            yield LifeEvent(lobenr, where(week), "contact", day, None, held)


def _placements(
    plan: SyntheticRegister, spells: list[tuple[int, int]], draws: np.ndarray
) -> Iterator[tuple[int, int]]:
    """(first, after last) of the placements: at most one a spell, four to thirteen weeks, inside it."""
    for n, (first, after) in enumerate(spells):
        draw, length = draws[n % 32], 4 + int(draws[(n + 7) % 32] * 10)
        if draw < _PLACEMENT_SHARE and after - first > length + 2:
            begin = first + 1 + int(draw / _PLACEMENT_SHARE * (after - first - length - 1))
            yield begin, begin + length


def _is_marked(plan: SyntheticRegister, homes: set[int], day: dt.date, week: int) -> bool:
    """Where the experiment runs, for those whom the planted effect touches: who lived there from the first."""
    return homes <= set(plan.treated) and week >= plan.start and day >= EXPERIMENT_BEGINS


def joined(codes: np.ndarray, on: np.ndarray) -> list[tuple[int, int]]:
    """(first, after last) of the stretches, joined over a few blank weeks but not over another code."""
    found: list[tuple[int, int]] = []
    for place in np.flatnonzero(on).tolist():
        if found and place - found[-1][1] <= GAP_WEEKS and not codes[found[-1][1] : place].any():
            found[-1] = (found[-1][0], place + 1)
        else:
            found.append((place, place + 1))
    return found

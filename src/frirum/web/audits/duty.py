"""Audits against the duty to hold them: what a definition plans, what was held, and what is late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.instruments import Frequency, Instrument
from frirum.core.catalogue.labels import label
from frirum.core.instruments.rounds import RoundWhy, planned_rounds
from frirum.core.instruments.words import round_text
from frirum.core.uptake.stretch import Stay, stays_of
from frirum.core.vocabulary.periods import add_months
from frirum.web.audits.models import AuditRound
from frirum.web.audits.reviewing import instruments_of

_MONTHS = {Frequency.YEARLY: 12, Frequency.HALF_YEARLY: 6}


class DutyState(StrEnum):
    """Where a planned audit stands."""

    DONE = "done"
    DUE = "due"
    LATE = "late"
    UNDATED = "undated"


@dataclass(frozen=True)
class DutyRow:
    """One audit that a municipality is to hold, or has held.

    Attributes:
        round: the definition's id of the planned round; "" where it plans none by day.
        when: the plan in the definition's words.
        due: the last day of the plan; None where no day is stated.
        held: the round that was held or is open for it, or None.
    """

    slug: str
    instrument: Instrument
    organisation: str
    round: str
    when: str
    due: dt.date | None
    held: AuditRound | None
    state: DutyState


def duty_rows(
    experiments: Iterable[Experiment], keys: Collection[str], rounds: Iterable[AuditRound], *, on: dt.date
) -> list[DutyRow]:
    """Every planned audit of the municipalities that take part, by day; those without a day last.

    A yearly audit is due each year of the municipality's days, counted from its first.

    Args:
        keys: the municipalities.
        rounds: all rounds of theirs.
        on: the day it is judged on.
    """
    found: dict[tuple[str, str, str], list[AuditRound]] = {}
    for one in sorted(rounds, key=lambda r: (r.is_held, r.opened_at)):
        found.setdefault((one.slug, one.instrument, one.organisation), []).append(one)
    rows = []
    for experiment in experiments:
        stays = {str(stay.municipality): stay for stay in stays_of(experiment)}
        taking_part = {str(one.municipality) for one in experiment.participation} & set(keys)
        for instrument in instruments_of(experiment):
            for key in sorted(taking_part):
                mine = found.get((experiment.slug, instrument.id, key), [])
                for time in _planned(experiment, instrument, stays.get(key), on):
                    held = next((one for one in reversed(mine) if time.is_met_by(one)), None)
                    state = _state(held, time.due, on)
                    row = DutyRow(
                        experiment.slug, instrument, key, time.round, time.when, time.due, held, state
                    )
                    rows.append(row)
    return sorted(rows, key=lambda row: (row.due is None, row.due or on, row.slug, row.organisation))


@dataclass(frozen=True)
class _PlannedTime:
    """One time that an audit is to be held.

    Attributes:
        round: the definition's id of the planned round, or "".
        when: the plan in the definition's words.
        since, due: the days whose cases it is of, where it comes round with the year; `due` alone for a planned round.
    """

    round: str
    when: str
    since: dt.date | None
    due: dt.date | None

    def is_met_by(self, one: AuditRound) -> bool:
        """Whether a round is of this time: of its id, and with its last case in its days."""
        if one.round != self.round:
            return False
        return self.since is None or self.due is None or self.since <= one.last_day <= self.due


def _planned(
    experiment: Experiment, instrument: Instrument, stay: Stay | None, on: dt.date
) -> list[_PlannedTime]:
    """Each time the audit is to be held, the next one included; what lapsed is left out."""
    if instrument.rounds:
        return [
            _PlannedTime(one.round.id, round_text(one), None, one.last)
            for one in planned_rounds(experiment, instrument)
            if one.why is not RoundWhy.LAPSED
        ]
    when = label(instrument.frequency) if instrument.frequency else ""
    months = _MONTHS.get(instrument.frequency) if instrument.frequency else None
    if stay is None or months is None:
        return [_PlannedTime("", when, None, None)]
    return list(_recurring(when, months, stay, on))


def _recurring(when: str, months: int, stay: Stay, on: dt.date) -> Iterator[_PlannedTime]:
    """Each year or half year of the municipality's days, until the one that is running; the last may be shorter."""
    over = min(stay.last or on, on)
    since, number = stay.first, 1
    while number == 1 or since <= over:
        after = add_months(stay.first, months * number)
        due = after - dt.timedelta(days=1)
        yield _PlannedTime("", when, since, min(due, stay.last) if stay.last else due)
        since, number = after, number + 1


def _state(found: AuditRound | None, due: dt.date | None, on: dt.date) -> DutyState:
    if found is not None and found.is_held:
        return DutyState.DONE
    if due is None:
        return DutyState.UNDATED
    return DutyState.LATE if due < on else DutyState.DUE


@dataclass(frozen=True)
class MonthOfDuty:
    """One month (`2027-01`): audits that fell due in it, those of them that were held, and all rounds held in it."""

    month: str
    first_day: dt.date
    due: int
    done: int
    held: int


def by_month(rows: Iterable[DutyRow], rounds: Iterable[AuditRound]) -> list[MonthOfDuty]:
    """Due, done and held per month, in order of time."""
    due: dict[str, list[bool]] = {}
    for row in rows:
        if row.due is not None:
            due.setdefault(f"{row.due:%Y-%m}", []).append(row.state is DutyState.DONE)
    held: dict[str, int] = {}
    for one in rounds:
        if one.held_at is not None:
            held[f"{one.held_at:%Y-%m}"] = held.get(f"{one.held_at:%Y-%m}", 0) + 1
    return [
        MonthOfDuty(
            month,
            dt.date.fromisoformat(f"{month}-01"),
            len(due.get(month, [])),
            sum(due.get(month, [])),
            held.get(month, 0),
        )
        for month in sorted({*due, *held})
    ]

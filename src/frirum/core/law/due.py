"""What is owed in one use of an exemption: duties with both dates, notes, and that the exemption ends.

A follow-up that the ordinary rule would have asked for and the experiment leaves aside stands in the list too, as
spared: it is seen and counted, and nobody registers it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from frirum.core.catalogue.casework import JournalNote, Obligation, Timing, Trigger
from frirum.core.catalogue.roles import Role
from frirum.core.law.due_ending import Ended, ending, governed_until
from frirum.core.law.due_saved import saved_of_use
from frirum.core.law.due_schedule import DutySpan, Window, stretches, windows
from frirum.core.law.due_use import Done, UseFacts, counts_contacts, falls_due
from frirum.core.law.limits import Limit

_ONE_DAY = dt.timedelta(days=1)
ENDING_KEY = "ending"


class DueState(StrEnum):
    """Where something owed stands."""

    LATE = "late"
    DUE = "due"
    DONE = "done"
    SPARED = "spared"


class DueKind(StrEnum):
    """What is owed."""

    DUTY = "duty"
    NOTE = "note"
    ENDING = "ending"


@dataclass(frozen=True)
class DueItem:
    """One thing that is, was or would have been owed.

    Attributes:
        key, number: what it is called for good; a `Done` names them.
        duty: the definition's duty, also for a note after a follow-up and for the end of an exemption with a longest
            duration.
        note: the definition's note, for a note.
        limit: for the end of the exemption, what it follows from.
        role: who owes it, as the definition says; None where it does not.
        ordinary: the ordinary rule's day; None for what the ordinary rule does not ask for.
        experiment: the day that counts in the experiment; None for what it leaves aside or does not state.
        done: what answered it.
        needed, held: contacts asked for, and held; 1 and 0 for anything but a rule that counts contacts.
        asks_outcome: "the expected outcome came" answers it as well as a note that it did not.
    """

    kind: DueKind
    key: str
    number: int
    state: DueState
    ordinary: dt.date | None
    experiment: dt.date | None
    role: Role | None = None
    duty: Obligation | None = None
    note: JournalNote | None = None
    limit: Limit | None = None
    done: Done | None = None
    needed: int = 1
    held: int = 0
    asks_outcome: bool = False

    @property
    def day(self) -> dt.date:
        """The day it is ordered by: the experiment's where there is one."""
        found = self.experiment or self.ordinary
        assert found is not None, "an item has a day under one of the rules"
        return found

    @property
    def is_owed(self) -> bool:
        """Whether somebody still has to do it."""
        return self.state in (DueState.DUE, DueState.LATE)

    def days_late(self, on: dt.date) -> int:
        """How many days it is (or was done) after its day; 0 when it is not late."""
        if self.state is DueState.SPARED:
            return 0
        reached = self.done.on if self.done else on
        return max((reached - self.day).days, 0)


def due_items(use: UseFacts, *, on: dt.date) -> tuple[DueItem, ...]:
    """Everything owed, done and spared in a use as seen on a day, oldest first.

    A latest day is kept until midnight: it is late, or spared, from the day after.
    """
    return _in_order([*_owed_and_done(use, on), *_spared(use, on)])


def owed_items(use: UseFacts, *, on: dt.date) -> tuple[DueItem, ...]:
    """What of `due_items` somebody still has to do; what is spared is not worked out for it."""
    return _in_order([item for item in _owed_and_done(use, on) if item.is_owed])


def _in_order(items: list[DueItem]) -> tuple[DueItem, ...]:
    return tuple(sorted(items, key=lambda item: (item.day, item.kind, item.key, item.number)))


def _owed_and_done(use: UseFacts, on: dt.date) -> Iterator[DueItem]:
    found = ending(use, on)
    yield from _duties(use, on, governed_until(use, found.limit))
    yield from _notes(use, on)
    if found.limit is not None:
        yield _ending(use, on, found.ended, found.limit)


def _state(day: dt.date, on: dt.date, done: Done | None = None) -> DueState:
    if done is not None:
        return DueState.DONE
    return DueState.LATE if on > day else DueState.DUE


# ---- duties ----


def _duties(use: UseFacts, on: dt.date, until: dt.date) -> Iterator[DueItem]:
    """The duties owed and done; `until` is the last day on which the experiment's dates govern."""
    for duty in filter(falls_due, use.obligations()):
        rule = duty.experiment or duty.ordinary
        if rule is not None and counts_contacts(rule):
            yield from _counted(use, duty, rule, on, until)
        else:
            yield from _dated(use, duty, on, until)


def _dated(use: UseFacts, duty: Obligation, on: dt.date, until: dt.date) -> Iterator[DueItem]:
    for stretch in stretches(use, duty):
        if stretch.done is not None:
            yield _duty(stretch, stretch.done.number, DueState.DONE)
        elif (day := _open_day(stretch)) and day <= until:
            yield _duty(stretch, use.next_number(duty.id), _state(day, on))


def _spared(use: UseFacts, on: dt.date) -> Iterator[DueItem]:
    for duty in filter(falls_due, use.obligations()):
        saved = saved_of_use(use, duty, first=use.begun_on, last=on - _ONE_DAY)
        for number, day in enumerate(saved.days if saved else (), start=1):
            spared = DueState.SPARED
            yield DueItem(DueKind.DUTY, duty.id, number, spared, day, None, role=duty.role, duty=duty)


def _open_day(stretch: DutySpan) -> dt.date | None:
    """The day the next one is owed. Where no source states the experiment's rule, the ordinary one still stands."""
    return stretch.uncut if stretch.duty.experiment is not None else stretch.ordinary


def _duty(stretch: DutySpan, number: int, state: DueState) -> DueItem:
    duty = stretch.duty
    # A duty that the experiment lifts can still be done: its day is then the day it was done.
    fallback = stretch.done.on if stretch.done and not stretch.ordinary and not stretch.experiment else None
    return DueItem(
        DueKind.DUTY,
        duty.id,
        number,
        state,
        stretch.ordinary,
        stretch.experiment or fallback,
        role=duty.role,
        duty=duty,
        done=stretch.done,
    )


def _counted(use: UseFacts, duty: Obligation, rule: Timing, on: dt.date, until: dt.date) -> Iterator[DueItem]:
    needed = rule.at_least or 1
    for window in windows(use, duty, rule, min(on, until)):
        enough = len(window.held) >= needed
        if enough or use.ended_on is None or window.last <= use.ended_on:
            yield _window(use, duty, window, needed, on)


def _window(use: UseFacts, duty: Obligation, window: Window, needed: int, on: dt.date) -> DueItem:
    done = window.held[needed - 1] if len(window.held) >= needed else None
    return DueItem(
        DueKind.DUTY,
        duty.id,
        done.number if done else use.next_number(duty.id),
        _state(window.last, on, done),
        window.last if counts_contacts(duty.ordinary) else None,
        window.last,
        role=duty.role,
        duty=duty,
        done=done,
        needed=needed,
        held=len(window.held),
    )


# ---- notes ----


_AT_THE_START = (Trigger.EXEMPTION_USED, Trigger.JUDGEMENT_MADE)


def _notes(use: UseFacts, on: dt.date) -> Iterator[DueItem]:
    for note in use.notes():
        asks = note.when is Trigger.EXPECTED_OUTCOME_FAILED and not use.outcome_failed
        for key, number, day, duty in _occasions(use, note):
            done = next((d for d in use.done_of(key) if d.number == number), None)
            if day <= on and (done or use.notes_from is None or day >= use.notes_from):
                yield DueItem(
                    DueKind.NOTE,
                    key,
                    number,
                    _state(day, on, done),
                    None,
                    day,
                    note.role,
                    duty=duty,
                    note=note,
                    done=done,
                    asks_outcome=asks,
                )


def _occasions(use: UseFacts, note: JournalNote) -> Iterator[tuple[str, int, dt.date, Obligation | None]]:
    """When the note is due: (key, number, day, the duty it follows).

    No source gives a number of days to write a note in, so it is due on the day of what it is about. An enquiry is
    known only by its note, so that one is never owed. A note that an exemption was not used belongs to no use.
    """
    if note.when in _AT_THE_START:
        yield note.id, 1, use.begun_on, None
    elif note.when is Trigger.EXPECTED_OUTCOME_FAILED and use.ended_on is not None:
        yield note.id, 1, use.ended_on, None
    elif note.when is Trigger.FOLLOW_UP_HELD:
        for duty in filter(falls_due, use.obligations()):
            for done in (done for done in use.done_of(duty.id) if not done.is_extract):
                yield f"{note.id}.{duty.id}", done.number, done.on, duty
    elif note.when is Trigger.ENQUIRY_BETWEEN:
        for done in use.done_of(note.id):
            yield note.id, done.number, done.on, None


# ---- the end of the exemption ----


def _ending(use: UseFacts, on: dt.date, ended: Ended, limit: Limit) -> DueItem:
    has_ended = ended in (Ended.IN_TIME, Ended.TOO_LATE)
    done = Done(ENDING_KEY, 1, use.ended_on) if has_ended and use.ended_on else None
    return DueItem(
        DueKind.ENDING,
        ENDING_KEY,
        1,
        _state(limit.day, on, done),
        None,
        limit.day,
        limit.duty.role if limit.duty else None,
        duty=limit.duty,
        limit=limit,
        done=done,
    )


# ---- what can be written at any time ----


def notes_at_any_time(use: UseFacts, *, on: dt.date) -> tuple[DueItem, ...]:
    """The notes that follow something nobody can foresee: an enquiry between two follow-ups. Never late."""
    return tuple(
        DueItem(DueKind.NOTE, note.id, use.next_number(note.id), DueState.DUE, None, on, note.role, note=note)
        for note in use.notes()
        if note.when is Trigger.ENQUIRY_BETWEEN
    )

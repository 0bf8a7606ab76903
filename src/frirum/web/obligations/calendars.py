"""One's own deadlines as a calendar file: whole days, nothing about the citizen.

Each entry keeps its name from download to download, so that a calendar updates it instead of adding it again: moved
it has a higher SEQUENCE, done or taken back it is CANCELLED. Nothing is remembered for it: an entry's name and number
follow from the use, from what was done in it and from how often it was corrected.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from frirum.core.law.due import DueItem, due_items
from frirum.core.law.due_use import UseFacts, falls_due
from frirum.web.obligations.listing import DueRow
from frirum.web.obligations.models import Completion
from frirum.web.obligations.people import owed_by_self, uses_of_self
from frirum.web.obligations.reading import read_uses
from frirum.web.obligations.wording import experiment_of, plainly, use_link, use_number, what
from frirum.web.organisations.models import User
from frirum.web.uses.models import Use, UseCorrection

REMEMBERED = dt.timedelta(days=400)
"""How long what is over is still called off: who fetches the file once a year has it taken out."""


@dataclass(frozen=True)
class CalendarEntry:
    """One entry.

    Attributes:
        name: what the entry is called for good.
        sequence: never falls, and rises with everything that can move or end the entry.
    """

    use: Use
    facts: UseFacts
    name: str
    day: dt.date
    summary: str
    sequence: int
    is_cancelled: bool


def calendar_entries(person: User, *, on: dt.date) -> list[CalendarEntry]:
    """What the person owes, and what is to be called off since it is done, ended or taken back."""
    rows = owed_by_self(person, on=on)
    mine = list(read_uses(uses_of_self(person), also_retracted=True))
    told = {row.use.pk: row.use for row in rows} | {use.pk: use for use, _facts in mine}
    numbers = _sequences(told.values(), {use.pk: facts for use, facts in mine})
    live = [_live(row, numbers[row.use.pk]) for row in rows]
    standing = {(entry.use.pk, entry.name) for entry in live}
    off = [entry for use, facts in mine for entry in _called_off(use, facts, on, numbers[use.pk])]
    return live + [entry for entry in off if (entry.use.pk, entry.name) not in standing]


def _live(row: DueRow, sequence: int) -> CalendarEntry:
    return _entry(row.use, row.facts, row.item, sequence, is_cancelled=False)


def _entry(use: Use, facts: UseFacts, item: DueItem, sequence: int, *, is_cancelled: bool) -> CalendarEntry:
    name = f"{item.key}.{item.number}"
    return CalendarEntry(use, facts, name, item.day, plainly(what(item)), sequence, is_cancelled)


def _called_off(use: Use, facts: UseFacts, on: dt.date, sequence: int) -> Iterator[CalendarEntry]:
    """Everything that may once have stood in the calendar and does not any more."""
    over = use.ended_on is not None or not use.is_recorded
    for item in due_items(facts, on=on):
        was_seen = item.done is not None or (over and item.is_owed and not use.is_recorded)
        if was_seen and on - item.day <= REMEMBERED:
            yield _entry(use, facts, item, sequence, is_cancelled=True)
    if over and (use.ended_on is None or on - use.ended_on <= REMEMBERED):
        for duty in filter(falls_due, facts.obligations()):
            name = f"{duty.id}.{facts.next_number(duty.id)}"
            day = use.ended_on or use.begun_on
            yield CalendarEntry(use, facts, name, day, duty.text, sequence, is_cancelled=True)


def _sequences(uses: Collection[Use], facts: dict[int, UseFacts]) -> dict[int, int]:
    """By use: twice its corrections, as one can undo an end; its end; all that was ever marked or undone; contacts."""
    keys = [use.pk for use in uses]
    corrected = dict(UseCorrection.objects.filter(use__in=keys).values_list("use").annotate(n=Count("pk")))
    marked = Completion.objects.filter(use__in=keys).values_list("use")
    counts = marked.annotate(n=Count("pk"), undone=Count("pk", filter=Q(undone_at__isnull=False)))
    done = {use: n + undone for use, n, undone in counts}
    told = {key: sum(one.is_extract for one in of_use.done) for key, of_use in facts.items()}
    return {
        use.pk: 2 * corrected.get(use.pk, 0)
        + (use.ended_on is not None)
        + done.get(use.pk, 0)
        + told.get(use.pk, 0)
        for use in uses
    }


def due_calendar(entries: Iterable[CalendarEntry], *, now: dt.datetime) -> bytes:
    """An iCalendar file (RFC 5545) of the entries; valid, and empty, when there are none.

    No METHOD: that is for invitations, which name an organiser.

    Args:
        now: when the file is made, with its time zone.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Frirum//Frister//DA")
    calendar.add("version", "2.0")
    for entry in entries:
        calendar.add_component(_event(entry, now))
    return bytes(calendar.to_ical())


def _event(entry: CalendarEntry, now: dt.datetime) -> Event:
    link = use_link(entry.use)
    event = Event()
    event.add("uid", f"{entry.use.reference}.{entry.name}@frirum")
    event.add("sequence", entry.sequence)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("dtstamp", now.astimezone(dt.UTC))
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + dt.timedelta(days=1))
    event.add("summary", _("Frist: {what}").format(what=entry.summary))
    place = _("{experiment}, brug {number}").format(
        experiment=plainly(experiment_of(entry.facts)), number=use_number(entry.use)
    )
    event.add("description", f"{place}. {link}")
    event.add("url", link)
    event.add("transp", "TRANSPARENT")
    return event

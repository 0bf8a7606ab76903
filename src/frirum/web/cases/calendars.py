"""The deadlines of a case as a calendar file: whole days, nothing about the citizen."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from frirum.core.catalogue.conditions import Answer
from frirum.core.law.assess import Assessment
from frirum.core.law.deadlines import Deadline
from frirum.core.vocabulary.danish import format_date


def deadlines_calendar(found: Assessment, *, name: str, now: dt.datetime) -> bytes | None:
    """An iCalendar file (RFC 5545) of the deadlines, or None when there is no date to put in it.

    Where the exemption may be used, the experiment's date governs and stands alone; where that still needs a
    judgement, both dates stand. The file's entries carry random ids, so that two cases with the same dates do not
    become one in a calendar.

    Args:
        name: what the experiment (or part) is called.
        now: when the file is made, with its time zone.
    """
    if found.answer not in (Answer.ELIGIBLE, Answer.NEEDS_JUDGEMENT):
        return None
    governed = found.answer is Answer.ELIGIBLE
    events = [event for deadline in found.deadlines for event in _events(deadline, name, governed, now)]
    if not events:
        return None
    calendar = Calendar()
    calendar.add("prodid", "-//Frirum//Frister//DA")
    calendar.add("version", "2.0")
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _events(deadline: Deadline, name: str, governed: bool, now: dt.datetime) -> list[Event]:
    duty = deadline.obligation.text
    found = []
    if deadline.experiment:
        summary = _("Frist i forsøget: {duty}").format(duty=duty)
        note = name
        if deadline.ordinary:
            ordinary = format_date(deadline.ordinary)
            note = _("{name}. Efter de almindelige regler var fristen den {date}.").format(
                name=name, date=ordinary
            )
        found.append(_event(deadline.experiment, summary, note, now))
    if deadline.ordinary and not governed:
        summary = _("Almindelig frist: {duty}").format(duty=duty)
        note = _("{name}. Gælder, hvis fritagelsen ikke bruges.").format(name=name)
        found.append(_event(deadline.ordinary, summary, note, now))
    return found


def _event(day: dt.date, summary: str, description: str, now: dt.datetime) -> Event:
    event = Event()
    event.add("uid", f"{uuid4()}@frirum")
    event.add("dtstamp", now.astimezone(dt.UTC))
    event.add("dtstart", day)
    event.add("dtend", day + dt.timedelta(days=1))
    event.add("summary", summary)
    event.add("description", description)
    event.add("transp", "TRANSPARENT")
    return event

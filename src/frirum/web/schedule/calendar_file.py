"""The calendar as an iCalendar file (RFC 5545): whole days, and nothing of any citizen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from icalendar import Calendar, Event

from frirum.web.schedule.items import ItemState, ScheduleItem


def calendar_file(items: Iterable[ScheduleItem], *, now: dt.datetime) -> bytes:
    """The items; what is done or never came is called off, so that a calendar that has it takes it out.

    Args:
        now: when the file is made, with its time zone.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Frirum//Kalender//DA")
    calendar.add("version", "2.0")
    for item in items:
        off = item.state in (ItemState.DONE, ItemState.LAPSED)
        event = Event()
        event.add("uid", f"{item.uid}@frirum")
        event.add("sequence", int(off))
        event.add("status", "CANCELLED" if off else "CONFIRMED")
        event.add("dtstamp", now.astimezone(dt.UTC))
        event.add("dtstart", item.day)
        event.add("dtend", item.day + dt.timedelta(days=1))
        event.add("summary", item.what)
        event.add("description", f"{item.experiment}. {item.place}. {settings.PUBLIC_URL}{item.href}")
        event.add("url", settings.PUBLIC_URL + item.href)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())

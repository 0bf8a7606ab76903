"""One's own deadlines as a calendar file: whole days, nothing about the citizen.

Each entry keeps its name from download to download, so that a calendar updates it instead of adding it again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from frirum.web.obligations.listing import DueRow
from frirum.web.obligations.wording import experiment_of, plainly, use_number, what


def due_calendar(rows: Iterable[DueRow], *, link: str, now: dt.datetime) -> bytes:
    """An iCalendar file (RFC 5545) of what is owed; valid, and empty, when nothing is.

    Args:
        link: the address of the list.
        now: when the file is made, with its time zone.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Frirum//Frister//DA")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for row in rows:
        calendar.add_component(_event(row, link, now))
    return bytes(calendar.to_ical())


def _event(row: DueRow, link: str, now: dt.datetime) -> Event:
    item = row.item
    event = Event()
    event.add("uid", f"{row.use.reference}.{item.key}.{item.number}@frirum")
    event.add("dtstamp", now.astimezone(dt.UTC))
    event.add("dtstart", item.day)
    event.add("dtend", item.day + dt.timedelta(days=1))
    event.add("summary", _("Frist: {what}").format(what=plainly(what(item))))
    place = _("{experiment}, brug {number}").format(
        experiment=plainly(experiment_of(row.facts)), number=use_number(row.use)
    )
    event.add("description", f"{place}. {link}")
    event.add("url", link)
    event.add("transp", "TRANSPARENT")
    return event

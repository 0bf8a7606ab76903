"""Events as a person reads them: the references become names that the database still knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from frirum.web.organisations.names import person_names
from frirum.web.trail import presenters
from frirum.web.trail.models import TrailEvent


@dataclass(frozen=True)
class ReadableEvent:
    """One line of the list, without the event's number: all organisations are numbered together, and the numbers that
    one of them misses would count what the others do.

    Attributes:
        at: when (UTC).
        who: the actor's name.
        what: what was done, as it follows the name.
        organisation: key of the organisation it concerns, or "".
    """

    at: dt.datetime
    who: str
    what: str
    organisation: str


def visible_events(keys: Iterable[str], *, event: str = "", organisation: str = "") -> QuerySet[TrailEvent]:
    """The casework events of these organisations, newest first; empty filters leave nothing out."""
    wanted = {organisation} & set(keys) if organisation else set(keys)
    found = TrailEvent.objects.filter(organisation__in=sorted(wanted)).order_by("-id")
    return found.filter(event=event) if event else found


def readable(events: Iterable[TrailEvent]) -> list[ReadableEvent]:
    """Lines for people; one query for all the names."""
    rows = list(events)
    names = person_names([*(row.actor for row in rows), *(row.details.get("person") for row in rows)])
    return [
        ReadableEvent(
            at=row.at,
            who=names.get(row.actor) or _("Systemet"),
            what=presenters.sentence(row.event, _with_name(row.details, names)),
            organisation=row.organisation,
        )
        for row in rows
    ]


def _with_name(details: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """The details with the person that the event is about by name."""
    return {**details, "person": names.get(details["person"], "–")} if "person" in details else details

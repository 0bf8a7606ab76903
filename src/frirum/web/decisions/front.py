"""What the register adds to the front page: the decisions that wait for the person, and what is due to be looked at."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest

from frirum.web import clock
from frirum.web.decisions.models import DecisionRecord, DecisionState
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.listing import own_title
from frirum.web.organisations.access import keys_with, person
from frirum.web.organisations.humans import is_among
from frirum.web.organisations.models import User
from frirum.web.organisations.permissions import Permission

AHEAD = dt.timedelta(days=60)
"""What is to be looked at again, or lapses, within this time is told."""


def waiting_decisions(request: HttpRequest) -> dict[str, Any] | None:
    """What waits: to be read by this person, to be mended, to be published, to be looked at again. None where none."""
    keys = keys_with(request.user, Permission.DECIDE)
    if not keys:
        return None
    own, today = person(request), clock.today()
    rows = []
    for one in DecisionRecord.objects.filter(organisation__in=keys):
        what = _asks(one, own, today)
        if what:
            experiment = current_catalogue().experiments.get(one.slug)
            rows.append(
                {"decision": one, "what": what, "title": own_title(experiment) if experiment else one.slug}
            )
    return {"rows": rows} if rows else None


def _asks(one: DecisionRecord, own: User, today: dt.date) -> str:
    if one.state == DecisionState.REVIEW and not is_among(own, one.writers):
        return "read"
    if one.state == DecisionState.DRAFT and one.sent_back and is_among(own, one.writers):
        return "mend"
    if one.state == DecisionState.APPROVED:
        return "publish"
    if one.state == DecisionState.PUBLISHED:
        if one.sunset and today <= one.sunset <= today + AHEAD:
            return "lapses"
        if one.next_look and one.next_look <= today + AHEAD and not _looked_at(one):
            return "look"
    return ""


def _looked_at(one: DecisionRecord) -> bool:
    """Whether a later decision of the same authority on the same thing has been published."""
    return DecisionRecord.objects.filter(
        slug=one.slug, part=one.part, state=DecisionState.PUBLISHED, published_at__gt=one.published_at
    ).exists()

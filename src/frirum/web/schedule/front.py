"""What the calendar adds to the front page: what is late."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from frirum.web import clock
from frirum.web.organisations.access import may
from frirum.web.organisations.permissions import Permission
from frirum.web.schedule.items import items_for, late_ones

MOST = 5


def late_items(request: HttpRequest) -> dict[str, Any] | None:
    """The first few that are late, and how many there are; None where nothing is, or for those who do not plan."""
    user = request.user
    if not user.is_authenticated or not may(user, Permission.RUN_SURVEYS):
        return None
    late = late_ones(items_for(user, on=clock.today()))
    return {"items": late[:MOST], "n": len(late), "href": reverse("schedule:page")} if late else None

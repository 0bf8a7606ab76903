"""What obligations add to the front page: how much is late, and how much is due within a week."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from frirum.web import clock
from frirum.web.obligations.listing import DueRow, Press, owed_in
from frirum.web.obligations.people import has_own, overseen_by, oversees, owed_by_self
from frirum.web.organisations.access import keys_with, may
from frirum.web.organisations.permissions import Permission


def pressing_deadlines(request: HttpRequest) -> dict[str, Any] | None:
    """The person's own, and those of the team or the municipality where they see them; None where nothing presses."""
    user, on = request.user, clock.today()
    if not user.is_authenticated:
        return None
    lines = []
    if has_own(user):
        lines.append(_line(owed_by_self(user, on=on), "obligations:mine", _("Dine:")))
    if may(user, Permission.LEAD_USES):
        team = owed_in(keys_with(user, Permission.LEAD_USES), on=on)
        lines.append(_line(team, "obligations:team", _("Holdets:")))
    elif oversees(user):
        lines.append(_line(owed_in(overseen_by(user), on=on), "obligations:municipality", _("Kommunens:")))
    pressing = [line for line in lines if line["late"] or line["soon"]]
    return {"lines": pressing} if pressing else None


def _line(rows: list[DueRow], route: str, whose: str) -> dict[str, Any]:
    counts = Counter(row.press for row in rows)
    return {"late": counts[Press.LATE], "soon": counts[Press.SOON], "href": reverse(route), "whose": whose}

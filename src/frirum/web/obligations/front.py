"""What obligations add to the front page: how much is late, and how much is due within a week."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from frirum.web import clock
from frirum.web.obligations.listing import Press, owed_in
from frirum.web.obligations.people import has_own, overseen_by, oversees, owed_by_self


def pressing_deadlines(request: HttpRequest) -> dict[str, Any] | None:
    """Of the person's own where they may have some, else of the municipality; None where nothing presses."""
    user, on = request.user, clock.today()
    if not user.is_authenticated:
        return None
    if has_own(user):
        rows, route = owed_by_self(user, on=on), "obligations:mine"
    elif oversees(user):
        rows, route = owed_in(overseen_by(user), on=on), "obligations:municipality"
    else:
        return None
    counts = Counter(row.press for row in rows)
    late, soon = counts[Press.LATE], counts[Press.SOON]
    return {"late": late, "soon": soon, "href": reverse(route)} if late or soon else None

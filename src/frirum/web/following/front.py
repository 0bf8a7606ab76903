"""What following adds to the front page: the experiments that ask the person for a decision now."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from frirum.web import clock
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.following.sight import sight_of
from frirum.web.organisations.access import may
from frirum.web.organisations.permissions import Permission


def asks_for_a_decision(request: HttpRequest) -> dict[str, Any] | None:
    """Where uses will never be enough at this pace, or a change of the law waits for an answer; None where none do."""
    if not may(request.user, Permission.FOLLOW_EXPERIMENT):
        return None
    # Imported late: readings compute, and every command and worker registers this section.
    from frirum.web.following import presenting

    sight = sight_of(request.user)
    taking_part = [one for one in current_catalogue().experiments.values() if sight.takes_part(one)]
    lines, _quiet = presenting.lines(taking_part, sight, clock.today())
    rows = presenting.pressing(lines)
    return {"rows": rows, "synthetic": presenting.is_demonstration(sight)} if rows else None

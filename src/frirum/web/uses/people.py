"""Who has to do with recorded uses."""

from __future__ import annotations

from typing import Any

from frirum.web.organisations.permissions import Permission
from frirum.web.trail.actors import Actor
from frirum.web.uses.models import Citizen, NonUse, Use

READERS = (Permission.RECORD_USE, Permission.LEAD_USES, Permission.FOLLOW_USES)


def may_change(*, use: Use, by: Actor, **_others: Any) -> bool:
    """Whether the person may know who the citizen is, and so change the use: the responsible one, or who leads."""
    own = use.responsible == by.trail_reference and by.may(Permission.RECORD_USE, use.organisation)
    return own or by.may(Permission.LEAD_USES, use.organisation)


def knows(*, citizen: Citizen, by: Actor, **_others: Any) -> bool:
    """Whether the person may know who the citizen is: who leads, or has one of the citizen's cases."""
    if by.may(Permission.LEAD_USES, citizen.organisation):
        return True
    has_one = citizen.uses.filter(responsible=by.trail_reference).exists()
    return has_one and by.may(Permission.RECORD_USE, citizen.organisation)


def decided(*, non_use: NonUse, by: Actor, **_others: Any) -> bool:
    """Whether it is the person who decided not to use the exemption."""
    return non_use.decided_by == by.trail_reference

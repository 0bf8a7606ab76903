"""Which uses a person may see, what of them, and the note in the trail that they did.

A caseworker sees the own cases, a team leader those of the municipality; both see who the citizen is. A coordinator
sees the uses and never whose they are.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from frirum.web.organisations.access import keys_with, person
from frirum.web.organisations.holders import holders
from frirum.web.organisations.models import User
from frirum.web.organisations.permissions import Permission
from frirum.web.trail.actors import Actor
from frirum.web.trail.recording import action, record
from frirum.web.uses.models import NonUse, Use
from frirum.web.uses.people import READERS, may_change


def visible_uses(user: User) -> QuerySet[Use]:
    """The uses the person may see, newest first."""
    whole = keys_with(user, Permission.LEAD_USES) | keys_with(user, Permission.FOLLOW_USES)
    own = Q(organisation__in=keys_with(user, Permission.RECORD_USE), responsible=user.trail_reference)
    found: QuerySet[Use] = Use.objects.filter(Q(organisation__in=whole) | own).select_related("citizen")
    return found


def use_by_code(uses: QuerySet[Use], code: str) -> Use | None:
    """The one use among these that mail and calendars call by the code; None for none, or for more than one."""
    wanted = code.strip().casefold()
    if not re.fullmatch(r"[0-9a-f]{8}", wanted):
        return None
    first = uuid.UUID(f"{wanted}-0000-0000-0000-000000000000")
    last = uuid.UUID(f"{wanted}-ffff-ffff-ffff-ffffffffffff")
    found = list(uses.filter(reference__range=(first, last))[:2])
    return found[0] if len(found) == 1 else None


def find_use(request: HttpRequest, reference: uuid.UUID) -> Use:
    """The use, if the person may see it; a foreign one and a missing one are the same 404."""
    found = visible_uses(person(request)).filter(reference=reference).select_related("citizen").first()
    if found is None:
        raise Http404
    return found


def find_own_use(request: HttpRequest, reference: uuid.UUID) -> Use:
    """The use, if the person may change it; else the same 404."""
    found = find_use(request, reference)
    if not may_change(use=found, by=person(request)):
        raise Http404
    return found


def find_non_use(request: HttpRequest, reference: uuid.UUID) -> NonUse:
    """A non-use that the person recorded; else the same 404."""
    user = person(request)
    own = NonUse.objects.filter(
        organisation__in=keys_with(user, Permission.RECORD_USE), decided_by=user.trail_reference
    )
    found = own.filter(reference=reference).first()
    if found is None:
        raise Http404
    return found


def colleagues(use: Use) -> list[User]:
    """Those the case can be handed over to: open accounts that record uses in the municipality."""
    people = holders(Permission.RECORD_USE, use.organisation)
    return [one for one in people if one.trail_reference != use.responsible]


# ---- a read is an event too ----


@action(needs=READERS, of="use.organisation")
def note_reading(*, use: Use, by: Actor) -> None:
    """Somebody read a use."""
    # The subject is a text: naming the row itself would seal it anew, and a row changed by hand would pass as right.
    subject = f"use:{use.reference}"
    record("use.read", by=by, subject=subject, organisation=use.organisation, details={"slug": use.slug})


def _places(*, uses: Collection[Use], **_others: object) -> list[str | None]:
    places: list[str | None] = [*sorted({use.organisation for use in uses})]
    return places or [None]


@action(needs=READERS, of=_places)
def note_listing(*, uses: Collection[Use], by: Actor, exported: bool = False) -> None:
    """Somebody saw or fetched a list: one event for each municipality in it."""
    event = "use.exported" if exported else "use.listed"
    places = [use.organisation for use in uses]
    for place in sorted(set(places)) or [""]:
        details: dict[str, str | int | bool | None] = {"count": places.count(place)}
        record(event, by=by, subject="uses.use", organisation=place, details=details)

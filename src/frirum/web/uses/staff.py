"""That the staff was told that leaders see single people, which is asked for before anybody is shown by himself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from frirum.core.errors import InputRefused
from frirum.core.language import gettext as _
from frirum.core.vocabulary.citizen_numbers import refuse_cpr
from frirum.web import clock
from frirum.web.organisations.permissions import Permission
from frirum.web.trail.actors import Actor
from frirum.web.trail.recording import action, record
from frirum.web.uses.models import StaffNotice


@action(needs=Permission.LEAD_USES, of="organisation")
def note_staff_told(*, organisation: str, told_on: dt.date, how: str, by: Actor) -> StaffNotice:
    """Note that the staff was told.

    Raises:
        InputRefused: a day to come, or nothing said of how.
    """
    if told_on > clock.today():
        raise InputRefused(
            _("Dagen er ikke kommet endnu."), remedy=_("Notér det, når medarbejderne er orienteret.")
        )
    if not how.strip():
        raise InputRefused(_("Skriv, hvordan medarbejderne er orienteret."))
    made = StaffNotice.objects.create(
        organisation=organisation,
        told_on=told_on,
        how=refuse_cpr(how),
        noted_by=by.trail_reference,
        noted_at=clock.now(),
    )
    record("staff.told", by=by, subject=made, organisation=organisation)
    return made


def staff_told(organisation: str, on: dt.date) -> StaffNotice | None:
    """The latest note that the municipality's staff was told on the day or before it; None where there is none."""
    return StaffNotice.objects.filter(organisation=organisation, told_on__lte=on).last()


def latest_notice(organisations: Collection[str]) -> StaffNotice | None:
    """The latest note of any of these municipalities."""
    return StaffNotice.objects.filter(organisation__in=organisations).last()

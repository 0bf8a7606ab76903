"""Accounts that nobody has ever used: an administrator's work, and a door that stands open to no purpose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from frirum.core.vocabulary.danish import format_date
from frirum.web import clock
from frirum.web.organisations.access import keys_with
from frirum.web.organisations.models import Membership
from frirum.web.organisations.permissions import Permission
from frirum.web.registration import WaitingLine

GRACE = dt.timedelta(days=14)
"""How long somebody has to log in for the first time before the account is asked about."""


def unused_accounts(request: HttpRequest) -> Iterator[WaitingLine]:
    """A line for each open account of the administrator's organisations that nobody has logged in with in 14 days."""
    keys = keys_with(request.user, Permission.MANAGE_MEMBERS)
    held = Membership.objects.filter(
        organisation__key__in=keys,
        user__is_active=True,
        user__last_login=None,
        created_at__lt=clock.now() - GRACE,
    )
    told: set[int] = set()
    for one in held.select_related("user", "organisation").order_by("created_at", "pk"):
        if one.user_id in told:
            continue
        told.add(one.user_id)
        day = one.created_at.astimezone(clock.COPENHAGEN).date()
        says = _("Kontoen fra {day} er aldrig brugt. Hjælp med at logge ind, eller luk den.").format(
            day=format_date(day)
        )
        yield WaitingLine(one.user.name, says, reverse("organisations:members"), str(one.organisation))

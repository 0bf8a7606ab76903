"""The work that every installation has: checking itself, and deleting what is due."""

from __future__ import annotations

import datetime as dt
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session

from frirum.web import clock
from frirum.web.files import actions as files
from frirum.web.files import store
from frirum.web.jobs.context import JobContext
from frirum.web.organisations import throttle
from frirum.web.trail import actions as trail
from frirum.web.trail import verification
from frirum.web.trail.actors import CLOCK
from frirum.web.zones import ZONES

_YEAR = dt.timedelta(days=365.25)


def verify(context: JobContext) -> dict[str, Any]:
    """`frirum verify` in the background; the result counts the faults by kind, and the command shows them."""
    faults = verification.verify(context.progress)
    counts: dict[str, int] = {}
    for fault in faults:
        counts[fault.code] = counts.get(fault.code, 0) + 1
    return {"faults": len(faults), "kinds": counts}


def forget_failed_logins() -> None:
    """Delete failed logins that no longer count."""
    throttle.clean()


def end_expired_sessions() -> None:
    """Delete the sessions that are over, and where each was begun: they say who was here, and when."""
    Session.objects.filter(expire_date__lt=clock.now()).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()


def delete_due_files() -> None:
    """Delete the files whose date has come (Danish date), in both zones."""
    for zone in ZONES:
        files.delete_due(on=clock.today(), by=CLOCK, zone=zone)


def sweep_files() -> None:
    """Delete bytes that an interrupted upload left behind."""
    for zone in ZONES:
        files.sweep(zone)
        store.sweep_incoming(zone)


def expire_trail() -> None:
    """Delete the events that the installation keeps no longer; none where it sets no number of years."""
    if not settings.TRAIL_YEARS:
        return
    for zone in ZONES:
        trail.expire_segments(closed_before=clock.now() - settings.TRAIL_YEARS * _YEAR, by=CLOCK, zone=zone)

"""What happens by itself: an app declares a function, and a worker calls it when its time has come."""

from __future__ import annotations

import datetime as dt
import logging

from django.db import IntegrityError, transaction

from frirum.web import clock, registered
from frirum.web.jobs.models import LastTick
from frirum.web.registration import Tick

log = logging.getLogger("frirum.jobs")


def run_due() -> list[str]:
    """Call what is due; one that fails is logged and does not hold up the others. Returns the names called."""
    called = []
    for one in registered.ticks().values():
        if not _claim(one):
            continue
        called.append(one.name)
        try:
            one.function()
        except Exception:
            log.exception("the periodic task %s failed", one.name)
    return called


def _claim(one: Tick) -> bool:
    """Whether this worker is the one to call it now. Periods are counted from the epoch, so they do not drift."""
    now = clock.now()
    seconds = one.every.total_seconds()
    period = dt.datetime.fromtimestamp(now.timestamp() // seconds * seconds, tz=dt.UTC)
    if LastTick.objects.filter(name=one.name, at__lt=period).update(at=now):
        return True
    if LastTick.objects.filter(name=one.name).exists():
        return False
    try:
        with transaction.atomic():
            LastTick.objects.create(name=one.name, at=now)
    except IntegrityError:
        return False
    return True

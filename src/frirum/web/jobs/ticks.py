"""What happens by itself: an app registers a function, and a worker calls it when its time has come."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from frirum.web import clock
from frirum.web.jobs.models import LastTick

log = logging.getLogger("frirum.jobs")


@dataclass(frozen=True)
class Tick:
    """A periodic task; `function` must do no harm when called twice."""

    name: str
    every: dt.timedelta
    function: Callable[[], object]


_ticks: dict[str, Tick] = {}


def tick(
    name: str, *, every: dt.timedelta = dt.timedelta(minutes=1)
) -> Callable[[Callable[[], object]], object]:
    """Register a function to be called once in each period, by one worker of however many there are."""

    def register(function: Callable[[], object]) -> Callable[[], object]:
        _ticks[name] = Tick(name, every, function)
        return function

    return register


def run_due() -> list[str]:
    """Call what is due; one that fails is logged and does not hold up the others. Returns the names called."""
    called = []
    for one in _ticks.values():
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

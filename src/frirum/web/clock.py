"""The one place where the web part asks what time it is, so that a test can say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from zoneinfo import ZoneInfo

COPENHAGEN = ZoneInfo("Europe/Copenhagen")

# One for the whole process: the pages that a browser test opens are made in the server's own threads.
_said: list[Callable[[], dt.datetime]] = []


def now() -> dt.datetime:
    """The present moment in UTC; what is stored is always UTC."""
    return _said[-1]() if _said else dt.datetime.now(dt.UTC)


def today() -> dt.date:
    """The date in Copenhagen: what a deadline or a letter means by today."""
    return now().astimezone(COPENHAGEN).date()


@contextmanager
def at(moment: dt.datetime) -> Iterator[None]:
    """Inside the block it is `moment` (with its time zone), in every thread; for tests and made-up pasts."""
    with _saying(moment, stands=True):
        yield


@contextmanager
def running_from(moment: dt.datetime) -> Iterator[None]:
    """Inside the block time begins at `moment` and goes on; for a run of tests that must not know what day it is."""
    with _saying(moment, stands=False):
        yield


@contextmanager
def _saying(moment: dt.datetime, *, stands: bool) -> Iterator[None]:
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    begun, first = monotonic(), moment.astimezone(dt.UTC)
    _said.append(lambda: first if stands else first + dt.timedelta(seconds=monotonic() - begun))
    try:
        yield
    finally:
        _said.pop()

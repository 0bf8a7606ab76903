"""The one place where the web part asks what time it is, so that a test can say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

COPENHAGEN = ZoneInfo("Europe/Copenhagen")

_fixed: ContextVar[dt.datetime | None] = ContextVar("frirum_fixed_time", default=None)


def now() -> dt.datetime:
    """The present moment in UTC; what is stored is always UTC."""
    return _fixed.get() or dt.datetime.now(dt.UTC)


def today() -> dt.date:
    """The date in Copenhagen: what a deadline or a letter means by today."""
    return now().astimezone(COPENHAGEN).date()


@contextmanager
def at(moment: dt.datetime) -> Iterator[None]:
    """Inside the block it is `moment` (with its time zone)."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    token = _fixed.set(moment.astimezone(dt.UTC))
    try:
        yield
    finally:
        _fixed.reset(token)

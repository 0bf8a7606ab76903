"""The one place where the web part asks what time it is, so that a test can say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

COPENHAGEN = ZoneInfo("Europe/Copenhagen")

# One for the whole process: the pages that a browser test opens are made in the server's own threads.
_fixed: list[dt.datetime] = []


def now() -> dt.datetime:
    """The present moment in UTC; what is stored is always UTC."""
    return _fixed[-1] if _fixed else dt.datetime.now(dt.UTC)


def today() -> dt.date:
    """The date in Copenhagen: what a deadline or a letter means by today."""
    return now().astimezone(COPENHAGEN).date()


@contextmanager
def at(moment: dt.datetime) -> Iterator[None]:
    """Inside the block it is `moment` (with its time zone), in every thread; for tests and made-up pasts."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    _fixed.append(moment.astimezone(dt.UTC))
    try:
        yield
    finally:
        _fixed.pop()

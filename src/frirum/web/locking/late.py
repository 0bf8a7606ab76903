"""What was locked when it had already begun: said wherever the lock is spoken of, and on its receipt."""

from __future__ import annotations

from typing import Any

from frirum.core.language import ngettext
from frirum.core.vocabulary.danish import format_date, format_number
from frirum.web import clock
from frirum.web.locking.kinds import LockedKind


def late_sentence(kind: LockedKind, thing: Any) -> str:
    """That the lock came after the start, and how long; "" where it came before, or nothing is locked."""
    lock = kind.lock_of(thing)
    first = kind.begun_on(thing) if lock is not None else None
    if lock is None or first is None:
        return ""
    days = (lock.locked_at.astimezone(clock.COPENHAGEN).date() - first).days
    if days <= 0:
        return ""
    text = ngettext(
        "Låst {n} dag efter, at forsøget begyndte {first}: det, der skete før, er ikke planlagt på forhånd.",
        "Låst {n} dage efter, at forsøget begyndte {first}: det, der skete før, er ikke planlagt på forhånd.",
        days,
    )
    return text.format(n=format_number(days), first=format_date(first))

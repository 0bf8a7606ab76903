"""Making a lock and an amendment, and mailing their receipts; called inside the apps' actions, which say who may."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from frirum.core.errors import InputRefused
from frirum.core.language import gettext as _
from frirum.core.locking.chain import LOCK, amendment_bytes, canonical, fingerprint, moment_text
from frirum.core.locking.receipt import receipt_text
from frirum.web import clock
from frirum.web.locking.kinds import LockedKind
from frirum.web.locking.late import late_sentence
from frirum.web.locking.models import AmendmentRow, LockRow
from frirum.web.locking.verifying import receipt_of
from frirum.web.mail.actions import queue_mail
from frirum.web.organisations.models import User
from frirum.web.organisations.names import person_name
from frirum.web.trail.actors import Actor


def make_lock(
    kind: LockedKind,
    thing: Any,
    *,
    by: Actor,
    after_outcomes: bool,
    also: Mapping[str, Any] | None = None,
    columns: Mapping[str, Any] | None = None,
) -> LockRow:
    """Freeze the parts of a thing as they stand.

    Args:
        kind: what it is.
        thing: its row.
        by: who locks it.
        after_outcomes: outcomes have been seen.
        also: what is frozen beside what the rows say: how it was judged.
        columns: further columns of the lock.
    """
    moment = moment_text(clock.now())
    frozen = canonical(kind.content(thing, locked_by=by.trail_reference, locked_at=moment) | dict(also or {}))
    lock = kind.lock_model(
        **{kind.key: thing},
        canonical=frozen,
        sha256=fingerprint(frozen),
        after_outcomes=after_outcomes,
        locked_by=by.trail_reference,
        locked_at=dt.datetime.fromisoformat(moment),
        **(columns or {}),
    )
    lock.save()
    return lock


def chain_amendment(kind: LockedKind, made: AmendmentRow, *, by: Actor) -> None:
    """Number an amendment, chain it to the link before it, and save it.

    Raises:
        InputRefused: it gives no reason.
    """
    made.reason = made.reason.strip()
    if not made.reason:
        raise InputRefused(_("En ændring af noget låst skal have en begrundelse."))
    thing = getattr(made, kind.key)
    last = thing.amendments.last()
    made.number = last.number + 1 if last else LOCK + 1
    made.previous = last.sha256 if last else thing.lock.sha256
    made.made_by, made.made_at = by.trail_reference, clock.now().replace(microsecond=0)
    made.sha256 = fingerprint(amendment_bytes(made.previous, kind.amendment_values(made)))
    made.save()


def written_receipt(kind: LockedKind, thing: Any, number: int) -> str:
    """The receipt of the lock (0) or of an amendment, as it is mailed and downloaded."""
    made_by = thing.lock.locked_by if number == LOCK else thing.amendments.get(number=number).made_by
    return receipt_text(
        receipt_of(kind, thing, number),
        heading=kind.heading(number),
        facts=[*kind.facts(thing), *filter(None, [late_sentence(kind, thing)])],
        person=person_name(made_by),
    )


def mail_receipt(kind: LockedKind, thing: Any, number: int, by: User) -> None:
    """Mail the receipt of the lock (0) or of an amendment to the person who made it."""
    queue_mail(
        once_key=f"{kind.key}-lock:{thing.reference}:{number}",
        address=by.email,
        subject=kind.subject(thing, number),
        body=written_receipt(kind, thing, number),
        by=by,
    )

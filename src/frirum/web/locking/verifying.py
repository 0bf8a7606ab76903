"""Whether what is locked is still what was locked: against its own hash, its seals, and a receipt kept elsewhere."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django_scopes import scopes_disabled

from frirum.core.language import gettext as _
from frirum.core.language import ngettext
from frirum.core.locking.chain import LOCK, amendment_bytes, fingerprint, moment_text
from frirum.core.locking.receipt import LockReceipt, receipt_of_part
from frirum.web import registered
from frirum.web.locking.kinds import LockedKind
from frirum.web.locking.models import LockRow
from frirum.web.trail import chain
from frirum.web.trail.faults import Fault
from frirum.web.trail.models import TrailEvent
from frirum.web.trail.sealed import subject_of
from frirum.web.trail.watching import is_as_sealed
from frirum.web.zones import CASEWORK, Zone, alias


def tampering(kind: LockedKind, thing: Any) -> tuple[str, ...]:
    """What no longer agrees in a locked thing, one sentence per fault; () for one that is as it was locked."""
    lock = kind.lock_of(thing)
    if lock is None:
        lost = _("{thing} står som låst, men låsen er væk.").format(thing=kind.name())
        return (lost,) if thing.is_locked else ()
    return (
        *_against_hash(kind, thing, lock),
        *_against_chain(kind, thing, lock),
        *_against_seals(kind, thing, lock),
    )


def _against_hash(kind: LockedKind, thing: Any, lock: LockRow) -> Iterator[str]:
    stored = bytes(lock.canonical)
    if fingerprint(stored) != lock.sha256:
        yield _("De gemte bytes passer ikke med låsens fingeraftryk.")
        return
    kept = json.loads(stored)
    moment = moment_text(lock.locked_at)
    now = kind.content(thing, locked_by=lock.locked_by, locked_at=moment, lock=lock)
    were, are = kept.pop(kind.parts_name), now.pop(kind.parts_name)
    for key in sorted({*were, *are}):
        if were.get(key) != are.get(key):
            yield _("{part} siger noget andet end det, der blev låst.").format(part=kind.part_title(key))
    # What the bytes hold beyond the rows, such as how it was judged, is covered by the fingerprint alone.
    if any(kept[key] != value for key, value in now.items() if key in kept):
        yield _("Låsens tidspunkt, person, begrundelse eller forsøg er ikke det, der blev låst.")


def _against_chain(kind: LockedKind, thing: Any, lock: LockRow) -> Iterator[str]:
    previous = lock.sha256
    for expected, one in enumerate(thing.amendments.all(), start=LOCK + 1):
        if one.number != expected or one.previous != previous:
            yield _("Der mangler en ændring før ændring {n}.").format(n=one.number)
        if one.sha256 != fingerprint(amendment_bytes(one.previous, kind.amendment_values(one))):
            yield _("Ændring {n} passer ikke med sit fingeraftryk.").format(n=one.number)
        previous = one.sha256


def _against_seals(kind: LockedKind, thing: Any, lock: LockRow) -> Iterator[str]:
    """Somebody who writes the hashes anew as well has not the key to the seals."""
    rows = [*kind.rows(thing), lock, *thing.amendments.all()]
    database = alias(CASEWORK)
    n = sum(not is_as_sealed(row, database) for row in rows)
    if n:
        yield ngettext(
            "{n} række er ændret uden om systemet.", "{n} rækker er ændret uden om systemet.", n
        ).format(n=n)


def check_locked(zone: Zone) -> Iterator[Fault]:
    """What `frirum verify` asks: everything that is locked against its own lock."""
    if zone != CASEWORK:
        return
    for kind in registered.locked_kinds().values():
        with scopes_disabled():
            things: list[Any] = list(
                kind.model._default_manager.filter(Q(lock__isnull=False) | kind.says_locked)
            )
        for thing in things:
            for message in tampering(kind, thing):
                yield Fault(f"{kind.key}_lock_differs", zone, f"{kind.key}:{thing.reference}", message)


def receipt_of(kind: LockedKind, thing: Any, number: int) -> LockReceipt:
    """The receipt of the lock (0) or of an amendment, with its place in the trail's chain."""
    row = thing.lock if number == LOCK else thing.amendments.get(number=number)
    event_type = f"{kind.key}.locked" if number == LOCK else f"{kind.key}.amended"
    events = TrailEvent.objects.filter(subject=subject_of(thing), event=event_type).order_by("id")
    event = next((one for one in events if one.details.get("sha256") == row.sha256), None)
    return LockReceipt(
        kind=kind.key,
        reference=str(thing.reference),
        slug=thing.slug,
        number=number,
        sha256=row.sha256,
        at=moment_text(row.locked_at if isinstance(row, LockRow) else row.made_at),
        event=event.id if event else 0,
        event_hash=event.hash if event else chain.GENESIS,
    )


@dataclass(frozen=True)
class Compared:
    """A receipt held against the database.

    Attributes:
        receipt: the receipt.
        faults: why it does not match, one sentence each; () when it does.
        later: how many amendments have been made since.
    """

    receipt: LockReceipt
    faults: tuple[str, ...]
    later: int

    @property
    def matches(self) -> bool:
        """Whether what is locked is what the receipt saw."""
        return not self.faults


def compare_receipt(receipt: LockReceipt) -> Compared:
    """Hold a receipt against the database; it does not matter who asks, the receipt is the key."""
    kind = registered.locked_kinds().get(receipt.kind)
    if kind is None:
        return Compared(receipt, (_("Kvitteringen er for noget, som denne udgave ikke kender."),), 0)
    with scopes_disabled():
        thing: Any = kind.model._default_manager.filter(reference=receipt.reference).first()
    if thing is None:
        missing = _("{thing} findes ikke her. Databasen er ældre end kvitteringen, eller en anden.")
        return Compared(receipt, (missing.format(thing=kind.name()),), 0)
    faults = [*_against_receipt(kind, thing, receipt), *tampering(kind, thing)]
    later = thing.amendments.filter(number__gt=receipt.number).count()
    return Compared(receipt, tuple(dict.fromkeys(faults)), later)


def _against_receipt(kind: LockedKind, thing: Any, receipt: LockReceipt) -> Iterator[str]:
    if receipt.slug != thing.slug:
        yield _("Kvitteringen er for et andet forsøg.")
    is_lock = receipt.number == LOCK
    row = kind.lock_of(thing) if is_lock else thing.amendments.filter(number=receipt.number).first()
    if row is None:
        yield (
            _("Låsen findes ikke her. En ældre sikkerhedskopi er lagt tilbage.")
            if is_lock
            else _("Ændring {n} findes ikke her. En ældre sikkerhedskopi er lagt tilbage.").format(
                n=receipt.number
            )
        )
        return
    if row.sha256 != receipt.sha256:
        yield _("Fingeraftrykket er et andet end kvitteringens: det låste er skrevet om.")
    event = TrailEvent.objects.filter(id=receipt.event).first()
    if receipt.event and event is not None and not chain.same(event.hash, receipt.event_hash):
        yield _("Hændelsen bag låsen er en anden end den, kvitteringen så: hændelserne er skrevet om.")


def receipt_part(key: str) -> Callable[[Any], Iterator[Fault]]:
    """What `frirum verify --receipt` asks of a receipt's part about something locked."""

    def check(part: Any) -> Iterator[Fault]:
        try:
            # The chain of events is compared by the trail.
            receipt = receipt_of_part(key, part, at="", event=0, event_hash=chain.GENESIS)
        except (KeyError, TypeError, ValueError):
            message = _("Kvitteringens del om det låste kan ikke læses.")
            yield Fault("receipt_unreadable", CASEWORK, key, message)
            return
        for message in compare_receipt(receipt).faults:
            yield Fault(f"{key}_receipt_differs", CASEWORK, f"{key}:{receipt.reference}", message)

    return check

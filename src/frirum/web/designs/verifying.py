"""Whether what is locked is still what was locked: against its own hash, its seals, and a receipt kept elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django_scopes import scopes_disabled

from frirum.core.designs.guide.steps import step as step_named
from frirum.core.designs.lock.lock import (
    LOCK,
    Frozen,
    LockReceipt,
    amendment_bytes,
    fingerprint,
    frozen_steps,
    lock_bytes,
    moment_text,
)
from frirum.core.language import gettext as _
from frirum.core.language import ngettext
from frirum.web.designs.models import Design, DesignAmendment, DesignLock
from frirum.web.designs.reading import as_content
from frirum.web.trail import chain
from frirum.web.trail.faults import Fault
from frirum.web.trail.models import TrailEvent
from frirum.web.trail.sealed import subject_of
from frirum.web.trail.watching import is_as_sealed
from frirum.web.zones import CASEWORK, Zone, alias


def amendment_values(amendment: DesignAmendment) -> dict[str, Any]:
    """What an amendment's fingerprint is of, beside the one before it."""
    return {
        "design": str(amendment.design.reference),
        "number": amendment.number,
        "step": amendment.step,
        "content": amendment.content,
        "reason": amendment.reason,
        "major": amendment.major,
        "after_outcomes": amendment.after_outcomes,
        "made_by": amendment.made_by,
        "made_at": moment_text(amendment.made_at),
    }


def tampering(design: Design) -> tuple[str, ...]:
    """What no longer agrees in a locked design, one sentence per fault; () for one that is as it was locked."""
    lock = DesignLock.objects.filter(design=design).first()
    if lock is None:
        return (_("Designet siger, at det er låst, men låsen er væk."),) if design.is_locked else ()
    return (*_against_hash(design, lock), *_against_chain(design, lock), *_against_seals(design, lock))


def _against_hash(design: Design, lock: DesignLock) -> Iterator[str]:
    stored = bytes(lock.canonical)
    if fingerprint(stored) != lock.sha256:
        yield _("De gemte bytes passer ikke med låsens fingeraftryk.")
        return
    kept = json.loads(stored)
    now = frozen_steps(as_content({row.step: row.content for row in design.steps.all()}))
    for key in sorted({*kept["steps"], *now}):
        if kept["steps"].get(key) != now.get(key):
            yield _("Trinet »{step}« siger noget andet end det, der blev låst.").format(step=_title(key))
    whole = Frozen(
        design=str(design.reference),
        slug=design.slug,
        organisation=design.organisation,
        definition_sha256=design.definition_sha256,
        steps=kept["steps"],
        checklist=kept["checklist"],
        diagnoses=kept["diagnoses"],
        locked_by=lock.locked_by,
        locked_at=moment_text(lock.locked_at),
        override=lock.override_reason,
    )
    if lock_bytes(whole) != stored:
        yield _("Låsens tidspunkt, person, begrundelse eller forsøg er ikke det, der blev låst.")


def _title(key: str) -> str:
    try:
        return step_named(key).title
    except KeyError:
        return key


def _against_chain(design: Design, lock: DesignLock) -> Iterator[str]:
    previous = lock.sha256
    for expected, one in enumerate(design.amendments.all(), start=1):
        if one.number != expected or one.previous != previous:
            yield _("Der mangler en ændring før ændring {n}.").format(n=one.number)
        if one.sha256 != fingerprint(amendment_bytes(one.previous, amendment_values(one))):
            yield _("Ændring {n} passer ikke med sit fingeraftryk.").format(n=one.number)
        previous = one.sha256


def _against_seals(design: Design, lock: DesignLock) -> Iterator[str]:
    """Somebody who writes the hashes anew as well has not the key to the seals."""
    rows = [design, lock, *design.steps.all(), *design.amendments.all()]
    database = alias(CASEWORK)
    n = sum(not is_as_sealed(row, database) for row in rows)
    if n:
        yield ngettext(
            "{n} række er ændret uden om systemet.", "{n} rækker er ændret uden om systemet.", n
        ).format(n=n)


def check_designs(zone: Zone) -> Iterator[Fault]:
    """What `frirum verify` asks: every locked design against its own lock."""
    if zone != CASEWORK:
        return
    with scopes_disabled():
        locked = list(Design.objects.filter(lock__isnull=False) | Design.objects.filter(state="locked"))
    for design in locked:
        for message in tampering(design):
            yield Fault("design_lock_differs", zone, f"design:{design.reference}", message)


def receipt_of(design: Design, number: int) -> LockReceipt:
    """The receipt of the lock (0) or of an amendment, with its place in the trail's chain."""
    row = design.lock if number == LOCK else design.amendments.get(number=number)
    made_at = row.locked_at if isinstance(row, DesignLock) else row.made_at
    events = TrailEvent.objects.filter(
        subject=subject_of(design), event="design.locked" if number == LOCK else "design.amended"
    ).order_by("id")
    event = next((one for one in events if one.details.get("sha256") == row.sha256), None)
    return LockReceipt(
        design=str(design.reference),
        slug=design.slug,
        number=number,
        sha256=row.sha256,
        at=moment_text(made_at),
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
    with scopes_disabled():
        design = Design.objects.filter(reference=receipt.design).first()
    if design is None:
        return Compared(
            receipt, (_("Designet findes ikke her. Databasen er ældre end kvitteringen, eller en anden."),), 0
        )
    faults = [*_against_receipt(design, receipt), *tampering(design)]
    later = design.amendments.filter(number__gt=receipt.number).count()
    return Compared(receipt, tuple(dict.fromkeys(faults)), later)


def _against_receipt(design: Design, receipt: LockReceipt) -> Iterator[str]:
    if receipt.slug != design.slug:
        yield _("Kvitteringen er for et andet forsøg.")
    row = (
        DesignLock.objects.filter(design=design).first()
        if receipt.number == LOCK
        else design.amendments.filter(number=receipt.number).first()
    )
    if row is None:
        yield (
            _("Designet er ikke låst her. En ældre sikkerhedskopi er lagt tilbage.")
            if receipt.number == LOCK
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


def check_receipt_part(part: Any) -> Iterator[Fault]:
    """What `frirum verify --receipt` asks of the design's part of a receipt."""
    try:
        receipt = LockReceipt(
            design=str(UUID(str(part["reference"]))),
            slug=str(part["slug"]),
            number=int(part["number"]),
            sha256=str(part["sha256"]),
            at="",
            event=0,  # the chain itself is compared by the trail
            event_hash=chain.GENESIS,
        )
    except (KeyError, TypeError, ValueError):
        yield Fault(
            "receipt_unreadable", CASEWORK, "design", _("Kvitteringens del om designet kan ikke læses.")
        )
        return
    for message in compare_receipt(receipt).faults:
        yield Fault("design_receipt_differs", CASEWORK, f"design:{receipt.design}", message)

"""The lock of a design: what is frozen, as one sequence of bytes, and the receipt that is kept outside the system.

A hash chain: the lock's fingerprint is of the frozen steps; each amendment's is of its content and the fingerprint
before it. A receipt names one link, so with it a rewritten text, a removed amendment and an older backup are told
from what was signed (Haber & Stornetta 1991, "How to time-stamp a digital document").
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from frirum.core.designs.guide.plan import Content
from frirum.core.designs.guide.steps import keys_locked_at_start
from frirum.core.errors import InputRefused
from frirum.core.language import gettext as _

LOCK = 0
"""The number of the lock itself in the chain; amendments are 1, 2, 3 …"""
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Frozen:
    """What a lock freezes.

    Attributes:
        design: the design's reference.
        slug, organisation: the experiment, and whose design it is.
        definition_sha256: the version of the definition it was begun from.
        steps: step key -> what is written, for points 1-5 and the plan of analysis.
        checklist: the start checklist as it was: key -> fulfilled.
        diagnoses: question -> verdict of its diagnosis.
        locked_by, locked_at: who and when (ISO 8601, UTC).
        override: why it starts though the checklist is not fulfilled, or "".
    """

    design: str
    slug: str
    organisation: str
    definition_sha256: str
    steps: Mapping[str, Any]
    checklist: Mapping[str, bool]
    diagnoses: Mapping[str, str]
    locked_by: str
    locked_at: str
    override: str = ""


def frozen_steps(content: Content) -> dict[str, Any]:
    """What the lock freezes of a design's content."""
    locked = keys_locked_at_start()
    return {key: written.as_dict() for key, written in content.items() if key in locked}


def lock_bytes(frozen: Frozen) -> bytes:
    """The canonical bytes: JSON in UTF-8, sorted keys, no spaces."""
    return _canonical(dict(vars(frozen)))


def amendment_bytes(previous: str, values: Mapping[str, Any]) -> bytes:
    """The canonical bytes of an amendment, chained to the fingerprint before it."""
    return _canonical({**values, "previous": previous})


def fingerprint(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _canonical(document: Mapping[str, Any]) -> bytes:
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode()


def moment_text(moment: dt.datetime) -> str:
    """A moment as it stands in the bytes: 2027-01-01T12:00:00Z."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True)
class LockReceipt:
    """One link of a design's chain, as it was when the receipt was made.

    Attributes:
        design: the design's reference.
        slug: the experiment.
        number: 0 for the lock, else the amendment's number.
        sha256: the link's fingerprint.
        at: when (ISO 8601, UTC).
        event, event_hash: the trail's event of it, and the hash at its place in the trail's chain.
    """

    design: str
    slug: str
    number: int
    sha256: str
    at: str
    event: int
    event_hash: str

    def as_dict(self) -> dict[str, Any]:
        """The receipt for machines; `frirum verify --receipt` reads the same."""
        return {
            "receipt": 1,
            "at": self.at,
            "zones": {"casework": {"event": self.event, "hash": self.event_hash}},
            "design": {
                "reference": self.design,
                "slug": self.slug,
                "number": self.number,
                "sha256": self.sha256,
            },
        }


def receipt_text(receipt: LockReceipt, *, title: str, organisation: str, person: str) -> str:
    """The receipt for people, and on its last line for machines."""
    what = (
        _("Kvittering for låsning af et evalueringsdesign")
        if receipt.number == LOCK
        else _("Kvittering for ændring {n} af et låst evalueringsdesign").format(n=receipt.number)
    )
    lines = [
        what,
        "",
        _("Forsøg: {title} ({slug})").format(title=title, slug=receipt.slug),
        _("Organisation: {key}").format(key=organisation),
        _("Design: {reference}").format(reference=receipt.design),
        _("Tidspunkt: {moment} (UTC)").format(moment=receipt.at),
        _("Person: {person}").format(person=person),
        _("Fingeraftryk (SHA-256): {hash}").format(hash=receipt.sha256),
        "",
        _("Gem kvitteringen et andet sted end i systemet. Under »Efterprøv kvittering« på siden, eller med"),
        _("frirum verify --receipt FIL, kan det efterprøves, om det låste stadig er det samme."),
        "",
        json.dumps(receipt.as_dict(), ensure_ascii=False, separators=(",", ":")),
    ]
    return "\n".join(lines) + "\n"


def read_receipt(text: str) -> LockReceipt:
    """The receipt in a pasted text or an uploaded file, whatever stands around it.

    Raises:
        InputRefused: there is no receipt of a design in it.
    """
    for line in text.splitlines():
        start, end = line.find('{"receipt"'), line.rfind("}")
        if start >= 0 and end > start:
            try:
                return _receipt(json.loads(line[start : end + 1]))
            except (ValueError, KeyError, TypeError):
                continue
    raise InputRefused(
        _("Teksten indeholder ikke en kvittering for et låst design."),
        remedy=_("Indsæt hele kvitteringen, også den sidste linje, som begynder med en krøllet parentes."),
    )


def _receipt(found: Mapping[str, Any]) -> LockReceipt:
    design, end = found["design"], found["zones"]["casework"]
    receipt = LockReceipt(
        design=str(UUID(str(design["reference"]))),
        slug=str(design["slug"]),
        number=int(design["number"]),
        sha256=str(design["sha256"]),
        at=str(found["at"]),
        event=int(end["event"]),
        event_hash=str(end["hash"]),
    )
    if not _HASH.fullmatch(receipt.sha256) or receipt.number < LOCK:
        raise ValueError("no fingerprint")
    return receipt

"""The receipt of a lock or an amendment, kept outside the system: text for people, and one line for machines."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from frirum.core.errors import InputRefused
from frirum.core.locking.chain import LOCK
from frirum.core.locking.sentences import say

_HASH = re.compile(r"[0-9a-f]{64}")
_OF_THE_TRAIL = ("receipt", "at", "zones")


@dataclass(frozen=True)
class LockReceipt:
    """One link of the chain of something locked, as it was when the receipt was made.

    Attributes:
        kind: what is locked: "design", "form".
        reference: its reference.
        slug: the experiment.
        number: 0 for the lock, else the amendment's number.
        sha256: the link's fingerprint.
        at: when (ISO 8601, UTC).
        event, event_hash: the trail's event of it, and the hash at its place in the trail's chain.
    """

    kind: str
    reference: str
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
            self.kind: {
                "reference": self.reference,
                "slug": self.slug,
                "number": self.number,
                "sha256": self.sha256,
            },
        }


def receipt_text(receipt: LockReceipt, *, heading: str, facts: Sequence[str], person: str) -> str:
    """The receipt for people, and on its last line for machines.

    Args:
        heading: what it is a receipt for.
        facts: what was locked, one line each: the experiment, whose it is.
        person: who did it.
    """
    lines = [
        heading,
        "",
        *facts,
        say("reference_reference", reference=receipt.reference),
        say("time_moment_utc", moment=receipt.at),
        say("person_person", person=person),
        say("fingerprint_sha_256_hash", hash=receipt.sha256),
        "",
        say("keep_receipt_somewhere_else"),
        say("frirum_verify_receipt_file_can"),
        "",
        json.dumps(receipt.as_dict(), ensure_ascii=False, separators=(",", ":")),
    ]
    return "\n".join(lines) + "\n"


def read_receipt(text: str) -> LockReceipt:
    """The receipt in a pasted text or an uploaded file, whatever stands around it.

    Raises:
        InputRefused: there is no receipt of a lock in it.
    """
    for line in text.splitlines():
        start, end = line.find('{"receipt"'), line.rfind("}")
        if start >= 0 and end > start:
            try:
                return _receipt(json.loads(line[start : end + 1]))
            except (ValueError, KeyError, TypeError):
                continue
    raise InputRefused(
        say("text_holds_no_receipt_for_anything"),
        remedy=say("paste_whole_receipt_last_line_too"),
    )


def _receipt(found: Mapping[str, Any]) -> LockReceipt:
    end = found["zones"]["casework"]
    [kind] = [key for key in found if key not in _OF_THE_TRAIL]
    return receipt_of_part(
        kind, found[kind], at=str(found["at"]), event=int(end["event"]), event_hash=str(end["hash"])
    )


def receipt_of_part(kind: str, part: Any, *, at: str, event: int, event_hash: str) -> LockReceipt:
    """The receipt whose part about the locked thing is `part`, as `as_dict` wrote it.

    Raises:
        ValueError, KeyError, TypeError: it is not such a part.
    """
    receipt = LockReceipt(
        kind=kind,
        reference=str(UUID(str(part["reference"]))),
        slug=str(part["slug"]),
        number=int(part["number"]),
        sha256=str(part["sha256"]),
        at=at,
        event=event,
        event_hash=event_hash,
    )
    if not _HASH.fullmatch(receipt.sha256) or receipt.number < LOCK:
        raise ValueError("no fingerprint")
    return receipt

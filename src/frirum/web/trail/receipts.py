"""Receipts: what the chain looked like, kept outside the system.

Somebody who holds the database and the keys can write the whole chain anew, or put back an old copy. A receipt
on paper, in a mail or with the ministry cannot be rewritten with it; `frirum verify --receipt` compares.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from frirum.core.errors import InputRefused
from frirum.core.language import gettext as _
from frirum.web import clock, registered
from frirum.web.trail import chain
from frirum.web.trail.faults import Fault
from frirum.web.trail.models import TrailEvent, TrailSegment
from frirum.web.zones import ZONES, Zone, alias


@dataclass(frozen=True)
class Receipt:
    """The end of each zone's chain at a moment.

    Attributes:
        at: when it was made (UTC).
        heads: zone -> (number of the last event, its hash); (0, GENESIS) for an empty chain.
        parts: what an app wrote in it of its own: name -> content.
    """

    at: dt.datetime
    heads: dict[str, tuple[int, str]]
    parts: dict[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """For JSON, with short lines that can also be printed and typed."""
        zones = {zone: {"event": number, "hash": head} for zone, (number, head) in self.heads.items()}
        return {"receipt": 1, "at": self.at.isoformat(), "zones": zones}


def make_receipt() -> Receipt:
    """The present ends of both chains."""
    return Receipt(clock.now(), {zone: _head(zone) for zone in ZONES})


def _head(zone: Zone) -> tuple[int, str]:
    last = TrailEvent.objects.using(alias(zone)).order_by("-id").values_list("id", "hash").first()
    return last or (0, chain.GENESIS)


def read_receipt(path: Path) -> Receipt:
    """A receipt from its file; refused when it is not one."""
    try:
        text = path.read_text(encoding="utf-8")
        # A receipt that a person was mailed has words above the line for machines.
        found = json.loads(text[text.rfind('\n{"receipt"') + 1 :])
        heads = {zone: (int(end["event"]), str(end["hash"])) for zone, end in found["zones"].items()}
        parts = {name: found[name] for name in registered.receipt_parts() if name in found}
        return Receipt(dt.datetime.fromisoformat(found["at"]), heads, parts)
    except FileNotFoundError as missing:
        raise InputRefused(_("Kvitteringen findes ikke."), file=str(path)) from missing
    except (ValueError, KeyError, TypeError, AttributeError, UnicodeDecodeError, OSError) as broken:
        raise InputRefused(_("Filen er ikke en kvittering."), file=str(path)) from broken


def compare(receipt: Receipt) -> Iterator[Fault]:
    """Faults where the chain is no longer the one the receipt saw."""
    for name, part in receipt.parts.items():
        yield from registered.receipt_parts()[name](part)
    for zone in ZONES:
        number, head = receipt.heads.get(zone, (0, chain.GENESIS))
        if number == 0:
            continue
        event = TrailEvent.objects.using(alias(zone)).filter(id=number).values_list("hash", flat=True).first()
        if event is None and _has_expired(zone, number):
            continue
        if event is None:
            message = _("Kvitteringen så hændelse {number}; den er her ikke.").format(number=number)
            yield Fault("receipt_ahead", zone, str(number), message)
        elif not chain.same(event, head):
            message = _("Hændelse {number} er en anden end den, kvitteringen så.").format(number=number)
            yield Fault("receipt_differs", zone, str(number), message)


def _has_expired(zone: Zone, number: int) -> bool:
    expired = TrailSegment.objects.using(alias(zone)).filter(expired_at__isnull=False)
    return number <= sum(expired.values_list("events", flat=True))

"""The arithmetic of the chain: canonical bytes, and HMACs under the installation's key.

A plain hash could be computed again by whoever rewrites the database. The key lies in the home folder, so a
person with the database alone can neither extend nor repair the chain. Whoever has both can: that is what
receipts kept elsewhere are for (Crosby & Wallach 2009, "Efficient data structures for tamper-evident logging").
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from frirum.web import keys

# What the first segment opens with.
GENESIS = "0" * 64


def canonical(value: Any) -> bytes:
    """One byte string per value: sorted keys, no spaces, UTC times; the same on every platform."""
    return json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain, allow_nan=False
    ).encode()


def _plain(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    if isinstance(value, bytes | memoryview):
        return hashlib.sha256(value).hexdigest()
    return str(value)


def keyed_hash(purpose: str, *parts: bytes) -> str:
    """HMAC-SHA256 in hexadecimal; `purpose` keeps a seal from being used as an event and the other way round."""
    digest = hmac.new((_line.get() or keys.lines("trail")[0]).encode(), purpose.encode(), hashlib.sha256)
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()


EVENT_FIELDS = (
    "id", "segment", "at", "event", "actor", "subject", "organisation", "fields", "details", "seals", "previous",
)  # fmt: skip
SEGMENT_FIELDS = ("number", "opens_with", "head", "events", "opened_at", "closed_at", "expired_at")


def event_hash(values: dict[str, Any]) -> str:
    """The hash of an event: over all its fields, the hash of the event before it among them."""
    return keyed_hash("event", canonical({name: values[name] for name in EVENT_FIELDS}))


def segment_seal(values: dict[str, Any]) -> str:
    """The seal of a segment's row."""
    return keyed_hash("segment", canonical({name: values[name] for name in SEGMENT_FIELDS}))


def row_seal(subject: str, content: str, columns: str) -> str:
    """The seal of the note on what a protected row contains, in these columns."""
    return keyed_hash("row", subject.encode(), content.encode(), columns.encode())


_line: ContextVar[str | None] = ContextVar("frirum_trail_key", default=None)


def matches(stored: str, make: Callable[[], str]) -> bool:
    """Whether it was made as `make` makes it, under the key in use or one from before a change of keys."""
    for line in keys.lines("trail"):
        token = _line.set(line)
        try:
            if same(stored, make()):
                return True
        finally:
            _line.reset(token)
    return False


def same(one: str, other: str) -> bool:
    """Whether two hashes are equal, in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())

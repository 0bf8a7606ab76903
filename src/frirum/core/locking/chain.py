"""The chain of a lock: its fingerprint is of what is locked; each amendment's is of its content and the one before it.

A receipt names one link, so with it a rewritten text, a removed amendment and an older backup are told from what was
signed (Haber & Stornetta 1991, "How to time-stamp a digital document").
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any

LOCK = 0
"""The number of the lock itself in the chain; amendments are 1, 2, 3 …"""


def canonical(document: Mapping[str, Any]) -> bytes:
    """The canonical bytes of a document: JSON in UTF-8, sorted keys, no spaces.

    Raises:
        ValueError: it holds a number that JSON has not (NaN, infinity).
    """
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode()


def amendment_bytes(previous: str, values: Mapping[str, Any]) -> bytes:
    """The canonical bytes of an amendment, chained to the fingerprint before it."""
    return canonical({**values, "previous": previous})


def fingerprint(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def moment_text(moment: dt.datetime) -> str:
    """A moment as it stands in the bytes: 2027-01-01T12:00:00Z."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

"""How a citizen's number is sealed and looked up; `core/vocabulary/citizen_numbers.py` reads it.

A CPR number is kept only encrypted (Fernet: AES-128-CBC with HMAC-SHA256) and found again by an HMAC-SHA256 under a
second key. A plain hash would not do: all possible numbers are searched through in seconds. Both keys lie in the
home's keys folder, never in the database or its backup. docs/decisions/0009 tells why. What is sealed is bound to its
place (`web/keys.py`): put into another row, it does not open.
"""

from __future__ import annotations

import hashlib
import hmac

from frirum.core.vocabulary.citizen_numbers import (
    Identity,
    LostZero,
    contains_cpr,
    lost_zero,
    read_case_number,
    read_cpr,
    read_identity,
    refuse_cpr,
)
from frirum.web import keys

__all__ = [
    "Identity",
    "LostZero",
    "contains_cpr",
    "lookup_key",
    "lost_zero",
    "masked",
    "read_case_number",
    "read_cpr",
    "read_identity",
    "refuse_cpr",
    "seal",
    "seal_bytes",
    "unseal",
    "unseal_bytes",
    "written",
]


def seal(text: str, bound_to: str) -> str:
    """A number, or several as text, encrypted for its place; differs each time."""
    return seal_bytes(text.encode("utf-8"), bound_to).decode("ascii")


def unseal(sealed: str, bound_to: str) -> str:
    """What `seal` encrypted.

    Raises:
        cryptography.fernet.InvalidToken: as `keys.unseal`.
    """
    return unseal_bytes(sealed.encode("ascii"), bound_to).decode("utf-8")


def seal_bytes(content: bytes, bound_to: str) -> bytes:
    """Anything about citizens, encrypted under the same key for its place."""
    return keys.seal("citizen", content, bound_to)


def unseal_bytes(sealed: bytes, bound_to: str) -> bytes:
    """The content of what `seal_bytes` gave.

    Raises:
        cryptography.fernet.InvalidToken: as `keys.unseal`.
    """
    return keys.unseal("citizen", sealed, bound_to)


def lookup_key(cpr: str) -> str:
    """What the number is found by: the same for the same number in this installation, and nothing to guess from."""
    return hmac.new(keys.lines("citizen-lookup")[0].encode(), cpr.encode("ascii"), hashlib.sha256).hexdigest()


def masked(cpr: str) -> str:
    """`010203-****`: the date of birth, so that two cases can be told apart, and no more."""
    return f"{cpr[:6]}-****"


def written(cpr: str) -> str:
    """`010203-1234`, as people write it."""
    return f"{cpr[:6]}-{cpr[6:]}"

"""How a citizen's number is sealed and looked up; `core/vocabulary/citizen_numbers.py` reads it.

A CPR number is kept only encrypted (Fernet: AES-128-CBC with HMAC-SHA256) and found again by an HMAC-SHA256 under a
second key. A plain hash would not do: all possible numbers are searched through in seconds. Both keys lie in the
home's keys folder, never in the database or its backup. docs/decisions/0009 tells why.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

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


def seal(cpr: str) -> str:
    """The number encrypted; differs each time."""
    return _fernet().encrypt(cpr.encode("ascii")).decode("ascii")


def unseal(sealed: str) -> str:
    """The number of what `seal` gave.

    Raises:
        cryptography.fernet.InvalidToken: sealed under a key that is not here, or changed.
    """
    return _fernet().decrypt(sealed.encode("ascii")).decode("ascii")


def seal_bytes(content: bytes) -> bytes:
    """Anything about citizens, encrypted under the same key."""
    return _fernet().encrypt(content)


def unseal_bytes(sealed: bytes) -> bytes:
    """The content of what `seal_bytes` gave.

    Raises:
        cryptography.fernet.InvalidToken: as `unseal`.
    """
    return _fernet().decrypt(sealed)


def lookup_key(cpr: str) -> str:
    """What the number is found by: the same for the same number in this installation, and nothing to guess from."""
    return hmac.new(settings.CITIZEN_LOOKUP_KEY.encode(), cpr.encode("ascii"), hashlib.sha256).hexdigest()


def masked(cpr: str) -> str:
    """`010203-****`: the date of birth, so that two cases can be told apart, and no more."""
    return f"{cpr[:6]}-****"


def written(cpr: str) -> str:
    """`010203-1234`, as people write it."""
    return f"{cpr[:6]}-{cpr[6:]}"


def _fernet() -> MultiFernet:
    """The key file may hold several lines: the first seals, the others still open what they sealed."""
    return MultiFernet([Fernet(_fernet_key(line)) for line in settings.CITIZEN_KEY.split()])


def _fernet_key(text: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode("ascii")).digest())

"""A link's token: what is kept of it, and the draft that only it can open."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from cryptography.fernet import Fernet, InvalidToken


def token_hash(token: str) -> str:
    """What the database knows a token by: its SHA-256, in hexadecimal. 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def seal_draft(token: str, answers: Mapping[str, Any]) -> str:
    """The draft, readable with the token alone (Fernet: AES-128-CBC with HMAC-SHA256)."""
    return _fernet(token).encrypt(json.dumps(dict(answers)).encode()).decode("ascii")


def open_draft(token: str, sealed: str) -> dict[str, Any]:
    """The draft; empty where there is none, or where it was changed."""
    if not sealed:
        return {}
    try:
        return dict(json.loads(_fernet(token).decrypt(sealed.encode("ascii"))))
    except InvalidToken:
        return {}


def _fernet(token: str) -> Fernet:
    # Another digest than the one in the database, which must not open anything.
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"draft:{token}".encode()).digest()))

"""Passwords that the system draws: for a new account, and for somebody who forgot theirs."""

from __future__ import annotations

import secrets

# No letters or digits that are mistaken for each other when a person types them from paper.
_CHARACTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_LENGTH = 16


def draw_password() -> str:
    """A password of some 80 random bits, easy to type."""
    return "".join(secrets.choice(_CHARACTERS) for _place in range(_LENGTH))

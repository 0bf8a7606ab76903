"""Passwords that the system draws, for a new account and for somebody who forgot theirs; and how they are kept."""

from __future__ import annotations

import secrets

from django.contrib.auth.hashers import get_hasher, identify_hasher

# No letters or digits that are mistaken for each other when a person types them from paper.
_CHARACTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_LENGTH = 16


def draw_password() -> str:
    """A password of some 80 random bits, easy to type."""
    return "".join(secrets.choice(_CHARACTERS) for _place in range(_LENGTH))


def is_old_hash(encoded: str) -> bool:
    """Whether a stored hash was made by another method, or weaker, than a new one would be."""
    preferred = get_hasher("default")
    return identify_hasher(encoded).algorithm != preferred.algorithm or preferred.must_update(encoded)

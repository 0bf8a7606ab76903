"""A code that respondents make themselves: it ties the answers of two waves to each other and to nobody.

The code itself is never kept. Two ways of writing one code are one code.
"""

from __future__ import annotations

import unicodedata
from enum import StrEnum

from frirum.core.vocabulary.citizen_numbers import contains_cpr

SHORTEST, LONGEST = 4, 12


class CodeFault(StrEnum):
    """Why what was written is no code."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    IDENTIFIES = "identifies"


def read_code(written: str) -> str | CodeFault:
    """The letters and figures of a code, small; "" where nothing was written.

    What looks like a number somebody is known by (six figures or more and no letter, a CPR number, an address) is none.
    """
    text = unicodedata.normalize("NFC", written).strip()
    if not text:
        return ""
    plain = "".join(c for c in text.casefold() if c.isalnum())
    if contains_cpr(text) or "@" in text or (plain.isdigit() and len(plain) >= 6):
        return CodeFault.IDENTIFIES
    if len(plain) < SHORTEST:
        return CodeFault.TOO_SHORT
    return plain if len(plain) <= LONGEST else CodeFault.TOO_LONG

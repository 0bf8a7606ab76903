"""Short marks of a hash, which people compare and programs recognise things by.

Some hashes hold ten decimal digits in a row, and ten digits in a row are taken for a CPR number wherever a text is kept
(words of sixteen and of 32 or more hexadecimal digits are passed over). In groups of four no more than four ever stand
together.
"""

from __future__ import annotations

GROUP = 4


def in_groups(digest: str, between: str = " ") -> str:
    """All of a hash in groups of four digits, as people compare it."""
    return between.join(digest[start : start + GROUP] for start in range(0, len(digest), GROUP))


def short_mark(digest: str, digits: int = 16) -> str:
    """The first `digits` of a hash in hexadecimal as `ab12-cd34-…`; never anything like a CPR number."""
    return in_groups(digest[:digits], "-")

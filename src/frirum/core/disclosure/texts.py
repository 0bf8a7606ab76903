"""Free text: what looks like it tells who somebody is. A person decides; nothing here clears a text by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum


class TextRisk(StrEnum):
    """What was found."""

    CPR = "cpr"
    EMAIL = "email"
    PHONE = "phone"
    NAME = "name"


@dataclass(frozen=True)
class TextHit:
    """A place in a text to look at.

    Attributes:
        risk: what it looks like.
        start, end: character positions; the text itself is not repeated, so that a hit can be logged.
    """

    risk: TextRisk
    start: int
    end: int


# Day and month of a CPR number; two to four groups of digits, however they are parted. The modulus 11 check is left
# out on purpose: since 2007 numbers are issued that fail it.
_CPR = re.compile(
    r"(?<!\d)(0[1-9]|[12]\d|3[01])\s?[.\-/]?\s?(0[1-9]|1[0-2])\s?[.\-/]?\s?\d{2}\s?[-–]?\s?\d{4}(?!\d)"
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\d.,])(\+45\s?|0045\s?)?\d{2}\s?\d{2}\s?\d{2}\s?\d{2}(?![\d.,]\d|\d)")


def find_personal(text: str, *, names: Sequence[str] = ()) -> tuple[TextHit, ...]:
    """Places that look like a CPR number, an address, a telephone number or one of `names`, in reading order."""
    taken: list[TextHit] = []
    for risk, pattern in _patterns(names):
        for match in pattern.finditer(text):
            if not any(hit.start < match.end() and match.start() < hit.end for hit in taken):
                taken.append(TextHit(risk, match.start(), match.end()))
    return tuple(sorted(taken, key=lambda hit: hit.start))


def _patterns(names: Sequence[str]) -> Iterator[tuple[TextRisk, re.Pattern[str]]]:
    yield TextRisk.CPR, _CPR
    yield TextRisk.EMAIL, _EMAIL
    yield TextRisk.PHONE, _PHONE
    for name in names:
        if name.strip():
            yield TextRisk.NAME, re.compile(rf"(?<!\w){re.escape(name.strip())}(s|')?(?!\w)", re.IGNORECASE)

"""Drawing the cases of an audit so that anybody with the list and the seed draws the same ones.

The list is put in the order of SHA-256 of "seed:stratum:id", and the first n are drawn. Nobody can choose cases: the
order follows from the seed, which is published before the list is made, and neither from how the list was sorted nor
from the program that drew. A larger n begins with the same cases, so that a sample can be prolonged, and the next in
the order takes the place of a case that cannot be reviewed.

Danish studies of practice take the newest cases before a set day instead. That is offered, and called what it is: not
random. It shows what is decided now, and nothing can be reckoned from it about the cases that were not taken.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class DrawingRule(StrEnum):
    """How the cases of an audit were taken from the list."""

    ALL = "all"
    RANDOM = "random"
    RANDOM_EACH = "random_each"
    NEWEST_BEFORE = "newest_before"

    @property
    def is_random(self) -> bool:
        """Whether something may be reckoned about the cases that were not taken."""
        return self is not DrawingRule.NEWEST_BEFORE


@dataclass(frozen=True)
class ListedCase:
    """One case on the list.

    Attributes:
        stratum: as written in the list; empty when the list is not divided.
        id: as written in the list; unique within its stratum.
        day: of the decision, where the newest are to be taken.
    """

    stratum: str
    id: str
    day: dt.date | None = field(default=None, compare=False)


def drawing_order(cases: Sequence[ListedCase], seed: int) -> list[ListedCase]:
    """All of the list in the order of its hashes.

    Args:
        cases: the list, in any order.
        seed: any whole number.
    """

    def place(case: ListedCase) -> bytes:
        return hashlib.sha256(f"{seed}:{case.stratum}:{case.id}".encode()).digest()

    return sorted(cases, key=place)


def draw(cases: Sequence[ListedCase], n: int, seed: int) -> list[ListedCase]:
    """The first `n` cases in the order of their hash; all of them where there are fewer.

    Args:
        n: cases to draw, not negative.
    """
    return drawing_order(cases, seed)[:n]


def newest_before(cases: Sequence[ListedCase], day: dt.date) -> list[ListedCase]:
    """The cases decided before `day`, the newest first, on one day in the order of their numbers. NOT random."""
    earlier = sorted((case for case in cases if case.day is not None and case.day < day), key=lambda c: c.id)
    return sorted(earlier, key=lambda case: case.day or day, reverse=True)

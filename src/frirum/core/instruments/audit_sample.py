"""Drawing the cases of an audit so that anybody with the list and the seed draws the same ones.

The list is put in the order of SHA-256 of "seed:stratum:id", and the first n are drawn. Nobody can choose cases: the
order follows from the seed, which is published before the list is made, and neither from how the list was sorted nor
from the program that drew. A larger n begins with the same cases, so that a sample can be prolonged.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class ListedCase:
    """One case on the list.

    Attributes:
        stratum: as written in the list; empty when the list is not divided.
        id: as written in the list; unique within its stratum.
    """

    stratum: str
    id: str


def draw(cases: Sequence[ListedCase], n: int, seed: int) -> list[ListedCase]:
    """The first `n` cases in the order of their hash; all of them where there are fewer.

    Args:
        cases: the list, in any order.
        n: cases to draw, not negative.
        seed: any whole number.
    """

    def place(case: ListedCase) -> bytes:
        return hashlib.sha256(f"{seed}:{case.stratum}:{case.id}".encode()).digest()

    return sorted(cases, key=place)[:n]

"""Start orders drawn by lot from a published seed, so that anybody can draw them again by hand.

The municipalities are put in the order of SHA-256("SEED:start:CODE") in hexadecimal, the code with three digits; the
first begin first. It is the rule of `frirum audit draw` with "start" for the stratum. By hand, for each municipality:

    printf '%s' 'SEED:start:851' | sha256sum

and the lines are sorted. The seed must be published before anybody can know what it gives (a lottery draw of a day
named in advance), and used once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from frirum.core.designs.diagnosis.sentences import say
from frirum.core.errors import UsageError
from frirum.core.vocabulary.municipalities import by_code


@dataclass(frozen=True)
class DrawnPlace:
    """One municipality's place.

    Attributes:
        place: 1 begins first.
        step: the start date it shares with others, from 1.
        municipality: its code.
        digest: the number it was sorted by, 64 hexadecimal digits.
    """

    place: int
    step: int
    municipality: int
    digest: str


def draw_start_order(
    seed: str, municipalities: Iterable[int], *, steps: int | None = None
) -> tuple[DrawnPlace, ...]:
    """The municipalities in the order they begin.

    Args:
        seed: as published, to the letter; spaces around it do not count.
        municipalities: codes; their order does not matter.
        steps: start dates they share, as evenly as can be, the earlier ones taking what is left over; None gives
            each its own.

    Raises:
        UsageError: no seed, a code twice or unknown, fewer than two municipalities, more steps than municipalities.
    """
    seed, codes = seed.strip(), list(municipalities)
    _check(seed, codes, steps)
    numbers = sorted((start_digest(seed, code), code) for code in codes)
    each, extra = divmod(len(codes), steps or len(codes))
    sizes = [each + (step < extra) for step in range(steps or len(codes))]
    dealt = [step for step, size in enumerate(sizes, start=1) for _one in range(size)]
    return tuple(
        DrawnPlace(place, step, code, digest)
        for place, (step, (digest, code)) in enumerate(zip(dealt, numbers, strict=True), start=1)
    )


def start_digest(seed: str, municipality: int) -> str:
    """SHA-256 of "SEED:start:CODE" in hexadecimal."""
    return hashlib.sha256(f"{seed}:start:{municipality:03d}".encode()).hexdigest()


def unit_digest(seed: str, unit: str) -> str:
    """As `start_digest`, of a unit as data have it: a municipality's code, or any other name as it stands."""
    place = by_code(unit) if unit.isdigit() else None
    if place is not None:
        return start_digest(seed.strip(), place.code)
    return hashlib.sha256(f"{seed.strip()}:start:{unit}".encode()).hexdigest()


def _check(seed: str, codes: list[int], steps: int | None) -> None:
    if not seed:
        raise UsageError(
            say("draw_needs_seed"),
            remedy=say("use_number_nobody_knows_beforehand_such"),
        )
    unknown = [code for code in codes if by_code(code) is None]
    if unknown:
        raise UsageError(say("code_is_not_municipality_code", code=unknown[0]))
    twice = [code for code in codes if codes.count(code) > 1]
    if twice:
        raise UsageError(say("municipality_code_stands_twice", code=twice[0]))
    if len(codes) < 2:
        raise UsageError(say("order_takes_at_least_two_municipalities"))
    if steps is not None and not 1 <= steps <= len(codes):
        raise UsageError(
            say("number_of_start_dates_must", n=len(codes)),
            remedy=say("several_municipalities_can_begin"),
        )

"""The ways out when a design cannot answer its question, in the order to try them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from frirum.core.designs.diagnosis import ways
from frirum.core.designs.diagnosis.question import DesignQuestion
from frirum.core.designs.diagnosis.verdict import Verdict
from frirum.core.language import gettext as _


class Rescue(StrEnum):
    """What can be done to a design that is too thin."""

    STATE_VOLUME = "state_volume"
    STATE_BASELINE = "state_baseline"
    MERGE = "merge"
    WIDEN = "widen"
    PROLONG = "prolong"
    DRAW_START = "draw_start"
    OTHER_OUTCOME = "other_outcome"
    TWO_RATERS = "two_raters"
    DO_NOT_START = "do_not_start"


@dataclass(frozen=True)
class Advice:
    """One way out, in a sentence for people with the number that makes it concrete."""

    kind: Rescue
    text: str


def rescues(
    question: DesignQuestion, verdict: Verdict, uses_needed: int | None, smallest_p: float | None
) -> tuple[Advice, ...]:
    """The ways out; () when the design can show what matters.

    Args:
        uses_needed: for the design's own aim, or None.
        smallest_p: the design's, or None.
    """
    if verdict is Verdict.RELEVANT:
        return ()
    if verdict is Verdict.UNKNOWN_VOLUME:
        return (_state_volume(), *([] if question.baseline is not None else [state_baseline()]))
    needed = uses_needed or ways.uses_for_assumed(question)
    found = [
        (Rescue.MERGE, ways.more_units(question, smallest_p)),
        (Rescue.MERGE, ways.merge(question, needed)),
        (Rescue.WIDEN, ways.widen(question, needed)),
        (Rescue.PROLONG, ways.prolong(question, needed)),
        (Rescue.DRAW_START, ways.draw_start(question)),
        (Rescue.OTHER_OUTCOME, ways.other_outcome(question)),
        (Rescue.TWO_RATERS, ways.two_raters(question)),
        (Rescue.DO_NOT_START, ways.do_not_start(question, needed) if verdict is Verdict.TOO_THIN else None),
    ]
    first = [] if question.baseline is not None or question.uses is None else [state_baseline()]
    return (*first, *(Advice(kind, text) for kind, text in found if text is not None))


def _state_volume() -> Advice:
    return Advice(
        Rescue.STATE_VOLUME,
        _(
            "Skøn over volumen før start: hvor mange borgere om året, i hvor stor en del af sagerne "
            "reglen betyder noget, og hvor ofte fritagelsen vil blive brugt."
        ),
    )


def state_baseline() -> Advice:
    """Measure the level before the start."""
    return Advice(
        Rescue.STATE_BASELINE,
        _("Mål udgangspunktet før start, eller skriv, hvorfor det ikke kan lade sig gøre."),
    )

"""The burden of a design: what its uses cost in steps and minutes, held against the minutes they free.

An experiment that is heavier to use than the rule it leaves aside is not used, whatever it could have shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from frirum.core.catalogue.plan import Uptake
from frirum.core.designs.guide.sentences import say
from frirum.core.vocabulary.danish import format_exact, format_number

# Above so many steps a use is paperwork, whatever each of them takes; this house's judgement, no source gives it.
MANY_STEPS = 8


@dataclass(frozen=True)
class Burden:
    """What the uses cost, and what they free.

    Attributes:
        uses: expected in the period, or None.
        steps, minutes, freed: of one use; None where nobody has said.
    """

    uses: int | None
    steps: int | None
    minutes: float | None
    freed: float | None

    @property
    def is_stated(self) -> bool:
        """Whether cost and gain can be held against each other."""
        return self.minutes is not None and self.freed is not None

    @property
    def is_heavier(self) -> bool:
        """Whether a use costs more minutes than it frees."""
        return self.minutes is not None and self.freed is not None and self.minutes > self.freed


def burden_of(uptake: Uptake | None, uses: int | None) -> Burden:
    """The burden that a plan states."""
    if uptake is None:
        return Burden(uses, None, None, None)
    minutes, freed = uptake.minutes_per_use, uptake.minutes_freed
    return Burden(
        uses,
        uptake.steps_per_use,
        None if minutes is None else float(minutes),
        None if freed is None else float(freed),
    )


def warnings(found: Burden) -> Iterator[tuple[str, str, str]]:
    """(field of the guide, what is wrong, what to do) of a burden; nothing where it is light."""
    if not found.is_stated:
        yield (
            "minutes",
            say("is_not_stated_how_many_minutes"),
            say("try_course_on_two_cases"),
        )
    if found.is_heavier:
        yield ("minutes", _heavier(found), say("remove_steps_or_let_records_come"))
    if found.steps is not None and found.steps > MANY_STEPS:
        yield (
            "steps",
            say("each_use_adds_n_steps", n=format_number(found.steps)),
            say("remove_steps_or_join_them_limit", n=MANY_STEPS),
        )


def _heavier(found: Burden) -> str:
    said = say(
        "each_use_costs_minutes_minutes",
        minutes=format_exact(found.minutes or 0.0),
        freed=format_exact(found.freed or 0.0),
    )
    if not found.uses:
        return said
    hours = found.uses * ((found.minutes or 0.0) - (found.freed or 0.0)) / 60
    more = say(
        "with_uses_uses_is_hours_hours",
        uses=format_number(found.uses),
        hours=format_number(hours, 0 if hours >= 10 else 1),
    )
    return f"{said} {more}"

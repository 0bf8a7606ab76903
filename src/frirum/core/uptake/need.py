"""How many uses an experiment's question needs, and what a number of uses can ever show against its level."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from frirum.core.catalogue.experiment import Experiment, Part
from frirum.core.catalogue.plan import Criterion, Direction, Plan, Test
from frirum.core.designs.diagnosis import two_groups_needed
from frirum.core.designs.diagnosis.diagnosis import FEWEST_USES
from frirum.core.designs.diagnosis.from_definition import PLANNING_BASELINE, diagnose_experiment
from frirum.core.designs.diagnosis.from_plan import is_level_measured
from frirum.core.designs.diagnosis.question import ASSUMED_RELEVANT
from frirum.core.effects import binomial_power as exact
from frirum.core.law.watch import concerns
from frirum.core.uptake.sentences import say


class NeedSource(StrEnum):
    """Where the number that is needed comes from."""

    QUESTION = "question"
    ASSUMED = "assumed"
    FLOOR = "floor"


@dataclass(frozen=True)
class Need:
    """What the question needs.

    Attributes:
        uses: from so many on the question can be answered with 80 % power; at least 20, as fewer can only be counted.
        baseline: the level under the ordinary rule as stated, 0-1, or None.
        difference: the change to be shown, absolute and signed; None where only "no worse" or nothing is asked.
        margin: the most that "no worse" may give away, or None.
        source: the definition's question, a change of ten points taken for relevant, or the floor of 20.
    """

    uses: int
    baseline: float | None
    difference: float | None
    margin: float | None
    source: NeedSource

    @property
    def level(self) -> float:
        """The level that what can be shown is reckoned from: the stated one, else 50 %."""
        return PLANNING_BASELINE if self.baseline is None else self.baseline

    @property
    def reason(self) -> str:
        """Why it is this number, in the reader's language."""
        return {
            NeedSource.QUESTION: say("is_what_question_of_definition_takes"),
            NeedSource.ASSUMED: say("definition_does_not_say_which_change"),
            NeedSource.FLOOR: say("definition_does_not_say_what"),
        }[self.source]


@dataclass(frozen=True)
class Showing:
    """What a final number of uses can ever show; None where it can show none.

    Attributes:
        uses: the number.
        increase, decrease: the share the level must move to before it is found with 80 % power.
        lower_bound_if_all: what it shows at least when every case goes well (two-sided 95 %).
    """

    uses: int
    increase: float | None
    decrease: float | None
    lower_bound_if_all: float | None


def what_it_shows(uses: int, level: float) -> Showing:
    """What `uses` can ever show against `level` (0-1), by the exact binomial test."""
    if uses == 0:
        return Showing(0, None, None, None)
    return Showing(
        uses,
        exact.detectable_increase(uses, level) if level < 1 else None,
        exact.detectable_decrease(uses, level) if level > 0 else None,
        exact.lower_bound_if_all(uses),
    )


def need_of(experiment: Experiment, part: Part | None = None) -> Need:
    """What the definition's question about an effect needs, of the part or of the whole.

    Municipalities compared with municipalities, and cases with cases, need what the diagnosis of the design says; else
    the exact test against the stated level decides.
    """
    criterion = _criterion(experiment, part)
    baseline = _share(criterion.baseline) if criterion else None
    difference = _difference(criterion)
    margin = _share(abs(criterion.margin)) if criterion and criterion.margin is not None else None
    if baseline is None or criterion is None:
        return Need(FEWEST_USES, None, None, None, NeedSource.FLOOR)
    if difference is None and margin is None:
        needed, source = _for_assumed(experiment, baseline, criterion.direction), NeedSource.ASSUMED
    else:
        needed, source = _for_question(experiment, baseline, difference, margin), NeedSource.QUESTION
    if needed is None:
        return Need(FEWEST_USES, baseline, difference, margin, NeedSource.FLOOR)
    return Need(max(FEWEST_USES, needed), baseline, difference, margin, source)


def _criterion(experiment: Experiment, part: Part | None) -> Criterion | None:
    """The first criterion about an effect that concerns the part."""
    plan = experiment.plan
    for question in plan.research_questions if plan else ():
        asked = question.criterion
        if asked is not None and asked.test is not Test.DESCRIPTION and concerns(question.part_slugs, part):
            return asked
    return None


def _difference(criterion: Criterion | None) -> float | None:
    size = _share(abs(criterion.smallest_relevant)) if criterion and criterion.smallest_relevant else None
    if size is None or criterion is None:
        return None
    falls = criterion.direction is Direction.DECREASE or (criterion.smallest_relevant or 0) < 0
    return -size if falls else size


def _share(value: float | None) -> float | None:
    return float(value) if value is not None and 0 <= value <= 1 else None


def _for_question(
    experiment: Experiment, baseline: float, difference: float | None, margin: float | None
) -> int | None:
    compared = diagnose_experiment(experiment).diagnosis
    if compared.question.has_units or compared.question.comparison is not None:
        return compared.uses_needed
    if difference is not None and is_level_measured(_plan(experiment)):
        return two_groups_needed.uses_needed(baseline, difference)
    if difference is not None:
        return exact.uses_needed(baseline, difference)
    assert margin is not None
    if is_level_measured(_plan(experiment)):
        return two_groups_needed.uses_for_no_worse(baseline, 1.0, margin)
    limit = baseline - margin
    return exact.uses_needed(limit, margin) if 0 <= limit <= 1 else 1


def _plan(experiment: Experiment) -> Plan:
    return experiment.plan or Plan(not_stated=("purpose",))


def _for_assumed(experiment: Experiment, baseline: float, direction: Direction | None) -> int | None:
    """For ten points in the stated direction; in the one that takes more where none is stated."""
    signs = (
        {Direction.INCREASE: (1,), Direction.DECREASE: (-1,)}.get(direction, (1, -1))
        if direction
        else (1, -1)
    )
    find = two_groups_needed.uses_needed if is_level_measured(_plan(experiment)) else exact.uses_needed
    found = [find(baseline, sign * ASSUMED_RELEVANT) for sign in signs]
    return max((n for n in found if n is not None), default=None)

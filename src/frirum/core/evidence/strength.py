"""How much it would take to explain an answer away, and what is left of it beside the experiment's other questions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from frirum.core.catalogue.plan import Test as AnswerSought
from frirum.core.designs.diagnosis.verdict import EvidenceStep
from frirum.core.effects.confounding import (
    e_value,
    e_value_of_interval,
    ratio_of_difference,
    robustness_value,
)
from frirum.core.effects.multiplicity import holm
from frirum.core.effects.rows import Check, EstimateRow
from frirum.core.evidence.answered import HALF_WIDTH, Answered
from frirum.core.evidence.plan import PlannedQuestion
from frirum.core.evidence.rules import EvidenceRules
from frirum.core.evidence.sentences import say
from frirum.core.vocabulary.danish import format_number

_EXACT = "fisher"


def adjusted_p(questions: Sequence[PlannedQuestion], answers: Sequence[Answered]) -> list[float | None]:
    """Holm's p-value of every tested question among all that were tested; None for one alone or not tested.

    Tested are the questions of a difference with a p-value; a margin is judged by its interval. Two shares are quoted
    with an interval that has none, and are counted by the exact test beside it.
    """
    tested = {
        place: p
        for place, (question, answered) in enumerate(zip(questions, answers, strict=True))
        if (p := p_of_test(question, answered.result)) is not None
    }
    found: list[float | None] = [None] * len(answers)
    if len(tested) < 2:
        return found
    for place, p in zip(tested, holm(list(tested.values())), strict=True):
        found[place] = p
    return found


class _WithRows(Protocol):
    """Rows with one of them quoted: a result at hand, or a question read back."""

    @property
    def estimates(self) -> Sequence[EstimateRow]: ...

    @property
    def headline(self) -> EstimateRow | None: ...


def p_of_test(question: PlannedQuestion, found: _WithRows) -> float | None:
    """The p-value of a question of a difference: of the quoted row, or of the exact test of the same two shares.

    None where nothing was tested, for a margin, which is judged by its interval, and for a placebo.
    """
    row = found.headline
    if question.test is not AnswerSought.SUPERIORITY or question.placebo or row is None:
        return None
    if row.p_value is not None:
        return row.p_value
    return next((one.p_value for one in found.estimates if one.inference == _EXACT), None)


def strength_checks(
    answered: Answered, step: EvidenceStep, p_adjusted: float | None, rules: EvidenceRules
) -> Iterable[Check]:
    """Checks `holm`, and from step 2 up `e_value`, `e_value_interval` and `robustness_value`, each with its number."""
    row = answered.result.headline
    if p_adjusted is not None:
        text = say("counted_together_with_experiment_other")
        holds = p_adjusted <= rules.limits.p_value
        yield Check("holm", holds or None, text.format(p=format_number(p_adjusted, 4)), p_adjusted)
    if row is None or row.point is None or step < EvidenceStep.CONTROLS:
        return
    yield from _e_values(row, answered.share_without)
    yield from _robustness(row, answered.degrees)


def _e_values(row: EstimateRow, without: float | None) -> Iterable[Check]:
    if without is None or row.point is None:
        return
    ratio = ratio_of_difference(row.point, without)
    if ratio is None:
        return
    text = say("something_unseen_would")
    value = e_value(ratio)
    yield Check("e_value", None, text.format(value=format_number(value, 2)), value)
    ends = [ratio_of_difference(end, without) for end in (row.lower, row.upper) if end is not None]
    if len(ends) == 2 and ends[0] is not None and ends[1] is not None:
        value = e_value_of_interval(ends[0], ends[1])
        text = say("to_move_interval_across_no_difference")
        yield Check("e_value_interval", None, text.format(value=format_number(value, 2)), value)


def _robustness(row: EstimateRow, degrees: float | None) -> Iterable[Check]:
    se = row.se
    if se is None and row.lower is not None and row.upper is not None:
        se = (row.upper - row.lower) / 2 / HALF_WIDTH
    if not se or row.point is None or degrees is None or degrees <= 1:
        return
    value = robustness_value(row.point / se, degrees)
    text = say("something_unseen_would_have_to_explain")
    yield Check("robustness_value", None, text.format(share=format_number(100 * value, 1)), value)

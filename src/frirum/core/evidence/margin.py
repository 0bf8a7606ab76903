"""A question of being no worse: the quoted row held against the plan's margin, as a row with its checks."""

from __future__ import annotations

from dataclasses import replace

from frirum.core.catalogue.plan import Direction
from frirum.core.catalogue.plan import Test as AnswerSought
from frirum.core.effects.noninferiority import HigherIs, against_margin
from frirum.core.evidence.answered import Answered, is_share
from frirum.core.evidence.check_words import difference_text, held_against
from frirum.core.evidence.plan import PlannedQuestion

_MARGINS = (AnswerSought.NON_INFERIORITY, AnswerSought.EQUIVALENCE)
_HIGHER_IS: dict[Direction | None, HigherIs] = {Direction.INCREASE: "better", Direction.DECREASE: "worse"}


def worst_allowed(question: PlannedQuestion) -> float | None:
    """The effect at which the agreed margin ends, in the outcome's unit; None where none or no direction is agreed."""
    if question.test not in _MARGINS or question.margin is None or question.direction not in _HIGHER_IS:
        return None
    return -question.margin if _HIGHER_IS[question.direction] == "better" else question.margin


def with_margin(found: Answered, question: PlannedQuestion) -> Answered:
    """The answer with the row against the margin as its headline; unchanged where no margin or direction is agreed."""
    row = found.result.headline
    higher_is = _HIGHER_IS.get(question.direction)
    if question.test not in _MARGINS or question.margin is None or higher_is is None or row is None:
        return found
    if row.lower is None or row.upper is None:
        return found
    judged = against_margin(row, question.margin, higher_is)
    if judged.headline is not None:
        said = held_against(difference_text(question.margin, share=is_share(question, found.share_without)))
        own = replace(judged.headline, notes=(*row.notes, said))
        judged = replace(judged, estimates=(own,), headline=own)
    result = replace(
        found.result,
        estimates=(*judged.estimates, *found.result.estimates),
        checks=(*found.result.checks, *judged.checks),
        headline=judged.headline,
    )
    return replace(found, result=result)

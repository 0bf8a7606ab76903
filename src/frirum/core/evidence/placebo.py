"""Placebo outcomes and groups: what the plan says that the experiment cannot have moved, asked like any other question.

A column may be another outcome of the same people, or the same outcome of people whom the experiment did not concern.
Where something is found there, what is found of the others may come from the same source.
"""

from __future__ import annotations

from collections.abc import Sequence

from frirum.core.effects.rows import Check
from frirum.core.evidence.answered import Answered
from frirum.core.evidence.placebo_words import placebo_moved, placebo_quiet, placebo_unknown
from frirum.core.evidence.plan import PlannedQuestion
from frirum.core.evidence.rules import EvidenceLimits

PLACEBO_OUTCOME = "placebo_outcome"


def placebo_checks(
    questions: Sequence[PlannedQuestion], answers: Sequence[Answered], limits: EvidenceLimits
) -> tuple[Check, ...]:
    """Check `placebo_outcome` for the questions that are none; nothing where the plan names no placebo.

    Its number is the share of the placebos whose interval holds no difference; one without an interval is not counted.
    """
    asked = [(one, found) for one, found in zip(questions, answers, strict=True) if one.placebo]
    if not asked:
        return ()
    bounds = [
        (one.outcome_text, row.lower, row.upper)
        for one, found in asked
        if (row := found.result.headline) is not None
    ]
    seen = [(name, low, high) for name, low, high in bounds if low is not None and high is not None]
    if not seen:
        return (Check(PLACEBO_OUTCOME, None, placebo_unknown()),)
    moved = [name for name, low, high in seen if not low <= 0 <= high]
    share = 1 - len(moved) / len(seen)
    text = placebo_moved(len(seen), moved) if moved else placebo_quiet(len(seen))
    return (Check(PLACEBO_OUTCOME, share >= limits.placebos_without_finding, text, share),)

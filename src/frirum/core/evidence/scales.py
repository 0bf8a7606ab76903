"""Our step read on scales that others use, with what the reading leaves out.

jobeffekter.dk weighs each result: quality x method x geography x journal x combination x weight of the result, and
concludes only when the sum reaches 1 (www.jobeffekter.dk, om algoritmen; read 2026). Maryland: What Works Centre for
Local Economic Growth.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

from frirum.core.designs.diagnosis.verdict import EvidenceStep

JOBEFFEKTER_CONCLUDES_AT = 1.0


class StudyQuality(Enum):
    """jobeffekter.dk's grade of a study and its weight."""

    GOOD = 1.0
    SATISFACTORY = 0.5
    UNSATISFACTORY = 0.25


@dataclass(frozen=True)
class Contribution:
    """What one result would add on jobeffekter.dk.

    Attributes:
        value: 0-1.
        needed: how many equal results it takes before the site concludes; None where they add nothing.
    """

    value: float
    needed: int | None


def jobeffekter(
    step: EvidenceStep,
    *,
    quality: StudyQuality = StudyQuality.SATISFACTORY,
    in_journal: bool = False,
    combined: bool = False,
    partial: bool = False,
) -> Contribution:
    """The contribution of one Danish result.

    Args:
        step: our step; drawn by lot counts 1, a comparison over time 0.8, anything less nothing.
        quality: the grade of the study.
        in_journal: published in a leading journal (1) or not published (0.5).
        combined: several measures or target groups in one (0.5).
        partial: the result concerns a part of the target group (0.5).
    """
    method = {EvidenceStep.RANDOMISED: 1.0, EvidenceStep.THRESHOLD: 0.8, EvidenceStep.COMPARISON: 0.8}.get(
        step, 0.0
    )
    value = quality.value * method * (1.0 if in_journal else 0.5)
    value *= (0.5 if combined else 1.0) * (0.5 if partial else 1.0)
    # One part in a million: five times 0.2 is 1, whatever the last binary digit says.
    needed = math.ceil(JOBEFFEKTER_CONCLUDES_AT / value - 1e-6) if value else None
    return Contribution(value, needed)


def maryland(step: EvidenceStep) -> int | None:
    """The Maryland level 1-5, or None for counts and accounts, which the scale leaves out."""
    return int(step) or None

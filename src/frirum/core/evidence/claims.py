"""A typed claim: what is said of one outcome, with the numbers it is said of and the judgement that allows it."""

from __future__ import annotations

from dataclasses import dataclass

from frirum.core.catalogue.plan import Direction
from frirum.core.designs.diagnosis.verdict import EvidenceStep
from frirum.core.evidence.judgement import Why
from frirum.core.evidence.rules import Finding
from frirum.core.report.numbers import Number


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One claim; its sentence is made by `words.sentence`, never typed.

    Attributes:
        question: id of the question it answers.
        outcome: what was measured, as a noun phrase in Danish that can begin a sentence ("Andelen i arbejde efter
            6 måneder"); `outcome_en` its English twin, "" where the definition has none.
        step: what is left after deductions.
        finding: the verdict; why: what it rests on.
        direction: which way was agreed to be better, or None.
        difference, lower, upper: the estimate and its 95 % interval, typed; None where there is none.
        p_value: of the test of no difference; None where the question asked for none.
        margin: the agreed margin, or None.
        criterion: an agreed level of something measured, not a question of effect.
    """

    question: str
    outcome: str
    step: EvidenceStep
    finding: Finding
    why: tuple[Why, ...] = ()
    outcome_en: str = ""
    direction: Direction | None = None
    difference: Number | None = None
    lower: Number | None = None
    upper: Number | None = None
    p_value: Number | None = None
    margin: Number | None = None
    criterion: bool = False

"""The step that is left of a design when its checks have been held against it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from frirum.core.designs.diagnosis.verdict import EvidenceStep
from frirum.core.effects.rows import Check
from frirum.core.evidence.rules import CheckRule, DesignType, EvidenceRules

SENSITIVITY = "sensitivity"


class DeductionReason(StrEnum):
    """Why a step is not reached."""

    FAILED = "failed"
    NOT_EXAMINED = "not_examined"
    SENSITIVE = "sensitive"


@dataclass(frozen=True)
class Deduction:
    """What one check took from the step.

    Attributes:
        check: its name.
        reason: that it failed, was not made though the step needs it, or that the finding is sensitive.
        steps: steps taken off; 0 where it only sets the highest step.
        highest: the highest step that is left open, or None.
        value: the number behind it (`Check.value`).
    """

    check: str
    reason: DeductionReason
    steps: int = 0
    highest: EvidenceStep | None = None
    value: float | int | None = None


@dataclass(frozen=True)
class Ladder:
    """Where a design stands: the step it began at, what was taken off, and the step that is left."""

    design: DesignType
    start: EvidenceStep
    deductions: tuple[Deduction, ...]
    step: EvidenceStep


def climb(design: DesignType, checks: Iterable[Check], rules: EvidenceRules) -> Ladder:
    """The step of a design after its checks.

    At most `limits.most_deductions` steps are taken off, and never below 1 where the design began above 0: numbers
    before and after remain numbers before and after. A check that a step needs and that was not made closes the step
    as a failed one does: that nothing was seen is no assurance where nobody looked.

    Args:
        design: what the answer rests on.
        checks: what was looked at; a check that no rule names changes nothing.
        rules: the limits and what each check does.
    """
    made: dict[str, Check] = {}
    for check in checks:
        # Of several by one name the worst counts: a failure, else one that could be made.
        before = made.get(check.name)
        if before is None or before.passed is None or check.passed is False:
            made[check.name] = check
    start = rules.steps[design]
    deductions = tuple(
        deduction
        for rule in rules.checks.values()
        if rule.concerns(design)
        for deduction in _of(rule, made.get(rule.name), start, rules)
    )
    taken = min(sum(one.steps for one in deductions), rules.limits.most_deductions)
    caps = [one.highest for one in deductions if one.highest is not None]
    floor = min(start, EvidenceStep.BEFORE_AFTER)
    left = max(min([EvidenceStep(max(start - taken, 0)), *caps]), floor)
    return Ladder(design, start, deductions, EvidenceStep(left))


def _of(
    rule: CheckRule, check: Check | None, start: EvidenceStep, rules: EvidenceRules
) -> Iterable[Deduction]:
    if rule.name == SENSITIVITY and check is not None and check.value is not None:
        yield from _sensitivity(float(check.value), start, rules)
        return
    needed = rule.needed_from is not None and start >= rule.needed_from
    below = EvidenceStep(rule.needed_from - 1) if needed and rule.needed_from is not None else None
    if check is not None and check.passed is False:
        yield Deduction(rule.name, DeductionReason.FAILED, rule.lowers, below, check.value)
    elif needed and (check is None or check.passed is None):
        value = None if check is None else check.value
        yield Deduction(rule.name, DeductionReason.NOT_EXAMINED, 0, below, value)


def _sensitivity(breakdown: float, start: EvidenceStep, rules: EvidenceRules) -> Iterable[Deduction]:
    """A breakdown is a number, so it is judged as one and not by whether somebody called it passed."""
    limits = rules.limits
    if start < EvidenceStep.COMPARISON or breakdown >= limits.breakdown_for_step_3:
        return
    off = 1 if breakdown < limits.breakdown_sensitive else 0
    yield Deduction(SENSITIVITY, DeductionReason.SENSITIVE, off, EvidenceStep.CONTROLS, breakdown)

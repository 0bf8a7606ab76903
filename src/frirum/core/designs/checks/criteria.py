"""Checks of the success criteria and of the research questions' criteria."""

from __future__ import annotations

import re
from collections.abc import Iterator

from frirum.core.catalogue.plan import Criterion, Direction, SuccessCriterion, Test
from frirum.core.designs.checks.findings import DesignFinding, FaultKind
from frirum.core.designs.checks.plan import _PEOPLE
from frirum.core.designs.checks.sentences import say
from frirum.core.designs.design import Design

_NO_WORSE = re.compile(r"\b(samme|ingen betydning|ikke .*betydning|uændret|trods|selv om)\b", re.IGNORECASE)


def check_criteria(design: Design) -> Iterator[DesignFinding]:
    """A criterion without measure, baseline or threshold; a design without any criterion."""
    criteria = design.plan.success_criteria
    if not criteria:
        yield DesignFinding(
            FaultKind.NO_CRITERION,
            "plan.success_criterion",
            "",
            say("does_not_say_what_takes"),
            say("write_at_least_one_criterion"),
        )
    for place, criterion in enumerate(criteria):
        yield from _check_one(design, f"plan.success_criterion[{place}]", criterion)


def _check_one(design: Design, path: str, criterion: SuccessCriterion) -> Iterator[DesignFinding]:
    if not _is_measured(design, criterion):
        yield DesignFinding(
            FaultKind.CRITERION_WITHOUT_MEASURE,
            f"{path}.measure",
            criterion.text,
            say("does_not_say_how_criterion"),
            say("point_to_measure_with_unit"),
        )
    if not _has_baseline(design, criterion):
        yield DesignFinding(
            FaultKind.CRITERION_WITHOUT_BASELINE,
            f"{path}.baseline",
            criterion.text,
            say("does_not_say_how_things_stood"),
            say("write_figure_before_start_or_plan"),
        )
    if criterion.threshold is None:
        no_worse = criterion.direction is Direction.NO_CHANGE or bool(_NO_WORSE.search(criterion.text))
        yield DesignFinding(
            FaultKind.CRITERION_WITHOUT_THRESHOLD,
            f"{path}.threshold",
            criterion.text,
            say("not_worse_cannot_be_shown_without") if no_worse else say("does_not_say_how_large_change"),
            say("write_largest_deterioration_you_can_live")
            if no_worse
            else say("write_smallest_change_worth_rolling_out"),
        )


def _has_baseline(design: Design, criterion: SuccessCriterion) -> bool:
    """With a number, a measure of the time before, or a question that itself asks for a comparison with before."""
    asked = design.question(criterion.question)
    if asked is not None and asked.compares:
        return True
    return criterion.baseline is not None or bool(set(criterion.measure) & design.measured_before())


def _is_measured(design: Design, criterion: SuccessCriterion) -> bool:
    """With a measure that is more than a name, a question that counts, or by asking all whose experience it is.

    A rule that is only proposed measures it too: that the design itself has no instrument for it is another finding.
    """
    if set(criterion.measure) & (design.measured() | design.computed()) or design.has_question(
        criterion.question
    ):
        return True
    asked = [roles for pattern, roles in _PEOPLE if pattern.search(criterion.text)]
    return bool(asked) and not criterion.measure and all(design.asks(*roles) for roles in asked)


def check_questions(design: Design) -> Iterator[DesignFinding]:
    """Research questions about an effect that never say how large one counts."""
    for place, question in enumerate(design.plan.research_questions):
        criterion = question.criterion
        if criterion is None or criterion.test is Test.DESCRIPTION or _has_limit(criterion):
            continue
        no_worse = criterion.test is not Test.SUPERIORITY
        yield DesignFinding(
            FaultKind.CRITERION_WITHOUT_THRESHOLD,
            f"plan.research_question[{place}].criterion",
            question.text,
            say("not_worse_cannot_be_shown_without") if no_worse else say("does_not_say_how_large_change"),
            say("write_margin_largest_deterioration_you_can")
            if no_worse
            else say("write_smallest_change_worth_rolling_out"),
        )


def _has_limit(criterion: Criterion) -> bool:
    if criterion.test is Test.SUPERIORITY:
        return criterion.smallest_relevant is not None
    return criterion.margin is not None

"""Checks of the success criteria and of the research questions' criteria."""

from __future__ import annotations

import re
from collections.abc import Iterator

from frirum.core.catalogue.plan import Criterion, Direction, SuccessCriterion, Test
from frirum.core.designs.checks.findings import DesignFinding, FaultKind
from frirum.core.designs.checks.plan import _PEOPLE
from frirum.core.designs.design import Design
from frirum.core.language import gettext as _

_NO_WORSE = re.compile(r"\b(samme|ingen betydning|ikke .*betydning|uændret|trods|selv om)\b", re.IGNORECASE)


def check_criteria(design: Design) -> Iterator[DesignFinding]:
    """A criterion without measure, baseline or threshold; a design without any criterion."""
    criteria = design.plan.success_criteria
    if not criteria:
        yield DesignFinding(
            FaultKind.NO_CRITERION,
            "plan.success_criterion",
            "",
            _("Det står ikke, hvad der skal til, for at forsøget er en succes."),
            _("Skriv mindst ét kriterium med mål, udgangspunkt og grænse, før forsøget begynder."),
        )
    for place, criterion in enumerate(criteria):
        yield from _check_one(design, f"plan.success_criterion[{place}]", criterion)


def _check_one(design: Design, path: str, criterion: SuccessCriterion) -> Iterator[DesignFinding]:
    if not _is_measured(design, criterion):
        yield DesignFinding(
            FaultKind.CRITERION_WITHOUT_MEASURE,
            f"{path}.measure",
            criterion.text,
            _("Det står ikke, hvordan kriteriet måles."),
            _("Peg på et mål med enhed og system: hvad tælles, hvor, på hvilken dag."),
        )
    if not _has_baseline(design, criterion):
        yield DesignFinding(
            FaultKind.CRITERION_WITHOUT_BASELINE,
            f"{path}.baseline",
            criterion.text,
            _("Det står ikke, hvordan det så ud før forsøget."),
            _("Skriv tallet før start, eller planlæg at måle det."),
        )
    if criterion.threshold is None:
        no_worse = criterion.direction is Direction.NO_CHANGE or bool(_NO_WORSE.search(criterion.text))
        yield DesignFinding(
            FaultKind.CRITERION_WITHOUT_THRESHOLD,
            f"{path}.threshold",
            criterion.text,
            _("»Ikke ringere« kan ikke vises uden en margin.")
            if no_worse
            else _("Det står ikke, hvor stor ændringen skal være."),
            _("Skriv den største forringelse, I kan leve med.")
            if no_worse
            else _("Skriv den mindste ændring, der er værd at udbrede."),
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
            _("»Ikke ringere« kan ikke vises uden en margin.")
            if no_worse
            else _("Det står ikke, hvor stor ændringen skal være."),
            _("Skriv marginen: den største forringelse, I kan leve med.")
            if no_worse
            else _("Skriv den mindste ændring, der er værd at udbrede."),
        )


def _has_limit(criterion: Criterion) -> bool:
    if criterion.test is Test.SUPERIORITY:
        return criterion.smallest_relevant is not None
    return criterion.margin is not None

"""Every check of a design and its questionnaires, in the order of the design template."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.questions import Scale
from frirum.core.designs.checks import criteria as checks_criteria
from frirum.core.designs.checks import plan as checks_plan
from frirum.core.designs.checks import questionnaire as checks_questionnaire
from frirum.core.designs.checks.findings import DesignFinding
from frirum.core.designs.design import Design

Check = Callable[[Design], Iterator[DesignFinding]]

CHECKS: tuple[Check, ...] = (
    checks_plan.check_volume,
    checks_plan.check_effects,
    checks_plan.check_contradictions,
    checks_plan.check_savings,
    checks_plan.check_expectations,
    checks_criteria.check_criteria,
    checks_criteria.check_questions,
    checks_plan.check_baseline,
    checks_plan.check_comparison,
    checks_plan.check_method,
    checks_questionnaire.check_scales,
    checks_questionnaire.check_waves,
    checks_questionnaire.check_respondents,
)


def check_design(experiment: Experiment, scales: Mapping[str, Scale]) -> tuple[DesignFinding, ...]:
    """What is wanting in an experiment's design.

    A design that leaves its evaluation to another experiment's is asked for its volume only.

    Args:
        scales: shared answer scales by id (`Catalogue.scales`).
    """
    design = Design(experiment, scales)
    checks = (checks_plan.check_volume,) if design.is_evaluated_elsewhere else CHECKS
    return tuple(finding for check in checks for finding in check(design))

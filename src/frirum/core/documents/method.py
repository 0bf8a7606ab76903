"""The method annex: how the design meant to find out, what it could reach, and what was missing from the start."""

from __future__ import annotations

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.labels import label
from frirum.core.catalogue.plan import Plan
from frirum.core.designs.diagnosis.from_definition import diagnose_experiment
from frirum.core.designs.document.text import quoted, words
from frirum.core.documents.known import figure_inlines
from frirum.core.documents.sentences import say
from frirum.core.language import own_text
from frirum.core.report.blocks import BulletList, DefinitionRow, DefinitionRows, FlowBlock, Heading
from frirum.core.report.inlines import Inlines, Missing


def method_blocks(experiment: Experiment) -> list[FlowBlock]:
    """How it was to be evaluated, what the design can show at most, published figures, and what is left open."""
    plan = experiment.plan or Plan(not_stated=("purpose",))
    blocks: list[FlowBlock] = [DefinitionRows(*_rows(plan)), Heading(say("what_design_can_show"), level=2)]
    found = diagnose_experiment(experiment).diagnosis
    step = say("n_of_5_what", n=int(found.highest_step), what=found.highest_step.label)
    blocks.append(
        DefinitionRows(
            DefinitionRow(say("diagnosis"), found.verdict.label),
            DefinitionRow(say("highest_step_on_evidence_ladder"), step),
            DefinitionRow(say("strongest_word"), found.highest_step.wording),
        )
    )
    if experiment.figures:
        blocks.append(Heading(say("figures_given_by_sources"), level=2))
        blocks.append(BulletList(*(figure_inlines(experiment, one) for one in experiment.figures)))
    if experiment.doubts:
        blocks.append(Heading(say("what_sources_leave_open"), level=2))
        blocks.append(BulletList(*(quoted(own_text(one)) for one in experiment.doubts)))
    return blocks


def _rows(plan: Plan) -> list[DefinitionRow]:
    compared = dict.fromkeys(
        str(label(one)) for question in plan.research_questions for one in question.comparison
    )
    possible: Inlines = Missing()
    if plan.baseline_possible is not None:
        possible = say("possible") if plan.baseline_possible else say("not_possible")
    reason = plan.baseline_reason
    evaluator = plan.external_evaluator
    return [
        DefinitionRow(say("how_evaluation_is_done"), _listed(plan.method)),
        DefinitionRow(say("what_is_measured"), _listed(plan.measurement)),
        DefinitionRow(say("comparison"), ", ".join(compared) or Missing()),
        DefinitionRow(say("baseline_measurement"), possible),
        *([DefinitionRow(say("why"), quoted(reason))] if reason else []),
        DefinitionRow(say("external_evaluator"), evaluator.name if evaluator else Missing()),
    ]


def _listed(found: tuple[object, ...]) -> Inlines:
    if not found:
        return Missing()
    lines: list[str] = [words(one).text for one in found]
    return quoted("\n".join(lines))

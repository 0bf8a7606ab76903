"""The method annex: how the design meant to find out, what it could reach, and what was missing from the start."""

from __future__ import annotations

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.labels import label
from frirum.core.catalogue.plan import Plan
from frirum.core.designs.diagnosis.from_definition import diagnose_experiment
from frirum.core.designs.document.text import quoted, words
from frirum.core.documents.known import figure_inlines
from frirum.core.language import gettext as _
from frirum.core.language import own_text
from frirum.core.report.blocks import BulletList, DefinitionRow, DefinitionRows, FlowBlock, Heading
from frirum.core.report.inlines import Inlines, Missing


def method_blocks(experiment: Experiment) -> list[FlowBlock]:
    """How it was to be evaluated, what the design can show at most, published figures, and what is left open."""
    plan = experiment.plan or Plan(not_stated=("purpose",))
    blocks: list[FlowBlock] = [DefinitionRows(*_rows(plan)), Heading(_("Hvad designet kan vise"), level=2)]
    found = diagnose_experiment(experiment).diagnosis
    step = _("{n} af 5: {what}").format(n=int(found.highest_step), what=found.highest_step.label)
    blocks.append(
        DefinitionRows(
            DefinitionRow(_("Diagnose"), found.verdict.label),
            DefinitionRow(_("Højeste trin på evidensstigen"), step),
            DefinitionRow(_("Stærkeste ord"), found.highest_step.wording),
        )
    )
    if experiment.figures:
        blocks.append(Heading(_("Tal, som kilderne giver"), level=2))
        blocks.append(BulletList(*(figure_inlines(experiment, one) for one in experiment.figures)))
    if experiment.doubts:
        blocks.append(Heading(_("Hvad kilderne lader stå åbent"), level=2))
        blocks.append(BulletList(*(quoted(own_text(one)) for one in experiment.doubts)))
    return blocks


def _rows(plan: Plan) -> list[DefinitionRow]:
    compared = dict.fromkeys(
        str(label(one)) for question in plan.research_questions for one in question.comparison
    )
    possible: Inlines = Missing()
    if plan.baseline_possible is not None:
        possible = _("Mulig") if plan.baseline_possible else _("Ikke mulig")
    reason = plan.baseline_reason
    evaluator = plan.external_evaluator
    return [
        DefinitionRow(_("Hvordan der evalueres"), _listed(plan.method)),
        DefinitionRow(_("Hvad der måles"), _listed(plan.measurement)),
        DefinitionRow(_("Sammenligning"), ", ".join(compared) or Missing()),
        DefinitionRow(_("Nulpunktsmåling"), possible),
        *([DefinitionRow(_("Hvorfor"), quoted(reason))] if reason else []),
        DefinitionRow(_("Ekstern evaluator"), evaluator.name if evaluator else Missing()),
    ]


def _listed(found: tuple[object, ...]) -> Inlines:
    if not found:
        return Missing()
    lines: list[str] = [words(one).text for one in found]
    return quoted("\n".join(lines))

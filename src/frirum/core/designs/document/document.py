"""The evaluation design as a document: DESIGN's whole template, what is missing marked, the findings as an annex."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.overview import row
from frirum.core.catalogue.questions import Scale
from frirum.core.catalogue.sources import SourceDocument
from frirum.core.catalogue.standing import standing
from frirum.core.catalogue.target_groups import AddressedGroup
from frirum.core.catalogue.wording import provision_citation
from frirum.core.designs.checks.every_check import check_design
from frirum.core.designs.design import Design
from frirum.core.designs.diagnosis.from_definition import diagnose_experiment
from frirum.core.designs.document import plan as parts
from frirum.core.designs.document.annexes import diagnosis_annex, findings_annex
from frirum.core.designs.document.instruments import instruments, measure_words, of_no_instrument
from frirum.core.designs.document.sentences import say
from frirum.core.designs.document.text import quoted, section, statements, words
from frirum.core.errors import UsageError
from frirum.core.language import current_language, own_text
from frirum.core.report.blocks import (
    Annex,
    Block,
    BulletList,
    DefinitionRow,
    DefinitionRows,
    Document,
    FlowBlock,
    Note,
    NoteKind,
    Paragraph,
)
from frirum.core.report.inlines import Missing
from frirum.core.vocabulary.danish import format_date, format_exact
from frirum.core.vocabulary.municipalities import by_code


def design_document(
    experiment: Experiment,
    documents: Mapping[str, SourceDocument],
    scales: Mapping[str, Scale],
    *,
    date: dt.date | None = None,
) -> Document:
    """The design that prints the same in HTML, DOCX and PDF.

    Args:
        documents: short name -> document, for the list of sources.
        scales: shared answer scales by id.
        date: the date printed on the document, or None.
    """
    design = Design(experiment, scales)
    plan = design.plan
    blocks: list[Block] = [
        *_italics(),
        _head(experiment, date),
        Paragraph(words(experiment, "summary")),
        *statements(say("purpose_of_experiment"), plan.purpose),
        *_target_groups(experiment.target_groups),
        *parts.expected_use(plan),
        *parts.theme(plan),
        *_rules(experiment),
        *_legal_basis(experiment),
        *statements(say("how_intention_behind_rule_is_kept"), plan.law_compliance),
        *parts.effects(plan),
        *_measured(design),
        *parts.goals(plan.goals, measure_words(design)),
        *parts.criteria(plan.success_criteria, measure_words(design), design),
        *parts.questions(plan.research_questions, plan.outcomes),
        *parts.harms(plan.outcomes),
        *parts.baseline(plan),
        *statements(say("how_evaluation_is_done"), plan.method),
        *parts.times(plan),
        *parts.data_sources(plan),
        *instruments(design),
        *parts.evaluator(plan),
        *parts.final_report(plan),
        *_sources(experiment, documents),
        findings_annex(check_design(experiment, scales)),
        _diagnosis(experiment),
    ]
    return Document(
        title=own_text(experiment, "short_title"),
        blocks=tuple(blocks),
        language=current_language(),
        kicker=say("evaluation_plan"),
        subject=say("evaluation_plan_for_free_municipality"),
        issuer=", ".join(_municipalities(experiment)),
        date=date,
    )


def _measured(design: Design) -> list[FlowBlock]:
    """What is measured as the design puts it, and the measures that no instrument of it takes."""
    plan = design.plan
    said = [words(one) for one in (*plan.measurement, *plan.further_measures)]
    blocks = [BulletList(*said)] if said else []
    return section(say("what_is_measured"), [*blocks, *of_no_instrument(design)])


def _diagnosis(experiment: Experiment) -> Annex:
    """What the design can show; numbers that cannot be true together are said, not computed with."""
    try:
        return diagnosis_annex(diagnose_experiment(experiment))
    except UsageError as impossible:
        return Annex(say("what_design_can_show"), (Paragraph(impossible.message),))


def _italics() -> list[FlowBlock]:
    """What italics mean, where the document's language is not the definition's own."""
    if current_language() == "da":
        return []
    return [Note(NoteKind.INFO, say("italics_are_quoted_in_danish"))]


def _municipalities(experiment: Experiment) -> list[str]:
    codes = dict.fromkeys(stay.municipality for stay in experiment.participation)
    return [place.name for code in codes if (place := by_code(code))]


def _head(experiment: Experiment, date: dt.date | None) -> DefinitionRows:
    days = row(experiment)
    return DefinitionRows(
        DefinitionRow(say("municipalities"), ", ".join(_municipalities(experiment)) or Missing()),
        DefinitionRow(say("begins"), format_date(days.start) if days.start else Missing()),
        DefinitionRow(say("ends"), format_date(days.end) if days.end else Missing()),
        DefinitionRow(say("state"), standing(experiment, date).text),
    )


def _target_groups(groups: tuple[AddressedGroup, ...]) -> list[FlowBlock]:
    blocks: list[FlowBlock] = []
    for group in groups:
        volume = group.volume
        per = say("per_per", per=volume.per) if volume and volume.per else ""
        size = (f"{format_exact(volume.n)} ", quoted(f"{volume.unit}{per}")) if volume else Missing()
        blocks.append(
            DefinitionRows(
                DefinitionRow(
                    say("sub_target_group") if group.sub_group_of else say("target_group"), words(group)
                ),
                DefinitionRow(say("volume"), size),
            )
        )
    return section(say("target_group_and_sub_target_group"), blocks)


def _rules(experiment: Experiment) -> list[FlowBlock]:
    blocks: list[FlowBlock] = []
    for provision in experiment.provisions:
        rows = [DefinitionRow(say("provision"), quoted(provision_citation(provision)))]
        if provision.ordinary:
            rows.append(DefinitionRow(say("under_rule"), words(provision, "ordinary")))
        if provision.derogation:
            rows.append(DefinitionRow(say("in_experiment"), words(provision, "derogation")))
        blocks.append(DefinitionRows(*rows))
    return section(say("concrete_rules_departed_from"), blocks)


def _legal_basis(experiment: Experiment) -> list[FlowBlock]:
    """What it may be done by, and whether that is law yet."""
    rows = [
        DefinitionRows(
            DefinitionRow(say("legal_basis"), words(one, "title")),
            DefinitionRow(say("status"), one.status.label),
            DefinitionRow(say("in_force_from"), format_date(one.valid_from) if one.valid_from else Missing()),
        )
        for one in experiment.legal_bases
    ]
    return section(say("legal_basis"), rows)


def _sources(experiment: Experiment, documents: Mapping[str, SourceDocument]) -> list[FlowBlock]:
    places: dict[str, list[str]] = {}
    for source in experiment.sources:
        places.setdefault(source.document, []).append(source.place)
    lines = [
        f"{documents[name].title if name in documents else name}: {'; '.join(found)}"
        for name, found in places.items()
    ]
    return section(say("sources"), [BulletList(*map(quoted, lines))] if lines else [])

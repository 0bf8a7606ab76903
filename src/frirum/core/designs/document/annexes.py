"""The annexes of a design document: what the checks found, and what the design can show."""

from __future__ import annotations

from frirum.core.designs.checks.findings import DesignFinding
from frirum.core.designs.diagnosis.figure_rows import figure_rows
from frirum.core.designs.diagnosis.from_definition import DesignDiagnosis
from frirum.core.designs.document.sentences import say
from frirum.core.designs.document.text import quoted
from frirum.core.report.blocks import (
    Annex,
    BulletList,
    DefinitionRow,
    DefinitionRows,
    FlowBlock,
    Heading,
    NumberedList,
    Paragraph,
)


def findings_annex(findings: tuple[DesignFinding, ...]) -> Annex:
    """Each finding with its place and its mend."""
    blocks: list[FlowBlock] = []
    for finding in findings:
        blocks.append(Heading(finding.code.label, level=2))
        rows = [DefinitionRow(say("where"), finding.place)]
        if finding.quote:
            rows.append(DefinitionRow(say("says"), quoted(finding.quote)))
        rows += [
            DefinitionRow(say("problem"), finding.message),
            DefinitionRow(say("how_to_correct"), finding.mend),
        ]
        blocks.append(DefinitionRows(*rows))
    return Annex(say("what_plan_lacks"), tuple(blocks) or (Paragraph(say("no_findings")),))


def diagnosis_annex(found: DesignDiagnosis) -> Annex:
    """The diagnosis, its reasons, the ways out, and how precisely the instruments will answer."""
    diagnosis = found.diagnosis
    rows = [DefinitionRow(say("diagnosis"), diagnosis.label)]
    rows += [DefinitionRow(term, figure) for term, figure in figure_rows(diagnosis)]
    blocks: list[FlowBlock] = [DefinitionRows(*rows), BulletList(*diagnosis.sentences)]
    if diagnosis.advice:
        blocks += [
            Heading(say("what_you_can_do"), level=2),
            NumberedList(*(one.text for one in diagnosis.advice)),
        ]
    if found.precision:
        blocks += [
            Heading(say("how_precisely_instruments_can_answer"), level=2),
            DefinitionRows(*(DefinitionRow(one.title, one.text) for one in found.precision)),
        ]
    return Annex(say("what_design_can_show"), tuple(blocks))

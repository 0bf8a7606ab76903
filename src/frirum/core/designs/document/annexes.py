"""The annexes of a design document: what the checks found, and what the design can show."""

from __future__ import annotations

from frirum.core.designs.checks.findings import DesignFinding
from frirum.core.designs.diagnosis.figure_rows import figure_rows
from frirum.core.designs.diagnosis.from_definition import DesignDiagnosis
from frirum.core.designs.document.text import quoted
from frirum.core.language import gettext as _
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
        rows = [DefinitionRow(_("Hvor"), finding.place)]
        if finding.quote:
            rows.append(DefinitionRow(_("Der står"), quoted(finding.quote)))
        rows += [
            DefinitionRow(_("Problem"), finding.message),
            DefinitionRow(_("Sådan rettes det"), finding.mend),
        ]
        blocks.append(DefinitionRows(*rows))
    return Annex(_("Hvad der mangler i designet"), tuple(blocks) or (Paragraph(_("Ingen fund.")),))


def diagnosis_annex(found: DesignDiagnosis) -> Annex:
    """The diagnosis, its reasons, the ways out, and how precisely the instruments will answer."""
    diagnosis = found.diagnosis
    rows = [DefinitionRow(_("Diagnose"), diagnosis.label)]
    rows += [DefinitionRow(term, figure) for term, figure in figure_rows(diagnosis)]
    blocks: list[FlowBlock] = [DefinitionRows(*rows), BulletList(*diagnosis.sentences)]
    if diagnosis.advice:
        blocks += [
            Heading(_("Hvad I kan gøre"), level=2),
            NumberedList(*(one.text for one in diagnosis.advice)),
        ]
    if found.precision:
        blocks += [
            Heading(_("Hvor præcist redskaberne kan svare"), level=2),
            DefinitionRows(*(DefinitionRow(one.title, one.text) for one in found.precision)),
        ]
    return Annex(_("Hvad designet kan vise"), tuple(blocks))

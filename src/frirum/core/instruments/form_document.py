"""The evaluation form as a document: header, ten points, what is missing, amendments and sources."""

from __future__ import annotations

import datetime as dt

from frirum.core.catalogue.evaluation_form import (
    Amendment,
    FormContent,
    FormPhase,
    Point,
    SubQuestion,
    header_fields,
    header_label,
    points,
    questions,
)
from frirum.core.instruments.sentences import say
from frirum.core.report.blocks import (
    BulletList,
    DefinitionRow,
    DefinitionRows,
    Document,
    FlowBlock,
    Heading,
    Note,
    NoteKind,
    Paragraph,
    prose,
)
from frirum.core.report.inlines import Missing


def form_document(content: FormContent, *, date: dt.date | None = None) -> Document:
    """The form as a document that prints the same in HTML, DOCX and PDF.

    Args:
        content: what is written; what nobody supplied is printed as missing, never left out.
        date: the date printed on the document, or None.
    """
    title = content.header.get("title") or say("untitled_experiment")
    blocks: list[FlowBlock] = [Paragraph(text) for text in content.preface]
    blocks.append(_header(content))
    blocks += _status(content)
    for point in points():
        if point.phase is FormPhase.AFTER and content.experience_from and point.number == _FIRST_AFTER:
            blocks.append(Note(NoteKind.INFO, content.experience_from))
        blocks += _point(point, content)
    blocks += _amendments(content.amendments)
    blocks += _sources(content.sources)
    return Document(
        title=title,
        blocks=tuple(blocks),
        kicker=say("evaluation_form_period", period=content.period),
        subject=say("evaluation_form_for_free_municipality"),
        issuer=content.header.get("municipality", ""),
        date=date,
    )


_FIRST_AFTER = next(point.number for point in points() if point.phase is FormPhase.AFTER)


def _header(content: FormContent) -> DefinitionRows:
    return DefinitionRows(
        *(
            DefinitionRow(header_label(name), content.header.get(name) or Missing())
            for name in header_fields()
        )
    )


def _status(content: FormContent) -> list[FlowBlock]:
    """What is locked, submitted and received, and how much nobody has supplied."""
    lines = [
        line
        for line in (
            content.locked and say("points_1_5_are_locked_receipt", receipt=content.locked),
            content.submitted and say("submitted_date", date=content.submitted),
            content.received and say("received_date", date=content.received),
        )
        if line
    ]
    return [Note(NoteKind.INFO, ". ".join(lines) + ".")] if lines else []


def _point(point: Point, content: FormContent) -> list[FlowBlock]:
    """The point's answers and the definition's lines under their questions, then in one note what nobody answered."""
    blocks: list[FlowBlock] = [Heading(f"{point.number}. {point.title}")]
    unanswered = [question for question in point.questions if not content.answers.get(question.key)]
    for question in point.questions:
        lines = content.lines.get(question.key, ())
        if question not in unanswered or lines:
            blocks.append(Heading(question.text, level=2))
        if question not in unanswered:
            blocks += _answer(question, content.answers[question.key])
            if further := content.further.get(question.key):
                blocks.append(Paragraph(further))
        if lines:
            blocks.append(Paragraph(say("by_definition_belongs_here")))
            blocks.append(BulletList(*lines))
    if unanswered:
        blocks.append(Note(NoteKind.MISSING, "\n".join(question.text for question in unanswered)))
    return blocks


def _answer(question: SubQuestion, text: str) -> list[FlowBlock]:
    if question.is_list:
        return [BulletList(*(line.strip() for line in text.splitlines() if line.strip()))]
    if question.unit:
        return [Paragraph(f"{text} {question.unit}")]
    return list(prose(text))


def _amendments(amendments: tuple[Amendment, ...]) -> list[FlowBlock]:
    if not amendments:
        return []
    labels = {question.key: question.text for _point_, question in questions()}
    blocks: list[FlowBlock] = [Heading(say("amendments_to_locked_points"))]
    for amendment in amendments:
        kind = say("major") if amendment.major else say("minor")
        blocks.append(
            DefinitionRows(
                DefinitionRow(say("amendment"), f"{amendment.number} ({kind}), {amendment.made_on}"),
                DefinitionRow(say("questions"), labels[amendment.question_key]),
                DefinitionRow(say("new_text"), amendment.text),
                DefinitionRow(say("reason"), amendment.reason),
            )
        )
    return blocks


def _sources(sources: tuple[str, ...]) -> list[FlowBlock]:
    return [Heading(say("sources")), BulletList(*sources)] if sources else []

"""A survey on paper: what it is about, every question with its options, and when a question is passed over."""

from __future__ import annotations

from collections.abc import Sequence

from frirum.core.catalogue.questions import QuestionKind
from frirum.core.instruments.questions import AskedQuestion, together
from frirum.core.instruments.sentences import say
from frirum.core.instruments.survey import Survey
from frirum.core.language import current_language, own_text
from frirum.core.report.blocks import Document, FlowBlock, Heading, Note, NoteKind, Paragraph
from frirum.core.report.tables import Alignment, ReportTable

_LINE = "_" * 60
_BOXES: Alignment = "center"


def survey_document(survey: Survey) -> Document:
    """The questionnaire as a document that prints the same in HTML, DOCX and PDF.

    Who is responsible, on which basis and for how long answers are kept is the asking municipality's to say; the paper
    has the place for it and says that it is missing.
    """
    english = current_language() == "en"
    instrument = survey.instrument
    title = own_text(instrument, "title")
    numbers = {asked.id: place for place, asked in enumerate(survey.questions, start=1)}
    blocks: list[FlowBlock] = [
        Paragraph(say("answering_is_voluntary_do_not_write")),
        Note(
            NoteKind.MISSING,
            say("purpose_controller_legal_basis_keeping_time"),
        ),
    ]
    if survey.proposed():
        text = say("wording_marked_proposal")
        blocks.append(Note(NoteKind.DRAFT, text))
    for group in together(survey.questions):
        if group[0].grid is not None:
            blocks += _table(survey, group, numbers, english=english)
        else:
            blocks += _question(survey, group[0], numbers, english=english)
    return Document(
        title=title,
        blocks=tuple(blocks),
        kicker=say("questionnaire"),
        subject=survey.experiment.short_title,
        language=current_language(),
    )


def _question(
    survey: Survey, asked: AskedQuestion, numbers: dict[str, int], *, english: bool
) -> list[FlowBlock]:
    question = asked.question
    text = own_text(question, "text")
    mark = say("proposal") if asked in survey.proposed() else ""
    blocks: list[FlowBlock] = [Heading(f"{numbers[asked.id]}. {text}{mark}")]
    if question.only_if is not None:
        blocks.append(Paragraph(_passed_over(survey, asked, numbers)))
    if question.lead_in:
        blocks.append(Paragraph(question.lead_in))
    if asked.is_multiple:
        blocks.append(Paragraph(say("you_may_tick_several")))
    if asked.options:
        blocks += [Paragraph(f"[    ]  {option.shown}") for option in asked.options]
    elif question.kind is QuestionKind.OPEN:
        blocks += [Paragraph(_LINE), Paragraph(_LINE)]
    else:
        blocks.append(Paragraph(_LINE[:20]))
    return blocks


def _table(
    survey: Survey, group: Sequence[AskedQuestion], numbers: dict[str, int], *, english: bool
) -> list[FlowBlock]:
    """Questions on one scale as a table: a row each, a box under each answer."""
    first = group[0]
    blocks: list[FlowBlock] = [Heading(first.grid or "")]
    if first.question.only_if is not None:
        blocks.append(Paragraph(_passed_over(survey, first, numbers)))
    rows = []
    for asked in group:
        text = own_text(asked.question, "text")
        mark = say("proposal") if asked in survey.proposed() else ""
        rows.append((f"{numbers[asked.id]}. {text}{mark}", *("[    ]" for _option in asked.options)))
    header = (say("one_tick_on_each_line"), *(option.shown for option in first.options))
    alignment: tuple[Alignment, ...] = ("start", *(_BOXES for _option in first.options))
    blocks.append(ReportTable(first.grid or "", header, tuple(rows), alignment=alignment))
    return blocks


def _passed_over(survey: Survey, asked: AskedQuestion, numbers: dict[str, int]) -> str:
    condition = asked.question.only_if
    assert condition is not None
    before = next(one for one in survey.questions if one.id == condition.question)
    words = [
        option.shown if (option := before.option(answer)) else str(answer) for answer in condition.answers
    ]
    return say(
        "answer_only_if_answer_to_question",
        n=numbers[condition.question],
        answers=say("or").join(f"»{word}«" for word in words),
    )

"""Every promise of a definition as a line of the report: which run answers it, or that it is not measured and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.promises import LineKind, MeasureLine, measure_lines
from frirum.core.catalogue.questions import Scale
from frirum.core.designs.document.text import quoted
from frirum.core.documents import words as w
from frirum.core.documents.sentences import say
from frirum.core.language import own_text
from frirum.core.report.blocks import BulletList, FlowBlock, Paragraph
from frirum.core.report.inlines import Inline, Inlines, Missing, Text, as_inlines
from frirum.core.report.tables import ReportTable

Answers = Mapping[str, Inlines]
"""Id of a promise, a measure or a question -> what a run answered, with the run in it."""


@dataclass(frozen=True)
class PromiseLine:
    """One line.

    Attributes:
        id, kind, text: of the promise or measure, in the reader's language.
        answer: what a run says, or why there is none.
    """

    id: str
    kind: LineKind
    text: str
    answer: tuple[Inline, ...]

    @property
    def answered(self) -> bool:
        """Whether a run answers it."""
        return not any(isinstance(part, Missing) for part in self.answer)


def promise_lines(
    experiment: Experiment, scales: Mapping[str, Scale], answers: Answers | None = None
) -> tuple[PromiseLine, ...]:
    """All that the definition says would be found out, in its order, with the answer or the reason for none."""
    known = answers or {}
    return tuple(
        PromiseLine(line.id, line.kind, own_text(line), _answer(line, known))
        for line in measure_lines(experiment, scales)
        if line.kind is not LineKind.OMITTED
    )


def _answer(line: MeasureLine, answers: Answers) -> tuple[Inline, ...]:
    for name in (line.id, *line.answers):
        if name in answers:
            return as_inlines(answers[name])
    given = dict.fromkeys(as_inlines(answers[name]) for name in line.given_by if name in answers)
    if given:
        return tuple(part for answer in given for part in (*answer, Text(" ")))[:-1]
    if line.why_not is not None:
        return (Missing(line.why_not),)
    if line.proposed:
        return (Missing(w.said(w.RULE_PROPOSED)),)
    return (Missing(say("no_run_has_measured")),)


def kind_label(kind: LineKind) -> str:
    """What a line is, in a word."""
    return {
        LineKind.MEASURE: say("measure"),
        LineKind.OUTCOME: say("outcome"),
        LineKind.ITEM: say("question_put_to_people"),
        LineKind.PURPOSE: say("purpose_in_a_line"),
        LineKind.EFFECT: say("wanted_effect"),
        LineKind.EXPECTED_RESULT: say("expected_result"),
        LineKind.FURTHER_MEASURE: say("further_measure"),
        LineKind.GOAL: say("goal"),
        LineKind.PART_GOAL: say("part_of_goal"),
        LineKind.CRITERION: say("success_criterion"),
        LineKind.RESEARCH_QUESTION: say("research_question"),
        LineKind.OMITTED: say("instrument_left_out"),
    }[kind]


def promises_table(lines: tuple[PromiseLine, ...]) -> list[FlowBlock]:
    """One row per line."""
    if not lines:
        return [Paragraph(Missing(say("sources_do_not_say_what")))]
    return [
        ReportTable(
            say("what_was_to_be_found_out"),
            (say("what"), say("kind"), say("answer")),
            tuple((quoted(text), kind_label(line.kind), line.answer) for text, line in _told_once(lines)),
        )
    ]


def _told_once(lines: tuple[PromiseLine, ...]) -> list[tuple[str, PromiseLine]]:
    """The lines with their words; measures that one answer tells together (before, during, the change) are one."""
    found: list[tuple[str, PromiseLine]] = []
    for line in lines:
        same = (
            place
            for place, (_text, one) in enumerate(found)
            if line.answered and (one.kind, one.answer) == (line.kind, line.answer)
        )
        place = next(same, None)
        if place is None:
            found.append((line.text, line))
        else:
            found[place] = (f"{found[place][0]}; {line.text}", found[place][1])
    return found


def omitted_instruments(experiment: Experiment) -> list[FlowBlock]:
    """Instruments that were considered and left out, with the source's reason."""
    left_out = [one for one in experiment.instruments if one.omitted]
    return (
        [
            BulletList(
                *(
                    (
                        quoted(own_text(one, "title")),
                        ": ",
                        quoted(own_text(one, "reason"))
                        if one.reason
                        else Missing(say("source_gives_no_reason")),
                    )
                    for one in left_out
                )
            )
        ]
        if left_out
        else []
    )

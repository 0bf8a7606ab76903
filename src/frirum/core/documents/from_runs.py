"""What runs answered, made ready for a report: sentences by promise, chapters and the way back."""

from __future__ import annotations

from collections.abc import Sequence

from frirum.core.catalogue.plan import ChapterContent
from frirum.core.documents.final import Found
from frirum.core.documents.sentences import say
from frirum.core.evidence.document import result_blocks, told_figures
from frirum.core.evidence.measured_words import when_text
from frirum.core.evidence.stored import StoredQuestion
from frirum.core.evidence.typed import TypedResult
from frirum.core.evidence.words import sentence
from frirum.core.report.blocks import FlowBlock, Heading
from frirum.core.report.inlines import Inline, Text


def found_in(runs: Sequence[TypedResult]) -> Found:
    """Everything the runs say, for the final report and the one-page answers.

    Each question answers the promise or outcome it is asked of, and every measure that its answer tells; one asked at
    several times is told at each. Of two runs of the same question the first is told.
    """
    answers: dict[str, tuple[Inline, ...]] = {}
    shown: list[tuple[Inline, ...]] = []
    blocks: list[FlowBlock] = []
    for run in runs:
        of_run: dict[str, tuple[Inline, ...]] = {}
        for question in run.result.questions:
            if question.refused is not None and question.refused.code == "no_data":
                continue
            said = _said(run, question)
            shown.append(said)
            for name in _answered(run, question):
                before = of_run.get(name)
                of_run[name] = said if before is None else (*before, Text(" "), *said)
        answers = of_run | answers
        blocks.append(Heading(say("run_id", id=run.run_id), level=2))
        blocks += result_blocks(run, level=3)
    return Found(
        answers=answers,
        chapters={ChapterContent.REGISTERS: tuple(blocks)},
        shown=tuple(shown),
        runs=tuple(run.result.sha256 for run in runs),
    )


def _answered(run: TypedResult, question: StoredQuestion) -> tuple[str, ...]:
    """The names a question answers: its own, that of the whole question, its outcome and the measures told with it."""
    asked = run.result.asked(question)
    whole = question.id.split("/", maxsplit=1)[0]
    named = (
        question.id,
        whole,
        asked.outcome,
        *(() if asked.measure is None else (asked.measure,)),
        *asked.told,
    )
    return tuple(dict.fromkeys(named))


def _said(run: TypedResult, question: StoredQuestion) -> tuple[Inline, ...]:
    """The claim in the words its step allows, when it is of, and which run it is from."""
    asked = run.result.asked(question)
    when = when_text(asked)
    start = (Text(when),) if when else ()
    figures = told_figures(run, question)
    told = (Text(" "), *figures) if figures else ()
    which = Text(" " + say("run_id_in_brackets", id=run.run_id))
    return (*start, *sentence(run.claim(question)), *told, which)

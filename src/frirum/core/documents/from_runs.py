"""What runs answered, made ready for a report: sentences by promise, chapters and the way back."""

from __future__ import annotations

from collections.abc import Sequence

from frirum.core.catalogue.plan import ChapterContent
from frirum.core.documents.final import Found
from frirum.core.evidence.document import result_blocks
from frirum.core.evidence.stored import StoredQuestion
from frirum.core.evidence.typed import TypedResult
from frirum.core.evidence.words import sentence
from frirum.core.language import gettext as _
from frirum.core.report.blocks import FlowBlock, Heading
from frirum.core.report.inlines import Inline, Text


def found_in(runs: Sequence[TypedResult]) -> Found:
    """Everything the runs say, for the final report and the one-page answers.

    Each question answers the promise or outcome it is asked of; of two runs of the same question the first is told.
    """
    answers: dict[str, tuple[Inline, ...]] = {}
    shown: list[tuple[Inline, ...]] = []
    blocks: list[FlowBlock] = []
    for run in runs:
        for question in run.result.questions:
            if question.refused is not None and question.refused.code == "no_data":
                continue
            said = _said(run, question)
            shown.append(said)
            for name in (question.id, run.result.asked(question).outcome):
                answers.setdefault(name, said)
        blocks.append(Heading(_("Kørsel {id}").format(id=run.run_id), level=2))
        blocks += result_blocks(run, level=3)
    return Found(
        answers=answers,
        chapters={ChapterContent.REGISTERS: tuple(blocks)},
        shown=tuple(shown),
        runs=tuple(run.result.sha256 for run in runs),
    )


def _said(run: TypedResult, question: StoredQuestion) -> tuple[Inline, ...]:
    """The claim in the words its step allows, and which run it is from."""
    return (*sentence(run.claim(question)), Text(" " + _("(kørsel {id})").format(id=run.run_id)))

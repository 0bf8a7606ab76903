"""What a part-conclusion could say, from the data alone: sentences that a person takes over, changes or leaves."""

from __future__ import annotations

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.loader import Catalogue
from frirum.core.catalogue.plan import ChapterContent
from frirum.core.documents.chapters import AUDIT_KINDS, SURVEY_KINDS
from frirum.core.documents.known import decision_sentences
from frirum.core.documents.promised import promise_lines
from frirum.core.documents.sentences import say
from frirum.core.documents.stated import claims_beneath


def section_proposal(
    content: ChapterContent, experiment: Experiment, catalogue: Catalogue, held: frozenset[str] = frozenset()
) -> str:
    """Lines for the section; "" where the data have nothing to say.

    Args:
        held: the instruments that somebody has held, whether anything of them is released or not.
    """
    lines = {
        ChapterContent.SUMMARY: _found,
        ChapterContent.CONCLUSIONS: _decided,
        ChapterContent.AUDITS: lambda one, _all: _asked(one, AUDIT_KINDS, held),
        ChapterContent.SURVEYS: lambda one, _all: _asked(one, SURVEY_KINDS, held),
        ChapterContent.REGISTERS: _measured,
    }.get(content)
    return "\n".join(lines(experiment, catalogue)) if lines else ""


def _found(experiment: Experiment, catalogue: Catalogue) -> list[str]:
    """What the sources found, and how much has no answer."""
    said = [f"- {one.sentence}" for one in claims_beneath(experiment, catalogue)]
    nothing = say("nothing_is_said_to_be_found")
    return [
        *(said or [f"- {nothing}"]),
        *_measured(experiment, catalogue),
    ]


def _measured(experiment: Experiment, catalogue: Catalogue) -> list[str]:
    lines = promise_lines(experiment, catalogue.scales)
    if not lines:
        return []
    without = sum(not one.answered for one in lines)
    text = say("without_of_n_promises_and_measures")
    return ["- " + text.format(without=without, n=len(lines))]


def _decided(experiment: Experiment, catalogue: Catalogue) -> list[str]:
    return [f"- {one}" for one in decision_sentences(experiment, catalogue)]


def _asked(experiment: Experiment, kinds: tuple[object, ...], held: frozenset[str]) -> list[str]:
    """How much the instruments ask, and which of them have answers."""
    asking = [
        one for one in experiment.instruments if one.kind in kinds and not one.omitted and one.questions
    ]
    answered = ["- " + say("title_has_been_held_what", title=one.title) for one in asking if one.id in held]
    questions = sum(len(one.questions) for one in asking if one.id not in held)
    if not questions:
        return answered
    text = say.counted("instruments_ask_n_questions", questions)
    return [*answered, "- " + text.format(n=questions)]

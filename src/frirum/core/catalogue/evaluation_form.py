"""The ministry's ten-point evaluation form (evalueringsskema): its points, questions and content.

What is asked stands in `catalogue/evaluation_form.toml`.

Points 1-5 are written before an experiment starts and locked then; 6-10 after, once per reporting period.
The sub-questions are those of the form's guidance. Source: FORM, form and guidance.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cache

from frirum.core.catalogue.asked import EvaluationFormFile, asked_in
from frirum.core.catalogue.sentences import say
from frirum.core.files.one_number import NumberFault, read_decimal
from frirum.core.language import current_language, language, own_text
from frirum.core.vocabulary.danish import format_exact


class FormPhase(Enum):
    """When a point is written."""

    BEFORE_START = "before_start"
    AFTER = "after"


@dataclass(frozen=True)
class SubQuestion:
    """One sub-question of a point.

    Attributes:
        key: stable name, unique in the whole form, e.g. "goals.part_goals".
        text: the question in Danish.
        is_list: the answer is a list of short lines (goals, barriers), one per line.
        unit: the answer is a number in this unit; "" for words.
    """

    key: str
    text: str
    is_list: bool = False
    unit: str = ""


@dataclass(frozen=True)
class Point:
    """One of the ten points: number 1-10, title, phase, guidance and questions."""

    number: int
    title: str
    phase: FormPhase
    guidance: str
    questions: tuple[SubQuestion, ...]


LAST_POINT_BEFORE_START = 5


def points() -> tuple[Point, ...]:
    """The ten points in order, in the reader's language."""
    return _points(current_language())


@cache
def _points(_language: str) -> tuple[Point, ...]:
    return tuple(
        Point(
            one.number,
            own_text(one, "title"),
            FormPhase.BEFORE_START if one.number <= LAST_POINT_BEFORE_START else FormPhase.AFTER,
            own_text(one, "guidance"),
            tuple(
                SubQuestion(q.id, own_text(q, "text"), q.is_list, own_text(q, "unit")) for q in one.questions
            ),
        )
        for one in asked_in(EvaluationFormFile).points
    )


@dataclass(frozen=True)
class NotANumber:
    """Why an answer that is to be a number is none, and what to write."""

    message: str
    mend: str


def read_answer(key: str, text: str) -> str | NotANumber:
    """An answer as it is kept: words as they are written, a number as it is written in Danish, exact."""
    asked = {question.key: question for _point_, question in questions()}.get(key)
    if asked is None or not asked.unit or not text.strip():
        return text
    written = text.strip().casefold().removesuffix(asked.unit.rstrip(".")).removesuffix(asked.unit).strip()
    found = read_decimal(written)
    if not isinstance(found, NumberFault):
        with language("da"):
            return format_exact(found)
    mend = say("write_number_alone_for_example_1250", unit=asked.unit)
    if found is NumberFault.AMBIGUOUS:
        return NotANumber(say("title_can_be_both_thousand", title=asked.text), mend)
    return NotANumber(say("title_has_to_be_number", title=asked.text), mend)


def questions() -> Iterator[tuple[Point, SubQuestion]]:
    """Every question of the form with its point, in the form's order."""
    for point in points():
        for question in point.questions:
            yield point, question


def header_fields() -> tuple[str, ...]:
    """The fields of the form's header, in its order."""
    return tuple(one.id for one in asked_in(EvaluationFormFile).header)


def header_label(name: str) -> str:
    """What the form calls a field of its header."""
    return own_text(next(one for one in asked_in(EvaluationFormFile).header if one.id == name))


@dataclass(frozen=True)
class Amendment:
    """A numbered change to a locked point: what it said, what it says, and why.

    Attributes:
        number: 1, 2, 3 … within the form.
        major: it changes what the experiment is judged by (goals, design), not only its wording.
        made_on: date of the change, written for people.
    """

    number: int
    question_key: str
    text: str
    reason: str
    major: bool
    made_on: str


@dataclass(frozen=True)
class FormContent:
    """All that is written in one form: one experiment, one municipality, one reporting period.

    Attributes:
        period: what the form covers, for people, e.g. "2021-2022".
        header: header field -> text; a field that nobody supplied is absent.
        answers: question key -> text (lists: one line per item); unanswered is absent.
        further: question key -> where the answer says that more can be read, in a sentence.
        preface: what the form says of itself above its header, paragraph by paragraph.
        experience_from: what the answers 6-10 rest on, or None.
        locked: receipt line of points 1-5 when they are locked, else None.
        sources: where the content is from, for people.
        lines: question key -> what the definition says was to be found out, that belongs under it.
    """

    period: str
    header: Mapping[str, str]
    answers: Mapping[str, str]
    further: Mapping[str, str] = field(default_factory=dict)
    preface: tuple[str, ...] = ()
    experience_from: str | None = None
    locked: str | None = None
    submitted: str | None = None
    received: str | None = None
    amendments: tuple[Amendment, ...] = ()
    sources: tuple[str, ...] = field(default=())
    lines: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def missing(self) -> tuple[str, ...]:
        """Keys of header fields and questions without content, in the form's order."""
        header = tuple(name for name in header_fields() if not self.header.get(name))
        return header + tuple(q.key for _point_, q in questions() if not self.answers.get(q.key))

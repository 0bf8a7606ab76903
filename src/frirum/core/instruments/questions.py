"""The questions of an instrument as they are put: with their options, who they apply to, and what an answer may be.

Audits, case reviews and surveys share this. An answer is a value: the option's value of a scale (or `DONT_KNOW`),
`YES` or `NO`, the text of an option of a category, the texts of those chosen where several can be, a number, a day, or
free text.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.instruments import Instrument
from frirum.core.catalogue.questions import Question, QuestionKind, Scale
from frirum.core.disclosure.texts import TextRisk, find_personal
from frirum.core.errors import UsageError
from frirum.core.files.dates import OPEN_END, DateFault, read_date
from frirum.core.files.one_number import NumberFault, read_decimal
from frirum.core.files.source import composed
from frirum.core.instruments.sentences import say
from frirum.core.language import own_text

Answer = int | str | Decimal | dt.date | tuple[str, ...]
DONT_KNOW = "dont_know"
"""The answer outside the order of a scale: "ved ikke", "kan ikke ses af sagen"."""
YES, NO = "yes", "no"
LONGEST_ANSWER = 4_000
"""Characters of a free text."""


class AnswerFault(StrEnum):
    """Why what was written is no answer to the question."""

    NOT_AN_OPTION = "not_an_option"
    NOT_A_NUMBER = "not_a_number"
    NUMBER_AMBIGUOUS = "number_ambiguous"
    NOT_A_DATE = "not_a_date"
    DATE_AMBIGUOUS = "date_ambiguous"
    TOO_LONG = "too_long"
    CPR = "cpr"


@dataclass(frozen=True)
class AnswerOption:
    """One answer that can be chosen.

    Attributes:
        value: what is kept: the scale's value, `YES`, `NO`, `DONT_KNOW`, or the text of a category's option.
        text: the words of the definition, in Danish.
        text_en: their English twin, or None.
    """

    value: int | str
    text: str
    text_en: str | None = None

    @property
    def shown(self) -> str:
        """The words in the reader's language, Danish where there is no twin."""
        return own_text(self)


@dataclass(frozen=True)
class AskedQuestion:
    """A question with the options it is put with.

    Attributes:
        question: as the definition has it.
        options: in the order of the scale, the one outside the order last; empty where the answer is written.
    """

    question: Question
    options: tuple[AnswerOption, ...] = ()

    @property
    def id(self) -> str:
        """The question's name within its instrument."""
        return self.question.id

    @property
    def is_choice(self) -> bool:
        """Whether the answer is one of the options."""
        return bool(self.options) and not self.is_multiple

    @property
    def is_multiple(self) -> bool:
        """Whether the answer is as many of the options as one likes."""
        return self.question.kind is QuestionKind.MULTIPLE

    @property
    def grid(self) -> str | None:
        """The words above the table it is a row of, in the reader's language; None for a question by itself."""
        return own_text(self.question, "grid") or None

    def several(self, chosen: Iterable[str]) -> tuple[str, ...]:
        """Options that were chosen, in the order they are put."""
        wanted = set(chosen)
        return tuple(option.text for option in self.options if option.text in wanted)

    def option(self, value: object) -> AnswerOption | None:
        """The option with this value, or None."""
        return next((option for option in self.options if option.value == value), None)

    @property
    def is_told_apart(self) -> bool:
        """Whether its answer is one choice, a number or a day: nothing that a person wrote in words."""
        return self.is_choice or self.question.kind in (QuestionKind.NUMBER, QuestionKind.DATE)

    def written(self, answer: Answer | None) -> str:
        """An answer as `read` takes it: the words of the option in Danish, a number with a comma; "" for none."""
        if answer is None:
            return ""
        option = self.option(answer)
        if option is not None:
            return option.text
        return str(answer).replace(".", ",") if self.question.kind is QuestionKind.NUMBER else str(answer)

    def read(self, written: str | dt.date) -> Answer | AnswerFault:
        """What somebody wrote or chose as an answer.

        Args:
            written: the words of an option in Danish or English whatever their case, several with `;`, `,`, `|` or
                a new line between where several can be chosen, a number, a day, or free text; not empty.
        """
        if isinstance(written, dt.date):
            return self._day(written) if self.question.kind is QuestionKind.DATE else self.read(str(written))
        text = composed(written.strip())
        if any(hit.risk is TextRisk.CPR for hit in find_personal(text)):
            return AnswerFault.CPR
        if self.is_multiple:
            return self._several_of(text)
        if self.options:
            folded = _folded(text)
            chosen = (o for o in self.options if folded in (_folded(o.text), _folded(o.text_en or o.text)))
            found = next(chosen, None)
            return AnswerFault.NOT_AN_OPTION if found is None else found.value
        if self.question.kind is QuestionKind.NUMBER:
            number = read_decimal(text)
            return AnswerFault(number.value) if isinstance(number, NumberFault) else number
        if self.question.kind is QuestionKind.DATE:
            return self._day(text)
        return text if len(text) <= LONGEST_ANSWER else AnswerFault.TOO_LONG

    def _several_of(self, text: str) -> tuple[str, ...] | AnswerFault:
        """The options named in a text; the longest that fits comes first, as an option can hold a comma itself."""
        words = {_folded(w): o.text for o in self.options for w in (o.text, o.text_en or o.text)}
        longest_first = sorted(words, key=len, reverse=True)
        left, chosen = ";".join(_folded(line) for line in text.splitlines()), set()
        while left:
            hit = next((w for w in longest_first if re.match(rf"{re.escape(w)}\s*(?:[;,|]|$)", left)), None)
            if hit is None:
                return AnswerFault.NOT_AN_OPTION
            chosen.add(words[hit])
            left = left[len(hit) :].lstrip(" ;,|")
        return self.several(chosen)

    def _day(self, written: str | dt.date) -> dt.date | AnswerFault:
        day = read_date(written)
        if isinstance(day, dt.date) and day != OPEN_END:
            return day
        is_open = day in (DateFault.AMBIGUOUS, DateFault.SHORT_YEAR)
        return AnswerFault.DATE_AMBIGUOUS if is_open else AnswerFault.NOT_A_DATE


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def find_instrument(experiment: Experiment, instrument_id: str) -> Instrument:
    """The instrument of a definition.

    Raises:
        UsageError: it has none of that name; names those it has.
    """
    for instrument in experiment.instruments:
        if instrument.id == instrument_id:
            return instrument
    raise UsageError(
        say("slug_has_no_instrument_id", slug=experiment.slug, id=instrument_id),
        remedy=say("write_one_of_these_ids", ids=", ".join(one.id for one in experiment.instruments)),
    )


def asked_questions(
    instrument: Instrument, experiment: Experiment, scales: Mapping[str, Scale]
) -> tuple[AskedQuestion, ...]:
    """The instrument's questions with their options, in the order of the definition.

    Args:
        scales: the shared scales by id; the definition's own come before them.
    """
    known = {**scales, **{scale.id: scale for scale in experiment.scales}}
    return tuple(AskedQuestion(one, _options(one, known)) for one in instrument.questions)


def _options(question: Question, scales: Mapping[str, Scale]) -> tuple[AnswerOption, ...]:
    if question.kind is QuestionKind.YES_NO:
        return AnswerOption(YES, "ja", "yes"), AnswerOption(NO, "nej", "no")
    if question.kind is QuestionKind.SCALE:
        scale = scales[question.scale or ""]
        own = tuple(AnswerOption(one.value, one.text, one.text_en) for one in scale.options)
        return (*own, AnswerOption(DONT_KNOW, scale.dont_know)) if scale.dont_know else own
    return tuple(AnswerOption(text, text) for text in question.options)


def together(questions: Sequence[AskedQuestion]) -> list[tuple[AskedQuestion, ...]]:
    """The questions as they are put: the rows of a table together, every other question by itself.

    Rows of one table follow each other with the same words above, the same options and the same condition.
    """
    found: list[tuple[AskedQuestion, ...]] = []
    for asked in questions:
        own = asked.question
        last = found[-1][0].question if found else None
        is_row = last is not None and own.grid is not None and (own.grid, own.kind, own.scale, own.only_if) == (
            last.grid, last.kind, last.scale, last.only_if,
        )  # fmt: skip
        if is_row and not (last is not None and last.screening):
            found[-1] = (*found[-1], asked)
        else:
            found.append((asked,))
    return found


def applies(asked: str, questions: Sequence[Question], answers: Mapping[str, object]) -> bool | None:
    """Whether a question is put, given the answers so far.

    A question is not put where one before it screened the respondent out, or where its `only_if` does not hold; a
    question whose condition was itself not put is not put either. An answer to a question that was not put counts for
    nothing.

    Args:
        asked: id of the question.
        questions: all of the instrument, in order.
        answers: question id -> answer; one that is missing is absent.

    Returns:
        None where nobody can know yet: the question it depends on has not been answered.
    """
    by_id = {question.id: question for question in questions}
    return _applies(by_id[asked], questions, by_id, answers, frozenset())


def _applies(
    question: Question,
    questions: Sequence[Question],
    by_id: Mapping[str, Question],
    answers: Mapping[str, object],
    seen: frozenset[str],
) -> bool | None:
    for earlier in questions:
        if earlier.id == question.id:
            break
        if earlier.screening and answers.get(earlier.id) == NO:
            return False
    condition = question.only_if
    if condition is None:
        return True
    if condition.question not in by_id or question.id in seen:
        return condition.holds(answers)
    before = _applies(by_id[condition.question], questions, by_id, answers, seen | {question.id})
    if before is not True:
        return before
    return condition.holds(answers) if condition.question in answers else None


def applying(questions: Sequence[Question], answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """The answers to questions that were put; what stands where no question was put is left out."""
    return {key: value for key, value in answers.items() if applies(key, questions, answers) is True}


def unanswered(questions: Sequence[Question], answers: Mapping[str, object]) -> tuple[str, ...]:
    """Questions that are put and have no answer, in order."""
    put: Iterable[str] = (one.id for one in questions if applies(one.id, questions, answers) is True)
    return tuple(one for one in put if one not in answers)

"""The number that stands for an answer in files: the same in XLSForm, SPSS, the code book and what comes back.

A scale's answers have the scale's own values, yes is 1 and no is 0, and the options of a category are numbered from 1.
Where several can be chosen each option has a column of its own, `QUESTION__CODE`, with 1 for chosen and 0 for not.
The answer outside the order is 99, or 999 where the scale goes that far.
"""

from __future__ import annotations

from frirum.core.catalogue.questions import QuestionKind
from frirum.core.instruments.questions import DONT_KNOW, YES, AnswerOption, AskedQuestion

OUTSIDE, FURTHER_OUTSIDE = 99, 999


def coded(asked: AskedQuestion) -> tuple[tuple[int, AnswerOption], ...]:
    """(code, option) of each option, in the order they are put; empty where the answer is written."""
    if asked.question.kind is QuestionKind.YES_NO:
        return tuple((int(option.value == YES), option) for option in asked.options)
    if asked.question.kind in (QuestionKind.CATEGORY, QuestionKind.MULTIPLE):
        return tuple(enumerate(asked.options, start=1))
    values = [option.value for option in asked.options if isinstance(option.value, int)]
    outside = OUTSIDE if max(values, default=0) < OUTSIDE else FURTHER_OUTSIDE
    return tuple(
        (option.value if isinstance(option.value, int) else outside, option) for option in asked.options
    )


def code_of(asked: AskedQuestion, value: object) -> int | None:
    """The code of an answer that was chosen, or None."""
    return next((code for code, option in coded(asked) if option.value == value), None)


def dont_know_code(asked: AskedQuestion) -> int | None:
    """The code of the answer outside the order; None where there is none."""
    return code_of(asked, DONT_KNOW)


def column_name(question_id: str) -> str:
    """The question's column in a file: its id with underscores, as statistical programs know no hyphen in a name."""
    return question_id.replace("-", "_")


def columns_of(asked: AskedQuestion) -> dict[str, AnswerOption | None]:
    """The question's columns in a file of answers: one, with None; one per option where several can be chosen."""
    own = column_name(asked.id)
    if not asked.is_multiple:
        return {own: None}
    return {f"{own}__{code}": option for code, option in coded(asked)}


def chosen_or_not(asked: AskedQuestion, value: object) -> dict[str, int]:
    """Column -> 1 or 0 of an answer of several options."""
    chosen = value if isinstance(value, tuple | list) else ()
    return {
        column: int(option.value in chosen)
        for column, option in columns_of(asked).items()
        if option is not None
    }

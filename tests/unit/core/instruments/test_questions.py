"""Questions of audits and surveys: who they are put to, and what is an answer."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from frirum.core.catalogue.loader import shipped_definition, shipped_shared
from frirum.core.catalogue.questions import OnlyIf, Question, QuestionKind, Wording
from frirum.core.instruments.questions import (
    DONT_KNOW,
    AnswerFault,
    AskedQuestion,
    applies,
    applying,
    asked_questions,
    find_instrument,
    unanswered,
)
from frirum.core.instruments.words import answer_fault
from frirum.core.language import language


def instrument_questions(slug: str, instrument: str) -> tuple[AskedQuestion, ...]:
    experiment = shipped_definition(slug)
    return asked_questions(find_instrument(experiment, instrument), experiment, shipped_shared().scales)


def test_options_stand_in_the_order_of_the_scale_and_the_one_outside_it_last():
    asked = instrument_questions("ressourceforloeb-forlaengelse", "ledelsestilsyn")[0]
    assert [(o.value, o.text) for o in asked.options] == [
        (1, "nej"), (2, "ja"), (DONT_KNOW, "kan ikke ses af sagen"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "answers, put",
    [({}, None), ({"afgjort-uden": 2}, True), ({"afgjort-uden": 1}, False)],
)
def test_a_question_with_a_condition(answers, put):
    questions = find_instrument(shipped_definition("revalidering-lae265"), "temaledelsestilsyn").questions
    assert applies("egen-laege-inddraget", questions, answers) is put


def _question(name: str, kind: QuestionKind = QuestionKind.YES_NO, **more: object) -> Question:
    return Question(id=name, text=name, kind=kind, wording=Wording.PROPOSED, **more)


def test_what_was_not_put_decides_nothing_and_counts_for_nothing():
    chain = (
        _question("a"),
        _question("b", only_if=OnlyIf(question="a", answer=("yes",))),
        _question("c", only_if=OnlyIf(question="b", answer=("yes",))),
    )
    stray = {"a": "no", "b": "yes", "c": "yes"}
    assert applies("c", chain, stray) is False
    assert applying(chain, stray) == {"a": "no"}
    assert unanswered(chain, {"a": "yes"}) == ("b",)
    screened = (_question("s", screening=True), _question("t"))
    assert [applies(name, screened, {"s": "no"}) for name in ("s", "t")] == [True, False]


@pytest.mark.parametrize(
    "kind, written, read",
    [
        (QuestionKind.YES_NO, " JA ", "yes"),
        (QuestionKind.YES_NO, "måske", AnswerFault.NOT_AN_OPTION),
        (QuestionKind.NUMBER, "7,5", Decimal("7.5")),
        (QuestionKind.NUMBER, "1.234", AnswerFault.NUMBER_AMBIGUOUS),
        (QuestionKind.NUMBER, "=1+1", AnswerFault.NOT_A_NUMBER),
        (QuestionKind.DATE, "1. juli 2027", dt.date(2027, 7, 1)),
        (QuestionKind.DATE, dt.date(2027, 7, 1), dt.date(2027, 7, 1)),
        (QuestionKind.DATE, "07/01/2027", AnswerFault.DATE_AMBIGUOUS),
        (QuestionKind.DATE, "31-12-9999", AnswerFault.NOT_A_DATE),
        (QuestionKind.OPEN, "=HYPERLINK(x)", "=HYPERLINK(x)"),
        (QuestionKind.OPEN, "ring til 070516-1234", AnswerFault.CPR),
        (QuestionKind.OPEN, "x" * 4001, AnswerFault.TOO_LONG),
    ],
)
def test_what_is_an_answer(kind, written, read):
    asked = AskedQuestion(_question("q", kind))
    if kind is QuestionKind.YES_NO:
        (asked,) = asked_questions_of(asked.question)
    assert asked.read(written) == read
    if isinstance(read, AnswerFault):
        for code in ("da", "en"):
            with language(code):
                message, remedy = answer_fault(read, asked)
                assert message
                assert remedy
                assert "070516" not in message + remedy


def asked_questions_of(question: Question) -> tuple[AskedQuestion, ...]:
    experiment = shipped_definition("mentorregler")
    instrument = find_instrument(experiment, "sagsgennemgang").model_copy(update={"questions": (question,)})
    return asked_questions(instrument, experiment, {})

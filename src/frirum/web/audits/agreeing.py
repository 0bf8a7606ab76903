"""How far those who reviewed the same cases agree, question by question: three figures and a table, no word for any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from frirum.core.errors import InputRefused
from frirum.core.instruments.agreement import Agreement, Rating, agreement
from frirum.core.instruments.questions import AskedQuestion
from frirum.core.instruments.words import agreement_figures
from frirum.web.audits.models import AuditRound, Certainty, SecondReview

FIRST, SECOND = "1", "2"


@dataclass(frozen=True)
class JudgedTwice:
    """One question that two or more answered in the same cases.

    Attributes:
        found: the agreement; None where no case has two answers yet.
        figures: the agreement in words.
        table: (answer of the first, cases by the answer of the other in the order of the options).
        both: for a question about what would have been: option -> cases in which all who judged gave it.
        apart: cases in which they judged otherwise.
        unsure: judgements that were called unsure.
    """

    asked: AskedQuestion
    found: Agreement | None
    figures: tuple[str, ...]
    table: tuple[tuple[str, tuple[int, ...]], ...]
    both: dict[str, int]
    apart: int
    unsure: int


def judged_twice(round_: AuditRound, questions: Sequence[AskedQuestion]) -> list[JudgedTwice]:
    """Each question with options that a second person was to answer somewhere in the round."""
    seconds = list(
        SecondReview.objects.filter(case__round=round_).select_related("case", "case__use").order_by("pk")
    )
    if not seconds:
        return []
    return [one for asked in questions if asked.is_choice and (one := _judged(asked, seconds))]


def _judged(asked: AskedQuestion, seconds: Sequence[SecondReview]) -> JudgedTwice | None:
    given: dict[str, list[tuple[str, str]]] = {}
    unsure = 0
    for second in seconds:
        case = second.case
        if case.dropped or asked.id not in second.answers:
            continue
        mine = given.setdefault(case.code, [])
        if not mine and asked.id in case.answers:
            mine.append((FIRST, _text(asked, case.answers[asked.id])))
            unsure += case.grounds.get(asked.id, {}).get("certainty") == Certainty.UNSURE
        mine.append((str(len(mine) + 1) if mine else SECOND, _text(asked, second.answers[asked.id])))
        unsure += second.grounds.get(asked.id, {}).get("certainty") == Certainty.UNSURE
    if not given:
        return None
    ratings = [Rating(unit, rater, answer) for unit, told in given.items() for rater, answer in told]
    try:
        found = agreement(ratings, answers=[option.text for option in asked.options])
    except InputRefused:
        found = None
    pairs = [[answer for _rater, answer in told] for told in given.values() if len(told) > 1]
    both = {option.text: sum(set(told) == {option.text} for told in pairs) for option in asked.options}
    apart = sum(len(set(told)) > 1 for told in pairs)
    figures = agreement_figures(found) if found else ()
    rows = zip(found.answers, found.pairs, strict=True) if found else ()
    table = tuple((answer, tuple(int(n) for n in row)) for answer, row in rows)
    return JudgedTwice(asked, found, figures, table, both, apart, unsure)


def _text(asked: AskedQuestion, value: object) -> str:
    option = asked.option(value)
    return option.text if option else str(value)

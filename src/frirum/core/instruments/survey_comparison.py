"""Two waves of one survey beside each other: each question as `estimate waves` does it, with the response of each wave.

A wave with fewer answers than the house's threshold is not compared at all. A figure from which fewer than that could
be counted is left out. Where there are too few clusters to tell anything from chance the figures describe, and p is
None with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from frirum.core.catalogue.questions import QuestionKind, Scale, ScaleKind, sides_of
from frirum.core.disclosure.figures import share
from frirum.core.disclosure.protected import Refusal
from frirum.core.disclosure.settings import HOUSE_RULES
from frirum.core.effects.rows import Check, EstimateRow, Refused, Result
from frirum.core.effects.waves import Answers, estimate_waves, superiority, top_difference
from frirum.core.instruments.answer_codes import columns_of
from frirum.core.instruments.questions import NO, YES, AskedQuestion, applies
from frirum.core.instruments.sentences import say
from frirum.core.instruments.survey import Survey, SurveyResponse

DESCRIBED = "described"
"""The inference of a row that only describes."""
NOT_CHOSEN, CHOSEN = "not_chosen", "chosen"
"""The steps of one option where several can be chosen."""
_WITH_COUNTS = ("distribution",)
"""Checks of `estimate waves` that print shares nobody has looked at for small counts: the gate's tables show those."""


@dataclass(frozen=True)
class WaveAnswers:
    """The answers of one wave.

    Attributes:
        name: the wave's id.
        sheets: an answer each.
        invited: how many were asked, None where nobody knows (an open link).
    """

    name: str
    sheets: Sequence[SurveyResponse]
    invited: int | None = None

    @property
    def response(self) -> float | None:
        """Answers as a share of those asked."""
        return len(self.sheets) / self.invited if self.invited else None

    def as_dict(self) -> dict[str, Any]:
        """The wave as the command line gives it; too few answers are not counted out loud."""
        few = 0 < len(self.sheets) < HOUSE_RULES.threshold
        response = self.response
        return {
            "wave": self.name,
            "answers": None if few else len(self.sheets),
            "invited": self.invited,
            "response": None if few or response is None else round(response, 4),
        }


@dataclass(frozen=True)
class QuestionCompared:
    """One question in two waves.

    Attributes:
        id, text: of the question.
        result: rows as `estimate waves`, `outcome` the question's id; or the reason why there are none.
        balanced: whether its scale has as many answers on each side; None for one that has no middle.
        is_binary: there are two answers, yes or no, chosen or not chosen.
    """

    id: str
    text: str
    result: Result
    balanced: bool | None
    is_binary: bool = False


def compare_waves(survey: Survey, first: WaveAnswers, second: WaveAnswers) -> tuple[QuestionCompared, ...]:
    """Every question that has an order, first wave to second: on an ordered scale, yes or no, and each option where
    several can be chosen (not chosen, chosen). Answers outside the order are left out."""
    return tuple(
        QuestionCompared(one.id, one.text, _compared(one, first, second), one.balanced, len(one.steps) == 2)
        for asked in survey.questions
        for one in ordered_answers(survey, asked)
    )


@dataclass(frozen=True)
class OrderedAnswers:
    """What is compared: the answers to one question as places in an order.

    Attributes:
        id, text: of the question, or of one option of a question of several.
        question_id: where its answer stands.
        steps: labels in order, lowest first.
        places: answer -> its place among them; another answer is outside the order.
        option: of a question of several: the answer is whether this was chosen.
    """

    id: str
    question_id: str
    text: str
    steps: tuple[int | str, ...]
    places: Mapping[int | str, int]
    balanced: bool | None = None
    option: str | None = None

    def place(self, sheet: SurveyResponse) -> int | None:
        """The place of somebody's answer; None where it is outside the order or missing."""
        given = sheet.answers.get(self.question_id)
        if self.option is not None:
            return int(self.option in given) if isinstance(given, tuple | list) else None
        return self.places.get(given) if isinstance(given, int | str) else None


def ordered_answers(survey: Survey, asked: AskedQuestion) -> Iterator[OrderedAnswers]:
    """What of a question has an order: nothing, itself, or each of its options."""
    words = " ".join(part for part in (asked.grid, asked.question.text) if part)
    scale = survey.scale_of(asked)
    if scale is not None and scale.kind is ScaleKind.ORDINAL:
        values = [option.value for option in asked.options if isinstance(option.value, int)]
        places: dict[int | str, int] = {value: place for place, value in enumerate(values)}
        yield OrderedAnswers(asked.id, asked.id, words, tuple(values), places, _is_balanced(scale))
    elif asked.question.kind is QuestionKind.YES_NO:
        yield OrderedAnswers(asked.id, asked.id, words, (NO, YES), {NO: 0, YES: 1})
    elif asked.is_multiple:
        for column, option in columns_of(asked).items():
            assert option is not None
            own = f"{words} {option.shown}"
            yield OrderedAnswers(column, asked.id, own, (NOT_CHOSEN, CHOSEN), {}, option=option.text)


def _is_balanced(scale: Scale) -> bool | None:
    sides = sides_of(scale)
    return None if sides is None else sides[0] == sides[1]


def as_document(waves: Sequence[WaveAnswers], compared: Sequence[QuestionCompared]) -> dict[str, Any]:
    """The document of `survey compare`: the rows of all questions, and each question's checks and reason."""
    return {
        "estimates": [row.as_dict() for one in compared for row in one.result.estimates],
        "waves": [wave.as_dict() for wave in waves],
        "questions": [
            {
                "id": one.id,
                "text": one.text,
                "balanced": one.balanced,
                "refused": one.result.as_dict()["refused"],
                "checks": [check.as_dict() for check in one.result.checks],
            }
            for one in compared
        ],
    }


def _compared(asked: OrderedAnswers, first: WaveAnswers, second: WaveAnswers) -> Result:
    answers = _counts(asked, first, second)
    threshold = HOUSE_RULES.threshold
    if any(int(answers.counts[:, wave].sum()) < threshold for wave in (0, 1)):
        text = say("one_of_waves_has_fewer", n=threshold)
        return Result(refused=Refused("too_few_answers", text, say("ask_more_or_across_municipalities")))
    result = estimate_waves(answers, outcome=asked.id)
    rows = result.estimates or _described(asked, answers)
    if result.refused is not None and rows:
        rows = tuple(_without_p(row, result.refused) for row in rows)
    rows = tuple(_cleared(row, answers) for row in rows)
    checks = tuple(check for check in result.checks if check.name not in _WITH_COUNTS)
    if (left_out := _outside(asked, first) + _outside(asked, second)) >= threshold:
        text = say.counted("n_answers_outside_scale", left_out)
        checks = (*checks, Check("outside_steps", None, text.format(n=left_out), left_out))
    return Result(rows, checks, None if result.refused else rows[0], result.refused)


def _counts(asked: OrderedAnswers, first: WaveAnswers, second: WaveAnswers) -> Answers:
    given = [
        (sheet.municipality or 0, wave, step)
        for wave, one in enumerate((first, second))
        for sheet in one.sheets
        if (step := asked.place(sheet)) is not None
    ]
    clusters = sorted({municipality for municipality, _wave, _step in given})
    counts = np.zeros((len(clusters), 2, len(asked.steps)), dtype=np.int64)
    for municipality, wave, step in given:
        counts[clusters.index(municipality), wave, step] += 1
    return Answers(counts, tuple(clusters), (first.name, second.name), asked.steps)


def _outside(asked: OrderedAnswers, wave: WaveAnswers) -> int:
    return sum(
        one.answers.get(asked.question_id) is not None and asked.place(one) is None for one in wave.sheets
    )


def _described(asked: OrderedAnswers, answers: Answers) -> tuple[EstimateRow, ...]:
    """The two figures without a test, where there are no clusters to exchange."""
    first, second = answers.counts.sum(axis=0).astype(np.float64)
    people = answers.counts.sum(axis=(0, 2))
    seen = (answers.counts.sum(axis=2) > 0).sum(axis=0)
    return tuple(
        EstimateRow(
            estimator="mann-whitney" if estimand == "superiority" else "difference in shares",
            estimand=estimand,
            inference=DESCRIBED,
            outcome=asked.id,
            n_treated=int(people[1]),
            n_comparison=int(people[0]),
            units_treated=int(seen[1]),
            point=float(statistic(first, second)),
        )
        for estimand, statistic in (("superiority", superiority), ("difference", top_difference))
    )


def _without_p(row: EstimateRow, why: Refused) -> EstimateRow:
    return replace(
        row, p_value=None, lower=None, upper=None, inference=DESCRIBED, notes=(why.message, *row.notes)
    )


def _cleared(row: EstimateRow, answers: Answers) -> EstimateRow:
    """The row, without a figure from which few people in the top category, or below it, could be counted."""
    if row.estimand != "difference":
        return row
    tops, people = answers.counts[:, :, -1].sum(axis=0), answers.counts.sum(axis=(0, 2))
    if not any(isinstance(share(int(t), int(n)), Refusal) for t, n in zip(tops, people, strict=True)):
        return row
    note = say("figure_is_not_shown_could_tell", n=HOUSE_RULES.threshold)
    return replace(row, point=None, se=None, lower=None, upper=None, p_value=None, notes=(note, *row.notes))


def put_to(survey: Survey, asked: AskedQuestion, sheets: Sequence[SurveyResponse]) -> list[SurveyResponse]:
    """The answers of those whom the question was put to."""
    if asked.question.only_if is None and not any(one.question.screening for one in survey.questions):
        return list(sheets)
    return [one for one in sheets if applies(asked.id, survey.plain_questions, one.answers) is True]


def distribution(asked: AskedQuestion, sheets: Sequence[SurveyResponse]) -> Mapping[str, int]:
    """Words of each option -> how many chose it, and how many gave no answer; before the gate.

    Args:
        sheets: of those whom the question was put to.
    """
    found = {option.text: 0 for option in asked.options} | {say("not_answered"): 0}
    for sheet in sheets:
        option = asked.option(sheet.answers.get(asked.id))
        found[option.text if option else say("not_answered")] += 1
    return found


def chosen_of(asked: AskedQuestion, sheets: Sequence[SurveyResponse]) -> Mapping[str, int]:
    """Words of each option of a question of several -> how many chose it; before the gate."""
    given = [sheet.answers.get(asked.id) for sheet in sheets]
    lists = [one for one in given if isinstance(one, tuple | list)]
    return {option.text: sum(option.text in one for one in lists) for option in asked.options}

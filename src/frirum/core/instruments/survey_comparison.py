"""Two waves of one survey beside each other: each question as `estimate waves` does it, with the response of each wave.

A wave with fewer answers than the house's threshold is not compared at all. A figure from which fewer than that could
be counted is left out. Where there are too few clusters to tell anything from chance the figures describe, and p is
None with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from frirum.core.catalogue.questions import Scale, ScaleKind, sides_of
from frirum.core.disclosure.figures import share
from frirum.core.disclosure.protected import Refusal
from frirum.core.disclosure.settings import HOUSE_RULES
from frirum.core.effects.rows import Check, EstimateRow, Refused, Result
from frirum.core.effects.waves import Answers, estimate_waves, superiority, top_difference
from frirum.core.instruments.questions import AskedQuestion
from frirum.core.instruments.survey import Survey, SurveyResponse
from frirum.core.language import gettext as _
from frirum.core.language import ngettext

DESCRIBED = "described"
"""The inference of a row that only describes."""
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
    """

    id: str
    text: str
    result: Result
    balanced: bool | None


def compare_waves(survey: Survey, first: WaveAnswers, second: WaveAnswers) -> tuple[QuestionCompared, ...]:
    """Every question answered on an ordered scale, first wave to second; answers outside the order are left out."""
    return tuple(
        QuestionCompared(
            asked.id,
            asked.question.text,
            _compared(asked, first, second),
            _is_balanced(scale),
        )
        for asked in survey.questions
        if (scale := survey.scale_of(asked)) is not None and scale.kind is ScaleKind.ORDINAL
    )


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


def _compared(asked: AskedQuestion, first: WaveAnswers, second: WaveAnswers) -> Result:
    answers = _counts(asked, first, second)
    threshold = HOUSE_RULES.threshold
    if any(int(answers.counts[:, wave].sum()) < threshold for wave in (0, 1)):
        text = _("En af runderne har under {n} svar på spørgsmålet, så intet vises.").format(n=threshold)
        return Result(refused=Refused("too_few_answers", text, _("Spørg flere, eller på tværs af kommuner.")))
    result = estimate_waves(answers, outcome=asked.id)
    rows = result.estimates or _described(asked, answers)
    if result.refused is not None and rows:
        rows = tuple(_without_p(row, result.refused) for row in rows)
    rows = tuple(_cleared(row, answers) for row in rows)
    checks = tuple(check for check in result.checks if check.name not in _WITH_COUNTS)
    if (left_out := _outside(asked, first) + _outside(asked, second)) >= threshold:
        text = ngettext(
            "{n} svar uden for skalaen er ikke regnet med.",
            "{n} svar uden for skalaen er ikke regnet med.",
            left_out,
        )
        checks = (*checks, Check("outside_steps", None, text.format(n=left_out), left_out))
    return Result(rows, checks, None if result.refused else rows[0], result.refused)


def _counts(asked: AskedQuestion, first: WaveAnswers, second: WaveAnswers) -> Answers:
    steps = [option.value for option in asked.options if isinstance(option.value, int)]
    given = [
        (sheet.municipality or 0, wave, steps.index(value))
        for wave, one in enumerate((first, second))
        for sheet in one.sheets
        if isinstance(value := sheet.answers.get(asked.id), int) and value in steps
    ]
    clusters = sorted({municipality for municipality, _wave, _step in given})
    counts = np.zeros((len(clusters), 2, len(steps)), dtype=np.int64)
    for municipality, wave, step in given:
        counts[clusters.index(municipality), wave, step] += 1
    return Answers(counts, tuple(clusters), (first.name, second.name), tuple(steps))


def _outside(asked: AskedQuestion, wave: WaveAnswers) -> int:
    given = [sheet.answers.get(asked.id) for sheet in wave.sheets]
    return sum(value is not None and not isinstance(value, int) for value in given)


def _described(asked: AskedQuestion, answers: Answers) -> tuple[EstimateRow, ...]:
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
    note = _("Tallet vises ikke: det kunne fortælle om færre end {n} personer.").format(
        n=HOUSE_RULES.threshold
    )
    return replace(row, point=None, se=None, lower=None, upper=None, p_value=None, notes=(note, *row.notes))


def distribution(asked: AskedQuestion, sheets: Sequence[SurveyResponse]) -> Mapping[str, int]:
    """Words of each option -> how many chose it, and how many gave no answer; before the gate."""
    found = {option.text: 0 for option in asked.options} | {_("ikke besvaret"): 0}
    for sheet in sheets:
        option = asked.option(sheet.answers.get(asked.id))
        found[option.text if option else _("ikke besvaret")] += 1
    return found

"""Distributions and comparisons as a page shows them, every count through the house's rules first."""

from __future__ import annotations

from dataclasses import dataclass

from frirum.core.catalogue.questions import sides_of
from frirum.core.disclosure.figures import percentages
from frirum.core.disclosure.protected import Refusal, protect_table
from frirum.core.disclosure.table import TOTAL, Dimension
from frirum.core.instruments.questions import AskedQuestion
from frirum.core.instruments.survey import Survey
from frirum.core.instruments.survey_comparison import (
    QuestionCompared,
    WaveAnswers,
    compare_waves,
    distribution,
)
from frirum.core.language import gettext as _
from frirum.core.vocabulary.danish import format_number
from frirum.web.surveys.respondent_pages import text_of

_OF = "svar"


@dataclass(frozen=True)
class ShownOption:
    """One line: the option's words, its count and per cent as shown, None where hidden."""

    text: str
    count: int | None
    percent: float | None


@dataclass(frozen=True)
class ShownQuestion:
    """One question's distribution, or why there is none.

    Attributes:
        options: in the order of the scale, those who did not answer last.
        total: everybody who answered the survey.
        refusal: why the table is not shown, or "".
        unbalanced: the scale has not as many answers on each side.
    """

    id: str
    text: str
    options: tuple[ShownOption, ...]
    total: int | None
    refusal: str
    unbalanced: bool

    @property
    def is_whole(self) -> bool:
        """Whether every count is shown."""
        return not self.refusal and all(option.count is not None for option in self.options)


def distributions(survey: Survey, answers: WaveAnswers) -> list[ShownQuestion]:
    """Each question with options; free texts are never shown here.

    How many a question was put to is a count of the answers to the one it depends on. So where a count of that one is
    hidden, the question is not shown: the two tables together would tell the hidden count.
    """
    found: list[ShownQuestion] = []
    for asked in survey.questions:
        if not asked.is_choice:
            continue
        condition = asked.question.only_if
        before = next((one for one in found if condition is not None and one.id == condition.question), None)
        if before is not None and not before.is_whole:
            why = _("Vises ikke: sammen med »{question}« ville det røbe et skjult tal.").format(
                question=before.text
            )
            found.append(ShownQuestion(asked.id, text_of(asked), (), None, why, _leans(survey, asked)))
        else:
            found.append(_shown(survey, asked, answers))
    return found


def _shown(survey: Survey, asked: AskedQuestion, answers: WaveAnswers) -> ShownQuestion:
    counts = distribution(asked, answers.sheets)
    table = protect_table([Dimension(_OF, tuple(counts))], {(text,): n for text, n in counts.items()})
    if isinstance(table, Refusal):
        return ShownQuestion(asked.id, text_of(asked), (), None, table.text, _leans(survey, asked))
    shares = percentages(table, of=_OF)
    options = tuple(ShownOption(text, table.shown_at((text,)), shares.get((text,))) for text in counts)
    return ShownQuestion(
        asked.id, text_of(asked), options, table.shown_at((TOTAL,)), "", _leans(survey, asked)
    )


def _leans(survey: Survey, asked: AskedQuestion) -> bool:
    scale = survey.scale_of(asked)
    sides = None if scale is None else sides_of(scale)
    return sides is not None and sides[0] != sides[1]


@dataclass(frozen=True)
class ShownComparison:
    """One question in two waves, in words."""

    text: str
    lines: tuple[str, ...]
    why: str


def compared_with(survey: Survey, first: WaveAnswers, second: WaveAnswers) -> list[ShownComparison]:
    """The comparison of two waves, as `frirum survey compare` makes it."""
    return [_in_words(one) for one in compare_waves(survey, first, second)]


def _in_words(one: QuestionCompared) -> ShownComparison:
    lines = []
    for row in one.result.estimates:
        if row.point is None:
            continue
        if row.estimand == "superiority":
            line = _(
                "Et svar fra den seneste runde er højere end et fra den forrige i {share} pct. af parrene."
            ).format(share=format_number(100 * row.point, 1))
        else:
            line = _("Andelen med det øverste svar er ændret {change} procentpoint.").format(
                change=format_number(100 * row.point, 1)
            )
        if row.lower is not None and row.upper is not None:
            line += " " + _("95 pct. interval: {low} til {high}.").format(
                low=format_number(100 * row.lower, 1), high=format_number(100 * row.upper, 1)
            )
        if row.p_value is not None:
            line += f" p = {format_number(row.p_value, 3)}."
        lines.append(line)
    return ShownComparison(one.text, tuple(lines), one.result.refused.message if one.result.refused else "")

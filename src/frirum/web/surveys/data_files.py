"""A wave's results and answers as files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from frirum.core.instruments.answer_codes import chosen_or_not, code_of, column_name, columns_of
from frirum.core.instruments.survey import Survey
from frirum.core.instruments.survey_comparison import WaveAnswers
from frirum.core.instruments.survey_export import MUNICIPALITY, write_sav
from frirum.core.language import gettext as _
from frirum.core.report.export import rows_to_csv
from frirum.web.surveys.reading import free_texts
from frirum.web.surveys.results import ShownQuestion

Row = Sequence[str | int | float]


def distribution_rows(title: str, answers: WaveAnswers, questions: Iterable[ShownQuestion]) -> list[Row]:
    """What the page of results shows, a line for each option; what is hidden there says so here."""
    head = [
        _("runde"), _("spurgt"), _("svar i alt"), _("spørgsmål"), _("stillet til"), _("svar"), _("antal"), _("pct."),
    ]  # fmt: skip
    told = answers.as_dict()
    asked = "" if told["invited"] is None else told["invited"]
    rows: list[Row] = [head]
    for question in questions:
        words = " ".join(part for part in (question.table, question.text) if part)
        put = "" if question.total is None else question.total
        start = [title, asked, told["answers"], words, put]
        if question.refusal:
            rows.append([*start, question.refusal, "", ""])
        for option in question.options:
            hidden = option.count is None
            count = _("skjult") if option.count is None else option.count
            percent = "" if hidden or option.percent is None else option.percent
            rows.append([*start, option.text, count, percent])
        rows += [[*start, name, value, ""] for name, value in question.figures]
    return rows


def answer_rows(survey: Survey, answers: WaveAnswers) -> list[dict[str, Any]]:
    """Column -> code, number or day, an answer each, in the order of their random keys; free texts are left out."""
    apart = free_texts(survey)
    kept = [asked for asked in survey.questions if asked.id not in apart]
    rows = []
    for sheet in answers.sheets:
        row: dict[str, Any] = {MUNICIPALITY: sheet.municipality}
        for asked in kept:
            value = sheet.answers.get(asked.id)
            if value is None:
                continue
            if asked.is_multiple:
                row |= chosen_or_not(asked, value)
                continue
            row[column_name(asked.id)] = code_of(asked, value) if asked.is_choice else _plain(value)
        rows.append(row)
    return rows


def _plain(value: Any) -> Any:
    text = str(value)
    try:
        return float(text)
    except ValueError:
        return text


def answers_sav(survey: Survey, answers: WaveAnswers) -> bytes:
    """The answers for SPSS, with labels."""
    return write_sav(survey, answer_rows(survey, answers))


def answers_csv(survey: Survey, answers: WaveAnswers) -> bytes:
    """The answers in the codes of the code book."""
    apart = free_texts(survey)
    kept = [one for one in survey.questions if one.id not in apart]
    columns = [MUNICIPALITY, *(name for one in kept for name in columns_of(one))]
    rows = [[row.get(name, "") for name in columns] for row in answer_rows(survey, answers)]
    return rows_to_csv([columns, *rows])

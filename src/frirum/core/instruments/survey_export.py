"""A survey as files for other tools: XLSForm, a questionnaire on paper, an empty SPSS file, its code book.

None of them holds an answer.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from frirum.core.catalogue.canonical import fingerprint
from frirum.core.catalogue.questions import QuestionKind, Wording
from frirum.core.instruments.answer_codes import coded, column_name, columns_of, dont_know_code
from frirum.core.instruments.questions import AnswerOption, AskedQuestion
from frirum.core.instruments.sentences import say
from frirum.core.instruments.survey import Survey
from frirum.core.instruments.survey_document import survey_document
from frirum.core.instruments.xlsform import write_xlsform
from frirum.core.language import own_text
from frirum.core.report.export import rows_to_csv
from frirum.core.report.formats import render
from frirum.core.vocabulary.marks import short_mark

MUNICIPALITY = "kommune"
"""The column of the respondent's municipality, a code of Statistics Denmark, in every file of answers."""
# Of an SPSS variable: its label at most 255 bytes, the label of a value 120.
_LABEL_BYTES, _VALUE_LABEL_BYTES = 255, 120


def export_survey(survey: Survey, kind: str) -> bytes:
    """The survey as `kind`: xlsform, pdf, sav or csv (the code book)."""
    writers: Mapping[str, Callable[[Survey], bytes]] = {
        "xlsform": _xlsform,
        "pdf": lambda one: render(survey_document(one), "pdf"),
        "sav": lambda one: write_sav(one, ()),
        "csv": lambda one: rows_to_csv(code_book_rows(one)),
    }
    return writers[kind](survey)


def _xlsform(survey: Survey) -> bytes:
    instrument = survey.instrument
    return write_xlsform(
        instrument,
        survey.questions,
        form_id=column_name(f"{survey.experiment.slug}_{instrument.id}"),
        version=short_mark(fingerprint(survey.experiment), 12),
    )


def code_book_rows(survey: Survey) -> Iterator[Sequence[str | int]]:
    """Headings, then a row per option, or one per question where the answer is written.

    Columns: the question's column in files, its words, what kind, the option's code and words, after which answers it
    is asked, and whose the wording is.
    """
    yield (
        say("column"), say("question"), say("kind"), say("code"), say("answer"), say("asked_after"), say("wording"),
    )  # fmt: skip
    by_id = {asked.id: asked for asked in survey.questions}
    yield (MUNICIPALITY, say("respondent_municipality_as_code"), "number", "", "", "", "")
    for asked in survey.questions:
        question = asked.question
        whose = say("source") if question.wording is Wording.SOURCE else say("our_proposal")
        words = " ".join(part for part in (asked.grid, question.text, question.lead_in) if part)
        for column, option in columns_of(asked).items():
            of = words if option is None else f"{words} {option.shown}"
            for code, text in (
                _codes(asked) if option is None else [(1, say("chosen")), (0, say("not_chosen"))]
            ):
                yield (column, of, str(question.kind), code, text, _after(asked, by_id), whose)


def _codes(asked: AskedQuestion) -> list[tuple[str | int, str]]:
    return [(code, option.shown) for code, option in coded(asked)] or [("", "")]


def _after(asked: AskedQuestion, by_id: Mapping[str, AskedQuestion]) -> str:
    condition = asked.question.only_if
    if condition is None:
        return ""
    before = by_id.get(condition.question)
    codes = {option.value: code for code, option in coded(before)} if before else {}
    answers = ", ".join(str(codes.get(answer, answer)) for answer in condition.answers)
    return f"{column_name(condition.question)}: {answers}"


def write_sav(survey: Survey, answers: Sequence[Mapping[str, object]]) -> bytes:
    """Answers for SPSS, with the words of questions and options as labels; "do not know" is user-missing.

    Args:
        answers: column -> code, number, ISO date or text, in the order in which the rows are to stand; none gives a
            file with the variables alone.
    """
    import polars as pl
    import pyreadstat

    of_questions = {
        name: (asked, one) for asked in survey.questions for name, one in columns_of(asked).items()
    }
    columns = [MUNICIPALITY, *of_questions]
    texts = {
        column_name(asked.id)
        for asked in survey.questions
        if asked.question.kind in (QuestionKind.OPEN, QuestionKind.DATE)
    }
    frame = pl.DataFrame(
        {
            name: pl.Series(
                [row.get(name, "" if name in texts else None) for row in answers],
                dtype=pl.String if name in texts else pl.Float64,
            )
            for name in columns
        }
    )
    labels = [say("respondent_municipality_as_code"), *(_label(*one) for one in of_questions.values())]
    value_labels: dict[str, dict[int | float, str]] = {
        name: {1: say("chosen"), 0: say("not_chosen")}
        if asked.is_multiple
        else {code: _cut(option.shown, _VALUE_LABEL_BYTES) for code, option in coded(asked)}
        for name, (asked, _one) in of_questions.items()
        if asked.options
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.sav"
        pyreadstat.write_sav(
            frame,
            os.fspath(path),
            file_label=_cut(survey.instrument.title, 60),
            column_labels=[_cut(label, _LABEL_BYTES) for label in labels],
            variable_value_labels=value_labels,
            missing_ranges={
                column_name(asked.id): [outside]
                for asked in survey.questions
                if (outside := dont_know_code(asked)) is not None
            },
            variable_measure={
                name: _measure(survey, asked) for name, (asked, _one) in of_questions.items() if asked.options
            },
        )
        return path.read_bytes()


def _label(asked: AskedQuestion, option: AnswerOption | None) -> str:
    """A variable's words; those above a table come after its row's own, which a cut label must keep."""
    own = own_text(asked.question, "text")
    return " | ".join(part for part in (option.shown if option else "", own, asked.grid) if part)


def _measure(survey: Survey, asked: AskedQuestion) -> str:
    scale = survey.scale_of(asked)
    return str(scale.kind) if scale is not None else "nominal"


def _cut(text: str, most: int) -> str:
    """The text cut to so many bytes of UTF-8, never inside a letter."""
    return text.encode()[:most].decode(errors="ignore")

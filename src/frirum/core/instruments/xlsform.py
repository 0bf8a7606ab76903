"""A questionnaire as XLSForm, the workbook that ODK, KoboToolbox and SurveyCTO take in.

Source: the XLSForm specification (xlsform.org): the sheets survey, choices and settings. Questions are in Danish, and
in English where the definition has every question in English too.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

import xlsxwriter

from frirum.core.catalogue.instruments import Instrument
from frirum.core.catalogue.questions import OnlyIf, QuestionKind
from frirum.core.instruments.answer_codes import code_of, coded, column_name
from frirum.core.instruments.questions import AskedQuestion, together

DANISH, ENGLISH = "Dansk (da)", "English (en)"
_FIXED_DATE = dt.datetime(2000, 1, 1)
_TYPES = {QuestionKind.OPEN: "text", QuestionKind.NUMBER: "decimal", QuestionKind.DATE: "date"}
# What is shaped like a CPR number is refused on the respondent's own screen; XPath knows no look-around.
_NO_CPR = r"not(regex(., '(.*[^0-9])?[0-9]{6}[- ]?[0-9]{4}([^0-9].*)?'))"


def write_xlsform(
    instrument: Instrument, questions: Sequence[AskedQuestion], *, form_id: str, version: str
) -> bytes:
    """The workbook; the same bytes each time.

    Args:
        form_id, version: what tools know the form and its version by; the version is that of the definition.
    """
    languages = [DANISH]
    if instrument.title_en and all(asked.question.text_en for asked in questions):
        languages.append(ENGLISH)
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": instrument.title, "created": _FIXED_DATE})
        _write(book, "survey", _survey(questions, languages))
        _write(book, "choices", _choices(questions, languages))
        settings = [
            ["form_title", "form_id", "version", "default_language"],
            [instrument.title, form_id, version, DANISH],
        ]
        _write(book, "settings", settings)
    return out.getvalue()


def _write(book: xlsxwriter.Workbook, name: str, rows: Sequence[Sequence[str]]) -> None:
    sheet = book.add_worksheet(name)
    for line, row in enumerate(rows):
        for column, text in enumerate(row):
            if text:
                sheet.write_string(line, column, text)
    sheet.freeze_panes(1, 0)


def _survey(questions: Sequence[AskedQuestion], languages: Sequence[str]) -> list[list[str]]:
    per_language = [f"{name}::{one}" for name in ("label", "hint", "constraint_message") for one in languages]
    by_id = {asked.id: asked for asked in questions}
    rows = [["type", "name", *per_language, "relevant", "constraint", "appearance"]]
    n = len(languages)
    for place, group in enumerate(together(questions), start=1):
        own = group[0].question
        if own.grid is None:
            rows.append(_row(group[0], n, by_id))
            continue
        # Shown as a table by ODK and Enketo; `relevant` stands at the group, as all its rows have the same.
        words = (own.grid, own.grid_en or own.grid)[:n]
        relevant = _relevant(own.only_if, by_id)
        rows.append(["begin_group", f"grid_{place}", *words, *[""] * 2 * n, relevant, "", "table-list"])
        rows += [_row(asked, n, by_id, in_table=True) for asked in group]
        rows.append(["end_group"])
    return rows


def _row(
    asked: AskedQuestion, languages: int, by_id: dict[str, AskedQuestion], *, in_table: bool = False
) -> list[str]:
    question = asked.question
    is_text = question.kind is QuestionKind.OPEN
    select = "select_multiple" if asked.is_multiple else "select_one"
    # What a definition has in Danish alone, such as the stem before the options, is given in Danish to all.
    refusal = ("Skriv ikke CPR-numre.", "Do not write CPR numbers.")
    return [
        f"{select} {_list_of(asked)}" if asked.options else _TYPES[question.kind],
        column_name(asked.id),
        *(question.text, question.text_en or "")[:languages],
        *[question.lead_in or ""] * languages,
        *(refusal[:languages] if is_text else [""] * languages),
        "" if in_table else _relevant(question.only_if, by_id),
        _NO_CPR if is_text else "",
    ]


def _list_of(asked: AskedQuestion) -> str:
    if asked.question.scale:
        return column_name(asked.question.scale)
    return "yes_no" if asked.question.kind is QuestionKind.YES_NO else f"{column_name(asked.id)}_options"


def _relevant(condition: OnlyIf | None, by_id: dict[str, AskedQuestion]) -> str:
    if condition is None:
        return ""
    asked = by_id[condition.question]
    codes = [code_of(asked, answer) if asked.options else answer for answer in condition.answers]
    if asked.is_multiple:
        return " or ".join(f"selected(${{{column_name(asked.id)}}}, '{code}')" for code in codes)
    return " or ".join(f"${{{column_name(asked.id)}}} = '{code}'" for code in codes)


def _choices(questions: Sequence[AskedQuestion], languages: Sequence[str]) -> list[list[str]]:
    rows = [["list_name", "name", *(f"label::{language}" for language in languages)]]
    seen = set()
    for asked in questions:
        name = _list_of(asked)
        if not asked.options or name in seen:
            continue
        seen.add(name)
        for code, option in coded(asked):
            english = [option.text_en or option.text] if len(languages) > 1 else []
            rows.append([name, str(code), option.text, *english])
    return rows

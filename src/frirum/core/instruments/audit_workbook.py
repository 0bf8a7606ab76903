"""The workbook in which one municipality reviews its cases: a column for each question, a row for each case.

Its words are Danish whoever makes it: a workbook goes to a municipality, and the reader of filled-in ones
(`audit_collection`) knows sheets and columns by them. Nothing in it is a formula, merged or hidden.
"""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.instruments import Instrument
from frirum.core.catalogue.questions import Question, QuestionKind, Wording
from frirum.core.instruments.audit_plan import AuditSheet, case_code
from frirum.core.instruments.audit_sample import DrawingRule
from frirum.core.instruments.questions import LONGEST_ANSWER, AskedQuestion
from frirum.core.vocabulary.danish import format_date
from frirum.core.vocabulary.municipalities import by_code

CASES, GUIDE, OPTIONS, FACTS = "Sager", "Vejledning", "Svarmuligheder", "Om skemaet"
NUMBER, CASE, CODE, DROPPED = "Nr.", "Sag", "Kode", "Udgår fordi"
PURPOSE = "Formål"
"""What stands under `Nr.` in the row of purposes."""
OWN = "Eget:"
"""A column whose heading begins so is the municipality's own and is not taken in."""
DROP_REASONS = ("Sagen kan ikke findes", "Sagen hører ikke til på listen", "Anden grund")
RESERVE = "R"
_FIXED_DATE = dt.datetime(2000, 1, 1)
_FIRST_QUESTION, _FIRST_CASE = 3, 2
# What Excel takes in the box that it shows beside a cell.
_LONGEST_PROMPT, _LONGEST_TITLE = 250, 32


def headings(questions: tuple[AskedQuestion, ...]) -> tuple[str, ...]:
    """The heading of each question: its words to the letter, numbered only where two are alike."""
    texts = [" ".join(one.question.text.split()) for one in questions]
    return tuple(
        text if texts.count(text) == 1 else f"{place}. {text}" for place, text in enumerate(texts, start=1)
    )


def audit_workbook(
    sheet: AuditSheet, questions: tuple[AskedQuestion, ...], experiment: Experiment, instrument: Instrument
) -> bytes:
    """The workbook as XLSX; the same bytes for the same sheet."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": instrument.title, "created": _FIXED_DATE})
        writer = _Writer(book, sheet, questions)
        writer.cases(book.add_worksheet(CASES))
        writer.guide(book.add_worksheet(GUIDE), experiment, instrument)
        writer.options(book.add_worksheet(OPTIONS))
        writer.facts(book.add_worksheet(FACTS))
    return out.getvalue()


class _Writer:
    def __init__(self, book: Any, sheet: AuditSheet, questions: tuple[AskedQuestion, ...]) -> None:
        self.sheet, self.questions = sheet, questions
        wrapped = {"text_wrap": True, "valign": "top"}
        self.head = book.add_format({**wrapped, "bold": True, "bottom": 1, "bg_color": "#F0F0F0"})
        self.purpose = book.add_format({**wrapped, "italic": True, "font_color": "#595959", "bottom": 1})
        self.locked = book.add_format({**wrapped, "num_format": "@"})
        self.answer = book.add_format({**wrapped, "locked": False, "border": 1, "border_color": "#8C8C8C"})
        self.day = book.add_format(
            {**wrapped, "locked": False, "border": 1, "border_color": "#8C8C8C", "num_format": "dd-mm-yyyy"}
        )
        self.grey = book.add_format({"bg_color": "#D9D9D9", "font_color": "#595959"})

    def cases(self, page: Any) -> None:
        """One row for each case; under the headings the purposes."""
        names = headings(self.questions)
        for column, name in enumerate((NUMBER, CASE, CODE, *names, DROPPED)):
            page.write_string(0, column, name, self.head)
        page.write_string(1, 0, PURPOSE, self.purpose)
        for column, one in enumerate(self.questions, start=_FIRST_QUESTION):
            page.write_string(1, column, one.question.purpose or "", self.purpose)
        rows = [(str(n), case) for n, case in enumerate(self.sheet.cases, start=1)]
        rows += [(f"{RESERVE}{n}", case) for n, case in enumerate(self.sheet.reserve, start=1)]
        for row, (number, case) in enumerate(rows, start=_FIRST_CASE):
            page.write_string(row, 0, number, self.locked)
            page.write_string(row, 1, case, self.locked)
            page.write_string(row, 2, case_code(self.sheet.code, number, case), self.locked)
            for column, one in enumerate(self.questions, start=_FIRST_QUESTION):
                page.write_blank(
                    row, column, None, self.day if one.question.kind is QuestionKind.DATE else self.answer
                )
            page.write_blank(row, _FIRST_QUESTION + len(self.questions), None, self.answer)
        last = _FIRST_CASE + len(rows) - 1
        for place, one in enumerate(self.questions):
            self._validate(page, place, one, last)
            self._grey_out(page, place, one, last)
        self._validate_reasons(page, last)
        self._layout(page)

    def _layout(self, page: Any) -> None:
        page.set_column(0, 0, 8)
        page.set_column(1, 1, 20)
        page.set_column(2, 2, 10)
        page.set_column(_FIRST_QUESTION, _FIRST_QUESTION + len(self.questions) - 1, 32)
        page.set_column(_FIRST_QUESTION + len(self.questions), _FIRST_QUESTION + len(self.questions), 24)
        page.freeze_panes(_FIRST_CASE, _FIRST_QUESTION)
        page.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(0, 1)

    def _validate(self, page: Any, place: int, one: AskedQuestion, last: int) -> None:
        column = _FIRST_QUESTION + place
        told = one.question.purpose or one.question.text
        rule: dict[str, Any] = {
            "input_title": f"Spørgsmål {place + 1}"[:_LONGEST_TITLE],
            "input_message": told if len(told) <= _LONGEST_PROMPT else told[: _LONGEST_PROMPT - 1] + "…",
            "error_title": "Svaret passer ikke",
        }
        if one.is_choice:
            name = xl_col_to_name(place)
            rule |= {
                "validate": "list",
                "source": f"='{OPTIONS}'!${name}$2:${name}${1 + len(one.options)}",
                "error_message": "Vælg et svar på listen.",
            }
        elif one.question.kind is QuestionKind.NUMBER:
            rule |= {
                "validate": "decimal", "criteria": "between", "minimum": -1e12, "maximum": 1e12,
                "error_message": "Skriv et tal.",
            }  # fmt: skip
        elif one.question.kind is QuestionKind.DATE:
            rule |= {
                "validate": "date", "criteria": "between",
                "minimum": dt.date(1900, 1, 1), "maximum": dt.date(2100, 12, 31),
                "error_message": "Skriv datoen som 01-07-2027.",
            }  # fmt: skip
        else:
            rule |= {
                "validate": "length", "criteria": "<=", "value": LONGEST_ANSWER,
                "error_message": f"Skriv højst {LONGEST_ANSWER} tegn.",
            }  # fmt: skip
        page.data_validation(_FIRST_CASE, column, last, column, rule)

    def _validate_reasons(self, page: Any, last: int) -> None:
        column, place = _FIRST_QUESTION + len(self.questions), xl_col_to_name(len(self.questions))
        page.data_validation(
            _FIRST_CASE, column, last, column,
            {
                "validate": "list",
                "source": f"='{OPTIONS}'!${place}$2:${place}${1 + len(DROP_REASONS)}",
                "input_title": "Kun hvis sagen må udgå",
                "input_message": "Vælg grunden, og lad svarene stå tomme. Den næste reserve (R1, R2 …) tager pladsen.",
                "error_title": "Svaret passer ikke",
                "error_message": "Vælg en grund på listen.",
            },
        )  # fmt: skip

    def _grey_out(self, page: Any, place: int, one: AskedQuestion, last: int) -> None:
        """A question that is not put in this case is grey."""
        condition = one.question.only_if
        asked = next(
            (n for n, other in enumerate(self.questions) if condition and other.id == condition.question),
            None,
        )
        if condition is None or asked is None:
            return
        chosen = [
            option.text for option in self.questions[asked].options if option.value in condition.answers
        ]
        cell = xl_rowcol_to_cell(_FIRST_CASE, _FIRST_QUESTION + asked, col_abs=True)
        unlike = ",".join(f'{cell}<>"{text.replace(chr(34), chr(34) * 2)}"' for text in chosen)
        column = _FIRST_QUESTION + place
        page.conditional_format(
            _FIRST_CASE, column, last, column,
            {"type": "formula", "criteria": f'=AND({cell}<>"",{unlike})', "format": self.grey},
        )  # fmt: skip

    def guide(self, page: Any, experiment: Experiment, instrument: Instrument) -> None:
        """What it is about, how the cases were taken, and each question with its purpose beside it."""
        place = by_code(self.sheet.municipality)
        lines = [
            (instrument.title, experiment.short_title),
            ("Kommune", place.name if place else str(self.sheet.municipality)),
            ("Runde", self.sheet.round or "ikke angivet"),
            ("Sager", rule_in_words(self.sheet)),
            (
                "Sådan gør du",
                "Vælg et svar for hver sag i arket »Sager«. Et gråt felt stilles ikke og skal stå tomt.",
            ),
            (
                "",
                "Skriv aldrig CPR-numre. Egne spørgsmål sættes til sidst med en overskrift, der begynder med »Eget:«.",
            ),
            (
                "",
                "Kan en sag ikke gennemgås, vælges grunden i »Udgår fordi«"
                + (", og den næste reserve tager pladsen." if self.sheet.reserve else "."),
            ),
        ]
        for row, (name, text) in enumerate(lines):
            page.write_string(row, 0, name, self.head)
            page.write_string(row, 1, text, self.locked)
        start = len(lines) + 1
        for column, name in enumerate(("Spørgsmål", PURPOSE, "Svar", "Stilles", "Ordlyd")):
            page.write_string(start, column, name, self.head)
        for row, one in enumerate(self.questions, start=start + 1):
            asked = one.question
            cells = (
                f"{asked.text} {asked.lead_in}" if asked.lead_in else asked.text,
                asked.purpose or "",
                " / ".join(option.text for option in one.options) or _KINDS[asked.kind],
                self._condition(one),
                _wording(asked),
            )
            for column, text in enumerate(cells):
                page.write_string(row, column, text, self.locked)
        page.set_column(0, 1, 50)
        page.set_column(2, 4, 28)
        page.protect("", {"format_columns": True, "format_rows": True})

    def _condition(self, one: AskedQuestion) -> str:
        condition = one.question.only_if
        if condition is None:
            return "altid"
        asked = next((other for other in self.questions if other.id == condition.question), None)
        options = asked.options if asked else ()
        chosen = [option.text for option in options if option.value in condition.answers]
        return f"kun efter svaret {' eller '.join(chosen)} på: {asked.question.text if asked else condition.question}"

    def options(self, page: Any) -> None:
        """The lists that the answers are chosen from, in sight of everybody."""
        lists = [
            (f"Spørgsmål {n}", [o.text for o in one.options]) for n, one in enumerate(self.questions, start=1)
        ]
        for column, (name, texts) in enumerate([*lists, (DROPPED, list(DROP_REASONS))]):
            page.write_string(0, column, name, self.head)
            for row, text in enumerate(texts, start=1):
                page.write_string(row, column, text, self.locked)
        page.set_column(0, len(lists), 28)
        page.protect()

    def facts(self, page: Any) -> None:
        """What tells this workbook from another."""
        rows = [("Felt", "Værdi"), ("code", self.sheet.code), *self.sheet.facts().items()]
        for row, (name, text) in enumerate(rows):
            page.write_string(row, 0, name, self.head if not row else self.locked)
            page.write_string(row, 1, text, self.head if not row else self.locked)
        page.set_column(0, 0, 20)
        page.set_column(1, 1, 70)
        page.protect()


def _wording(asked: Question) -> str:
    """Whose words a question is in, and what the source says where they are ours."""
    if asked.wording is Wording.SOURCE:
        return "kildens"
    return f"foreslået; kildens punkt: {asked.topic}" if asked.topic else "foreslået"


_KINDS = {
    QuestionKind.OPEN: "fri tekst",
    QuestionKind.NUMBER: "tal",
    QuestionKind.DATE: "dato",
    QuestionKind.SCALE: "",
    QuestionKind.YES_NO: "",
    QuestionKind.CATEGORY: "fri tekst",
}


def rule_in_words(sheet: AuditSheet) -> str:
    """How the cases were taken, in Danish."""
    n, drawing = len(sheet.cases), sheet.drawing
    if drawing.rule is DrawingRule.ALL:
        return f"Alle {n} sager på listen."
    if drawing.rule is DrawingRule.NEWEST_BEFORE and drawing.before is not None:
        return (
            f"De {n} nyeste før {format_date(drawing.before)} af {sheet.population}. IKKE tilfældigt udtrukket: "
            "resultatet gælder disse sager alene."
        )
    return (
        f"{n} af {sheet.population} sager, udtrukket tilfældigt med frø {drawing.seed}. Enhver kan trække dem igen: "
        f"sagerne i orden efter SHA-256 af »{drawing.seed}:kommune:sag«, skrevet som på listen, og de første taget."
    )

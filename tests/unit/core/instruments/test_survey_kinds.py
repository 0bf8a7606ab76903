"""Several answers, tables, numbers and days: out to other tools and back, printed, compared, and never half an answer."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pyreadstat
import pytest
import xlsxwriter
from pyxform.xls2xform import convert

from frirum.core.catalogue import shipped_catalogue
from frirum.core.errors import InputRefused
from frirum.core.instruments.answer_codes import columns_of
from frirum.core.instruments.questions import AnswerFault, applies, asked_questions, together
from frirum.core.instruments.survey import Survey, SurveyResponse
from frirum.core.instruments.survey_answers import AnswerMapping, read_answers
from frirum.core.instruments.survey_comparison import WaveAnswers, compare_waves
from frirum.core.instruments.survey_document import survey_document
from frirum.core.instruments.survey_export import code_book_rows, export_survey, write_sav
from frirum.core.instruments.survey_file import read_survey_toml
from frirum.core.instruments.xlsform_reading import read_xlsform
from frirum.core.report.formats import render

FORM = """
[[question]]
id = "hjaelp"
text = "Hvad hjalp?"
kind = "multiple"
option = ["samtaler, også digitale", "mentor", "praktik"]

[[question]]
id = "hvilken"
text = "Hvor længe varede praktikken?"
kind = "number"
only_if = { question = "hjaelp", answer = ["praktik"] }

[[question]]
id = "tid"
text = "Sagerne tager kortere tid"
scale = "enighed-5"
grid = "Hvor enig er du?"

[[question]]
id = "mening"
text = "Sagerne giver mere mening"
scale = "enighed-5"
grid = "Hvor enig er du?"

[[question]]
id = "begyndt"
text = "Hvornår begyndte du?"
kind = "date"

[[question]]
id = "andet"
text = "Andet?"
kind = "open"
"""
CATALOGUE = shipped_catalogue()


@pytest.fixture(name="survey")
def _survey(tmp_path) -> Survey:
    (tmp_path / "form.toml").write_text(FORM, encoding="utf-8")
    read = read_survey_toml(tmp_path / "form.toml")
    experiment = CATALOGUE.experiment("mentorregler")
    instrument = next(iter(read.surveys.values()))
    return Survey(experiment, instrument, asked_questions(instrument, experiment, read.scales), read.scales)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("praktik", ("praktik",)),
        ("Praktik; MENTOR", ("mentor", "praktik")),
        ("samtaler, også digitale, praktik", ("samtaler, også digitale", "praktik")),
        ("mentor\nsamtaler, også digitale", ("samtaler, også digitale", "mentor")),
        ("samtaler", AnswerFault.NOT_AN_OPTION),
        ("praktikplads", AnswerFault.NOT_AN_OPTION),
        ("mentor; 010203-1234", AnswerFault.CPR),
    ],
)
def test_several_options_are_read_however_a_tool_strings_them(survey, written, expected):
    assert survey.questions[0].read(written) == expected


def test_one_of_several_is_enough_for_the_question_after_it(survey):
    plain = survey.plain_questions
    assert applies("hvilken", plain, {"hjaelp": ("mentor", "praktik")}) is True
    assert applies("hvilken", plain, {"hjaelp": ["mentor"]}) is False
    assert applies("hvilken", plain, {}) is None


def test_what_a_definition_cannot_ask_is_refused(tmp_path):
    for wrong in (
        FORM.replace('"mentor", "praktik"]', '"mentor", "mentor"]'),
        FORM.replace('id = "begyndt"', 'id = "begyndt"\ngrid = "Hvor enig?"'),
    ):
        (tmp_path / "wrong.toml").write_text(wrong, encoding="utf-8")
        with pytest.raises(InputRefused):
            read_survey_toml(tmp_path / "wrong.toml")


def test_the_questionnaire_comes_back_from_xlsform_as_it_was(survey, tmp_path):
    content = export_survey(survey, "xlsform")
    form = convert(content, file_type=".xlsx")
    assert form.warnings == []
    assert "<select " in form.xform
    assert 'appearance="list-nolabel"' in form.xform
    (tmp_path / "form.xlsx").write_bytes(content)
    again = next(iter(read_xlsform(tmp_path / "form.xlsx").surveys.values())).questions
    kept = [(q.id, q.text, q.kind, q.options, q.grid, q.only_if) for q in survey.instrument.questions]
    assert [(q.id, q.text, q.kind, q.options, q.grid, q.only_if) for q in again] == kept
    assert [len(group) for group in together(survey.questions)] == [1, 1, 2, 1, 1]


def test_a_table_written_the_other_way_is_a_table_too(tmp_path):
    sheets = {
        "survey": [
            ("type", "name", "label", "appearance"),
            ("select_one enig", "hoved", "Hvor enig er du?", "label"),
            ("select_one enig", "a", "Det er let", "list-nolabel"),
            ("select_one enig", "b", "Det er hurtigt", "list-nolabel"),
            ("select_one enig", "c", "Det er det hele værd", ""),
        ],
        "choices": [
            ("list_name", "name", "label"), ("enig", "1", "uenig"), ("enig", "2", "hverken eller"), ("enig", "3", "enig"),
        ],
    }  # fmt: skip
    form = tmp_path / "form.xlsx"
    with xlsxwriter.Workbook(form) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for line, row in enumerate(rows):
                sheet.write_row(line, 0, row)
    questions = next(iter(read_xlsform(form).surveys.values())).questions
    assert [(q.id, q.grid) for q in questions] == [
        ("a", "Hvor enig er du?"), ("b", "Hvor enig er du?"), ("c", None),
    ]  # fmt: skip


def test_files_have_a_column_for_each_option(survey, tmp_path):
    assert list(columns_of(survey.questions[0])) == ["hjaelp__1", "hjaelp__2", "hjaelp__3"]
    book = [row for row in code_book_rows(survey) if str(row[0]).startswith("hjaelp")]
    assert [row[:5] for row in book[:2]] == [
        ("hjaelp__1", "Hvad hjalp? samtaler, også digitale", "multiple", 1, "valgt"),
        ("hjaelp__1", "Hvad hjalp? samtaler, også digitale", "multiple", 0, "ikke valgt"),
    ]
    path = tmp_path / "answers.sav"
    path.write_bytes(
        write_sav(survey, [{"kommune": 820, "hjaelp__1": 1, "hjaelp__2": 0, "hjaelp__3": 0, "tid": 4}])
    )
    frame, meta = pyreadstat.read_sav(path)
    assert frame["hjaelp__1"].tolist() == [1]
    assert meta.variable_value_labels["hjaelp__2"][0] == "ikke valgt"
    assert meta.column_names_to_labels["tid"] == "Sagerne tager kortere tid | Hvor enig er du?"
    page = render(survey_document(survey), "html").decode()
    assert "Sæt gerne flere krydser." in page
    assert "Sæt ét kryds i hver linje" in page


def test_answers_of_other_tools_are_read_in_each_of_their_ways(survey, tmp_path):
    """One column with words or codes, a column an option as ODK and form services have them, or by a mapping."""
    rest = "kommune;hvilken;tid;begyndt"
    whole = {"hjaelp": ("mentor", "praktik"), "hvilken": Decimal(4), "tid": 4, "begyndt": dt.date(2027, 1, 2)}
    files = {
        "words": (f"{rest};hjaelp", '820;4;4;2-1-2027;"mentor; praktik"', None),
        "codes": (f"{rest};hjaelp", "820;4;4;2-1-2027;2 3", None),
        "odk": (f"{rest};hjaelp/1;hjaelp/2;hjaelp/3", "820;4;4;2-1-2027;0;1;1", None),
        "ours": (f"{rest};hjaelp__1;hjaelp__2;hjaelp__3", "820;4;4;2-1-2027;;x;Praktik", None),
        "mapped": (
            f"{rest};m;p",
            "820;4;4;2-1-2027;ja;ja",
            AnswerMapping(options={"hjaelp": {"mentor": "m", "praktik": "p"}}),
        ),
    }
    for name, (head, row, mapping) in files.items():
        path = tmp_path / f"{name}.csv"
        path.write_text(f"{head}\n{row}\n", encoding="utf-8")
        read = read_answers(path, survey, mapping)
        assert [sheet.answers for sheet in read.sheets] == [whole], (name, read.set_aside)


def test_a_row_that_cannot_be_used_is_told_by_its_cell(survey, tmp_path):
    path = tmp_path / "answers.csv"
    path.write_text(
        "kommune;hjaelp/1;hjaelp/3;hvilken;tid\n"
        "820;1;0;;4\n820;måske;0;;4\n820;1;0;3;4\n999;1;0;;4\n820;0;0;;9\n",
        encoding="utf-8",
    )
    read = read_answers(path, survey)
    assert len(read.sheets) == 1
    assert [(one.cell, one.question) for one in read.set_aside] == [
        ("B3", "hjaelp"), ("D4", "hvilken"), ("A5", None), ("E6", "tid"),
    ]  # fmt: skip
    assert all("måske" not in one.reason for one in read.set_aside)


def test_waves_are_compared_option_by_option(survey):
    def wave(name, share):
        return WaveAnswers(
            name,
            [
                SurveyResponse({"hjaelp": ["mentor"] if n < share else ["praktik"], "tid": 3}, 810 + place)
                for place in range(8)
                for n in range(20)
            ],
        )

    found = {one.id: one for one in compare_waves(survey, wave("1", 5), wave("2", 15))}
    assert list(found) == ["hjaelp__1", "hjaelp__2", "hjaelp__3", "tid", "mening"]
    row = next(row for row in found["hjaelp__2"].result.estimates if row.estimand == "difference")
    assert row.point == pytest.approx(0.5)
    assert row.p_value is not None
    assert row.p_value < 0.05
    assert found["hjaelp__2"].is_binary
    assert not found["tid"].is_binary

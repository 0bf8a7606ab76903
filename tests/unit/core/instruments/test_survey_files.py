"""Questionnaires as files: checked with the design's checks, handed to other tools, and read back as they were."""

from __future__ import annotations

import json

import pyreadstat
import pytest
import xlsxwriter
from pyxform.xls2xform import convert

from frirum.cli.main import run_command
from frirum.core.catalogue import shipped_catalogue
from frirum.core.catalogue.instruments import InstrumentKind
from frirum.core.designs.checks.every_check import check_design
from frirum.core.instruments.survey import survey_of
from frirum.core.instruments.survey_export import export_survey

CATALOGUE = shipped_catalogue()
SURVEYS = [
    (slug, instrument.id)
    for slug, experiment in CATALOGUE.experiments.items()
    for instrument in experiment.instruments
    if instrument.kind is InstrumentKind.SURVEY and not instrument.omitted and instrument.questions
]
OF_THE_SEEDS = {
    "samtaler-formkrav", "ledighedsydelse-revurdering", "ressourceforloeb-forlaengelse", "revalidering-lae265",
    "indsatsplan-opdatering", "mentorregler", "integration-kontaktforloeb",
}  # fmt: skip
ANSWERS = ("unbalanced_scale", "no_dont_know")


@pytest.fixture(autouse=True)
def _without_a_home(monkeypatch):
    monkeypatch.delenv("FRIRUM_HOME", raising=False)


def found(capsys, *arguments):
    code = run_command(["--json", "survey", *map(str, arguments)])
    return code, json.loads(capsys.readouterr().out)


def test_every_survey_of_the_catalogue_is_taken_in_by_xlsform_tools_word_for_word():
    assert {slug for slug, _id in SURVEYS} >= OF_THE_SEEDS
    for slug, name in SURVEYS:
        survey = survey_of(CATALOGUE.experiment(slug), name, CATALOGUE.scales)
        form = convert(export_survey(survey, "xlsform"), file_type=".xlsx")
        assert form.warnings == []
        for asked in survey.questions:
            assert asked.question.text.replace("&", "&amp;") in form.xform
            assert all(option.text in form.xform for option in asked.options)


@pytest.mark.long
def test_odk_validate_passes_every_survey():
    for slug, name in SURVEYS:
        survey = survey_of(CATALOGUE.experiment(slug), name, CATALOGUE.scales)
        assert convert(export_survey(survey, "xlsform"), validate=True, file_type=".xlsx").warnings == []


def test_an_exported_questionnaire_has_the_findings_of_its_design(tmp_path, capsys):
    for slug, name in SURVEYS:
        experiment = CATALOGUE.experiment(slug)
        place = [one.id for one in experiment.instruments].index(name)
        path = tmp_path / "form.xlsx"
        path.write_bytes(export_survey(survey_of(experiment, name, CATALOGUE.scales), "xlsform"))
        _code, document = found(capsys, "check", path)
        of_design = [
            str(one.code)
            for one in check_design(experiment, CATALOGUE.scales)
            if one.path.startswith(f"instrument[{place}]") and one.code in ANSWERS
        ]
        assert [one["code"] for one in document["findings"] if one["code"] in ANSWERS] == of_design, (
            slug,
            name,
        )


def workbook(path, survey, choices=()):
    with xlsxwriter.Workbook(path) as book:
        for name, rows in (("survey", survey), ("choices", [("list_name", "name", "label"), *choices])):
            sheet = book.add_worksheet(name)
            for line, row in enumerate(rows):
                sheet.write_row(line, 0, row)
    return path


def test_each_fault_of_a_form_is_found_at_its_cell(tmp_path, capsys):
    quality = [
        ("q4", "1", "dårligere"),
        ("q4", "2", "samme"),
        ("q4", "3", "bedre"),
        ("q4", "4", "meget bedre"),
    ]
    three = [("tre", "1", "aldrig"), ("tre", "2", "ofte"), ("tre", "99", "Ved ikke")]
    form = workbook(
        tmp_path / "form.xlsx",
        [
            ("type", "name", "label", "relevant"),
            ("deviceid", "device", "", ""),
            ("select_one tre", "ofte", "Hvor tit?", ""),
            ("select_one q4", "kvalitet", "Hvordan er kvaliteten?", "${senere} = 'x'"),
            ("select_one mangler", "kvalitet", "Hvor ofte?", ""),
            ("text", "senere", "Hvorfor?", ""),
            ("text", "umulig", "Hvordan?", "${ofte} = '9'"),
            ("text", "efter", "Andet?", "string-length(${senere}) > 4"),
            ("text", "sidst", "Mere?", "${findes_ikke} = '1'"),
        ],
        [*quality, *three],
    )
    code, document = found(capsys, "check", form)
    assert code == 0
    assert {(one["code"], one["place"]) for one in document["findings"]} == {
        ("traces_collected", "survey!A2"),
        ("skip_looks_ahead", "survey!C4"),
        ("unbalanced_scale", "survey!A4"),
        ("no_dont_know", "survey!A4"),
        ("same_name", "survey!C5"),
        ("unknown_scale", "survey!A5"),
        ("skip_not_read", "survey!C8"),
        ("skip_to_unknown", "survey!C9"),
        ("skip_impossible", "survey!C7"),
    }
    assert all(one["text"].endswith(".") and one["mend"].endswith(".") for one in document["findings"])


FORM = """
title = "Egne spørgsmål"
respondents = ["caseworker"]
sample_size = 40

[[question]]
text = "Hvor let er det?"
scale = "lethed"

[[question]]
text = "Hvad er svært?"
only_if = { question = "q1", answer = [1, 2] }

[[scale]]
id = "lethed"
option = ["svært", "hverken let eller svært", "let", "meget let"]
"""


def test_a_form_of_ones_own_needs_no_more_than_its_questions(tmp_path, capsys):
    form = tmp_path / "form.toml"
    form.write_text(FORM, encoding="utf-8")
    code, document = found(capsys, "check", form)
    assert (code, [one["code"] for one in document["findings"]]) == (0, ["unbalanced_scale", "no_dont_know"])


@pytest.mark.parametrize(
    "text, part",
    [
        ("[[question]\n", "TOML"),
        ('title = "x"\n', "instrument"),
        ('[[question]]\ntext = "Hvad?"\nkindd = "open"\n', "kindd"),
        ('[[instrument]]\nid = "a"\nkind = "case_review"\ntitle = "x"\n', "spørgeskema"),
    ],
)
def test_what_is_no_questionnaire_is_refused_with_what_to_write(tmp_path, capsys, text, part):
    form = tmp_path / "form.toml"
    form.write_text(text, encoding="utf-8")
    code, document = found(capsys, "check", form)
    assert code == 3
    assert part in document["error"]["message"]
    assert document["error"]["remedy"]


@pytest.mark.parametrize(
    "slug, name, part",
    [
        ("mentorregler", "survey-borgere", "ikke noget at måle sit svar op imod"),
        ("mentorregler", "sagsgennemgang", "ikke et spørgeskema"),
        ("mentorregler", "findes-ikke", "findes-ikke"),
    ],
)
def test_a_survey_that_no_source_asks_for_is_not_made_up(tmp_path, capsys, slug, name, part):
    out = tmp_path / "form.xlsx"
    code, document = found(capsys, "export", slug, name, "--format", "xlsform", "--out", out)
    assert code == 2
    assert part in document["error"]["message"]
    assert not out.exists()


def test_the_statistical_program_gets_the_words_and_knows_the_answer_outside_the_order(tmp_path, capsys):
    out = tmp_path / "form.sav"
    code, document = found(
        capsys, "export", "revalidering-lae265", "raadgiversurvey", "--format", "sav", "--out", out
    )
    assert code == 0
    assert "smidigere" in document["proposed"]
    _rows, told = pyreadstat.read_sav(out)
    assert told.variable_value_labels["smidigere"] == {
        1: "meget mindre", 2: "noget mindre", 3: "det samme", 4: "noget mere", 5: "meget mere", 99: "ved ikke",
    }  # fmt: skip
    _rows, told = pyreadstat.read_sav(out, user_missing=True)
    assert told.missing_ranges["smidigere"] == [{"lo": 99, "hi": 99}]


def test_paper_and_code_book_hold_every_word(tmp_path, capsys):
    for kind in ("pdf", "csv"):
        out = tmp_path / f"form.{kind}"
        assert (
            found(capsys, "export", "mentorregler", "survey-raadgivere", "--format", kind, "--out", out)[0]
            == 0
        )
    lines = (tmp_path / "form.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1 + 1 + 4 + 5 + 4
    assert lines[-1].endswith("4;af meget højere kvalitet;har_benyttet: 2, 3, 4;kildens")
    assert (tmp_path / "form.pdf").read_bytes().startswith(b"%PDF")

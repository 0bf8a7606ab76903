"""Waves: answers of another tool taken in whole, and one wave held against another without telling of few."""

from __future__ import annotations

import json
import random

import pytest
from published import publish_shipped

from frirum.cli.main import run_command
from frirum.web.survey_answers.models import SurveyAnswer, SurveyText
from frirum.web.zones import STATISTICS, alias

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])

SURVEY = ("ledighedsydelse-revurdering", "raadgiversurvey")
OPEN = ("revalidering-lae265", "raadgiversurvey")


@pytest.fixture(autouse=True)
def _definitions():
    publish_shipped(SURVEY[0], OPEN[0])


def survey(capsys, *arguments):
    code = run_command(["--json", "survey", *map(str, arguments)])
    return code, json.loads(capsys.readouterr().out)


def wave(tmp_path, name, municipalities, shift, each=10, seed=1):
    """Synthetic answers: planted from 2 to 4, and `shift` steps higher."""
    drawn = random.Random(seed)
    lines = ["kommune;forenklet;kvalitet"]
    for code in municipalities:
        lines += [f"{code};{drawn.choice((2, 3, 4)) + shift};{drawn.choice((1, 2, 3))}" for _ in range(each)]
    path = tmp_path / f"{name}.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_planted_shift_is_found_between_the_waves_and_only_there(tmp_path, capsys):
    codes = (751, 787, 820, 840, 846, 851, 860, 849)
    for name, shift, seed in (("januar 2019", 0, 1), ("sommer 2020", 1, 2)):
        path = wave(tmp_path, name, codes, shift, seed=seed)
        mapping = tmp_path / "mapping.toml"
        mapping.write_text("invited = 100\n", encoding="utf-8")
        code, taken = survey(capsys, "import", *SURVEY, path, "--wave", name, "--mapping", mapping)
        assert (code, taken) == (0, {"wave": name, "answers": 80, "set_aside": []})
    code, document = survey(capsys, "compare", *SURVEY, "--from", "januar 2019", "--to", "sommer 2020")
    assert code == 0
    assert [(one["answers"], one["response"]) for one in document["waves"]] == [(80, 0.8), (80, 0.8)]
    rows = {(row["outcome"], row["estimand"]): row for row in document["estimates"]}
    assert rows["forenklet", "superiority"]["point"] > 0.65
    assert rows["forenklet", "superiority"]["p_value"] <= 2 / 2**8
    assert 0.4 < rows["kvalitet", "superiority"]["point"] < 0.6
    assert rows["kvalitet", "superiority"]["p_value"] > 0.05
    assert {one["id"]: one["balanced"] for one in document["questions"]} == {
        "forenklet": True,
        "kvalitet": False,
    }
    assert all(check["name"] != "distribution" for one in document["questions"] for check in one["checks"])


@pytest.mark.parametrize("codes, why", [((851, 849, 787), "p_floor"), ((851,), "one_cluster")])
def test_with_too_few_clusters_the_figures_describe_and_p_is_null(tmp_path, capsys, codes, why):
    for name, shift in (("1", 0), ("2", 1)):
        survey(capsys, "import", *SURVEY, wave(tmp_path, name, codes, shift, each=30), "--wave", name)
    _code, document = survey(capsys, "compare", *SURVEY, "--from", "1", "--to", "2")
    assert {one["refused"]["code"] for one in document["questions"]} == {why}
    assert len(document["estimates"]) == 4
    for row in document["estimates"]:
        assert (row["p_value"], row["inference"]) == (None, "described")
        assert row["notes"][0]
    assert any(row["point"] is not None for row in document["estimates"])


def test_a_wave_of_four_tells_nothing(tmp_path, capsys):
    for name in ("1", "2"):
        survey(capsys, "import", *SURVEY, wave(tmp_path, name, (851,), 0, each=4), "--wave", name)
    code, document = survey(capsys, "compare", *SURVEY, "--from", "1", "--to", "2")
    assert code == 0
    assert document["estimates"] == []
    assert {one["refused"]["code"] for one in document["questions"]} == {"too_few_answers"}
    assert [one["answers"] for one in document["waves"]] == [None, None]


def test_what_cannot_be_used_is_set_aside_with_its_line_and_nothing_of_it_is_repeated(tmp_path, capsys):
    path = tmp_path / "answers.csv"
    path.write_text(
        "Kommune;Sp1;Hvordan;anden_adfaerd;Uddybning\n"
        "851;meget mere;nej;nej;\n"
        "Thisted;5;ja;ja;Flere sager\n"
        "851;6;ja;ja;\n"
        "999;5;ja;ja;\n"
        "851;5;ja;ja;Ring til 010203-1234\n"
        "851;5;ja;nej;Skulle ikke spørges\n"
        "851;;;;\n",
        encoding="utf-8",
    )
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(
        'municipality = "Kommune"\n[columns]\nsmidigere = "Sp1"\nsaerlige-sagstyper = "Hvordan"\n'
        'anden-adfaerd-hvordan = "Uddybning"\n',
        encoding="utf-8",
    )
    code, document = survey(capsys, "import", *OPEN, path, "--wave", "1", "--mapping", mapping)
    assert (code, document["answers"]) == (0, 2)
    aside = {one["line"]: one["question"] for one in document["set_aside"]}
    assert aside == {4: "smidigere", 5: None, 6: "anden-adfaerd-hvordan", 7: "anden-adfaerd-hvordan", 8: None}
    assert "010203" not in json.dumps(document)
    kept = SurveyAnswer.objects.using(alias(STATISTICS)).values_list("content", flat=True)
    assert sorted(content["smidigere"] for content in kept) == [5, 5]
    assert all("anden-adfaerd-hvordan" not in content for content in kept)
    assert SurveyText.objects.using(alias(STATISTICS)).get().text == "Flere sager"


def test_the_same_file_is_not_taken_in_twice_nor_is_a_file_without_answers(tmp_path, capsys):
    path = wave(tmp_path, "1", (851, 849), 0)
    assert survey(capsys, "import", *SURVEY, path, "--wave", "1")[0] == 0
    code, document = survey(capsys, "import", *SURVEY, path, "--wave", "1")
    assert (code, document["error"]["code"]) == (4, "not_allowed")
    assert SurveyAnswer.objects.using(alias(STATISTICS)).count() == 20
    nothing = tmp_path / "nothing.csv"
    nothing.write_text("kommune;forenklet\n851;9\n", encoding="utf-8")
    code, document = survey(capsys, "import", *SURVEY, nothing, "--wave", "2")
    assert (code, document["error"]["line"]) == (3, 2)
    code, document = survey(capsys, "compare", *SURVEY, "--from", "1", "--to", "2")
    assert code == 2
    assert "1" in document["error"]["remedy"]


def test_without_a_home_it_is_said_how_to_name_one(tmp_path, capsys, monkeypatch):
    monkeypatch.delenv("FRIRUM_HOME")
    code, document = survey(capsys, "import", *SURVEY, wave(tmp_path, "1", (851,), 0), "--wave", "1")
    assert code == 2
    assert "--home" in document["error"]["remedy"]

"""`frirum evaluate`: a plan run as a whole, held against planted truth, and what it refuses."""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import polars as pl
import pytest
from marked_register import marked_register

from frirum.cli.main import run_command
from frirum.core.catalogue import shipped_catalogue
from frirum.core.catalogue.canonical import to_toml
from frirum.core.catalogue.editor_schema import editor_schema_text
from frirum.core.evidence.plan import SCHEMA_FILE, EvaluationPlan, PlannedQuestion, locked_plan, plan_of
from frirum.core.paths import catalogue_dir

SLUG = "loentilskud-jobrotation"
AT = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _no_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FRIRUM_HOME", raising=False)


def question(**changes: Any) -> PlannedQuestion:
    given = {
        "id": "arbejde",
        "text": "Kommer flere i arbejde?",
        "outcome": "arbejde",
        "outcome_text": "Andelen i arbejde",
        "test": "superiority",
        "direction": "increase",
        "smallest_relevant": 0.03,
        "comparison": ["other_municipalities"],
    }
    return PlannedQuestion.model_validate({**given, **changes})


def panel(path: Path, *, treated: int, units: int, effect: float, drift: float = 0.0, seed: int = 5) -> Path:
    """Eight years of `units` municipalities; `treated` of them start in 2016 with a planted effect."""
    random = np.random.default_rng(seed)
    lines = ["unit,time,arbejde,treated"]
    for unit in range(units):
        level = random.normal(0.4, 0.02)
        for year in range(2012, 2020):
            begun = unit < treated and year >= 2016
            own = drift * (year - 2012) if unit < treated else 0.0
            value = level + own + random.normal(0, 0.01) + (effect if begun else 0.0)
            lines.append(f"{700 + unit},{year},{value:.6f},{int(begun)}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def plan_file(path: Path, *questions: PlannedQuestion, locked: bool = True) -> Path:
    plan = EvaluationPlan(slug=SLUG, question=questions)
    path.write_text(to_toml(locked_plan(plan, at=AT, by="karen") if locked else plan), encoding="utf-8")
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, dict[str, Any]]:
    code = run_command(["--json", "evaluate", SLUG, *map(str, arguments)])
    return code, json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    "treated, units, effect, drift, locked, verdict, step",
    [
        (40, 98, 0.06, 0.0, True, "virker", 3),
        (40, 98, -0.06, 0.0, True, "virker_modsat", 3),
        (40, 98, 0.0, 0.0, True, "kan_ikke_afgoeres", 3),
        (40, 98, 0.06, 0.0, False, "kan_ikke_afgoeres", 2),  # chosen after the answer, for all anybody knows
        (40, 98, 0.0, 0.03, True, "kan_ikke_afgoeres", 2),  # the groups had drifted apart long before
        (1, 11, 0.30, 0.0, True, "for_spinkelt", None),  # 1 of 11: p is never under 0.09
    ],
)
def test_planted_truth(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], treated: int, units: int, effect: float, drift: float,
    locked: bool, verdict: str, step: int | None,
) -> None:  # fmt: skip
    data = panel(tmp_path / "d.csv", treated=treated, units=units, effect=effect, drift=drift)
    plan = plan_file(tmp_path / "plan.toml", question(), locked=locked)
    code, found = run(capsys, "--extract", data, "--plan", plan, "--out", tmp_path / "out")
    one = found["questions"][0]
    assert (code, one["verdict"], one["planned"]) == (0, verdict, locked)
    if step is not None:
        assert one["step"] <= step
    if verdict == "virker":
        assert one["headline"]["lower"] < effect < one["headline"]["upper"]
        assert one["words"][-1] == "effekt under antagelse om parallelle forløb"
        values = {check["name"]: check["value"] for check in one["checks"]}
        assert values["e_value"] > values["e_value_interval"] > 1
        assert 0 < values["robustness_value"] < 1


def test_people_and_the_cells_made_of_them_agree(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a municipality may hand over gives what its people would have given, to ten digits."""
    random = np.random.default_rng(3)
    people, cells = ["unit,time,arbejde,treated"], ["municipality,month,n,sum,sum_sq,first_treated"]
    for unit in range(60):
        for month in range(1, 5):
            begun = unit < 25 and month >= 3
            seen = random.random(8 + unit % 5) < 0.4 + 0.2 * begun
            people += [f"{unit},2026-0{month},{int(one)},{int(begun)}" for one in seen]
            start = "2026-03" if unit < 25 else ""
            cells.append(f"{unit},2026-0{month},{len(seen)},{seen.sum()},{seen.sum()},{start}")
    plan = plan_file(tmp_path / "plan.toml", question())
    found = {}
    for name, lines in (("people", people), ("cells", cells)):
        file = tmp_path / f"{name}.csv"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        found[name] = run(capsys, "--extract", file, "--plan", plan, "--out", tmp_path / name)[1]
    assert [found[name]["inputs"][0]["kind"] for name in found] == ["analysis_table", "cells"]
    one, other = (found[name]["questions"][0] for name in found)
    for key in ("point", "se", "lower", "upper", "p_value", "n_treated"):
        assert one["headline"][key] == pytest.approx(other["headline"][key], rel=1e-10), key
    assert (one["step"], one["verdict"]) == (other["step"], other["verdict"])


@pytest.mark.parametrize(
    "units, periods, begin, inference, step",
    [
        (1, 60, 40, "placebo-dates", 2),  # one long series: its break among the dates where nothing happened
        (2, 60, 40, "placebo-dates", 2),  # one series beside the rest of the country
        (6, 4, 2, "paired-t", 1),  # all begin together: a development
    ],
)
def test_without_a_comparison_it_is_told_as_a_series_or_a_development(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], units: int, periods: int, begin: int, inference: str,
    step: int,
) -> None:  # fmt: skip
    random = np.random.default_rng(8)
    lines = ["unit,time,arbejde,treated"]
    for unit in range(units):
        for place in range(periods):
            on = place >= begin and (unit == 0 or units > 2)
            value = 0.4 + random.normal(0, 0.004) + 0.08 * on
            lines.append(f"{unit},{1950 + place},{value:.5f},{int(on)}")
    (tmp_path / "d.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    plan = plan_file(tmp_path / "plan.toml", question())
    _, found = run(capsys, "--extract", tmp_path / "d.csv", "--plan", plan, "--out", tmp_path / "out")
    one = found["questions"][0]
    assert (one["headline"]["inference"], one["step"]) == (inference, step)
    assert one["headline"]["point"] == pytest.approx(0.08, abs=0.01)
    assert one["verdict"] == "kan_ikke_afgoeres"
    assert not any("effekt" in word for word in one["words"])
    drawn = [figure for figure in found["figures"] if figure["kind"] == "series"]
    assert len(drawn) == (inference == "placebo-dates")
    for figure in drawn:
        assert [row[3] is None for row in figure["rows"]] == [place < begin for place in range(periods)]
        assert figure["rows"][-1][2] - figure["rows"][-1][3] == pytest.approx(0.08, abs=0.02)
        ElementTree.fromstring((tmp_path / "out" / figure["svg"]).read_text(encoding="utf-8"))


@pytest.mark.parametrize(("margin", "verdict"), [(0.03, "ikke_ringere"), (0.001, "kan_ikke_afgoeres")])
def test_a_margin_is_a_row_of_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], margin: float, verdict: str
) -> None:
    data = panel(tmp_path / "d.csv", treated=40, units=98, effect=0.0)
    asked = question(test="non_inferiority", margin=margin, smallest_relevant=None)
    plan = plan_file(tmp_path / "plan.toml", asked)
    _, found = run(capsys, "--extract", data, "--plan", plan, "--out", tmp_path / "out")
    one = found["questions"][0]
    assert one["headline"]["estimand"].endswith("_against_margin")
    checks = {check["name"]: check["passed"] for check in one["checks"]}
    assert checks["inside_margin"] is (verdict == "ikke_ringere")
    # What must survive a violation is that the margin is kept, not that there is an effect.
    assert (checks["sensitivity"], one["verdict"]) == (verdict == "ikke_ringere", verdict)


def test_questions_of_one_experiment_are_counted_together(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = panel(tmp_path / "d.csv", treated=40, units=98, effect=0.06)
    text = data.read_text(encoding="utf-8").splitlines()
    again = [text[0] + ",timer", *(f"{line},{line.split(',')[2]}" for line in text[1:])]
    data.write_text("\n".join(again) + "\n", encoding="utf-8")
    plan = plan_file(tmp_path / "plan.toml", question(), question(id="timer", outcome="timer"))
    _, found = run(capsys, "--extract", data, "--plan", plan, "--out", tmp_path / "out")
    for one in found["questions"]:
        holm = next(check for check in one["checks"] if check["name"] == "holm")
        assert holm["value"] == pytest.approx(2 * one["headline"]["p_value"])


def test_where_no_source_asks_the_plan_is_ours_and_says_so() -> None:
    plan = plan_of(shipped_catalogue().experiments["foertidspension-opfoelgning"])
    assert plan.questions
    assert all(one.proposed for one in plan.questions)


def test_the_folder_reruns_to_the_same_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = panel(tmp_path / "d.csv", treated=40, units=98, effect=0.06)
    plan = plan_file(tmp_path / "plan.toml", question())
    _, found = run(capsys, "--extract", data, "--plan", plan, "--out", tmp_path / "a")
    run(capsys, "--extract", data, "--plan", plan, "--out", tmp_path / "b")
    text = (tmp_path / "a/result.json").read_text(encoding="utf-8")
    assert text == (tmp_path / "b/result.json").read_text(encoding="utf-8")
    assert json.loads(text)["questions"] == found["questions"]
    assert [one["kind"] for one in found["figures"]] == ["intervals", "event_study", "flow"]
    for one in found["figures"]:
        picture = (tmp_path / "a" / one["svg"]).read_bytes()
        assert picture == (tmp_path / "b" / one["svg"]).read_bytes()
        assert not re.search(rb"style|<script|http(?!://www.w3.org/)|data:", picture)
        root = ElementTree.fromstring(picture)
        spoken = [root.find(f"{{http://www.w3.org/2000/svg}}{tag}") for tag in ("title", "desc")]
        assert all(part is not None and part.text for part in spoken)
        assert (spoken[0] is not None and spoken[0].text) == one["title"]
        table = (tmp_path / "a" / one["csv"]).read_text(encoding="utf-8").splitlines()
        assert len(table) > 1
    headline = found["questions"][0]["headline"]
    assert str(headline["point"]) in (tmp_path / "a/intervals.csv").read_text(encoding="utf-8")
    package = json.loads((tmp_path / "a/datapackage.json").read_text(encoding="utf-8"))
    assert [one["path"] for one in package["resources"]] == ["analysis-1.csv"]
    assert subprocess.run(["sh", "-n", tmp_path / "a/rerun.sh"], check=False).returncode == 0
    _, again = run(
        capsys, "--extract", tmp_path / "a/analysis-1.csv", "--plan", tmp_path / "a/plan.toml",
        "--out", tmp_path / "c",
    )  # fmt: skip
    assert again["questions"] == found["questions"]


def test_people_once_are_a_comparison_at_one_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """60 of 100 against 40 of 100, one person without outcome; nobody looked whether the groups are alike."""
    rows = [f"p{n},{int(n % 10 < 6)},1" for n in range(100)] + [
        f"q{n},{int(n % 10 < 4)},0" for n in range(100)
    ]
    (tmp_path / "d.csv").write_text(
        "\n".join(["unit,arbejde,treated", *rows, "r,,0"]) + "\n", encoding="utf-8"
    )
    plan = plan_file(tmp_path / "plan.toml", question())
    _, found = run(capsys, "--extract", tmp_path / "d.csv", "--plan", plan, "--out", tmp_path / "out")
    one = found["questions"][0]
    assert found["population"] == {
        "treated": 100,
        "comparison": 100,
        "excluded": [{"reason": "no_outcome", "n": 1}],
    }
    assert (one["step"], one["verdict"], one["headline"]["point"]) == (1, "kan_ikke_afgoeres", 0.2)
    assert {"check": "balance", "reason": "not_examined", "value": None} in one["deductions"]


@pytest.mark.parametrize(("historical", "step"), [(False, 2), (True, 1)])
def test_a_register_with_marks_is_people_made_alike_on_their_time_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], historical: bool, step: int
) -> None:
    wide, marks = marked_register(tmp_path, historical=historical)
    asked = question(id="job", outcome="beskaeftigelse", horizon={"months": 6})
    plan = plan_file(tmp_path / "plan.toml", asked)
    given = ("--marks", marks, "--plan", plan)
    code, found = run(capsys, "--extract", wide, *given, "--out", tmp_path / "out")
    assert code == 0, found
    one = found["questions"][0]
    assert [file["kind"] for file in found["inputs"]] == ["register", "marks"]
    population = found["population"]
    assert population["excluded"] == [
        {"reason": "left_population", "n": 1},
        {"reason": "ikke_i_registret", "n": 1},
    ]
    assert population["treated"] + population["comparison"] + 2 == 401
    assert (one["headline"]["inference"], one["step"]) == ("aipw", step)
    assert one["headline"]["lower"] < 0.2 < one["headline"]["upper"]
    checks = {check["name"]: check["passed"] for check in one["checks"]}
    assert (checks["balance"], checks["earlier_outcome"]) == (True, True)
    curves = next(figure for figure in found["figures"] if figure["kind"] == "curves")
    (last,) = [row[4] for row in curves["rows"] if row[:2] == ["treated", 26]]
    assert last == pytest.approx(0.4, abs=0.1), "60 % of the treated are in work half a year on"
    assert not any(b"9001" in path.read_bytes() for path in (tmp_path / "out").iterdir())
    again = run(
        capsys, "--extract", tmp_path / "out/analysis-2.csv", "--plan", plan, "--out", tmp_path / "b"
    )[1]
    assert again["questions"][0]["headline"] == one["headline"]


@pytest.mark.parametrize("scheme", ["beskaeftigelsesgrad-uger", "beskaeftigelsesgrad-loen"])
def test_the_degree_of_employment_over_52_weeks_is_an_outcome_of_a_plan(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], scheme: str
) -> None:
    """The share of 52 weeks in a job, and half of it where every job is on half time."""
    wide, marks = marked_register(tmp_path)
    head, *lines = wide.read_text(encoding="utf-8").splitlines()
    names = head.split(";")
    months = [place for place, name in enumerate(names) if name.startswith("branche_")]
    degrees = [head + "".join(f";grad_{names[place].removeprefix('branche_')}" for place in months)]
    for line in lines:
        cells = line.split(";")
        degrees.append(line + "".join(";0,5" if cells[place] else ";" for place in months))
    wide.write_text("\n".join(degrees) + "\n", encoding="utf-8")
    asked = question(
        id="grad", outcome="beskaeftigelsesgrad-52-uger", horizon={"months": 12}, scheme=scheme, version="0.1"
    )
    plan = plan_file(tmp_path / "plan.toml", asked)
    given = ("--marks", marks, "--plan", plan, "--out", tmp_path / "out")
    code, found = run(capsys, "--extract", wide, *given)
    assert code == 0, found
    one = found["questions"][0]
    table = pl.read_csv(tmp_path / "out/analysis-2.csv", infer_schema=False)
    cells = [float(cell) for cell in table["grad"].drop_nulls()]
    full = 1.0 if scheme == "beskaeftigelsesgrad-uger" else 0.5
    assert 0.8 * full < max(cells) <= full
    assert one["headline"]["lower"] < 0.19 * full < one["headline"]["upper"], one["headline"]
    assert scheme in (tmp_path / "out/plan.toml").read_text(encoding="utf-8")


def test_case_extracts_answer_by_the_definitions_own_rule(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Therapy in 2016 and from 2018: a new sick leave within six months in 30 of 60 cases before and 12 of 60 during."""
    offers = ["sag;kommunenr;tilbudstype;startdato;slutdato"]
    benefits = ["sag;kommunenr;ydelse;fra;til"]
    for case in range(120):
        year, sick = (2016, 30) if case < 60 else (2018, 12)
        offers.append(f"S{case};849;Psykologbehandling;01-02-{year};01-03-{year}")
        if case % 60 < sick:
            benefits.append(f"S{case};849;sygedagpenge;01-06-{year};01-07-{year}")
    benefits.append("S999;849;sygedagpenge;01-06-2020;01-07-2020")
    for name, lines in (("offers", offers), ("benefits", benefits)):
        (tmp_path / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    asked = question(
        outcome="ny-sygemelding", direction="decrease", comparison=["before_after"], horizon={"months": 6}
    )
    plan = EvaluationPlan(slug="psykologbehandling", question=(asked,))
    (tmp_path / "plan.toml").write_text(to_toml(locked_plan(plan, at=AT, by="karen")), encoding="utf-8")
    arguments = ["--extract", tmp_path / "offers.csv", "--extract", tmp_path / "benefits.csv"]
    arguments += ["--plan", tmp_path / "plan.toml", "--out", tmp_path / "out"]
    code = run_command(["--json", "evaluate", "psykologbehandling", *map(str, arguments)])
    found = json.loads(capsys.readouterr().out)
    assert (code, found["questions"][0]["refused"]["code"]) == (0, "no_start"), "no source says when it began"
    code = run_command(["--json", "evaluate", "psykologbehandling", "--assumed", *map(str, arguments)])
    found = json.loads(capsys.readouterr().out)
    assert code == 0, found
    assert [file["kind"] for file in found["inputs"]] == ["offers", "benefits"]
    one = found["questions"][0]
    assert one["headline"]["point"] == pytest.approx(12 / 60 - 30 / 60)
    assert (one["population"]["treated"], one["population"]["comparison"]) == (60, 60)
    assert (one["step"], one["verdict"]) == (1, "kan_ikke_afgoeres")


@pytest.mark.parametrize(("option", "slug", "outcome", "asked"), [
    ("--survey", "indsatsplan-opdatering", "tilfredshed", "tilfreds-med-forloebet"),
    ("--audit", "revalidering-lae265", "undtagelsen-ikke-burde", "burde-vaere-indhentet"),
])  # fmt: skip
def test_rounds_of_audits_and_answers_are_held_against_each_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str, slug: str, outcome: str, asked: str
) -> None:
    experiment = shipped_catalogue().experiments[slug]
    rule = next(one.rule for one in experiment.all_measures() if one.id == outcome)
    assert rule is not None
    counts = rule.counts[0]
    rows = [
        f"runde {number},{counts if n < share else 1},2"
        for number, share in ((2, 30), (10, 60))
        for n in range(100)
    ]
    (tmp_path / "s.csv").write_text(
        "\n".join([f"runde,{asked},afgjort-uden", *rows]) + "\n", encoding="utf-8"
    )
    plan = EvaluationPlan(slug=slug, question=(question(outcome=outcome, comparison=["waves"]),))
    (tmp_path / "plan.toml").write_text(to_toml(plan), encoding="utf-8")
    (tmp_path / "out").mkdir()
    stale = {"figures": [{"svg": "flow.svg", "csv": "flow.csv"}]}
    (tmp_path / "out/result.json").write_text(json.dumps(stale), encoding="utf-8")
    (tmp_path / "out/flow.svg").write_text("an earlier run's", encoding="utf-8")
    arguments = [option, tmp_path / "s.csv", "--plan", tmp_path / "plan.toml", "--out", tmp_path / "out"]
    code = run_command(["--json", "evaluate", slug, *map(str, arguments)])
    found = json.loads(capsys.readouterr().out)
    assert code == 0, found
    one = found["questions"][0]
    assert found["inputs"][0]["kind"] == option.removeprefix("--")
    assert one["headline"]["point"] == pytest.approx(
        0.3
    )  # the tenth round less the second, not the other way
    assert (one["step"], one["verdict"]) == (1, "kan_ikke_afgoeres")


@pytest.mark.parametrize(
    ("uneven", "sizes", "inference"),
    [(False, (60, 40), "hypergeometric"), (True, (60, 40), "newcombe"), (False, (600, 400), "newcombe")],
)
def test_two_rounds_from_finite_lists_are_judged_by_what_was_not_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], uneven: bool, sizes: tuple[int, int], inference: str
) -> None:
    """Two municipalities, 15 cases of each drawn in two rounds; drawn unevenly the lists say nothing of the whole."""
    slug, asked = "revalidering-lae265", "burde-vaere-indhentet"
    experiment = shipped_catalogue().experiments[slug]
    rule = next(one.rule for one in experiment.all_measures() if one.id == "undtagelsen-ikke-burde")
    assert rule is not None
    rows = [
        f"{when},{place},{size // 2 + (15 if uneven else 0) * sign},{rule.counts[0] if n < share else 1},2"
        for when, size, share in (("2019-06-30", sizes[0], 4), ("2020-06-30", sizes[1], 9))
        for place, sign in ((820, 1), (810, 0))
        for n in range(15)
    ]
    file = tmp_path / "a.csv"
    file.write_text(
        "\n".join([f"runde,kommune,population,{asked},afgjort-uden", *rows]) + "\n", encoding="utf-8"
    )
    plan = EvaluationPlan(
        slug=slug, question=(question(outcome="undtagelsen-ikke-burde", comparison=["waves"]),)
    )
    (tmp_path / "plan.toml").write_text(to_toml(plan), encoding="utf-8")
    arguments = ["--audit", file, "--plan", tmp_path / "plan.toml", "--out", tmp_path / "out"]
    code = run_command(["--json", "evaluate", slug, *map(str, arguments)])
    found = json.loads(capsys.readouterr().out)
    assert code == 0, found
    assert found["questions"][0]["headline"]["inference"] == inference
    file.write_text(
        file.read_text(encoding="utf-8").replace(f"820,{sizes[0] // 2},", "820,3,"), encoding="utf-8"
    )
    if not uneven:
        assert run_command(["--json", "evaluate", slug, *map(str, arguments)]) == 3
        assert "population" in json.loads(capsys.readouterr().out)["error"]["remedy"]


def test_rounds_go_by_the_names_that_the_definition_gives_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Experiment 4 was asked in "januar-2019" and "sommer-2020"; the files, one a wave, come in the wrong order."""
    slug, arguments = "ledighedsydelse-revurdering", []
    for name, good in (("sommer-2020", 60), ("januar-2019", 30)):
        file = tmp_path / f"{name}.csv"
        file.write_text(
            "\n".join(["runde,kvalitet", *(f"{name},{3 if n < good else 1}" for n in range(100))]), encoding="utf-8"
        )  # fmt: skip
        arguments += ["--survey", str(file)]
    plan = EvaluationPlan(
        slug=slug, question=(question(outcome="kvalitet-sommer-2020", comparison=["waves"]),)
    )
    (tmp_path / "plan.toml").write_text(to_toml(plan), encoding="utf-8")
    arguments += ["--plan", str(tmp_path / "plan.toml"), "--out", str(tmp_path / "out")]
    code = run_command(["--json", "evaluate", slug, *arguments])
    found = json.loads(capsys.readouterr().out)
    assert code == 0, found
    assert found["questions"][0]["headline"]["point"] == pytest.approx(0.3)


def test_an_answer_that_is_none_is_refused_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The words of an option count as its value; a cell that is neither is refused, and nothing is written."""
    (tmp_path / "s.csv").write_text("tilfreds-med-forloebet\n4\n9\n", encoding="utf-8")
    plan = EvaluationPlan(slug="indsatsplan-opdatering", question=(question(outcome="tilfredshed"),))
    (tmp_path / "plan.toml").write_text(to_toml(plan), encoding="utf-8")
    arguments = ["--survey", tmp_path / "s.csv", "--plan", tmp_path / "plan.toml", "--out", tmp_path / "out"]
    code = run_command(["--json", "evaluate", "indsatsplan-opdatering", *map(str, arguments)])
    found = json.loads(capsys.readouterr().out)
    assert (code, found["error"]["line"]) == (3, 3)
    assert not (tmp_path / "out").exists()


def test_a_register_needs_marks_and_marks_a_register(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wide, marks = marked_register(tmp_path)
    plan = plan_file(tmp_path / "plan.toml", question())
    data = panel(tmp_path / "d.csv", treated=2, units=4, effect=0.0)
    for given in (("--extract", wide), ("--extract", data, "--marks", marks)):
        code, found = run(capsys, *given, "--plan", plan, "--out", tmp_path / "out")
        assert code == 2
        assert "--" in found["error"]["remedy"]


@pytest.mark.parametrize(
    "content, exit_code",
    [
        ("unit,time,arbejde\n1,2016,1\n", 3),  # nobody is treated
        ("a,b\n1,2\n", 3),
        ("unit,time,arbejde,treated\n1,2016,1,1\n1,2017,1,0\n2,2016,1,0\n", 3),  # stops again
        ("unit,time,arbejde,treated\n1,2016,1,2\n", 3),
    ],
)
def test_what_cannot_be_used_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, exit_code: int
) -> None:
    (tmp_path / "d.csv").write_text(content, encoding="utf-8")
    plan = plan_file(tmp_path / "plan.toml", question())
    code, found = run(capsys, "--extract", tmp_path / "d.csv", "--plan", plan, "--out", tmp_path / "out")
    assert code == exit_code
    assert found["error"]["remedy"]
    assert not (tmp_path / "out").exists()


def test_a_plan_that_was_changed_after_its_lock_is_not_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = panel(tmp_path / "d.csv", treated=40, units=98, effect=0.06)
    plan = plan_file(tmp_path / "plan.toml", question())
    plan.write_text(plan.read_text(encoding="utf-8").replace("0.03", "0.01"), encoding="utf-8")
    code, found = run(capsys, "--extract", data, "--plan", plan, "--out", tmp_path / "out")
    assert code == 4
    assert "[lock]" in found["error"]["remedy"]


def test_many_with_nobody_to_compare_with_are_not_too_few(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The earlier outcome tells the groups apart: nothing can be concluded, and the reason is not their number."""
    rows = [f"{n},{n % 2},{n % 3 % 2},{n % 2}" for n in range(400)]
    (tmp_path / "d.csv").write_text(
        "\n".join(["unit,treated,arbejde,before_work", *rows]) + "\n", encoding="utf-8"
    )
    plan = plan_file(tmp_path / "plan.toml", question())
    _, found = run(capsys, "--extract", tmp_path / "d.csv", "--plan", plan, "--out", tmp_path / "out")
    one = found["questions"][0]
    assert (one["refused"]["code"], one["headline"]) == ("not_comparable", None)
    assert (one["verdict"], one["why"][0]) == ("kan_ikke_afgoeres", "nothing_alike")


def test_a_question_without_data_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = panel(tmp_path / "d.csv", treated=40, units=98, effect=0.06)
    plan = plan_file(tmp_path / "plan.toml", question(), question(id="indkomst", outcome="indkomst"))
    _, found = run(capsys, "--extract", data, "--plan", plan, "--out", tmp_path / "out")
    missing = found["questions"][1]
    assert (missing["refused"]["code"], missing["verdict"], missing["step"]) == ("no_data", "for_spinkelt", 0)
    assert "indkomst" in missing["refused"]["remedy"]


def test_every_definition_gives_a_plan_whose_questions_have_names_of_their_own() -> None:
    for experiment in shipped_catalogue().experiments.values():
        names = [one.id for one in plan_of(experiment).questions]
        assert len(set(names)) == len(names), experiment.slug


def test_the_schema_of_a_plan_is_current() -> None:
    """Made anew with: python -m frirum.core.evidence.plan."""
    written = (catalogue_dir() / "schema" / SCHEMA_FILE).read_text(encoding="utf-8")
    assert written == editor_schema_text(EvaluationPlan)


def test_the_worked_pair_of_the_docs_is_what_comes_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Made anew with the command in its README."""
    folder = Path(__file__).parents[2] / "docs" / "example-evaluation"
    run(capsys, "--extract", folder / "data.csv", "--plan", folder / "plan.toml", "--out", tmp_path)
    made, kept = (json.loads((one / "result.json").read_text(encoding="utf-8")) for one in (tmp_path, folder))
    for own in (made, kept):
        # What changes with every release: its number, the rules' fingerprint, and where figures are drawn.
        own.pop("version"), own.pop("rules")
    assert made == kept

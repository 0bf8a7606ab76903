"""What is ours stands beside the definitions: plans after the fact, assumed networks; and the course of an experiment."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from frirum.cli.main import run_command
from frirum.core.catalogue import check_paths
from frirum.core.catalogue.assumed import as_assumed
from frirum.core.catalogue.beside import assumptions, proposed_plans
from frirum.core.catalogue.loader import shipped_catalogue
from frirum.core.catalogue.plan import Comparison
from frirum.core.catalogue.plan import Test as Asked
from frirum.core.designs.diagnosis.from_definition import diagnose_assumed, diagnose_experiment
from frirum.core.designs.diagnosis.verdict import Verdict
from frirum.core.evidence.inputs import read_inputs
from frirum.core.evidence.plan import plan_of
from frirum.core.evidence.run import evaluate
from frirum.core.paths import catalogue_dir

SEEDS = [one for one in shipped_catalogue().experiments.values() if one.number and one.number <= 20]


def test_every_experiment_without_a_question_has_a_plan_of_ours() -> None:
    without = {one.slug for one in SEEDS if not (one.plan and one.plan.research_questions)}
    assert len(without) == 18
    assert without | {"loentilskud-jobrotation"} == set(proposed_plans())


def test_experiment_5_is_judged_by_part_and_by_both_comparisons() -> None:
    questions = proposed_plans()["loentilskud-jobrotation"].questions
    judged = {(*question.part_slugs, *question.comparison) for question in questions}
    assert judged == {
        (part, comparison)
        for part in ("loentilskud", "jobrotation")
        for comparison in (Comparison.BEFORE_AFTER, Comparison.ORDINARY_RULE_CASES)
    }


@pytest.mark.parametrize("slug", sorted(proposed_plans()))
def test_a_plan_says_what_is_compared_and_how_much_counts(slug: str) -> None:
    own = {measure.id: measure for measure in shipped_catalogue().experiment(slug).all_measures()}
    for question in proposed_plans()[slug].questions:
        assert question.estimand
        assert question.criterion is not None
        assert question.comparison_reason
        if question.criterion.test is not Asked.DESCRIPTION:
            assert any(own[name].rule for name in question.measure), question.id


def test_what_no_source_gives_is_assumed_beside_and_never_in_the_definition() -> None:
    by_number = {one.number: one for one in SEEDS}
    assert set(assumptions()) == {by_number[n].slug for n in (1, 8, 9, 10, 11, 14, 16, 17, 19, 20)}
    for slug, assumed in assumptions().items():
        experiment = shipped_catalogue().experiment(slug)
        assert bool(assumed.places) is not bool(experiment.participation), slug


@pytest.mark.parametrize("slug", sorted(slug for slug, one in assumptions().items() if one.uptake))
def test_a_diagnosis_can_rest_on_what_is_assumed_and_says_so_first(slug: str) -> None:
    experiment = shipped_catalogue().experiment(slug)
    assert diagnose_experiment(experiment).diagnosis.verdict is Verdict.UNKNOWN_VOLUME
    assumed = diagnose_assumed(experiment)
    assert assumed is not None
    assert assumed.expected
    assert assumed.diagnosis.sentences[0].startswith("Antaget, ikke fra nogen kilde: ")
    taken = as_assumed(experiment)
    assert taken is not None
    assert taken.experiment.synthetic
    assert experiment is shipped_catalogue().experiment(slug), "the definition itself is not touched"


def test_an_extension_is_not_the_beginning(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of experiment 8 only the extension has a first day: loans from 2019 are none of before, and none of 0."""
    monkeypatch.delenv("FRIRUM_HOME", raising=False)
    file = catalogue_dir() / "extracts" / "fasit" / "syntetisk-fasit-laan.csv"
    words = ["evaluate", "mikrolaan", "--extract", str(file), "--out", str(tmp_path / "ud"), "--json"]
    assert run_command(words) == 0
    without = json.loads(capsys.readouterr().out)
    assert {one["refused"]["code"] for one in without["questions"]} == {"no_start"}
    assert run_command([*words, "--assumed"]) == 0
    assumed = json.loads(capsys.readouterr().out)
    points = {
        one["outcome"]: one["point"] for question in assumed["questions"] for one in question["estimates"]
    }
    assert points["laan-bevilget"] == 2
    assert points["betalt-tilbage"] == 17_000
    assert shipped_catalogue().experiment("mikrolaan").first_day is None


def test_an_evaluation_of_an_assumed_network_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three made-up courses: where nobody knows who took part there is no figure, and with the assumptions there is."""
    monkeypatch.delenv("FRIRUM_HOME", raising=False)
    head = "Sags-id;Tilbudstype;Startdato;Slutdato;Antal uger;Målgruppe;Ledig siden\n"
    rows = "".join(f"SYN-{n};kursus;05-03-2018;13-05-2018;{8 + n};2.1;05-02-2018\n" for n in range(3))
    file = tmp_path / "tilbud.csv"
    file.write_text(head + rows, encoding="utf-8")
    words = ["evaluate", "uddannelse-rammer", "--extract", str(file), "--out", str(tmp_path / "ud"), "--json"]
    assert run_command(words) == 0
    without = json.loads(capsys.readouterr().out)
    assert run_command([*words, "--assumed"]) == 0
    assumed = json.loads(capsys.readouterr().out)
    assert "assumed" not in without
    assert without["population"]["treated"] == 0
    assert {one["refused"]["code"] for one in without["questions"]} == {"no_start"}
    assert all("--assumed" in one["refused"]["remedy"] for one in without["questions"])
    assert assumed["assumed"].startswith("Antaget, ikke fra nogen kilde: ")
    assert assumed["population"]["treated"] == 3
    assert "--assumed" in (tmp_path / "ud" / "rerun.sh").read_text(encoding="utf-8")
    assert run_command(["diagnose", "ledighedsydelse-revurdering", "--assumed", "--json"]) == 2
    assert "--assumed" in json.loads(capsys.readouterr().out)["error"]["remedy"]


def test_round_3_has_13_applications_of_which_10_were_approved() -> None:
    (third,) = [one for one in shipped_catalogue().networks["nordjylland"].rounds if one.number == 3]
    approved = [one for one in third.applications if one.experiment]
    assert (len(third.applications), len(approved)) == (13, 10)
    assert tuple(one.experiment for one in approved) == third.experiments
    assert all(
        one.title is None and not one.is_stated("title") for one in third.applications if not one.experiment
    )


def test_a_case_with_two_authorities_names_both() -> None:
    events = shipped_catalogue().experiment("psykologbehandling").events
    assert [event.decided_by for event in events if event.kind == "approval"] == [
        ("Beskæftigelsesministeriet", "Sundhedsministeriet")
    ]


WRONG = [
    ("plans/revalidering-lae265.toml", "proposed = true", "proposed = false", "proposed"),
    ("plans/revalidering-lae265.toml", '"sagsbehandlingstid-foer",', '"sagsbehandlingstid-før",', "question[0].measure[1]"),
    ("plans/foertidspension-opfoelgning.toml", 'direction = "increase", ', "", "question[0].criterion.direction"),
    ("plans/revalidering-lae265.toml", ", smallest_relevant = 2", "", "question[0].criterion.smallest_relevant"),
    ("plans/loentilskud-jobrotation.toml", 'part = ["jobrotation"]', 'part = ["job"]', "question[2].part[0]"),
    ("assumptions/mentorregler.toml", "municipality = 851", "municipality = 820", "place"),
    ("assumptions/mentorregler.toml", 'experiment = "mentorregler"', 'experiment = "mentor"', "experiment"),
    ("networks.toml", "sent = 13", "sent = 14", "network[0].round[2].sent"),
    ("experiments/foertidspension-opfoelgning.toml", "from = 2018-07-01\nto = 2021-12-31", "from = 2030-07-01\nto = 2031-12-31", "period[1].from"),
]  # fmt: skip


@pytest.mark.parametrize("name, right, wrong, path", WRONG)
def test_what_is_wrong_beside_the_definitions_is_told_with_its_place(
    tmp_path: Path, name: str, right: str, wrong: str, path: str
) -> None:
    text = (catalogue_dir() / name).read_text(encoding="utf-8")
    assert right in text
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    faults = check_paths([file]).faults
    told = {fault.path: fault for fault in faults}
    assert path in told, told
    assert told[path].line
    assert told[path].remedy


def test_without_a_rule_of_who_is_treated_an_evaluation_is_refused_with_that_reason(tmp_path: Path) -> None:
    """Experiment 14 as it is assumed, with its population taken away."""
    taken = as_assumed(shipped_catalogue().experiment("uddannelse-rammer"))
    assert taken is not None
    experiment = taken.experiment.model_copy(update={"populations": ()})
    file = tmp_path / "tilbud.csv"
    file.write_text(
        "Sags-id;Tilbudstype;Startdato;Slutdato;Antal uger;Målgruppe;Ledig siden\n"
        "SYN-1;kursus;05-03-2018;13-05-2018;8;2.1;05-02-2018\n",
        encoding="utf-8",
    )
    plan = plan_of(experiment)
    found = evaluate(experiment, plan, read_inputs([file], experiment, plan))
    refused = [one.answered.result.refused for one in found.questions]
    assert {one.code for one in refused if one} == {"no_population"}
    assert all(
        "siger ikke, hvem forsøget uddannelse-rammer er brugt på" in one.message for one in refused if one
    )
    assert all("[[population]]" in one.remedy for one in refused if one)


def test_a_measure_of_a_published_table_says_how_its_cells_come_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Experiment 4's mean length stands in jobindsats: refused with the way in, and answered by the cells."""
    monkeypatch.delenv("FRIRUM_HOME", raising=False)
    extract = catalogue_dir() / "extracts" / "fasit" / "syntetisk-fasit-ydelsesperioder.csv"
    cells = tmp_path / "celler.csv"
    rows = [f"{u},2018M07,{62 + u % 7},0\n{u},2020M07,{58 + u % 5},1\n" for u in (851, 849, 787, 840)]
    rows += [f"{u},2018M07,{63 + u % 3},0\n{u},2020M07,{64 + u % 4},0\n" for u in range(151, 170, 2)]
    cells.write_text("unit,time,laengde,treated\n" + "".join(rows), encoding="utf-8")
    told = {}
    for name, file in (("extract", extract), ("cells", cells)):
        words = ["evaluate", "ledighedsydelse-revurdering", "--extract", str(file), "--json"]
        assert run_command([*words, "--out", str(tmp_path / name)]) == 0
        found = json.loads(capsys.readouterr().out)["questions"]
        told[name] = next(one for one in found if one["id"] == "laengde/laengde")
    assert told["extract"]["refused"]["code"] == "published_table"
    assert "y09a07" in told["extract"]["refused"]["message"]
    assert "treated" in told["extract"]["refused"]["remedy"]
    assert told["cells"]["refused"] is None
    assert told["cells"]["estimates"]

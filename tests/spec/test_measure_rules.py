"""The rules of measures: every shipped one has a rule or a reason, and every kind of wrong rule is told with its place."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from frirum.cli.main import run_command
from frirum.core.catalogue import check_paths
from frirum.core.catalogue.canonical import to_document
from frirum.core.catalogue.evaluation_form import questions
from frirum.core.catalogue.loader import shipped_catalogue, shipped_shared
from frirum.core.catalogue.measure_rules import MeasureRule, Statistic, Stretch
from frirum.core.catalogue.measure_table import measure_table
from frirum.core.catalogue.promises import STATED_IN, LineKind, measure_lines, promises, sub_question_texts
from frirum.core.paths import catalogue_dir

EXPERIMENTS = tuple(shipped_catalogue().experiments)


@pytest.fixture(autouse=True)
def _no_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FRIRUM_HOME", raising=False)


def lines_of(slug: str) -> Any:
    return measure_lines(shipped_catalogue().experiment(slug), shipped_shared().scales)


@pytest.mark.parametrize("slug", EXPERIMENTS)
def test_every_measure_has_a_rule_or_a_reason(slug: str) -> None:
    experiment = shipped_catalogue().experiment(slug)
    for measure in experiment.all_measures():
        assert (measure.rule is None) != (measure.why_not is None), measure.id
    lines = lines_of(slug)
    assert len({line.id for line in lines}) == len(lines)
    for line in lines:
        assert (line.rule is None) != (line.why_not is None), line.id
    answered = {name for line in lines for name in line.answers}
    assert {name for _kind, name, _promise in promises(experiment)} <= answered


@pytest.mark.parametrize("slug", EXPERIMENTS)
def test_before_and_during_are_measured_alike(slug: str) -> None:
    """What is measured before has a measure during that differs in nothing but the time, and a change is of such two."""
    own = [one for one in shipped_catalogue().experiment(slug).all_measures() if one.rule]
    shape = {one.id: (_shape(one.rule, "stretch"), one.part_slugs) for one in own}
    during = [shape[one.id] for one in own if one.rule.stretch is Stretch.DURING]
    assert not [one.id for one in own if one.rule.stretch is Stretch.BEFORE and shape[one.id] not in during]
    for one in own:
        if one.rule.statistic is Statistic.CHANGE:
            first, then = (
                next(_shape(m.rule, "stretch", "round") for m in own if m.id == name)
                for name in (one.rule.first, one.rule.then)
            )
            assert first == then, one.id


def _shape(rule: MeasureRule, *time: str) -> dict[str, Any]:
    apart = {"proposed", "text", "text_en", *time}
    return {key: value for key, value in to_document(rule).items() if key not in apart}


@pytest.mark.parametrize("slug", EXPERIMENTS)
def test_every_promise_has_a_name_of_its_own(slug: str) -> None:
    for kind, _name, promise in promises(shipped_catalogue().experiment(slug)):
        assert getattr(promise, "id", None), (kind, promise.text)


@pytest.mark.parametrize("slug", EXPERIMENTS)
def test_every_line_has_its_place_in_the_form(slug: str) -> None:
    """A promise where it is stated, and where it is answered with what measures it, or not and why; a measure once."""
    experiment = shipped_catalogue().experiment(slug)
    places = sub_question_texts(experiment, shipped_shared().scales)
    assert set(places) <= {question.key for _point, question in questions()}
    for kind, _name, promise in promises(experiment):
        assert any(text.startswith(promise.text) for text in places[STATED_IN[kind]]), promise.text
        after = [*places.get("results.attained", ()), *places.get("results.why_not", ())]
        assert any(text.startswith(promise.text) for text in after), promise.text
    named = {name for _kind, name, _promise in promises(experiment)}
    for line in lines_of(slug):
        if line.id not in named:
            assert any(text.startswith(line.text) for text in places[line.stated_in]), line.id
    for text in places.get("results.why_not", ()):
        assert text not in {promise.text for _kind, _name, promise in promises(experiment)}, (
            "not measured, and why"
        )


def test_the_command_prints_every_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["catalogue", "measures", "loentilskud-jobrotation", "--json"]) == 0
    rows = {row["id"]: row for row in json.loads(capsys.readouterr().out)}
    assert {"id", "text", "rule", "proposed", "why_not", "answers"} <= set(rows["loentilskud-foer"])
    before, during = rows["loentilskud-foer"]["rule"], rows["loentilskud-under"]["rule"]
    alike = {key: before[key] for key in ("source", "kind", "where", "statistic", "per", "counted")}
    assert alike == {key: during[key] for key in alike}, "before and during are counted alike"
    assert rows["loentilskud-antal"]["rule"].get("counted", "treated") == "treated"
    assert rows["loentilskud-almindelig-beskaeftigelse"]["rule"]["counted"] == "ordinary_rules"
    assert {"loentilskud-foer", "jobrotation-under"} <= set(rows["antal-ansaettelser"]["measured_by"])
    assert rows["virksomhedernes-behov"]["rule"] is None
    assert rows["virksomhedernes-behov"]["why_not"]
    assert "varig-beskaeftigelse" in rows["jobrotation-beskaeftigelse"]["answers"]


def test_a_criterion_may_rest_on_a_question_and_the_answers_that_count() -> None:
    (line,) = [
        one for one in lines_of("ledighedsydelse-revurdering") if one.id == "samme-eller-hoejere-kvalitet"
    ]
    assert line.kind is LineKind.CRITERION
    assert line.rule is not None
    assert (line.rule.question, line.rule.counts) == ("kvalitet", (2, 3, 4))


SOUND = """slug = "proeve"
network = "nordjylland"
short_title = "Prøve"
summary = "Et forsøg til prøver."
status = "planned"
not_stated = ["period", "participation", "provision", "target_group"]

[[part]]
slug = "unge"
title = "Unge"

[[instrument]]
id = "traek"
kind = "data_extract"
title = "Træk"

[[instrument.measure]]
id = "andel"
text = "Andel"
[instrument.measure.rule]
source = "extract"
statistic = "share"
kind = "placements"
denominator = [{ field = "employer", equals = "public" }]
where = [{ field = "kind", equals = "wage_subsidy" }]
unit = "andel"

[[instrument.measure]]
id = "status"
text = "Status"
[instrument.measure.rule]
source = "register"
statistic = "share"
kind = "placements"
scheme = "dream-status"
version = "2016.1"
state = ["beskaeftigelse"]
anchor = "ended_on"
horizon = [{ months = 6 }]
unit = "andel"

[[instrument.measure]]
id = "varighed"
text = "Varighed"
[instrument.measure.rule]
source = "extract"
statistic = "duration"
kind = "placements"
anchor = "begun_on"
until = { field = "ended_on" }
unit = "uger"

[[instrument.measure]]
id = "aendring"
text = "Ændring"
[instrument.measure.rule]
source = "measures"
statistic = "change"
first = "andel"
then = "status"
unit = "procentpoint"

[[instrument]]
id = "tilsyn"
kind = "management_audit"
title = "Tilsyn"
[[instrument.question]]
id = "uden"
text = "Uden?"
kind = "scale"
scale = "ja-nej-uoplyst"
wording = "proposed"

[[instrument.measure]]
id = "uden-andel"
text = "Uden"
[instrument.measure.rule]
source = "audit"
statistic = "share"
question = "uden"
counts = [2]
unit = "andel"

[[population]]
id = "alle"
part = ["unge"]
found_by = "target_group"
text = "Alle"
kind = "placements"
where = [{ field = "target_group", equals = "2.6" }]
"""

# What is written wrong, where it is told, what the table is called, and a word of the message.
WRONG = [
    ('kind = "placements"\ndenominator', 'kind = "placemnts"\ndenominator', "rule.kind", "andel", "placements"),
    ('field = "employer"', 'field = "emplyer"', "denominator[0].field", "andel", "employer"),
    ('equals = "wage_subsidy"', 'equals = "wage_subsidi"', "where[0].equals", "andel", "wage_subsidy"),
    ('field = "kind", equals = "wage_subsidy"', 'field = "kind", at_least = 3', "where[0].at_least", "andel", "code"),
    ('where = [{ field = "kind", equals = "wage_subsidy" }]\n', "", "rule.denominator", "andel", "tæller"),
    ('scheme = "dream-status"', 'scheme = "dream-statos"', "rule.scheme", "status", "dream-status"),
    ('version = "2016.1"', 'version = "2015"', "rule.version", "status", "2016.1"),
    ('state = ["beskaeftigelse"]', 'state = ["job"]', "rule.state[0]", "status", "job"),
    ('anchor = "begun_on"\nuntil = { field = "ended_on" }', 'anchor = "ended_on"\nuntil = { field = "begun_on" }', "until.field", "varighed", "anker"),
    ('until = { field = "ended_on" }', 'until = { field = "weekly_hours" }', "until.field", "varighed", "number"),
    ('until = { field = "ended_on" }\n', "", "rule.until", "varighed", "until"),
    ('then = "status"', 'then = "aendring"', "rule", "aendring", "sig selv"),
    ('first = "andel"', 'first = "andelen"', "rule.first", "aendring", "andel"),
    ('question = "uden"\n', 'question = "udne"\n', "rule.question", "uden-andel", "uden"),
    ("counts = [2]", "counts = [3]", "rule.counts[0]", "uden-andel", "3"),
    ('part = ["unge"]', 'part = ["gamle"]', "population[0].part[0]", "alle", "gamle"),
    ('field = "target_group", equals', 'field = "targetgroup", equals', "population[0].where[0].field", "alle", "target_group"),
]  # fmt: skip


def faults_in(folder: Path, text: str) -> list[dict[str, Any]]:
    file = folder / "proeve.toml"
    file.write_text(text, encoding="utf-8")
    return check_paths([file]).as_dict()["faults"]


def test_the_sound_definition_is_sound(tmp_path: Path) -> None:
    assert faults_in(tmp_path, SOUND) == []


@pytest.mark.parametrize(
    "right, wrong, path, name, word", WRONG, ids=[row[1][:50] or "nothing" for row in WRONG]
)
def test_a_wrong_rule_is_told_with_place_and_remedy(
    tmp_path: Path, right: str, wrong: str, path: str, name: str, word: str
) -> None:
    assert right in SOUND
    text = SOUND.replace(right, wrong, 1)
    (fault,) = faults_in(tmp_path, text)
    assert fault["path"].endswith(path)
    assert fault["id"] == name
    assert word in fault["message"] + str(fault["allowed"])
    assert fault["remedy"]
    line = text.splitlines()[fault["line"] - 1]
    assert (
        path.rsplit(".", maxsplit=1)[-1].split("[", maxsplit=1)[0] in line
        or "rule" in line
        or fault["id"] in line
    ), line


def test_every_wrong_rule_is_told_at_once(tmp_path: Path) -> None:
    text = SOUND
    apart = [row for row in WRONG if row[0] in text and row[0].count("\n") < 2]
    told = set()
    for right, wrong, path, name, _word in apart:
        if (name, path.split(".")[0]) not in told and right in text:
            told.add((name, path.split(".")[0]))
            text = text.replace(right, wrong, 1)
    assert len({fault["id"] for fault in faults_in(tmp_path, text)}) >= 5


# ---- the catalogue against a list written by hand from the source documents: 331 rows before the definitions were
# looked at, the rows after them when the documents were read a second time beside the definitions ----

BY_HAND = list(csv.DictReader((Path(__file__).parent / "promises.csv").open(encoding="utf-8"), delimiter=";"))


def named_in(number: int) -> set[str]:
    experiment = next(one for one in shipped_catalogue().experiments.values() if one.number == number)
    lines = {line.id for line in lines_of(experiment.slug)}
    return lines | {name for _kind, name, _promise in promises(experiment)}


def test_everything_the_documents_name_is_a_line() -> None:
    assert len(BY_HAND) > 440
    missing = [
        row for row in BY_HAND if row["experiment"] != "network" and row["id"] not in named_in(int(row["experiment"][1:]))
    ]  # fmt: skip
    assert missing == []


def test_only_the_network_has_conclusions_without_a_measure() -> None:
    """What the short report and the summary conclude of all experiments together no measure of one of them answers."""
    assert {row["experiment"] for row in BY_HAND if not row["id"]} == {"network"}


def test_the_table_in_the_docs_is_made_from_the_definitions() -> None:
    """Made anew with: python -m frirum.core.catalogue.measure_table."""
    written = (catalogue_dir().parent / "docs" / "measures.md").read_text(encoding="utf-8")
    assert written == measure_table(shipped_catalogue())

"""What `frirum assess` refuses, and how it says so: the exit code, the case of a list, the fact, the nearest known."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from frirum.cli.main import run_command

SEVEN = "foertidspension-opfoelgning"
CASE = {
    "municipality": 820,
    "on_disability_pension": True,
    "in_wage_subsidy_job": True,
    "employment_start": "2018-09-15",
}
THIRTEEN = "forholdstal-ledighedsydelse"


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.delenv("FRIRUM_HOME", raising=False)

    def run(facts: object, *options: str) -> tuple[int, object]:
        path = tmp_path / "facts.json"
        if isinstance(facts, bytes):
            path.write_bytes(facts)
        else:
            path.write_text(facts if isinstance(facts, str) else json.dumps(facts), encoding="utf-8")
        code = run_command(["assess", *options, "--facts", str(path), "--json"])
        return code, json.loads(capsys.readouterr().out)

    return run


@pytest.mark.parametrize(
    ("change", "in_message", "in_remedy"),
    [
        # dates that cannot be
        ({"employment_start": "2018-02-30"}, "employment_start", "2018-07-01"),
        ({"employment_start": "2019-02-29"}, "employment_start", "2018-07-01"),
        ({"employment_start": "2018-13-01"}, "employment_start", "2018-07-01"),
        ({"employment_start": "15-09-2018"}, "employment_start", "2018-07-01"),
        ({"employment_start": "20180915"}, "employment_start", "2018-07-01"),
        ({"employment_start": "2018-W37-6"}, "employment_start", "2018-07-01"),
        ({"employment_start": "0018-09-15"}, "employment_start", "1900"),
        ({"employment_start": "9999-12-31"}, "employment_start", "2100"),
        ({"employment_start": ""}, "employment_start", "2018-07-01"),
        ({"employment_start": 20180915}, "employment_start", "2018-07-01"),
        # a follow-up before the employment it follows
        ({"last_follow_up": "2018-09-14"}, "last_follow_up (2018-09-14) ligger før", "Ret den dato"),
        (
            {"last_follow_up": "2018-09-14"},
            "»Hvornår blev der sidst fulgt op«, 14. september 2018, ligger før svaret på »Hvornår begyndte",
            "employment_start",
        ),
        # wrong types: nothing is read as something else
        ({"on_disability_pension": "ja"}, "on_disability_pension", "true eller false"),
        ({"on_disability_pension": 1}, "on_disability_pension", "true eller false"),
        ({"on_disability_pension": "true"}, "on_disability_pension", "true eller false"),
        ({"on_disability_pension": []}, "on_disability_pension", "true eller false"),
        ({"municipality": True}, "municipality", "851"),
        ({"municipality": 820.5}, "municipality", "851"),
        ({"municipality": "Vesthimmerlandet"}, "municipality", "Aalborg"),
        ({"municipality": "\u00b2"}, "municipality", "851"),
        # codes of no municipality: none, Christiansø, an old county, too long
        ({"municipality": 0}, "municipality", "98 kommuner"),
        ({"municipality": 411}, "municipality", "98 kommuner"),
        ({"municipality": 999}, "municipality", "98 kommuner"),
        ({"municipality": 99999}, "municipality", "98 kommuner"),
        # a fact nobody asks for, with the nearest that somebody does
        ({"municipalty": 820}, "Mente du municipality", "Kendte fakta"),
        ({"last_followup": "2019-01-01"}, "last_follow_up", "Kendte fakta"),
        ({"cpr": "0101011234"}, "Ukendt faktum cpr", "Kendte fakta"),
    ],
)
def test_a_fact_that_cannot_be_used(run, change: dict[str, object], in_message: str, in_remedy: str) -> None:  # type: ignore[no-untyped-def]
    code, found = run({**CASE, **change}, SEVEN)
    assert code == 3
    assert in_message in found["error"]["message"]
    assert in_remedy in found["error"]["remedy"]


@pytest.mark.parametrize(
    ("fact", "value", "fits"),
    [
        ("placement_weeks", 2.5, True),
        ("placement_weeks", -1, False),
        ("placement_weeks", "3", False),
        ("placement_number", 0, False),
        ("placement_number", 1.5, False),
        ("placement_number", 1.0, True),
        ("placement_number", "1", False),
        ("months_unemployed", -1, False),
        ("months_unemployed", True, False),
        ("months_unemployed", 17.9, False),
        ("months_unemployed", 10**40, True),
    ],
)
def test_a_number_within_its_limits(run, fact: str, value: object, fits: bool) -> None:  # type: ignore[no-untyped-def]
    code, _found = run({fact: value}, THIRTEEN)
    assert code == (0 if fits else 3)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_what_is_no_number(run, number: str) -> None:  # type: ignore[no-untyped-def]
    code, found = run(f'{{"placement_weeks": {number}}}', THIRTEEN)
    assert code == 3
    assert "placement_weeks" in found["error"]["message"]


@pytest.mark.parametrize(
    ("text", "in_message"),
    [
        ("", "JSON"),
        ("{", "JSON"),
        ('{"municipality": 820,}', "JSON"),
        ("[1]", "objekt"),
        ('"820"', "objekt"),
        ("null", "objekt"),
        ("[[]]", "objekt"),
        ('{"municipality": 820, "municipality": 851}', "municipality står to gange"),
        ("[" * 100_000, "for mange lag"),
        ('{"municipality": 820}'.encode("utf-16"), "UTF-8"),
        ('{"x": "ø"}'.encode("cp1252"), "UTF-8"),
    ],
)
def test_a_file_that_is_no_case(run, text: str | bytes, in_message: str) -> None:  # type: ignore[no-untyped-def]
    code, found = run(text, SEVEN)
    assert code == 3
    assert in_message in found["error"]["message"]
    assert found["error"]["file"].endswith("facts.json")


def test_the_line_of_broken_json_is_told(run) -> None:  # type: ignore[no-untyped-def]
    code, found = run('{\n  "municipality": 820,\n  "employment_start" 1\n}', SEVEN)
    assert (code, found["error"]["line"]) == (3, 3)


@pytest.mark.parametrize("place", [1, 2, 3])
@pytest.mark.parametrize("bad", [{"municipality": 7}, {"unknown": 1}, [], {"employment_start": "2018-02-30"}])
def test_the_bad_case_of_a_list_is_told_by_its_number(run, place: int, bad: object) -> None:  # type: ignore[no-untyped-def]
    cases: list[object] = [CASE, CASE, CASE]
    cases[place - 1] = bad
    code, found = run(cases, SEVEN)
    assert code == 3
    assert found["error"]["message"].startswith(f"Sag {place}: ")


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("foertidspension",), 2),
        ((f"{SEVEN}/del",), 2),
        (("loentilskud-jobrotation/jobrotatoin",), 2),
        (("../../etc/passwd",), 2),
        ((SEVEN, "--all"), 2),
        ((), 2),
        ((SEVEN, "--on", "2018-02-30"), 2),
        ((SEVEN, "--on", "01-07-2018"), 2),
        ((SEVEN, "--on", "2018-07-01"), 0),
        (("--all",), 0),
    ],
)
def test_wrong_usage(run, options: tuple[str, ...], code: int) -> None:  # type: ignore[no-untyped-def]
    assert run(CASE, *options)[0] == code


def test_place_outside_the_experiment_is_an_answer_and_no_error(run) -> None:  # type: ignore[no-untyped-def]
    code, found = run({**CASE, "municipality": 851}, SEVEN)
    assert (code, found["answer"], found["regime"]) == (0, "not_eligible", "ordinary")


def test_an_empty_list_is_an_empty_list(run) -> None:  # type: ignore[no-untyped-def]
    assert run([], SEVEN) == (0, [])


def test_facts_set_to_null_are_not_known(run) -> None:  # type: ignore[no-untyped-def]
    code, found = run({**CASE, "in_wage_subsidy_job": None}, SEVEN)
    assert (code, found["answer"], found["missing_facts"]) == (0, None, ["in_wage_subsidy_job"])


@pytest.mark.parametrize("written", [820, 820.0, "820", "Vesthimmerland", "Vesthimmerlands Kommune"])
def test_a_municipality_by_its_code_or_its_name(run, written: object) -> None:  # type: ignore[no-untyped-def]
    code, found = run({**CASE, "municipality": written}, SEVEN)
    assert (code, found["answer"]) == (0, "eligible")


@pytest.mark.parametrize("choice", [[], ["public"], {}, True, 1])
def test_what_is_none_of_the_choices(run, choice: object) -> None:  # type: ignore[no-untyped-def]
    code, found = run({"employer_sector": choice}, "loentilskud-jobrotation")
    assert code == 3
    assert "employer_sector" in found["error"]["message"]


def test_a_fact_no_experiment_asks_for_is_a_slip(run) -> None:  # type: ignore[no-untyped-def]
    code, found = run({**CASE, "placement_week": 3}, "--all")
    assert code == 3
    assert "Mente du placement_weeks" in found["error"]["message"]


def test_facts_of_other_experiments_do_not_disturb_the_view_of_all(run) -> None:  # type: ignore[no-untyped-def]
    code, found = run({**CASE, "placement_weeks": 3}, "--all")
    assert code == 0
    assert {row["slug"]: row["answer"] for row in found}[SEVEN] == "eligible"

"""How an answer is reached: what decides alone, what is asked for, what is left to a person."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frirum.cli.main import run_command
from frirum.core.catalogue.casework import Duration
from frirum.core.catalogue.conditions import Condition
from frirum.core.law.conditions import Met, evaluate, examine
from frirum.core.law.deadlines import later


def leaf(name: str, **more: object) -> dict[str, object]:
    return {"id": name, "text": name, "fact": name, "is_true": True, **more}


def judged(name: str) -> dict[str, object]:
    return leaf(name, judgement=True, role="caseworker")


YES, NO, UNKNOWN, JUDGED = "yes", "no", "unknown", "judged"
FACTS = {YES: True, NO: False}


def tree(kind: str, *names: str) -> Condition:
    below = [judged(name) if name == JUDGED else leaf(name) for name in names]
    return Condition.model_validate({kind: below[0] if kind == "not" else below})


@pytest.mark.parametrize(
    "kind, names, met",
    [
        ("all", (YES, YES), Met.YES),
        ("all", (YES, NO), Met.NO),
        ("all", (NO, UNKNOWN), Met.NO),  # a known no decides alone
        ("all", (NO, JUDGED), Met.NO),
        ("all", (YES, UNKNOWN), Met.MISSING),
        ("all", (UNKNOWN, JUDGED), Met.MISSING),  # what can be known is asked for before a person judges
        ("all", (YES, JUDGED), Met.JUDGEMENT),
        ("any", (NO, YES), Met.YES),
        ("any", (YES, UNKNOWN), Met.YES),  # a known yes decides alone
        ("any", (YES, JUDGED), Met.YES),
        ("any", (NO, NO), Met.NO),
        ("any", (NO, UNKNOWN), Met.MISSING),
        ("any", (UNKNOWN, JUDGED), Met.MISSING),
        ("any", (NO, JUDGED), Met.JUDGEMENT),
        ("not", (YES,), Met.NO),
        ("not", (NO,), Met.YES),
        ("not", (UNKNOWN,), Met.MISSING),
        ("not", (JUDGED,), Met.JUDGEMENT),
    ],
)
def test_a_tree_is_as_sure_as_what_decides_it(kind: str, names: tuple[str, ...], met: Met) -> None:
    assert evaluate(tree(kind, *names), FACTS) is met


def test_only_facts_that_can_still_decide_are_asked_for() -> None:
    condition = Condition.model_validate(
        {"all": [{"any": [leaf(YES), leaf("first")]}, {"any": [leaf(NO), leaf("second")]}, leaf("third")]}
    )
    assert examine(condition, FACTS).missing == ("second", "third")


@pytest.mark.parametrize(
    "operator, operand, value, met",
    [
        # 26 weeks' prior unemployment (LAB § 51, stk. 2, before 2020)
        ("at_least", 26, 26, Met.YES),
        ("at_least", 26, 25, Met.NO),
        # a placement of two to four weeks
        ("at_most", 4, 4, Met.YES),
        ("at_most", 4, 5, Met.NO),
        # under 18 months of unemployment
        ("less_than", 18, 17, Met.YES),
        ("less_than", 18, 18, Met.NO),
        # over 50 years: 50 is not over
        ("more_than", 50, 51, Met.YES),
        ("more_than", 50, 50, Met.NO),
        ("equals", "dagpenge", "dagpenge", Met.YES),
        ("in", ["a", "b"], "c", Met.NO),
        ("before", dt.date(2018, 7, 1), dt.date(2018, 6, 30), Met.YES),
        ("before", dt.date(2018, 7, 1), dt.date(2018, 7, 1), Met.NO),
        ("on_or_after", dt.date(2018, 7, 1), dt.date(2018, 7, 1), Met.YES),
        ("on_or_after", dt.date(2018, 7, 1), dt.date(2018, 6, 30), Met.NO),
    ],
)
def test_each_operator_on_both_sides_of_its_edge(
    operator: str, operand: object, value: object, met: Met
) -> None:
    condition = Condition.model_validate({"id": "x", "text": "x", "fact": "x", operator: operand})
    assert evaluate(condition, {"x": value}) is met  # type: ignore[dict-item]


def brute_force(date: dt.date, months: int) -> dt.date:
    """The date n months later by walking: month by month, and the day clipped only at the end."""
    year, month = date.year, date.month
    for _step in range(months):
        month += 1
        if month == 13:
            year, month = year + 1, 1
    day = date.day
    while True:
        try:
            return dt.date(year, month, day)
        except ValueError:
            day -= 1


@given(
    st.dates(dt.date(1990, 1, 1), dt.date(2060, 1, 1)),
    st.integers(1, 60),
    st.integers(0, 60),
    st.integers(0, 200),
)
def test_a_deadline_is_counted_as_by_hand(date: dt.date, months: int, weeks: int, days: int) -> None:
    duration = Duration(months=months, weeks=weeks, days=days)
    assert later(date, duration) == brute_force(date, months) + dt.timedelta(days=7 * weeks + days)


class TestCommand:
    @pytest.fixture(autouse=True)
    def _shipped_definitions(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("FRIRUM_HOME", raising=False)

    @pytest.fixture
    def run(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> object:
        def run(facts: object, *options: str) -> tuple[int, object]:
            path = tmp_path / "facts.json"
            path.write_text(facts if isinstance(facts, str) else json.dumps(facts), encoding="utf-8")
            code = run_command(["assess", *options, "--facts", str(path), "--json"])
            return code, json.loads(capsys.readouterr().out)

        return run

    SLUG = "foertidspension-opfoelgning"
    CASE = {
        "municipality": 820,
        "on_disability_pension": True,
        "in_wage_subsidy_job": True,
        "employment_start": "2018-09-15",
    }

    def test_a_case_with_its_note_and_both_dates(self, run) -> None:  # type: ignore[no-untyped-def]
        code, found = run(self.CASE, self.SLUG)
        assert (code, found["answer"], found["regime"]) == (0, "eligible", "experiment")
        assert found["deadlines"] == [
            {
                "obligation": "opfoelgning",
                "ordinary": "2019-03-15",
                "experiment": "2021-03-15",
                "provision": "las-10-3",
            }
        ]
        assert "§ 10, stk. 3, 2. og 3. pkt." in found["journal_note"]
        assert "frikommunebekendtgørelsens § 23" in found["journal_note"]

    def test_a_list_of_cases_gives_a_list_of_answers(self, run) -> None:  # type: ignore[no-untyped-def]
        code, found = run([self.CASE, {**self.CASE, "municipality": 851}, {}], self.SLUG)
        assert code == 0
        assert [one["answer"] for one in found] == ["eligible", "not_eligible", None]

    def test_all_tells_which_experiments_fit(self, run) -> None:  # type: ignore[no-untyped-def]
        code, found = run(self.CASE, "--all")
        assert code == 0
        assert {row["slug"]: row["answer"] for row in found}[self.SLUG] == "eligible"

    def test_a_missing_file_is_refused(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run_command(["assess", self.SLUG, "--facts", "findes-ikke.json"]) == 3

    @pytest.mark.parametrize("cases", [1, 100, 101, 250])
    def test_a_long_list_is_one_document_as_a_short_one_is(self, run, cases: int) -> None:  # type: ignore[no-untyped-def]
        code, found = run([self.CASE] * cases, self.SLUG)
        assert code == 0
        assert found == [found[0]] * cases
        assert found[0]["answer"] == "eligible"

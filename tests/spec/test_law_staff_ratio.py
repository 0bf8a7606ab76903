"""Room within the staff ratio before and after 2020: BEK 1297/2017 § 92 by Cabi; hours since 2020 (DECISION, table 2)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frirum.cli.main import run_command
from frirum.core.law.staff_ratio import places, room_for_hours, room_for_one


@pytest.mark.parametrize(
    ("staff", "expected"),
    [
        # at least one
        (0, 1), (1, 1), (4, 1), (5, 1), (9, 1),
        # one for each 5 up to 50
        (10, 2), (14, 2), (15, 3), (49, 9), (50, 10),
        # one for each 10 beyond
        (51, 10), (59, 10), (60, 11), (69, 11), (70, 12), (100, 15),
    ],
)  # fmt: skip
def test_places_by_ordinary_staff(staff: int, expected: int) -> None:
    assert places(staff) == expected


@given(st.integers(0, 2000))
def test_places_by_taking_the_staff_one_by_one(staff: int) -> None:
    found, left = 0, 0
    for number in range(1, staff + 1):
        left += 1
        if left == (5 if number <= 50 else 10):
            found, left = found + 1, 0
    assert places(staff) == max(1, found)


@given(st.integers(0, 500), st.integers(0, 60), st.integers(1, 48))
def test_whole_persons_have_room_by_hours_as_by_heads(staff: int, placed: int, week: int) -> None:
    assert room_for_hours(staff, placed * week, week, week) is room_for_one(staff, placed)


CASE = {"municipality": 851, "work_placement": True, "limited_labour": True}


@pytest.fixture
def answer(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.delenv("FRIRUM_HOME", raising=False)

    def answer(day: str | None, figures: object) -> tuple[int, dict[str, object]]:
        facts = {**CASE, "room_in_the_ratio": figures, **({"placement_start": day} if day else {})}
        path = tmp_path / "facts.json"
        path.write_text(json.dumps(facts), encoding="utf-8")
        code = run_command(["assess", "forholdstal", "--facts", str(path), "--json"])
        return code, json.loads(capsys.readouterr().out)

    return answer


def hours(placed: float, own: float) -> dict[str, float]:
    return {"ordinary_staff": 12, "hours_placed": placed, "hours": own, "full_time_hours": 37}


@pytest.mark.parametrize(
    ("day", "figures", "expected"),
    [
        # 12 ordinary employees: two places. With room the ordinary rule suffices, without it the experiment is asked.
        ("2019-12-31", {"ordinary_staff": 12, "placed": 1}, "not_eligible"),
        ("2019-12-31", {"ordinary_staff": 12, "placed": 2}, "needs_judgement"),
        # From 2020 three people of 20 hours share two places of 37: 60 of 74 hours, and 14 are left.
        ("2020-01-01", hours(60, 14), "not_eligible"),
        ("2020-01-01", hours(60, 14.5), "needs_judgement"),
        ("2020-01-01", hours(0, 37), "not_eligible"),
    ],
)
def test_room_in_the_ratio_before_and_after_2020(answer, day: str, figures: object, expected: str) -> None:  # type: ignore[no-untyped-def]
    code, found = answer(day, figures)
    assert (code, found["answer"]) == (0, expected)


@pytest.mark.parametrize(
    ("day", "figures"),
    [
        # the figures of the other rule
        ("2020-01-01", {"ordinary_staff": 12, "placed": 1}),
        ("2019-12-31", hours(60, 14)),
        ("2019-12-31", {"ordinary_staff": 12}),
        ("2019-12-31", {"ordinary_staff": 12, "placed": 1, "more": 1}),
        ("2019-12-31", {"ordinary_staff": 12.5, "placed": 1}),
        ("2019-12-31", {"ordinary_staff": -1, "placed": 1}),
        ("2019-12-31", {"ordinary_staff": True, "placed": 1}),
        ("2019-12-31", {"ordinary_staff": "12", "placed": 1}),
        ("2020-01-01", {**hours(60, 14), "hours": None}),
        ("2019-12-31", {"unbroken": []}),
        ("2019-12-31", {}),
    ],
)
def test_figures_that_do_not_belong_to_the_day(answer, day: str, figures: object) -> None:  # type: ignore[no-untyped-def]
    code, found = answer(day, figures)
    assert code == 3
    assert "room_in_the_ratio" in found["error"]["message"]
    assert "ordinary_staff" in found["error"]["remedy"]


def test_without_the_day_it_is_not_known_which_rule_counts(answer) -> None:  # type: ignore[no-untyped-def]
    code, found = answer(None, {"ordinary_staff": 12, "placed": 1})
    assert (code, found["answer"]) == (0, None)
    assert found["missing_facts"] == ["placement_start", "room_in_the_ratio"]

"""Step 5: a draw that the plan states, repeated from its seed and held against who began."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

import polars as pl
import pytest

from frirum.core.catalogue import shipped_catalogue
from frirum.core.designs.diagnosis.start_order import draw_start_order
from frirum.core.errors import InputRefused
from frirum.core.evidence.draw import drawn_starts
from frirum.core.evidence.inputs import EvaluationInput, Inputs
from frirum.core.evidence.plan import EvaluationPlan, PlannedDraw, PlannedQuestion, locked_plan, plan_from
from frirum.core.evidence.run import evaluate
from frirum.core.files.table import Table

SLUG = "loentilskud-jobrotation"
UNITS = tuple(f"u{n}" for n in range(30))
DRAW = PlannedDraw(seed="lotto 7 14 21", unit=UNITS, begin=(15,))
BEFORE = dt.datetime(2014, 6, 1, tzinfo=dt.UTC)


def question() -> PlannedQuestion:
    return PlannedQuestion.model_validate(
        {
            "id": "job", "text": "Kommer flere i arbejde?", "outcome": "job", "outcome_text": "Andelen i arbejde",
            "test": "superiority", "direction": "increase", "smallest_relevant": 0.03, "unit": "andel af borgerne",
        }
    )  # fmt: skip


def table(starts: dict[str, int], *, periods: list[str] | None = None, effect: float = 0.06) -> Table:
    """Years 2012-2019; `starts`: unit -> its first treated year's place, 8 for never."""
    names = periods or [str(2012 + n) for n in range(8)]
    rows = [
        (unit, name, int(place >= start), 500, 0.4 + 0.002 * (number % 5) + 0.001 * ((7 * number + 3 * place) % 11) + effect * (place >= start))
        for number, (unit, start) in enumerate(starts.items())
        for place, name in enumerate(names)
    ]  # fmt: skip
    return Table(
        pl.DataFrame(rows, schema=["unit", "time", "treated", "people", "job"], orient="row"), "x.csv"
    )


def told(data: Table, draw: PlannedDraw | None = DRAW, *, at: dt.datetime | None = BEFORE) -> dict[str, Any]:
    plan = EvaluationPlan(slug=SLUG, question=(question(),), draw=draw)
    plan = plan if at is None else locked_plan(plan, at=at, by="karen")
    read = EvaluationInput("x.csv", "analysis_table", "0" * 64, len(data), data)
    found = evaluate(shipped_catalogue().experiments[SLUG], plan, Inputs((read,))).as_dict()
    one = found["questions"][0]
    return {**one, "by": {check["name"]: check["passed"] for check in one["checks"]}}


def as_drawn() -> dict[str, int]:
    return {unit: 4 if start == 0 else 8 for unit, start in drawn_starts(DRAW).items()}


def test_the_draw_is_the_one_anybody_can_make_by_hand() -> None:
    by_hand = sorted(
        UNITS, key=lambda unit: hashlib.sha256(f"lotto 7 14 21:start:{unit}".encode()).hexdigest()
    )
    assert {unit for unit, start in drawn_starts(DRAW).items() if start == 0} == set(by_hand[:15])
    codes = [773, 787, 810, 820, 840, 851]
    own = PlannedDraw(seed="s", unit=tuple(str(code) for code in codes), begin=(2, 2, 2))
    order = {str(one.municipality): one.step - 1 for one in draw_start_order("s", codes, steps=3)}
    assert drawn_starts(own) == order


def test_a_draw_that_was_followed_stands_on_step_5_and_says_effect() -> None:
    one = told(table(as_drawn()))
    assert (one["step"], one["verdict"], one["by"]["draw_verified"]) == (5, "virker", True)
    assert one["words"][-1] == "effekt"
    assert told(table(as_drawn()), None)["step"] <= 3


@pytest.mark.parametrize(
    ("change", "at", "seen"),
    [
        ("swap", BEFORE, False),  # one began that was not drawn to
        ("stranger", BEFORE, False),  # somebody in the file was not drawn among
        ("none", None, False),  # nothing says that the seed was there before
        ("none", dt.datetime(2016, 1, 1, tzinfo=dt.UTC), False),  # locked on the day of the first start
        ("rounds", BEFORE, None),  # no days: it cannot be seen
    ],
)
def test_what_is_not_seen_to_be_drawn_is_no_draw(
    change: str, at: dt.datetime | None, seen: bool | None
) -> None:
    starts = as_drawn()
    first = next(unit for unit, start in starts.items() if start == 4)
    last = next(unit for unit, start in starts.items() if start == 8)
    if change == "swap":
        starts[first], starts[last] = 8, 4
    if change == "stranger":
        starts["u99"] = 8
    periods = [f"runde {n}" for n in range(1, 9)] if change == "rounds" else None
    one = told(table(starts, periods=periods), at=at)
    assert one["by"]["draw_verified"] is seen
    assert one["step"] <= 3
    assert ("as_planned" in {each["check"] for each in one["deductions"]}) == (seen is False)
    named = next(check["text"] for check in one["checks"] if check["name"] == "draw_verified")
    assert {"swap": first, "stranger": "u99"}.get(change, "") in named


def test_a_stepped_start_may_go_on_after_the_data_end() -> None:
    steps = PlannedDraw(seed="s", unit=UNITS, begin=(10, 10, 10))
    starts = {unit: {0: 4, 1: 6, 2: 8}[start] for unit, start in drawn_starts(steps).items()}
    assert told(table(starts), steps)["step"] == 5
    turned = {unit: {4: 6, 6: 4, 8: 8}[start] for unit, start in starts.items()}
    assert told(table(turned), steps)["by"]["draw_verified"] is False


def test_a_draw_that_cannot_be_is_refused_with_its_key() -> None:
    text = f"""slug = "{SLUG}"
[draw]
seed = "s"
unit = ["851", "851"]
begin = [1]
"""
    with pytest.raises(InputRefused, match="draw"):
        plan_from(text, "plan.toml")

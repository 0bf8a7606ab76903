"""What the experiment cannot have moved: where something is found there, every other answer loses a step."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from frirum.core.catalogue import shipped_catalogue
from frirum.core.evidence.inputs import EvaluationInput, Inputs
from frirum.core.evidence.plan import EvaluationPlan, PlannedQuestion, locked_plan
from frirum.core.evidence.run import evaluate
from frirum.core.files.table import Table

SLUG = "loentilskud-jobrotation"


def question(name: str, **changes: Any) -> PlannedQuestion:
    given = {
        "id": name, "text": f"{name}?", "outcome": name, "outcome_text": f"Andelen i {name}", "test": "superiority",
        "direction": "increase", "smallest_relevant": 0.03, "unit": "andel af borgerne",
    }  # fmt: skip
    return PlannedQuestion.model_validate({**given, **changes})


def told(moved: float, *, fell: tuple[str, ...] = (), **changes: Any) -> dict[str, Any]:
    """Thirty units, half of which begin in 2016: jobs rise by six points, and schooling by `moved`."""
    rows = [
        (f"u{unit}", str(2012 + year), int(unit < 15 and year >= 4), 500,
         0.4 + 0.001 * ((7 * unit + 3 * year) % 11)
         + (-0.06 if f"u{unit}" in fell else 0.06) * (unit < 15 and year >= 4),
         0.3 + 0.001 * ((5 * unit + 7 * year) % 11) + moved * (unit < 15 and year >= 4))
        for unit in range(30) for year in range(8)
    ]  # fmt: skip
    data = Table(
        pl.DataFrame(rows, schema=["unit", "time", "treated", "people", "job", "skole"], orient="row"), "x"
    )
    plan = EvaluationPlan(slug=SLUG, question=(question("job", **changes), question("skole", placebo=True)))
    plan = locked_plan(plan, at=dt.datetime(2015, 1, 1, tzinfo=dt.UTC), by="karen")
    read = EvaluationInput("x.csv", "analysis_table", "0" * 64, len(data), data)
    found = evaluate(shipped_catalogue().experiments[SLUG], plan, Inputs((read,))).as_dict()
    return {one["id"]: one for one in found["questions"]}


@pytest.mark.parametrize(("moved", "passed"), [(0.0, True), (0.06, False)])
def test_a_placebo_that_moved_takes_a_step_of_the_others(moved: float, passed: bool) -> None:
    found = told(moved)
    checks = {check["name"]: check for check in found["job"]["checks"]}
    assert checks["placebo_outcome"]["passed"] is passed
    assert ("Andelen i skole" in checks["placebo_outcome"]["text"]) is not passed
    off = {one["check"] for one in found["job"]["deductions"]}
    assert ("placebo_outcome" in off) is not passed
    # The placebo itself is no finding, is not counted with the others, and is judged by nobody's placebo.
    assert found["skole"]["verdict"] == "kan_ikke_afgoeres"
    assert not {"holm", "placebo_outcome"} & {check["name"] for check in found["skole"]["checks"]}
    assert "holm" not in checks


def test_every_registered_way_is_run_and_told() -> None:
    """One leaves a unit out and finds the same; one asks for what cells cannot give, and one leaves a single unit."""
    whole = told(0.0)["job"]
    assert {check["name"]: check["passed"] for check in whole["checks"]}["variants"] is None
    ways = [
        {"text": "uden u0", "without": ["u0"]},
        {"text": "med alder", "covariate": ["alder"]},
        {"text": "kun u0", "without": [f"u{n}" for n in range(1, 15)]},
    ]
    one = told(0.0, variant=ways)["job"]
    rows = [row for row in one["estimates"] if row["estimand"] == "variant"]
    check = next(check for check in one["checks"] if check["name"] == "variants")
    assert [row["group"] for row in rows] == ["uden u0"]
    assert rows[0]["point"] == pytest.approx(0.06, abs=0.005)
    assert one["headline"] == whole["headline"], "no variant is chosen"
    assert (check["passed"], check["value"]) == (True, 1)
    assert "med alder; kun u0" in check["text"]


def test_a_way_with_another_answer_is_named_and_takes_a_step() -> None:
    """Without the units that began, but for three whose course fell, jobs are seen to fall."""
    found = told(
        0.0,
        fell=("u12", "u13", "u14"),
        variant=[{"text": "kun tre", "without": [f"u{n}" for n in range(12)]}],
    )
    check = next(check for check in found["job"]["checks"] if check["name"] == "variants")
    assert (check["passed"], check["value"]) == (False, 0)
    assert "kun tre" in check["text"]
    assert "variants" in {one["check"] for one in found["job"]["deductions"]}


def test_a_covariate_that_cells_cannot_give_is_a_departure_from_the_plan() -> None:
    found = told(0.0, covariate=["alder"])["job"]
    assert "as_planned" in {one["check"] for one in found["deductions"]}

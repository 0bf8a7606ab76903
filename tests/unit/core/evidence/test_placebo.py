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


def told(moved: float) -> dict[str, Any]:
    """Thirty units, half of which begin in 2016: jobs rise by six points, and schooling by `moved`."""
    rows = [
        (f"u{unit}", str(2012 + year), int(unit < 15 and year >= 4), 500,
         0.4 + 0.001 * ((7 * unit + 3 * year) % 11) + 0.06 * (unit < 15 and year >= 4),
         0.3 + 0.001 * ((5 * unit + 7 * year) % 11) + moved * (unit < 15 and year >= 4))
        for unit in range(30) for year in range(8)
    ]  # fmt: skip
    data = Table(
        pl.DataFrame(rows, schema=["unit", "time", "treated", "people", "job", "skole"], orient="row"), "x"
    )
    plan = EvaluationPlan(slug=SLUG, question=(question("job"), question("skole", placebo=True)))
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

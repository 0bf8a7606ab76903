"""Pictures of units and of time until the outcome: what is planted is what they show, and no more than may be shown."""

from __future__ import annotations

import re

import numpy as np
import polars as pl
import pytest

from frirum.core.disclosure.curves import survival_curve
from frirum.core.effects.panel_reading import panel_from_totals
from frirum.core.errors import UsageError
from frirum.core.evidence.by_unit import UnitEffect, outside, shrunken, unit_effects
from frirum.core.evidence.figures import CURVES, FLOW, FUNNEL, EvaluationFigure
from frirum.core.evidence.time_to import group_curves

PERIODS, START = 10, 6


def panel(effects: dict[str, float], people: int = 400):  # type: ignore[no-untyped-def]
    """Units with these effects beside twenty without; every cell exactly at its expected share."""
    rows = []
    for unit, effect in [*effects.items(), *((f"Anden {n}", 0.0) for n in range(20))]:
        begins = unit in effects
        for period in range(PERIODS):
            share = 0.4 + 0.01 * period + (effect if begins and period >= START else 0.0)
            rows.append((unit, period, START if begins else None, people, share * people))
    frame = pl.DataFrame(rows, schema=["unit", "time", "start", "people", "total"], orient="row")
    return panel_from_totals(
        frame.with_columns(job=pl.col("total") / pl.col("people")),
        outcome="job", unit="unit", time="time", first_treated="start", count="people", total="total",
    )  # fmt: skip


def test_each_unit_has_its_own_figure_by_name_and_the_one_far_out_is_named() -> None:
    planted = {"851": 0.04, "860": 0.05, "820": 0.03, "813": 0.30}
    units = unit_effects(panel(planted))
    assert {one.name: round(one.point, 9) for one in units} == planted, (
        "beside units without a code nothing is renamed"
    )
    one = units[0]
    shares = [0.4 + 0.01 * n + (planted[one.name] if n >= START else 0.0) for n in range(PERIODS)]
    noise = [share * (1 - share) / 400 for share in shares]
    assert one.se == pytest.approx(
        np.sqrt(sum(noise[:START]) / START**2 + sum(noise[START:]) / (PERIODS - START) ** 2)
    )
    drawn = shrunken(units)
    assert drawn is not None
    assert outside(units, 0.04) == ["813"]
    assert unit_effects(panel({"851": 0.7})) == (), "an outcome above 1 is no share"
    assert shrunken(units[:2]) is None


def test_a_small_unit_keeps_less_of_its_own_figure() -> None:
    units = [UnitEffect(str(n), 400, 0.04 + 0.05 * (n % 3), 0.01) for n in range(8)]
    drawn = shrunken([*units, UnitEffect("lille", 10, 0.20, 0.10)])
    assert drawn is not None
    assert drawn.effects[-1] < 0.16
    assert drawn.kept[-1] < min(drawn.kept[:-1])


def test_a_curve_is_the_gates_curve_on_the_months() -> None:
    random = np.random.default_rng(3)
    ends = [4, 9, 13, 17, 22, 26]
    weeks = np.array(ends)[random.integers(0, 6, 400)]
    event, treated = random.random(400) < 0.6, np.arange(400) % 2 == 0
    curves = group_curves(weeks, event, treated, ends=ends)
    assert [one.group for one in curves] == ["treated", "comparison"]
    assert [point.weeks for point in curves[0].points] == ends
    assert all((point.events - 3) % 6 == 0 or point.events % 6 == 0 for one in curves for point in one.points)
    left = [point.survival for point in curves[0].points]
    assert left == sorted(left, reverse=True)
    assert group_curves(weeks, event, np.arange(400) < 5, ends=ends) == (), "five people have no curve"
    with pytest.raises(UsageError):
        survival_curve(weeks, event, ends=[2, 9])


@pytest.mark.parametrize(
    "figure",
    [
        EvaluationFigure(
            "funnel-1", FUNNEL, "q", "Forskellen ligger om 4.", "Åben prik er enhedens eget tal.",
            ("unit", "people", "point", "se", "shrunken", "mean"),
            (("Aalborg", 850.0, 0.05, 0.01, 0.045, 0.04), ("Læsø", 40.0, 0.30, 0.05, 0.06, 0.04)), "procentpoint", True,
        ),
        EvaluationFigure(
            "curves-1", CURVES, "q", "Efter 9 uger er 64 pct. endnu ikke nået dertil.", "Kaplan-Meier.",
            ("group", "weeks", "at_risk", "happened", "not_yet"),
            (("treated", 4, 201, 36, 0.82), ("treated", 9, 165, 36, 0.64), ("comparison", 4, 201, 12, 0.94)), "pct.",
        ),
    ],
    ids=["funnel", "curves"],
)  # fmt: skip
def test_a_picture_says_itself_and_passes_the_strict_policy(figure: EvaluationFigure) -> None:
    svg = figure.svg().decode("utf-8")
    assert svg.startswith('<svg role="img" aria-labelledby=')
    assert f">{figure.title}</title>" in svg
    assert figure.description in svg
    assert not re.search(r"style=|<style|<script|href=\"(?!#)", svg)
    assert svg == figure.svg().decode("utf-8"), "the same bytes each time"
    assert figure.png().startswith(b"\x89PNG")
    assert figure.table().splitlines()[0] == ",".join(figure.headings)


def test_thousands_in_a_picture_are_told_as_they_are() -> None:
    """A coordinate is shortened, a number that a reader is told never: 1.500 people were drawn as 1.5."""
    flow = EvaluationFigure(
        "flow",
        FLOW,
        None,
        "1.500 i alt.",
        "x",
        ("who", "n"),
        (("all", 39_984), ("treated", 1_500), ("comparison", 38_484)),
    )
    said = re.findall(r">([^<>]+)</text>", flow.svg().decode("utf-8"))
    assert {"I alt 39.984", "I forsøget 1.500", "Sammenlignet 38.484"} <= set(said)

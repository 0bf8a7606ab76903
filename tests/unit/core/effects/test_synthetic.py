"""Synthetic control and synthetic difference-in-differences: weights, placebos, refusals."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from frirum.core.effects.frank_wolfe import published_weights
from frirum.core.effects.rows import Result
from frirum.core.effects.simplex import simplex_weights
from frirum.core.effects.synthetic import estimate_synthetic
from frirum.core.errors import InputRefused


def panel(*, units: int = 25, periods: int = 20, start: int = 15, effect: float = 3.0) -> pl.DataFrame:
    """Two common factors and noise; unit 0 is treated."""
    generator = np.random.default_rng(11)
    factors = np.stack([np.linspace(0, 3, periods), np.sin(np.arange(periods))])
    y = generator.normal(10, 2, size=(units, 1)) + generator.uniform(0, 2, size=(units, 2)) @ factors
    y += generator.normal(scale=0.2, size=y.shape)
    y[0, start:] += effect
    place = np.indices(y.shape).reshape(2, -1)
    return pl.DataFrame({"unit": place[0], "time": 2000 + place[1], "y": y.ravel()})


def synthetic(frame: pl.DataFrame, unit: int | str = 0, start: int | str = 2015) -> Result:
    return estimate_synthetic(frame, outcome="y", unit="unit", time="time", treated_unit=unit, start=start)


def test_a_planted_effect_is_found_by_all_three() -> None:
    result = synthetic(panel())
    assert result.row(estimand="sc").point == pytest.approx(3.0, abs=0.6)
    assert result.headline.estimand == "sdid"
    assert result.headline.point == pytest.approx(3.0, abs=0.4)
    assert result.headline.p_value == pytest.approx(1 / 25)


def test_fewer_than_nineteen_comparison_units_can_never_reach_five_percent() -> None:
    result = synthetic(panel(units=19))
    assert (result.headline, result.refused.code) == (None, "p_floor")
    assert min(row.p_value for row in result.estimates) >= 1 / 19


@pytest.mark.parametrize("intercept", [False, True])
@pytest.mark.parametrize("ridge", [0.01, 2.0])
def test_exact_weights_meet_the_conditions_of_the_minimum(ridge: float, intercept: bool) -> None:
    generator = np.random.default_rng(1)
    columns, target = generator.normal(size=(12, 30)), generator.normal(size=12)
    weights = simplex_weights(columns, target, ridge=ridge, intercept=intercept)
    assert weights.sum() == pytest.approx(1)
    assert (weights >= 0).all()
    if intercept:
        columns, target = columns - columns.mean(axis=0), target - target.mean()
    slope = columns.T @ (columns @ weights - target) + ridge * weights
    assert slope[weights > 1e-9] == pytest.approx(np.full((weights > 1e-9).sum(), slope.min()), abs=1e-8)


def test_published_method_nears_the_exact_minimum_when_the_problem_is_not_flat() -> None:
    generator = np.random.default_rng(2)
    columns, target = generator.normal(size=(40, 8)), generator.normal(size=40)
    exact = simplex_weights(columns, target, ridge=20.0, intercept=True)
    found = published_weights(columns, target, ridge=20.0, intercept=True, noise=0.01)
    assert found == pytest.approx(exact, abs=1e-4)


def test_every_comparison_unit_is_a_placebo_once_without_the_treated_one() -> None:
    """The spread is that of estimates made one at a time on the comparison units alone."""
    frame = panel(units=8)
    others = frame.filter(pl.col("unit") != 0)
    alone = [synthetic(others, unit).row(estimand="sdid").point for unit in range(1, 8)]
    assert synthetic(frame).row(estimand="sdid").se == pytest.approx(np.std(alone), rel=1e-3)


def test_comparison_units_with_a_gap_are_left_out_with_a_warning() -> None:
    frame = panel()
    holed = frame.filter(~((pl.col("unit") == 7) & (pl.col("time") == 2004)))
    result = synthetic(holed)
    assert next(check.value for check in result.checks if check.name == "incomplete_units") == 1
    whole = synthetic(frame.filter(pl.col("unit") != 7))
    assert [row.as_dict() for row in result.estimates] == [row.as_dict() for row in whole.estimates]


def test_a_unit_outside_the_reach_of_the_others_is_told() -> None:
    frame = panel().with_columns(
        pl.when(pl.col("unit") == 0).then(pl.col("y") + 100).otherwise("y").alias("y")
    )
    check = next(check for check in synthetic(frame).checks if check.name == "fit_before_start")
    assert check.passed is False


@pytest.mark.parametrize(
    "unit, start, words",
    [
        (99, 2015, "findes ikke"),
        (0, 2001, "to perioder før"),
        (0, 2099, "efter datas sidste"),
        (0, "i maj", "ikke skrevet"),
    ],
)
def test_wrong_unit_or_start_is_refused(unit: int, start: int | str, words: str) -> None:
    with pytest.raises(InputRefused, match=words):
        synthetic(panel(), unit, start)


def test_a_gap_in_the_treated_unit_is_refused() -> None:
    with pytest.raises(InputRefused, match="mangler en periode"):
        synthetic(panel().filter(~((pl.col("unit") == 0) & (pl.col("time") == 2004))))


def test_one_comparison_unit_and_a_constant_outcome_are_refused_by_name() -> None:
    assert synthetic(panel(units=2)).refused.code == "no_comparison"
    assert synthetic(panel().with_columns(y=pl.lit(4.0))).refused.code == "no_variation"


def test_an_infinite_outcome_is_refused() -> None:
    frame = panel().with_columns(pl.when(pl.col("time") == 2003).then(float("inf")).otherwise("y").alias("y"))
    with pytest.raises(InputRefused, match="uendeligt"):
        synthetic(frame)

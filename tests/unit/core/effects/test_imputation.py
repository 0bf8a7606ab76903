"""Imputation: exact truths, the case that a package breaks on, and refusals."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from unit.core.effects.effects_panels import exact_panel

from frirum.core.effects.imputation import estimate_imputation
from frirum.core.effects.rows import Result

COLUMNS = {"outcome": "y", "unit": "unit", "time": "time", "first_treated": "first"}
STAGGERED = {0: 3, 1: 3, 2: 5, 3: 7, 4: 7, 5: 7}


def imputed(frame: pl.DataFrame, **options: str) -> Result:
    return estimate_imputation(frame, **COLUMNS, **options)


def failed(result: Result) -> set[str]:
    return {check.name for check in result.checks if check.passed is False}


def test_growing_effects_come_out_exactly() -> None:
    result = imputed(exact_panel(STAGGERED, effect=1.0, extra=0.5))
    for row in result.estimates:
        if row.period is not None:
            assert row.point == pytest.approx(1.0 + 0.5 * row.period)


def test_gaps_in_the_panel_change_nothing_in_an_exact_one() -> None:
    frame = exact_panel(STAGGERED).filter(pl.Series(np.random.default_rng(1).random(96) > 0.2))
    assert imputed(frame).row(inference="analytic", estimand="simple").point == pytest.approx(2.0)


def test_units_treated_from_the_start_are_named_and_left_out() -> None:
    """Where a package lost their fixed effects and stopped with a broadcasting error."""
    frame = exact_panel(STAGGERED | {6: 1, 7: 1})
    result = imputed(frame)
    assert "treated_from_first_period" in failed(result)
    assert result.row(inference="analytic", estimand="simple").point == pytest.approx(2.0)


def test_a_unit_never_seen_before_its_start_is_named_and_left_out() -> None:
    frame = exact_panel(STAGGERED).filter((pl.col("unit") != 3) | (pl.col("time") >= 7))
    result = imputed(frame)
    assert next(check.value for check in result.checks if check.name == "unpredicted_cells") == 2
    assert result.row(inference="analytic", estimand="simple").point == pytest.approx(2.0)


def test_periods_in_which_all_are_treated_are_named_and_left_out() -> None:
    frame = exact_panel({unit: 3 if unit < 6 else 6 for unit in range(12)})
    result = imputed(frame)
    assert "unpredicted_cells" in failed(result)
    assert result.refused.code == "not_predictable"


def test_nobody_treated_is_refused_by_name() -> None:
    assert imputed(exact_panel({})).refused.code == "nobody_treated"


def test_error_follows_the_formula_for_one_start() -> None:
    """With one start and equal weights the effect is a difference of mean changes, and so is its variance."""
    generator = np.random.default_rng(5)
    frame = exact_panel(dict.fromkeys(range(10), 5), units=30)
    frame = frame.with_columns(pl.col("y") + pl.Series(generator.normal(size=240)))
    y = frame["y"].to_numpy().reshape(30, 8)
    change = y[:, 4:].mean(axis=1) - y[:, :4].mean(axis=1)
    treated, others = change[:10], change[10:]
    row = imputed(frame).row(inference="analytic", estimand="simple")
    assert row.point == pytest.approx(treated.mean() - others.mean())
    expected = np.sqrt(treated.var() / 10 + others.var() / 20)
    assert row.se == pytest.approx(expected, rel=1e-9)

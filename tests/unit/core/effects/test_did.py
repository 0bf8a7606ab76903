"""Two-way fixed effects: what it is, what it refuses, and when it may be quoted."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from unit.core.effects.effects_panels import exact_panel

from frirum.core.effects.did import did_of_panel, estimate_did
from frirum.core.effects.panel_reading import panel_from_rows
from frirum.core.effects.rows import Result

COLUMNS = {"outcome": "y", "unit": "unit", "time": "time", "first_treated": "first"}


def did(frame: pl.DataFrame, **options: str) -> Result:
    return estimate_did(frame, **COLUMNS, **options)


def names(result: Result) -> set[str]:
    return {check.name for check in result.checks if check.passed is False}


def by_dummies(frame: pl.DataFrame, weights: np.ndarray) -> tuple[float, float]:
    """The regression written out with a column per unit and period: coefficient and clustered error."""
    y = frame["y"].to_numpy()
    unit, time, first = (frame[name].to_numpy() for name in ("unit", "time", "first"))
    dose = ((first > 0) & (time >= first)).astype(float)
    units, periods = np.unique(unit), np.unique(time)
    x = np.column_stack([dose, unit[:, None] == units, time[:, None] == periods[1:]]).astype(float)
    root = np.sqrt(weights)
    beta = np.linalg.lstsq(x * root[:, None], y * root, rcond=None)[0]
    bread = np.linalg.pinv((x * weights[:, None]).T @ x)
    scores = (weights * (y - x @ beta))[:, None] * x
    sums = np.stack([scores[unit == one].sum(axis=0) for one in units])
    g, n, k = len(units), len(y), len(periods) + 1
    variance = (bread @ sums.T @ sums @ bread)[0, 0] * g / (g - 1) * (n - 1) / (n - k)
    return float(beta[0]), float(np.sqrt(variance))


@pytest.mark.parametrize("gaps", [False, True])
def test_coefficient_and_error_are_those_of_the_regression_with_dummies(gaps: bool) -> None:
    generator = np.random.default_rng(7)
    frame = exact_panel({0: 4, 1: 4, 2: 6}, units=15).with_columns(
        pl.col("y") + pl.Series(generator.normal(size=120)), pl.Series("w", generator.uniform(1, 9, 120))
    )
    if gaps:
        frame = frame.filter(pl.Series(generator.random(120) > 0.2))
    row = did(frame, weights="w").row()
    assert (row.point, row.se) == pytest.approx(by_dummies(frame, frame["w"].to_numpy()), rel=1e-9)


def test_period_effects_count_in_the_small_sample_factor() -> None:
    """A package whose default leaves them out gives a smaller error (.4037 where R gives .4058)."""
    generator = np.random.default_rng(1)
    frame = exact_panel(dict.fromkeys(range(6), 5)).with_columns(
        pl.col("y") + pl.Series(generator.normal(size=96))
    )
    row = did(frame).row()
    without = row.se * np.sqrt((96 - 9) / (96 - 1))
    assert row.se == pytest.approx(by_dummies(frame, np.ones(96))[1], rel=1e-9)
    assert without < row.se


def test_a_month_column_is_a_period_and_never_a_before_and_after_mark() -> None:
    """A package that still accepts `time` for 0/1 returned -0.0011 where the regression gives another number."""
    frame = exact_panel({0: 3, 1: 6}, effect=2.0)
    assert did(frame).row().point == pytest.approx(2.0, abs=1e-12)


def test_common_start_with_equal_effects_gives_them_and_may_be_quoted_from_twenty_units() -> None:
    generator = np.random.default_rng(3)
    frame = exact_panel(dict.fromkeys(range(20), 5), units=40).with_columns(
        pl.col("y") + pl.Series(generator.normal(scale=0.01, size=320))
    )
    result = did(frame)
    assert result.headline is result.estimates[0]
    assert result.headline.point == pytest.approx(2.0, abs=0.01)


def test_different_starts_are_never_the_headline() -> None:
    generator = np.random.default_rng(3)
    starts = {unit: 4 + unit % 3 for unit in range(30)}
    frame = exact_panel(starts, units=60).with_columns(pl.col("y") + pl.Series(generator.normal(size=480)))
    result = did(frame)
    assert (result.headline, result.refused.code) == (None, "starts_differ")
    assert "starts_differ" in names(result)


def test_growing_effects_with_different_starts_show_why() -> None:
    """Every effect is 0 or positive and grows, yet two-way fixed effects comes out negative."""
    frame = exact_panel(dict.fromkeys(range(6), 2) | dict.fromkeys(range(6, 12), 6), effect=0.0, extra=1.0)
    assert did(frame).row().point < 0


@pytest.mark.parametrize("k", [1, 2, 4])
def test_void_cluster_robust_p_is_never_shown(k: int) -> None:
    generator = np.random.default_rng(3)
    frame = exact_panel(dict.fromkeys(range(k), 5), units=98).with_columns(
        pl.col("y") + pl.Series(generator.normal(size=98 * 8))
    )
    result = did(frame)
    row = result.row()
    assert (row.p_value, row.lower, row.upper) == (None, None, None)
    assert (result.headline, result.refused.code) == (None, "few_treated_units")
    assert "randomisering" in row.notes[0]


def test_order_of_rows_and_names_of_units_change_nothing() -> None:
    generator = np.random.default_rng(5)
    frame = exact_panel({0: 4, 1: 4, 2: 6}).with_columns(pl.col("y") + pl.Series(generator.normal(size=96)))
    renamed = frame.with_columns(pl.format("kommune {}", "unit").alias("unit"))
    shuffled = renamed.sample(fraction=1, shuffle=True, seed=1)
    assert did(frame).row().as_dict() == did(shuffled).row().as_dict()


def test_one_unit_of_measure_scales_the_row() -> None:
    generator = np.random.default_rng(5)
    frame = exact_panel({0: 4, 1: 4, 2: 6}).with_columns(pl.col("y") + pl.Series(generator.normal(size=96)))
    row, larger = did(frame).row(), did(frame.with_columns(pl.col("y") * 1000)).row()
    assert (larger.point, larger.se) == pytest.approx((1000 * row.point, 1000 * row.se))


def test_dose_without_variation_is_no_fit() -> None:
    panel = panel_from_rows(exact_panel({}), **COLUMNS)
    assert did_of_panel(panel).refused.code == "nobody_treated"

"""Group-time effects where sizes differ, and covariates that follow from each other."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest
from unit.core.effects.effects_panels import exact_panel, noisy_people

from frirum.core.effects.att_gt import estimate_att_gt
from frirum.core.effects.rows import Result
from frirum.core.errors import InputRefused

COLUMNS: dict[str, Any] = {"outcome": "y", "unit": "unit", "time": "time", "first_treated": "first"}


def panel(starts: dict[int, int], *, units: int = 40, effect: float = 0.0, seed: int = 3) -> pl.DataFrame:
    """Units 0, 1, 2 … from the smallest to the largest; noise of variance 0.1 + 4 / size."""
    rng = np.random.default_rng(seed)
    size = np.linspace(1, 40, units)
    frame = exact_panel(starts, units=units, effect=effect)
    noise = rng.normal(size=(units, 8)) * np.sqrt(0.1 + 4 / size)[:, None]
    return frame.with_columns(
        pl.col("y") + pl.Series(noise.ravel()),
        size=pl.Series(size[frame["unit"].to_numpy()]),
        region=pl.col("unit") // 4,
        coast=pl.col("unit") % 2,
    )


def rows(result: Result, inference: str) -> dict[str, Any]:
    return {
        row.estimand: row
        for row in result.estimates
        if row.inference == inference and row.group is None and row.period is None
    }


def test_the_overall_figures_come_once_more_scaled_and_are_what_may_be_quoted() -> None:
    result = estimate_att_gt(panel({0: 3, 9: 5, 20: 5}, effect=5.0), **COLUMNS, size="size")
    scaled, dealt = rows(result, "size-scaled"), rows(result, "randomisation")
    assert set(scaled) == {"simple", "group", "calendar"}
    for name, row in scaled.items():
        assert row.point == pytest.approx(dealt[name].point)
        assert row.lower < row.point < row.upper
        assert row.lower < 5.0 < row.upper
    assert result.headline is scaled["group"]


def test_small_units_that_start_are_held_against_what_small_units_do() -> None:
    """Over 60 panels without an effect the smallest unit "has" one in a third of them when it is dealt as any other."""
    rejected = {"randomisation": 0, "size-scaled": 0}
    for seed in range(60):
        result = estimate_att_gt(panel({0: 5}, seed=seed), **COLUMNS, size="size")
        for inference in rejected:
            rejected[inference] += rows(result, inference)["group"].p_value <= 0.05
    assert rejected["randomisation"] > 15
    assert rejected["size-scaled"] <= 6


@pytest.mark.parametrize("also", [{"strata": "coast"}, {"blocks": "region"}], ids=["strata", "blocks"])
def test_within_strata_and_among_blocks(also: dict[str, str]) -> None:
    starts = {0: 3, 1: 3, 2: 3, 3: 3, 8: 5, 9: 5, 10: 5, 11: 5}
    result = estimate_att_gt(panel(starts, effect=4.0), **COLUMNS, size="size", **also)
    row = rows(result, "size-scaled")["group"]
    assert row.point == pytest.approx(rows(result, "randomisation")["group"].point)
    assert row.lower < row.point < row.upper
    assert ("sammenlignet inden for strata" in row.notes) is ("strata" in also)
    assert result.headline is row


def test_neither_names_nor_the_order_of_the_file_matter() -> None:
    frame = panel({0: 3, 9: 5}, effect=1.0)
    renamed = frame.sample(fraction=1.0, shuffle=True, seed=2).with_columns(
        unit=pl.lit("kommune ") + ((pl.col("unit") * 17) % 40).cast(pl.String)
    )
    first, second = (estimate_att_gt(one, **COLUMNS, size="size").headline for one in (frame, renamed))
    assert first is not None
    assert second is not None
    assert (first.p_value, first.lower) == pytest.approx((second.p_value, second.lower))


def test_where_sizes_cannot_be_used_nothing_is_quoted_without_them() -> None:
    people = noisy_people(np.random.default_rng(3)).with_columns(size=pl.lit(10.0))
    columns = {
        "outcome": "y", "unit": "municipality", "time": "month", "first_treated": "first_treated", "size": "size",
    }  # fmt: skip
    result = estimate_att_gt(people, **columns)
    assert result.headline is None
    assert result.refused is not None
    assert result.refused.code == "size_not_used"
    assert "size_not_used" in {check.name for check in result.checks if check.passed is False}


def test_a_size_of_nothing_is_refused_with_its_line() -> None:
    frame = panel({0: 3}).with_columns(size=pl.when(pl.col("unit") == 1).then(0.0).otherwise(pl.col("size")))
    with pytest.raises(InputRefused) as refused:
        estimate_att_gt(frame, **COLUMNS, size="size")
    assert refused.value.line == 10


def test_covariates_that_follow_from_each_other_are_left_out_by_name() -> None:
    frame = panel({0: 3, 9: 5, 13: 5, 20: 3}, effect=1.0)
    rng = np.random.default_rng(1)
    age = rng.normal(40, 5, size=40)[frame["unit"].to_numpy()]
    frame = frame.with_columns(age=pl.Series(age), months=pl.Series(12 * age + 3))
    alone = estimate_att_gt(frame, **COLUMNS, covariates=["age"])
    both = estimate_att_gt(frame, **COLUMNS, covariates=["age", "months"])
    (check,) = [one for one in both.checks if one.name == "collinear_covariates"]
    assert "months" in check.text
    assert check.value == 1
    assert [row.point for row in both.estimates] == pytest.approx([row.point for row in alone.estimates])

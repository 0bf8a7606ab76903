"""Cells give the figures of the people behind them."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from unit.core.effects.effects_panels import as_cells, noisy_people

from frirum.core.effects.att_gt import estimate_att_gt
from frirum.core.effects.cells import estimate_cells
from frirum.core.effects.did import estimate_did
from frirum.core.effects.rows import EstimateRow
from frirum.core.errors import InputRefused

COLUMNS = {"outcome": "y", "unit": "municipality", "time": "month", "first_treated": "first_treated"}


def same(cells: tuple[EstimateRow, ...], people: tuple[EstimateRow, ...]) -> None:
    assert [(row.estimand, row.group, row.period) for row in cells] == [
        (row.estimand, row.group, row.period) for row in people
    ]
    for cell, person in zip(cells, people, strict=True):
        for name in ("point", "se", "lower", "upper", "p_value"):
            ours, theirs = getattr(cell, name), getattr(person, name)
            assert ours == theirs or abs(ours - theirs) < 1e-10, (cell.estimand, name)
        assert (cell.n_treated, cell.n_comparison) == (person.n_treated, person.n_comparison)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("comparison", ["never", "not-yet"])
def test_without_covariates_they_agree_to_ten_decimals(seed: int, comparison: str) -> None:
    people = noisy_people(np.random.default_rng(seed))
    found = estimate_cells(as_cells(people), comparison=comparison)
    same(found.estimates[:1], estimate_did(people, **COLUMNS).estimates)
    same(found.estimates[1:], estimate_att_gt(people, comparison=comparison, **COLUMNS).estimates)


@pytest.mark.parametrize("seed", range(2))
def test_with_a_category_they_agree_to_ten_decimals(seed: int) -> None:
    people = noisy_people(np.random.default_rng(seed), people=12)
    found = estimate_cells(as_cells(people, "category"), covariates=["category"])
    same(found.estimates[1:], estimate_att_gt(people, covariates=["category"], **COLUMNS).estimates)
    assert found.estimates[1].estimator == "callaway-santanna, doubly robust"


def test_split_cells_add_up_when_the_category_is_not_used() -> None:
    people = noisy_people(np.random.default_rng(1))
    same(estimate_cells(as_cells(people, "category")).estimates, estimate_cells(as_cells(people)).estimates)


def test_months_without_people_may_be_zero_or_absent() -> None:
    cells = as_cells(noisy_people(np.random.default_rng(1)))
    zero = (pl.col("municipality") == 20) & (pl.col("month") == "2018-03")
    emptied = cells.with_columns(
        *(pl.when(zero).then(0).otherwise(pl.col(name)).alias(name) for name in ("n", "sum", "sum_sq"))
    )
    same(estimate_cells(emptied).estimates, estimate_cells(cells.filter(~zero)).estimates)
    assert "missing_periods" in {check.name for check in estimate_cells(emptied).checks}


SPOILED = {
    "negative": (("n", -1), "helt tal"),
    "half a person": (("n", 2.5), "helt tal"),
    "infinite sum": (("sum", float("inf")), "endeligt"),
    "missing sum": (("sum", None), "endeligt"),
    "squares too small": (("sum_sq", 0.0), "Kvadratsummen"),
    "sum without people": (("n", 0), "uden personer"),
}


@pytest.mark.parametrize("name", SPOILED)
def test_cells_that_no_people_could_give_are_refused_with_their_line(name: str) -> None:
    (column, value), words = SPOILED[name]
    cells = as_cells(noisy_people(np.random.default_rng(1))).with_columns(pl.col("n").cast(pl.Float64))
    values = cells[column].to_list()
    values[17] = value
    with pytest.raises(InputRefused, match=words) as refused:
        estimate_cells(cells.with_columns(pl.Series(column, values)))
    assert refused.value.line == 19


def test_a_missing_column_is_named() -> None:
    with pytest.raises(InputRefused, match="sum_sq"):
        estimate_cells(as_cells(noisy_people(np.random.default_rng(1))).drop("sum_sq"))


def test_a_cell_handed_over_twice_is_refused() -> None:
    """It was added to itself: its people counted twice."""
    cells = as_cells(noisy_people(np.random.default_rng(1)))
    for doubled in (pl.concat([cells, cells[7:8]]), pl.concat([cells, cells])):
        with pytest.raises(InputRefused, match="to gange") as refused:
            estimate_cells(doubled)
        assert refused.value.line == cells.height + 2
        assert refused.value.remedy

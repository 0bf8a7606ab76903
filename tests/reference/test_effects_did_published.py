"""Two-way fixed effects and imputation against R (script and figures in r/) and diff-diff (in peers/)."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from frirum.core.effects.did import estimate_did
from frirum.core.effects.imputation import estimate_imputation

HERE = Path(__file__).parent
R = json.loads((HERE / "r" / "two_way.json").read_text())
PEERS = json.loads((HERE / "peers" / "staggered.json").read_text())
COLUMNS = {
    "mpdta": {"outcome": "lemp", "unit": "county"},
    "castle": {"outcome": "l_homicide", "unit": "state"},
    "castle_weighted": {"outcome": "l_homicide", "unit": "state", "weights": "population"},
}


def data(name: str) -> pl.DataFrame:
    return pl.read_csv(HERE / "data" / f"{name.removesuffix('_weighted')}.csv")


@pytest.mark.parametrize("name", COLUMNS)
def test_two_way_fixed_effects_are_those_of_r_to_nine_digits(name: str) -> None:
    row = estimate_did(data(name), time="year", first_treated="first_treated", **COLUMNS[name]).row(
        inference="crv1"
    )
    found = {"point": row.point, "se": row.se, "p_value": row.p_value}
    assert found == pytest.approx(R[name], rel=1e-9)


def test_two_way_fixed_effects_of_the_minimum_wage_are_those_printed() -> None:
    """Vignette "TWFE" of R package did: -0.0365 (0.0133)."""
    row = estimate_did(data("mpdta"), time="year", first_treated="first_treated", **COLUMNS["mpdta"]).row()
    assert (round(row.point, 4), round(row.se, 4)) == (-0.0365, 0.0133)


@pytest.mark.parametrize("name", ["mpdta", "castle"])
def test_imputation_agrees_with_diff_diff(name: str) -> None:
    row = estimate_imputation(data(name), time="year", first_treated="first_treated", **COLUMNS[name]).row(
        estimand="simple"
    )
    assert [row.point, row.se] == pytest.approx(PEERS[f"{name}_imputation"]["simple"], rel=1e-6)

"""California's Proposition 99 against the printed table 1 of Arkhangelsky et al. (2021), AER 111.

The five-digit figures are those that the authors' R package synthdid prints for the same table.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from frirum.core.effects.rows import Result
from frirum.core.effects.synthetic import estimate_synthetic

DATA = Path(__file__).parent / "data" / "california_prop99.csv"
PRINTED = {"did": -27.3, "sc": -19.6, "sdid": -15.6}
PACKAGE = {"did": -27.34911, "sc": -19.61966, "sdid": -15.60383}


@pytest.fixture(scope="module")
def result() -> Result:
    return estimate_synthetic(
        pl.read_csv(DATA),
        outcome="packs_per_capita",
        unit="state",
        time="year",
        treated_unit="California",
        start=1989,
    )


@pytest.mark.parametrize("estimand", PRINTED)
def test_effect_is_the_printed_one(result: Result, estimand: str) -> None:
    point = result.row(estimand=estimand).point
    assert round(point, 1) == PRINTED[estimand]
    assert round(point, 5) == PACKAGE[estimand]


def test_unit_weights_are_the_printed_ones(result: Result) -> None:
    """Online appendix, table 7 (sdid): Nevada .124, New Hampshire .105, Connecticut .078, Delaware .070."""
    note = result.row(estimand="sdid").notes[-1]
    assert "Nevada 12,4 pct., New Hampshire 10,5 pct., Connecticut 7,8 pct., Delaware 7,0 pct." in note


def test_placebo_error_is_within_the_draws_of_the_printed_one(result: Result) -> None:
    """Printed from 200 random draws: 17.7 (did), 9.9 (sc), 8.4 (sdid); ours takes each of the 38 states once."""
    printed = {"did": 17.7, "sc": 9.9, "sdid": 8.4}
    for estimand, se in printed.items():
        assert result.row(estimand=estimand).se == pytest.approx(se, rel=0.15)


def test_p_is_a_rank_among_thirty_nine_states(result: Result) -> None:
    assert result.row(estimand="sdid").p_value == pytest.approx(2 / 39)
    assert result.row(estimand="sc").p_value == pytest.approx(3 / 39)


def test_exact_minimum_stands_beside_the_published_stopping_rule(result: Result) -> None:
    check = next(check for check in result.checks if check.name == "sc_exact_minimum")
    assert check.value == pytest.approx(-19.5136, abs=1e-4)

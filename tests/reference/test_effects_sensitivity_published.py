"""Robust intervals under violated parallel trends against the README of the authors' R package HonestDiD.

Health insurance and the Medicaid expansion of 2014 (`data/ehec.md`): years before 2016, without the states that expanded
in 2015; 43 states, 22 treated; the effect in 2014 against 2013.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from frirum.core.effects.sensitivity import Violations, estimate_sensitivity

DATA = Path(__file__).parent / "data"
# Its own event study (fixest) is clustered with G/(G − 1) · (n − 1)/(n − k) as ours is; its grid is 1,000 points wide.
RELATIVE = {0.5: (0.0240, 0.0672), 1: (0.0170, 0.0720), 1.5: (0.0082, 0.0797), 2: (-0.0009, 0.0881)}
SMOOTH = {
    0: (0.0259, 0.0607),
    0.01: (0.0132, 0.0787),
    0.02: (0.0029, 0.0907),
    0.03: (-0.0071, 0.1007),
    0.04: (-0.0171, 0.1107),
    0.05: (-0.0271, 0.1207),
}


@pytest.fixture(scope="module")
def found():
    frame = pl.read_csv(DATA / "ehec.csv").filter(
        (pl.col("year") < 2016) & ((pl.col("yexp2") != 2015) | pl.col("yexp2").is_null())
    )
    return estimate_sensitivity(
        frame, outcome="dins", unit="stfips", time="year", first_treated="yexp2", base="2013", effect_at="2014",
        violations=Violations(tuple(RELATIVE), tuple(SMOOTH)),
    )  # fmt: skip


def test_the_event_study(found):
    points = {row.period: row.point for row in found.estimates if row.estimand == "event_study"}
    assert {year: round(point, 6) for year, point in points.items()} == {
        2008: -0.005285, 2009: -0.011297, 2010: -0.002676, 2011: -0.001419, 2012: 0.000340,
        2014: 0.046447, 2015: 0.069206,
    }  # fmt: skip


@pytest.mark.parametrize("mbar", RELATIVE)
def test_relative_magnitudes(found, mbar):
    """The naive set ± 1.96 standard errors, which a known package prints, is .0113-.0816 at M̄ = 2."""
    row = found.row(estimand="relative_magnitudes", period=mbar)
    assert [row.lower, row.upper] == pytest.approx(RELATIVE[mbar], abs=4e-4)


@pytest.mark.parametrize("m", SMOOTH)
def test_smoothness(found, m):
    row = found.row(estimand="smoothness", period=m)
    assert [row.lower, row.upper] == pytest.approx(SMOOTH[m], abs=1.5e-4)


def test_breakdown_lies_just_under_two(found):
    row = found.row(estimand="breakdown", group="relative_magnitudes")
    assert 1.85 < row.point < 2
    assert found.headline == found.row(estimand="relative_magnitudes", period=1)
    assert 0.02 < found.row(estimand="breakdown", group="smoothness").point < 0.03

"""Interrupted series against printed results and R."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from frirum.core.effects.series_reading import estimate_series_file

DATA = Path(__file__).parent / "data"
SICILY = {"outcome": "aces", "time": "time", "start": "37", "counts": True, "offset": "stdpop"}


@pytest.fixture(scope="module")
def california(tmp_path_factory):
    """Per capita cigarette sales of California alone, 1970-2000."""
    path = tmp_path_factory.mktemp("series") / "california.csv"
    lines = (DATA / "california_prop99.csv").read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([lines[0], *(line for line in lines if line.startswith("California,"))]) + "\n")
    return path


def test_proposition_99_alone(california):
    """Linden (2015), Stata Journal 15, single-group example, Newey-West with lag 1: all six printed figures."""
    found = estimate_series_file(california, outcome="packs_per_capita", time="year", start="1989", lag=1)
    printed = {
        "trend": (-1.779474, 0.383419),
        "level": (-20.0581, 4.724395),
        "slope_change": (-1.494652, 0.436820),
    }
    for estimand, (point, se) in printed.items():
        row = found.row(estimand=estimand, inference="newey-west")
        assert row.point == pytest.approx(point, abs=5e-6 if estimand != "level" else 5e-5)
        assert row.se == pytest.approx(se, abs=5e-7)
    # Twelve dates could have been the break; the first row says 0.0002, the rank cannot say below 1/13.
    assert found.row(estimand="level", inference="placebo-dates").p_value == pytest.approx(1 / 13)
    assert found.refused is not None
    assert found.refused.code == "short_series"


# R 4.2: lm on the difference to the mean of the 38 other states; sandwich::NeweyWest(prewhite = FALSE, adjust = TRUE).
@pytest.mark.parametrize(
    "lag, errors",
    [
        (0, (0.13452308, 2.0092972, 0.26135873)),
        (1, (0.15884094, 2.3089912, 0.30203365)),
        (3, (0.17528309, 2.2014632, 0.34003826)),
    ],
)
def test_difference_to_the_other_states_agrees_with_r(lag, errors):
    found = estimate_series_file(
        DATA / "california_prop99.csv", outcome="packs_per_capita", time="year", start="1989", lag=lag,
        unit="state", treated_unit="California",
    )  # fmt: skip
    points = (-1.2317035, -2.806417, -0.99114347)
    for estimand, point, se in zip(("trend", "level", "slope_change"), points, errors, strict=True):
        row = found.row(estimand=f"{estimand}_difference", inference="newey-west")
        assert [row.point, row.se] == pytest.approx([point, se], rel=1e-7)


def test_smoking_ban_in_sicily():
    """Lopez Bernal et al. (2017), published code, models 1 and 2: RR 0.8944, quasi-Poisson 0.8392-0.9532."""
    found = estimate_series_file(DATA / "sicily.csv", **SICILY, slope=False)
    row = found.row(estimand="level", inference="quasi-poisson")
    assert [round(math.exp(value), 4) for value in (row.point, row.lower, row.upper)] == [
        0.8944,
        0.8392,
        0.9532,
    ]
    assert found.row(estimand="trend").point == pytest.approx(0.004945, abs=5e-7)
    (dispersion,) = (check.value for check in found.checks if check.name == "dispersion")
    assert round(dispersion, 4) == 3.5592
    plain = row.se / math.sqrt(dispersion)
    assert [round(math.exp(row.point + sign * 1.96 * plain), 4) for sign in (-1, 1)] == [0.8647, 0.9251]


def test_smoking_ban_with_a_change_of_slope():
    """The same, model 4 as corrected: two harmonics, slope centred at 36, one month before the first with the ban.

    There the level's RR is 0.8765; here it is counted at the first month with the ban, one slope later.
    """
    found = estimate_series_file(DATA / "sicily.csv", **SICILY, harmonics=2, cycle=12)
    level = found.row(estimand="level", inference="quasi-poisson")
    slope = found.row(estimand="slope_change", inference="quasi-poisson")
    assert round(math.exp(level.point - slope.point), 4) == 0.8765
    assert [round(math.exp(v), 4) for v in (slope.point, slope.lower, slope.upper)] == [
        1.0015,
        0.9978,
        1.0051,
    ]
    # R 4.2, glm(family = quasipoisson) with the slope centred at 37.
    assert [round(math.exp(v), 4) for v in (level.point, level.lower, level.upper)] == [
        0.8778,
        0.8291,
        0.9292,
    ]

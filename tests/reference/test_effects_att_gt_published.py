"""Group-time effects against the printed figures of their authors, and against diff-diff.

Sources: Callaway & Sant'Anna, vignette "Introduction to DiD with multiple time periods" of R package did 2.0
(county teen employment; effects and pre-test without covariates); Rios-Avila, documentation of the Stata command
csdid (same data with lpop, method dripw: effects and analytic errors, seven digits).
"""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from frirum.core.effects.att_gt import estimate_att_gt
from frirum.core.effects.rows import Result

HERE = Path(__file__).parent

# (cohort, year): effect as printed by the vignette.
VIGNETTE_EFFECTS = {
    (2004, 2004): -0.0105,
    (2004, 2005): -0.0704,
    (2004, 2006): -0.1373,
    (2004, 2007): -0.1008,
    (2006, 2004): 0.0065,
    (2006, 2005): -0.0028,
    (2006, 2006): -0.0046,
    (2006, 2007): -0.0412,
    (2007, 2004): 0.0305,
    (2007, 2005): -0.0027,
    (2007, 2006): -0.0311,
    (2007, 2007): -0.0261,
}
VIGNETTE_EVENTS = {
    None: -0.0772,
    -3: 0.0305,
    -2: -0.0006,
    -1: -0.0245,
    0: -0.0199,
    1: -0.0510,
    2: -0.1373,
    3: -0.1008,
}
# (estimand, group, period): effect and standard error as printed by Stata's csdid, with lpop.
STATA_LPOP = {
    ("att_gt", 2004, 2004): (-0.0145297, 0.0221292),
    ("att_gt", 2004, 2005): (-0.0764219, 0.0286713),
    ("att_gt", 2004, 2006): (-0.1404483, 0.0353782),
    ("att_gt", 2004, 2007): (-0.1069039, 0.0328865),
    ("att_gt", 2006, 2004): (-0.0004721, 0.0222234),
    ("att_gt", 2006, 2005): (-0.0062025, 0.0184957),
    ("att_gt", 2006, 2006): (0.0009606, 0.0194002),
    ("att_gt", 2006, 2007): (-0.0412939, 0.0197211),
    ("att_gt", 2007, 2004): (0.0267278, 0.0140657),
    ("att_gt", 2007, 2005): (-0.0045766, 0.0157178),
    ("att_gt", 2007, 2006): (-0.0284475, 0.0181809),
    ("att_gt", 2007, 2007): (-0.0287814, 0.016239),
    ("simple", None, None): (-0.0417518, 0.0115028),
    ("calendar", None, 2004): (-0.0145297, 0.0221292),
    ("calendar", None, 2005): (-0.0764219, 0.0286713),
    ("calendar", None, 2006): (-0.0461757, 0.0212107),
    ("calendar", None, 2007): (-0.0395822, 0.0129299),
    ("group", 2004, None): (-0.0845759, 0.0245649),
    ("group", 2006, None): (-0.0201666, 0.0174696),
    ("group", 2007, None): (-0.0287814, 0.016239),
    ("dynamic", None, -3): (0.0267278, 0.0140657),
    ("dynamic", None, -2): (-0.0036165, 0.0129283),
    ("dynamic", None, -1): (-0.023244, 0.0144851),
    ("dynamic", None, 0): (-0.0210604, 0.0114942),
    ("dynamic", None, 1): (-0.0530032, 0.0163465),
    ("dynamic", None, 2): (-0.1404483, 0.0353782),
    ("dynamic", None, 3): (-0.1069039, 0.0328865),
}


def data(name: str) -> pl.DataFrame:
    return pl.read_csv(HERE / "data" / f"{name}.csv")


def mpdta(**options: object) -> Result:
    return estimate_att_gt(
        data("mpdta"), outcome="lemp", unit="county", time="year", first_treated="first_treated", **options
    )


def castle(**options: object) -> Result:
    return estimate_att_gt(
        data("castle"),
        outcome="l_homicide",
        unit="state",
        time="year",
        first_treated="first_treated",
        **options,
    )


@pytest.fixture(scope="module")
def peers() -> dict:
    return json.loads((HERE / "peers" / "staggered.json").read_text())


@pytest.mark.parametrize("cell", VIGNETTE_EFFECTS)
def test_effects_without_covariates_are_those_printed_in_the_vignette(cell: tuple[int, int]) -> None:
    row = mpdta().row(estimand="att_gt", group=cell[0], period=cell[1])
    assert round(row.point, 4) == VIGNETTE_EFFECTS[cell]


def test_dynamic_summary_is_the_one_printed_in_the_vignette() -> None:
    result = mpdta()
    printed = {row.period: round(row.point, 4) for row in result.estimates if row.estimand == "dynamic"}
    assert printed == VIGNETTE_EVENTS


def test_pretest_is_the_one_printed_in_the_vignette() -> None:
    check = next(check for check in mpdta().checks if check.name == "pretrend")
    assert round(check.value, 5) == 0.16812


def test_doubly_robust_effects_and_errors_are_those_printed_by_stata() -> None:
    """Errors too: the Python package csdid printed others until July 2024 (its issue 21)."""
    result = mpdta(covariates=["lpop"])
    for (estimand, group, period), (point, se) in STATA_LPOP.items():
        row = result.row(estimand=estimand, group=group, period=period)
        assert (round(row.point, 7), round(row.se, 7)) == (point, se), (estimand, group, period)


@pytest.mark.parametrize(
    "name, options, digits",
    [
        ("mpdta", {}, 1e-9),
        ("mpdta_not_yet", {"comparison": "not-yet"}, 1e-9),
    ],
)
def test_agrees_with_diff_diff(name: str, options: dict, digits: float, peers: dict) -> None:
    compare(mpdta(**options), peers[name], digits)


def test_castle_doctrine_agrees_with_diff_diff(peers: dict) -> None:
    compare(castle(), peers["castle"], 1e-9)


def compare(result: Result, peer: dict, digits: float) -> None:
    for key, expected in peer["cells"].items():
        cohort, period = (int(part) for part in key.split("-"))
        row = result.row(estimand="att_gt", group=cohort, period=period)
        assert [row.point, row.se] == pytest.approx(expected, rel=digits, abs=1e-12), key
    for key, expected in peer["events"].items():
        row = result.row(inference="analytic", estimand="dynamic", period=int(key))
        assert [row.point, row.se] == pytest.approx(expected, rel=digits, abs=1e-12), key
    row = result.row(inference="analytic", estimand="simple")
    assert [row.point, row.se] == pytest.approx(peer["simple"], rel=digits)


def test_headline_is_the_overall_group_effect() -> None:
    headline = mpdta().headline
    assert (headline.estimand, headline.group, round(headline.point, 4)) == ("group", None, -0.0310)

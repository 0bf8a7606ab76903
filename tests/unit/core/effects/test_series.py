"""An interrupted series: planted breaks, placebos, and what is refused."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from scipy import stats

from frirum.cli.main import run_command
from frirum.core.effects import series_fit
from frirum.core.effects.series import Model, Series, estimate_series


@pytest.fixture
def run(capsys, tmp_path):
    def call(text, *options):
        path = tmp_path / "series.csv"
        path.write_text(text, encoding="utf-8")
        code = run_command(["estimate", "series", str(path), "--outcome", "y", *options, "--json"])
        return code, json.loads(capsys.readouterr().out)

    return call


def months(values, units=("",)):
    lines = ["u;t;y"]
    for unit, row in zip(units, np.atleast_2d(values), strict=True):
        lines += [f"{unit};{2014 + m // 12}-{m % 12 + 1:02};{value}" for m, value in enumerate(row)]
    return "\n".join(lines) + "\n"


OPTIONS = ("--time", "t", "--from", "2016-07")


def test_a_planted_break_is_found_where_it_is(run):
    """Level 50, trend 0.5 a month, a jump of 4 in July 2016 and 0.25 a month more from then on, no noise, a season."""
    m = np.arange(48)
    y = 50 + 0.5 * m + (m >= 30) * (4 + 0.25 * (m - 30)) + 3 * np.cos(2 * np.pi * m / 12)
    code, found = run(months(y), *OPTIONS, "--season", "1", "--cycle", "12")
    rows = {row["estimand"]: row["point"] for row in found["estimates"] if row["inference"] == "newey-west"}
    assert code == 0
    assert rows == pytest.approx({"trend": 0.5, "level": 4, "slope_change": 0.25, "slope_after": 0.75})
    # Read from the text, July 2016 counts from the months' order and not from the rows'.
    head, *rest = months(y).splitlines()
    turned = "\n".join([head, *reversed(rest)]) + "\n"
    assert run(turned, *OPTIONS, "--season", "1", "--cycle", "12")[1]["estimates"] == found["estimates"]


def noisy(seed=3, n=48, break_at=30, jump=0.0, units=1):
    rng = np.random.default_rng(seed)
    y = 50 + 0.1 * np.arange(n) + rng.normal(size=(units, n))
    y[0] += jump * (np.arange(n) >= break_at)
    return y


def test_placebo_dates_rank_the_break_and_bound_it(run):
    _code, found = run(months(noisy(jump=9)), *OPTIONS)
    row = found["headline"]
    assert (row["estimand"], row["inference"]) == ("level", "placebo-dates")
    assert row["p_value"] == pytest.approx(1 / 24)  # 30 months before: 23 dates with 4 on either side
    assert row["lower"] < 9 < row["upper"]
    assert row["lower"] > 0
    assert run(months(noisy(jump=0)), *OPTIONS)[1]["headline"]["p_value"] > 0.05


def test_without_a_break_the_rank_rejects_in_at_most_one_of_twenty():
    """Errors with a correlation of 0.5 between months: the Newey-West test rejects far more often than it says."""
    rng = np.random.default_rng(11)
    n, start, runs = 48, 30, 250
    periods = np.arange(n, dtype=np.float64)
    ranked = newey_west = 0
    for _run in range(runs):
        e = rng.normal(size=n)
        for t in range(1, n):
            e[t] += 0.5 * e[t - 1]
        series = Series("y", periods, float(start), start, e, None, np.empty((0, n)), None, None, ())
        found = estimate_series(series, Model())
        ranked += found.row(estimand="level", inference="placebo-dates").p_value <= 0.05
        newey_west += found.row(estimand="level", inference="newey-west").p_value <= 0.05
    assert stats.binom.sf(ranked - 1, runs, 0.05) > 0.001
    assert newey_west / runs > 0.12
    assert all("placebo" in note for note in found.estimates[0].notes[1:])


def test_other_units_take_away_what_hits_all(run):
    """A shock to everybody in July 2016 is no effect; the same on top of it in one unit is."""
    names = [f"K{i}" for i in range(25)]
    everybody = noisy(units=25) + 9 * (np.arange(48) >= 30)
    unit = ("--unit", "u", "--treated-unit", "K0")
    _code, found = run(months(everybody, names), *OPTIONS, *unit)
    assert found["headline"]["p_value"] > 0.05
    assert found["headline"]["inference"] == "placebo-units"
    everybody[0] += 9 * (np.arange(48) >= 30)
    _code, found = run(months(everybody, names), *OPTIONS, *unit)
    assert found["headline"]["p_value"] == pytest.approx(1 / 25)
    assert found["headline"]["lower"] < 9 < found["headline"]["upper"]
    _code, found = run(months(everybody[:9], names[:9]), *OPTIONS, *unit)
    assert (found["headline"], found["refused"]["code"]) == (None, "p_floor")


def test_counts_with_other_units(run):
    """Rates fall by a fifth in one unit; the others, ten times its size, stay."""
    rng = np.random.default_rng(5)
    lines = ["u,t,y,n"]
    for unit in range(21):
        for m in range(40):
            people = 1000 if unit == 0 else 10_000
            events = rng.poisson(people * 0.05 * (0.6 if unit == 0 and m >= 28 else 1))
            lines.append(f"K{unit},{m},{events},{people}")
    options = ("--time", "t", "--from", "28", "--counts", "--offset", "n", "--step-only")
    _code, found = run("\n".join(lines) + "\n", *options, "--unit", "u", "--treated-unit", "K0")
    row = next(row for row in found["estimates"] if row["estimand"] == "level_difference")
    assert abs(row["point"] - math.log(0.6)) < 3 * row["se"]
    assert found["headline"]["p_value"] == pytest.approx(1 / 21)


def test_without_events_on_one_side_there_is_no_rate():
    x = series_fit.design(np.arange(20.0), 12, slope=False, season=None)
    counts = np.where(np.arange(20) < 12, 5.0, 0.0)
    assert series_fit.quasi_poisson(x, counts, np.zeros(20)) is None


@pytest.mark.parametrize(
    "values, options, code",
    [
        (np.ones(48), OPTIONS, "no_variation"),
        (noisy(n=33), OPTIONS, None),
        (noisy(n=32, break_at=31), ("--time", "t", "--from", "2014-03"), "short_series"),
        (noisy(n=31), OPTIONS, "short_series"),
        (noisy(n=20), ("--time", "t", "--from", "2014-12"), "short_series"),
    ],
)
def test_too_little_is_refused_as_a_value(run, values, options, code):
    exit_code, found = run(months(values), *options)
    assert exit_code == 0
    assert (found["refused"] or {}).get("code") == code
    assert (found["headline"] is None) == (code is not None)


@pytest.mark.parametrize(
    "options, code",
    [
        (("--time", "t", "--from", "2013-01"), 3),  # before the data
        (("--time", "t", "--from", "juli"), 3),
        ((*OPTIONS, "--season", "2"), 2),
        ((*OPTIONS, "--season", "7", "--cycle", "12"), 2),
        ((*OPTIONS, "--offset", "y"), 2),
        ((*OPTIONS, "--lag", "-1"), 2),
        ((*OPTIONS, "--lag", "1", "--counts"), 2),
        ((*OPTIONS, "--treated-unit", "K1"), 2),
        ((*OPTIONS, "--unit", "u", "--treated-unit", "K9"), 3),
        (OPTIONS, 3),  # two units, and none is named
        ((*OPTIONS, "--counts", "--unit", "u", "--treated-unit", "K1"), 3),  # 50.3 is no count
    ],
)
def test_wrong_use_and_bad_input_say_what_to_write(run, options, code):
    exit_code, found = run(months(noisy(units=2), ("K1", "K2")), *options)
    assert exit_code == code
    assert found["error"]["remedy"]

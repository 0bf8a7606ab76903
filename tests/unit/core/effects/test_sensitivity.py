"""Robust intervals for a violated trend: the closed form against the linear programme, the best weights against a
general optimiser, coverage under planted violations, and what is refused."""

from __future__ import annotations

import json

import numpy as np
import polars as pl
import pytest
from scipy import optimize, stats

from frirum.cli.main import run_command
from frirum.core.effects.event_study import EventStudy, event_study
from frirum.core.effects.panel_reading import panel_from_rows
from frirum.core.effects.relative_magnitudes import _all_moments, is_kept, relative_magnitudes
from frirum.core.effects.smoothness import folded_quantile, smoothness


def study(before, after, covariance):
    labels = tuple(range(-len(before) - 1, len(after)))
    return EventStudy(np.array(before), np.array(after), covariance, labels, -1, 40, 40)


def random_study(seed, k, after):
    rng = np.random.default_rng(seed)
    root = rng.normal(size=(k + after, 3 * (k + after)))
    covariance = 0.02 * (root @ root.T / root.shape[1] + 0.5)
    draw = rng.multivariate_normal(np.r_[np.zeros(k), 0.3 * np.ones(after)], covariance)
    return study(draw[:k], draw[k:], covariance)


def programme(found, place, mbar, largest, sign):
    """The moments of the paper written out, and max over their normed violations by linear programming."""
    k, after = len(found.before), len(found.after)
    path = np.zeros((k + after, k + after + 1))
    path[np.arange(k + after), np.arange(k + after)] = -1
    path[np.arange(k + after), np.arange(1, k + after + 1)] = 1
    path = np.delete(path, k, axis=1)  # the base is 0
    v = sign * path[largest]
    a = np.concatenate([path[k:] - mbar * v, -path[k:] - mbar * v])
    sd = np.sqrt(np.einsum("ij,jk,ik->i", a, found.covariance, a))
    free = np.delete(np.arange(after), place)

    def eta(theta, coefficients):
        y = a @ coefficients - a[:, k + place] * theta
        x = a[:, k + free]
        answer = optimize.linprog(
            np.r_[1.0, np.zeros(len(free))],
            A_ub=np.c_[-sd, -x],
            b_ub=-y,
            bounds=[(None, None)] * (1 + len(free)),
        )
        return answer.fun

    return eta


@pytest.mark.parametrize(
    "seed, k, after, place, mbar", [(1, 3, 2, 0, 1.0), (2, 2, 3, 2, 0.5), (3, 4, 3, 1, 2.0)]
)
def test_the_vertices_are_those_of_the_linear_programme(seed, k, after, place, mbar):
    found = random_study(seed, k, after)
    every = iter(_all_moments(found, place, mbar))
    for largest in range(k):
        for sign in (1.0, -1.0):
            moments = next(every)
            eta = programme(found, place, mbar, largest, sign)
            for theta in (-0.3, 0.0, 0.2, 0.9):
                values = moments.loadings @ [moments.y, moments.v]
                values[0] -= theta / moments.up
                values[1] += theta / moments.down
                assert values.max() == pytest.approx(eta(theta, found.coefficients), abs=1e-8)


def test_the_first_stage_takes_a_tenth_of_the_level():
    """A centred normal exceeds the critical value in 5 of 1,000 draws."""
    found = random_study(5, 3, 2)
    moments = _all_moments(found, 1, 1.0)[2]
    draws = np.random.default_rng(1).multivariate_normal(np.zeros(2), moments.spread, size=400_000)
    beyond = float(((draws @ moments.loadings.T).max(axis=1) > moments.critical).mean())
    assert beyond == pytest.approx(0.005, abs=0.0006)


@pytest.mark.parametrize("seed, m", [(1, 0.0), (2, 0.02), (3, 0.1), (4, 0.5), (5, 10.0)])
def test_no_other_weights_give_a_shorter_interval(seed, m):
    k, after, place = 5, 2, 1
    found = random_study(seed, k, after)
    lower, upper = smoothness(found, place, m)

    def half(bends):
        # Weights on the coefficients before the base: second differences of `bends`, and the slope taken out.
        a = np.zeros(k + after)
        a[k + place] = 1
        distance = np.arange(k, 0, -1)
        a[:k] = bends
        a[k - 1] += (place + 1) - a[:k] @ distance
        weight = [sum(a[k - t] * (t - i) for t in range(i + 1, k + 1)) for i in range(1, k)]
        bias = m * (np.abs(weight).sum() + (place + 1) * (place + 2) / 2)
        sd = np.sqrt(a @ found.covariance @ a)
        return sd * folded_quantile(bias / sd)

    best = min(
        optimize.minimize(half, start, method="Nelder-Mead", options={"maxiter": 4000, "fatol": 1e-10}).fun
        for start in (np.zeros(k), np.r_[np.zeros(k - 1), place + 1], np.full(k, 0.2))
    )
    assert (upper - lower) / 2 <= best * (1 + 1e-5)


def test_the_truth_is_kept_where_the_violation_is_no_larger_than_allowed():
    """Trends that part by 0.1 a period throughout: relative magnitudes with M̄ = 1 hold, parallel trends do not."""
    rng = np.random.default_rng(8)
    covariance = 0.003 * (np.eye(5) + 1)
    drift = 0.1 * np.array([-3, -2, -1, 1, 2])
    kept = plain = 0
    runs = 200
    for _run in range(runs):
        draw = rng.multivariate_normal(drift + np.array([0, 0, 0, 0.4, 0.4]), covariance)
        found = study(draw[:3], draw[3:], covariance)
        kept += is_kept(found, 1, 1.0, 0.4)
        plain += abs(draw[4] - 0.4) <= 1.96 * np.sqrt(covariance[4, 4])
    assert stats.binom.cdf(kept, runs, 0.95) > 0.001
    assert plain / runs < 0.5


def test_more_violation_is_a_wider_interval_and_units_do_not_matter():
    found = random_study(9, 4, 3)
    widths = [np.diff(relative_magnitudes(found, 0, mbar))[0] for mbar in (0.0, 0.5, 1.0, 2.0)]
    assert (np.diff(widths) > 0).all()
    percent = study(100 * found.before, 100 * found.after, 1e4 * found.covariance)
    assert relative_magnitudes(percent, 0, 1.0) == pytest.approx(
        [100 * bound for bound in relative_magnitudes(found, 0, 1.0)], rel=1e-4
    )
    turned = study(-found.before, -found.after, found.covariance)
    low, high = relative_magnitudes(found, 2, 1.0)
    assert relative_magnitudes(turned, 2, 1.0) == pytest.approx((-high, -low), abs=1e-3)


def frame(treated=25, never=25, periods=8, later=0, seed=4):
    rng = np.random.default_rng(seed)
    rows = [
        (
            u,
            t,
            (0 if u >= treated + later else 5 if u < treated else 6),
            rng.normal() + (u < treated and t >= 5),
        )
        for u in range(treated + later + never)
        for t in range(1, periods + 1)
    ]
    return pl.DataFrame(rows, schema=["u", "t", "g", "y"], orient="row")


NAMES = {"outcome": "y", "unit": "u", "time": "t", "first_treated": "g"}


def test_one_base_period_is_the_difference_of_four_means():
    data = frame(treated=10, later=15, never=20)
    panel = panel_from_rows(data, **NAMES)
    found = event_study(panel, -2)
    wide = data.pivot(on="t", index=["u", "g"], values="y")
    y, g = wide.select([str(t) for t in range(1, 9)]).to_numpy(), wide["g"].to_numpy()

    def effect(start, event, base):
        change = y[:, start + event - 1] - y[:, start + base - 1]
        return change[g == start].mean() - change[g == 0].mean()

    assert found.labels == (-5, -4, -3, -1, 0, 1, 2, 3)
    for label, point in zip(found.labels, found.coefficients, strict=True):
        seen = [(n, s) for n, s in ((10, 5), (15, 6)) if 1 <= s + label <= 8]
        wanted = sum(n * effect(s, label, -2) for n, s in seen) / sum(n for n, _s in seen)
        assert point == pytest.approx(wanted, abs=1e-10)


@pytest.fixture
def run(capsys, tmp_path):
    def call(data, *options):
        path = tmp_path / "panel.csv"
        data.write_csv(path)
        names = ["--outcome", "y", "--unit", "u", "--time", "t", "--first-treated", "g"]
        code = run_command(["estimate", "sensitivity", str(path), *names, *options, "--json"])
        return code, json.loads(capsys.readouterr().out)

    return call


def test_the_command_tries_four_magnitudes_unless_told(run):
    code, found = run(frame())
    rows = [
        (row["estimand"], row["period"]) for row in found["estimates"] if row["estimand"] != "event_study"
    ]
    assert (code, rows) == (0, [*(("relative_magnitudes", m) for m in (0.5, 1, 1.5, 2)), ("breakdown", None)])
    assert found["headline"]["period"] == 1
    _code, found = run(frame(), "--m", "0;0,01", "--base", "-2", "--effect-at", "6")
    assert {row["estimand"] for row in found["estimates"]} == {"event_study", "smoothness", "breakdown"}
    assert "5 mod 3" not in str(found["headline"]["notes"])
    assert "6 mod 3" in str(found["headline"]["notes"])


@pytest.mark.parametrize(
    "data, options, code",
    [
        (frame(treated=4), (), "few_treated_units"),
        (frame(treated=12), (), "few_treated_units"),
        (frame(never=0), (), "no_comparison"),
        (frame().with_columns(y=pl.lit(1.0)), (), "no_variation"),
        (frame().filter(pl.col("t") != 3), (), "uneven_periods"),
        (frame().filter(pl.col("t") > 3), (), "no_period_before"),
        (frame(treated=6, never=7), ("--m", "0.1"), "units_per_coefficient"),
    ],
)
def test_too_little_is_refused_as_a_value(run, data, options, code):
    exit_code, found = run(data, *options)
    assert (exit_code, found["headline"]) == (0, None)
    assert found["refused"]["code"] == code
    assert not any(row["estimand"] == "smoothness" for row in found["estimates"])


@pytest.mark.parametrize(
    "options, code",
    [
        (("--mbar", "x"), 2), (("--mbar", "-1"), 2), (("--base", "0"), 2), (("--base", "maj"), 2),
        (("--effect-at", "9"), 3), (("--base", "-9"), 3),
    ],
)  # fmt: skip
def test_wrong_use_says_what_to_write(run, options, code):
    exit_code, found = run(frame(later=5), *options)
    assert (exit_code, "--" in found["error"]["remedy"]) == (code, True)

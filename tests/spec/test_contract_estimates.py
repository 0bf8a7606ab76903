"""`frirum estimate …` against the definitions of the figures, written out here from the formulas."""

from __future__ import annotations

import itertools
import json

import numpy as np
import polars as pl
import pytest
from scipy import special, stats

from frirum.cli.main import run_command

NAMES = ["--outcome", "y", "--unit", "u", "--time", "t", "--first-treated", "g"]
MONTHS = [f"2016-{month:02}" for month in range(1, 9)]


@pytest.fixture
def run(capsys):
    def call(*arguments):
        code = run_command(["estimate", *map(str, arguments), "--json"])
        document = json.loads(capsys.readouterr().out)
        assert code == 0, document
        return document

    return call


@pytest.fixture(scope="module")
def staggered(tmp_path_factory):
    """50 units with text names × 8 months, of which 10 begin in April and 12 in June; weights differ."""
    rng = np.random.default_rng(7)
    rows = []
    for unit in range(50):
        start = MONTHS[3] if unit < 10 else MONTHS[5] if unit < 22 else ""
        level, weight = rng.normal(), int(rng.integers(1, 9))
        for place, month in enumerate(MONTHS):
            on = int(start != "" and month >= start)
            rows.append(
                (f"Læsø {unit}", month, start, level + 0.1 * place + on + 0.5 * rng.normal(), on, weight)
            )
    frame = pl.DataFrame(rows, schema=["u", "t", "g", "y", "d", "w"], orient="row")
    path = tmp_path_factory.mktemp("contract") / "staggered.csv"
    frame.write_csv(path)
    return path, frame


@pytest.mark.parametrize("comparison", ["never", "not-yet"])
def test_group_time_effects_are_differences_of_changes_from_a_varying_base(run, staggered, comparison):
    path, frame = staggered
    wide = frame.pivot(on="t", index=["u", "g"], values="y")
    y, start = wide.select(MONTHS).to_numpy(), wide["g"].to_numpy()
    rows = [row for row in run("att-gt", path, *NAMES, "--comparison", comparison)["estimates"]
            if row["estimand"] == "att_gt"]  # fmt: skip
    assert {(row["group"], row["period"]) for row in rows} == set(
        itertools.product((MONTHS[3], MONTHS[5]), MONTHS[1:])
    )
    for row in rows:
        now, begins = MONTHS.index(row["period"]), MONTHS.index(row["group"])
        base = now - 1 if now < begins else begins - 1
        treated = start == row["group"]
        later = (start > MONTHS[max(now, base)]) & ~treated if comparison == "not-yet" else False
        change, other = y[:, now] - y[:, base], (start == "") | later
        point = change[treated].mean() - change[other].mean()
        se = np.sqrt(change[treated].var() / treated.sum() + change[other].var() / other.sum())
        assert row["point"] == pytest.approx(point, abs=1e-8)
        assert row["se"] == pytest.approx(se, rel=1e-8)
        assert (row["units_treated"], row["inference"]) == (treated.sum(), "analytic")


def test_aggregates_have_an_overall_row_without_group_and_period(run, staggered):
    found = run("att-gt", staggered[0], *NAMES)["estimates"]
    overall = [row for row in found if row["group"] is None and row["period"] is None]
    assert [(row["estimand"], row["inference"]) for row in overall] == [
        (estimand, inference) for inference in ("analytic", "randomisation")
        for estimand in ("simple", "dynamic", "group", "calendar")
    ]  # fmt: skip
    places = {
        e: {(r["group"], r["period"]) for r in found if r["estimand"] == e}
        for e in ("dynamic", "group", "calendar")
    }
    assert places["dynamic"] == {(None, None), *((None, event) for event in range(-4, 5))}
    assert places["group"] == {(None, None), (MONTHS[3], None), (MONTHS[5], None)}
    assert places["calendar"] == {(None, None), *((None, month) for month in MONTHS[3:])}


@pytest.mark.parametrize("weights", [None, "w"])
def test_two_way_fixed_effects_count_time_and_treatment_and_never_head_a_staggered_start(
    run, staggered, weights
):
    path, frame = staggered
    document = run("did", path, *NAMES, *(["--weights", weights] if weights else []))
    (row,) = document["estimates"]
    point, se = _two_way(frame, frame["w"].to_numpy() if weights else np.ones(len(frame)))
    assert [row["point"], row["se"]] == pytest.approx([point, se], rel=1e-8)
    assert row["p_value"] == pytest.approx(2 * stats.t.sf(abs(point / se), 49), rel=1e-6)
    assert row["upper"] == pytest.approx(point + stats.t.ppf(0.975, 49) * se, rel=1e-8)
    assert (row["estimand"], row["inference"], row["group"], row["period"]) == ("did", "crv1", None, None)
    assert document["headline"] is None
    assert document["refused"]


def _two_way(frame: pl.DataFrame, weight: np.ndarray) -> tuple[float, float]:
    """Least squares with dummies; G/(G−1)·(n−1)/(n−k), k = periods + the treatment."""
    unit, time = (np.unique(frame[name].to_numpy(), return_inverse=True)[1] for name in ("u", "t"))
    dummies = np.column_stack([np.eye(unit.max() + 1)[unit], np.eye(time.max() + 1)[time][:, 1:]])
    root = np.sqrt(weight)
    rest = []
    for name in ("d", "y"):
        column = frame[name].to_numpy().astype(float)
        fitted = dummies @ np.linalg.lstsq(dummies * root[:, None], column * root, rcond=None)[0]
        rest.append(column - fitted)
    d, y = rest
    point = (weight * d * y).sum() / (weight * d * d).sum()
    score = np.bincount(unit, weights=weight * d * (y - point * d))
    units, n, k = unit.max() + 1, len(frame), time.max() + 2
    factor = units / (units - 1) * (n - 1) / (n - k)
    return point, float(np.sqrt(factor * (score**2).sum()) / (weight * d * d).sum())


def test_cells_give_what_the_people_behind_them_give(run, tmp_path):
    rng = np.random.default_rng(3)
    rows = [(code, month, "2016-05" if code < 106 else "", float(rng.normal()))
            for code in range(101, 125) for month in MONTHS for _person in range(int(rng.integers(2, 6)))]  # fmt: skip
    people = pl.DataFrame(rows, schema=["municipality", "month", "first_treated", "y"], orient="row")
    people.write_csv(tmp_path / "people.csv")
    people.group_by("municipality", "month", "first_treated").agg(
        n=pl.len(), sum=pl.col("y").sum(), sum_sq=(pl.col("y") ** 2).sum()
    ).write_csv(tmp_path / "cells.csv")
    names = [
        "--outcome",
        "y",
        "--unit",
        "municipality",
        "--time",
        "month",
        "--first-treated",
        "first_treated",
    ]
    one_by_one = [*run("att-gt", tmp_path / "people.csv", *names)["estimates"],
                  *run("did", tmp_path / "people.csv", *names)["estimates"]]  # fmt: skip
    cells = run("cells", tmp_path / "cells.csv")["estimates"]
    assert len(cells) == len(one_by_one)
    known = {(row["estimand"], row["group"], row["period"], row["inference"]): row for row in one_by_one}
    for row in cells:
        other = known[row["estimand"], row["group"], row["period"], row["inference"]]
        for key in ("point", "se", "p_value", "n_treated", "n_comparison", "units_treated", "inference"):
            assert row[key] == pytest.approx(other[key], abs=1e-9)


@pytest.fixture(scope="module")
def twelve(tmp_path_factory):
    """12 units with one number each; the first region's three were treated."""
    rng = np.random.default_rng(15)
    y = rng.normal(size=12) + np.repeat([1.5, 0, 0, 0], 3)
    path = tmp_path_factory.mktemp("contract") / "twelve.csv"
    columns = {"u": [f"K{i}" for i in range(12)], "y": y, "d": [1] * 3 + [0] * 9,
               "r": [f"R{i // 3}" for i in range(12)], "s": rng.integers(20, 90, 12)}  # fmt: skip
    pl.DataFrame(columns).write_csv(path)
    return path, y


def _difference(y, chosen):
    treated = np.isin(np.arange(len(y)), chosen)
    return y[treated].mean() - y[~treated].mean()


def test_few_by_every_assignment_block_and_sign(run, twelve):
    path, y = twelve
    options = ["--outcome", "y", "--unit", "u", "--treated", "d", "--size", "s", "--blocks", "r"]
    rows = {row["inference"]: row for row in run("few", path, *options[:-2])["estimates"]}
    whole = {row["inference"]: row for row in run("few", path, *options)["estimates"]}
    assert set(whole) == {"block-permutation", "block-size-scaled"}, "none moves municipalities one by one"
    seen = abs(_difference(y, [0, 1, 2])) - 1e-12
    every = [abs(_difference(y, list(chosen))) >= seen for chosen in itertools.combinations(range(12), 3)]
    blocks = [abs(_difference(y, list(range(3 * b, 3 * b + 3)))) >= seen for b in range(4)]
    assert rows["randomisation"]["p_value"] == pytest.approx(np.mean(every), rel=1e-9)
    assert "mindste mulige p-værdi: 1/220 = 0,0045" in rows["randomisation"]["notes"]
    assert whole["block-permutation"]["p_value"] == np.mean(blocks)
    assert rows["wild"]["p_value"] == _restricted_wild(y, np.array([1.0] * 3 + [0.0] * 9))
    assert [row["point"] for row in rows.values()] == pytest.approx([_difference(y, [0, 1, 2])] * len(rows))
    assert rows["size-scaled"]["p_value"] >= 1 / 12**3
    assert "mindste mulige p-værdi: 1/1728 = 0,0006" in rows["size-scaled"]["notes"]


def _restricted_wild(y, d):
    x = np.column_stack([np.ones_like(d), d])
    bread = np.linalg.inv(x.T @ x)

    def statistic(values):
        beta = bread @ x.T @ values
        middle = (x.T * (values - x @ beta) ** 2) @ x
        return abs(beta[1]) / np.sqrt((bread @ middle @ bread)[1, 1])

    null = y - y.mean()
    draws = [statistic(y.mean() + null * signs) for signs in itertools.product((1, -1), repeat=len(y))]
    return np.mean(np.array(draws) >= statistic(y) * (1 - 1e-9))


def test_one_treated_unit_gets_lee_and_wooldridge(run, tmp_path):
    rng = np.random.default_rng(2)
    y = rng.normal(size=(9, 6))
    rows = [
        (f"K{unit}", 2015 + t, y[unit, t], int(unit == 0 and t >= 3)) for unit in range(9) for t in range(6)
    ]
    pl.DataFrame(rows, schema=["u", "t", "y", "d"], orient="row").write_csv(tmp_path / "one.csv")
    options = ["--outcome", "y", "--unit", "u", "--time", "t", "--treated", "d"]
    found = {row["inference"]: row for row in run("few", tmp_path / "one.csv", *options)["estimates"]}
    change = y[:, 3:].mean(axis=1) - y[:, :3].mean(axis=1)
    point = change[0] - change[1:].mean()
    se = np.sqrt(((change[1:] - change[1:].mean()) ** 2).sum() / 7 * (1 + 1 / 8))
    row = found["lee-wooldridge"]
    assert [row["point"], row["se"]] == pytest.approx([point, se], rel=1e-8)
    assert row["p_value"] == pytest.approx(2 * stats.t.sf(abs(point / se), 7), rel=1e-8)


def test_synthetic_has_three_estimands_and_a_placebo_p_over_all_comparison_units(run, tmp_path):
    rng = np.random.default_rng(4)
    rows = [(f"K{u}", month, u + p * 0.1 + rng.normal() * 0.2 + 3 * (u == 4 and p >= 4))
            for u in range(10) for p, month in enumerate(MONTHS)]  # fmt: skip
    pl.DataFrame(rows, schema=["u", "t", "y"], orient="row").write_csv(tmp_path / "s.csv")
    options = ["--outcome", "y", "--unit", "u", "--time", "t", "--treated-unit", "K4", "--from", "2016-05"]
    found = run("synthetic", tmp_path / "s.csv", *options)["estimates"]
    assert [(row["estimand"], row["inference"], row["p_value"]) for row in found] == [
        ("did", "placebo", 0.1), ("sc", "placebo", 0.1), ("sdid", "placebo", 0.1)
    ]  # fmt: skip


@pytest.mark.parametrize("events, n, baseline", [(5, 20, 0.1), (0, 50, 0.3), (400, 1000, 0.1)])
def test_monitor_is_the_log_of_a_uniform_mixture_above_the_baseline(run, events, n, baseline):
    row = run("monitor", "--events", events, "--n", n, "--baseline", baseline)["estimates"][0]
    above = special.betaincc(events + 1, n - events + 1, baseline)
    mixture = special.betaln(events + 1, n - events + 1) + np.log(above) - np.log1p(-baseline)
    null = events * np.log(baseline) + (n - events) * np.log1p(-baseline)
    assert row["estimand"] == "log_e_value"
    assert row["point"] == pytest.approx(mixture - null, rel=1e-8)


@pytest.mark.parametrize("events, n, size", [(3, 10, 40), (0, 10, 40), (7, 15, 98)])
def test_share_by_three_intervals(run, events, n, size):
    found = run("share", "--events", events, "--n", n, "--population", size)["estimates"]
    exact = stats.binomtest(events, n)
    listed = range(size + 1)
    bounds = [
        tuple(exact.proportion_ci(method="exact")), tuple(exact.proportion_ci(method="wilson")),
        (min(k for k in listed if stats.hypergeom.sf(events - 1, size, k, n) > 0.025) / size,
         max(k for k in listed if stats.hypergeom.cdf(events, size, k, n) > 0.025) / size),
    ]  # fmt: skip
    assert [row["inference"] for row in found] == ["clopper-pearson", "wilson", "hypergeometric"]
    for row, (low, high) in zip(found, bounds, strict=True):
        assert [row["lower"], row["upper"]] == pytest.approx([low, high], abs=1e-9)


def test_nothing_to_estimate_is_refused_with_exit_0(run):
    document = run("share", "--events", 0, "--n", 0)
    assert (document["estimates"], document["headline"]) == ([], None)
    assert document["refused"]

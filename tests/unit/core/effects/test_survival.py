"""Durations: definitions written out on small data, what is refused, and what the command says."""

from __future__ import annotations

import itertools
import json

import numpy as np
import polars as pl
import pytest

from frirum.cli.main import run_command
from frirum.core.effects.cox import fit_cox
from frirum.core.effects.log_rank import log_rank
from frirum.core.effects.risk_sets import Spells
from frirum.core.effects.survival import Durations, estimate_survival
from frirum.core.effects.survival_reading import estimate_survival_file


@pytest.fixture
def run(tmp_path, capsys):
    def call(text, *options):
        path = tmp_path / "d.csv"
        path.write_text(text, encoding="utf-8")
        names = ["--time", "t", "--event", "e"]
        code = run_command(["estimate", "survival", str(path), *names, *map(str, options), "--json"])
        shown = capsys.readouterr()
        assert "Traceback" not in shown.err
        return code, json.loads(shown.out)

    return call


def spells(seed, n=40, late=True):
    rng = np.random.default_rng(seed)
    entry = rng.integers(0, 4, n).astype(float) if late else np.full(n, -np.inf)
    return Spells(entry, np.maximum(entry, 0) + rng.integers(1, 9, n), rng.integers(0, 2, n))


def at_risk(data, time):
    return (data.entry < time) & (time <= data.exit)


def test_who_enters_at_the_time_of_an_event_was_not_at_risk_of_it(run):
    _code, found = run("b;t;e\n0;2;1\n2;5;1\n0;5;0\n", "--entry", "b")
    rows = {row["period"]: row for row in found["estimates"] if row["estimand"] == "survival"}
    assert rows[2]["point"] == 0.5
    assert rows[5]["point"] == 0.25


@pytest.mark.parametrize("seed", range(4))
def test_log_rank_by_hand(seed):
    data, group = spells(seed), np.arange(40) % 2
    excess = spread = 0.0
    for time in np.unique(data.exit[data.event == 1]):
        risk, died = at_risk(data, time), (data.exit == time) & (data.event == 1)
        n, n1, d, d1 = risk.sum(), risk[group == 1].sum(), died.sum(), died[group == 1].sum()
        excess += d1 - d * n1 / n
        spread += d * n1 / n * (1 - n1 / n) * (n - d) / (n - 1) if n > 1 else 0
    test = log_rank(data, group, 2)
    assert test.statistic == pytest.approx(excess**2 / spread, rel=1e-10)
    assert test.df == 1


@pytest.mark.parametrize("late", [True, False])
def test_cox_is_at_the_top_of_efrons_likelihood(late):
    data = spells(9, late=late)
    x = np.random.default_rng(1).normal(size=(40, 2))

    def likelihood(beta):
        total = 0.0
        for time in np.unique(data.exit[data.event == 1]):
            died = (data.exit == time) & (data.event == 1)
            weight = np.exp(x @ beta)
            d = int(died.sum())
            total += (x[died] @ beta).sum()
            for place in range(d):
                total -= np.log(weight[at_risk(data, time)].sum() - place / d * weight[died].sum())
        return total

    fit = fit_cox(data, x)
    top = likelihood(fit.coefficients)
    step = 1e-4
    for place, sign in itertools.product(range(2), (-1, 1)):
        move = np.zeros(2)
        move[place] = sign * step
        assert likelihood(fit.coefficients + move) < top
    hessian = [[(likelihood(fit.coefficients + step * (np.eye(2)[a] + np.eye(2)[b]))
                 - likelihood(fit.coefficients + step * (np.eye(2)[a] - np.eye(2)[b]))
                 - likelihood(fit.coefficients - step * (np.eye(2)[a] - np.eye(2)[b]))
                 + likelihood(fit.coefficients - step * (np.eye(2)[a] + np.eye(2)[b]))) / (4 * step**2)
                for a in range(2)] for b in range(2)]  # fmt: skip
    assert fit.covariance == pytest.approx(-np.linalg.inv(np.array(hessian)), rel=1e-4)


def test_all_probabilities_add_up_to_one(run):
    text = "t;e\n" + "".join(f"{1 + i % 7};{i % 3}\n" for i in range(60))
    _code, competing = run(text, "--competing")
    _code, any_event = run(text.replace(";2\n", ";1\n"))
    last = {row["period"]: row["point"] for row in any_event["estimates"] if row["estimand"] == "survival"}
    for time, survival in last.items():
        shares = [row["point"] for row in competing["estimates"] if row["period"] == time]
        assert len(shares) == 2
        assert survival + sum(shares) == pytest.approx(1, abs=1e-9)
    assert competing["headline"]["group"] == 1


def test_the_mean_of_all_ended_spells_is_their_mean(run):
    times = [3, 1, 4, 1, 5, 9, 2, 6]
    _code, found = run("t;e\n" + "".join(f"{time};1\n" for time in times))
    row = found["headline"]
    assert (row["estimand"], row["period"]) == ("rmst", 9)
    assert row["point"] == pytest.approx(np.mean(times))
    assert row["se"] == pytest.approx(np.std(times) / np.sqrt(len(times)))  # Greenwood without censoring


def test_two_groups_are_headed_by_the_difference_of_means_second_less_first(run):
    _code, found = run(
        "t,e,g\n1,1,A\n2,1,A\n3,1,A\n3,1,Å\n4,1,Å\n5,1,Å\n", "--group", "g", "--horizon", "3,0"
    )
    row = found["headline"]
    assert (row["estimand"], row["point"], row["period"]) == ("rmst_difference", 1.0, 3)
    assert row["notes"][0] == "Å minus A"
    assert [r["point"] for r in found["estimates"] if r["estimand"] == "rmst"] == [2.0, 3.0]


def test_a_horizon_beyond_the_data_is_not_guessed_at(run):
    code, found = run("t,e\n1,1\n2,1\n3,0\n", "--horizon", 10)
    assert code == 0
    assert found["headline"] is None
    assert found["refused"]
    assert [check["name"] for check in found["checks"]] == ["horizon_beyond_data"]
    assert "rmst" not in {row["estimand"] for row in found["estimates"]}
    _code, ended = run("t,e\n1,1\n2,1\n3,1\n", "--horizon", 10)  # the curve is 0 from 3 on, and known
    assert ended["headline"]["point"] == 2.0


def test_a_median_that_is_not_reached_is_null(run):
    _code, found = run("t,e\n1,1\n2,0\n3,0\n")
    row = found["estimates"][0]
    assert (row["estimand"], row["point"], row["lower"], row["upper"]) == ("median", None, 1, None)
    assert row["notes"]


def test_no_events_is_refused_and_a_curve_emptied_by_the_first_to_enter_is_not_quoted(run):
    code, found = run("t,e\n1,0\n2,0\n")
    assert (code, found["headline"], found["estimates"]) == (0, None, [])
    assert found["refused"]
    code, found = run("b,t,e\n0,1,1\n2,5,1\n2,6,0\n", "--entry", "b")
    assert found["headline"] is None
    assert [check["name"] for check in found["checks"]] == ["few_at_risk_early"]


@pytest.mark.parametrize("column", ["t", "e"])
def test_covariates_that_tell_nothing_or_all(run, column):
    rows = "".join(f"{1 + i},{i % 2},1,{i % 2}\n" for i in range(12))
    _code, found = run("t,e,one,all\n" + rows, "--covariates", "one,all")
    assert {check["name"] for check in found["checks"]} == {"constant_covariate", "covariates_not_identified"}


@pytest.mark.parametrize(
    "text, options, line",
    [("b,t,e\n0,1,1\n2,2,1\n", ["--entry", "b"], 3), ("t,e\n1,1\n-1,1\n", [], 3), ("t,e\n1,2\n", [], 2),
     ("t,e\n1,1.5\n", ["--competing"], 2), ("t,e\n1,\n", [], 2), ("t,e\n,1\n", [], 2), ("t,e,x\n1,1,\n", ["--covariates", "x"], 2)],
)  # fmt: skip
def test_bad_cells_are_named_by_their_line(run, text, options, line):
    code, document = run(text, *options)
    assert (code, document["error"]["line"]) == (3, line)


@pytest.mark.parametrize(
    "options", [["--horizon", 0], ["--horizon", "nan"], ["--at", "x=1"], ["--covariates", "t", "--at", "t"]]
)
def test_wrong_usage(run, options):
    assert run("t,e\n1,1\n", *options)[0] == 2


def test_rows_may_stand_in_any_order(run):
    rng = np.random.default_rng(5)
    lines = [f"{rng.integers(1, 9)},{rng.integers(0, 2)},{rng.normal():.3f},{'AB'[i % 2]}" for i in range(80)]
    options = ["--covariates", "x", "--group", "g"]
    first = run("t,e,x,g\n" + "\n".join(lines), *options)
    assert run("t,e,x,g\n" + "\n".join(rng.permutation(lines)), *options) == first


def _two_groups(seed, n=7):
    rng = np.random.default_rng(seed)
    length = np.ceil(rng.exponential(10, 2 * n))
    until = np.ceil(rng.uniform(5, 30, 2 * n))
    spells = Spells(np.full(2 * n, -np.inf), np.minimum(length, until), (length <= until).astype(np.int64))
    group = np.repeat([0, 1], n)
    return Durations(spells, group, ("a", "b"), np.zeros((2 * n, 0)), (), 12.0, "e")


def test_seven_spells_a_group_have_bounds_that_hold_and_a_permuted_test():
    """200 sets without a difference; with normal bounds 89 % held it, and the χ² test is not for so few."""
    found = []
    for seed in range(200):
        rows = estimate_survival(_two_groups(seed)).estimates
        found += [row for row in rows if row.estimand == "rmst_difference" and row.lower is not None]
    held = sum(row.lower <= 0 <= row.upper for row in found)
    assert held >= 0.9 * len(found)
    rows = {
        row.inference: row
        for row in estimate_survival(_two_groups(3)).estimates
        if row.estimand == "log_rank"
    }
    assert set(rows) == {"log-rank", "permutation"}
    assert 0 < rows["permutation"].p_value <= 1


def test_one_spell_has_no_uncertainty_to_show():
    """It printed 5 with an interval from 5 to 5."""
    spells = Spells(np.array([-np.inf]), np.array([5.0]), np.array([1]))
    result = estimate_survival(Durations(spells, np.array([0]), (None,), np.zeros((1, 0)), (), None, "e"))
    assert (result.headline, result.refused.code) == (None, "no_uncertainty")
    row = result.row(estimand="rmst")
    assert (row.point, row.se, row.lower, row.upper) == (5.0, None, None, None)


def test_times_that_differ_in_their_last_digits_are_one_time(tmp_path):
    times = [0.1 + 0.2, 0.3, 0.3, 1.0, 2.0]
    pl.DataFrame({"t": [repr(t) for t in times], "e": [1] * 5}).write_csv(tmp_path / "s.csv")
    found = estimate_survival_file(tmp_path / "s.csv", time="t", event="e")
    assert [row.period for row in found.estimates if row.estimand == "survival"] == [0.3, 1, 2]

"""Adjusted comparison: planted truth, second implementations, and when nothing may be quoted."""

from __future__ import annotations

import json

import numpy as np
import polars as pl
import pytest
from scipy import optimize, stats

from frirum.cli.main import run_command
from frirum.core.effects.adjust import estimate_adjusted_difference
from frirum.core.effects.matching import matched_effect


def people(seed, n=600, effect=2.0, pull=0.8):
    """Those with high x are treated more often and do better anyway; the effect is larger where x is high."""
    rng = np.random.default_rng(seed)
    x = np.column_stack([rng.normal(size=n), rng.integers(0, 2, n)])
    treated = rng.random(n) < 1 / (1 + np.exp(0.7 - pull * x[:, 0] - 0.5 * x[:, 1]))
    each = effect + 0.5 * x[:, 0]
    y = 1 + 1.5 * x[:, 0] - x[:, 1] + treated * each + rng.normal(size=n)
    return y, treated, x, float(each[treated].mean())


def estimate(y, treated, x):
    names = [f"x{place}" for place in range(x.shape[1])]
    return estimate_adjusted_difference(y, treated, x, names, outcome="y")


def _stacked(theta, y, d, x, *, outcome_model):
    """(n, m) moments whose zero is the estimate: propensity, outcome model, mean of treated, weighted mean."""
    p = x.shape[1]
    odds = np.exp(x @ theta[:p])
    moments = [(d - odds / (1 + odds))[:, None] * x]
    fitted = np.zeros(len(y))
    if outcome_model:
        slope = theta[p : 2 * p]
        fitted = x @ slope
        moments.append(((1 - d) * (y - fitted))[:, None] * x)
    first, second = theta[-2:]
    moments.append((d * (y - fitted - first))[:, None])
    moments.append(((1 - d) * odds * (y - fitted - second))[:, None])
    return np.hstack(moments)


def _by_stacked_moments(y, treated, x, *, outcome_model):
    """Effect and sandwich error with a numerical Jacobian: nothing shared with the program's own influences."""
    d, design = treated.astype(float), np.column_stack([np.ones(len(y)), x])
    size = design.shape[1] * (2 if outcome_model else 1) + 2

    def mean(theta):
        return _stacked(theta, y, d, design, outcome_model=outcome_model).mean(axis=0)

    theta = optimize.root(mean, np.zeros(size), tol=1e-12).x
    step = 1e-6
    jacobian = np.column_stack(
        [(mean(theta + step * e) - mean(theta - step * e)) / (2 * step) for e in np.eye(size)]
    )
    moments = _stacked(theta, y, d, design, outcome_model=outcome_model)
    inverse = np.linalg.inv(jacobian)
    variance = inverse @ (moments.T @ moments / len(y)) @ inverse.T / len(y)
    contrast = np.zeros(size)
    contrast[-2:] = 1, -1
    return theta[-2] - theta[-1], np.sqrt(contrast @ variance @ contrast)


@pytest.mark.parametrize("inference, outcome_model", [("ipw", False), ("aipw", True)])
def test_weighting_is_what_stacked_moments_give(inference, outcome_model):
    y, treated, x, _truth = people(3)
    row = estimate(y, treated, x).row(inference=inference)
    point, se = _by_stacked_moments(y, treated, x, outcome_model=outcome_model)
    assert [row.point, row.se] == pytest.approx([point, se], rel=1e-5)
    assert row.p_value == pytest.approx(2 * stats.norm.sf(abs(point / se)), rel=1e-3, abs=1e-12)
    assert [row.lower, row.upper] == pytest.approx([point - 1.959964 * se, point + 1.959964 * se], rel=1e-5)


def _matched_plainly(y, treated, x):
    """Nearest neighbours person by person, straight from the formulas of Abadie and Imbens."""
    inverse = np.linalg.inv(np.cov(x, rowvar=False).reshape(x.shape[1], x.shape[1]))

    def nearest(one, among):
        gaps = [(x[one] - x[other]) @ inverse @ (x[one] - x[other]) for other in among]
        return [other for other, gap in zip(among, gaps, strict=True) if gap <= min(gaps) + 1e-9]

    own, others = np.flatnonzero(treated), np.flatnonzero(~treated)
    used, squared = np.zeros(len(y)), np.zeros(len(y))
    matches = {one: nearest(one, others) for one in own}
    for near in matches.values():
        used[near] += 1 / len(near)
        squared[near] += 1 / len(near) ** 2
    design = np.column_stack([np.ones(len(y)), x])
    root = np.sqrt(used[others])
    slope = np.linalg.lstsq(design[others] * root[:, None], y[others] * root, rcond=None)[0][1:]
    each = [y[one] - np.mean([y[o] + (x[one] - x[o]) @ slope for o in near]) for one, near in matches.items()]
    total = sum((value - np.mean(each)) ** 2 for value in each)
    for other in others:
        if used[other]:
            near = nearest(other, [o for o in others if o != other])
            sigma = len(near) / (len(near) + 1) * (y[other] - np.mean(y[near])) ** 2
            total += (used[other] ** 2 - squared[other]) * sigma
    return np.mean(each), np.sqrt(total) / len(own)


def test_matching_is_what_the_formulas_give_person_by_person():
    y, treated, x, _truth = people(5, n=120)
    assert matched_effect(y, treated, x) == pytest.approx(_matched_plainly(y, treated, x), rel=1e-8)


def test_those_with_the_same_covariates_share_a_match():
    y = np.array([5.0, 7.0, 1.0, 3.0, 2.0, 6.0])
    treated = np.array([True, True, False, False, False, False])
    x = np.array([[0.0], [1.0], [0.0], [0.0], [1.0], [1.0]])
    effect, _se = matched_effect(y, treated, x)
    assert effect == pytest.approx(((5 - 2) + (7 - 4)) / 2)


def test_planted_truth_is_found_and_the_errors_are_right():
    """80 replications: bias within four Monte Carlo errors, 95 % intervals hold the truth in 86-100 %."""
    found = {"ipw": [], "matching": [], "aipw": []}
    for seed in range(80):
        y, treated, x, truth = people(1000 + seed, n=300)
        for row in estimate(y, treated, x).estimates:
            found[row.inference].append((row.point - truth, row.lower <= truth <= row.upper))
    for rows in found.values():
        misses, held = np.array(rows).T
        assert abs(misses.mean()) < 4 * misses.std() / np.sqrt(80)
        assert held.mean() >= 0.86


def test_the_headline_is_doubly_robust_with_its_checks():
    y, treated, x, truth = people(1)
    result = estimate(y, treated, x)
    assert [row.inference for row in result.estimates] == ["ipw", "matching", "aipw"]
    assert {row.estimand for row in result.estimates} == {"att"}
    assert result.headline.inference == "aipw"
    assert result.headline.lower < truth < result.headline.upper
    assert [(check.name, check.passed) for check in result.checks] == [
        ("balance", True),
        ("overlap", True),
        ("earlier_outcome", True),
    ]


def test_groups_without_overlap_are_refused():
    rng = np.random.default_rng(2)
    treated = np.arange(200) < 60
    x = np.column_stack([rng.normal(size=200) + 3.2 * treated, rng.normal(size=200)])
    result = estimate(rng.normal(size=200) + x[:, 0], treated, x)
    assert result.headline is None
    assert result.refused.code == "not_comparable"


@pytest.mark.parametrize("gap", [50.0, 1.0])
def test_groups_told_apart_completely_are_refused_without_a_number(gap):
    treated = np.arange(100) < 40
    x = np.column_stack([treated * gap + np.linspace(0, 0.5, 100)])
    result = estimate(np.linspace(0, 1, 100), treated, x)
    assert (result.estimates, result.refused.code) == ((), "not_comparable")


@pytest.mark.parametrize(
    "treated, x, code",
    [(np.zeros(20, bool), np.arange(20.0), "no_treated"), (np.ones(20, bool), np.arange(20.0), "no_comparison"),
     (np.arange(20) < 2, np.arange(20.0), "too_few")],
)  # fmt: skip
def test_what_cannot_be_compared(treated, x, code):
    assert estimate(np.arange(20.0), treated, x[:, None]).refused.code == code


@pytest.fixture
def run(tmp_path, capsys):
    def call(frame, *options):
        frame.write_csv(tmp_path / "d.csv")
        names = ["--outcome", "y", "--treated", "d", "--covariates", *options]
        code = run_command(["estimate", "adjust", str(tmp_path / "d.csv"), *names, "--json"])
        return code, json.loads(capsys.readouterr().out)

    return call


def frame(seed=1):
    y, treated, x, _truth = people(seed, n=200)
    words = np.where(x[:, 1] == 1, "ø-kommune", "by")
    return pl.DataFrame({"y": y, "d": treated.astype(int), "x": x[:, 0], "sted": words})


def test_the_command_takes_words_and_any_order_of_rows(run):
    code, found = run(frame(), "x,sted")
    assert code == 0
    assert found["headline"]["n_treated"] + found["headline"]["n_comparison"] == 200
    assert run(frame().sample(fraction=1, shuffle=True, seed=3), "x,sted") == (0, found)
    gaps = frame().with_columns(pl.when(pl.col("x") > 2).then(None).otherwise(pl.col("y")).alias("y"))
    assert run(gaps, "x,sted")[1]["checks"][0]["name"] == "missing_outcome"


def test_a_covariate_that_repeats_others_is_left_out_by_name(run):
    doubled = frame().with_columns(z=2 * pl.col("x") + 7)
    _code, found = run(doubled, "x,sted,z")
    check = next(check for check in found["checks"] if check["name"] == "collinear_covariates")
    assert (check["passed"], check["text"].endswith(": z.")) == (False, True)
    assert found["estimates"] == run(frame(), "x,sted")[1]["estimates"]


def test_a_level_that_separates_the_groups_is_named(run):
    """A kind of place with treated only said "separated, or collinear" of all covariates at once."""
    alone = frame().with_columns(
        sted=pl.when((pl.col("d") == 1) & (pl.col("x") > 1)).then(pl.lit("ø")).otherwise("sted")
    )
    _code, found = run(alone, "x,sted")
    assert found["refused"]["code"] == "not_comparable"
    assert "sted: ø har kun behandlede" in found["refused"]["message"]


def _few_people(seed, treated=15, n=204):
    """People with an outcome from before; those low then are treated more often; the effect is 1."""
    rng = np.random.default_rng(seed)
    before, age, sex = rng.normal(5, 1, n), rng.normal(40, 10, n), rng.integers(0, 2, n)
    wish = 0.5 * before + 0.02 * age + 0.3 * sex + rng.gumbel(size=n)
    chosen = np.isin(np.arange(n), np.argsort(-wish)[:treated])
    y = 0.7 * before + 0.01 * age + 0.2 * sex + rng.normal(size=n) + chosen
    return y, chosen, np.column_stack([before, age, sex])


@pytest.mark.parametrize("treated, quoted, held", [(15, 0.85, 0.89), (6, 0.5, 0.87)])
def test_few_treated_are_quoted_with_bounds_that_hold(treated, quoted, held):
    """150 sets (2,000 in validation.md); with 4 treated the normal bounds held the truth in 85 %."""
    rows = []
    for seed in range(150):
        y, chosen, x = _few_people(seed, treated)
        result = estimate_adjusted_difference(y, chosen, x, ["before", "age", "sex"], outcome="y")
        if result.headline is not None:
            rows.append(result.headline.lower <= 1.0 <= result.headline.upper)
    assert len(rows) >= 150 * quoted
    assert np.mean(rows) >= held


def test_without_the_earlier_outcome_nothing_is_quoted():
    y, chosen, x = _few_people(1, treated=40)
    without = estimate_adjusted_difference(y, chosen, x[:, 1:], ["age", "sex"], outcome="y")
    assert (without.headline, without.refused.code) == (None, "no_earlier_outcome")
    assert [check.passed for check in without.checks if check.name == "earlier_outcome"] == [False]
    assert without.row(inference="aipw").p_value is not None
    empty = np.column_stack([np.random.default_rng(5).normal(size=204), x[:, 1]])
    named = estimate_adjusted_difference(y, chosen, empty, ["before", "age"], outcome="y")
    assert named.refused.code == "no_earlier_outcome"


def test_the_earlier_outcome_is_known_by_its_name_or_by_its_number():
    y, chosen, x = _few_people(2, treated=40)
    for names, outcome in (
        (["re75", "a", "b"], "re78"),
        (["uger_før", "a", "b"], "uger"),
        (["x", "a", "b"], "y"),
    ):
        assert estimate_adjusted_difference(y, chosen, x, names, outcome=outcome).headline is not None


@pytest.mark.parametrize("options, code", [([""], 2), (["nope"], 3), (["x", "--treated", "x"], 3)])
def test_what_goes_wrong(run, options, code):
    assert run(frame(), *options)[0] == code

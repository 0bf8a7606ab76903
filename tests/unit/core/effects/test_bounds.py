"""Bounds for missing outcomes: exact arithmetic, coverage against planted truth, and what is refused."""

from __future__ import annotations

import json
from fractions import Fraction

import numpy as np
import pytest
from scipy import stats

from frirum.cli.main import run_command
from frirum.core.effects.bounds import Followed, lee_bounds, trimmed_mean, worst_case


@pytest.fixture
def run(capsys, tmp_path):
    def call(rows, *options):
        path = tmp_path / "people.csv"
        path.write_text(
            "y,d,s\n" + "\n".join(",".join(map(str, row)) for row in rows) + "\n", encoding="utf-8"
        )
        names = ["--outcome", "y", "--treated", "d", "--observed", "s"]
        code = run_command(["estimate", "bounds", str(path), *names, *options, "--json"])
        return code, json.loads(capsys.readouterr().out)

    return call


# Ten treated of whom all are seen, 1 … 10; ten others of whom eight are seen, 0 … 7 (mean 3.5).
TEN = [(y, 1, 1) for y in range(1, 11)] + [(y, 0, 1) for y in range(8)] + [("", 0, 0)] * 2


def test_lees_bounds_by_hand(run):
    """A fifth of the treated is trimmed: 1 … 8 have mean 4.5, 3 … 10 have 6.5."""
    code, found = run(TEN)
    rows = {(row["estimand"], row["inference"]): row for row in found["estimates"]}
    assert code == 0
    assert rows["difference", "observed"]["point"] == pytest.approx(5.5 - 3.5)
    lee = rows["lee", "bounds"]
    assert (lee["lower"], lee["upper"], lee["point"]) == (1, 3, None)
    worst = rows["worst_case", "bounds"]  # the two unseen at 10, or at 0: means 4.8 and 2.8
    assert [worst["lower"], worst["upper"]] == pytest.approx([5.5 - 4.8, 5.5 - 2.8])
    assert found["refused"]["code"] == "too_few_seen"


def test_the_group_seen_more_often_is_trimmed_whichever_it_is(run):
    _code, found = run([(y, 1 - d, s) for y, d, s in TEN])
    lee = next(row for row in found["estimates"] if row["estimand"] == "lee")
    assert (lee["lower"], lee["upper"]) == (-3, -1)


def test_the_observation_at_the_cut_counts_in_part():
    values = np.array([4.0, 1.0, 2.0, 3.0, 5.0])
    # 5 · 0.7 = 3.5 observations: 1, 2, 3 and half of 4.
    assert trimmed_mean(values, 0.7, lowest=True) == pytest.approx(float(Fraction(8) / Fraction(7, 2)))
    assert trimmed_mean(values, 0.7, lowest=False) == pytest.approx(float(Fraction(13) / Fraction(7, 2)))


def people(rng, n, effect=0.5):
    """Seen always, seen only when treated, or never; the second kind is worse off."""
    kind = rng.choice(3, n, p=[0.6, 0.2, 0.2])
    on = rng.permutation(n) < n // 2
    y = rng.normal(size=n) - 0.8 * (kind == 1) + effect * on
    seen = (kind == 0) | ((kind == 1) & on)
    return Followed("y", np.where(seen, y, 0.0), on, seen, -9, 9, scale_known=True)


def test_standard_errors_are_those_of_repeated_draws():
    rng = np.random.default_rng(3)
    draws = [lee_bounds(people(rng, 600)) for _run in range(400)]
    for bound in ("lower", "upper"):
        spread = np.std([getattr(draw, bound) for draw in draws])
        claimed = np.sqrt(np.mean([getattr(draw, f"{bound}_se") ** 2 for draw in draws]))
        assert claimed == pytest.approx(spread, rel=0.12)
    covered = sum(draw.interval()[0] <= 0.5 <= draw.interval()[1] for draw in draws)
    assert stats.binom.cdf(covered, 400, 0.95) > 0.001
    assert np.mean([draw.lower for draw in draws]) < 0.5 < np.mean([draw.upper for draw in draws])


def test_nobody_missing_is_an_ordinary_difference():
    rng = np.random.default_rng(1)
    y, on = rng.normal(size=80), np.arange(80) < 40
    data = Followed("y", y, on, np.ones(80, dtype=bool), y.min(), y.max(), scale_known=False)
    difference = y[on].mean() - y[~on].mean()
    se = np.sqrt(y[on].var() / 40 + y[~on].var() / 40)
    for region in (lee_bounds(data), worst_case(data)):
        assert [region.lower, region.upper] == pytest.approx([difference, difference])
        assert region.interval() == pytest.approx((difference - 1.96 * se, difference + 1.96 * se), abs=1e-4)


def test_the_command_quotes_lees_interval(run):
    rng = np.random.default_rng(5)
    rows = [
        (int(rng.random() < 0.4), d, int(rng.random() < 0.7 + 0.2 * d)) for d in (0, 1) for _n in range(150)
    ]
    rows = [(y if s else "", d, s) for y, d, s in rows]
    code, found = run(rows)
    assert (code, found["headline"]["estimand"], found["headline"]["inference"]) == (
        0,
        "lee",
        "imbens-manski",
    )
    assert {check["name"]: check["passed"] for check in found["checks"]}["attrition_gap"] is False
    by_name = {(row["estimand"], row["inference"]): row for row in found["estimates"]}
    inside, outside = by_name["lee", "bounds"], by_name["worst_case", "imbens-manski"]
    assert outside["lower"] < inside["lower"] <= inside["upper"] < outside["upper"]
    assert "Skalaen går fra 0" in str(outside["notes"])


@pytest.mark.parametrize(
    "rows, code",
    [
        ([(1, 1, 1), (2, 1, 1)], "no_comparison"),
        ([(1, 0, 1), (2, 0, 1)], "no_treated"),
        ([(1, 1, 1), ("", 0, 0)], "nobody_seen"),
        ([("", 1, 0), ("", 0, 0)], "nobody_seen"),
        ([(1, d, 1) for d in (0, 1) for _n in range(30)], "no_variation"),
    ],
)
def test_too_little_is_refused_as_a_value(run, rows, code):
    exit_code, found = run(rows)
    assert (exit_code, found["headline"], found["refused"]["code"]) == (0, None, code)


def test_bad_cells_and_scales_are_refused(run):
    code, found = run([(1, 1, 1), ("", 0, 1)])
    assert (code, found["error"]["line"]) == (3, 3)
    assert run(TEN, "--lowest", "2")[0] == 2
    code, found = run([*TEN, (3, 0, 0)])
    assert (code, [c["name"] for c in found["checks"] if c["passed"] is False]) == (
        0, ["attrition_gap", "outcome_where_unobserved"]
    )  # fmt: skip

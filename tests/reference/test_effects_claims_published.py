"""What goes beside a claim, and the tests of durations and ranks, against printed figures and R (`r/claims.R`)."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from frirum.core.effects.confounding import e_value, e_value_of_interval, partial_r2, robustness_value
from frirum.core.effects.cox import fit_cox
from frirum.core.effects.cox_curve import survival_at
from frirum.core.effects.gray import gray_test
from frirum.core.effects.mann_whitney import mann_whitney
from frirum.core.effects.mantel_haenszel import mantel_haenszel
from frirum.core.effects.multiplicity import benjamini_hochberg, holm
from frirum.core.effects.odds import estimate_odds_file
from frirum.core.effects.ranks import estimate_ranks_file
from frirum.core.effects.risk_sets import Spells
from frirum.core.effects.shrinkage import shrink
from frirum.core.effects.survival_reading import estimate_survival_file

HERE = Path(__file__).parent
TERM = [0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46]
WEEKS = [1.15, 0.88, 0.90, 0.74, 1.21]
R = json.loads((HERE / "r" / "claims.json").read_text())


@pytest.mark.parametrize(
    "ratio, lower, upper, point, limit", [(3.9, 1.8, 8.7, 7.263, 3.0), (0.80, 0.71, 0.91, 1.809, 1.429)]
)
def test_e_values(ratio, lower, upper, point, limit):
    """VanderWeele & Ding (2017): respiratory death and formula (7.26; 3.0), and their second example (1.8; 1.4)."""
    assert e_value(ratio) == pytest.approx(point, abs=5e-4)
    assert e_value_of_interval(lower, upper) == pytest.approx(limit, abs=5e-4)


def test_robustness_of_the_darfur_estimate():
    """Cinelli & Hazlett (2020), table 1: estimate 0.097, SE 0.023, 783 degrees: R² 2.2 %, RV 13.9 %, at 5 % 7.6 %."""
    t = 0.09732 / 0.02326
    assert partial_r2(t, 783) == pytest.approx(0.02187, abs=5e-5)
    assert round(100 * robustness_value(t, 783), 1) == 13.9
    assert round(100 * robustness_value(t, 783, level=0.05), 1) == 7.6


# Benjamini & Hochberg (1995), section 3.2: fifteen tests of a thrombolysis trial.
FIFTEEN = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0,
]  # fmt: skip


def test_fifteen_hypotheses():
    found = benjamini_hochberg(FIFTEEN)
    assert sum(p <= 0.05 for p in found) == 4
    assert found[3:5] == pytest.approx([0.035625, 0.0603])
    assert sum(p <= 0.05 for p in holm(FIFTEEN)) == 3
    assert sum(p <= 0.05 / 15 for p in FIFTEEN) == 3


def test_adjusted_p_values_with_ties_agree_with_r():
    given = [0.01, 0.04, 0.03, 0.005, 0.5, 0.04]
    assert holm(given) == pytest.approx(R["holm"])
    assert benjamini_hochberg(given) == pytest.approx(R["bh"])


def test_berkeley_admissions():
    """R's mantelhaen.test(UCBAdmissions): 0.9047, χ² 1.427 with and 1.525 without correction."""
    tables = np.array(R["ucb"]).reshape(6, 2, 2).transpose(0, 2, 1)
    found, plain = mantel_haenszel(tables), mantel_haenszel(tables, corrected=False)
    ratio, lower, upper, statistic, p_value, uncorrected = R["mantel_haenszel"]
    assert [found.ratio, found.lower, found.upper] == pytest.approx([ratio, lower, upper], rel=1e-9)
    assert [found.statistic, found.p_value, plain.statistic] == pytest.approx(
        [statistic, p_value, uncorrected], rel=1e-9
    )


def test_the_commands_print_the_published_figures(tmp_path):
    """`estimate ranks` on the depression scores, and `estimate odds` on the Berkeley admissions, a row per person."""
    people = ["y;g", *(f"{y};term" for y in TERM), *(f"{y};weeks" for y in WEEKS)]
    path = tmp_path / "ranks.csv"
    path.write_text("\n".join(people), encoding="utf-8")
    row = estimate_ranks_file(path, outcome="y", group="g", first="weeks").headline
    assert (row.point, round(row.p_value, 4)) == (pytest.approx(0.7), 0.2544)
    tables = np.array(R["ucb"]).reshape(6, 2, 2).transpose(0, 2, 1)
    lines = ["y;d;s"]
    for place, treated, outcome in np.ndindex(6, 2, 2):
        lines += [f"{1 - outcome};{1 - treated};{place}"] * int(tables[place, treated, outcome])
    path = tmp_path / "odds.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    row = estimate_odds_file(path, outcome="y", treated="d", strata="s").headline
    assert np.exp([row.point, row.lower, row.upper]) == pytest.approx(R["mantel_haenszel"][:3], rel=1e-9)
    assert row.p_value == pytest.approx(R["mantel_haenszel"][4], rel=1e-9)


def test_shrunken_effects_agree_with_metafor():
    effects = np.array([0.12, -0.05, 0.31, 0.02, 0.18, 0.44, -0.21, 0.09])
    se = np.array([0.05, 0.11, 0.2, 0.04, 0.09, 0.25, 0.15, 0.06])
    found = shrink(effects, se)
    assert [found.mean, found.lower, found.upper, found.spread] == pytest.approx(R["meta"], rel=1e-6)
    assert found.effects == pytest.approx(R["meta_blup"], rel=1e-6)
    assert found.se == pytest.approx(R["meta_blup_se"], rel=1e-6)


def test_depression_scores():
    """Hollander & Wolfe (1973), page 69, as in R's help of wilcox.test: permeability, one-sided p = 0.1272, W = 35."""
    found = mann_whitney(np.array(TERM), np.array(WEEKS))
    assert found.probability == pytest.approx(35 / 50)
    assert found.p_value == pytest.approx(2 * 0.1272, abs=1e-4)


@pytest.fixture(scope="module")
def spells():
    return pl.read_csv(HERE / "data" / "spells.csv")


def test_grays_test_agrees_with_cmprsk(spells):
    seen = Spells(
        np.full(len(spells), -np.inf),
        spells["time"].to_numpy().astype(float),
        spells["cause"].fill_null(0).to_numpy(),
    )
    two = np.unique(spells["group"].to_numpy(), return_inverse=True)[1]
    for groups, group, name in ((2, two, "gray_two"), (3, np.array(R["third"]) - 1, "gray_three")):
        for kind in (1, 2):
            found = gray_test(seen, group, groups, kind)
            statistic, p_value = R[name][2 * kind - 2 : 2 * kind]
            assert (found.df, found.statistic) == (groups - 1, pytest.approx(statistic, rel=1e-9))
            assert found.p_value == pytest.approx(p_value, rel=1e-8)
    printed = estimate_survival_file(
        HERE / "data" / "spells.csv", time="time", event="cause", group="group", competing=True
    )
    tests = {row.group: (row.point, row.p_value) for row in printed.estimates if row.estimand == "gray"}
    assert [*tests[1], *tests[2]] == pytest.approx(R["gray_two"][:4], rel=1e-8)


def test_the_curve_at_given_covariates_agrees_with_r(spells):
    """Efron's ties, late entry in the baseline too, the coefficients' uncertainty in the error."""
    seen = Spells(
        spells["entry"].to_numpy().astype(float),
        spells["time"].to_numpy().astype(float),
        spells["event"].to_numpy(),
    )
    x = np.column_stack([spells["age"].to_numpy(), spells["sex"].to_numpy() == "mand"]).astype(float)
    fit = fit_cox(seen, x)
    for n, who in enumerate(((30, 0), (50, 1))):
        curve = survival_at(seen, x, fit, np.array(who, dtype=float))
        at = [curve.place(time) for time in (5, 12, 20)]
        of = slice(3 * n, 3 * n + 3)
        assert curve.survival[at] == pytest.approx(R["cox_curve"][of], rel=1e-6)
        assert curve.se[at] == pytest.approx(R["cox_curve_se"][of], rel=1e-6)
        lower, upper = curve.bands()
        assert lower[at] == pytest.approx(R["cox_curve_lower"][of], rel=1e-6)
        assert upper[at] == pytest.approx(R["cox_curve_upper"][of], rel=1e-6)
    printed = estimate_survival_file(
        HERE / "data" / "spells.csv", time="time", event="event", entry="entry", covariates=["age", "sex"],
        at={"age": "50", "sex": "mand"},
    )  # fmt: skip
    own = {
        row.period: row
        for row in printed.estimates
        if row.estimator == "cox-efron" and row.estimand == "survival"
    }
    last = own[max(time for time in own if time <= 20)]
    assert (last.group, last.point) == ("age = 50, sex = mand", pytest.approx(R["cox_curve"][5], rel=1e-6))

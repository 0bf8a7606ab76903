"""Durations against the printed figures of a much-used trial and against R (script and figures in r/)."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

from frirum.core.effects.survival_reading import estimate_survival_file

HERE = Path(__file__).parent
R = json.loads((HERE / "r" / "survival.json").read_text())
SPELLS = HERE / "data" / "spells.csv"

# Freireich et al. (1963), Blood 21: weeks of remission of acute leukaemia; as printed in Cox & Oakes (1984),
# Analysis of Survival Data, table 1.1. "+" is censored.
MERCAPTOPURINE = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
PLACEBO = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23"


@pytest.fixture(scope="module")
def remission(tmp_path_factory):
    path = tmp_path_factory.mktemp("data") / "remission.csv"
    lines = [f"{week.rstrip('+')};{int('+' not in week)};{arm}" for arm, weeks in enumerate((PLACEBO, MERCAPTOPURINE))
             for week in weeks.split()]  # fmt: skip
    path.write_text("uge;slut;arm\n" + "\n".join(lines))
    return estimate_survival_file(path, time="uge", event="slut", group="arm", covariates=["arm"])


@pytest.mark.parametrize(
    "week, share, se",
    [(6, 0.8571, 0.0764), (7, 0.8067, 0.0869), (10, 0.7529, 0.0963), (13, 0.6902, 0.1068), (16, 0.6275, 0.1141),
     (22, 0.5378, 0.1282), (23, 0.4482, 0.1346)],
)  # fmt: skip
def test_the_curve_of_the_treated_is_the_printed_one(remission, week, share, se):
    row = remission.row(estimand="survival", group=1, period=week)
    assert (round(row.point, 4), round(row.se, 4)) == (share, se)


def test_medians_log_rank_and_hazard_ratio_are_the_printed_ones(remission):
    """Medians 8 and 23 weeks; log-rank 16.79; log hazard ratio with Efron's ties 1.572 (0.412)."""
    assert [remission.row(estimand="median", group=arm).point for arm in (0, 1)] == [8, 23]
    test = remission.row(estimand="log_rank")
    assert round(test.point, 2) == 16.79
    assert test.p_value == pytest.approx(math.erfc(math.sqrt(test.point / 2)), rel=1e-9)
    ratio = remission.row(estimand="log_hazard_ratio")
    assert (round(ratio.point, 3), round(ratio.se, 3)) == (-1.572, 0.412)


@pytest.mark.parametrize("group", ["eksperiment", "ordinær"])
def test_curves_with_late_entry_and_ties_are_those_of_r(group):
    found = estimate_survival_file(
        SPELLS, time="time", event="event", entry="entry", group="group", horizon=24
    )
    curve = [row for row in found.estimates if (row.estimand, row.group) == ("survival", group)]
    rows = [[row for row in curve if row.period <= time][-1] for time in (5, 12, 20)]
    for name, key in (("point", "survival"), ("se", "se"), ("lower", "lower"), ("upper", "upper")):
        assert [getattr(row, name) for row in rows] == pytest.approx(R[group][key], rel=1e-9)
    median = found.row(estimand="median", group=group)
    assert [median.point, median.lower, median.upper] == R[group]["median"]
    mean = found.row(estimand="rmst", group=group)
    assert [mean.point, mean.se] == pytest.approx(R[group]["rmst"], rel=1e-9)


def test_cox_with_late_entry_and_ties_is_that_of_r():
    found = estimate_survival_file(
        SPELLS, time="time", event="event", entry="entry", covariates=["age", "sex"]
    )
    rows = [found.row(group=name) for name in ("age", "sex: mand")]
    assert [row.point for row in rows] == pytest.approx(R["cox"], rel=1e-7)
    assert [row.se for row in rows] == pytest.approx(R["cox_se"], rel=1e-7)


def test_log_rank_is_that_of_r():
    found = estimate_survival_file(SPELLS, time="time", event="event", group="group")
    assert found.row(estimand="log_rank").point == pytest.approx(R["log_rank_without_entry"], rel=1e-9)


@pytest.mark.parametrize("kind", [1, 2])
def test_competing_events_are_those_of_r(kind):
    found = estimate_survival_file(SPELLS, time="time", event="cause", competing=True)
    rows = [found.row(estimand="cumulative_incidence", group=kind, period=time) for time in (5, 12, 20)]
    assert [row.point for row in rows] == pytest.approx(R[f"incidence_{kind}"], rel=1e-9)
    assert [row.se for row in rows] == pytest.approx(R[f"incidence_{kind}_se"], rel=1e-9)
    for row in rows:  # the log(−log) bounds, written out
        reach = 1.959963984540054 * row.se / (row.point * math.log(row.point))
        assert sorted([row.lower, row.upper]) == pytest.approx(
            sorted(row.point ** np.exp([reach, -reach])), rel=1e-9
        )


ARRESTS = {
    "fin": -0.379,
    "age": -0.057,
    "race": 0.314,
    "wexp": -0.150,
    "mar": -0.434,
    "paro": -0.085,
    "prio": 0.091,
}


def test_arrests_after_release_are_those_printed():
    """Fox (2002), table of the first model: seven log hazard ratios with Efron's ties, to the printed digits."""
    found = estimate_survival_file(
        HERE / "data/rossi.csv", time="week", event="arrest", covariates=list(ARRESTS)
    )
    for name, printed in ARRESTS.items():
        assert found.row(estimand="log_hazard_ratio", group=name).point == pytest.approx(printed, abs=6e-4)


def test_mean_times_to_ten_years_are_those_printed():
    """The vignette of survRM2 on the Mayo trial: 7.146 (0.283) and 7.283 (0.295) years."""
    found = estimate_survival_file(HERE / "data/pbc.csv", time="years", event="dead", group="trt", horizon=10)
    rows = [found.row(estimand="rmst", group=arm) for arm in (1, 2)]
    assert [(round(row.point, 3), round(row.se, 3)) for row in rows] == [(7.146, 0.283), (7.283, 0.295)]


def test_three_risk_groups_are_apart_as_printed():
    """Klein & Moeschberger, bone marrow transplants: chi-squared 13.80 of the log-rank test, p .001."""
    found = estimate_survival_file(HERE / "data/bmt.csv", time="t2", event="d3", group="group")
    row = found.row(estimand="log_rank")
    assert row.point == pytest.approx(13.8037, abs=1e-3)
    assert row.p_value == pytest.approx(0.00101, abs=1e-5)


def test_lung_cancer_by_age_and_sex_is_as_printed():
    """Loprinzi et al. (1994) as in the manual of R's survival: -0.5310 (0.1672); with age 0.0170 and -0.5132 (0.1675)."""
    alone = estimate_survival_file(
        HERE / "data/lung.csv", time="time", event="dead", group="sex", covariates=["sex"]
    )
    ratio = alone.row(estimand="log_hazard_ratio", group="sex")
    assert (round(ratio.point, 4), round(ratio.se, 4)) == (-0.5310, 0.1672)
    assert round(alone.row(estimand="log_rank").point, 1) == 10.3
    medians = [alone.row(estimand="median", group=sex) for sex in (1, 2)]
    assert [(row.point, row.lower, row.upper) for row in medians] == [(270, 210, 306), (426, 345, 524)]
    both = estimate_survival_file(
        HERE / "data/lung.csv", time="time", event="dead", covariates=["age", "sex"]
    )
    age, sex = (both.row(estimand="log_hazard_ratio", group=name) for name in ("age", "sex"))
    assert (round(age.point, 4), round(sex.point, 4), round(sex.se, 4)) == (0.0170, -0.5132, 0.1675)


def test_veterans_with_lung_cancer_are_as_printed():
    """Kalbfleisch & Prentice (1980); the vignette of R's survival on time-dependent covariates prints these three."""
    found = estimate_survival_file(
        HERE / "data/veteran.csv", time="time", event="status", covariates=["trt", "prior", "karno"]
    )
    rows = [found.row(estimand="log_hazard_ratio", group=name) for name in ("trt", "prior", "karno")]
    assert [row.point for row in rows] == pytest.approx([0.180197, -0.005551, -0.033771], abs=1e-6)
    assert [row.se for row in rows] == pytest.approx([0.183468, 0.020225, 0.005114], abs=1e-6)


def test_deaths_of_melanoma_by_sex_are_apart_as_printed():
    """Dalgaard, Introductory Statistics with R: log-rank 6.5, p .011 (not stratified; by strata we have no such test)."""
    row = estimate_survival_file(HERE / "data/melanoma.csv", time="time", event="dead", group="sex").row(
        estimand="log_rank"
    )
    assert row.point == pytest.approx(6.468, abs=1e-3)
    assert row.p_value == pytest.approx(0.0110, abs=5e-5)

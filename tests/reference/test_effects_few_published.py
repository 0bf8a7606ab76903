"""Few treated units against published numbers and R (tests/reference/r/effects_few.R)."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path

import numpy as np
import pytest

from frirum.core.effects.collapse import from_panel, from_units
from frirum.core.effects.cr2 import difference_cr2, fit_cr2
from frirum.core.effects.few import estimate_few
from frirum.core.effects.randomisation import list_assignments, randomisation_test
from frirum.core.effects.shares import clopper_pearson, fisher_exact, wilson
from frirum.core.effects.strata_reading import estimate_mean_file

DATA = Path(__file__).parent / "data"
R = json.loads((DATA / "effects_few.json").read_text())


def _prop99():
    with (DATA / "california_prop99.csv").open() as file:
        rows = [
            (r["state"], int(r["year"]), math.log(float(r["packs_per_capita"]))) for r in csv.DictReader(file)
        ]
    states, years = sorted({r[0] for r in rows}), sorted({r[1] for r in rows})
    unit = np.array([states.index(r[0]) for r in rows])
    time = np.array([r[1] - years[0] for r in rows])
    treated = np.array([r[0] == "California" and r[1] >= 1989 for r in rows])
    return from_panel(np.array([r[2] for r in rows]), (unit, states), (time, years), treated)


@pytest.fixture(scope="module")
def prop99():
    return estimate_few(_prop99(), outcome="log packs")


def test_one_treated_state(prop99):
    """Proposition 99, log packs per capita (Lee and Wooldridge 2023, table 3): −0.422 (0.1208), t(37) p 0.00125."""
    row = prop99.row(inference="lee-wooldridge")
    assert (round(row.point, 3), round(row.se, 4), round(row.p_value, 5)) == (-0.422, 0.1208, 0.00125)
    assert row.point == pytest.approx(R["lee_wooldridge"]["point"], rel=1e-10)
    assert row.se == pytest.approx(R["lee_wooldridge"]["se"], rel=1e-10)
    assert row.p_value == pytest.approx(R["lee_wooldridge"]["p"], rel=1e-9)


def test_one_treated_state_after_its_own_trend(prop99):
    """The same after removing each state's linear trend before 1989: −0.227 (0.094), p 0.021."""
    row = prop99.row(inference="lee-wooldridge-trend")
    assert (round(row.point, 3), round(row.se, 3), round(row.p_value, 3)) == (-0.227, 0.094, 0.021)


def test_one_treated_state_has_thirty_nine_assignments(prop99):
    row = prop99.row(inference="randomisation")
    assert row.p_value == pytest.approx(1 / 39)
    assert any("1/39" in note for note in row.notes)


def test_a_robust_variance_is_never_given_for_one_treated_unit(prop99):
    """A package's default (hc1) gives SE 0.0196 and p 6e-102 here: the treated state's residual is zero."""
    assert {row.inference for row in prop99.estimates} & {"cr2", "crv1", "hc1"} == set()
    assert all(row.p_value > 0.001 for row in prop99.estimates)


def test_cr2_of_a_panel_with_gaps():
    """clubSandwich coef_test(vcov = "CR2", test = "Satterthwaite"), unequal clusters, three treated states."""
    with (DATA / "california_prop99.csv").open() as file:
        rows = [
            (r["state"], int(r["year"]), math.log(float(r["packs_per_capita"]))) for r in csv.DictReader(file)
        ]
    states = sorted({r[0] for r in rows})
    rows = [r for r in rows if not ((states.index(r[0]) + 1) % 5 == 0 and r[1] % 3 == 0)]
    year = np.array([float(r[1]) for r in rows])
    on = np.array([float(r[0] in ("California", "Nevada", "Utah") and r[1] >= 1989) for r in rows])
    design = np.column_stack([np.ones(len(rows)), on, year - 1985, (year - 1985) ** 2])
    fit = fit_cr2(design, np.array([r[2] for r in rows]), np.array([states.index(r[0]) for r in rows]))
    expected = R["cr2"]
    assert fit.coefficients[1:] == pytest.approx(expected["coefficients"][1:], rel=1e-8)
    assert fit.se[1:] == pytest.approx(expected["se"][1:], rel=1e-7)
    assert fit.df[1:] == pytest.approx(expected["df"][1:], rel=1e-6)
    assert fit.p_values[1] == pytest.approx(expected["p"][1], rel=1e-6)
    assert not fit.void.any()


def test_cr2_of_unit_numbers():
    place = np.arange(1, 99)
    treated = np.isin(place, (3, 14, 15, 92, 65))
    fit = difference_cr2(np.sin(place * 1.7) * (1 + place % 5), treated)
    found = [fit.coefficients[1], fit.se[1], fit.df[1], fit.p_values[1]]
    assert found == pytest.approx([R["cr2_units"][name] for name in ("beta", "se", "df", "p")], rel=1e-8)


def test_exact_permutation():
    """coin::oneway_test(distribution = "exact"), 5 of 14."""
    place = np.arange(1, 15)
    treated = np.isin(place, (2, 5, 7, 11, 13))
    units = from_units(np.round(np.sin(place * 1.7) * 3 + treated * 2, 2), place.tolist(), treated)
    test = randomisation_test(units, list_assignments(units.cohort))
    assert test.p_value == pytest.approx(R["permutation"]["p"], rel=1e-10)


def test_permutation_keeps_the_number_of_treated():
    """A package draws each unit's treatment by itself, so that 2 of 12 may become none and the fit breaks down."""
    cohort = np.array([1, 1] + [0] * 10)
    listed = list_assignments(cohort)
    drawn = list_assignments(cohort, limit=1, draws=500)
    assert (len(listed.chosen), listed.possible) == (66, 66)
    assert all(len(set(chosen)) == 2 for chosen in drawn.chosen.tolist())


def test_shares_equal_r():
    assert clopper_pearson(3, 10) == pytest.approx(R["shares"]["binom_3_10"], rel=1e-10)
    assert wilson(3, 10) == pytest.approx(R["shares"]["wilson_3_10"], rel=1e-10)
    tables = [(3, 10, 8, 9), (12, 200, 3, 200), (0, 5, 10, 15)]
    assert [fisher_exact(*table) for table in tables] == pytest.approx(R["shares"]["fisher"], rel=1e-9)


def test_stratified_mean_of_the_academic_performance_index():
    """apistrat of R's survey package: mean 662.29, SE 9.4089 (package vignette)."""
    result = estimate_mean_file(DATA / "apistrat.csv", outcome="api00", stratum="stype", population="fpc")
    row = result.headline
    assert (round(row.point, 2), round(row.se, 4)) == (662.29, 9.4089)
    assert row.se == pytest.approx(R["survey"]["mean_se"], rel=1e-9)
    assert (row.lower, row.upper) == pytest.approx(R["survey"]["mean_t"], rel=1e-9)
    by_stratum = [r.se for r in result.estimates if r.group is not None]
    assert by_stratum == pytest.approx(R["survey"]["by_stratum_se"], rel=1e-9)


def test_stratified_total_of_enrolment():
    result = estimate_mean_file(DATA / "apistrat.csv", outcome="enroll", stratum="stype", population="fpc")
    total = result.row(estimand="total")
    assert total.point == pytest.approx(R["survey"]["total"], rel=1e-10)
    assert total.se == pytest.approx(R["survey"]["total_se"], rel=1e-9)

"""The cumulative logit against the printed figures for the bitterness of wine, and against R (script in r/)."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from frirum.core.effects.ordinal_reading import estimate_ordinal_file

HERE = Path(__file__).parent
R = json.loads((HERE / "r" / "ordinal.json").read_text())
WINE = HERE / "data" / "wine.csv"
GROUPS = ["1|2", "2|3", "3|4", "4|5", "temp: warm", "contact: yes"]


def estimate(**more):
    return estimate_ordinal_file(WINE, outcome="rating", covariates=["temp", "contact"], **more)


def test_without_clusters_the_figures_are_those_printed():
    """Christensen, "Cumulative link models for ordinal regression with the R package ordinal", table of model fm1."""
    found = estimate()
    rows = [found.row(group=group) for group in GROUPS]
    assert [(round(row.point, 3), round(row.se, 3)) for row in rows] == [
        (-1.344, 0.517), (1.251, 0.438), (3.467, 0.598), (5.006, 0.731), (2.503, 0.529), (1.528, 0.477)
    ]  # fmt: skip
    assert [row.point for row in rows] == pytest.approx(R["plain"]["estimates"], rel=1e-7)
    assert [row.se for row in rows] == pytest.approx(R["plain"]["errors"], rel=1e-7)


def test_with_judges_the_figures_are_those_of_r_as_far_as_r_goes():
    """R stops where the gradient is 2e-5; ours is at the maximum, with a slightly higher likelihood."""
    found = estimate(cluster="judge")
    rows = [found.row(group=group) for group in GROUPS]
    assert [row.point for row in rows] == pytest.approx(R["mixed"]["estimates"], rel=1e-5)
    assert [row.se for row in rows] == pytest.approx(R["mixed"]["errors"], rel=1e-5)
    assert found.row(estimand="random_variance").point == pytest.approx(R["mixed"]["variance"], rel=1e-5)
    assert found.refused.code == "few_clusters"


def test_content_with_housing_in_copenhagen_is_as_printed(tmp_path):
    """Madsen (1976), 1,681 tenants; Venables & Ripley (2002), section 7.3, `polr`: six slopes and two cuts."""
    order = (
        "Low",
        "Medium",
        "High",
        "Tower",
        "Apartment",
        "Atrium",
        "Terrace",
    )  # the printed first level is first
    lines = ["Sat;Infl;Type;Cont"]
    with (HERE / "data" / "housing.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            answer, *rest = (str(order.index(row[name]) + 1) for name in ("Sat", "Infl", "Type", "Cont"))
            lines += [";".join([answer, *(f"level {level}" for level in rest)])] * int(row["Freq"])
    tenants = tmp_path / "tenants.csv"
    tenants.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = estimate_ordinal_file(tenants, outcome="Sat", covariates=["Infl", "Type", "Cont"])
    printed = {
        "1|2": (-0.496, 0.125), "2|3": (0.691, 0.125), "Infl: level 2": (0.566, 0.105), "Infl: level 3": (1.289, 0.127),
        "Type: level 5": (-0.572, 0.119), "Type: level 6": (-0.366, 0.155), "Type: level 7": (-1.091, 0.151),
        "Cont: level 3": (0.360, 0.096),
    }  # fmt: skip
    rows = {name: found.row(group=name) for name in printed}
    assert {name: (round(row.point, 3), round(row.se, 3)) for name, row in rows.items()} == printed

"""The cumulative logit against the printed figures for the bitterness of wine, and against R (script in r/)."""

from __future__ import annotations

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

"""The checks against what a careful reader found in the ten designs of DESIGN before the checks were programmed."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from frirum.core.catalogue import shipped_catalogue
from frirum.core.designs.checks.every_check import check_design

EXPECTED = tomllib.loads((Path(__file__).parent / "design_findings.toml").read_text(encoding="utf-8"))[
    "finding"
]
EXPERIMENTS = sorted({row["experiment"] for row in EXPECTED})


def found(slug):
    catalogue = shipped_catalogue()
    return check_design(catalogue.experiment(slug), catalogue.scales)


def test_the_ten_designs_are_there():
    assert len(EXPERIMENTS) == 10
    assert set(EXPERIMENTS) <= set(shipped_catalogue().experiments)


@pytest.mark.parametrize("slug", EXPERIMENTS)
def test_the_checks_find_what_the_reader_found_and_nothing_else(slug):
    rows = [row for row in EXPECTED if row["experiment"] == slug]
    expected = Counter()
    for row in rows:
        expected[row["code"]] += row.get("n", 1)
    assert Counter(str(finding.code) for finding in found(slug)) == expected


@pytest.mark.parametrize("slug", EXPERIMENTS)
def test_each_finding_stands_where_the_reader_saw_it(slug):
    places = {}
    for row in EXPECTED:
        if row["experiment"] == slug:
            places.setdefault(row["code"], []).append(row["place"])
    for finding in found(slug):
        assert any(finding.path.startswith(place) for place in places[finding.code]), finding
        assert finding.message.endswith(".")
        assert finding.mend.endswith(".")

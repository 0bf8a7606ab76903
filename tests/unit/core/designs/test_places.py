"""Where a finding stands, in words."""

from __future__ import annotations

import pytest

from frirum.core.catalogue import shipped_catalogue
from frirum.core.designs.checks.every_check import check_design
from frirum.core.designs.checks.places import place_in_words


@pytest.mark.parametrize(
    "path, words",
    [
        ("plan.success_criterion[0].threshold", "Succeskriterium 1, grænse"),
        ("target_group[1].volume", "Målgruppe 2, volumen"),
        ("plan.effects.medium", "Ønskede effekter, mellemlangt sigt"),
        ("instrument[2].question[0].scale", "Redskab 3, spørgsmål 1, svarskala"),
        ("plan.unheard_of[0]", "plan.unheard_of[0]"),
        ("", ""),
    ],
)
def test_a_path_in_words(path, words):
    assert place_in_words(path) == words


def test_every_finding_of_the_catalogue_has_a_place_in_words():
    catalogue = shipped_catalogue()
    paths = {
        finding.path
        for experiment in catalogue.experiments.values()
        for finding in check_design(experiment, catalogue.scales)
    }
    assert len(paths) > 20
    assert [path for path in sorted(paths) if place_in_words(path) == path] == []

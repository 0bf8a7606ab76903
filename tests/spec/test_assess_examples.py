"""Every example in the shipped definitions, as the handbook prints it."""

from __future__ import annotations

import pytest

from frirum.core.catalogue import Experiment, Part, shipped_catalogue
from frirum.core.catalogue.conditions import Example
from frirum.core.law.assess import assess, assess_best

Case = tuple[Experiment, Part | None, Example]


def cases() -> list[Case]:
    found: list[Case] = []
    for experiment in shipped_catalogue().experiments.values():
        found += [
            (experiment, experiment.part(e.part_slug) if e.part_slug else None, e)
            for e in experiment.examples
        ]
        found += [(experiment, part, example) for part in experiment.parts for example in part.examples]
    return found


@pytest.mark.parametrize(
    "experiment, part, example", cases(), ids=lambda value: getattr(value, "slug", getattr(value, "id", ""))
)
def test_example(experiment: Experiment, part: Part | None, example: Example) -> None:
    if part is not None:
        found = assess(experiment, example.facts, part=part, on=example.on)
    else:
        found = assess_best(experiment, example.facts, on=example.on)
    assert found.answer == example.answer, [reason.as_dict() for reason in found.reasons]
    assert set(found.missing_facts) >= set(example.missing_facts)
    dates = {d.obligation.id: (d.ordinary, d.experiment) for d in found.deadlines}
    for expected in example.deadlines:
        assert dates[expected.obligation] == (expected.ordinary, expected.experiment)

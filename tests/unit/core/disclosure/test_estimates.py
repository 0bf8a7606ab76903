"""Estimates at the gate: each rule as a case, what leaves of the rest, and what an earlier release forbids."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from frirum.core.disclosure.estimates import (
    EarlierEstimate,
    EstimateUse,
    ProtectedEstimates,
    UseSide,
    protect_estimates,
)
from frirum.core.disclosure.printing import cleared_figures
from frirum.core.disclosure.protected import RefusalReason
from frirum.core.disclosure.settings import Subject

MANY = UseSide(people=400, events=180, rest=300)
USE = EstimateUse(
    name="arbejde", measure="forsøg: arbejde", sample="a", point=0.0554801, lower=-0.0051, upper=0.1149,
    is_share=True, treated=MANY, comparison=replace(MANY, people=900, events=350), parameters=12,
)  # fmt: skip


def test_what_may_leave_leaves_rounded_and_by_the_gate_alone() -> None:
    protected, held = protect_estimates([USE])
    assert held == ()
    out = cleared_figures(protected, release="F-2026-001")["arbejde"]
    assert {name: one.value for name, one in out.items()} == {"point": 5.5, "lower": -0.5, "upper": 11.5}
    tested, _held = protect_estimates([replace(USE, p_value=0.0123456)])
    assert tested.shown_at(("arbejde", "p_value")) == 0.0123
    kroner = replace(USE, is_share=False, point=12345.6, lower=None, upper=13111.0)
    shown, _held = protect_estimates([kroner])
    assert shown.figures == (("arbejde", 12300.0, None, 13100.0, None),)
    with pytest.raises(ValueError, match="rounded"):
        ProtectedEstimates((("arbejde", 5.54801, None, None, None),), ())
    with pytest.raises(ValueError, match="once"):
        ProtectedEstimates((("arbejde", 5.5, None, None, None),), ("arbejde",))


@pytest.mark.parametrize(
    "side, subject, reason",
    [
        ({"people": None}, Subject.PERSONS, RefusalReason.TOO_FEW),  # what is not told is not enough
        ({"people": 9, "events": None, "rest": None}, Subject.PERSONS, RefusalReason.TOO_FEW),
        ({"events": 4}, Subject.PERSONS, RefusalReason.TOO_FEW),
        ({"events": 396}, Subject.PERSONS, RefusalReason.TOO_FEW),
        ({"events": 9}, Subject.HEALTH, RefusalReason.TOO_FEW),
        ({"events": 9}, Subject.PERSONS, None),
        ({"events": 0}, Subject.PERSONS, None),  # nobody had it: tells of nobody
        ({"events": None, "differing": 4}, Subject.PERSONS, RefusalReason.HOMOGENEOUS),
        ({"events": None, "differing": 90, "two_largest": 0.86}, Subject.PERSONS, RefusalReason.DOMINATED),
        ({"events": None, "differing": 90, "two_largest": 0.85}, Subject.PERSONS, None),
        ({"rest": 9}, Subject.PERSONS, RefusalReason.DOMINATED),  # one municipality can work the others out
        ({"rest": 0}, Subject.PERSONS, None),  # one municipality and nobody else
    ],
)
@pytest.mark.parametrize("group", ["treated", "comparison"])
def test_each_group_behind_it_has_to_hold(
    side: dict[str, Any], subject: Subject, reason: RefusalReason | None, group: str
) -> None:
    use = replace(USE, **{group: replace(getattr(USE, group), **side)}) if reason is None or group == "treated" else (
        replace(USE, comparison=replace(MANY, **side))
    )  # fmt: skip
    protected, held = protect_estimates([use], subject=subject)
    assert [one.reason for one in held] == ([] if reason is None else [reason])
    assert (protected.shown_at(("arbejde", "point")) is None) == (reason is not None)
    assert not any(str(value) in one.text for one in held for value in (400, 900, 396) if value is not None)


def test_nobody_beside_it_is_one_group() -> None:
    assert protect_estimates([replace(USE, comparison=None)])[1] == ()


@pytest.mark.parametrize(("parameters", "held"), [(1290, False), (1291, True), (None, True)])
def test_a_model_keeps_degrees_of_freedom(parameters: int | None, held: bool) -> None:
    found = protect_estimates([replace(USE, parameters=parameters)])[1]
    assert [one.reason for one in found] == ([RefusalReason.SATURATED] if held else [])


@pytest.mark.parametrize(
    ("change", "treated", "held"),
    [
        ({"sample": "b"}, 404, True),  # four more people, and everybody can subtract
        ({"sample": "b"}, 400, True),  # as many, perhaps others
        ({"sample": "b"}, 405, False),
        ({}, 400, False),  # the same files: the same people
        ({}, 404, True),  # of the same files, others are counted
        ({"comparison": replace(MANY, people=950)}, 404, True),  # however much the other group has grown
        ({"sample": "b", "measure": "forsøg: timer"}, 404, False),
    ],
)
def test_what_was_let_out_before_is_remembered(change: dict[str, Any], treated: int, held: bool) -> None:
    before = [EarlierEstimate("F-2026-001", USE)]
    now = replace(USE, treated=replace(MANY, people=treated), **change)
    found = protect_estimates([now], earlier=before)[1]
    assert [one.reason for one in found] == ([RefusalReason.DIFFERENCING] if held else [])
    assert not held or "F-2026-001" in found[0].text


def test_it_comes_back_from_json_as_it_was() -> None:
    for use in (USE, replace(USE, comparison=None)):
        assert EstimateUse.from_dict(use.as_dict()) == use

"""`frirum estimate survival --competing`: how probable each kind of event is by each time, and whether groups differ.

Estimand: the cumulative incidence of each event while the others compete. Unlike one minus the survival curve of one
event it does not ask what would have happened had the others been impossible.
"""

from __future__ import annotations

import numpy as np

from frirum.core.effects import words
from frirum.core.effects.gray import PERMUTATIONS, gray_test, permuted_gray
from frirum.core.effects.risk_sets import Spells
from frirum.core.effects.rows import Check, EstimateRow, Label, Result, number, refuse
from frirum.core.effects.sentences import say
from frirum.core.effects.survival import FEW_PEOPLE, DurationRows, Durations, hazards, no_uncertainty, plain
from frirum.core.effects.survival_curve import Incidence, aalen_johansen, log_log_bounds


def estimate_incidence(data: Durations) -> Result:
    """Rows cumulative_incidence (group = event, period = time), and log_hazard_ratio of event 1, others censoring.

    With groups a row per group instead (group = the group, the event named in `outcome`), and a row gray per event.

    Returns:
        The headline is the incidence of event 1 at the horizon, or at its last time; with groups the test of event 1.
    """
    kinds = [int(kind) for kind in np.unique(data.spells.event) if kind > 0]
    if not kinds:
        return refuse("no_events", say("are_no_events_duration_cannot"))
    found = DurationRows(data)
    headline = None
    for kind in kinds:
        for code, label in enumerate(data.groups):
            last = _curve(found, kind, code, label)
            headline = last if kind == kinds[0] and label is None else headline
    for kind in kinds if len(data.groups) > 1 else []:
        test = _gray(found, kind)
        headline = test if kind == kinds[0] else headline
    hazards(found, kind=kinds[0])
    if headline is None or not headline.has_uncertainty:
        return no_uncertainty(found)
    return Result(tuple(found.rows), tuple(found.checks), headline)


def _curve(found: DurationRows, kind: int, code: int, label: Label | None) -> EstimateRow | None:
    """The rows of one event in one group; the last at or before the horizon."""
    data = found.data
    spells = data.spells.where(data.group == code)
    curve = aalen_johansen(spells, kind)
    more = {"group": kind} if label is None else {"group": label, "outcome": f"{data.event} = {kind}"}
    lower, upper = log_log_bounds(curve.share, curve.se)
    row = None
    for time, place in _times(curve, spells, data.horizon):
        new = found.add(
            "cumulative_incidence", "log-log", float(curve.share[place]) if place >= 0 else 0.0,
            estimator="aalen-johansen", period=plain(time), n_treated=len(spells),
            se=number(curve.se[place]) if place >= 0 else 0.0,
            # F and 1 − F change places on this scale: the bounds are those of the probability itself.
            lower=number(lower[place]) if place >= 0 else None,
            upper=number(upper[place]) if place >= 0 else None,
            **more,
        )  # fmt: skip
        if data.horizon is None or time <= data.horizon:
            row = new
    return row


def _times(curve: Incidence, spells: Spells, horizon: float | None) -> list[tuple[float, int]]:
    """Each time of an event with its place in the curve, and the horizon where it was seen."""
    found = list(zip(curve.times.tolist(), range(len(curve.times)), strict=True))
    if horizon is not None and horizon <= float(spells.exit.max()) and horizon not in curve.times:
        found.append((horizon, int(np.searchsorted(curve.times, horizon, side="right")) - 1))
    return sorted(found)


def _gray(found: DurationRows, kind: int) -> EstimateRow | None:
    """Gray's test of one event; dealt anew where a group is small, as χ² does not hold there."""
    data = found.data
    test = gray_test(data.spells, data.group, len(data.groups), kind)
    if test is None:
        found.checks.append(Check("groups_apart", False, words.gray_not_made(kind)))
        return None
    if np.bincount(data.group).min() >= FEW_PEOPLE:
        inference, p_value, note = "gray", test.p_value, words.degrees_of_freedom(test.df)
    else:
        p_value = permuted_gray(data.spells, data.group, len(data.groups), kind, test.statistic)
        inference, note = "permutation", words.dealt_anew(PERMUTATIONS)
    return found.add(
        "gray", inference, test.statistic, estimator="gray", group=kind, n_treated=len(data.spells),
        p_value=p_value, notes=(words.incidence_differs(kind), note),
    )  # fmt: skip

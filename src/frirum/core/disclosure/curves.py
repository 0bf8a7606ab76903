"""Survival curves on a fixed grid, from rounded counts.

Events and losses are rounded as running totals to the middle of sixes (OpenSAFELY's midpoint rounding), once, and
everything shown is computed from them: a step of the curve then stands for six persons, never for one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from frirum.core.disclosure.figures import few
from frirum.core.disclosure.protected import Refusal
from frirum.core.disclosure.sentences import say
from frirum.core.disclosure.settings import HOUSE_RULES, HouseRules
from frirum.core.errors import UsageError


@dataclass(frozen=True)
class CurvePoint:
    """One step of a curve.

    Attributes:
        weeks: end of the step.
        at_risk: persons at risk when the step began, rounded.
        events: events in the step, rounded.
        survival: share left at the end of the step.
    """

    weeks: int
    at_risk: int
    events: int
    survival: float


def midpoint(counts: ArrayLike, base: int = 6) -> NDArray[np.int64]:
    """Counts rounded up to a multiple of `base`, less half of it; 0 stays 0. Shape as given."""
    given = np.asarray(counts)
    rounded = np.ceil(given / base) * base - base // 2
    result: NDArray[np.int64] = np.where(given > 0, rounded, 0).astype(np.int64)
    return result


def survival_curve(
    weeks: ArrayLike,
    event: ArrayLike,
    *,
    step: int = 4,
    ends: Sequence[int] | None = None,
    rules: HouseRules = HOUSE_RULES,
) -> tuple[CurvePoint, ...] | Refusal:
    """A Kaplan-Meier curve as it may be shown: no censor ticks, and an end where fewer than ten are left at risk.

    Args:
        weeks: time under observation of each person, over 0, shape (n,).
        event: whether it ended with the event, shape (n,).
        step: weeks between the points, at least the house's grid (4; a quarter is 13).
        ends: the points instead, ascending weeks as far apart as the grid, such as the ends of months.

    Raises:
        UsageError: a finer grid.
    """
    points_at = None if ends is None else np.asarray(ends)
    finest = step if points_at is None else int(np.diff(points_at, prepend=0).min(initial=step))
    if finest < rules.survival_grid_weeks:
        raise UsageError(say("survival_curves_are_shown_in_steps", n=rules.survival_grid_weeks))
    times, ended = np.asarray(weeks, dtype=float), np.asarray(event, dtype=bool)
    if points_at is None:
        points_at = np.arange(step, times.max(initial=0) + step, step)
    events = midpoint([int((ended & (times <= end)).sum()) for end in points_at], rules.survival_rounding)
    losses = midpoint([int((~ended & (times <= end)).sum()) for end in points_at], rules.survival_rounding)
    persons = int(midpoint(times.size, rules.survival_rounding))
    points, survival, gone, before = [], 1.0, 0, 0
    for end, happened, lost in zip(points_at, events.tolist(), losses.tolist(), strict=True):
        at_risk, now = persons - gone, happened - before
        if at_risk < rules.minimum_at_risk or now > at_risk:
            break
        survival *= 1 - now / at_risk
        points.append(CurvePoint(int(end), at_risk, now, survival))
        gone, before = happened + lost, happened
    return tuple(points) if points else few(times.size, rules.minimum_at_risk)

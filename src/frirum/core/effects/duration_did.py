"""Difference-in-differences of durations: how many more are through by t than the others' change would have left.

Estimand: the difference in S(t), the share still on the benefit at t, among the treated in the second period, between
what was seen and what would have been. Assumption: without the experiment the cumulative hazard would have changed by
as much among the treated as among the others. That, and not the share itself, is what can move in parallel: shares lie
between 0 and 1, and two groups with parallel hazards drift apart and together again.

The four groups are different spells; the standard error adds theirs up (Greenwood, delta method) and holds no more than
that: with few municipalities compare municipalities (`few`).

Source: Deaner & Ku (2024), Causal duration analysis with diff-in-diff, working paper.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from frirum.core.effects.risk_sets import Spells
from frirum.core.effects.survival_curve import Curve, kaplan_meier


@dataclass(frozen=True)
class DurationEffect:
    """An effect on S(t).

    Attributes:
        seen, otherwise: the share still on at t, and what it would have been.
        effect, se, lower, upper: seen − otherwise, its standard error and 95 % bounds.
        p_value: two-sided, of the difference in log S.
    """

    seen: float
    otherwise: float
    effect: float
    se: float
    lower: float
    upper: float
    p_value: float


def duration_did(
    treated: tuple[Spells, Spells], others: tuple[Spells, Spells], time: float
) -> DurationEffect | None:
    """The effect at duration `time`, from the spells (before, after) of either group.

    Returns:
        None where one of the four curves is not known at `time` or is 0 or 1 there, so that its hazard has no figure.
    """
    curves = [kaplan_meier(spells) for spells in (*treated, *others)]
    values = [_at(curve, time) for curve in curves]
    if any(value is None for value in values):
        return None
    (s_before, v_before), (seen, v_seen), (o_before, w_before), (o_after, w_after) = [v for v in values if v]
    otherwise = s_before * o_after / o_before
    rest = v_before + w_before + w_after
    se = float(np.sqrt(seen**2 * v_seen + otherwise**2 * rest))
    effect, reach = seen - otherwise, float(ndtri(0.975)) * se
    log = np.log(seen / otherwise) / np.sqrt(v_seen + rest)
    return DurationEffect(
        seen, otherwise, effect, se, effect - reach, effect + reach, float(2 * ndtr(-abs(log)))
    )


def _at(curve: Curve, time: float) -> tuple[float, float] | None:
    """S and the variance of its log."""
    place = curve.place(time)
    if place < 0 or not curve.known_at(time) or curve.survival[place] <= 0:
        return None
    share = float(curve.survival[place])
    return share, float(curve.se[place] / share) ** 2

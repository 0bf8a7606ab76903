"""Were the groups moving in parallel before the start, and how steep a drift would the test have caught?

A test that finds nothing says little by itself: with few units it finds nothing whatever the drift. So the test is
always reported with the linear drift per period that it would have caught in 80 % of cases.

With many units per effect the test is Wald's joint one. Otherwise its χ² distribution is wrong (it rejected every
one of 100 parallel data sets with cohorts of 4, 4 and 3 of 98), and the starts are dealt anew among the units
(`pretrend_dealt`). Where not even that can reach 5 %, there is no test.

Source: Roth (2022), Pretest with caution, American Economic Review: Insights 4.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.special import chdtrc, chdtri, chndtr

from frirum.core.effects.att_gt_means import GroupTimeEffects
from frirum.core.effects.panel import Panel
from frirum.core.effects.pretrend_dealt import dealt_test
from frirum.core.effects.rows import Check, number
from frirum.core.effects.sentences import say
from frirum.core.effects.start_labels import Groups
from frirum.core.vocabulary.danish import format_number

LEVEL = 0.05
POWER = 0.80
# The joint test needs many more units than effects, in every cohort, to keep its level.
UNITS_PER_EFFECT = 20


def noncentrality(df: int, *, level: float = LEVEL, power: float = POWER) -> float:
    """The noncentrality at which a chi-square test with `df` degrees of freedom has this power."""
    critical = float(chdtri(df, level))
    low, high = 0.0, 1.0
    while 1 - chndtr(critical, df, high) < power:
        high *= 2
    for _step in range(100):
        middle = (low + high) / 2
        low, high = (low, middle) if 1 - chndtr(critical, df, middle) >= power else (middle, high)
    return high


def joint_test(effects: np.ndarray, covariance: np.ndarray) -> tuple[float, int, np.ndarray]:
    """Wald statistic of the effects, its degrees of freedom, and the generalised inverse that it used.

    Args:
        effects: (q,); covariance: (q, q), possibly of lower rank.
    """
    values, vectors = np.linalg.eigh(covariance)
    kept = values > 1e-10 * max(float(values[-1]), 0.0)
    if not kept.any() or values[-1] <= 0:
        return 0.0, 0, np.zeros_like(covariance)
    inverse = (vectors[:, kept] / values[kept]) @ vectors[:, kept].T
    return float(effects @ inverse @ effects), int(kept.sum()), inverse


def pretrend_checks(panel: Panel, effects: GroupTimeEffects, groups: Groups | None = None) -> list[Check]:
    """Checks `pretrend` (value: p) and `pretrend_slope` (value: drift per step of the time axis).

    Args:
        panel: without always-treated units.
        effects: with the varying base period, so that effects before the start are one-step changes.
        groups: within which the starts could have been dealt otherwise; by default among all units.
    """
    before = [place for place, cell in enumerate(effects.cells) if not cell.post]
    if not before:
        return [Check("pretrend", None, say("are_too_few_periods_before_start"))]
    chosen = np.eye(len(effects.cells))[before]
    covariance = effects.influence.covariance(chosen, np.zeros((len(before), len(effects.shares))))
    points, noise = effects.points[before], 1e-12 * panel.scale
    if np.sqrt(np.abs(covariance).max()) <= noise:
        return [Check("pretrend", None, say("outcome_does_not_vary_trends_before"))]
    if not _many_units(panel, effects, before):
        found = dealt_test(panel, groups or Groups())
        if found is None:
            text = say("are_too_few_units_or_periods")
            return [Check("pretrend", None, text)]
        return _checks(found.p_value, found.slope)
    statistic, df, inverse = joint_test(np.where(np.abs(points) <= noise, 0.0, points), covariance)
    steps = np.array(
        [panel.ticks[effects.cells[n].period] - panel.ticks[effects.cells[n].base] for n in before]
    )
    signal = float(steps @ inverse @ steps)
    slope = float(np.sqrt(noncentrality(df) / signal)) if signal > 0 else None
    return _checks(float(chdtrc(df, statistic)), slope)


def _many_units(panel: Panel, effects: GroupTimeEffects, before: list[int]) -> bool:
    per_cohort = np.bincount([effects.cells[n].cohort for n in before], minlength=len(panel.cohorts))
    units = np.bincount(panel.cohort[panel.cohort >= 0], minlength=len(panel.cohorts))
    never = int((panel.cohort == -1).sum())
    enough = (units >= UNITS_PER_EFFECT * per_cohort).all()
    return bool(enough) and not panel.people and never >= UNITS_PER_EFFECT * int(per_cohort.max())


def _checks(p: float, slope: float | None) -> list[Check]:
    text = (
        say("trends_before_start_do_not_differ")
        if p >= LEVEL
        else say("movements_before_start_differ_by_more")
    )
    found = [Check("pretrend", p >= LEVEL, text, number(p))]
    if slope:
        text = say(
            "in_80_per_cent_of_cases", slope=format_number(slope, max(0, 2 - math.floor(math.log10(slope))))
        )
        found.append(Check("pretrend_slope", None, text, number(slope)))
    return found

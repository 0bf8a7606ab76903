"""Were the groups moving in parallel before the start, and how steep a drift would the test have caught?

A test that finds nothing says little by itself: with few units it finds nothing whatever the drift. So the
joint test is always reported with the linear drift per period that it would have caught in 80 % of cases.

Source: Roth (2022), Pretest with caution, American Economic Review: Insights 4.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.special import chdtrc, chdtri, chndtr

from frirum.core.effects.att_gt_means import GroupTimeEffects
from frirum.core.effects.clustered import VOID_BELOW
from frirum.core.effects.panel import Panel
from frirum.core.effects.rows import Check, number
from frirum.core.language import gettext as _
from frirum.core.vocabulary.danish import format_number

LEVEL = 0.05
POWER = 0.80
# The joint test needs many more units than effects to keep its level.
UNITS_PER_EFFECT = 5


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


def pretrend_checks(panel: Panel, effects: GroupTimeEffects) -> list[Check]:
    """Checks `pretrend` (value: p of the joint test) and `pretrend_slope` (value: drift per step of the time
    axis).

    Args:
        panel: without always-treated units.
        effects: with the varying base period, so that effects before the start are one-step changes.
    """
    before = [place for place, cell in enumerate(effects.cells) if not cell.post]
    if not before:
        return [Check("pretrend", None, _("Der er for få perioder før start til at se på forløbene."))]
    chosen = np.eye(len(effects.cells))[before]
    covariance = effects.influence.covariance(chosen, np.zeros((len(before), len(effects.shares))))
    points, noise = effects.points[before], 1e-12 * panel.scale
    if np.sqrt(np.abs(covariance).max()) <= noise:
        return [Check("pretrend", None, _("Udfaldet varierer ikke, så forløbene før start kan ikke testes."))]
    statistic, df, inverse = joint_test(np.where(np.abs(points) <= noise, 0.0, points), covariance)
    treated = int((panel.cohort >= 0).sum())
    if df == 0 or treated < VOID_BELOW or df * UNITS_PER_EFFECT > len(panel.units):
        text = _("Der er for få enheder til en samlet test af forløbene før start.")
        return [Check("pretrend", None, text)]
    p = float(chdtrc(df, statistic))
    text = (
        _("Forløbene før start afviger ikke påviseligt.")
        if p >= LEVEL
        else _("Forløbene før start afviger: antagelsen om parallelle forløb holder ikke.")
    )
    found = [Check("pretrend", p >= LEVEL, text, number(p))]
    steps = np.array(
        [panel.ticks[effects.cells[n].period] - panel.ticks[effects.cells[n].base] for n in before]
    )
    signal = float(steps @ inverse @ steps)
    if signal > 0:
        slope = float(np.sqrt(noncentrality(df) / signal))
        text = _(
            "Testen ville i 80 pct. af tilfældene have fanget en skævhed på {slope} pr. periode."
        ).format(slope=format_number(slope, max(0, 2 - math.floor(math.log10(slope)))))
        found.append(Check("pretrend_slope", None, text, number(slope)))
    return found

"""One treated unit: ordinary least squares on collapsed numbers with exact t inference.

Estimand: the effect on the treated unit, averaged over the periods after the start. Assumption: the units'
numbers (mean after minus mean before, or after each unit's own trend) are normal with one variance; then t
with N − 2 degrees of freedom is exact even with one treated unit, provided the *classical* variance is used.
A robust or cluster-robust variance is meaningless here: the treated unit's residual is zero. Source: Lee and
Wooldridge (2023), "Simple approaches to inference with difference-in-differences estimators with small
cross-sectional sample sizes".
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class ClassicalT:
    """A difference of two means with the pooled variance.

    Attributes:
        point, se: in the outcome's unit.
        df: degrees of freedom, N − 2.
        p_value: two-sided.
        lower, upper: 95 % bounds.
    """

    point: float
    se: float
    df: int
    p_value: float
    lower: float
    upper: float


def classical_t(values: FloatArray, treated: NDArray[np.bool_]) -> ClassicalT | None:
    """The pooled two-sample t test of treated against comparison units.

    Args:
        values: (N,) one number per unit.
        treated: (N,) at least one true and two false.

    Returns:
        None when the comparison units do not vary at all, or are fewer than two.
    """
    own, others = values[treated], values[~treated]
    df = values.size - 2
    if df < 1 or not own.size or not others.size:
        return None
    squares = ((own - own.mean()) ** 2).sum() + ((others - others.mean()) ** 2).sum()
    se = math.sqrt(squares / df * (1 / own.size + 1 / others.size))
    point = float(own.mean() - others.mean())
    if se <= 1e-12 * float(np.abs(values).max()):
        return None
    half = float(special.stdtrit(df, 0.975)) * se
    p_value = 2 * float(special.stdtr(df, -abs(point) / se))
    return ClassicalT(point, se, df, p_value, point - half, point + half)

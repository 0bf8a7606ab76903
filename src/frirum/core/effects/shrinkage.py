"""Municipal effects drawn towards their mean by how little each one knows: for the funnel, never for a ranking.

Estimand: each unit's effect when the effects themselves are spread around a mean with standard deviation τ. A unit
with few people keeps little of its own figure. τ² by Paule and Mandel (the value at which the weighted squares are what
they should be), bounds of the mean by Hartung and Knapp.

Source: Paule & Mandel (1982), Journal of Research of the National Bureau of Standards 87; Hartung & Knapp (2001),
Statistics in Medicine 20; Raudenbush & Bryk (1985), Journal of Educational Statistics 10 (the shrunken effects);
Morris (1983), Journal of the American Statistical Association 78 (their uncertainty).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import optimize
from scipy.special import stdtrit

from frirum.core.files.table import FloatArray


@dataclass(frozen=True)
class Shrunken:
    """G units' effects around a mean.

    Attributes:
        mean, lower, upper: with 95 % bounds by t with G − 1 degrees.
        spread: τ, the standard deviation of the effects; 0 where they differ no more than noise.
        kept: (G,) share of each unit's own figure that is kept, 0-1.
        effects, se: (G,) shrunken effects and their standard errors as if τ were known, the mean's own included.
        unit_lower, unit_upper: (G,) 95 % bounds that hold the uncertainty of τ too (Morris), with t as for the mean.
    """

    mean: float
    lower: float
    upper: float
    spread: float
    kept: FloatArray
    effects: FloatArray
    se: FloatArray
    unit_lower: FloatArray
    unit_upper: FloatArray


def shrink(effects: FloatArray, se: FloatArray) -> Shrunken | None:
    """Shrink G effects; None with fewer than three.

    Args:
        effects: (G,) each from its own people.
        se: (G,) above 0.

    Raises:
        ValueError: a standard error that is not above 0.
    """
    if len(effects) < 3:
        return None
    if not (se > 0).all():
        raise ValueError("a standard error must be above 0")
    between = _between(effects, se * se)
    weight = 1 / (se * se + between)
    mean = float(weight @ effects / weight.sum())
    squares = float(weight @ (effects - mean) ** 2) / (len(effects) - 1)
    reach = float(stdtrit(len(effects) - 1, 0.975)) * float(np.sqrt(squares / weight.sum()))
    kept = between * weight
    variance = kept * se * se + (1 - kept) ** 2 / weight.sum()
    drawn = 1 - kept
    typical = float((se * se).mean()) + between
    of_spread = 2 / max(len(effects) - 3, 1) * drawn**2 * (typical * weight) * (effects - mean) ** 2
    unit_reach = float(stdtrit(len(effects) - 1, 0.975)) * np.sqrt(variance + of_spread)
    shrunken = mean + kept * (effects - mean)
    return Shrunken(
        mean=mean,
        lower=mean - reach,
        upper=mean + reach,
        spread=float(np.sqrt(between)),
        kept=kept,
        effects=shrunken,
        se=np.sqrt(variance),
        unit_lower=shrunken - unit_reach,
        unit_upper=shrunken + unit_reach,
    )


def _between(effects: FloatArray, variance: FloatArray) -> float:
    def surplus(between: float) -> float:
        weight = 1 / (variance + between)
        mean = weight @ effects / weight.sum()
        return float(weight @ (effects - mean) ** 2) - (len(effects) - 1)

    if surplus(0.0) <= 0:
        return 0.0
    high = float(effects.var() + variance.max())
    while surplus(high) > 0:
        high *= 2
    return float(optimize.brentq(surplus, 0.0, high, xtol=1e-14))

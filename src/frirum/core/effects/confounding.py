"""How strong an unseen difference between the groups would have to be to explain an effect away.

`e_value`: the risk ratio that something unseen would need with both treatment and outcome. `robustness_value`: the
share of what is left to explain, of treatment and of outcome alike, that it would need to explain. Neither says whether
such a thing exists; they let a reader ask whether anything they know of is that strong.

Source: VanderWeele & Ding (2017), Annals of Internal Medicine 167; Cinelli & Hazlett (2020), Journal of the Royal
Statistical Society B 82.
"""

from __future__ import annotations

import math

from scipy.special import stdtrit


def e_value(ratio: float) -> float:
    """The E-value of a risk ratio above 0; 1 for a ratio of 1.

    Args:
        ratio: risk ratio, below or above 1. A hazard or odds ratio may stand for it where the outcome is rare.
    """
    if not 0 < ratio < math.inf:
        raise ValueError(f"a ratio of {ratio}")
    away = max(ratio, 1 / ratio)
    return away + math.sqrt(away * (away - 1))


def e_value_of_interval(lower: float, upper: float) -> float:
    """The E-value of the bound nearest to 1; 1 where the interval holds 1."""
    if lower > upper:
        raise ValueError(f"{lower} is above {upper}")
    return 1.0 if lower <= 1 <= upper else e_value(lower if lower > 1 else upper)


def ratio_of_difference(difference: float, baseline: float) -> float | None:
    """The risk ratio of a difference of shares against the share without treatment; None where shares cannot lie."""
    if not 0 < baseline < 1 or not 0 < baseline + difference <= 1:
        return None
    return (baseline + difference) / baseline


def partial_r2(t: float, degrees: float) -> float:
    """The share of the outcome's rest variance that the treatment explains, by its t and rest degrees of freedom."""
    return t * t / (t * t + degrees)


def robustness_value(t: float, degrees: float, *, share: float = 1.0, level: float | None = None) -> float:
    """What something unseen must explain of treatment and of outcome to take the effect away.

    Args:
        t: estimate over its classical standard error. degrees: residual degrees of freedom, above 1.
        share: the part of the estimate to be taken away; 1 for all of it.
        level: None for the point; else until a test at this level no longer rejects, such as 0.05.

    Returns:
        Between 0 and 1; 0 where the effect is not significant to begin with.
    """
    size = share * abs(t) / math.sqrt(degrees)
    critical = 0.0
    if level is not None:
        critical = float(stdtrit(degrees - 1, 1 - level / 2)) / math.sqrt(degrees - 1)
    gap = size - critical
    if gap <= 0:
        return 0.0
    if critical > 0 and size > 1 / critical:
        # So strong an effect that the unseen would explain all of the outcome before it has explained its own.
        return (size * size - critical * critical) / (1 + size * size)
    return (math.sqrt(gap**4 + 4 * gap * gap) - gap * gap) / 2

"""The difference of two shares by inverting the score test: Miettinen and Nurminen, and Mee.

Estimand: share 1 − share 2 of two independent groups. For every candidate difference the two shares are estimated under
it, and the difference is kept when the observed one lies within 1.96 standard errors of that estimate; no other common
interval keeps its level as well near 0 and 1, and it answers "worse by more than the margin?" at any margin. Mee uses
the variance as it is, Miettinen and Nurminen multiply it by N / (N − 1).

Source: Mee (1984), Biometrics 40; Miettinen & Nurminen (1985), Statistics in Medicine 4; Newcombe (1998), Statistics
in Medicine 17, 873-890, methods 5 and 6.
"""

from __future__ import annotations

import math

from scipy import optimize, special

LEVEL = 0.95
# Closer to the observed difference than this a bound is that difference.
_NEAR = 1e-12


def restricted_shares(events1: int, n1: int, events2: int, n2: int, difference: float) -> tuple[float, float]:
    """The most likely shares whose difference is `difference`, in −1 … 1.

    The closed form of the cubic's middle root (Miettinen and Nurminen 1985, appendix).
    """
    lowest, highest = max(0.0, difference), min(1.0, 1.0 + difference)
    ratio = n2 / n1
    share1, share2 = events1 / n1, events2 / n2
    a = 1 + ratio
    b = -(1 + ratio + share1 + ratio * share2 + difference * (ratio + 2))
    c = difference * difference + difference * (2 * share1 + ratio + 1) + share1 + ratio * share2
    d = -share1 * difference * (1 + difference)
    v = (b / (3 * a)) ** 3 - b * c / (6 * a * a) + d / (2 * a)
    u = math.copysign(math.sqrt(max(0.0, (b / (3 * a)) ** 2 - c / (3 * a))), v)
    turn = 0.0 if u == 0 else max(-1.0, min(1.0, v / u**3))
    first = 2 * u * math.cos((math.pi + math.acos(turn)) / 3) - b / (3 * a)
    first = min(max(first, lowest), highest)
    return first, min(max(first - difference, 0.0), 1.0)


def score(
    events1: int, n1: int, events2: int, n2: int, difference: float, *, corrected: bool
) -> float | None:
    """How many standard errors the observed difference lies above `difference`; None where there is no variance.

    Args:
        corrected: with the factor N / (N − 1) of Miettinen and Nurminen; otherwise Mee's.
    """
    share1, share2 = restricted_shares(events1, n1, events2, n2, difference)
    variance = share1 * (1 - share1) / n1 + share2 * (1 - share2) / n2
    if corrected:
        variance *= (n1 + n2) / (n1 + n2 - 1)
    gap = events1 / n1 - events2 / n2 - difference
    return gap / math.sqrt(variance) if variance > 0 else None


def _upper(events1: int, n1: int, events2: int, n2: int, *, corrected: bool, level: float) -> float:
    z = float(special.ndtri(1 - (1 - level) / 2))
    observed = events1 / n1 - events2 / n2
    if observed >= 1 - _NEAR:
        return 1.0

    def beyond(difference: float) -> float:
        found = score(events1, n1, events2, n2, difference, corrected=corrected)
        return (observed < difference) - 0.5 if found is None else -found - z

    nearest = observed + _NEAR
    if beyond(nearest) >= 0:  # no spread at all under the observed difference
        return observed
    highest = 1 - _NEAR
    if beyond(highest) <= 0:
        return 1.0
    return float(optimize.brentq(beyond, nearest, highest, xtol=1e-13))


def _interval(
    events1: int, n1: int, events2: int, n2: int, *, corrected: bool, level: float
) -> tuple[float, float]:
    # The lower bound is the upper one of the groups exchanged, turned round.
    lower = -_upper(events2, n2, events1, n1, corrected=corrected, level=level)
    return lower, _upper(events1, n1, events2, n2, corrected=corrected, level=level)


def miettinen_nurminen(
    events1: int, n1: int, events2: int, n2: int, level: float = LEVEL
) -> tuple[float, float]:
    """Two-sided interval of share 1 − share 2; n1 and n2 at least 1."""
    return _interval(events1, n1, events2, n2, corrected=True, level=level)


def mee(events1: int, n1: int, events2: int, n2: int, level: float = LEVEL) -> tuple[float, float]:
    """As `miettinen_nurminen`, without the factor N / (N − 1)."""
    return _interval(events1, n1, events2, n2, corrected=False, level=level)


def score_p(
    events1: int, n1: int, events2: int, n2: int, difference: float = 0.0, *, corrected: bool = True
) -> float:
    """Two-sided p-value of `difference` by the score test; 1 where nothing varies."""
    found = score(events1, n1, events2, n2, difference, corrected=corrected)
    return 1.0 if found is None else float(2 * special.ndtr(-abs(found)))

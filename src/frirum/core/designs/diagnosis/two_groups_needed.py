"""How many uses two groups need: the number from which exact power never again falls below 80 %.

Power rises in a sawtooth. The search goes down from a number where power stands clear of 80 % to the first one where
it falls short; the tests compare it with every number up to twice as many.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from scipy import special

from frirum.core.designs.diagnosis.two_groups import ALPHA, POWER, fisher_power, newcombe_no_worse

# Above this many cases in the first group the sawtooth is below 0.001, and the formula's own error matters more.
EXACT_FROM = 3_000
# The sawtooth falls by at most so much divided by the cases of the smaller group (measured: 2.2 with 90 of 390).
_WOBBLE = 3.0
_MOST = 200_000


def uses_needed(baseline: float, difference: float, ratio: float = 1.0) -> int | None:
    """First-group size for Fisher's test at 5 %, with `ratio` comparison cases per use.

    Returns:
        None when the difference is 0 or leads outside 0-1, or more than 200,000 would be needed. Above 3,000 by Fleiss,
        Tytun and Ury (1980) with the continuity correction, which follows Fisher's test closely.
    """
    truth = baseline + difference
    if difference == 0 or ratio <= 0 or not -1e-12 <= truth <= 1 + 1e-12:
        return None
    truth = min(1.0, max(0.0, truth))
    guess = fleiss_cases(baseline, truth, ratio)
    if guess > EXACT_FROM:
        return guess if guess <= _MOST else None
    return never_again_below(
        lambda n: fisher_power(n, beside(n, ratio), truth, baseline), guess, wobble=_WOBBLE / min(1, ratio)
    )


def uses_for_no_worse(baseline: float, ratio: float, *margins: float) -> int | None:
    """First-group size for Newcombe's interval to stay within every margin when nothing has changed."""
    if ratio <= 0 or not margins:
        return None
    spread = baseline * (1 - baseline) * (1 + 1 / ratio)
    # Missing one of two margins is twice as likely.
    reach = special.ndtri(1 - ALPHA / 2) + special.ndtri(1 - (1 - POWER) / len(margins))
    guess = max(4, math.ceil(spread * (reach / min(abs(margin) for margin in margins)) ** 2))
    if guess > EXACT_FROM:
        return guess if guess <= _MOST else None
    return never_again_below(
        lambda n: newcombe_no_worse(n, beside(n, ratio), baseline, *margins),
        guess,
        wobble=_WOBBLE / min(1, ratio),
    )


def beside(n: int, ratio: float) -> int:
    """Comparison cases beside n uses, at least one."""
    return max(1, round(n * ratio))


def fleiss_cases(baseline: float, truth: float, ratio: float) -> int:
    """The first group's size by Fleiss, Tytun and Ury (1980), Biometrics 36."""
    difference = abs(truth - baseline)
    mean = (truth + ratio * baseline) / (1 + ratio)
    z_alpha, z_power = special.ndtri(1 - ALPHA / 2), special.ndtri(POWER)
    plain = (
        z_alpha * math.sqrt((ratio + 1) * mean * (1 - mean))
        + z_power * math.sqrt(ratio * truth * (1 - truth) + baseline * (1 - baseline))
    ) ** 2 / (ratio * difference**2)
    corrected = plain / 4 * (1 + math.sqrt(1 + 2 * (ratio + 1) / (plain * ratio * difference))) ** 2
    return math.ceil(corrected)


def never_again_below(power: Callable[[int], float], guess: int, *, wobble: float = 0.0) -> int | None:
    """The smallest n from which `power` stays at or above 80 %, near `guess`; None if it is not reached.

    Args:
        wobble: power with n cases falls by at most wobble / n as n grows.
    """

    def is_clear(n: int) -> bool:
        return power(n) >= min(0.99, POWER + wobble / n)

    high = max(4, guess)
    while not is_clear(high):
        high = math.ceil(1.2 * high) + 1
        if high > _MOST:
            return None
    low = 0
    while high - low > max(2, high // 50):
        middle = (low + high) // 2
        low, high = (low, middle) if is_clear(middle) else (middle, high)
    while high > 1 and power(high - 1) >= POWER:
        high -= 1
    return high

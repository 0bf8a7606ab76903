"""Evidence of more harm than in a comparison group, which may be looked at after every case.

Null hypothesis: the probability is at most that of the comparison cases. The e-value is the likelihood averaged evenly
over all pairs of probabilities with more harm, over the largest likelihood of a pair without. The average over the true
pair would be a martingale and the largest is no smaller, so that the e-value ever reaches 20 with probability at most
5 %. Counts may be divided by a design effect; they are then not whole.

Source: Wasserman, Ramdas & Balakrishnan (2020), Universal inference, Proceedings of the National Academy of Sciences
117; for the problem Turner, Ly & Grünwald (2024), Generic E-variables for exact sequential k-sample tests.
"""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
from scipy import optimize, special

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(400)


def log_e_value(events1: float, n1: float, events2: float, n2: float) -> float:
    """The natural logarithm of the e-value against "the first probability is at most the second"."""
    mixture = (
        math.log(2)
        + float(special.betaln(events1 + 1, n1 - events1 + 1))
        + float(special.betaln(events2 + 1, n2 - events2 + 1))
        + _log_more(events1 + 1, n1 - events1 + 1, events2 + 1, n2 - events2 + 1)
    )
    return mixture - _largest_without(events1, n1, events2, n2)


def _log_more(a1: float, b1: float, a2: float, b2: float) -> float:
    """log P(first > second) for two beta variables, by quadrature over where the first has its mass."""
    mean, deviation = _moments(a1, b1)
    mean2, deviation2 = _moments(a2, b2)
    low = max(0.0, min(mean - 12 * deviation, mean2 - 12 * deviation2))
    high = min(1.0, max(mean + 12 * deviation, mean2 + 12 * deviation2))
    total = -math.inf
    pieces = np.linspace(low, high, 9)
    for start, end in pairwise(pieces):
        at = (start + end) / 2 + (end - start) / 2 * _NODES
        density = special.xlogy(a1 - 1, at) + special.xlog1py(b1 - 1, -at) - special.betaln(a1, b1)
        below = np.log(np.maximum(special.betainc(a2, b2, at), 1e-300))
        terms = density + below + np.log(_WEIGHTS * (end - start) / 2)
        total = float(np.logaddexp(total, special.logsumexp(terms)))
    return min(0.0, total)


def _moments(a: float, b: float) -> tuple[float, float]:
    return a / (a + b), math.sqrt(a * b / ((a + b) ** 2 * (a + b + 1)))


def _log_likelihood(p1: float, p2: float, /, *counts: float) -> float:
    events1, n1, events2, n2 = counts
    return float(
        special.xlogy(events1, p1)
        + special.xlog1py(n1 - events1, -p1)
        + special.xlogy(events2, p2)
        + special.xlog1py(n2 - events2, -p2)
    )


def _largest_without(events1: float, n1: float, events2: float, n2: float) -> float:
    p1, p2 = events1 / n1, events2 / n2
    if p1 > p2:
        p1 = p2 = (events1 + events2) / (n1 + n2)
    return _log_likelihood(p1, p2, events1, n1, events2, n2)


def confidence_sequence(
    events1: float, n1: float, events2: float, n2: float, level: float = 0.95
) -> tuple[float, float]:
    """Bounds for the first probability less the second that hold at all looks together.

    Returns:
        The differences for which some pair of probabilities has a likelihood of more than (1 − level) times the average
        over all pairs.
    """
    mixture = float(
        special.betaln(events1 + 1, n1 - events1 + 1) + special.betaln(events2 + 1, n2 - events2 + 1)
    )
    limit = mixture + math.log1p(-level)

    def excess(difference: float) -> float:
        return _profile(difference, events1, n1, events2, n2) - limit

    point = events1 / n1 - events2 / n2
    lower = (
        -1.0 if point <= -1 or excess(-1 + 1e-12) > 0 else float(optimize.brentq(excess, -1 + 1e-12, point))
    )
    upper = 1.0 if point >= 1 or excess(1 - 1e-12) > 0 else float(optimize.brentq(excess, point, 1 - 1e-12))
    return lower, upper


def _profile(difference: float, events1: float, n1: float, events2: float, n2: float) -> float:
    """The largest log likelihood with this difference; it is concave in the second probability."""
    low, high = max(0.0, -difference), min(1.0, 1 - difference)
    if high - low < 1e-14:
        return _log_likelihood(low + difference, low, events1, n1, events2, n2)
    found = optimize.minimize_scalar(
        lambda p: -_log_likelihood(min(1.0, max(0.0, p + difference)), p, events1, n1, events2, n2),
        bounds=(low, high),
        method="bounded",
        options={"xatol": 1e-10},
    )
    ends = (
        _log_likelihood(min(1.0, max(0.0, p + difference)), p, events1, n1, events2, n2) for p in (low, high)
    )
    return max(-float(found.fun), *ends)

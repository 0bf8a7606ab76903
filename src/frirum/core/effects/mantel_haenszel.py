"""One odds ratio from several tables of two by two, such as one per municipality.

Estimand: the common odds ratio within strata. Assumption: it is the same in every stratum; the test of no association
needs no such thing. Holds with many small strata too. Source: Mantel & Haenszel (1959), Journal of the National Cancer
Institute 22; Robins, Breslow & Greenland (1986), Biometrics 42 (variance of the log).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, ndtri


@dataclass(frozen=True)
class CommonOdds:
    """A common odds ratio and the test of 1.

    Attributes:
        ratio, lower, upper: with 95 % bounds; None where a margin is 0 in every stratum.
        statistic: χ² (1 degree of freedom), less half a case when corrected; None where nothing can vary.
        p_value: two-sided, or None.
    """

    ratio: float | None
    lower: float | None
    upper: float | None
    statistic: float | None
    p_value: float | None


def mantel_haenszel(tables: NDArray[np.int64], *, corrected: bool = True) -> CommonOdds:
    """The common odds ratio of K tables.

    Args:
        tables: (K, 2, 2) counts; rows are groups, the first column has the outcome.
        corrected: take half a case off the distance, at most all of it, as is usual.
    """
    counts = np.asarray(tables, dtype=np.float64)
    counts = counts[counts.sum(axis=(1, 2)) > 1]
    a, b, c, d = (counts[:, i, j] for i in (0, 1) for j in (0, 1))
    n = a + b + c + d
    statistic, p_value = _test(a, b, c, d, n, corrected=corrected)
    r, s = a * d / n, b * c / n
    if r.sum() == 0 or s.sum() == 0:
        return CommonOdds(None, None, None, statistic, p_value)
    ratio = r.sum() / s.sum()
    p, q = (a + d) / n, (b + c) / n
    variance = (
        (p * r).sum() / (2 * r.sum() ** 2)
        + (p * s + q * r).sum() / (2 * r.sum() * s.sum())
        + (q * s).sum() / (2 * s.sum() ** 2)
    )
    reach = np.exp(float(ndtri(0.975)) * np.sqrt(variance))
    return CommonOdds(float(ratio), float(ratio / reach), float(ratio * reach), statistic, p_value)


def _test(
    a: NDArray[np.float64],
    b: NDArray[np.float64],
    c: NDArray[np.float64],
    d: NDArray[np.float64],
    n: NDArray[np.float64],
    *,
    corrected: bool,
) -> tuple[float | None, float | None]:
    expected = (a + b) * (a + c) / n
    variance = float(((a + b) * (c + d) * (a + c) * (b + d) / (n * n * (n - 1))).sum())
    if variance == 0:
        return None, None
    distance = abs(float((a - expected).sum()))
    distance -= min(0.5, distance) if corrected else 0.0
    statistic = distance * distance / variance
    return statistic, float(chdtrc(1, statistic))

"""The placebo distribution of a difference, scaled by the size of the units (Ferman and Pinto 2019).

Estimand: as `randomisation`. Small municipalities vary more than large ones; a permutation that ignores it
rejects far too often when the treated are small and never when they are large. Assumption: the variance of a
unit's number is a + b / size with a, b ≥ 0, and the units divided by their standard deviation are alike. The
variance is fitted to squared residuals of all units with the effect under test removed, so that the real
assignment stands on the same footing as the others; measured against fitting to comparison units only, this
loses a little power for the very smallest treated units and never rejects too often.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from frirum.core.effects.collapse import UnitNumbers
from frirum.core.effects.randomisation import (
    ALPHA,
    DRAWS,
    ENUMERATE,
    TIE,
    RandomisationTest,
    observed_difference,
)

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class Placebos:
    """Which unit's scaled residual stands in for each treated unit.

    Attributes:
        chosen: (M, k) places in 0 … N − 1, with repetition; the real places are not among them unless
            `exact`.
        exact: all N^k are listed.
        floor: the smallest p-value.
        seed: of the draws, or None.
    """

    chosen: IntArray
    exact: bool
    floor: float
    seed: int | None


def list_placebos(n: int, k: int, *, limit: int = ENUMERATE, draws: int = DRAWS, seed: int = 1) -> Placebos:
    """All N^k placebos when there are at most `limit`, else random ones.

    Args:
        n: units; the numbers 0 … n − 1 must mean the same units however the file was sorted.
        k: treated units.
    """
    if n**k <= limit:
        listed = np.array(list(itertools.product(range(n), repeat=k)), dtype=np.int64)
        return Placebos(listed, exact=True, floor=1 / n**k, seed=None)
    # One column per treated unit, each contiguous: the test reads them column by column.
    chosen = np.asfortranarray(np.random.default_rng(seed).integers(0, n, (draws, k)))
    return Placebos(chosen, exact=False, floor=1 / (draws + 1), seed=seed)


def fit_variance(squares: FloatArray, size: FloatArray) -> FloatArray:
    """(…, N) fitted variances a + b / size by least squares with a, b ≥ 0.

    Args:
        squares: (…, N) squared residuals; leading axes are replications.
        size: (N,) positive sizes, in any unit.
    """
    x = 1 / size
    centred = x - x.mean()
    spread = float(centred @ centred)
    mean = squares.mean(axis=-1)
    # With two non-negative coefficients the constrained fit is the free one, or one of the two edges.
    slope = (squares @ centred) / spread if spread > 0 else np.zeros_like(mean)
    constant = mean - slope * x.mean()
    through_zero = (squares @ x) / float(x @ x)
    a = np.where(slope < 0, mean, np.where(constant < 0, 0.0, constant))
    b = np.where(slope < 0, 0.0, np.where(constant < 0, through_zero, slope))
    return np.asarray(a[..., None] + b[..., None] * x)


def scaled_residuals(
    values: FloatArray, size: FloatArray, treated: NDArray[np.bool_]
) -> tuple[FloatArray, FloatArray]:
    """Residuals over their standard deviation, and the treated units' standard deviations.

    Args:
        values: (…, N) numbers without an effect.

    Returns:
        (…, N) residuals from the mean of all units divided by their fitted deviation, and (…, k) fitted
        deviations
        of the treated, widened by what the difference varies beyond them: the comparison mean's own variance.
    """
    residuals = values - values.mean(axis=-1, keepdims=True)
    variance = fit_variance(residuals**2, size)
    deviation = np.sqrt(variance)
    scaled = np.divide(residuals, deviation, out=np.zeros_like(residuals), where=deviation > 0)
    n, k = treated.size, int(treated.sum())
    own = variance[..., treated].sum(axis=-1) / k**2
    others = variance[..., ~treated].sum(axis=-1) / (n - k) ** 2
    ratio = np.divide(others, own, out=np.zeros_like(others), where=own > 0)
    widen = np.sqrt((1 + ratio) / (1 - 1 / n))
    return scaled, deviation[..., treated] * widen[..., None]


def placebo_p_value(
    difference: float, scaled: FloatArray, deviations: FloatArray, placebos: Placebos
) -> float:
    """The share of placebo differences as large as `difference`, the real one counted.

    Args:
        scaled: (N,) from `scaled_residuals`.
        deviations: (k,) of the treated units.
    """
    stand_in = np.zeros(len(placebos.chosen))
    for place, deviation in enumerate(deviations):
        stand_in += deviation * scaled[placebos.chosen[:, place]]
    far = int((np.abs(stand_in) >= deviations.size * abs(difference) * (1 - TIE)).sum())
    if not placebos.exact:
        return (far + 1) / (len(placebos.chosen) + 1)
    return max(far, 1) / len(placebos.chosen)


def size_scaled_test(
    units: UnitNumbers, size: FloatArray, *, draws: int = DRAWS, seed: int = 1
) -> tuple[RandomisationTest, Placebos] | None:
    """The size-scaled placebo test for treated units with one start, with its interval by inversion.

    Args:
        size: (N,) positive, such as persons in the target group.

    Returns:
        The test and the placebos behind it; None when every unit has the same number, so that nothing varies.
    """
    treated = units.cohort > 0
    # An order free of names: treated first, then by value, so that draws do not depend on how the file was
    # sorted.
    order = np.lexsort((size, units.values[0], ~treated))
    treated, size = treated[order], size[order]
    values, dose = units.values[0][order], units.dose[0][order]
    placebos = list_placebos(treated.size, int(treated.sum()), draws=draws, seed=seed)
    point = observed_difference(units.values, units.cohort)
    lift = float(dose[treated].mean() - dose[~treated].mean())

    def p_value(effect: float) -> float:
        scaled, deviations = scaled_residuals(values - effect * dose, size, treated)
        return placebo_p_value(point - effect * lift, scaled, deviations, placebos)

    spread = float(np.std(values - point * dose))
    if spread <= TIE * units.scale:
        return None
    found = p_value(0.0)
    error = None if placebos.exact else math.sqrt(found * (1 - found) / len(placebos.chosen))
    lower, upper = (search_bound(p_value, point, side * spread) for side in (-1, 1))
    return RandomisationTest(point, found, lower, upper, error), placebos


def search_bound(
    p_value: Callable[[float], float], point: float, step: float, alpha: float = ALPHA
) -> float | None:
    """The effect beyond which a test rejects, on the side of `step`; None if it never does.

    Args:
        p_value: of "the effect is τ".
        point: the estimate, where the p-value is 1.
        step: first distance to look at, signed.
    """
    inside, distance = point, step
    for _doubling in range(40):
        if p_value(point + distance) <= alpha:
            break
        inside, distance = point + distance, 2 * distance
    else:
        return None
    outside = point + distance
    for _halving in range(60):
        middle = (inside + outside) / 2
        if abs(outside - inside) <= 1e-12 * max(abs(step), abs(middle)):
            break
        inside, outside = (middle, outside) if p_value(middle) > alpha else (inside, middle)
    return outside

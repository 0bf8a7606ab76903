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


@dataclass(frozen=True)
class Footing:
    """Where each unit stands in the difference under test.

    Attributes:
        treated: (N,).
        weight: (N,) how much a unit counts: 1 for a municipality, its municipalities for a block.
        strata: (N,) stratum 0 … S − 1; the difference is within strata, weighted by the treated.
    """

    treated: NDArray[np.bool_]
    weight: FloatArray
    strata: IntArray

    @classmethod
    def of(
        cls,
        treated: NDArray[np.bool_],
        *,
        weight: FloatArray | None = None,
        strata: IntArray | None = None,
    ) -> Footing:
        """One stratum and equal weights where none are given."""
        codes = (
            np.zeros(treated.size, dtype=np.int64)
            if strata is None
            else np.unique(strata, return_inverse=True)[1].astype(np.int64)
        )
        return cls(treated, np.ones(treated.size) if weight is None else weight, codes)

    @property
    def coefficients(self) -> FloatArray:
        """(N,) the difference is their inner product with the numbers."""
        own = np.where(self.treated, self.weight, 0.0)
        inside = np.bincount(self.strata, weights=own) / own.sum()
        outside = np.bincount(self.strata, weights=self.weight - own)
        others = np.divide(inside, outside, out=np.zeros_like(inside), where=outside > 0)
        return np.where(self.treated, self.weight / own.sum(), -self.weight * others[self.strata])

    def residuals(self, values: FloatArray) -> FloatArray:
        """(…, N) distances to the stratum's mean, widened by what a unit's own place in that mean takes away."""
        together = np.bincount(self.strata, weights=self.weight)
        share = self.weight / together[self.strata]
        member = self.strata[:, None] == np.arange(together.size)
        means = (values * share) @ member
        left = np.sqrt(np.maximum(1 - share, 0.0))
        away = values - means[..., self.strata]
        return np.divide(away, left, out=np.zeros_like(away), where=left > 0)


def scaled_residuals(values: FloatArray, size: FloatArray, footing: Footing) -> tuple[FloatArray, FloatArray]:
    """Residuals over their standard deviation, and the treated units' standard deviations.

    Args:
        values: (…, N) numbers without an effect.

    Returns:
        (…, N) residuals from the mean of all units (of the stratum) divided by their fitted deviation, and (…, k)
        deviations of the treated by their weight, widened by what the difference varies beyond them: the comparison
        means' own variance.
    """
    residuals = footing.residuals(values)
    variance = fit_variance(residuals**2, size)
    deviation = np.sqrt(variance)
    scaled = np.divide(residuals, deviation, out=np.zeros_like(residuals), where=deviation > 0)
    treated, squared = footing.treated, footing.coefficients**2
    own = (variance * squared)[..., treated].sum(axis=-1)
    others = (variance * squared)[..., ~treated].sum(axis=-1)
    widen = np.sqrt(1 + np.divide(others, own, out=np.zeros_like(others), where=own > 0))
    heavy = footing.coefficients[treated] * treated.sum()
    return scaled, deviation[..., treated] * heavy * widen[..., None]


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
    units: UnitNumbers, size: FloatArray, *, strata: IntArray | None = None, draws: int = DRAWS, seed: int = 1
) -> tuple[RandomisationTest, Placebos] | None:
    """The size-scaled placebo test for treated units with one start, with its interval by inversion.

    Args:
        size: (N,) positive, such as persons in the target group.
        strata: (N,) the difference is then within strata, weighted by the treated.

    Returns:
        The test and the placebos behind it; None when every unit has the same number, so that nothing varies.
    """
    numbers = _Numbers.of(units.values[0], units.dose[0], size, Footing.of(units.cohort > 0, strata=strata))
    point = observed_difference(units.values, units.cohort, strata)
    return _test(numbers, point, units.scale, draws, seed)


def block_size_scaled_test(
    units: UnitNumbers, size: FloatArray, blocks: IntArray, *, draws: int = DRAWS, seed: int = 1
) -> tuple[RandomisationTest, Placebos] | None:
    """As `size_scaled_test` where whole blocks were treated: a block's number is the mean of its units.

    The variance of that mean is a + b Σ(1/size) / m² for m units: a is what the block's units share.

    Args:
        blocks: (N,) block of each unit, 0 … B − 1, each wholly treated or wholly comparison.
    """
    number = np.bincount(blocks).astype(np.float64)
    treated = np.bincount(blocks, weights=units.cohort > 0) > 0
    values, dose = (np.bincount(blocks, weights=row) / number for row in (units.values[0], units.dose[0]))
    together = number**2 / np.bincount(blocks, weights=1 / size)
    numbers = _Numbers.of(values, dose, together, Footing.of(treated, weight=number))
    return _test(numbers, observed_difference(units.values, units.cohort), units.scale, draws, seed)


@dataclass(frozen=True)
class _Numbers:
    """Numbers in an order free of names: treated first, then by value, so that no draw depends on the file's order."""

    values: FloatArray
    dose: FloatArray
    size: FloatArray
    footing: Footing

    @classmethod
    def of(cls, values: FloatArray, dose: FloatArray, size: FloatArray, footing: Footing) -> _Numbers:
        order = np.lexsort((size, values, ~footing.treated))
        sorted_footing = Footing(footing.treated[order], footing.weight[order], footing.strata[order])
        return cls(values[order], dose[order], size[order], sorted_footing)


def _test(
    numbers: _Numbers, point: float, scale: float, draws: int, seed: int
) -> tuple[RandomisationTest, Placebos] | None:
    values, dose, footing = numbers.values, numbers.dose, numbers.footing
    placebos = list_placebos(values.size, int(footing.treated.sum()), draws=draws, seed=seed)
    lift = float(footing.coefficients @ dose)

    def p_value(effect: float) -> float:
        scaled, deviations = scaled_residuals(values - effect * dose, numbers.size, footing)
        return placebo_p_value(point - effect * lift, scaled, deviations, placebos)

    spread = float(np.std(values - point * dose))
    if spread <= TIE * scale:
        return None
    found = p_value(0.0)
    error = None if placebos.exact else math.sqrt(found * (1 - found) / len(placebos.chosen))
    lower, upper = (search_bound(p_value, point, side * spread) for side in (-1, 1))
    return RandomisationTest(point, found, lower, upper, error), placebos


def standard_error(
    values: FloatArray, dose: FloatArray, point: float, size: FloatArray, footing: Footing
) -> float:
    """The standard error of the difference that the fitted variances give, with the estimated effect taken out."""
    variance = fit_variance(footing.residuals(values - point * dose) ** 2, size)
    return math.sqrt(float(variance @ footing.coefficients**2))


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

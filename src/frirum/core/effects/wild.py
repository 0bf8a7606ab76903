"""Wild cluster bootstrap with the null imposed, on one number per unit.

Estimand: as `randomisation`. Rademacher signs; with up to 14 units all 2^N of them are listed and ties
count, so that the result does not depend on a seed. Assumption: units are independent; variances may differ.
With three or fewer treated units it practically never rejects, and must not be read as "no effect". Source:
Cameron, Gelbach and Miller (2008); Webb (2023) on listing; MacKinnon, Nielsen and Webb (2023).
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from frirum.core.effects.collapse import UnitNumbers
from frirum.core.effects.randomisation import DRAWS, TIE, RandomisationTest, observed_difference
from frirum.core.effects.size_scaled import search_bound

FloatArray = NDArray[np.float64]
SignArray = NDArray[np.int8]
_CHUNK = 10_000_000
LISTED_UNITS = 14


def list_signs(n: int, *, draws: int = DRAWS, seed: int = 1) -> tuple[SignArray, bool]:
    """(M, n) signs ±1, and whether they are all 2^n of them."""
    if n <= LISTED_UNITS:
        return np.array(list(itertools.product((1, -1), repeat=n)), dtype=np.int8), True
    drawn = np.random.default_rng(seed).integers(0, 2, (draws, n), dtype=np.int8)
    return (2 * drawn - 1).astype(np.int8), False


@dataclass(frozen=True)
class SignedSums:
    """What the signs make of the units' numbers and of their treatment, so that any effect is tested in O(M).

    Attributes:
        residuals, lifts: (N,) numbers and treatment from their means: the null of an effect τ leaves residuals
            − τ lifts.
        treated: (N,).
        inside, outside: (2, M) signed means of the two among treated and among comparison units.
    """

    residuals: FloatArray
    lifts: FloatArray
    treated: NDArray[np.bool_]
    inside: FloatArray
    outside: FloatArray

    @classmethod
    def of(
        cls, values: FloatArray, dose: FloatArray, treated: NDArray[np.bool_], signs: SignArray
    ) -> SignedSums:
        """The sums for (N,) values and treatment under (M, N) signs."""
        both = np.stack([values - values.mean(), dose - dose.mean()])
        inside, outside = np.empty((2, len(signs))), np.empty((2, len(signs)))
        step = max(1, _CHUNK // signs.shape[1])  # signs are bytes; as numbers they are taken some at a time
        for start in range(0, len(signs), step):
            part = signs[start : start + step].T.astype(np.float64)
            inside[:, start : start + step] = both[:, treated] @ part[treated] / treated.sum()
            outside[:, start : start + step] = both[:, ~treated] @ part[~treated] / (~treated).sum()
        return cls(both[0], both[1], treated, inside, outside)

    def squared_t(self, effect: float) -> tuple[float, FloatArray]:
        """The squared t statistic of "the effect is τ", and (M,) the same under each set of signs.

        The cluster-robust variance of a difference of two means is Σ e²/k² + Σ e²/(N − k)² up to a factor that is
        the same everywhere, and a sign leaves squares as they are.
        """
        residuals = self.residuals - effect * self.lifts
        squares = residuals**2
        k, rest = int(self.treated.sum()), int((~self.treated).sum())
        within, without = float(squares[self.treated].sum()), float(squares[~self.treated].sum())

        def statistic(mean_inside: FloatArray, mean_outside: FloatArray) -> FloatArray:
            variance = (within / k - mean_inside**2) / k + (without / rest - mean_outside**2) / rest
            gap = (mean_inside - mean_outside) ** 2
            noise = TIE * (within / k**2 + without / rest**2)
            # A variance of nothing but rounding means that the difference is infinitely many errors away.
            far = np.where(gap > noise, np.inf, 0.0)
            return np.divide(gap, variance, out=far, where=variance > noise)

        own = statistic(
            residuals[self.treated].mean(keepdims=True), residuals[~self.treated].mean(keepdims=True)
        )
        signed_inside = self.inside[0] - effect * self.inside[1]
        return float(own[0]), statistic(signed_inside, self.outside[0] - effect * self.outside[1])


def wild_test(
    units: UnitNumbers, *, draws: int = DRAWS, seed: int = 1
) -> tuple[RandomisationTest, int, bool] | None:
    """The test and its interval by inversion, for units with one start.

    Returns:
        The test, the number of sign patterns (observed included), and whether they are all; None when nothing
        varies.
    """
    treated = units.cohort > 0
    order = np.lexsort((units.values[0], ~treated))
    treated, values, dose = treated[order], units.values[0][order], units.dose[0][order]
    signs, exact = list_signs(treated.size, draws=draws, seed=seed)
    sums = SignedSums.of(values, dose, treated, signs)
    point = observed_difference(units.values, units.cohort)

    def p_value(effect: float) -> float:
        own, drawn = sums.squared_t(effect)
        far = int((drawn >= own * (1 - TIE)).sum())
        return far / len(signs) if exact else (far + 1) / (len(signs) + 1)

    spread = float(np.std(values - point * dose))
    if spread <= TIE * units.scale:
        return None
    found = p_value(0.0)
    error = None if exact else math.sqrt(found * (1 - found) / len(signs))
    lower, upper = (search_bound(p_value, point, side * spread) for side in (-1, 1))
    return RandomisationTest(point, found, lower, upper, error), len(signs) + (not exact), exact

"""Power and size by simulation, with the estimator and the test that the evaluation will use.

A balanced design with a common start has one number per unit as its sufficient statistic (`collapse`), so a
replication draws those numbers, not the panel behind them: the distribution is the same and a thousand replications
of 98 units take milliseconds. Shares of few cases are drawn as counts. Every figure carries its Monte Carlo error.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from frirum.core.effects import headline
from frirum.core.effects.randomisation import ALPHA, TIE, Assignments, count_assignments, list_assignments
from frirum.core.effects.size_scaled import Footing, list_placebos, placebo_p_value, scaled_residuals
from frirum.core.effects.wild import list_signs

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
Draw = Callable[[np.random.Generator, int], FloatArray]

# Draws behind each simulated p-value. Fewer than in an evaluation, as the error of a p-value averages out over
# replications; (b + 1) / 1,000 keeps the test's size exact all the same.
DRAWS = 999
LISTED = 5_000
_CHUNK = 250


@dataclass(frozen=True)
class UnitDesign:
    """Which units are treated, and what is known of them.

    Attributes:
        treated: (N,) at least one true and one false.
        size: (N,) positive sizes, or None.
        blocks: (N,) block of each unit when whole blocks are chosen, or None.
    """

    treated: BoolArray
    size: FloatArray | None = None
    blocks: IntArray | None = None

    def choice(self) -> headline.Quotable:
        """The test that the evaluation will quote, by the rule of `headline`."""
        available = {"randomisation", "wild"}
        available |= {"size-scaled"} if self.size is not None else set()
        available |= {"block-permutation"} if self.blocks is not None else set()
        return headline.choose(
            frozenset(available),
            units_treated=int(self.treated.sum()),
            units_comparison=int((~self.treated).sum()),
            blocks_given=self.blocks is not None,
            sizes_given=self.size is not None,
        )

    def smallest_p(self) -> float:
        """The smallest p-value the design can give with the test that will be quoted."""
        inference = self.choice().inference
        if inference == "wild":
            return 2.0 ** (1 - self.treated.size)
        if inference == "block-permutation" and self.blocks is not None:
            return 1 / count_assignments(_block_cohort(self.treated, self.blocks))
        return 1 / math.comb(self.treated.size, int(self.treated.sum()))


@dataclass(frozen=True)
class Power:
    """A simulated probability of rejecting.

    Attributes:
        power: share of replications with p at most 5 %; 0 when the design can never reach that.
        error: its Monte Carlo standard error.
        replications: how many.
        inference: the test.
        smallest_p: what the design can reach at best.
    """

    power: float
    error: float
    replications: int
    inference: str
    smallest_p: float


def normal_numbers(deviation: FloatArray) -> Draw:
    """Draws of unit numbers from normal distributions with (N,) standard deviations."""

    def draw(rng: np.random.Generator, replications: int) -> FloatArray:
        return rng.standard_normal((replications, deviation.size)) * deviation

    return draw


def panel_deviation(
    noise: float | FloatArray, before: int, after: int, shock: float | FloatArray = 0.0
) -> FloatArray:
    """Standard deviation of a unit's mean after minus mean before.

    Args:
        noise: standard deviation of the independent error in each period, in the outcome's unit, or (N,) of them.
        before, after: periods on each side of the start, at least 1.
        shock: standard deviation of a change of level at the start that the unit would have had anyway.
    """
    return np.sqrt(np.square(noise) * (1 / before + 1 / after) + np.square(shock))


def share_numbers(cases: IntArray, baseline: float | FloatArray, icc: float = 0.0) -> Draw:
    """Draws of unit shares from beta-binomial counts.

    Args:
        cases: (N,) cases per unit, at least 1.
        baseline: probability of the outcome, or (N,) of them.
        icc: correlation of two cases in the same unit, 0 ≤ icc < 1.
    """

    def draw(rng: np.random.Generator, replications: int) -> FloatArray:
        shape = (replications, cases.size)
        rate = np.broadcast_to(np.asarray(baseline, dtype=np.float64), shape)
        if icc > 0:
            weight = (1 - icc) / icc
            inner = np.clip(rate, 1e-9, 1 - 1e-9)
            rate = rng.beta(inner * weight, (1 - inner) * weight)
        return rng.binomial(cases, rate) / cases

    return draw


def p_values(
    values: FloatArray, design: UnitDesign, inference: str, *, draws: int = DRAWS, seed: int = 1
) -> FloatArray:
    """(R,) p-values of (R, N) replications by one of the tests of `few`.

    Raises:
        ValueError: an inference that needs sizes or blocks the design lacks, or that is not one of the four.
    """
    if inference == "randomisation":
        assignments = list_assignments(design.treated.astype(np.int64), limit=LISTED, draws=draws, seed=seed)
        return _linear(
            values, _unit_weights(assignments, design.treated.size), _own(design.treated), assignments
        )
    if inference == "block-permutation" and design.blocks is not None:
        cohort = _block_cohort(design.treated, design.blocks)
        assignments = list_assignments(cohort, limit=LISTED, draws=draws, seed=seed)
        return _linear(values, _block_weights(assignments, design.blocks), _own(design.treated), assignments)
    if inference == "size-scaled" and design.size is not None:
        return _size_scaled(values, design.treated, design.size, draws, seed)
    if inference == "wild":
        return _wild(values, design.treated, draws, seed)
    raise ValueError(f"{inference} cannot be used with this design")


def _own(treated: BoolArray) -> FloatArray:
    return np.where(treated, 1 / treated.sum(), -1 / (~treated).sum())


def _block_cohort(treated: BoolArray, blocks: IntArray) -> IntArray:
    cohort = np.zeros(int(blocks.max()) + 1, dtype=np.int64)
    cohort[blocks[treated]] = 1
    return cohort


def _unit_weights(assignments: Assignments, n: int) -> FloatArray:
    """(N, M) weights whose inner product with the numbers is the difference under each assignment."""
    k = assignments.chosen.shape[1]
    weights = np.full((n, len(assignments.chosen)), -1 / (n - k))
    np.put_along_axis(weights, assignments.chosen.T, 1 / k, axis=0)
    return weights


def _block_weights(assignments: Assignments, blocks: IntArray) -> FloatArray:
    inside = np.zeros((int(blocks.max()) + 1, len(assignments.chosen)))
    np.put_along_axis(inside, assignments.chosen.T, 1.0, axis=0)
    units = inside[blocks]
    return units / units.sum(axis=0) - (1 - units) / (1 - units).sum(axis=0)


def _linear(values: FloatArray, weights: FloatArray, own: FloatArray, assignments: Assignments) -> FloatArray:
    found = np.empty(len(values))
    limit = np.abs(values @ own) * (1 - TIE)
    for start in range(0, len(values), _CHUNK):
        part = slice(start, start + _CHUNK)
        found[part] = (np.abs(values[part] @ weights) >= limit[part, None]).sum(axis=1)
    return np.array([assignments.p_value(int(far)) for far in found])


def _size_scaled(
    values: FloatArray, treated: BoolArray, size: FloatArray, draws: int, seed: int
) -> FloatArray:
    placebos = list_placebos(treated.size, int(treated.sum()), limit=LISTED, draws=draws, seed=seed)
    scaled, deviations = scaled_residuals(values, size, Footing.of(treated))
    gaps = values @ _own(treated)
    return np.array(
        [placebo_p_value(float(gaps[r]), scaled[r], deviations[r], placebos) for r in range(len(values))]
    )


def _wild(values: FloatArray, treated: BoolArray, draws: int, seed: int) -> FloatArray:
    """`wild.SignedSums.squared_t(0)` for many replications at once."""
    signs, exact = list_signs(treated.size, draws=draws, seed=seed)
    extra = 0 if exact else 1
    sides = [(part, signs[:, part].T.astype(np.float64)) for part in (treated, ~treated)]
    found = np.empty(len(values))
    for start in range(0, len(values), _CHUNK):
        part = slice(start, start + _CHUNK)
        own, drawn = _squared_t(values[part] - values[part].mean(axis=1, keepdims=True), sides)
        found[part] = ((drawn >= own * (1 - TIE)).sum(axis=1) + extra) / (len(signs) + extra)
    return found


def _squared_t(
    residuals: FloatArray, sides: list[tuple[BoolArray, FloatArray]]
) -> tuple[FloatArray, FloatArray]:
    """(R, 1) squared t of the residuals and (R, M) the same under each set of signs."""
    gap = variance = noise = np.zeros(1)
    for sign, (members, signs) in zip((1, -1), sides, strict=True):
        n = members.sum()
        inside = residuals[:, members]
        squares = np.square(inside).sum(axis=1, keepdims=True)
        means = np.hstack([inside.mean(axis=1, keepdims=True), inside @ signs / n])
        gap = gap + sign * means
        variance = variance + (squares / n - means**2) / n
        noise = noise + TIE * squares / n**2
    # A variance of nothing but rounding means that the difference is infinitely many errors away.
    far = np.where(np.square(gap) > noise, np.inf, 0.0)
    found = np.divide(np.square(gap), variance, out=far, where=variance > noise)
    return found[:, :1], found[:, 1:]


def simulate_power(
    design: UnitDesign, draw: Draw, effect: float, *, replications: int = 1_000, seed: int = 1
) -> Power:
    """The probability that the evaluation's own test finds `effect`.

    Args:
        draw: of unit numbers without an effect: `normal_numbers`, `share_numbers`, or any (rng, R) -> (R, N).
        effect: added to the treated units' numbers, in the outcome's unit; 0 gives the size of the test.
    """
    choice, floor = design.choice(), design.smallest_p()
    if choice.inference is None or floor > ALPHA:
        return Power(0.0, 0.0, replications, choice.inference or "none", floor)
    values = draw(np.random.default_rng(seed), replications) + effect * design.treated
    share = float((p_values(values, design, choice.inference, seed=seed) <= ALPHA).mean())
    error = math.sqrt(share * (1 - share) / replications)
    return Power(share, error, replications, choice.inference, floor)


def detectable_effect(
    design: UnitDesign, draw: Draw, *, power: float = 0.80, replications: int = 1_000, seed: int = 1
) -> float | None:
    """The smallest positive effect found with this power, to three digits, on the same draws throughout.

    Returns:
        None when the design's smallest p is above 5 %, or power is not reached at any effect.
    """
    if design.smallest_p() > ALPHA:
        return None
    numbers = draw(np.random.default_rng(seed), replications)
    spread = float(numbers.std())

    def reached(effect: float) -> bool:
        return (
            simulate_power(design, lambda _rng, _n: numbers, effect, replications=replications).power >= power
        )

    high = spread
    for _doubling in range(12):
        if reached(high):
            break
        high *= 2
    else:
        return None
    low = 0.0
    while high - low > 5e-4 * high:
        middle = (low + high) / 2
        low, high = (low, middle) if reached(middle) else (middle, high)
    return high

"""Exact randomisation inference: what the difference would have been under every other assignment.

Estimand: the difference between treated and comparison units (per unit, each weighing the same), after minus
before when there is time. Assumption: under no effect each of the listed assignments was as likely as the
real one; with unequal variances that is false for an unusual treated group (use `size_scaled`). Source:
Fisher (1935); Young (2019); MacKinnon and Webb (2020). The real assignment is counted, ties count, and
|difference| is compared, so that the test never rejects too often. Bounds are the effects that the same test
does not reject.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from frirum.core.effects.collapse import UnitNumbers

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

ENUMERATE = 200_000
DRAWS = 9_999
_CHUNK = 10_000_000
ALPHA = 0.05
# Two assignments with the same difference on paper may differ in the last bits; this much counts as a tie.
TIE = 1e-9


@dataclass(frozen=True)
class Assignments:
    """Assignments of treatment to units.

    Attributes:
        chosen: (M, k) treated units of each assignment; places 0 … k_1 − 1 have start 1, the next k_2 start
            2, ….
        sizes: (G,) units per start, summing to k.
        possible: how many assignments there are.
        exact: every possible assignment is listed; otherwise they are drawn and the real one is added to
            them.
        seed: of the draws, or None.
    """

    chosen: IntArray
    sizes: tuple[int, ...]
    possible: int
    exact: bool
    seed: int | None

    def p_value(self, at_least_as_far: int) -> float:
        """The share of assignments as far out as the real one, which is counted."""
        count = len(self.chosen)
        return at_least_as_far / count if self.exact else (at_least_as_far + 1) / (count + 1)

    @property
    def floor(self) -> float:
        """The smallest p-value this design can give: one over the number of assignments."""
        return 1 / self.possible

    def allowed(self, alpha: float = ALPHA) -> int:
        """How many listed assignments may be as far out while p stays at most `alpha`."""
        count = len(self.chosen)
        return math.floor(alpha * count + 1e-9) if self.exact else math.floor(alpha * (count + 1) + 1e-9) - 1


@dataclass(frozen=True)
class RandomisationTest:
    """A test of no effect and the interval of effects it does not reject.

    Attributes:
        point: the difference, in the outcome's unit.
        p_value: two-sided.
        lower, upper: 95 % bounds; None where the test never rejects on that side.
        error: Monte Carlo standard error of the p-value, or None when it is exact.
    """

    point: float
    p_value: float
    lower: float | None
    upper: float | None
    error: float | None


def count_assignments(cohort: IntArray, strata: IntArray | None = None) -> int:
    """How many ways the starts can be dealt out among the units, within strata."""
    ways = 1
    for stratum in _strata(cohort, strata):
        left = stratum.size
        for size in np.bincount(cohort[stratum])[1:]:
            ways *= math.comb(left, int(size))
            left -= int(size)
    return ways


def list_assignments(
    cohort: IntArray,
    strata: IntArray | None = None,
    *,
    order: FloatArray | None = None,
    limit: int = ENUMERATE,
    draws: int = DRAWS,
    seed: int = 1,
) -> Assignments:
    """All assignments when there are at most `limit`, else `draws` random ones.

    Args:
        cohort: (N,) 0 for comparison, else the start; permuted within strata.
        strata: (N,) stratum of each unit, or None for one stratum.
        order: (N,) numbers that put the units in an order free of their names and of the file's rows, so
            that the draws are the same however the data were sorted.
        limit, draws, seed: of the enumeration and the draws.
    """
    groups = int(cohort.max(initial=0))
    sizes = tuple(int(n) for n in np.bincount(cohort, minlength=groups + 1)[1:])
    possible = count_assignments(cohort, strata)
    parts = _strata(cohort, strata)
    if possible <= limit:
        combinations = _enumerate(cohort, parts, groups)
        chosen = np.fromiter(itertools.chain.from_iterable(combinations), dtype=np.int64)
        return Assignments(chosen.reshape(possible, sum(sizes)), sizes, possible, exact=True, seed=None)
    if order is not None:
        parts = [part[np.lexsort((order[part], cohort[part]))] for part in parts]
    return Assignments(_draw(cohort, parts, groups, draws, seed), sizes, possible, exact=False, seed=seed)


def _strata(cohort: IntArray, strata: IntArray | None) -> list[IntArray]:
    if strata is None:
        return [np.arange(cohort.size)]
    return [np.flatnonzero(strata == code) for code in np.unique(strata)]


def _enumerate(cohort: IntArray, parts: list[IntArray], groups: int) -> Iterator[tuple[int, ...]]:
    """Every assignment as the units of start 1, then of start 2, …."""
    if groups == 1 and len(parts) == 1:
        yield from itertools.combinations(parts[0].tolist(), int((cohort > 0).sum()))
        return
    per_stratum = [
        list(_deal(tuple(part.tolist()), [int((cohort[part] == g).sum()) for g in range(1, groups + 1)]))
        for part in parts
    ]
    for dealt in itertools.product(*per_stratum):
        yield tuple(unit for g in range(groups) for stratum in dealt for unit in stratum[g])


def _deal(units: tuple[int, ...], sizes: list[int]) -> Iterator[tuple[tuple[int, ...], ...]]:
    if not sizes:
        yield ()
        return
    for first in itertools.combinations(units, sizes[0]):
        rest = tuple(unit for unit in units if unit not in first) if len(sizes) > 1 else ()
        for others in _deal(rest, sizes[1:]):
            yield (first, *others)


def _draw(cohort: IntArray, parts: list[IntArray], groups: int, draws: int, seed: int) -> IntArray:
    rng = np.random.default_rng(seed)
    columns: list[list[IntArray]] = [[] for _group in range(groups)]
    for part in parts:
        sizes = [int((cohort[part] == g).sum()) for g in range(1, groups + 1)]
        shuffled = part[_first_of_shuffles(rng, part.size, sum(sizes), draws)]
        for g, end in enumerate(np.cumsum(sizes)):
            columns[g].append(shuffled[end - sizes[g] : end])
    # One row per unit and its transpose: the test reads the assignments unit by unit.
    return np.concatenate([block for group in columns for block in group]).T


def _first_of_shuffles(rng: np.random.Generator, n: int, k: int, draws: int) -> IntArray:
    """(k, draws) the first k of `draws` shuffles of 0 … n − 1: k steps of Fisher and Yates on all at once."""
    found = np.empty((k, draws), dtype=np.int64)
    step = max(1, _CHUNK // n)
    for start in range(0, draws, step):
        size = min(step, draws - start)
        shuffles = np.repeat(np.arange(n)[:, None], size, axis=1)
        everyone = np.arange(size)
        for place in range(k):
            other = rng.integers(place, n, size)
            kept = shuffles[place].copy()
            shuffles[place] = shuffles[other, everyone]
            shuffles[other, everyone] = kept
        found[:, start : start + size] = shuffles[:k]
    return found


def comparison_weights(cohort: IntArray, strata: IntArray | None = None) -> FloatArray:
    """(G, N) what one comparison unit of the unit's stratum weighs against start g: within strata, by the treated.

    A stratum with k_g of the k treated weighs k_g / k, shared by its comparison units; without strata there is one.
    """
    groups, k = int(cohort.max(initial=0)), int((cohort > 0).sum())
    weights = np.zeros((groups, cohort.size))
    for stratum in _strata(cohort, strata):
        rest = int((cohort[stratum] == 0).sum())
        for g in range(groups):
            weights[g, stratum] = (cohort[stratum] == g + 1).sum() / k / max(rest, 1)
    return weights


def differences(values: FloatArray, assignments: Assignments, weights: FloatArray) -> FloatArray:
    """(M,) the difference under each assignment: treated minus comparison within strata, weighted by treated units.

    Args:
        values: (G, N) numbers per start and unit.
        weights: (G, N) from `comparison_weights`, the same under every assignment within the strata.
    """
    k = sum(assignments.sizes)
    total = np.zeros(len(assignments.chosen))
    ends = np.cumsum(assignments.sizes)
    for row, weight, size, end in zip(values, weights, assignments.sizes, ends, strict=True):
        heavy = row * weight
        own, picked = np.zeros_like(total), np.zeros_like(total)
        for place in range(k):
            column = assignments.chosen[:, place]
            picked += heavy[column]
            if end - size <= place < end:
                own += row[column]
        total += own / k - (heavy.sum() - picked)
    return total


def observed_difference(values: FloatArray, cohort: IntArray, strata: IntArray | None = None) -> float:
    """The difference under the real assignment, as in `differences`."""
    if strata is not None:
        k, rest = (cohort > 0).sum(), cohort == 0
        weights = comparison_weights(cohort, strata)
        own = math.fsum(float(values[g, cohort == g + 1].sum()) / k for g in range(len(values)))
        return own - float((values * weights)[:, rest].sum())
    sizes = np.bincount(cohort)[1:]
    others = values[:, cohort == 0].mean(axis=1)
    means = np.array([values[g, cohort == g + 1].mean() for g in range(len(sizes))])
    return float((sizes / sizes.sum()) @ (means - others))


def randomisation_test(
    units: UnitNumbers, assignments: Assignments, strata: IntArray | None = None
) -> RandomisationTest:
    """The randomisation test of `units` over `assignments`, with its interval by inversion.

    Args:
        strata: (N,) those the assignments were listed within; the difference is then within them too.
    """
    point = observed_difference(units.values, units.cohort, strata)
    weights = comparison_weights(units.cohort, strata)
    base, slope = (differences(numbers, assignments, weights) for numbers in (units.values, units.dose))
    return invert(point, base, slope, assignments)


def invert(point: float, base: FloatArray, slope: FloatArray, assignments: Assignments) -> RandomisationTest:
    """Test and interval when assignment a gives `base[a]` − effect · `slope[a]` and the real one gives point − effect.

    |base − τ slope| ≥ |point − τ| holds for τ between (point − base)/(1 − slope) and (point + base)/(1 +
    slope) when |slope| < 1, and for every τ when |slope| = 1 and the assignment is the real one or its
    mirror. So the p-value of τ is the share of intervals that hold τ, and the bounds are order statistics of
    their ends.
    """
    tolerance = TIE * max(float(np.abs(base).max(initial=0.0)), abs(point))
    far = int((np.abs(base) >= abs(point) - tolerance).sum())
    always = np.abs(slope) >= 1 - TIE
    with np.errstate(divide="ignore", invalid="ignore"):
        one = np.where(always, -np.inf, (point - base) / (1 - slope))
        other = np.where(always, np.inf, (point + base) / (1 + slope))
    allowed = assignments.allowed()
    lower = _bound(np.minimum(one, other), allowed, smallest=True)
    upper = _bound(np.maximum(one, other), allowed, smallest=False)
    p_value = assignments.p_value(far)
    error = None if assignments.exact else math.sqrt(p_value * (1 - p_value) / len(assignments.chosen))
    return RandomisationTest(point, p_value, lower, upper, error)


def _bound(ends: FloatArray, allowed: int, *, smallest: bool) -> float | None:
    """The end that more than `allowed` intervals reach; None when it is infinite."""
    if allowed < 0 or allowed >= ends.size:
        return None
    place = allowed if smallest else ends.size - 1 - allowed
    value = float(np.partition(ends, place)[place])
    return value if math.isfinite(value) else None


def block_test(
    units: UnitNumbers, blocks: IntArray, *, draws: int = DRAWS, seed: int = 1
) -> tuple[RandomisationTest, Assignments]:
    """Move the treatment between whole blocks (regions) instead of between units.

    Args:
        units: with one start; the treated units must fill their blocks.
        blocks: (N,) block of each unit, 0 … B − 1.

    Returns:
        The test, and the assignments of blocks behind it.
    """
    count = int(blocks.max()) + 1
    block_cohort = np.zeros(count, dtype=np.int64)
    block_cohort[blocks[units.treated]] = 1
    number = np.bincount(blocks, minlength=count).astype(np.float64)
    sums = np.bincount(blocks, weights=units.values[0], minlength=count)
    doses = np.bincount(blocks, weights=units.dose[0], minlength=count)
    assignments = list_assignments(block_cohort, order=sums / number, draws=draws, seed=seed)

    def per_assignment(total: NDArray[Any]) -> FloatArray:
        inside, units_inside = total[assignments.chosen].sum(axis=1), number[assignments.chosen].sum(axis=1)
        outside = (total.sum() - inside) / (number.sum() - units_inside)
        return np.asarray(inside / units_inside - outside)

    point = observed_difference(units.values, units.cohort)
    return invert(point, per_assignment(sums), per_assignment(doses), assignments), assignments


def blocks_are_whole(units: UnitNumbers, blocks: IntArray) -> bool:
    """Whether every block is either wholly treated or wholly comparison, and there is one start."""
    share = np.bincount(blocks, weights=units.cohort > 0) / np.bincount(blocks)
    return len(units.starts) == 1 and bool(np.isin(share, (0.0, 1.0)).all())

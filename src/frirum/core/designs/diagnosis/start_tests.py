"""The evaluation's tests of a start date, on many simulated replications at once.

Each test takes (R, G, N) numbers without an effect (replication, start date, unit) and answers for any constant
effect: what depends on the numbers alone is computed once. `effects.few` and `effects.att_gt` are the same tests on one
data set; the tests of this module hold them against each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from frirum.core.effects.power import DRAWS, LISTED, UnitDesign, p_values
from frirum.core.effects.randomisation import TIE, Assignments, list_assignments

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


class StartTest(Protocol):
    """A test of "the experiment changes nothing"."""

    def p_values(self, effect: float, replications: int) -> FloatArray:
        """(R,) two-sided p-values when the truth is `effect`."""

    def estimates(self, effect: float, replications: int) -> FloatArray:
        """(R,) estimated effects."""


@dataclass(frozen=True)
class CommonStart:
    """One start date: the test that `headline` picks, on each unit's mean after minus its mean before.

    Attributes:
        numbers: (R, N).
        design: which units are treated, and their sizes.
        inference: "randomisation", "size-scaled", "wild" or "block-permutation".
    """

    numbers: FloatArray
    design: UnitDesign
    inference: str
    seed: int

    def p_values(self, effect: float, replications: int) -> FloatArray:
        values = self.numbers[:replications] + effect * self.design.treated
        return p_values(values, self.design, self.inference, seed=self.seed)

    def estimates(self, effect: float, replications: int) -> FloatArray:
        values, treated = self.numbers[:replications], self.design.treated
        return np.asarray(values[:, treated].mean(axis=1) - values[:, ~treated].mean(axis=1) + effect)


class StartOrders:
    """Several start dates: what the difference would have been under other orders of starting.

    Args:
        numbers: (R, G, N) means after minus means before each start date.
        dose: (G, N) the same collapse of the treatment itself.
        cohort: (N,) 0 for units that never start, else the start date 1 … G.
    """

    inference = "randomisation"

    def __init__(self, numbers: FloatArray, dose: FloatArray, cohort: IntArray, seed: int) -> None:
        self.assignments = list_assignments(cohort, limit=LISTED, draws=DRAWS, seed=seed)
        weights = order_weights(self.assignments, cohort.size)
        own = order_weights(real_order(cohort), cohort.size)
        flat = numbers.reshape(len(numbers), -1)
        self._base, self._slope = flat @ weights, dose.reshape(-1) @ weights
        self._own, self._lift = (flat @ own)[:, 0], float((dose.reshape(-1) @ own)[0])

    def p_values(self, effect: float, replications: int) -> FloatArray:
        limit = np.abs(self.estimates(effect, replications)) * (1 - TIE)
        far = np.abs(self._base[:replications] + effect * self._slope) >= limit[:, None]
        return np.array([self.assignments.p_value(int(count)) for count in far.sum(axis=1)])

    def estimates(self, effect: float, replications: int) -> FloatArray:
        return np.asarray(self._own[:replications] + effect * self._lift)


def real_order(cohort: IntArray) -> Assignments:
    """The assignment that is real, as the only one."""
    sizes = np.bincount(cohort)[1:]
    chosen = np.concatenate([np.flatnonzero(cohort == g) for g in range(1, cohort.max() + 1)])
    return Assignments(chosen[None, :], tuple(int(n) for n in sizes), 1, exact=True, seed=None)


def order_weights(assignments: Assignments, n: int) -> FloatArray:
    """(G·N, M) weights whose inner product with the numbers is `randomisation.differences`."""
    count, k = assignments.chosen.shape
    rest = np.ones((n, count), dtype=bool)
    np.put_along_axis(rest, assignments.chosen.T, values=False, axis=0)
    weights = np.zeros((len(assignments.sizes), n, count))
    ends = np.cumsum(assignments.sizes)
    for g, (size, end) in enumerate(zip(assignments.sizes, ends, strict=True)):
        weights[g][rest] = -size / k / (n - k)
        np.put_along_axis(weights[g], assignments.chosen[:, end - size : end].T, 1 / k, axis=0)
    return weights.reshape(-1, count)


class AttGt:
    """Several start dates with many units each: the overall group effect of Callaway and Sant'Anna.

    Args:
        numbers: (R, G, N) means after each start date minus the month before it.
        cohort: as in `StartOrders`; every start date and "never" have at least two units.
    """

    inference = "analytic"

    def __init__(self, numbers: FloatArray, cohort: IntArray) -> None:
        n = cohort.size
        groups = range(1, int(cohort.max()) + 1)
        members = np.stack([cohort == g for g in groups]).astype(np.float64)
        size, never = members.sum(axis=1), cohort == 0
        heavy = size / size.sum()
        own = np.einsum("rgn,gn->rg", numbers, members) / size
        others = numbers[:, :, never].mean(axis=2)
        effects = own - others
        self._point = effects @ heavy
        # A unit counts through its own cohort's mean, through the comparison mean of every cohort, and through the
        # cohort shares, which are estimated too.
        influence = np.einsum("rgn,gn->rn", numbers - own[:, :, None], members * (heavy / size)[:, None])
        away = np.einsum("rgn,g->rn", numbers[:, :, never] - others[:, :, None], heavy)
        influence[:, never] -= away / never.sum()
        slope = (effects - self._point[:, None]) / (size.sum() / n)
        influence += slope @ (members - (size / n)[:, None]) / n
        self._error = np.sqrt(np.square(influence).sum(axis=1))

    def p_values(self, effect: float, replications: int) -> FloatArray:
        z = np.abs(self.estimates(effect, replications)) / self._error[:replications]
        return np.asarray(2 * ndtr(-z))

    def estimates(self, effect: float, replications: int) -> FloatArray:
        return np.asarray(self._point[:replications] + effect)

    @property
    def errors(self) -> FloatArray:
        """(R,) standard errors, clustered on the unit."""
        return self._error

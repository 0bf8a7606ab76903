"""Power of designs with units: simulated with the test that the evaluation will quote.

A unit's number is the share of its cases with the outcome; cases of a unit resemble each other by the intra-unit
correlation (beta-binomial). Which test is quoted follows `effects.headline`, as in the evaluation.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from frirum.core.designs.question import DesignQuestion
from frirum.core.effects.binomial_power import critical_values
from frirum.core.effects.power import UnitDesign, p_values, share_numbers

FloatArray = NDArray[np.float64]
ALPHA = 0.05
POWER = 0.80
REPLICATIONS = 1_000
SEARCH_REPLICATIONS = 200
_SEARCH_STEPS = 5
SEED = 20_180_701


@dataclass(frozen=True)
class Simulated:
    """A simulated probability of rejecting, with its Monte Carlo standard error."""

    share: float
    error: float
    inference: str


class UnitSimulation:
    """K units with the experiment and N − K without, each with its cases.

    Args:
        question: one with `has_units`, `uses` and `baseline`.
    """

    def __init__(self, question: DesignQuestion) -> None:
        assert question.units
        assert question.treated_units
        assert question.uses is not None
        assert question.baseline is not None
        self.baseline = question.baseline
        self.icc = question.icc
        self.cases = _cases(question)
        treated = np.arange(question.units) < question.treated_units
        # Cases shared out evenly differ by one at most; that tells nothing of the units' sizes.
        known = int(self.cases.max() - self.cases.min()) > 1
        self.design = UnitDesign(treated, self.cases.astype(np.float64) if known else None)
        self.inference = self.design.choice().inference or "none"

    def scaled(self, factor: float) -> UnitSimulation:
        """The same units with `factor` times as many cases."""
        other = copy.copy(self)
        other.cases = np.maximum(1, np.rint(self.cases * factor)).astype(np.int64)
        return other

    def reject(self, share: float, replications: int = REPLICATIONS) -> Simulated:
        """How often the test finds a difference when the treated units' share is `share`."""
        if self.inference == "none" or self.design.smallest_p() > ALPHA:
            return Simulated(0.0, 0.0, self.inference)
        rate = np.where(self.design.treated, share, self.baseline)
        draw = share_numbers(self.cases, rate, self.icc)
        values = draw(np.random.default_rng(SEED), replications)
        found = float((p_values(values, self.design, self.inference, seed=SEED) <= ALPHA).mean())
        return Simulated(found, math.sqrt(found * (1 - found) / replications), self.inference)


def _cases(question: DesignQuestion) -> NDArray[np.int64]:
    """(N,) cases of each unit, treated first, at least one each so that every unit has a share.

    Comparison units whose number of cases nobody has stated are taken to have as many as the treated.
    """
    assert question.units
    assert question.treated_units
    assert question.uses is not None
    k, n = question.treated_units, question.units
    if len(question.per_unit) == n:
        return np.maximum(1, np.array(question.per_unit, dtype=np.int64))
    treated = np.array(question.per_unit or _spread(question.uses, k), dtype=np.int64)
    if question.comparison is not None:
        others = np.array(_spread(question.comparison, n - k), dtype=np.int64)
    else:
        others = np.full(n - k, max(1, round(treated.sum() / k)), dtype=np.int64)
    return np.maximum(1, np.concatenate([treated, others]))


def _spread(total: int, places: int) -> list[int]:
    """`total` in `places` parts as alike as can be."""
    each, extra = divmod(total, places)
    return [each + (place < extra) for place in range(places)]


class ClusteredLevel:
    """Cases in units whose cases resemble each other, against a known level.

    The evaluation divides cases and outcomes by the design effect 1 + (m − 1)·ICC before the exact test, with m the
    case-weighted mean number of cases in a unit (Kish 1965).
    """

    def __init__(self, question: DesignQuestion) -> None:
        assert question.baseline is not None
        self.baseline = question.baseline
        self.icc = question.icc
        self.cases = np.array([n for n in question.per_unit if n > 0], dtype=np.int64)
        self.uses = int(self.cases.sum())
        self.effect = design_effect(tuple(int(n) for n in self.cases), question.icc)
        self.effective = max(1, math.floor(self.uses / self.effect)) if self.uses else 0
        self.inference = "binomial-design-effect"

    def reject(self, share: float, replications: int = REPLICATIONS) -> Simulated:
        """How often the test on effective counts finds that the level has moved."""
        return self._rejections(share, self.effective, replications)

    def naive_false_positives(self) -> Simulated:
        """How often the exact test that takes every case as independent rejects a level that has not moved."""
        return self._rejections(self.baseline, self.uses, REPLICATIONS)

    def _rejections(self, share: float, n: int, replications: int) -> Simulated:
        if not n:
            return Simulated(0.0, 0.0, self.inference)
        draw = share_numbers(self.cases, share, self.icc)
        shares = draw(np.random.default_rng(SEED), replications) @ self.cases / self.uses
        events = np.rint(shares * n)
        critical = critical_values(n, self.baseline)
        low = events <= critical.low if critical.low is not None else np.zeros(len(events), dtype=bool)
        high = events >= critical.high if critical.high is not None else np.zeros(len(events), dtype=bool)
        found = float((low | high).mean())
        return Simulated(found, math.sqrt(found * (1 - found) / replications), self.inference)


def design_effect(per_unit: tuple[int, ...], icc: float) -> float:
    """1 + (m − 1)·ICC, m the case-weighted mean of cases per unit; 1 without units."""
    total = sum(per_unit)
    if not total:
        return 1.0
    mean = sum(n * n for n in per_unit) / total
    return 1 + (mean - 1) * icc


def detectable(reject: Callable[[float, int], Simulated], baseline: float, *, rises: bool) -> float | None:
    """The share nearest `baseline` that is found with 80 % power, on the same draws throughout; None if none."""
    limit = 1.0 if rises else 0.0
    if reject(limit, SEARCH_REPLICATIONS).share < POWER:
        return None
    near = far = baseline
    # Growing steps from the level reach a bracket sooner than halving from the end, where few designs need it.
    step = (limit - baseline) / 16
    while reject(far, SEARCH_REPLICATIONS).share < POWER:
        near, far = far, far + step
        step *= 2
        if abs(far - baseline) >= abs(limit - baseline):
            far = limit
            break
    for _step in range(_SEARCH_STEPS):
        middle = (near + far) / 2
        if reject(middle, SEARCH_REPLICATIONS).share >= POWER:
            far = middle
        else:
            near = middle
    return far

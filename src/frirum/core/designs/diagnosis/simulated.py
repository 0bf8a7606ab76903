"""Designs with units, clusters or time: how often the test that the evaluation will quote finds something.

A unit's number is the share of its cases with the outcome; cases of a unit resemble each other by the intra-unit
correlation (beta-binomial; over time as in `over_time`). Which test is quoted follows the evaluation's own rule.
The seed is fixed, so the same question gives the same answer.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from frirum.core.designs.diagnosis.chance import NEVER, Chance
from frirum.core.designs.diagnosis.engines import shown_counts
from frirum.core.designs.diagnosis.over_time import TimeDesign, step_starts
from frirum.core.designs.diagnosis.question import DesignQuestion
from frirum.core.designs.diagnosis.start_tests import CommonStart, StartTest
from frirum.core.effects.binomial_power import critical_values, smallest_p_assignments
from frirum.core.effects.power import UnitDesign, share_numbers

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
ALPHA = 0.05
POWER = 0.80
REPLICATIONS = 1_000
SEARCH_REPLICATIONS = 200
_SEARCH_STEPS = 5
SEED = 20_180_701


class Simulation(Protocol):
    """Simulated evaluations of one design."""

    inference: str
    baseline: float

    def reject(self, share: float, replications: int = REPLICATIONS) -> Chance:
        """How often the test finds a difference when the treated units' share is `share`."""

    def no_worse(self, margins: tuple[float, ...], replications: int = REPLICATIONS) -> Chance:
        """How often every margin is shown when nothing has changed."""

    def scaled(self, factor: float) -> Simulation:
        """The same units with `factor` times as many cases."""

    def smallest_p(self) -> float:
        """The smallest p-value the design can ever give."""


class UnitSimulation:
    """K units with the experiment and N − K without, each with its cases, compared in the period.

    Args:
        question: one with `has_units`, `uses` and `baseline`.
    """

    def __init__(self, question: DesignQuestion) -> None:
        assert question.units
        assert question.treated_units
        assert question.baseline is not None
        self.baseline = question.baseline
        self.icc = question.icc
        self.cases = cases_per_unit(question)
        treated = np.arange(question.units) < question.treated_units
        size = self.cases.astype(np.float64) if sizes_known(self.cases) else None
        self.design = UnitDesign(treated, size)
        self.inference = self.design.choice().inference or "none"

    def scaled(self, factor: float) -> UnitSimulation:
        other = copy.copy(self)
        other.cases = np.maximum(1, np.rint(self.cases * factor)).astype(np.int64)
        return other

    def smallest_p(self) -> float:
        treated = self.design.treated
        return smallest_p_assignments(treated.size, int(treated.sum()))

    def reject(self, share: float, replications: int = REPLICATIONS) -> Chance:
        if self._never:
            return NEVER
        return Chance.of(self._test(share, replications).p_values(0.0, replications) <= ALPHA)

    def no_worse(self, margins: tuple[float, ...], replications: int = REPLICATIONS) -> Chance:
        if self._never:
            return NEVER
        return Chance.of(shown(self._test(self.baseline, replications), margins, replications))

    @property
    def _never(self) -> bool:
        return self.inference == "none" or self.smallest_p() > ALPHA

    def _test(self, share: float, replications: int) -> CommonStart:
        rate = np.where(self.design.treated, share, self.baseline)
        values = share_numbers(self.cases, rate, self.icc)(np.random.default_rng(SEED), replications)
        return CommonStart(values, self.design, self.inference, SEED)


class TimeSimulation:
    """Units measured every month before and after a start that is common or comes step by step.

    Args:
        question: one with `is_over_time`, `uses` and `baseline`.
    """

    def __init__(self, question: DesignQuestion) -> None:
        assert question.units
        assert question.treated_units
        assert question.before is not None
        assert question.months is not None
        assert question.baseline is not None
        cases, months = cases_per_unit(question), max(1, round(question.months))
        self.baseline = question.baseline
        planned = TimeDesign(
            starts=step_starts(
                question.treated_units, question.units, before=question.before, months=months, steps=question.steps
            ),
            months=question.before + months,
            cases=tuple(float(n) / months for n in cases),
            baseline=question.baseline,
            icc=question.icc,
            persistence=question.persistence,
            sizes_known=sizes_known(cases),
        )  # fmt: skip
        self.design = planned.evaluated()
        self.inference = self.design.inference

    def scaled(self, factor: float) -> TimeSimulation:
        other = copy.copy(self)
        other.__dict__.pop("_draws", None)
        other.design = replace(self.design, cases=tuple(n * factor for n in self.design.cases))
        return other

    def smallest_p(self) -> float:
        return 1 / self.design.assignments

    @property
    def _never(self) -> bool:
        return self.inference == "none" or self.smallest_p() > ALPHA

    @cached_property
    def _draws(self) -> StartTest:
        return self.design.test(np.random.default_rng(SEED), REPLICATIONS, seed=SEED)

    def reject(self, share: float, replications: int = REPLICATIONS) -> Chance:
        if self._never:
            return NEVER
        return Chance.of(self._draws.p_values(share - self.baseline, replications) <= ALPHA)

    def no_worse(self, margins: tuple[float, ...], replications: int = REPLICATIONS) -> Chance:
        if self._never:
            return NEVER
        return Chance.of(shown(self._draws, margins, replications))


def shown(test: StartTest, margins: tuple[float, ...], replications: int) -> BoolArray:
    """(R,) whether the test rejects "worse by the margin" for every margin when nothing has changed."""
    hits = np.ones(replications, dtype=bool)
    for margin in margins:
        right_side = test.estimates(margin, replications) * margin > 0
        hits &= (test.p_values(margin, replications) <= ALPHA) & right_side
    return hits


def sizes_known(cases: NDArray[np.int64]) -> bool:
    """Cases shared out evenly differ by one at most; that tells nothing of the units' sizes."""
    return int(cases.max() - cases.min()) > 1


def cases_per_unit(question: DesignQuestion) -> NDArray[np.int64]:
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
    if question.comparison is not None and n > k:
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

    inference = "binomial-design-effect"

    def __init__(self, question: DesignQuestion) -> None:
        assert question.baseline is not None
        self.baseline = question.baseline
        self.icc = question.icc
        self.cases = np.array([n for n in question.per_unit if n > 0], dtype=np.int64)
        self.uses = int(self.cases.sum())
        self.effect = design_effect(tuple(int(n) for n in self.cases), question.icc)
        self.effective = max(1, math.floor(self.uses / self.effect)) if self.uses else 0

    def reject(self, share: float, replications: int = REPLICATIONS) -> Chance:
        """How often the test on effective counts finds that the level has moved."""
        n = self.effective
        if not n:
            return NEVER
        critical = critical_values(n, self.baseline)
        if critical.low is None and critical.high is None:
            return NEVER
        events = self._events(share, n, replications)
        low = events <= critical.low if critical.low is not None else np.zeros(len(events), dtype=bool)
        high = events >= critical.high if critical.high is not None else np.zeros(len(events), dtype=bool)
        return Chance.of(low | high)

    def no_worse(self, margins: tuple[float, ...], replications: int = REPLICATIONS) -> Chance:
        """How often the effective counts show every margin when nothing has changed."""
        first, last = shown_counts(self.effective, self.baseline, margins)
        if not self.effective or first > last:
            return NEVER
        events = self._events(self.baseline, self.effective, replications)
        return Chance.of((events >= first) & (events <= last))

    def _events(self, share: float, n: int, replications: int) -> FloatArray:
        draw = share_numbers(self.cases, share, self.icc)
        shares = draw(np.random.default_rng(SEED), replications) @ self.cases / self.uses
        return np.asarray(np.rint(shares * n))


def design_effect(per_unit: tuple[int, ...], icc: float) -> float:
    """1 + (m − 1)·ICC, m the case-weighted mean of cases per unit; 1 without units."""
    total = sum(per_unit)
    if not total:
        return 1.0
    mean = sum(n * n for n in per_unit) / total
    return 1 + (mean - 1) * icc


def detectable(reject: Callable[[float, int], Chance], baseline: float, *, rises: bool) -> float | None:
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

"""Designs over time: municipality × month panels whose experiment starts for all at once or step by step.

Two cases of one municipality resemble each other by ICC · persistence^(months between them): the decaying correlation
of Kasza, Hemming, Hooper, Matthews and Forbes (2019, Statistical Methods in Medical Research 28). A municipality's own
level thus leaves the comparison as far as it lasts. Each of the evaluation's estimators is a weighted sum of the
months, so a replication draws those sums with their exact covariance, not the panel behind them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from frirum.core.designs.diagnosis.start_tests import AttGt, CommonStart, StartOrders, StartTest
from frirum.core.effects.clustered import is_quotable
from frirum.core.effects.power import UnitDesign
from frirum.core.effects.randomisation import count_assignments

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class TimeDesign:
    """Units measured every month, before and after they start.

    Attributes:
        starts: first month under the experiment of each of the N units, counted from 0; None for never.
        months: months measured in all.
        cases: cases a month in each unit, above 0.
        baseline: the share with the outcome without the experiment.
        icc: correlation of two cases of one unit in one month.
        persistence: what is left of it after a month, 0-1.
        sizes_known: the units' sizes are stated, so the evaluation weighs them.
    """

    starts: tuple[int | None, ...]
    months: int
    cases: tuple[float, ...]
    baseline: float
    icc: float
    persistence: float
    sizes_known: bool = False

    def evaluated(self) -> TimeDesign:
        """The months that can be compared: where everybody starts, until the last ones do; they are the comparison."""
        if None in self.starts:
            return self
        last = max(start for start in self.starts if start is not None)
        return replace(
            self, months=last, starts=tuple(None if start == last else start for start in self.starts)
        )

    @cached_property
    def dates(self) -> tuple[int, ...]:
        """The start dates, in order."""
        return tuple(sorted({start for start in self.starts if start is not None}))

    @cached_property
    def cohort(self) -> IntArray:
        """(N,) 0 for never, else the start date 1 … G."""
        places = {start: g for g, start in enumerate(self.dates, start=1)}
        return np.array([0 if start is None else places[start] for start in self.starts], dtype=np.int64)

    @cached_property
    def inference(self) -> str:
        """The test that the evaluation will quote: `effects.headline`, or for several dates `att_gt` or `few`."""
        if len(self.dates) == 1:
            return self._units().choice().inference or "none"
        counts = np.bincount(self.cohort)
        return "analytic" if is_quotable(int(counts[1:].min()), int(counts[0])) else "randomisation"

    @property
    def assignments(self) -> int:
        """In how many ways the start dates can be dealt out."""
        return count_assignments(self.cohort)

    def _units(self) -> UnitDesign:
        size = np.array(self.cases) if self.sizes_known else None
        return UnitDesign(self.cohort > 0, size)

    def collapse(self) -> FloatArray:
        """(G, months) weights of the months: mean after each date minus mean before, or minus the month before."""
        time = np.arange(self.months)
        rows = []
        for date in self.dates:
            before = np.where(time == date - 1, 1.0, 0.0) if self._by_month else (time < date) / date
            rows.append(np.where(time >= date, 1 / (self.months - date), 0.0) - before)
        return np.stack(rows)

    @property
    def _by_month(self) -> bool:
        return self.inference == "analytic"

    def dose(self) -> FloatArray:
        """(G, N) the same collapse of the treatment: how much of an effect stands in each number."""
        time = np.arange(self.months)
        under = np.array([time >= (self.months if start is None else start) for start in self.starts])
        return np.asarray(self.collapse() @ under.T.astype(np.float64))

    def numbers(self, rng: np.random.Generator, replications: int) -> FloatArray:
        """(R, G, N) numbers without an effect."""
        weights = self.collapse()
        apart = np.abs(np.subtract.outer(np.arange(self.months), np.arange(self.months)))
        spread = self.baseline * (1 - self.baseline)
        shared = _root(spread * self.icc * weights @ self.persistence**apart @ weights.T)
        each = _root(spread * (1 - self.icc) * weights @ weights.T)
        shape = (replications, len(self.dates), len(self.starts))
        own = each @ rng.standard_normal(shape) / np.sqrt(self.cases)
        return np.asarray(shared @ rng.standard_normal(shape) + own)

    def test(self, rng: np.random.Generator, replications: int, *, seed: int) -> StartTest:
        """The evaluation's test on `replications` draws without an effect."""
        numbers = self.numbers(rng, replications)
        if len(self.dates) == 1:
            return CommonStart(numbers[:, 0], self._units(), self.inference, seed)
        if self.inference == "analytic":
            return AttGt(numbers, self.cohort)
        return StartOrders(numbers, self.dose(), self.cohort, seed)


def _root(covariance: FloatArray) -> FloatArray:
    """A square root of a covariance matrix that may lack full rank."""
    values, vectors = np.linalg.eigh(covariance)
    return np.asarray(vectors * np.sqrt(np.clip(values, 0, None)))


def step_starts(treated: int, units: int, *, before: int, months: int, steps: int) -> tuple[int | None, ...]:
    """Start months of `units` units, the treated first: dealt to `steps` dates spread evenly over `months`.

    Args:
        before: months measured before the first date.
    """
    each, extra = divmod(treated, steps)
    starts: list[int | None] = []
    for step in range(steps):
        starts += [before + round(step * months / steps)] * (each + (step < extra))
    return (*starts, *[None] * (units - treated))

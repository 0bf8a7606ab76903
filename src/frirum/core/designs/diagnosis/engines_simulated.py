"""The engines that simulate: cases in municipalities that resemble each other, and municipalities compared."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from frirum.core.designs.diagnosis import simulated
from frirum.core.designs.diagnosis.chance import Chance
from frirum.core.designs.diagnosis.engines import ALPHA, Engine, KnownLevel, TwoGroups
from frirum.core.designs.diagnosis.question import DesignQuestion
from frirum.core.designs.diagnosis.simulated import Simulation, TimeSimulation, UnitSimulation

_MOST_USES = 200_000
_LARGEST_FACTOR = 256


class ClusteredLevelEngine:
    """Cases in municipalities whose cases resemble each other, against a known level."""

    inference = "binomial-design-effect"
    is_simulated = True

    def __init__(self, question: DesignQuestion) -> None:
        assert question.baseline is not None
        self._inner = simulated.ClusteredLevel(question)
        self.baseline = question.baseline
        self.icc = question.icc
        self._effective = KnownLevel(self._inner.effective, question.baseline)

    def detectable(self, *, rises: bool) -> float | None:
        if self.baseline == (1.0 if rises else 0.0) or not self._inner.uses:
            return None
        return simulated.detectable(self._inner.reject, self.baseline, rises=rises)

    def power(self, truth: float) -> Chance:
        return self._inner.reject(truth)

    def no_worse(self, *margins: float) -> Chance:
        return self._inner.no_worse(margins)

    def uses_needed(self, difference: float) -> int | None:
        return self._widened(self._effective.uses_needed(difference))

    def uses_for_no_worse(self, *margins: float) -> int | None:
        return self._widened(self._effective.uses_for_no_worse(*margins))

    def _widened(self, independent: int | None) -> int | None:
        """The uses behind `independent` effective ones when every municipality grows alike; None if never enough."""
        if independent is None or not self._inner.uses:
            return independent
        concentration = float(np.square(self._inner.cases / self._inner.uses).sum())
        rest = 1 - independent * concentration * self.icc
        return math.ceil(independent * (1 - self.icc) / rest) if rest > 0 else None

    def smallest_p(self) -> float:
        return self._effective.smallest_p()


class ComparedUnits:
    """Municipalities with the experiment against municipalities without, or against themselves before they start."""

    is_simulated = True

    def __init__(self, question: DesignQuestion) -> None:
        self._uses = question.uses or 0
        self._inner: Simulation = (
            TimeSimulation(question) if question.is_over_time else UnitSimulation(question)
        )
        self.baseline = self._inner.baseline
        self.inference = self._inner.inference

    def detectable(self, *, rises: bool) -> float | None:
        if self.smallest_p() > ALPHA or self.baseline == (1.0 if rises else 0.0):
            return None
        return simulated.detectable(self._inner.reject, self.baseline, rises=rises)

    def power(self, truth: float) -> Chance:
        return self._inner.reject(truth)

    def no_worse(self, *margins: float) -> Chance:
        """The same test on numbers to which the margin is added: one tail of 2.5 %."""
        return self._inner.no_worse(margins)

    def uses_needed(self, difference: float) -> int | None:
        truth = self.baseline + difference
        return self._fewest(lambda grown: grown.reject(truth, simulated.SEARCH_REPLICATIONS))

    def uses_for_no_worse(self, *margins: float) -> int | None:
        return self._fewest(lambda grown: grown.no_worse(margins, simulated.SEARCH_REPLICATIONS))

    def _fewest(self, power: Callable[[Simulation], Chance]) -> int | None:
        """Uses in the same municipalities, all growing alike; simulated, to one part in twenty."""
        if self.smallest_p() > ALPHA:
            return None

        def enough(factor: float) -> bool:
            return power(self._inner.scaled(factor)).share >= simulated.POWER

        high = 1.0
        while not enough(high):
            high *= 2
            if self._uses * high > _MOST_USES or high > _LARGEST_FACTOR:
                return None
        low = high / 2 if high > 1 else 0.0
        while high - low > 0.05 * high:
            middle = (low + high) / 2
            low, high = (low, middle) if enough(middle) else (middle, high)
        return math.ceil(self._uses * high)

    def smallest_p(self) -> float:
        return self._inner.smallest_p()


def engine_for(question: DesignQuestion) -> Engine | None:
    """The engine of a question with uses and a level; None without either."""
    if question.uses is None or question.baseline is None:
        return None
    if question.has_units and question.uses:
        return ComparedUnits(question)
    if question.comparison is not None:
        return TwoGroups(question.uses, question.comparison, question.baseline)
    if question.is_clustered:
        return ClusteredLevelEngine(question)
    return KnownLevel(question.uses, question.baseline)

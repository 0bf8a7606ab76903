"""Four ways to ask what a design can show, with one set of questions.

`KnownLevel` and `TwoGroups` are exact; `ClusteredLevel` and `ComparedUnits` simulate with the test that the evaluation
will quote and carry their Monte Carlo error. `engine_for` chooses.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from frirum.core.designs import simulated, two_groups
from frirum.core.designs.question import DesignQuestion
from frirum.core.effects import binomial_power as exact
from frirum.core.effects.power import p_values, share_numbers

ALPHA = 0.05
_MOST_USES = 200_000


@dataclass(frozen=True)
class Chance:
    """A probability of finding something; `error` is its Monte Carlo standard error, 0 when exact."""

    share: float
    error: float = 0.0


class Engine(Protocol):
    """What a diagnosis asks of a design with `uses` uses against a level of `baseline`."""

    inference: str
    is_simulated: bool

    def detectable(self, *, rises: bool) -> float | None:
        """The share nearest the level that is found with 80 % power; None if none is."""

    def power(self, truth: float) -> Chance:
        """The probability of finding that the share is not the level, when it is `truth`."""

    def no_worse(self, margin: float) -> Chance:
        """The probability of showing "at most `margin` worse" when nothing has changed; signed, worse is below."""

    def uses_needed(self, difference: float) -> int | None:
        """Uses from which a change of `difference` is found with 80 % power; None if never."""

    def uses_for_no_worse(self, margin: float) -> int | None:
        """Uses from which "at most `margin` worse" is shown with 80 % power; None if never or not computed."""

    def smallest_p(self) -> float:
        """The smallest p-value the design can ever give."""


class KnownLevel:
    """One group of cases against a level that is known: the equal-tailed exact binomial test."""

    inference = "binomial"
    is_simulated = False

    def __init__(self, uses: int, baseline: float) -> None:
        self.uses, self.baseline = uses, baseline

    def detectable(self, *, rises: bool) -> float | None:
        if not self.uses or self.baseline == (1.0 if rises else 0.0):
            return None
        find = exact.detectable_increase if rises else exact.detectable_decrease
        return find(self.uses, self.baseline)

    def power(self, truth: float) -> Chance:
        return Chance(exact.binomial_power(self.uses, self.baseline, truth) if self.uses else 0.0)

    def no_worse(self, margin: float) -> Chance:
        """Rejects a share `margin` below the level (above, for a negative margin) in one tail of 2.5 %."""
        limit = self.baseline - margin
        if not self.uses:
            return Chance(0.0)
        if not 0 <= limit <= 1:
            return Chance(1.0)
        return Chance(exact.binomial_power(self.uses, limit, self.baseline))

    def uses_needed(self, difference: float) -> int | None:
        return exact.uses_needed(self.baseline, difference)

    def uses_for_no_worse(self, margin: float) -> int | None:
        limit = self.baseline - margin
        return exact.uses_needed(limit, margin) if 0 <= limit <= 1 else 1

    def smallest_p(self) -> float:
        return exact.smallest_p(self.uses, self.baseline)


class TwoGroups:
    """Uses against cases under the ordinary rule: Fisher's test, and Newcombe's interval for "no worse"."""

    inference = "fisher"
    is_simulated = False

    def __init__(self, uses: int, comparison: int, baseline: float) -> None:
        self.uses, self.comparison, self.baseline = uses, comparison, baseline

    def detectable(self, *, rises: bool) -> float | None:
        if self.baseline == (1.0 if rises else 0.0):
            return None
        return two_groups.detectable_share(self.uses, self.comparison, self.baseline, rises=rises)

    def power(self, truth: float) -> Chance:
        return Chance(two_groups.fisher_power(self.uses, self.comparison, truth, self.baseline))

    def no_worse(self, margin: float) -> Chance:
        return Chance(two_groups.newcombe_no_worse(self.uses, self.comparison, self.baseline, margin))

    def uses_needed(self, difference: float) -> int | None:
        ratio = self.comparison / self.uses if self.uses else 1.0
        return two_groups.cases_needed(self.baseline, difference, ratio)

    def uses_for_no_worse(self, margin: float) -> int | None:
        return None

    def smallest_p(self) -> float:
        return two_groups.smallest_fisher_p(self.uses, self.comparison)


class ClusteredLevel:
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
        found = self._inner.reject(truth)
        return Chance(found.share, found.error)

    def no_worse(self, margin: float) -> Chance:
        return self._effective.no_worse(margin)

    def uses_needed(self, difference: float) -> int | None:
        return self._widened(self._effective.uses_needed(difference))

    def uses_for_no_worse(self, margin: float) -> int | None:
        return self._widened(self._effective.uses_for_no_worse(margin))

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
    """Municipalities with the experiment against municipalities without."""

    is_simulated = True

    def __init__(self, question: DesignQuestion) -> None:
        assert question.units
        assert question.treated_units
        assert question.baseline is not None
        self._question = question
        self._inner = simulated.UnitSimulation(question)
        self.baseline = question.baseline
        self.inference = self._inner.inference

    def detectable(self, *, rises: bool) -> float | None:
        if self.smallest_p() > ALPHA or self.baseline == (1.0 if rises else 0.0):
            return None
        return simulated.detectable(self._inner.reject, self.baseline, rises=rises)

    def power(self, truth: float) -> Chance:
        found = self._inner.reject(truth)
        return Chance(found.share, found.error)

    def no_worse(self, margin: float) -> Chance:
        """The same test on numbers to which the margin is added: one tail of 2.5 %."""
        inner = self._inner
        if inner.inference == "none" or self.smallest_p() > ALPHA:
            return Chance(0.0)
        draw = share_numbers(inner.cases, self.baseline, inner.icc)
        values = draw(np.random.default_rng(simulated.SEED), simulated.REPLICATIONS)
        values = values + margin * inner.design.treated
        p = p_values(values, inner.design, inner.inference, seed=simulated.SEED)
        treated = inner.design.treated
        gap = values[:, treated].mean(axis=1) - values[:, ~treated].mean(axis=1)
        found = float(((p <= ALPHA) & (gap * margin > 0)).mean())
        return Chance(found, math.sqrt(found * (1 - found) / simulated.REPLICATIONS))

    def uses_needed(self, difference: float) -> int | None:
        """Uses in the same municipalities, all growing alike; simulated, to one part in twenty."""
        if self.smallest_p() > ALPHA:
            return None
        truth = self.baseline + difference

        def enough(factor: float) -> bool:
            found = self._inner.scaled(factor).reject(truth, simulated.SEARCH_REPLICATIONS)
            return found.share >= simulated.POWER

        uses = self._question.uses or 0
        high = 1.0
        while not enough(high):
            high *= 2
            if uses * high > _MOST_USES or high > 256:
                return None
        low = high / 2 if high > 1 else 0.0
        while high - low > 0.05 * high:
            middle = (low + high) / 2
            low, high = (low, middle) if enough(middle) else (middle, high)
        return math.ceil(uses * high)

    def uses_for_no_worse(self, margin: float) -> int | None:
        return None

    def smallest_p(self) -> float:
        assert self._question.units is not None
        assert self._question.treated_units is not None
        return exact.smallest_p_assignments(self._question.units, self._question.treated_units)


def engine_for(question: DesignQuestion) -> Engine | None:
    """The engine of a question with uses and a level; None without either."""
    if question.uses is None or question.baseline is None:
        return None
    if question.has_units and question.uses:
        return ComparedUnits(question)
    if question.comparison is not None:
        return TwoGroups(question.uses, question.comparison, question.baseline)
    if question.is_clustered:
        return ClusteredLevel(question)
    return KnownLevel(question.uses, question.baseline)

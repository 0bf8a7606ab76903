"""What every way of asking a design can answer, and the two that are exact.

`KnownLevel` and `TwoGroups` are exact; `engines_simulated` holds those that simulate with the test the evaluation
will quote and carry their Monte Carlo error. `diagnosis` chooses between them with `engine_for`.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
from scipy import stats

from frirum.core.designs.diagnosis import two_groups, two_groups_needed
from frirum.core.designs.diagnosis.chance import Chance
from frirum.core.effects import binomial_power as exact

ALPHA = 0.05
POWER = 0.80


class Engine(Protocol):
    """What a diagnosis asks of a design with `uses` uses against a level of `baseline`.

    A margin is signed: positive where worse is below the level, negative where worse is above it. Both together ask
    for "neither better nor worse".
    """

    inference: str
    is_simulated: bool

    def detectable(self, *, rises: bool) -> float | None:
        """The share nearest the level that is found with 80 % power; None if none is."""

    def power(self, truth: float) -> Chance:
        """The probability of finding that the share is not the level, when it is `truth`."""

    def no_worse(self, *margins: float) -> Chance:
        """The probability of showing "at most so much worse" for every margin when nothing has changed."""

    def uses_needed(self, difference: float) -> int | None:
        """Uses from which a change of `difference` is found with 80 % power; None if never."""

    def uses_for_no_worse(self, *margins: float) -> int | None:
        """Uses from which every margin is shown with 80 % power; None if never."""

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

    def no_worse(self, *margins: float) -> Chance:
        """Rejects a share at the margin in one tail of 2.5 %, for every margin."""
        return Chance(_no_worse(self.uses, self.baseline, margins) if self.uses else 0.0)

    def uses_needed(self, difference: float) -> int | None:
        return exact.uses_needed(self.baseline, difference)

    def uses_for_no_worse(self, *margins: float) -> int | None:
        # If each of several margins is missed at most so often, all are shown with 80 % power: a place to start from.
        each = 1 - (1 - POWER) / len(margins)
        alone = [_needed_at(self.baseline, margin, each) for margin in margins]
        if None in alone:
            return None
        uses = max(n for n in alone if n is not None)
        while len(margins) > 1 and uses > 1 and _no_worse(uses - 1, self.baseline, margins) >= POWER:
            uses -= 1
        return uses

    def smallest_p(self) -> float:
        return exact.smallest_p(self.uses, self.baseline)


def shown_counts(n: int, baseline: float, margins: tuple[float, ...]) -> tuple[int, int]:
    """The counts of n that reject a share at every margin: from the first to the last, both included."""
    first, last = 0, n
    for margin in margins:
        limit = baseline - margin
        if not 0 <= limit <= 1:
            continue
        critical = exact.critical_values(n, limit)
        if margin > 0:
            first = max(first, critical.high if critical.high is not None else n + 1)
        else:
            last = min(last, critical.low if critical.low is not None else -1)
    return first, last


def _no_worse(n: int, baseline: float, margins: tuple[float, ...]) -> float:
    first, last = shown_counts(n, baseline, margins)
    if first > last:
        return 0.0
    return float(stats.binom.pmf(np.arange(first, last + 1), n, baseline).sum())


def _needed_at(baseline: float, margin: float, power: float) -> int | None:
    limit = baseline - margin
    return exact.uses_needed(limit, margin, power=power) if 0 <= limit <= 1 else 1


class TwoGroups:
    """Uses against cases under the ordinary rule: Fisher's test, and Newcombe's interval for "no worse"."""

    inference = "fisher"
    is_simulated = False

    def __init__(self, uses: int, comparison: int, baseline: float) -> None:
        self.uses, self.comparison, self.baseline = uses, comparison, baseline

    @property
    def _ratio(self) -> float:
        return self.comparison / self.uses if self.uses else 1.0

    def detectable(self, *, rises: bool) -> float | None:
        if self.baseline == (1.0 if rises else 0.0):
            return None
        return two_groups.detectable_share(self.uses, self.comparison, self.baseline, rises=rises)

    def power(self, truth: float) -> Chance:
        return Chance(two_groups.fisher_power(self.uses, self.comparison, truth, self.baseline))

    def no_worse(self, *margins: float) -> Chance:
        return Chance(two_groups.newcombe_no_worse(self.uses, self.comparison, self.baseline, *margins))

    def uses_needed(self, difference: float) -> int | None:
        return two_groups_needed.uses_needed(self.baseline, difference, self._ratio)

    def uses_for_no_worse(self, *margins: float) -> int | None:
        return two_groups_needed.uses_for_no_worse(self.baseline, self._ratio, *margins)

    def smallest_p(self) -> float:
        return two_groups.smallest_fisher_p(self.uses, self.comparison)

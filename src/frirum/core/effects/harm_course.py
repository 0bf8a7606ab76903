"""A harm watched through an experiment: its evidence at each extract, and when it first said "more often".

The null hypothesis is that of `monitor`: at most the baseline. Where the plan says how large a harm must be seen, most
of the weight lies on exactly that harm and the rest evenly on every higher share: their average is one too, and
the harm that was planned for is found in far fewer cases than by the even weight alone (docs/methods/monitor.md).

Beside comparison cases the two-by-two e-value is read too; each alarm then rings at twice the limit.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from scipy import special

from frirum.core.effects import two_by_two
from frirum.core.effects.monitor import ALARM, Clusters, log_e_value_of
from frirum.core.effects.sentences import say
from frirum.core.effects.shares import check_counts
from frirum.core.errors import InputRefused, UsageError

_ON_PLANNED = 0.9
"""Weight on exactly the planned harm. A larger harm loses 2.3 of its logarithm by it and gains more in few cases."""


@dataclass(frozen=True)
class HarmWatch:
    """What is watched for, fixed before the start.

    Attributes:
        baseline: the share that is no harm, in (0, 1).
        harm: how much more often is a harm that must be found, absolute, above 0; None where the plan does not say.
        rises: the harm is that the share rises; else that it falls.
        clusters: how alike cases are, or None for independent ones.
        beside: comparison cases are counted too.
        watched: how many harms are watched in the experiment together; the limit is multiplied by it.

    Raises:
        UsageError: a baseline or a harm that leaves no share between 0 and 1.
    """

    baseline: float
    harm: float | None = None
    rises: bool = True
    clusters: Clusters | None = None
    beside: bool = False
    watched: int = 1

    def __post_init__(self) -> None:
        if not 0 < self.baseline < 1:
            raise UsageError(
                say("baseline_must_lie_between_0"),
                remedy=say("write_as_share_for_example_0"),
            )
        if self.harm is not None and not 0 < self.harm < (1 - self._level):
            raise UsageError(
                say("harm_must_be_above_0"),
                remedy=say("write_in_shares_for_example_0"),
            )

    @property
    def limit(self) -> float:
        """The natural logarithm of the e-value at which each alarm rings."""
        return math.log(ALARM * self.watched * (2 if self.beside else 1))

    @property
    def _level(self) -> float:
        """The baseline of what rises when there is harm."""
        return self.baseline if self.rises else 1 - self.baseline

    def log_e(self, events: int, n: int) -> float:
        """The natural logarithm of the e-value against the baseline, of all cases so far."""
        harms, cases = self._scaled(events, n)
        even = log_e_value_of(harms, cases, self._level)
        if self.harm is None:
            return even
        up = self._level + self.harm
        planned = harms * math.log(up / self._level) + (cases - harms) * math.log(
            (1 - up) / (1 - self._level)
        )
        return float(special.logsumexp([even, planned], b=[1 - _ON_PLANNED, _ON_PLANNED]))

    def log_e_beside(self, events: int, n: int, other_events: int, other_n: int) -> float:
        """The same against the comparison cases."""
        return two_by_two.log_e_value(*self._scaled(events, n), *self._scaled(other_events, other_n))

    def _scaled(self, events: int, n: int) -> tuple[float, float]:
        effect = 1.0 if self.clusters is None else self.clusters.design_effect
        harms = events if self.rises else n - events
        return harms / effect, n / effect


@dataclass(frozen=True)
class HarmReading:
    """All cases from the start until a day, as an extract has them.

    Attributes:
        until: the day, `2027-03-31`.
        events, n: of those whose outcome is known.
        beside: (events, n) of the comparison cases, or None.
    """

    until: str
    events: int
    n: int
    beside: tuple[int, int] | None = None


@dataclass(frozen=True)
class HarmPoint:
    """The evidence at one reading: natural logarithms of the e-values; `rings` at this reading, by either."""

    reading: HarmReading
    log_e: float
    log_e_beside: float | None
    rings: bool


@dataclass(frozen=True)
class HarmCourse:
    """The evidence over time. An alarm that has rung stands: what was seen is not unseen by a later look."""

    watch: HarmWatch
    points: tuple[HarmPoint, ...]

    @property
    def first_alarm(self) -> HarmPoint | None:
        """The first reading that rang."""
        return next((point for point in self.points if point.rings), None)


def harm_course(watch: HarmWatch, readings: Sequence[HarmReading]) -> HarmCourse:
    """The course of a watch through its readings, each of all cases from the start.

    Raises:
        InputRefused: readings out of order, or one with fewer cases than the one before, which cannot be the same
            cases; impossible counts.
    """
    for before, after in pairwise(readings):
        if after.until <= before.until or after.n < before.n or after.events < before.events:
            raise InputRefused(
                say("reading_until_day_has_fewer_cases", day=after.until),
                remedy=say("reading_counts_all_cases_from_start"),
            )
    return HarmCourse(watch, tuple(_point(watch, one) for one in readings))


def _point(watch: HarmWatch, reading: HarmReading) -> HarmPoint:
    check_counts(reading.events, reading.n)
    own = watch.log_e(reading.events, reading.n)
    other = None
    if watch.beside and reading.beside is not None:
        check_counts(*reading.beside)
        other = watch.log_e_beside(reading.events, reading.n, *reading.beside)
    rings = own >= watch.limit or (other is not None and other >= watch.limit)
    return HarmPoint(reading, own, other, rings)

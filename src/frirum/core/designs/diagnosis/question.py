"""What a diagnosis is asked: the numbers of a design, refused where they cannot be."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from frirum.core.designs.diagnosis.sentences import say
from frirum.core.errors import UsageError
from frirum.core.vocabulary.danish import format_exact
from frirum.core.vocabulary.units import with_unit

MOST = 10_000_000
MOST_UNITS = 1_000
LONGEST_MONTHS = 600
# Nobody has measured it for these outcomes; it is said aloud wherever it is used.
PLANNING_PERSISTENCE = 0.95
# A change that matters where nobody has said which: ten percentage points either way. It is printed as assumed.
ASSUMED_RELEVANT = 0.10


@dataclass(frozen=True)
class DesignQuestion:
    """One question to a design: may this many uses show a change from this level?

    Attributes:
        uses: uses (cases) under the experiment, or None where nobody has said.
        baseline: the share with the outcome under the ordinary rule, 0-1, or None.
        comparison: cases under the ordinary rule measured beside them, or None when the level is known.
        units, treated_units: units (municipalities) in all, and those that take part.
        icc: correlation between two cases of the same unit, 0 ≤ icc < 1.
        per_unit: uses in each treated unit, or cases in each of all units (treated first); () when unknown.
        smallest_relevant: the smallest change that would matter, absolute and signed, or None.
        margin: the most that "no worse" may give away, absolute, or None.
        equivalence: "no worse" is to be "neither worse nor better": the margin counts on both sides.
        worse_is_higher: an outcome nobody wants, so that "no worse" limits a rise.
        rises: the direction that is asked for where no smallest change says it: True a rise, False a fall, None either.
        months: the time in which the uses come, or None.
        drawn: the units that take part, or the order in which they start, are drawn by lot.
        before: months measured before the start in every unit, or None when nothing is.
        steps: start dates, spread evenly over `months`; 1 when all start together.
        persistence: what is left after a month of the resemblance within a unit, 0-1.

    Raises:
        UsageError: a share outside 0-1, a negative count, more treated units than units, or numbers that
            contradict each other.
    """

    uses: int | None = None
    baseline: float | None = None
    comparison: int | None = None
    units: int | None = None
    treated_units: int | None = None
    icc: float = 0.0
    per_unit: tuple[int, ...] = field(default=())
    smallest_relevant: float | None = None
    margin: float | None = None
    equivalence: bool = False
    worse_is_higher: bool = False
    rises: bool | None = None
    months: float | None = None
    drawn: bool = False
    before: int | None = None
    steps: int = 1
    persistence: float = PLANNING_PERSISTENCE

    def __post_init__(self) -> None:
        self._check_counts()
        self._check_shares()
        self._check_units()
        self._check_time()

    def _check_counts(self) -> None:
        for name, count in (
            (say("number_of_uses"), self.uses),
            (say("number_for_comparison"), self.comparison),
            (say("number_of_units"), self.units),
            (say("number_of_units_in_experiment"), self.treated_units),
            (say("number_of_months_before_start"), self.before),
            (say("number_of_start_dates"), self.steps),
            *((say("number_in_one_municipality"), count) for count in self.per_unit),
        ):
            if count is not None and count < 0:
                raise UsageError(say("name_cannot_be_negative_n", name=name, n=count))
            if count is not None and count > MOST:
                raise UsageError(say("name_is_too_large_n", name=name, n=count))
        if self.months is not None and not (math.isfinite(self.months) and self.months > 0):
            raise UsageError(say("number_of_months_must_be_above"))

    def _check_shares(self) -> None:
        for name, share in (
            (say("baseline"), self.baseline),
            (say("correlation"), self.icc),
            (say("persistence_of_correlation"), self.persistence),
        ):
            if share is not None and not 0 <= share <= 1:
                raise UsageError(
                    say("name_must_be_between_0", name=name, share=_shown(share)),
                    remedy=say("n_30_per_cent_is_written_30"),
                )
        if self.icc == 1:
            raise UsageError(say("correlation_must_be_below_1"))
        if self.smallest_relevant is not None and not 0 < abs(self.smallest_relevant) <= 1:
            raise UsageError(
                say("smallest_relevant_difference_lies_between_100"),
                remedy=say("fall_of_5_percentage_points"),
            )
        if self.margin is not None and not 0 < self.margin <= 1:
            raise UsageError(say("margin_must_be_above_0"))
        if (
            self.baseline is not None
            and self.smallest_relevant is not None
            and not -1e-9 <= self.baseline + self.smallest_relevant <= 1 + 1e-9
        ):
            raise UsageError(say("baseline_plus_smallest_relevant_difference"))
        if self.margins and not any(map(self._can_be_lost, self.margins)):
            # It would be shown by any cases at all, and the lock would tick it.
            raise UsageError(say("margin_is_all_that_can_be_lost"), remedy=say("write_smaller_margin"))

    def _can_be_lost(self, margin: float) -> bool:
        """Whether the level can get worse by more than a margin, signed as in `margins`."""
        if self.baseline is None:
            return True
        return margin < self.baseline if margin > 0 else -margin < 1 - self.baseline

    def _check_units(self) -> None:
        if (self.units is None) != (self.treated_units is None):
            raise UsageError(
                say("number_of_units_and_number"),
                remedy=say("give_both_units_and_treated_units"),
            )
        if self.units is not None and self.treated_units is not None:
            if self.treated_units > self.units:
                raise UsageError(
                    say("cannot_be_more_units_in_experiment", k=self.treated_units, n=self.units)
                )
            if self.units > MOST_UNITS:
                raise UsageError(say("at_most_n_units", n=MOST_UNITS))
        if self.per_unit:
            self._check_per_unit()

    def _check_per_unit(self) -> None:
        treated = self.per_unit
        if self.units is not None and self.treated_units is not None:
            if len(self.per_unit) not in (self.units, self.treated_units):
                raise UsageError(
                    say(
                        "are_found_figures_per_municipality_but",
                        found=len(self.per_unit),
                        k=self.treated_units,
                        n=self.units,
                    )
                )
            treated = self.per_unit[: self.treated_units]
        if self.uses is not None and sum(treated) != self.uses:
            raise UsageError(say("figures_per_municipality_add_up", total=sum(treated), uses=self.uses))

    def _check_time(self) -> None:
        if self.before is None:
            if self.steps != 1:
                raise UsageError(
                    say("staggered_start_requires_measuring_before"),
                    remedy=say("give_before_months_before_first_start"),
                )
            return
        if self.units is None or self.treated_units is None or self.months is None:
            raise UsageError(
                say("measuring_before_start_requires_units"),
                remedy=say("give_units_treated_units_and_months"),
            )
        if self.before < 1 or self.before + self.months > LONGEST_MONTHS:
            raise UsageError(say("at_least_1_month_before_start", n=LONGEST_MONTHS))
        if not 1 <= self.steps <= min(self.treated_units, round(self.months)):
            raise UsageError(
                say("number_of_start_dates_must", n=min(self.treated_units, round(self.months))),
                remedy=say("each_date_takes_at_least"),
            )

    @property
    def has_units(self) -> bool:
        """Whether units are compared: with units that never start, or with units that start later."""
        if not self.units or not self.treated_units:
            return False
        return self.treated_units < self.units or self.steps > 1

    @property
    def is_over_time(self) -> bool:
        """Whether units are measured before the start too."""
        return self.has_units and self.before is not None

    @property
    def margins(self) -> tuple[float, ...]:
        """The margin signed as the engines take it: positive where worse is below the level; () without one."""
        if self.margin is None:
            return ()
        # Where a fall is hoped for, worse is above the level.
        hoped_fall = self.smallest_relevant is not None and self.smallest_relevant < 0
        one = -self.margin if self.worse_is_higher or hoped_fall else self.margin
        return (one, -one) if self.equivalence else (one,)

    @property
    def asks_no_worse_only(self) -> bool:
        """Whether nothing is asked but that it is no worse (or the same): then no rise or fall is looked for."""
        return self.margin is not None and self.smallest_relevant is None

    @property
    def asked_rises(self) -> bool | None:
        """The direction of the change that is asked for; None where either would count."""
        return self.rises if self.smallest_relevant is None else self.smallest_relevant > 0

    @property
    def is_aim_assumed(self) -> bool:
        """Whether nobody has said which change matters, so that ten percentage points stand in for it."""
        return self.smallest_relevant is None and self.margin is None

    @property
    def is_clustered(self) -> bool:
        """Whether cases come in units whose cases resemble each other, with nothing but a level to compare."""
        return not self.has_units and self.icc > 0 and len(self.per_unit) > 0


def _shown(share: float) -> str:
    return f"{format_exact(share)} ({with_unit(share, 'pct.')})" if math.isfinite(share) else str(share)

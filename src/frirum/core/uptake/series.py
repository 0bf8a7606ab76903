"""What was recorded of an experiment, and the stretch of it that a meter reads: since the law last changed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from frirum.core.catalogue.experiment import Experiment, Part
from frirum.core.uptake import stretch as meter_time
from frirum.core.uptake.pace import CountRange, Pace, PaceRange, changed_pace
from frirum.core.uptake.stretch import Stay
from frirum.core.vocabulary.periods import add_months

PRELIMINARY_MONTHS = 6
_DAYS_A_YEAR = 365.25
_DAY = dt.timedelta(days=1)
_UNEVEN = 0.05


@dataclass(frozen=True)
class RecordedUptake:
    """What has been recorded of an experiment (or part), by municipality.

    Attributes:
        days: municipality code -> the day each use began, in any order; one without uses may be left out.
        non_use: municipality code -> reason -> decisions not to use the exemption where it could have been.
    """

    days: Mapping[int, Sequence[dt.date]]
    non_use: Mapping[int, Mapping[str, int]] = field(default_factory=dict)

    def between(self, municipalities: Sequence[int], first: dt.date, last: dt.date) -> list[dt.date]:
        """The days of these municipalities from `first` to `last`, both included, in order."""
        return sorted(
            day for code in municipalities for day in self.days.get(code, ()) if first <= day <= last
        )

    def reasons(self, municipalities: Sequence[int]) -> dict[str, int]:
        """Decisions not to use it in these municipalities, by reason, the commonest first."""
        total: Counter[str] = Counter()
        for code in municipalities:
            total.update(self.non_use.get(code, {}))
        return dict(total.most_common())


@dataclass(frozen=True)
class Reach:
    """When the need is reached at this pace.

    Attributes:
        soonest, likely, latest: days; None: not within the period (or no limit can be given).
        if_prolonged: the likely day if the municipalities of the last day went on; None beyond the calendar.
    """

    soonest: dt.date | None
    likely: dt.date | None
    latest: dt.date | None
    if_prolonged: dt.date | None


@dataclass(frozen=True)
class UseSeries:
    """The uses of some municipalities since the last cut, and the time they had for it.

    Attributes:
        municipalities: codes.
        on: the day it is read.
        stays: their days since the cut.
        cut: the day the law changed after they began; None where it did not.
        days: the days of the uses since the cut, in order.
        before_cut: how many uses lie before it.
        in_all: how many municipalities the experiment (or part) has.
    """

    municipalities: tuple[int, ...]
    on: dt.date
    stays: tuple[Stay, ...]
    cut: dt.date | None
    days: tuple[dt.date, ...]
    before_cut: int
    in_all: int

    @property
    def is_partial(self) -> bool:
        """Whether the experiment has more municipalities than these: its question is for all of them together."""
        return len(self.municipalities) < self.in_all

    @property
    def uses(self) -> int:
        """Uses since the cut."""
        return len(self.days)

    @property
    def first(self) -> dt.date | None:
        """The first day of the series."""
        return min((stay.first for stay in self.stays), default=None)

    @property
    def last(self) -> dt.date | None:
        """The last day of the period; None where it is not stated."""
        return meter_time.last_day(self.stays)

    @property
    def pace(self) -> Pace | None:
        """Uses and municipality-days so far; None before the first day."""
        time = meter_time.elapsed(self.stays, self.on)
        return Pace(self.uses, time) if time > 0 else None

    @property
    def ahead(self) -> int | None:
        """Municipality-days left; None where the end is not stated."""
        return meter_time.ahead(self.stays, self.on)

    @property
    def has_ended(self) -> bool:
        """Whether the last day is over."""
        return self.last is not None and self.on >= self.last

    @property
    def is_young(self) -> bool:
        """Whether six months have not gone yet."""
        return self.first is not None and self.on + _DAY < add_months(self.first, PRELIMINARY_MONTHS)

    @property
    def is_uneven(self) -> bool:
        """Whether the later half of the time has another pace than the earlier, at 5 %."""
        if self.first is None or self.on <= self.first:
            return False
        middle = self.first + (min(self.on, self.last or self.on) - self.first) / 2
        earlier = sum(day <= middle for day in self.days)
        time, whole = meter_time.elapsed(self.stays, middle), meter_time.elapsed(self.stays, self.on)
        return changed_pace(earlier, self.uses - earlier, time, whole - time) <= _UNEVEN

    def per_year(self) -> PaceRange | None:
        """Uses a year in all the municipalities that take part on the day (or took part on their last)."""
        pace, many = self.pace, self.active
        if pace is None:
            return None
        rate, year = pace.rate(), many * _DAYS_A_YEAR
        assert rate.high is not None
        return PaceRange(rate.low * year, rate.likely * year, rate.high * year)

    @property
    def active(self) -> int:
        """The municipalities that take part on the day; all of them when it is over or has not begun."""
        return sum(stay.contains(self.on) for stay in self.stays) or len(self.stays)

    @property
    def final(self) -> CountRange | None:
        """Uses when the period ends; None where no end is stated, or nothing has begun."""
        if self.pace is None or self.ahead is None:
            return None
        more = self.pace.further(self.ahead)
        return CountRange(self.uses + more.low, self.uses + more.likely, self.uses + more.high)

    def chance(self, needed: int) -> float | None:
        """The probability of so many uses before the period ends; None as for `final`."""
        if self.pace is None or self.ahead is None:
            return None
        return self.pace.chance_of(needed - self.uses, self.ahead)

    def reach(self, needed: int) -> Reach | None:
        """When there are so many; None before the first day."""
        if self.pace is None:
            return None
        wait = self.pace.wait(needed - self.uses)
        if needed <= self.uses:
            day = self.days[needed - 1]
            return Reach(day, day, day, day)

        def day_of(time: float | None) -> dt.date | None:
            return None if time is None else meter_time.day_of(self.stays, self.on, time)

        longer = meter_time.day_if_prolonged(self.stays, self.on, wait.likely)
        return Reach(day_of(wait.low), day_of(wait.likely), day_of(wait.high), longer)


def series_of(
    experiment: Experiment,
    part: Part | None,
    uptake: RecordedUptake,
    municipalities: Sequence[int],
    on: dt.date,
) -> UseSeries:
    """The stretch that is read on a day: from the start, or from the day the law last changed."""
    every = meter_time.stays_of(experiment, part)
    stays = tuple(stay for stay in every if stay.municipality in municipalities)
    in_all = len({stay.municipality for stay in every})
    begun = min((stay.first for stay in stays), default=None)
    cut = meter_time.latest_cut(experiment, part, on)
    if cut is None or begun is None or cut <= begun:
        days = uptake.between(municipalities, dt.date.min, on)
        return UseSeries(tuple(municipalities), on, stays, None, tuple(days), 0, in_all)
    return UseSeries(
        municipalities=tuple(municipalities),
        on=on,
        stays=meter_time.since(stays, cut),
        cut=cut,
        days=tuple(uptake.between(municipalities, cut, on)),
        before_cut=len(uptake.between(municipalities, dt.date.min, cut - _DAY)),
        in_all=in_all,
    )

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
from frirum.core.vocabulary.periods import Period, add_months

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
        told: municipality code -> the days that are told of, where extracts cover only some; what lies outside is
            unknown, not zero. One that is left out is told of throughout.
    """

    days: Mapping[int, Sequence[dt.date]]
    non_use: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    told: Mapping[int, Sequence[Period]] = field(default_factory=dict)

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
        told: the days of these, up to `on`, that something is known of.
        told_uses: the uses that began on them.
        cut: the day the law changed after they began; None where it did not.
        days: the days of the uses since the cut, in order.
        before_cut: how many uses lie before it.
        in_all: how many municipalities the experiment (or part) has.
    """

    municipalities: tuple[int, ...]
    on: dt.date
    stays: tuple[Stay, ...]
    told: tuple[Stay, ...]
    told_uses: tuple[dt.date, ...]
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
        """Uses and municipality-days so far, of the days that are told of; None where there are none."""
        time = meter_time.elapsed(self.told, self.on)
        return Pace(len(self.told_uses), time) if time > 0 else None

    @property
    def untold(self) -> int:
        """Municipality-days up to `on` of which nothing is known."""
        return meter_time.elapsed(self.stays, self.on) - meter_time.elapsed(self.told, self.on)

    @property
    def ahead(self) -> int | None:
        """Municipality-days left; None where the end is not stated."""
        return meter_time.ahead(self.stays, self.on)

    @property
    def unseen(self) -> int | None:
        """Municipality-days whose uses are still to be seen: those left, and those of which nothing is known."""
        return None if self.ahead is None else self.ahead + self.untold

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
        earlier, uses = sum(day <= middle for day in self.told_uses), len(self.told_uses)
        time, whole = meter_time.elapsed(self.told, middle), meter_time.elapsed(self.told, self.on)
        return changed_pace(earlier, uses - earlier, time, whole - time) <= _UNEVEN

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
        if self.pace is None or self.unseen is None:
            return None
        more = self.pace.further(self.unseen)
        return CountRange(self.uses + more.low, self.uses + more.likely, self.uses + more.high)

    def chance(self, needed: int) -> float | None:
        """The probability of so many uses before the period ends; None as for `final`."""
        if self.pace is None or self.unseen is None:
            return None
        return self.pace.chance_of(needed - self.uses, self.unseen)

    def reach(self, needed: int) -> Reach | None:
        """When there are so many; None before the first day."""
        if self.pace is None:
            return None
        wait = self.pace.wait(needed - self.uses)
        if needed <= self.uses:
            day = self.days[needed - 1]
            return Reach(day, day, day, day)

        def day_of(time: float | None) -> dt.date | None:
            return None if time is None else meter_time.day_of(self.stays, self.on, self._left_of(time))

        longer = meter_time.day_if_prolonged(self.stays, self.on, self._left_of(wait.likely))
        return Reach(day_of(wait.low), day_of(wait.likely), day_of(wait.high), longer)

    def _left_of(self, time: float) -> float:
        """What is left of a wait when the days that nothing is known of have had their share of it."""
        return max(0.0, time - self.untold)


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
        told = meter_time.told_of(stays, uptake.told, on)
        seen = _on_told_days(uptake, told, on) if uptake.told else days
        return UseSeries(tuple(municipalities), on, stays, told, tuple(seen), None, tuple(days), 0, in_all)
    left = meter_time.since(stays, cut)
    told = meter_time.told_of(left, uptake.told, on)
    return UseSeries(
        municipalities=tuple(municipalities),
        on=on,
        stays=left,
        told=told,
        told_uses=tuple(
            _on_told_days(uptake, told, on) if uptake.told else uptake.between(municipalities, cut, on)
        ),
        cut=cut,
        days=tuple(uptake.between(municipalities, cut, on)),
        before_cut=len(uptake.between(municipalities, dt.date.min, cut - _DAY)),
        in_all=in_all,
    )


def _on_told_days(uptake: RecordedUptake, told: Sequence[Stay], on: dt.date) -> list[dt.date]:
    return sorted(
        day
        for stay in told
        for day in uptake.days.get(stay.municipality, ())
        if stay.contains(day) and day <= on
    )

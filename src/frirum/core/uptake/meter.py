"""The uptake meter: uses so far against what the question needs, and whether that is reached at this pace.

The reading is valid on any day, from the first weeks on; how sure one can be is in its interval. Uses are counted since
the law last changed under the experiment, as those before it were held against another ordinary rule.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from frirum.core.catalogue.experiment import Experiment, Part
from frirum.core.designs.diagnosis.ways_out import WayOut
from frirum.core.language import gettext as _
from frirum.core.language import gettext_noop as N_
from frirum.core.law.watch import Consequence
from frirum.core.uptake.need import Need, Showing, need_of, what_it_shows
from frirum.core.uptake.pace import CountRange, PaceRange
from frirum.core.uptake.sentences import say
from frirum.core.uptake.series import Reach, RecordedUptake, UseSeries, series_of
from frirum.core.uptake.stretch import Stay, stays_of
from frirum.core.uptake.ways_of_series import ways_of_series

_DAYS_A_YEAR = 365.25


class Outlook(StrEnum):
    """Whether the need will be reached, in one word."""

    NOT_BEGUN = "not_begun"
    REACHED = "reached"
    ON_COURSE = "on_course"
    OPEN = "open"
    NEVER = "never"
    ENDED_SHORT = "ended_short"
    MOOT = "moot"
    PERIOD_UNKNOWN = "period_unknown"
    UNTOLD = "untold"

    @property
    def label(self) -> str:
        """The words for people, in the reader's language."""
        return _(_LABELS[self])

    @property
    def needs_a_way_out(self) -> bool:
        """Whether somebody has to do something."""
        return self in (Outlook.OPEN, Outlook.NEVER, Outlook.MOOT, Outlook.ENDED_SHORT)


_LABELS = {
    Outlook.NOT_BEGUN: N_("Ikke begyndt"),
    Outlook.REACHED: N_("Nok brug"),
    Outlook.ON_COURSE: N_("På vej til nok brug"),
    Outlook.OPEN: N_("Kan gå begge veje"),
    Outlook.NEVER: N_("Aldrig nok brug i dette tempo"),
    Outlook.ENDED_SHORT: N_("Sluttede med for få sager"),
    Outlook.MOOT: N_("Bortfaldet"),
    Outlook.PERIOD_UNKNOWN: N_("Perioden er ikke oplyst"),
    Outlook.UNTOLD: N_("Perioden er ikke dækket"),
}


class EligibleSource(StrEnum):
    """Where the number of those who could have used it comes from."""

    RECORDED = "recorded"
    DEFINITION = "definition"


@dataclass(frozen=True)
class Meter:
    """One experiment (or part) in one municipality, or in several together.

    Attributes:
        slug, part: which; part is "" for an experiment without parts.
        series: what was counted, since when, until when.
        non_use: decisions not to use it, by reason; since the beginning.
        eligible: those who could have used it so far, or None where nobody has said.
        eligible_source: uses and non-uses as recorded, or the definition's yearly number by the time gone.
        need: what the question needs.
        pace: uses a year in all the municipalities together, with its 80 % interval; None before the first day.
        final: uses when the period ends, with its 80 % interval; None where no end is stated.
        chance: the probability of enough before the end; None where no end is stated.
        reach: when the need is reached; None before the first day.
        shows: what the final number can ever show: at its low, likely and high end; of the uses so far where no end
            is stated.
        outlook: in one word.
        ways: every way out that was weighed, the one to take first; () where nothing needs doing.
    """

    slug: str
    part: str
    series: UseSeries
    non_use: Mapping[str, int]
    eligible: int | None
    eligible_source: EligibleSource | None
    need: Need
    pace: PaceRange | None
    final: CountRange | None
    chance: float | None
    reach: Reach | None
    shows: tuple[Showing, ...]
    outlook: Outlook
    ways: tuple[WayOut, ...]

    @property
    def label(self) -> str:
        """The outlook for people; of some of the municipalities it says that they alone are too few."""
        if self.series.is_partial and self.outlook in (Outlook.NEVER, Outlook.ENDED_SHORT):
            return say("not_enough_uses_alone")
        return self.outlook.label

    @property
    def way(self) -> WayOut | None:
        """What to do first; None where nothing needs doing, or nothing is enough."""
        return next((one for one in self.ways if one.suffices), None)


def read_meters(
    experiment: Experiment,
    uptake: RecordedUptake,
    *,
    on: dt.date,
    part: Part | None = None,
    municipalities: Sequence[int] | None = None,
    answer: Consequence | None = None,
) -> tuple[Meter, ...]:
    """The meter of the municipalities together, where they are more than one, then of each by itself.

    Args:
        uptake: what was recorded; uses after `on` are not looked at.
        municipalities: only these; None means every one that takes part.
        answer: what was decided on the latest law change; MOOT ends the experiment.

    Returns:
        () where no source names a municipality with its days.
    """
    stays = stays_of(experiment, part)
    codes = tuple(dict.fromkeys(stay.municipality for stay in stays if _wanted(stay, municipalities)))
    groups = ([codes] if len(codes) > 1 else []) + [(code,) for code in codes]
    return tuple(
        read_meter(experiment, uptake, on=on, part=part, municipalities=group, answer=answer)
        for group in groups
    )


def _wanted(stay: Stay, municipalities: Sequence[int] | None) -> bool:
    return municipalities is None or stay.municipality in municipalities


def read_meter(
    experiment: Experiment,
    uptake: RecordedUptake,
    *,
    on: dt.date,
    municipalities: Sequence[int],
    part: Part | None = None,
    answer: Consequence | None = None,
) -> Meter:
    """The meter of these municipalities together; see `read_meters`."""
    series = series_of(experiment, part, uptake, municipalities, on)
    need = need_of(experiment, part)
    outlook = _outlook(series, need, answer)
    non_use = uptake.reasons(municipalities)
    eligible, source = _eligible(experiment, part, series, sum(non_use.values()))
    return Meter(
        slug=experiment.slug,
        part=part.slug if part else "",
        series=series,
        non_use=non_use,
        eligible=eligible,
        eligible_source=source,
        need=need,
        pace=series.per_year(),
        final=series.final,
        chance=series.chance(need.uses),
        reach=series.reach(need.uses),
        shows=_shows(series, need),
        outlook=outlook,
        ways=_ways_out(series, need, outlook),
    )


def _ways_out(series: UseSeries, need: Need, outlook: Outlook) -> tuple[WayOut, ...]:
    if not outlook.needs_a_way_out:
        return ()
    settled = outlook is not Outlook.OPEN
    return ways_of_series(series, need, is_moot=outlook is Outlook.MOOT, is_settled=settled)


def _outlook(series: UseSeries, need: Need, answer: Consequence | None) -> Outlook:
    """Never and on course are said when the exact 80 % interval of the final number leaves no other way."""
    if answer is Consequence.MOOT:
        return Outlook.MOOT
    if series.first is None:
        return Outlook.PERIOD_UNKNOWN
    if series.uses >= need.uses:
        return Outlook.REACHED
    if series.pace is None:
        return Outlook.UNTOLD if series.untold else Outlook.NOT_BEGUN
    if series.has_ended and (not series.untold or series.final is None or series.final.high < need.uses):
        return Outlook.ENDED_SHORT
    if series.final is None:
        return Outlook.PERIOD_UNKNOWN
    if series.final.high < need.uses:
        return Outlook.NEVER
    return Outlook.ON_COURSE if series.final.low >= need.uses else Outlook.OPEN


def _shows(series: UseSeries, need: Need) -> tuple[Showing, ...]:
    if series.pace is None:
        return ()
    final = series.final or CountRange(series.uses, series.uses, series.uses)
    counts = dict.fromkeys((final.low, final.likely, final.high))
    return tuple(what_it_shows(n, need.level) for n in counts)


def _eligible(
    experiment: Experiment, part: Part | None, series: UseSeries, not_used: int
) -> tuple[int | None, EligibleSource | None]:
    """Uses and non-uses where both are recorded; else the definition's likely number for the time gone.

    The definition's number is for all the municipalities, so it is not used for some of them.
    """
    if not_used:
        return series.before_cut + series.uses + not_used, EligibleSource.RECORDED
    every = {stay.municipality for stay in stays_of(experiment, part)}
    plan, pace = experiment.plan, series.pace
    if plan is None or pace is None or set(series.municipalities) != every:
        return None, None
    for flow in plan.uptake:
        if flow.eligible_per_year is not None and flow.part_slug in (None, part.slug if part else None):
            years = pace.time / len(every) / _DAYS_A_YEAR
            return round(float(flow.eligible_per_year.likely) * years), EligibleSource.DEFINITION
    return None, None

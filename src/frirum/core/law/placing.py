"""Where a case lies in place and time: who takes part, which period holds the day, which side of the cut-offs.

Each check yields grounds that point to the experiment, to the ordinary rule, or to neither where no source decides.
A municipality whose joining or leaving no source dates took part as long as the experiment applied; a period whose
ends no source states leaves the day open.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from frirum.core.catalogue.base import Sourced
from frirum.core.catalogue.conditions import CutOff, FactUse, TransitionRule
from frirum.core.catalogue.experiment import Experiment, Part
from frirum.core.catalogue.history import EventKind, Status
from frirum.core.catalogue.participation import ApprovedPeriod, Participation, PeriodKind
from frirum.core.catalogue.sources import Doubt
from frirum.core.law.facts import Facts
from frirum.core.law.ruling import Ground, GroundKind, Regime
from frirum.core.law.sentences import say
from frirum.core.law.watch import concerns
from frirum.core.vocabulary.danish import format_date
from frirum.core.vocabulary.municipalities import all_municipalities, by_code


@dataclass(frozen=True)
class PlacedCase:
    """The case to be placed.

    Attributes:
        begun: the case's own date, where it is known.
        date: the day asked about: another day, or else the case's own. A case from before the start that a cut-off
            takes in, or does not say to leave out, is placed on the first day of the experiment: before it there is
            nothing to use, and from it on the question is open.
    """

    experiment: Experiment
    part: Part | None
    facts: Facts
    begun: dt.date | None
    date: dt.date | None

    @classmethod
    def of(cls, experiment: Experiment, part: Part | None, facts: Facts, on: dt.date | None) -> PlacedCase:
        """The case with the date read from its facts."""
        value = facts.get(_fact(experiment, part, FactUse.CASE_DATE) or "")
        begun = value if isinstance(value, dt.date) else None
        case = cls(experiment, part, facts, begun, on or begun)
        reaches = on is None and case.start and begun and begun < case.start and case.may_be_taken_in
        return replace(case, date=case.start) if reaches else case

    @property
    def periods(self) -> list[ApprovedPeriod]:
        """The periods that concern the part."""
        return [p for p in self.experiment.periods if concerns(p.part_slugs, self.part)]

    @property
    def start(self) -> dt.date | None:
        """The first day of the experiment; None where no source states it."""
        starts = [period.start for period in self.periods]
        return None if None in starts else min((day for day in starts if day), default=None)

    @property
    def may_be_taken_in(self) -> bool:
        """Whether a cut-off on the case's own date takes in cases from before it, and this is one.

        Also where no source says what becomes of those from before the start: a no would then be invented.
        """
        fact, begun, start = self.fact(FactUse.CASE_DATE), self.begun, self.start
        if begun is None or start is None:
            return False
        return any(
            begun < cut_off.date
            and (
                cut_off.before is TransitionRule.INCLUDED
                or (cut_off.before is None and cut_off.date <= start)
            )
            for cut_off in self.cut_offs
            if cut_off.fact == fact and cut_off.date is not None
        )

    def doubts(self, *tables: Sourced | None) -> tuple[Doubt, ...]:
        """The doubts that touch the tables, each once, in the order written."""
        named = {name for table in tables if table is not None for name in table.doubt_ids}
        return tuple(doubt for doubt in self.experiment.doubts if doubt.id in named)

    @property
    def status(self) -> Status:
        """The part's own status, or else the experiment's."""
        return (self.part.status if self.part else None) or self.experiment.status

    @property
    def cut_offs(self) -> tuple[CutOff, ...]:
        """The experiment's cut-offs and the part's."""
        return self.experiment.cut_offs + (self.part.cut_offs if self.part else ())

    def fact(self, use: FactUse) -> str | None:
        """The fact that the definition reads as the municipality or the case's date."""
        return _fact(self.experiment, self.part, use)


def _fact(experiment: Experiment, part: Part | None, use: FactUse) -> str | None:
    facts = (part.facts if part else ()) + experiment.facts
    return next((fact.id for fact in facts if fact.use is use), None)


# ---- place ----


def place(case: PlacedCase, period: ApprovedPeriod | None) -> Iterator[Ground]:
    """Does the municipality take part, and did it on the day?

    Args:
        period: the period that holds the day; outside every period it is the experiment that does not apply.
    """
    stays = [p for p in case.experiment.participation if concerns(p.part_slugs, case.part)]
    fact = case.fact(FactUse.MUNICIPALITY)
    code = case.facts.get(fact or "")
    if not stays:
        yield _unnamed(case.experiment.network, fact, code)
        return
    if not isinstance(code, int):
        yield _not_given(fact)
        return
    own = [stay for stay in stays if stay.municipality == code]
    if not own:
        text = say("name_does_not_take_part", name=_name(code))
        yield Ground(GroundKind.MUNICIPALITY, Regime.ORDINARY, text, fact=fact)
        return
    text = say("name_takes_part_in_experiment", name=_name(code))
    doubts = _about_the_stay(case, own)
    yield Ground(GroundKind.MUNICIPALITY, Regime.EXPERIMENT, text, fact=fact, doubts=doubts)
    applies = period is not None or not case.periods
    if applies and case.date is not None and all(stay.holds(case.date) is False for stay in own):
        text = say("name_did_not_take_part")
        text = text.format(name=_name(code), date=format_date(case.date))
        yield Ground(GroundKind.PARTICIPATION, Regime.ORDINARY, text, case.date, case.fact(FactUse.CASE_DATE))


def _about_the_stay(case: PlacedCase, own: Sequence[Participation]) -> tuple[Doubt, ...]:
    """The doubts about who took part; one that is about a period is said with that period, or is beside the point."""
    of_periods = {name for one in case.periods for name in one.doubt_ids}
    return tuple(doubt for doubt in case.doubts(*own) if doubt.id not in of_periods)


def _unnamed(network: str, fact: str | None, code: object) -> Ground:
    """No source names the municipalities: of a network, only its members can be among them."""
    members = _members(network)
    if members and not isinstance(code, int):
        return _not_given(fact)
    if members and isinstance(code, int) and code not in members:
        text = say("name_is_not_in_network", name=_name(code))
        return Ground(GroundKind.MUNICIPALITY, Regime.ORDINARY, text, fact=fact)
    text = say("sources_do_not_say_which_municipalities")
    return Ground(GroundKind.MUNICIPALITY, Regime.UNDECIDED, text, fact=fact)


def _not_given(fact: str | None) -> Ground:
    text = say("municipality_is_not_stated")
    return Ground(GroundKind.MUNICIPALITY, Regime.UNDECIDED, text, fact=fact, asks=fact is not None)


@cache
def _members(network: str) -> frozenset[int]:
    return frozenset(m.code for m in all_municipalities() if m.network == network)


def _name(code: int) -> str:
    found = by_code(code)
    return found.name if found else str(code)


# ---- time ----


def date_unknown(case: PlacedCase) -> Ground:
    """The case cannot be placed in time."""
    fact = case.fact(FactUse.CASE_DATE)
    text = say("date_of_case_is_not_stated")
    return Ground(GroundKind.DATE_UNKNOWN, Regime.UNDECIDED, text, fact=fact, asks=fact is not None)


def period_on(periods: Sequence[ApprovedPeriod], date: dt.date) -> ApprovedPeriod | None:
    """The period that holds the day for certain, else one that may."""
    for outcome in (True, None):
        for period in periods:
            if period.holds(date) is outcome:
                return period
    return None


def time(case: PlacedCase, date: dt.date, period: ApprovedPeriod | None) -> Ground:
    """Does the experiment apply on the day, and by which approval or extension?"""
    kind, points, text, edge = (
        _outside(case, date) if period is None else _inside(period, date, period.holds(date) is True)
    )
    turn = format_date(edge) if edge else ""
    until = format_date(period.end) if period and period.end else say("until_further_notice")
    text = text.format(date=format_date(date), start=turn, end=turn, until=until)
    settled = {name for cut_off in case.cut_offs for name in cut_off.doubt_ids}
    doubts = tuple(doubt for doubt in case.doubts(period) if doubt.id not in settled)
    return Ground(kind, points, text, edge, case.fact(FactUse.CASE_DATE), doubts=doubts)


_Placed = tuple[GroundKind, Regime, str, dt.date | None]


def _inside(period: ApprovedPeriod, date: dt.date, certain: bool) -> _Placed:
    if not certain:
        return _not_stated()
    if period.kind is PeriodKind.EXTENSION:
        text = say("date_lies_in_extension_runs_up")
        return GroundKind.EXTENSION, Regime.EXPERIMENT, text, period.start
    text = say("date_lies_in_approved_period")
    return GroundKind.APPROVAL, Regime.EXPERIMENT, text, period.start


def _not_stated() -> _Placed:
    text = say("sources_do_not_say_whether_experiment")
    return GroundKind.PERIOD_NOT_STATED, Regime.UNDECIDED, text, None


def _outside(case: PlacedCase, date: dt.date) -> _Placed:
    periods = case.periods
    if not periods:
        return _not_stated()
    first = min(periods, key=lambda period: period.first_possible or dt.date.min)
    last = max(periods, key=lambda period: period.last_possible or dt.date.max)
    start, end = first.first_possible, last.last_possible
    if start and date < start:
        text = (
            say("experiment_did_not_begin_until_start")
            if first.start
            else say("experiment_started_on_start_at_earliest")
        )
        return GroundKind.BEFORE_START, Regime.ORDINARY, text, start
    if end is None or date <= end:
        text = say("date_lies_between_two_periods")
        return GroundKind.BETWEEN_PERIODS, Regime.ORDINARY, text, None
    if _stopped_early(case):
        text = say("experiment_was_stopped_early_last_day")
        return GroundKind.STOPPED_EARLY, Regime.ORDINARY, text, end
    text = say("experiment_ended_on_end") if last.end else say("experiment_ended_on_end_at_latest")
    return GroundKind.AFTER_END, Regime.ORDINARY, text, end


def _stopped_early(case: PlacedCase) -> bool:
    return case.status is Status.STOPPED or any(
        event.kind is EventKind.STOP and concerns(event.part_slugs, case.part)
        for event in case.experiment.events
    )


# ---- cut-offs, and cases begun before the start ----


def cut_offs(case: PlacedCase) -> Iterator[Ground]:
    """On which side of each cut-off does the case lie, and was it begun before the start?"""
    for cut_off in case.cut_offs:
        yield _cut_off(cut_off, case)
    settled = any(cut_off.fact == case.fact(FactUse.CASE_DATE) for cut_off in case.cut_offs)
    start = case.start
    if settled or case.begun is None or case.date is None or start is None:
        return
    if case.begun < start <= case.date:
        text = say("case_began_on_begun_before_experiment", begun=format_date(case.begun))
        fact = case.fact(FactUse.CASE_DATE)
        yield Ground(GroundKind.BEGUN_BEFORE_START, Regime.UNDECIDED, text, start, fact)


def _cut_off(cut_off: CutOff, case: PlacedCase) -> Ground:
    value = case.facts.get(cut_off.fact) if cut_off.fact else case.date
    side = _side(cut_off, value)
    points = _POINTS[side]
    asks = cut_off.date is not None and not isinstance(value, dt.date) and cut_off.fact is not None
    return Ground(
        GroundKind.CUT_OFF,
        points,
        cut_off.text,
        cut_off.date,
        cut_off.fact,
        asks,
        cut_off=cut_off.id,
        doubts=case.doubts(cut_off),
    )


_POINTS = {
    TransitionRule.INCLUDED: Regime.EXPERIMENT,
    TransitionRule.EXCLUDED: Regime.ORDINARY,
    None: Regime.UNDECIDED,
}


def _side(cut_off: CutOff, value: object) -> TransitionRule | None:
    """The rule for the side of the cut-off that a date lies on; None where no source gives it, or without a date."""
    if cut_off.date is None or not isinstance(value, dt.date):
        return None
    return cut_off.before if value < cut_off.date else cut_off.on_or_after

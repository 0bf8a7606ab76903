"""Which regime governs this case on this date, and why: the ordinary rule, or the derogation laid over it.

Only place and time are asked about here: does the municipality take part, does a period hold the day, on which side
of the cut-offs does the case lie, was it begun before the start, is there still a rule to deviate from. Whether the
citizen is in the target group is `frirum.core.law.assess`. What no source says is left to a person: UNDECIDED.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from frirum.core.catalogue.conditions import CutOff, FactUse, TransitionRule
from frirum.core.catalogue.experiment import Experiment, Part
from frirum.core.catalogue.history import EventKind, Status
from frirum.core.catalogue.law import LegalBasis, Provision
from frirum.core.catalogue.participation import Participation, Period, PeriodKind
from frirum.core.catalogue.wording import dated_text, provision_citation
from frirum.core.language import gettext as _
from frirum.core.law.facts import Facts
from frirum.core.law.timeline import Validity
from frirum.core.law.watch import concerns, deviations_of, rule_on, running_period, watch
from frirum.core.vocabulary.danish import format_date
from frirum.core.vocabulary.municipalities import by_code
from frirum.core.vocabulary.provisions import Provision as DatedRule
from frirum.core.vocabulary.status import RuleStatus


class Regime(StrEnum):
    """Whose rule governs."""

    EXPERIMENT = "experiment"
    ORDINARY = "ordinary"
    UNDECIDED = "undecided"


class GroundKind(StrEnum):
    """What a ruling rests on."""

    NEVER_STARTED = "never_started"
    MUNICIPALITY = "municipality"
    PARTICIPATION = "participation"
    DATE_UNKNOWN = "date_unknown"
    BEFORE_START = "before_start"
    APPROVAL = "approval"
    EXTENSION = "extension"
    BETWEEN_PERIODS = "between_periods"
    AFTER_END = "after_end"
    STOPPED_EARLY = "stopped_early"
    PERIOD_NOT_STATED = "period_not_stated"
    BEGUN_BEFORE_START = "begun_before_start"
    CUT_OFF = "cut_off"
    RULE_CHANGED = "rule_changed"
    RULE_ENDED = "rule_ended"
    BASIS_NOT_STATED = "basis_not_stated"
    BASIS_IS_DRAFT = "basis_is_draft"


@dataclass(frozen=True)
class Ground:
    """One thing a ruling rests on.

    Attributes:
        points_to: the regime it decides for; None for what is worth knowing and decides nothing.
        date: the day it turns on, where it turns on one.
        text: for people, in the reader's language.
    """

    kind: GroundKind
    points_to: Regime | None
    text: str
    date: dt.date | None = None


@dataclass(frozen=True)
class RuleOnDate:
    """A rule that is deviated from, as it stood on the day.

    Attributes:
        deviation: the definition's provision.
        rule: the dated rule in its place on the day; None where its changes are not followed.
        validity: what is known about it then.
    """

    deviation: Provision
    rule: DatedRule | None
    validity: Validity


@dataclass(frozen=True)
class Ruling:
    """The regime of one case on one day.

    Attributes:
        regime: ORDINARY as soon as one ground says so, UNDECIDED when one leaves it to a person.
        date: the day asked about; None when it is not known.
        begun: when the case began, where that is known.
        period: the approval or extension that holds the day (perhaps, where its ends are not stated), or None.
        legal_bases: the orders that period rests on; empty outside a period and where no source names one.
        rules: the ordinary layer on that day.
        grounds: why, in the order examined.
    """

    regime: Regime
    date: dt.date | None
    begun: dt.date | None
    period: Period | None
    legal_bases: tuple[LegalBasis, ...]
    rules: tuple[RuleOnDate, ...]
    grounds: tuple[Ground, ...]


def governing_regime(
    experiment: Experiment, facts: Facts, *, part: Part | None = None, on: dt.date | None = None
) -> Ruling:
    """Resolve the regime.

    Args:
        facts: typed facts; of them the municipality, the case's date and those that cut-offs ask for are read.
        part: the part asked about; None for an experiment without parts, or for what all parts share.
        on: the day asked about; None means the case's own date.
    """
    begun = _begun(experiment, part, facts)
    date = on or begun
    case = _Case(experiment, part, facts, begun, date)
    period = _period_on(case, date) if date else None
    rules = _rules_on(case, date) if date else ()
    grounds = tuple(_grounds(case, period, rules))
    points = [ground.points_to for ground in grounds]
    regime = next(
        (found for found in (Regime.ORDINARY, Regime.UNDECIDED) if found in points), Regime.EXPERIMENT
    )
    bases = tuple(b for b in experiment.legal_bases if period and b.id in period.legal_basis)
    return Ruling(regime, date, begun, period, bases, rules, grounds)


@dataclass(frozen=True)
class _Case:
    """What is asked about."""

    experiment: Experiment
    part: Part | None
    facts: Facts
    begun: dt.date | None
    date: dt.date | None

    @property
    def periods(self) -> list[Period]:
        return [p for p in self.experiment.periods if concerns(p.part_slugs, self.part)]

    @property
    def statuses(self) -> set[Status]:
        own = self.part.status if self.part else None
        return {own or self.experiment.status}


def _grounds(case: _Case, period: Period | None, rules: tuple[RuleOnDate, ...]) -> Iterator[Ground]:
    if Status.NEVER_STARTED in case.statuses:
        text = _("Forsøget blev aldrig sat i gang.")
        yield Ground(GroundKind.NEVER_STARTED, Regime.ORDINARY, text)
        return
    yield from _place(case)
    if case.date is None:
        yield Ground(GroundKind.DATE_UNKNOWN, Regime.UNDECIDED, _("Sagens dato er ikke oplyst."))
        return
    yield _time(case, case.date, period)
    yield from _cut_offs(case, case.date)
    yield from _basis(case.experiment, period)
    yield from _law(case, case.date, rules)


# ---- place ----


def _place(case: _Case) -> Iterator[Ground]:
    stays = [p for p in case.experiment.participation if concerns(p.part_slugs, case.part)]
    code = case.facts.get(_fact(case.experiment, case.part, FactUse.MUNICIPALITY) or "")
    kind = GroundKind.MUNICIPALITY
    if not stays:
        text = _("Kilderne siger ikke, hvilke kommuner der deltog.")
        yield Ground(kind, Regime.UNDECIDED, text)
        return
    if not isinstance(code, int):
        yield Ground(kind, Regime.UNDECIDED, _("Kommunen er ikke oplyst."))
        return
    own = [stay for stay in stays if stay.municipality == code]
    found = by_code(code)
    name = found.name if found else str(code)
    if not own:
        yield Ground(kind, Regime.ORDINARY, _("{name} deltager ikke i forsøget.").format(name=name))
        return
    yield Ground(kind, Regime.EXPERIMENT, _("{name} deltager i forsøget.").format(name=name))
    if case.date is not None and all(_holds(stay, case.date) is not True for stay in own):
        yield _outside_stay(name, own, case.date)


def _outside_stay(name: str, stays: Sequence[Participation], date: dt.date) -> Ground:
    if any(_holds(stay, date) is None for stay in stays):
        text = _("Kilderne siger ikke, om {name} var med den {date}.")
        points = Regime.UNDECIDED
    else:
        text = _("{name} var ikke med den {date}.")
        points = Regime.ORDINARY
    text = text.format(name=name, date=format_date(date))
    return Ground(GroundKind.PARTICIPATION, points, text, date)


def _holds(stretch: Period | Participation, date: dt.date) -> bool | None:
    """Whether the day lies in the stretch; None when an end no source states could decide it."""
    if (stretch.start and date < stretch.start) or (stretch.end and date > stretch.end):
        return False
    open_start = stretch.start is None and not stretch.is_stated("from")
    open_end = stretch.end is None and not stretch.is_stated("to")
    return None if open_start or open_end else True


# ---- time ----


def _fact(experiment: Experiment, part: Part | None, use: FactUse) -> str | None:
    facts = (part.facts if part else ()) + experiment.facts
    return next((fact.id for fact in facts if fact.use is use), None)


def _begun(experiment: Experiment, part: Part | None, facts: Facts) -> dt.date | None:
    value = facts.get(_fact(experiment, part, FactUse.CASE_DATE) or "")
    return value if isinstance(value, dt.date) else None


def _period_on(case: _Case, date: dt.date) -> Period | None:
    """The period that holds the day for certain, else one that may."""
    for outcome in (True, None):
        for period in case.periods:
            if _holds(period, date) is outcome:
                return period
    return None


def _time(case: _Case, date: dt.date, period: Period | None) -> Ground:
    day = format_date(date)
    if period is None:
        return _outside(case, date)
    if _holds(period, date) is None:
        text = _("Kilderne siger ikke, om forsøget gjaldt den {date}.").format(date=day)
        return Ground(GroundKind.PERIOD_NOT_STATED, Regime.UNDECIDED, text)
    until = format_date(period.end) if period.end else _("indtil videre")
    if period.kind is PeriodKind.EXTENSION:
        text = _("Den {date} ligger i en forlængelse, som løber til og med {until}.")
        return Ground(
            GroundKind.EXTENSION, Regime.EXPERIMENT, text.format(date=day, until=until), period.start
        )
    text = _("Den {date} ligger i forsøgets godkendte periode, som løber til og med {until}.")
    return Ground(GroundKind.APPROVAL, Regime.EXPERIMENT, text.format(date=day, until=until), period.start)


def _outside(case: _Case, date: dt.date) -> Ground:
    periods = case.periods
    if not periods:
        text = _("Kilderne siger ikke, om forsøget gjaldt den {date}.").format(date=format_date(date))
        return Ground(GroundKind.PERIOD_NOT_STATED, Regime.UNDECIDED, text)
    starts = [period.start for period in periods if period.start]
    ends = [period.end for period in periods if period.end]
    if starts and len(starts) == len(periods) and date < min(starts):
        text = _("Forsøget begyndte først den {start}.").format(start=format_date(min(starts)))
        return Ground(GroundKind.BEFORE_START, Regime.ORDINARY, text, min(starts))
    if any(start > date for start in starts):
        text = _("Den {date} ligger mellem to perioder.").format(date=format_date(date))
        return Ground(GroundKind.BETWEEN_PERIODS, Regime.ORDINARY, text)
    last = max(ends)
    stopped = Status.STOPPED in case.statuses or any(
        event.kind is EventKind.STOP and concerns(event.part_slugs, case.part)
        for event in case.experiment.events
    )
    if stopped:
        text = _("Forsøget blev stoppet før tid. Sidste dag var den {end}.").format(end=format_date(last))
        return Ground(GroundKind.STOPPED_EARLY, Regime.ORDINARY, text, last)
    text = _("Forsøget sluttede den {end}.").format(end=format_date(last))
    return Ground(GroundKind.AFTER_END, Regime.ORDINARY, text, last)


# ---- cut-offs, and cases begun before the start ----


def _cut_offs(case: _Case, date: dt.date) -> Iterator[Ground]:
    cut_offs = case.experiment.cut_offs + (case.part.cut_offs if case.part else ())
    for cut_off in cut_offs:
        yield _cut_off(cut_off, case.facts, date)
    case_date = _fact(case.experiment, case.part, FactUse.CASE_DATE)
    settled = any(cut_off.fact == case_date for cut_off in cut_offs)
    begun, starts = case.begun, [period.start for period in case.periods]
    if settled or begun is None or not starts or None in starts:
        return
    start = min(day for day in starts if day)
    if begun < start <= date:
        text = _(
            "Sagen begyndte den {begun}, før forsøget. Kilderne siger ikke, om sådanne sager gik over til det."
        )
        text = text.format(begun=format_date(begun))
        yield Ground(GroundKind.BEGUN_BEFORE_START, Regime.UNDECIDED, text, start)


def _cut_off(cut_off: CutOff, facts: Facts, date: dt.date) -> Ground:
    value = facts.get(cut_off.fact) if cut_off.fact else date
    points = Regime.UNDECIDED
    if cut_off.date is not None and isinstance(value, dt.date):
        side = cut_off.before if value < cut_off.date else cut_off.on_or_after
        if side is not None:
            points = Regime.EXPERIMENT if side is TransitionRule.INCLUDED else Regime.ORDINARY
    return Ground(GroundKind.CUT_OFF, points, cut_off.text, cut_off.date)


# ---- the legal basis, and the ordinary rule underneath ----


def _basis(experiment: Experiment, period: Period | None) -> Iterator[Ground]:
    if period is None:
        return
    if not period.legal_basis:
        text = _("Kilderne siger ikke, med hvilken hjemmel forsøget gjaldt i den periode.")
        yield Ground(GroundKind.BASIS_NOT_STATED, None, text)
    for basis in experiment.legal_bases:
        if basis.id in period.legal_basis and basis.status is RuleStatus.DRAFT:
            text = _("Hjemlen er kun læst som udkast: {title}.").format(title=basis.title)
            yield Ground(GroundKind.BASIS_IS_DRAFT, None, text)


def _rules_on(case: _Case, date: dt.date) -> tuple[RuleOnDate, ...]:
    return tuple(RuleOnDate(d, *rule_on(d, date)) for d in deviations_of(case.experiment, case.part))


def _law(case: _Case, date: dt.date, rules: tuple[RuleOnDate, ...]) -> Iterator[Ground]:
    ended = [rule for rule in rules if rule.validity is Validity.ENDED]
    running = running_period(case.experiment, case.part)
    for rule in ended:
        text = _("Reglen, der fraviges, gjaldt ikke længere den {date}: {rule}.")
        text = text.format(date=format_date(date), rule=provision_citation(rule.deviation))
        # With nothing left to deviate from, a person must say what remains of the experiment.
        points = Regime.UNDECIDED if len(ended) == len(rules) and running.contains(date) else None
        yield Ground(GroundKind.RULE_ENDED, points, text)
    for change in watch(case.experiment, part=case.part):
        if change.date <= date:
            when = dated_text(change.date, change.precision)
            what = " ".join(e.what for e in change.events) or " ".join(e.text for e in change.recorded)
            text = _("{when}, mens forsøget kørte: {what}").format(when=_capital(when), what=what)
            yield Ground(GroundKind.RULE_CHANGED, None, text, change.date)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

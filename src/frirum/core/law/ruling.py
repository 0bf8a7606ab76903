"""What a resolver of place and time answers: the regime of a case on a day, and the grounds it rests on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from frirum.core.catalogue.law import Derogation, LegalBasis
from frirum.core.catalogue.participation import ApprovedPeriod
from frirum.core.catalogue.sources import Doubt
from frirum.core.law.timeline import Validity
from frirum.core.vocabulary.provisions import Provision as DatedRule


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

    @property
    def is_about_time(self) -> bool:
        """Whether the ground says on which days the experiment applies at all."""
        return self in _ABOUT_TIME

    @property
    def places_the_day(self) -> bool:
        """Whether the ground says in which period, or outside which, the day lies."""
        beside = (GroundKind.NEVER_STARTED, GroundKind.PARTICIPATION, GroundKind.DATE_UNKNOWN)
        return self.is_about_time and self not in beside


_ABOUT_TIME = frozenset(
    {
        GroundKind.NEVER_STARTED,
        GroundKind.PARTICIPATION,
        GroundKind.DATE_UNKNOWN,
        GroundKind.BEFORE_START,
        GroundKind.APPROVAL,
        GroundKind.EXTENSION,
        GroundKind.BETWEEN_PERIODS,
        GroundKind.AFTER_END,
        GroundKind.STOPPED_EARLY,
        GroundKind.PERIOD_NOT_STATED,
    }
)


@dataclass(frozen=True)
class Ground:
    """One thing a ruling rests on.

    Attributes:
        points_to: the regime it decides for; None for what is worth knowing and decides nothing.
        date: the day it turns on, where it turns on one.
        text: for people, in the reader's language.
        fact: the fact it was read from, or None.
        asks: whether the ground is open only because the fact is not given.
        cut_off: id of the cut-off it is about, or None.
        doubts: what the sources contradict or leave open about it, with the reading that is used, if any.
    """

    kind: GroundKind
    points_to: Regime | None
    text: str
    date: dt.date | None = None
    fact: str | None = None
    asks: bool = False
    cut_off: str | None = None
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True)
class RuleOnDate:
    """A rule that is deviated from, as it stood on the day.

    Attributes:
        deviation: the definition's provision.
        rule: the dated rule in its place on the day; None where its changes are not followed.
        validity: what is known about it then.
    """

    deviation: Derogation
    rule: DatedRule | None
    validity: Validity


@dataclass(frozen=True)
class Ruling:
    """The regime of one case on one day.

    Attributes:
        regime: ORDINARY as soon as one ground says so, UNDECIDED when one leaves it to a person.
        begun: the case's own date; None when it is not known.
        date: the day the answer is for: the day asked about, else the case's own, else (of a case from before the
            start, of which it is not certain that it stays out) the experiment's first day; None when not known.
        period: the approval or extension that holds the day (perhaps, where its ends are not stated), or None.
        legal_bases: the orders that period rests on; empty outside a period and where no source names one.
        rules: the ordinary layer on that day.
        grounds: why, in the order examined.
    """

    regime: Regime
    begun: dt.date | None
    date: dt.date | None
    period: ApprovedPeriod | None
    legal_bases: tuple[LegalBasis, ...]
    rules: tuple[RuleOnDate, ...]
    grounds: tuple[Ground, ...]

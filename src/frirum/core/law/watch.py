"""The law watch of an experiment: what happened to its rules while it ran, what is asked, where a series is cut.

An experiment compares life under a derogation with life under the ordinary rule. When the ordinary rule changes
meanwhile, the experiment may have nothing left to deviate from, deviate from less, or go on as before. Only
people can say which, so each event asks; and whatever they answer, the ordinary rule means something else from that
day on, so a time series is cut there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from frirum.core.catalogue.experiment import Experiment, Part
from frirum.core.catalogue.history import Event, EventKind, Status
from frirum.core.catalogue.law import Derogation
from frirum.core.law.sentences import say
from frirum.core.law.timeline import Validity, chain, law_watch, standing_on
from frirum.core.vocabulary.law_events import LawEvent, all_law_events
from frirum.core.vocabulary.periods import Period
from frirum.core.vocabulary.provisions import Provision as DatedRule
from frirum.core.vocabulary.provisions import all_provisions
from frirum.core.vocabulary.status import Certainty, DatePrecision


class Consequence(StrEnum):
    """What a law change can mean for a running experiment; a person decides which."""

    MOOT = "moot"
    NARROWED = "narrowed"
    CONTINUES = "continues"

    @property
    def label(self) -> str:
        """The answer for people, in the reader's language."""
        return {
            Consequence.MOOT: say("experiment_has_lost_object"),
            Consequence.NARROWED: say("experiment_has_been_narrowed_less"),
            Consequence.CONTINUES: say("experiment_continues_unchanged"),
        }[self]


@dataclass(frozen=True)
class WatchedChange:
    """One day on which the law changed under an experiment.

    Attributes:
        date: the first day of what `precision` says; a time series is cut here.
        events: what the law timeline says of the day, with its certainty.
        recorded: what the definition itself says of the day: the answer already given, as far as one is.
        ended: the deviated rules that no rule stands in for from this day; then "moot" is near.
        replaced: the deviated rules that another rule took over on this day.
        asks: what there is to choose between.
    """

    date: dt.date
    precision: DatePrecision
    events: tuple[LawEvent, ...]
    recorded: tuple[Event, ...]
    ended: tuple[Derogation, ...]
    replaced: tuple[Derogation, ...]

    asks = tuple(Consequence)

    @property
    def is_certain(self) -> bool:
        """Whether a source that was read says that the rule changed on the day."""
        return any(event.status is Certainty.VERIFIED for event in self.events) or bool(self.recorded)

    @property
    def question(self) -> str:
        """What is asked of those who run the experiment, in the reader's language."""
        if self.ended:
            return say("rule_experiment_departs_from_ceased")
        if self.replaced:
            return say("rule_experiment_departs_from_was_replaced")
        return say("rule_experiment_departs_from_was_affected")


def watch(
    experiment: Experiment,
    *,
    part: Part | None = None,
    events: Iterable[LawEvent] | None = None,
    rules: Iterable[DatedRule] | None = None,
    include_planned: bool = False,
) -> tuple[WatchedChange, ...]:
    """The days on which the law changed under an experiment (or part) while it ran, oldest first.

    Only the rules deviated from count; a new order that carries the derogation on changes no comparison. Where no
    source says when the experiment began, what happened since the earliest dated step towards it is included; where
    none says when one that is over ended, what happened up to the last day any source dates it to.

    Args:
        events, rules: the law timeline and the dated rules; None means the shipped ones.
        include_planned: also what is announced and has not happened.
    """
    timeline = tuple(all_law_events() if events is None else events)
    dated = tuple(all_provisions() if rules is None else rules)
    running = watched_period(experiment, part)
    deviations = deviations_of(experiment, part)
    found: dict[dt.date, list[LawEvent]] = {}
    for event in _touching(deviations, dated, timeline, running, include_planned):
        found.setdefault(event.date, []).append(event)
    recorded = _recorded(experiment, part, running)
    return tuple(
        _change(day, tuple(found.get(day, ())), recorded.get(day, ()), deviations, dated)
        for day in sorted(found.keys() | recorded.keys())
    )


def cuts(changes: Iterable[WatchedChange]) -> tuple[dt.date, ...]:
    """The days at which a time series of the experiment is cut: each begins a new stretch."""
    return tuple(change.date for change in changes)


def running_period(experiment: Experiment, part: Part | None = None) -> Period:
    """From the first day of the first approval to the last of the last extension; an open end where none is stated.

    Without a stated beginning, from the earliest dated application, approval or start.
    """
    periods = [p for p in experiment.periods if concerns(p.part_slugs, part)]
    starts = [period.start for period in periods]
    ends = [period.end for period in periods]
    first = min((day for day in starts if day), default=None)
    if first is None or None in starts:
        steps = (EventKind.APPLICATION, EventKind.APPROVAL, EventKind.START)
        first = min((e.date for e in experiment.events if e.kind in steps and e.date), default=None)
    last = None if None in ends else max((day for day in ends if day), default=None)
    return Period(first, last)


def watched_period(experiment: Experiment, part: Part | None = None) -> Period:
    """The days whose law changes matter: the running period, closed where an experiment that is over has an open end.

    It closes on the last day that its periods, participants or events state. Without a stated day it stays open.
    """
    running = running_period(experiment, part)
    status = (part.status if part else None) or experiment.status
    if running.last is not None or status not in _OVER:
        return running
    stated = [day for day in _stated_days(experiment, part) if running.first is None or day >= running.first]
    return Period(running.first, max(stated, default=None))


_OVER = frozenset({Status.STOPPED, Status.ENDED, Status.NEVER_STARTED})


def _stated_days(experiment: Experiment, part: Part | None) -> Iterator[dt.date]:
    """The days on which a source has the experiment applied for, running or changed; not what became of it."""
    periods = [one for one in experiment.periods if concerns(one.part_slugs, part)]
    stays = [one for one in experiment.participation if concerns(one.part_slugs, part)]
    days = [day for one in (*periods, *stays) for day in (one.start, one.end)]
    for event in experiment.events:
        if concerns(event.part_slugs, part) and event.kind is not EventKind.MADE_PERMANENT:
            days += [event.date, event.until]
    yield from (day for day in days if day is not None)


def deviations_of(experiment: Experiment, part: Part | None) -> tuple[Derogation, ...]:
    """The rules that the experiment (or part) deviates from."""
    return tuple(p for p in experiment.provisions if concerns(p.part_slugs, part))


def concerns(part_slugs: tuple[str, ...], part: Part | None) -> bool:
    """Whether a table belongs to the part: one that names none belongs to all."""
    return not part_slugs or part is None or part.slug in part_slugs


def rule_on(
    deviation: Derogation, date: dt.date, rules: Iterable[DatedRule] | None = None
) -> tuple[DatedRule | None, Validity]:
    """The rule that stood in for the one deviated from on that date, and what is known about it.

    (None, UNVERIFIED) for a rule whose changes are not followed; the last of the chain, ENDED, when none does.
    """
    dated = tuple(all_provisions() if rules is None else rules)
    start = next((rule for rule in dated if rule.id == deviation.rule), None)
    if start is None:
        return None, Validity.UNVERIFIED
    succession = chain(start, dated)
    for rule in succession:
        validity = standing_on(rule, date).validity
        if validity is not Validity.ENDED:
            return rule, validity
    return succession[-1], Validity.ENDED


def _touching(
    deviations: tuple[Derogation, ...],
    dated: tuple[DatedRule, ...],
    timeline: tuple[LawEvent, ...],
    running: Period,
    include_planned: bool,
) -> Iterator[LawEvent]:
    by_id = {rule.id: rule for rule in dated}
    seen: set[str] = set()
    for deviation in deviations:
        rule = by_id.get(deviation.rule or "")
        if rule is None:
            continue
        for event in law_watch(
            rule, running=running, provisions=dated, events=timeline, include_planned=include_planned
        ):
            if event.id not in seen:
                seen.add(event.id)
                yield event


def _recorded(experiment: Experiment, part: Part | None, running: Period) -> dict[dt.date, tuple[Event, ...]]:
    """The definition's own law changes while it ran, after its first day, by date."""
    found: dict[dt.date, tuple[Event, ...]] = {}
    for event in experiment.events:
        of_interest = event.kind is EventKind.LAW_CHANGE and concerns(event.part_slugs, part)
        if of_interest and event.date and running.contains(event.date) and event.date != running.first:
            found[event.date] = (*found.get(event.date, ()), event)
    return found


def _change(
    day: dt.date,
    events: tuple[LawEvent, ...],
    recorded: tuple[Event, ...],
    deviations: tuple[Derogation, ...],
    dated: tuple[DatedRule, ...],
) -> WatchedChange:
    before = day - dt.timedelta(days=1)
    ended, replaced = [], []
    for deviation in deviations:
        then, standing_then = rule_on(deviation, before, dated)
        now, standing = rule_on(deviation, day, dated)
        if then is not None and now is not None and then.id != now.id:
            replaced.append(deviation)
        elif standing is Validity.ENDED and standing_then is not Validity.ENDED:
            ended.append(deviation)
    precisions = [event.precision for event in events] + [event.precision for event in recorded]
    return WatchedChange(day, precisions[0], events, recorded, tuple(ended), tuple(replaced))

"""The rules between the tables of an experiment that no single table can check."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import TypeVar

from frirum.core.catalogue.base import DefinitionTable, walk
from frirum.core.catalogue.conditions import Condition, Example, Fact, FactType, scalar_fits
from frirum.core.catalogue.experiment import Case, Experiment, Part
from frirum.core.catalogue.faults import Fault, did_you_mean
from frirum.core.catalogue.history import EventKind, Status
from frirum.core.catalogue.labels import label
from frirum.core.catalogue.participation import ApprovedPeriod, Participation, PeriodKind
from frirum.core.catalogue.sentences import say
from frirum.core.vocabulary.danish import format_date

Found = Iterator[tuple[str, str, tuple[str, ...] | None]]
"""What a rule yields: key path, message, allowed values."""


def broken_rules(
    experiment: Experiment,
    file: str | None,
    cut_names: frozenset[str] = frozenset(),
    cut_roots: frozenset[str] = frozenset(),
) -> list[Fault]:
    """Every rule that the definition breaks.

    Where faults of their own kept tables from being read (`cut_names`, `cut_roots`), a rule that would need
    those tables says nothing.
    """
    found: list[tuple[str, str, tuple[str, ...] | None]] = []
    for rule in (_times, _same_rule_twice, _fact_uses, _date_facts, _forms):
        found += rule(experiment)
    found += _cases(experiment, cut_names)
    if not cut_roots & {"event", "status"}:
        found += _history(experiment)
    return [Fault(file, path, message, allowed) for path, message, allowed in found]


Dated = TypeVar("Dated", ApprovedPeriod, Participation)


def _overlap(a: tuple[dt.date | None, dt.date | None], b: tuple[dt.date | None, dt.date | None]) -> bool:
    """Whether two stretches share a day; an absent start or end is open."""
    return (a[0] or dt.date.min) <= (b[1] or dt.date.max) and (b[0] or dt.date.min) <= (a[1] or dt.date.max)


def _share_a_part(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    return not a or not b or bool(set(a) & set(b))


def _overlapping(rows: tuple[Dated, ...]) -> Iterator[tuple[int, Dated, Dated]]:
    """Pairs that share a day and a part: (place of the second, first, second)."""
    for (_i, first), (place, second) in combinations(enumerate(rows), 2):
        if _share_a_part(first.part_slugs, second.part_slugs) and _overlap(
            (first.start, first.end), (second.start, second.end)
        ):
            yield place, first, second


def _times(experiment: Experiment) -> Found:
    for place, period, _later in _overlapping(experiment.periods):
        message = say("period_overlaps_other", other=period.id)
        yield f"period[{place}]", message, None
    for place, stay, other in _overlapping(experiment.participation):
        if stay.municipality == other.municipality:
            message = say("municipality_code_already_takes_part", code=other.municipality)
            yield f"participation[{place}]", message, None
    starts = [period.start for period in experiment.periods]
    ends = [period.end for period in experiment.periods]
    for place, row in enumerate(experiment.participation):
        if starts and row.start and None not in starts and row.start < min(s for s in starts if s):
            yield f"participation[{place}].from", say("municipality_takes_part_before_experiment"), None
        if ends and row.end and None not in ends and row.end > max(e for e in ends if e):
            yield f"participation[{place}].to", say("municipality_takes_part_after_experiment"), None


def _same_rule_twice(experiment: Experiment) -> Found:
    for (_i, first), (place, second) in combinations(enumerate(experiment.provisions), 2):
        if (
            first.paragraph is not None
            and first.reference == second.reference
            and _share_a_part(first.part_slugs, second.part_slugs)
            and _overlap((first.valid_from, first.valid_to), (second.valid_from, second.valid_to))
        ):
            message = say("same_provision_as_other_and_periods", other=first.id)
            yield f"provision[{place}]", message, None


def _fact_uses(experiment: Experiment) -> Found:
    seen: dict[str, str] = {}
    for path, table in walk(experiment):
        if isinstance(table, Fact) and table.use is not None:
            first = seen.setdefault(table.use, path)
            if first != path:
                message = say("place_already_has_use_use", place=first, use=table.use)
                yield f"{path}.use", message, None


def _cases(experiment: Experiment, cut: frozenset[str]) -> Found:
    """Conditions and examples against the facts that are in reach of them."""
    shared = {fact.id: fact for fact in experiment.facts}
    for prefix, case in _all_cases(experiment):
        yield from _case(case, shared | {fact.id: fact for fact in case.facts}, cut, prefix)


def _case(case: Case, facts: dict[str, Fact], cut: frozenset[str], prefix: str) -> Found:
    for name, _field in Case.model_fields.items():
        value = getattr(case, name)
        key = Case.model_fields[name].alias or name
        items = (
            [(f"{prefix}{key}", value)]
            if isinstance(value, DefinitionTable)
            else _numbered(f"{prefix}{key}", value)
        )
        for path, item in items:
            if isinstance(item, Condition):
                for below, node in walk(item, path):
                    if isinstance(node, Condition) and node.fact not in cut:
                        yield from _leaf(node, facts, below)
            elif isinstance(item, Example):
                yield from _example(item, facts, cut, path)


def _numbered(key: str, value: object) -> Iterable[tuple[str, object]]:
    return ((f"{key}[{n}]", item) for n, item in enumerate(value)) if isinstance(value, tuple) else ()


_OPERATORS_OF: dict[FactType, tuple[str, ...]] = {
    FactType.BOOL: ("is_true", "is_false"),
    FactType.DATE: ("before", "on_or_after", "equals"),
    FactType.INTEGER: ("equals", "in", "at_least", "at_most", "less_than", "more_than"),
    FactType.NUMBER: ("equals", "in", "at_least", "at_most", "less_than", "more_than"),
    FactType.CHOICE: ("equals", "in"),
    FactType.TEXT: ("equals", "in"),
    FactType.MUNICIPALITY: ("equals", "in"),
}


def _leaf(node: Condition, facts: dict[str, Fact], path: str) -> Found:
    fact = facts.get(node.fact or "")
    if node.fact is None or node.operator is None:
        return
    if fact is None:
        yield from _out_of_reach(node.fact, facts, f"{path}.fact")
        return
    allowed = _OPERATORS_OF[fact.type]
    if node.operator not in allowed:
        message = say("operator_cannot_be_used_on_fact")
        text = message.format(operator=node.operator, fact=fact.id, type=fact.type)
        yield f"{path}.{node.operator}", text, allowed
        return
    if node.operator in ("equals", "in"):
        for value in node.operand if node.operator == "in" else (node.operand,):
            if not scalar_fits(fact, value):
                yield _misfit(fact, value, f"{path}.{node.operator}")


def _out_of_reach(name: str, facts: dict[str, Fact], path: str) -> Found:
    """A fact that exists, but in another part (one that exists nowhere is told by the references)."""
    message = say("fact_fact_cannot_be_reached", fact=name) + did_you_mean(name, facts)
    yield path, message, tuple(sorted(facts))


def _misfit(fact: Fact, value: object, path: str) -> tuple[str, str, tuple[str, ...] | None]:
    choices = tuple(choice.value for choice in fact.choices)
    message = say("value_does_not_fit_fact")
    text = message.format(value=value, fact=fact.id, type=fact.type) + did_you_mean(value, choices)
    return path, text, choices or None


def _example(example: Example, facts: dict[str, Fact], cut: frozenset[str], path: str) -> Found:
    for name, value in example.facts.items():
        fact = facts.get(name)
        if name in cut:
            continue
        if fact is None:
            message = say("example_names_fact_fact", fact=name)
            yield f"{path}.facts.{name}", message + did_you_mean(name, facts), tuple(sorted(facts))
        elif not scalar_fits(fact, value):
            yield _misfit(fact, value, f"{path}.facts.{name}")
    for place, name in enumerate(example.missing_facts):
        if name in example.facts:
            yield f"{path}.missing_facts[{place}]", say("fact_is_given_in_example", fact=name), None


def _date_facts(experiment: Experiment) -> Found:
    """Deadlines and cut-offs run from dates."""
    facts = {fact.id: fact for fact in experiment.all_facts()}
    wanted = [
        (f"obligation[{n}].{key}", name)
        for n, duty in enumerate(experiment.obligations)
        for key, name in (("anchor", duty.anchor), ("last_done", duty.last_done))
    ]
    for prefix, case in _all_cases(experiment):
        wanted += [(f"{prefix}cut_off[{n}].fact", cut_off.fact) for n, cut_off in enumerate(case.cut_offs)]
    for path, name in wanted:
        if name in facts and facts[name].type is not FactType.DATE:
            dates = tuple(sorted(fact.id for fact in facts.values() if fact.type is FactType.DATE))
            yield path, say("fact_is_not_date", fact=name), dates


def _all_cases(experiment: Experiment) -> Iterator[tuple[str, Experiment | Part]]:
    yield "", experiment
    for place, part in enumerate(experiment.parts):
        yield f"part[{place}].", part


_EVENT_OF = {
    Status.STOPPED: EventKind.STOP,
    Status.NEVER_STARTED: EventKind.NOT_STARTED,
    Status.EXTENDED: EventKind.EXTENSION,
}


def _history(experiment: Experiment) -> Found:
    """The status against the events that belong to the experiment as a whole."""
    status = experiment.status
    kinds = {event.kind for event in experiment.events if not event.part_slugs}
    needed = _EVENT_OF.get(status)
    if needed is not None and needed not in kinds:
        message = say("status_is_status_but_history")
        yield "status", message.format(status=status, kind=needed), None
    if status in (Status.PLANNED, Status.NEVER_STARTED) and EventKind.START in kinds:
        message = say("status_is_status_but_history_says")
        yield "status", message.format(status=status), None
    if status in (Status.RUNNING, Status.EXTENDED, Status.APPROVED):
        over = kinds & {EventKind.END, EventKind.STOP}
        if over:
            message = say("status_is_status_but_history_says_experiment")
            yield "status", message.format(status=status), None
    ended = [e for e in experiment.events if e.kind is EventKind.START and e.date and not e.part_slugs]
    for place, event in enumerate(experiment.events):
        first = ended[0].date if ended else None
        late = event.kind in (EventKind.END, EventKind.STOP) and event.date and first and event.date < first
        if late and first:
            message = say("experiment_ends_before_begins_date", date=format_date(first))
            yield f"event[{place}].date", message, None
    yield from _course(experiment)
    for place, decision in enumerate(experiment.decisions):
        if decision.shared_with == experiment.slug:
            yield f"decision[{place}].shared_with", say("policy_decision_cannot_be_shared"), None


_BEFORE = {
    EventKind.APPROVAL: EventKind.APPLICATION,
    EventKind.REJECTION: EventKind.APPLICATION,
    EventKind.EXTENSION: EventKind.APPROVAL,
}
"""What cannot come before what: an approval before its application, an extension before the approval."""


def _course(experiment: Experiment) -> Found:
    for place, event in enumerate(experiment.events):
        earlier = _BEFORE.get(event.kind)
        days = [one.date for one in experiment.events if one.kind is earlier and one.date]
        if earlier and event.date and days and event.date < min(days):
            message = say("event_lies_before_first_earlier_date")
            text = message.format(
                event=label(event.kind), earlier=label(earlier), date=format_date(min(days))
            )
            yield f"event[{place}].date", text, None
    approvals = [period.start for period in experiment.periods if period.kind is PeriodKind.APPROVAL]
    first = min((day for day in approvals if day), default=None)
    for place, period in enumerate(experiment.periods):
        if period.kind is PeriodKind.EXTENSION and first and period.start and period.start < first:
            message = say("extension_begins_before_approval_date", date=format_date(first))
            yield f"period[{place}].from", message, None


def _forms(experiment: Experiment) -> Found:
    for place, period in enumerate(experiment.reporting_periods):
        seen: dict[str, int] = {}
        for n, answer in enumerate(period.answers):
            first = seen.setdefault(answer.question, n)
            if first != n:
                path = f"reporting_period[{place}].answer[{n}].question"
                yield path, say("question_has_already_been_answered", question=answer.question), None

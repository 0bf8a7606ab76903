"""What a decision on a running experiment makes of its definition: the text of the next version.

An extension adds the period, the stay of everyone who was in it to the end, the next form round and the event. An early
stop moves every end forward to the last day and lays away what was to come after it. The rest of the text stays.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from frirum.core.catalogue.conditions import FactUse
from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.faults import DefinitionRefused, Fault, name_at
from frirum.core.catalogue.history import EventKind, Status
from frirum.core.catalogue.labels import label
from frirum.core.catalogue.lines import line_of, lines_of
from frirum.core.catalogue.loader import parse_definition
from frirum.core.catalogue.participation import ApprovedPeriod, Participation, PeriodKind
from frirum.core.catalogue.reading import read_toml
from frirum.core.catalogue.reporting import Header
from frirum.core.catalogue.sentences import say
from frirum.core.catalogue.shared import Shared
from frirum.core.catalogue.text_edit import TextEdit
from frirum.core.vocabulary.danish import format_date

_ONE_DAY = dt.timedelta(days=1)
_CHANGED = ("period", "participation", "event", "reporting_period")
_GOING = (Status.APPROVED, Status.RUNNING, Status.EXTENDED, Status.PLANNED)


@dataclass(frozen=True)
class CourseDecision:
    """A decision on the course of an experiment.

    Attributes:
        decided_on: the day it was decided.
        decided_by: the authorities that decided, one or several.
        text: what was decided, in a sentence.
        legal_basis: ids of provisions of the definition that the extension rests on.
    """

    decided_on: dt.date
    decided_by: tuple[str, ...]
    text: str
    legal_basis: tuple[str, ...] = ()


def extended(text: str, decision: CourseDecision, *, until: dt.date, shared: Shared | None = None) -> str:
    """The definition with an extension to and including `until`.

    Raises:
        DefinitionRefused: it cannot be extended so; every reason at once, each with its line and what to do.
    """
    experiment = parse_definition(text, shared=shared)
    _refuse(text, [*_not_extended(experiment, decision, until)])
    edit = TextEdit(text, _CHANGED)
    edit.put("status", str(Status.EXTENDED))
    for period in _last_of_each(experiment.periods):
        edit.add("period", _period(period, decision, until))
    for stay in _to_the_end(experiment):
        edit.add("participation", _stay(stay, until))
    edit.add("event", _event(EventKind.EXTENSION, decision, until=until))
    edit.add("reporting_period", _form_round(experiment, until))
    return _sound(edit, shared)


def stopped(text: str, decision: CourseDecision, *, last_day: dt.date, shared: Shared | None = None) -> str:
    """The definition with its end moved forward to `last_day`.

    Raises:
        DefinitionRefused: it cannot be stopped so; every reason at once.
    """
    experiment = parse_definition(text, shared=shared)
    _refuse(text, [*_not_stopped(experiment, decision, last_day)])
    edit = TextEdit(text, _CHANGED)
    edit.put("status", str(Status.STOPPED))
    for place, period in reversed(list(enumerate(experiment.periods))):
        _end_early(edit, f"period[{place}]", period, last_day)
    for place, stay in reversed(list(enumerate(experiment.participation))):
        _end_early(edit, f"participation[{place}]", stay, last_day)
    for place, form in reversed(list(enumerate(experiment.reporting_periods))):
        if form.start and form.start > last_day:
            edit.remove(f"reporting_period[{place}]")
        elif form.end and form.end > last_day:
            edit.put(f"reporting_period[{place}].to", last_day)
    for path in _examples_after(experiment, last_day):
        edit.remove(path)
    edit.add("event", _event(EventKind.STOP, decision, on=last_day))
    return _sound(edit, shared)


# ---- what is refused ----


def _refuse(text: str, found: Sequence[tuple[str, str]]) -> None:
    if not found:
        return
    lines, raw = lines_of(text), read_toml(text, None)
    raised = [
        Fault(
            None,
            path,
            message,
            None,
            line_of(path, lines),
            name_at(raw, path) if isinstance(raw, dict) else None,
        )
        for path, message in found
    ]
    raise DefinitionRefused(tuple(raised))


def _not_extended(
    experiment: Experiment, decision: CourseDecision, until: dt.date
) -> Iterator[tuple[str, str]]:
    yield from _over(experiment)
    approvals = [one.date for one in experiment.events if one.kind is EventKind.APPROVAL and one.date]
    begun = min(approvals, default=None) or _first_day(experiment)
    if begun and decision.decided_on < begun:
        message = say("extension_was_decided_before_approval_date")
        yield "event", message.format(date=format_date(begun))
    if not experiment.periods:
        yield "period", say("is_no_approved_period_to_extend")
    for place, period in enumerate(experiment.periods):
        if period.end is None:
            message = say("period_id_has_no_last_day")
            yield f"period[{place}].to", message.format(id=period.id)
        elif period in _last_of_each(experiment.periods) and until <= period.end:
            message = say("period_id_already_runs_to_date")
            yield f"period[{place}].to", message.format(id=period.id, date=format_date(period.end))


def _not_stopped(
    experiment: Experiment, decision: CourseDecision, last_day: dt.date
) -> Iterator[tuple[str, str]]:
    yield from _over(experiment)
    first = _first_day(experiment)
    if first and last_day < first:
        message = say("last_day_lies_before_experiment_began")
        yield "period", message.format(date=format_date(first))
    ends = [period.end for period in experiment.periods]
    if ends and None not in ends and last_day >= max(end for end in ends if end):
        message = say("experiment_already_ends_on_date_early")
        yield "period", message.format(date=format_date(max(end for end in ends if end)))
    if first and decision.decided_on < first:
        message = say("stop_was_decided_before_experiment_began")
        yield "event", message.format(date=format_date(first))
    for place, form in enumerate(experiment.reporting_periods):
        if form.start and form.start > last_day and form.answers:
            message = say("form_title_lies_after_last_day")
            yield f"reporting_period[{place}]", message.format(title=form.title)


def _over(experiment: Experiment) -> Iterator[tuple[str, str]]:
    if experiment.status not in _GOING:
        message = say("experiment_is_status")
        yield "status", message.format(status=label(experiment.status))


def _first_day(experiment: Experiment) -> dt.date | None:
    return experiment.first_day


# ---- what is added and moved ----


def _last_of_each(periods: Sequence[ApprovedPeriod]) -> tuple[ApprovedPeriod, ...]:
    """The last period of the experiment, or of each of the parts that have their own."""
    found: dict[tuple[str, ...], ApprovedPeriod] = {}
    for period in sorted(periods, key=lambda one: one.end or dt.date.max):
        found[tuple(sorted(period.part_slugs))] = period
    return tuple(found.values())


def _to_the_end(experiment: Experiment) -> Iterator[Participation]:
    """The last stay of each municipality that is in to the end of its period; one that left before stays out."""
    ends = {tuple(sorted(one.part_slugs)): one.end for one in _last_of_each(experiment.periods)}
    last: dict[tuple[int, tuple[str, ...]], Participation] = {}
    for stay in experiment.participation:
        key = (stay.municipality, tuple(sorted(stay.part_slugs)))
        if key not in last or (stay.end or dt.date.max) > (last[key].end or dt.date.max):
            last[key] = stay
    for (_code, parts), stay in last.items():
        end = ends.get(parts, max((end for end in ends.values() if end), default=None))
        if stay.end is not None and end is not None and stay.end >= end:
            yield stay


def _period(after: ApprovedPeriod, decision: CourseDecision, until: dt.date) -> dict[str, Any]:
    assert after.end is not None
    parts = {"part": list(after.part_slugs)} if after.part_slugs else {}
    basis = {"legal_basis": list(decision.legal_basis)} if decision.legal_basis else {}
    named = "-".join(["forlaenget", *after.part_slugs, until.isoformat()])
    table = {"id": named, "kind": str(PeriodKind.EXTENSION), "from": after.end + _ONE_DAY, "to": until}
    return table | basis | parts


def _stay(after: Participation, until: dt.date) -> dict[str, Any]:
    assert after.end is not None
    parts = {"part": list(after.part_slugs)} if after.part_slugs else {}
    return {"municipality": after.municipality, "from": after.end + _ONE_DAY, "to": until} | parts


def _event(
    kind: EventKind, decision: CourseDecision, *, until: dt.date | None = None, on: dt.date | None = None
) -> dict[str, Any]:
    """An extension has the day it was decided; a stop the last day, as what happened then."""
    day = on or decision.decided_on
    named = f"{'forlaengelse' if until else 'stop'}-{(until or day).isoformat()}"
    table: dict[str, Any] = {"id": named, "kind": str(kind), "date": day, "text": decision.text}
    if until:
        table["until"] = until
    if decision.decided_by:
        table["decided_by"] = list(decision.decided_by)
    return table


def _form_round(experiment: Experiment, until: dt.date) -> dict[str, Any]:
    """The next form, from the day after the last one, with its head as far as it still holds."""
    forms = experiment.reporting_periods
    ends = [form.end for form in forms if form.end] or [one.end for one in experiment.periods if one.end]
    first = max(ends) + _ONE_DAY
    years = f"{first.year}" if first.year == until.year else f"{first.year}-{until.year}"
    codes = list(forms[-1].municipalities) if forms else []
    codes = codes or list(dict.fromkeys(stay.municipality for stay in experiment.participation))
    return {
        "id": f"skema-til-{until.isoformat()}",
        "title": years,
        "from": min(first, until),
        "to": until,
        "municipality": codes,
        "not_stated": ["submitted", "received"],
        "header": _header(forms[-1].header if forms else None, experiment),
    }


def _header(last: Header | None, experiment: Experiment) -> dict[str, Any]:
    given = {} if last is None else {name: getattr(last, name) for name in Header.must_be_settled}
    given = {name: text for name, text in given.items() if text and name != "ended"}
    given.setdefault("title", experiment.short_title)
    return given | {"not_stated": [name for name in Header.must_be_settled if name not in given]}


def _examples_after(experiment: Experiment, last_day: dt.date) -> Iterator[str]:
    """Key paths of the examples with a case or a deadline after the last day, last first: a longer course gave them."""
    parts = [(f"part[{place}].", part) for place, part in reversed(list(enumerate(experiment.parts)))]
    for path, holder in (*parts, ("", experiment)):
        facts = (*experiment.facts, *(getattr(holder, "facts", ()) if path else ()))
        dated = [fact.id for fact in facts if fact.use is FactUse.CASE_DATE]
        for place, example in reversed(list(enumerate(holder.examples))):
            days: list[object] = [example.on or example.facts.get(name) for name in dated or ("",)]
            days += [deadline.experiment for deadline in example.deadlines]
            if any(isinstance(day, dt.date) and day > last_day for day in days):
                yield f"{path}example[{place}]"


def _end_early(edit: TextEdit, path: str, table: ApprovedPeriod | Participation, last_day: dt.date) -> None:
    if table.start and table.start > last_day:
        edit.remove(path)
        return
    if table.end is None or table.end > last_day:
        edit.put(f"{path}.to", last_day)
        edit.drop_word(f"{path}.not_stated", "to")
        edit.drop_word(f"{path}.inferred", "to")
        edit.remove_key(f"{path}.not_after")


def _sound(edit: TextEdit, shared: Shared | None) -> str:
    """The text, once it has been read again."""
    parse_definition(edit.text, shared=shared)
    return edit.text

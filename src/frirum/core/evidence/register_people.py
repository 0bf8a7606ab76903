"""A wide register and a file of marks as a table of people: outcomes at the plan's horizons, and the time before.

A mark is a person with an index day, whether the experiment was used (`treated`), and perhaps the municipality. Where
municipalities begin one after another, or some never do, people are compared over time by municipality; else people are
compared at one time, made alike on the two years before their index.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.measure_rules import RuleSource
from frirum.core.effects.rows import Check
from frirum.core.errors import InputRefused
from frirum.core.evidence.answered import TIME, TREATED, UNIT
from frirum.core.evidence.horizons import months_of
from frirum.core.evidence.plan import EvaluationPlan, PlannedQuestion, told_of
from frirum.core.evidence.rules import shipped_rules
from frirum.core.evidence.sentences import say
from frirum.core.evidence.time_to import GroupCurve, group_curves
from frirum.core.files.table import FloatArray, Table, read_table
from frirum.core.registers.axis import MONTH
from frirum.core.registers.comparison import history
from frirum.core.registers.marks import read_marks
from frirum.core.registers.outcomes import (
    DEGREE_SCHEMES,
    LEFT_POPULATION,
    STATUS,
    UNKNOWN,
    WEEKS,
    OutcomeMarks,
    Outcomes,
    degrees_by,
    outcomes,
    weeks_after,
)
from frirum.core.registers.spell_table import SpellTable
from frirum.core.vocabulary.danish import format_number

BEFORE, EARLIER, INDEX = "before_", "earlier_", "index"
"""Headings: what was known before the index; a question's own outcome before it; the quarter of the index."""
AGAIN, LEFT = "marked_again", "left_population"
_RARE = 0.01
_FEWEST_MONTHS = 3
"""Of a horizon, for a curve to have steps."""
_MOST_UNKNOWN_BEFORE = 0.2


@dataclass(frozen=True)
class Flow:
    """Who of the marked stands where; the three add up to `marked`.

    Attributes:
        marked: lines of the file of marks.
        treated, comparison: people with an outcome.
        excluded: (reason, people).
    """

    marked: int
    treated: int
    comparison: int
    excluded: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class RegisterPeople:
    """The table, by question id its flow and curves, and whether the marks are people whom the register knows."""

    table: Table
    flows: dict[str, Flow]
    curves: dict[str, tuple[GroupCurve, ...]]
    checks: tuple[Check, ...] = ()


def register_people(
    table: SpellTable, marks_file: Path, experiment: Experiment, plan: EvaluationPlan
) -> RegisterPeople:
    """The people of the marks with every outcome of the plan that the register can tell.

    Args:
        table: the register.
        marks_file: the register's person column, one of `index_date`, `index_week` and `last_week`, `treated` (0 or 1),
            and perhaps `municipality`.

    Raises:
        InputRefused: a column is missing, a cell cannot be used, or no outcome of the plan is one of a register's.
    """
    asked = {one.id: found for one in plan.questions if (found := _asked(one, experiment)) is not None}
    if not asked:
        raise InputRefused(
            say("plan_has_no_outcome_register_can"),
            file=table.file,
            remedy=say("give_question_state_for_example_beskaeftigelse"),
        )
    marked = read_marks(marks_file, table).marks
    data = read_table(marks_file)
    names = {name.casefold(): name for name in data.frame.columns}
    if TREATED not in names:
        raise InputRefused(
            say("marks_do_not_say_whom_experiment"),
            file=str(marks_file),
            line=data.header_line,
            remedy=say("add_column_treated_with_1"),
        )
    treated = data.indicator(names[TREATED])
    places = None
    if "municipality" in names:
        places = [str(place) for place in data.labels(names["municipality"]).to_list()]
    first = _first_marks(marked)
    columns, flows = _outcome_columns(table, marked, treated, first, asked)
    frame = {**_who(marked, treated, places), **columns}
    if TIME not in frame:
        frame |= _before(table, marked, asked)
    return RegisterPeople(
        Table(pl.DataFrame(frame).filter(pl.Series(first)), marks_file.name),
        flows,
        _curves(table, marked, treated, first, asked),
        _registration(table, marked, treated),
    )


@dataclass(frozen=True)
class _AskedOutcome:
    """What a question asks a register: states that count, or a degree over the months until then."""

    scheme: str
    states: tuple[str, ...]
    months: int


def _asked(question: PlannedQuestion, experiment: Experiment) -> _AskedOutcome | None:
    """What a register is asked; None where it cannot tell."""
    months = months_of(question.horizon)
    told = told_of(question, experiment)
    # A register's marks say who and not which measure: an outcome that several give is asked by each in the plan.
    rule = told[0].measure.rule if len(told) == 1 else None
    states: tuple[str, ...] = (question.outcome,) if rule is None else ()
    scheme = question.scheme
    if rule is not None and rule.source is RuleSource.REGISTER:
        states, scheme = rule.states, scheme or rule.scheme
        if months is None and len(rule.horizons) == 1:
            months = months_of(rule.horizons[0])
    if months is None:
        return None
    if scheme in DEGREE_SCHEMES:
        return _AskedOutcome(str(scheme), (), months)
    return _AskedOutcome(STATUS, states, months) if states else None


def _first_marks(marked: OutcomeMarks) -> NDArray[np.bool_]:
    """The first mark of each person the register holds; those it does not hold stay one each."""
    order = np.lexsort((marked.day, marked.person))
    again = np.zeros(len(marked), dtype=bool)
    again[order[1:]] = (marked.person[order][1:] == marked.person[order][:-1]) & (
        marked.person[order][1:] >= 0
    )
    return ~again


def _outcome_columns(
    table: SpellTable,
    marked: OutcomeMarks,
    treated: NDArray[np.bool_],
    first: NDArray[np.bool_],
    asked: dict[str, _AskedOutcome],
) -> tuple[dict[str, pl.Series], dict[str, Flow]]:
    columns, flows = {}, {}
    for name, (value, told) in _told(table, marked, asked):
        reasons = [AGAIN if not own else reason for own, reason in zip(first, told, strict=True)]
        seen = np.array([not reason for reason in reasons])
        columns[name] = pl.Series(np.where(seen, value, np.nan)).fill_nan(None)
        counted = {reason: reasons.count(reason) for reason in dict.fromkeys(reasons) if reason}
        flows[name] = Flow(
            len(marked), int((seen & treated).sum()), int((seen & ~treated).sum()), tuple(counted.items())
        )
    return columns, flows


def _curves(
    table: SpellTable,
    marked: OutcomeMarks,
    treated: NDArray[np.bool_],
    first: NDArray[np.bool_],
    asked: dict[str, _AskedOutcome],
) -> dict[str, tuple[GroupCurve, ...]]:
    """Question id -> how long until people were in one of its states, seen month by month until its horizon.

    Whoever cannot be told of any more, or left the population, is followed until then.
    """
    found = {}
    for name, one in asked.items():
        if one.scheme != STATUS or one.months < _FEWEST_MONTHS:
            continue
        months = list(range(1, one.months + 1))
        seen = outcomes(table, marked, months, WEEKS)
        wanted = np.array([state in set(one.states) for state in seen.names])[seen.classes]
        lost = np.array([state in {LEFT_POPULATION, *UNKNOWN} for state in seen.names])[seen.classes]
        there = np.where(wanted.any(axis=1), wanted.argmax(axis=1), len(months))
        gone = np.where(lost.any(axis=1), lost.argmax(axis=1), len(months))
        event = there < gone
        weeks = np.array([weeks_after(month) for month in months])
        # Whoever is lost at a month was last seen the month before.
        last = np.minimum(np.where(event, there, gone - 1), len(months) - 1)
        kept = first & (last >= 0)
        curves = group_curves(weeks[last[kept]], event[kept], treated[kept], ends=weeks.tolist())
        if curves:
            found[name] = curves
    return found


def _told(
    table: SpellTable, marked: OutcomeMarks, asked: dict[str, _AskedOutcome], *, before: bool = False
) -> Iterator[tuple[str, tuple[FloatArray, list[str]]]]:
    """Question id -> (n,) its outcome and why it cannot be told; `before` as long before the day as after."""
    statuses = {name: one for name, one in asked.items() if one.scheme == STATUS}
    horizons = sorted({-one.months if before else one.months for one in statuses.values()})
    found = outcomes(table, marked, horizons, WEEKS) if horizons else None
    for name, one in asked.items():
        if one.scheme != STATUS:
            yield name, _degrees(table, marked, one, before=before)
        elif found is not None and set(one.states) & (set(found.names) - {LEFT_POPULATION, *UNKNOWN}):
            place = horizons.index(-one.months if before else one.months)
            yield name, _values(found, place, one.states)


def _degrees(
    table: SpellTable, marked: OutcomeMarks, one: _AskedOutcome, *, before: bool
) -> tuple[FloatArray, list[str]]:
    # As many weeks before the mark's own week as are looked at after it.
    back = 7 * (weeks_after(one.months) + 1) if before else 0
    found = degrees_by(one.scheme, table, OutcomeMarks(marked.person, marked.day - back), [one.months])
    why = [LEFT if name == LEFT_POPULATION else name for name in found.names]
    return found.values[:, 0], ["" if number < 0 else why[number] for number in found.reasons[:, 0].tolist()]


def _values(found: Outcomes, place: int, states: Iterable[str]) -> tuple[FloatArray, list[str]]:
    """(n,) whether each is in one of the states, and why it cannot be told ("" where it can)."""
    wanted = np.array([name in set(states) for name in found.names])
    classes = found.classes[:, place]
    left = {LEFT_POPULATION: LEFT, **{name: name for name in UNKNOWN}}
    why = [left.get(name, "") for name in found.names]
    return wanted[classes].astype(np.float64), [why[number] for number in classes.tolist()]


def _who(marked: OutcomeMarks, treated: NDArray[np.bool_], places: list[str] | None) -> dict[str, object]:
    """Unit, whether treated, and when; people by a running number, so that nobody's number leaves the register."""
    days = [dt.date.fromordinal(day) for day in marked.day.tolist()]
    quarters = [f"{day.year}-K{(day.month + 2) // 3}" for day in days]
    own: dict[str, object] = {TREATED: treated.astype(np.int64)}
    if places is None:
        return {UNIT: [f"p{row + 1}" for row in range(len(days))], INDEX: quarters, **own}
    when = TIME if _over_time(places, quarters, treated) else INDEX
    return {UNIT: places, when: quarters, **own}


def _over_time(places: list[str], quarters: list[str], treated: NDArray[np.bool_]) -> bool:
    """Whether municipalities begin and stay treated, some never do, and there is time before the first start."""
    begins: dict[str, str] = {}
    for place, quarter, on in zip(places, quarters, treated.tolist(), strict=True):
        if on:
            begins[place] = min(quarter, begins.get(place, quarter))
    stay = all(
        on or quarter < begins.get(place, "9999")
        for place, quarter, on in zip(places, quarters, treated.tolist(), strict=True)
    )
    before = bool(begins) and min(quarters) < min(begins.values())
    return stay and before and len(set(places)) > len(begins)


def _before(table: SpellTable, marked: OutcomeMarks, asked: dict[str, _AskedOutcome]) -> dict[str, pl.Series]:
    """Shares of the two years before on each benefit, how many runs began, and each outcome as long before as after."""
    person = np.maximum(marked.person, 0)
    place = np.clip(_place(table, marked.day), 0, table.axis.length - 1)
    features, names = history(table, person, place)
    columns: dict[str, pl.Series] = {}
    for number, name in enumerate(names):
        column = features[:, number]
        if name != "share_blank" and float(column.mean()) >= _RARE and float(column.std()) > 0:
            columns[f"{BEFORE}{name}"] = pl.Series(column)
    columns |= dict(_earlier(table, marked, asked))
    return columns


def _earlier(
    table: SpellTable, marked: OutcomeMarks, asked: dict[str, _AskedOutcome]
) -> Iterator[tuple[str, pl.Series]]:
    later = {name: one for name, one in asked.items() if one.months > 0}
    for name, (value, reasons) in _told(table, marked, later, before=True):
        unknown = np.array([bool(reason) for reason in reasons])
        if unknown.mean() <= _MOST_UNKNOWN_BEFORE:
            # Whoever was not there yet was in none of the states.
            yield f"{EARLIER}{name}", pl.Series(np.where(unknown, 0.0, value))


def _registration(table: SpellTable, marked: OutcomeMarks, treated: NDArray[np.bool_]) -> tuple[Check, ...]:
    """Check `registration`: the share of the uses whose person the register holds, alive and here, on the index day."""
    if not treated.any():
        return ()
    found = outcomes(table, marked, [0], WEEKS)
    known = np.array([name not in {LEFT_POPULATION, *UNKNOWN} for name in found.names])
    share = float(known[found.classes[:, 0]][treated].mean())
    text = say("share_per_cent_of_marks")
    holds = share >= shipped_rules().limits.registration_agreement
    return (Check("registration", holds, text.format(share=format_number(100 * share, 1)), share),)


def _place(table: SpellTable, day: NDArray[np.int64]) -> NDArray[np.int64]:
    """(m,) column of the axis each day lies in; may lie outside."""
    if table.axis.unit == MONTH:
        dates = [dt.date.fromordinal(one) for one in day.tolist()]
        return np.array([one.year * 12 + one.month - 1 for one in dates], dtype=np.int64) - table.axis.first
    return (day - 1) // 7 - table.axis.first

"""A draw by lot that the plan states, held against who began: what step 5 of the ladder rests on.

The units stand in the order of SHA-256 of "SEED:start:UNIT" in hexadecimal (a municipality by three digits), the rule
of `designs.diagnosis.start_order`, and begin in that order. The file is of a draw when everybody in it was drawn among,
each began where the draw has it, and the plan with the seed was locked before the first of them began: a seed chosen
afterwards could give any order.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np

from frirum.core.designs.diagnosis.start_order import unit_digest
from frirum.core.effects.rows import Check
from frirum.core.evidence.answered import TIME, TREATED, UNIT, Answered
from frirum.core.evidence.days import first_days
from frirum.core.evidence.draw_words import (
    draw_followed,
    draw_in_time,
    draw_not_among,
    draw_not_followed,
    draw_too_late,
    draw_without_days,
)
from frirum.core.evidence.plan import EvaluationPlan, PlannedDraw
from frirum.core.evidence.register_people import INDEX
from frirum.core.evidence.rules import DesignType
from frirum.core.evidence.starts import starts_of
from frirum.core.files.table import Table
from frirum.core.vocabulary.municipalities import by_code, by_name, names_of

DRAW_VERIFIED, AS_PLANNED = "draw_verified", "as_planned"
_COMPARED = frozenset((DesignType.COMPARISON, DesignType.STAGGERED, DesignType.CROSS_SECTION))


def drawn_starts(draw: PlannedDraw) -> dict[str, int]:
    """Unit -> which start it was drawn to, from 0; `len(draw.begin)` for those who were not drawn to begin."""
    ordered = sorted(draw.units, key=lambda unit: (unit_digest(draw.seed, unit), unit))
    ends = np.cumsum(draw.begin)
    return {unit: int(np.searchsorted(ends, place, side="right")) for place, unit in enumerate(ordered)}


def with_draw(found: Answered, table: Table, plan: EvaluationPlan) -> Answered:
    """The answer on the step of a draw where the file is of the one that the plan states, with what was seen of it.

    A file that departs from the draw is what it is without one, and a departure from the plan.
    """
    if plan.draw is None or found.design not in _COMPARED:
        return found
    seen, day = _began(table)
    check = _verified(plan, plan.draw, seen, day)
    checks = [check]
    if check.passed is False:
        checks.append(Check(AS_PLANNED, False, check.text))
    design = DesignType.DRAWN if check.passed else found.design
    return replace(found, design=design, result=found.result.with_checks(checks))


def _began(table: Table) -> tuple[dict[str, int], dt.date | None]:
    """Unit -> when it began, as a number that grows with time (-1 for never); and the day the first of them did."""
    if TIME in table.frame.columns:
        starts = starts_of(table)
        days = first_days(starts.periods)
        first = min(starts.cohorts)
        seen = {_name(label): int(place) for label, place in zip(starts.labels, starts.first, strict=True)}
        return seen, None if days is None else days[first]
    on = table.indicator(TREATED)
    codes, labels = table.codes(UNIT)
    treated = np.bincount(codes, weights=on, minlength=len(labels)) > 0
    seen = {_name(label): 0 if one else -1 for label, one in zip(labels, treated.tolist(), strict=True)}
    if INDEX not in table.frame.columns or not on.any():
        return seen, None
    place, periods = table.periods(INDEX)
    days = first_days(periods)
    return seen, None if days is None else days[int(place[on].min())]


def _name(label: object) -> str:
    """A municipality by its code however it is written, anything else as it stands."""
    text = str(label)
    known = by_code(text) if text.isdigit() else by_name(text)
    return text if known is None else str(known.code)


def _verified(plan: EvaluationPlan, draw: PlannedDraw, seen: dict[str, int], day: dt.date | None) -> Check:
    drawn = {_name(unit): start for unit, start in drawn_starts(draw).items()}
    strangers = sorted({*seen} ^ {*drawn})
    if strangers:
        return Check(DRAW_VERIFIED, False, draw_not_among(names_of(strangers)), len(strangers))
    astray = _astray(drawn, seen, len(draw.begin))
    if astray:
        return Check(DRAW_VERIFIED, False, draw_not_followed(names_of(astray)), len(astray))
    said = draw_followed(len(drawn))
    if plan.lock is None or not plan.locked:
        return Check(DRAW_VERIFIED, False, f"{said} {draw_too_late()}")
    if day is None:
        return Check(DRAW_VERIFIED, None, f"{said} {draw_without_days()}")
    locked = dt.datetime.fromisoformat(draw.fixed or plan.lock.at).date()
    if locked >= day:
        return Check(DRAW_VERIFIED, False, f"{said} {draw_too_late()}")
    return Check(DRAW_VERIFIED, True, f"{said} {draw_in_time(locked)}", len(drawn))


def _astray(drawn: dict[str, int], seen: dict[str, int], starts: int) -> list[str]:
    """Units that did not begin where the draw has them: those of one start together, after those of the start before.

    Whoever had not begun when the data end may have been drawn to a later start; a start drawn before one that has
    happened must have happened.
    """
    late = max(seen.values(), default=-1) + 1
    began = {unit: place if place >= 0 else late for unit, place in seen.items()}
    wrong: set[str] = set()
    before = -1
    for start in range(starts):
        group = [unit for unit, own in drawn.items() if own == start]
        places = sorted(began[unit] for unit in group)
        usual = places[len(places) // 2] if places else late
        wrong.update(unit for unit in group if began[unit] != usual)
        if usual <= before and usual != late:
            wrong.update(group)
        before = max(before, usual)
    wrong.update(unit for unit, own in drawn.items() if own == starts and began[unit] != late)
    return sorted(wrong)

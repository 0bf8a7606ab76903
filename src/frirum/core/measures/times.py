"""Figures that take time: from an anchor to an event, after a horizon, in a register, and in proportion to time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from frirum.core.catalogue.casework import Duration
from frirum.core.catalogue.measure_rules import MEASURED_ON, MeasureRule, Statistic, Stretch
from frirum.core.measures import statistics
from frirum.core.measures.figures import Measured, number, share
from frirum.core.measures.rows import FactRow, Material, fulfils
from frirum.core.vocabulary.periods import add_months


def rate(
    name: str, rule: MeasureRule, hits: Sequence[FactRow], material: Material, group: Mapping[str, str]
) -> Measured:
    """Rows of citizens who are exposed, for each year of the exposure's days within the stretch."""
    assert rule.exposure is not None
    exposed = [row for row in material.rows[rule.exposure.kind] if fulfils(row, rule.exposure.where)]
    begins, ends = material.days_in(rule.stretch)
    years = 0.0
    people = set()
    for row in exposed:
        days = material.days_of(rule.exposure.kind, row)
        if days is None:
            continue
        first, last = max(days[0], begins), min(days[1] or ends, ends)
        if first <= last:
            years += ((last - first).days + 1) / statistics.DAYS_A_YEAR
            people.add(row.who)
    counted = sum(row.who in people for row in hits)
    value = counted / years if years else None
    return Measured(name, rule.statistic, value, len(people), rule.unit, counted, group)


def times(
    name: str,
    rule: MeasureRule,
    rows: Sequence[FactRow],
    material: Material,
    *,
    group: Mapping[str, str],
    at: str = "",
    on: dt.date | None = None,
) -> list[Measured]:
    """Times from the anchor to the event: their mean and median, what is left after a horizon, or who got there.

    Those of the time before are followed for no longer than those of the experiment: a mean is of what had come to its
    end, and long ones would count in the one and be still running in the other.
    """
    begun = [(row, start) for row in rows if (start := row.date(rule.anchor))]
    spells = [(start, _event(rule, row, start, material, on)) for row, start in begun]
    spells = [(start, end) for start, end in spells if end is None or end >= start]
    if rule.statistic is Statistic.DURATION:
        last = material.followed_until if rule.stretch is Stretch.BEFORE and on is None else None
        done = [
            statistics.in_unit((end - start).days, rule.unit)
            for start, end in spells
            if end and (last is None or end <= last)
        ]
        left = len(spells) - len(done)
        return [
            Measured(name, word, compute(done), len(done), rule.unit, group=group, at=at, unknown=left)
            for word, compute in (("mean", statistics.mean), ("median", statistics.median))
        ]
    found = []
    for horizon in rule.horizons or (None,):
        at = at if horizon is None else str(months_of(horizon))
        if rule.statistic is Statistic.SURVIVAL:
            value = statistics.still_there(spells, _days(horizon), material.last_told)
            found.append(Measured(name, rule.statistic, value, len(spells), rule.unit, group=group, at=at))
            continue
        reached, known = _reached(spells, horizon, material.last_told)
        found.append(share(name, rule, reached, known, group=group, at=at, unknown=len(spells) - known))
    return found


def _event(
    rule: MeasureRule, row: FactRow, start: dt.date, material: Material, on: dt.date | None
) -> dt.date | None:
    """The fixed day, the date in the row itself, or in the citizen's first row of the other kind from the anchor on."""
    assert rule.until is not None
    until = rule.until
    if until.field == MEASURED_ON:
        return on
    if until.kind is None:
        return row.date(until.field) if fulfils(row, until.where) else None
    days = [
        day
        for other in material.rows[until.kind]
        if other.who == row.who
        and other is not row
        and fulfils(other, until.where)
        and (day := other.date(until.field))
        and day >= start
    ]
    return min(days, default=None)


def _reached(
    spells: Sequence[tuple[dt.date, dt.date | None]], horizon: Duration | None, seen_until: dt.date
) -> tuple[int, int]:
    """(reached, known): a spell is known when its horizon has passed, or the event came first."""
    if horizon is None:
        return sum(end is not None for _start, end in spells), len(spells)
    later = _later(horizon)
    reached = [end is not None and end <= later(start) for start, end in spells]
    known = [hit or later(start) <= seen_until for hit, (start, _end) in zip(reached, spells, strict=True)]
    return sum(reached), sum(known)


def _later(horizon: Duration) -> Callable[[dt.date], dt.date]:
    def later(start: dt.date) -> dt.date:
        day = add_months(start, 12 * horizon.years + horizon.months)
        return day + dt.timedelta(weeks=horizon.weeks, days=horizon.days)

    return later


def _days(horizon: Duration | None) -> float | None:
    if horizon is None:
        return None
    months = 12 * horizon.years + horizon.months
    return months * statistics.DAYS_A_YEAR / 12 + 7 * horizon.weeks + horizon.days


def months_of(horizon: Duration) -> int | str:
    """The horizon in months; in weeks or days it is said so."""
    if horizon.weeks or horizon.days:
        return f"{horizon.weeks * 7 + horizon.days} d"
    return 12 * horizon.years + horizon.months


def degrees_after(
    name: str, rule: MeasureRule, rows: Sequence[FactRow], material: Material, group: Mapping[str, str]
) -> list[Measured]:
    """The mean or median degree up to each horizon, of those of whom the register knows every week."""
    assert material.degree_after is not None
    people = [(row.who, day) for row in rows if (day := row.date(rule.anchor))]
    found = []
    for horizon in rule.horizons:
        months = 12 * horizon.years + horizon.months
        degrees = material.degree_after(rule.scheme or "", rule.version or "", people, months)
        known = [degree for degree in degrees if degree is not None]
        told = number(name, rule, known, group=group, at=str(months))
        found.append(replace(told, unknown=len(people) - len(known)))
    return found


def states_after(
    name: str, rule: MeasureRule, rows: Sequence[FactRow], material: Material, group: Mapping[str, str]
) -> list[Measured]:
    """The share in one of the states at each horizon, of those of whom the register knows."""
    assert material.state_after is not None
    people = [(row.who, day) for row in rows if (day := row.date(rule.anchor))]
    found = []
    for horizon in rule.horizons:
        months = 12 * horizon.years + horizon.months
        states = material.state_after(rule.scheme or "", rule.version or "", people, months)
        known = [state for state in states if state is not None]
        counted = sum(state in rule.states for state in known)
        found.append(
            share(
                name, rule, counted, len(known), group=group, at=str(months), unknown=len(people) - len(known)
            )
        )
    return found

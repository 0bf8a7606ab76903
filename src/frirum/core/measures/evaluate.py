"""A measure's rule run over the material: one figure for all, then one for each value of the fields in `per`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from frirum.core.catalogue.casework import Duration
from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.instruments import Measure
from frirum.core.catalogue.measure_rules import ASKED, Counted, MeasureRule, RuleSource, Statistic, Stretch
from frirum.core.measures import statistics
from frirum.core.measures.population import NoPopulation, Population, find_population, in_stretch
from frirum.core.measures.rows import AnswerSheet, FactRow, Material, fulfils
from frirum.core.vocabulary.periods import add_months


class WhyNot(StrEnum):
    """Why a measure gives no figure."""

    NO_RULE = "no_rule"
    NO_POPULATION = "no_population"
    NO_DATA = "no_data"
    NO_REGISTER = "no_register"


@dataclass(frozen=True)
class NotMeasured:
    """A measure without a figure, with its reason."""

    measure: str
    code: WhyNot
    detail: str = ""


@dataclass(frozen=True)
class Measured:
    """One figure of one measure.

    Attributes:
        group: field -> value it is of; {} for all.
        at: the fixed day (2018-07-01), the horizon in months (6), or "".
        statistic: what the value is; a duration gives its mean and its median.
        value: the figure, or None where nobody is in the base.
        count: the numerator, where there is one.
        n: rows (or citizens) in the base.
        unknown: rows left out of the base, because nobody can know yet.
    """

    measure: str
    statistic: str
    value: float | None
    n: int
    unit: str
    count: float | None = None
    group: Mapping[str, str] = field(default_factory=dict)
    at: str = ""
    unknown: int = 0


Outcome = tuple[Measured, ...] | NotMeasured


def evaluate(
    measure: Measure, experiment: Experiment, material: Material, *, part: str | None = None
) -> Outcome:
    """The measure's figures.

    Args:
        part: whose figures; None takes the measure's own part, where it names one.
    """
    rule, slug = measure.rule, part or next(iter(measure.part_slugs), None)
    if rule is None:
        return NotMeasured(measure.id, WhyNot.NO_RULE, measure.why_not or "")
    if rule.source is RuleSource.MEASURES:
        return _change(measure, rule, experiment, material, part)
    if rule.source in ASKED:
        return _asked(measure.id, rule, experiment, material)
    if rule.source is RuleSource.JOBINDSATS:
        return _table(measure.id, rule, experiment, material)
    return _of_rows(measure.id, rule, experiment, material, slug)


def _change(
    measure: Measure, rule: MeasureRule, experiment: Experiment, material: Material, part: str | None
) -> Outcome:
    """Then less first, for every group and time that both have."""
    by_id = {one.id: one for one in experiment.all_measures()}
    found = [evaluate(by_id[name or ""], experiment, material, part=part) for name in (rule.first, rule.then)]
    for one in found:
        if isinstance(one, NotMeasured):
            return NotMeasured(measure.id, one.code, one.detail or one.measure)
    first, then = (
        {(tuple(sorted(m.group.items())), m.at, m.statistic): m for m in one}
        for one in found
        if not isinstance(one, NotMeasured)
    )
    return tuple(
        Measured(
            measure.id,
            Statistic.CHANGE,
            _difference(then[key].value, first[key].value),
            then[key].n,
            rule.unit,
            group=then[key].group,
            at=then[key].at,
        )
        for key in then
        if key in first
    )


def _difference(then: float | None, first: float | None) -> float | None:
    return None if then is None or first is None else then - first


def _asked(name: str, rule: MeasureRule, experiment: Experiment, material: Material) -> Outcome:
    """Of the sheets of those who are asked at all: screened in, and the question's own condition met."""
    asked = rule.question or ""
    if asked not in material.sheets:
        return NotMeasured(name, WhyNot.NO_DATA, asked)
    sheets = [
        one
        for one in material.sheets[asked]
        if (not rule.rounds or one.round in rule.rounds) and _is_asked(asked, experiment, one)
    ]
    given = [one.answers[asked] for one in sheets if asked in one.answers]
    if rule.statistic is Statistic.SHARE:
        counted = sum(answer in rule.counts for answer in given)
        return (_share(name, rule, counted, len(given), unknown=len(sheets) - len(given)),)
    numbers = [float(answer) for answer in given if not isinstance(answer, (str, bool, dt.date))]
    return (_number(name, rule, numbers),)


def _is_asked(asked: str, experiment: Experiment, sheet: AnswerSheet) -> bool:
    for instrument in experiment.instruments:
        questions = {question.id: question for question in instrument.questions}
        if asked in questions:
            screened = all(sheet.answers.get(q.id) != "no" for q in questions.values() if q.screening)
            condition = questions[asked].only_if
            return screened and (condition is None or condition.holds(sheet.answers))
    return True


def _table(name: str, rule: MeasureRule, experiment: Experiment, material: Material) -> Outcome:
    """Per municipality that takes part and fixed month; a mean over municipalities would need their sizes."""
    table = rule.table or ""
    if table not in material.tables:
        return NotMeasured(name, WhyNot.NO_DATA, table)
    takes_part = {stay.municipality for stay in experiment.participation}
    months = {day.replace(day=1) for day in rule.on}
    return tuple(
        Measured(
            name,
            rule.statistic,
            row.value,
            1,
            rule.unit,
            group={"municipality": str(row.municipality)},
            at=row.month.isoformat(),
        )
        for row in material.tables[table]
        if row.municipality in takes_part and (not months or row.month in months)
    )


# ---- rows of extracts ----


def _of_rows(
    name: str, rule: MeasureRule, experiment: Experiment, material: Material, part: str | None
) -> Outcome:
    kind = rule.kind or ""
    missing = [k for k in (kind, _other_kind(rule)) if k and k not in material.rows]
    if missing:
        return NotMeasured(name, WhyNot.NO_DATA, missing[0])
    if rule.source is RuleSource.REGISTER and material.state_after is None:
        return NotMeasured(name, WhyNot.NO_REGISTER, rule.scheme or "")
    treated: Population | None = None
    if rule.counted is not Counted.EVERYONE:
        stretch = Stretch.BEFORE if rule.stretch is Stretch.BEFORE else Stretch.DURING
        found = find_population(experiment, material, part=part, stretch=stretch)
        if isinstance(found, NoPopulation):
            return NotMeasured(name, WhyNot.NO_POPULATION, found.message)
        treated = found
    figures: list[Measured] = []
    for on in rule.on or (None,):
        base = [row for row in _looked_at(rule, treated, material, on) if fulfils(row, rule.denominator, on)]
        if rule.among is not None:
            base = [row for row in base if row.who in _counted_by(rule.among, experiment, material, part)]
        for group, rows in _groups(base, rule.per):
            at = on.isoformat() if on else ""
            figures += _figures(name, rule, rows, material, group=group, at=at, on=on)
    return tuple(figures)


def _other_kind(rule: MeasureRule) -> str | None:
    return rule.until.kind if rule.until else rule.exposure.kind if rule.exposure else None


def _looked_at(
    rule: MeasureRule, treated: Population | None, material: Material, on: dt.date | None
) -> Iterator[FactRow]:
    """Rows of the kind, of the people the rule counts, in its stretch or open on its day."""
    kind = rule.kind or ""
    for row in material.rows[kind]:
        days = material.days_of(kind, row)
        if days is None:
            continue
        if on is not None:
            if not (days[0] <= on and (days[1] is None or days[1] >= on)):
                continue
        elif not in_stretch(days, material, rule.stretch):
            continue
        if treated is None or treated.covers(row, days) is (rule.counted is Counted.TREATED):
            yield row


def _counted_by(name: str, experiment: Experiment, material: Material, part: str | None) -> frozenset[str]:
    """The citizens whom another measure counts: those in its numerator."""
    other = next(one for one in experiment.all_measures() if one.id == name)
    rule = other.rule
    if rule is None or rule.kind not in material.rows:
        return frozenset()
    treated = None
    if rule.counted is not Counted.EVERYONE:
        found = find_population(experiment, material, part=part)
        treated = None if isinstance(found, NoPopulation) else found
    return frozenset(
        row.who
        for row in _looked_at(rule, treated, material, None)
        if fulfils(row, (*rule.denominator, *rule.where))
    )


def _groups(rows: Sequence[FactRow], per: tuple[str, ...]) -> Iterator[tuple[dict[str, str], list[FactRow]]]:
    """All rows, then those of each combination of values; an empty cell is the value ""."""
    yield {}, list(rows)
    found: dict[tuple[str, ...], list[FactRow]] = {}
    for row in rows if per else ():
        key = tuple(
            str(row.municipality if name == "municipality" else row.values.get(name, "")) for name in per
        )
        found.setdefault(key, []).append(row)
    for key in sorted(found):
        yield dict(zip(per, key, strict=True)), found[key]


def _figures(
    name: str,
    rule: MeasureRule,
    base: list[FactRow],
    material: Material,
    *,
    group: Mapping[str, str],
    at: str,
    on: dt.date | None,
) -> list[Measured]:
    hits = [row for row in base if fulfils(row, rule.where, on)]
    if rule.source is RuleSource.REGISTER:
        return _states(name, rule, hits, material, group)
    if rule.until is not None:
        return _times(name, rule, hits, material, group)
    if rule.statistic is Statistic.SHARE:
        n = len({row.who for row in base}) if rule.each == "citizen" else len(base)
        counted = len({row.who for row in hits}) if rule.each == "citizen" else len(hits)
        return [_share(name, rule, counted, n, group=group, at=at)]
    if rule.statistic is Statistic.COUNT:
        number = len({row.who for row in hits}) if rule.each == "citizen" else len(hits)
        return [Measured(name, rule.statistic, number, number, rule.unit, number, group, at)]
    if rule.statistic is Statistic.RATE:
        return [_rate(name, rule, hits, material, group)]
    return [_number(name, rule, _numbers(rule, hits), group=group, at=at)]


def _numbers(rule: MeasureRule, rows: Sequence[FactRow]) -> list[float]:
    """The numbers of the rows, or added up for each citizen."""
    given = [(row.who, float(row.values[rule.of or ""])) for row in rows if rule.of in row.values]  # type: ignore[arg-type]
    if rule.each != "citizen":
        return [number for _who, number in given]
    added: dict[str, float] = {}
    for who, number in given:
        added[who] = added.get(who, 0.0) + number
    return list(added.values())


def _number(
    name: str,
    rule: MeasureRule,
    numbers: list[float],
    *,
    group: Mapping[str, str] | None = None,
    at: str = "",
) -> Measured:
    compute: dict[Statistic, Callable[[Sequence[float]], float | None]] = {
        Statistic.MEAN: statistics.mean,
        Statistic.MEDIAN: statistics.median,
        Statistic.TOTAL: sum,
    }
    value = compute[rule.statistic](numbers)
    return Measured(name, rule.statistic, value, len(numbers), rule.unit, group=group or {}, at=at)


def _share(
    name: str,
    rule: MeasureRule,
    counted: int,
    n: int,
    *,
    group: Mapping[str, str] | None = None,
    at: str = "",
    unknown: int = 0,
) -> Measured:
    value = counted / n if n else None
    return Measured(name, rule.statistic, value, n, rule.unit, counted, group or {}, at, unknown)


def _rate(
    name: str, rule: MeasureRule, hits: Sequence[FactRow], material: Material, group: Mapping[str, str]
) -> Measured:
    """Rows of citizens who are exposed, for each year of the exposure's days within the stretch."""
    assert rule.exposure is not None
    exposed = [row for row in material.rows[rule.exposure.kind] if fulfils(row, rule.exposure.where)]
    years = 0.0
    people = set()
    for row in exposed:
        days = material.days_of(rule.exposure.kind, row)
        if days is None:
            continue
        first, last = max(days[0], material.start), min(days[1] or material.last_day, material.last_day)
        if first <= last:
            years += ((last - first).days + 1) / statistics.DAYS_A_YEAR
            people.add(row.who)
    counted = sum(row.who in people for row in hits)
    value = counted / years if years else None
    return Measured(name, rule.statistic, value, len(people), rule.unit, counted, group)


def _times(
    name: str, rule: MeasureRule, rows: Sequence[FactRow], material: Material, group: Mapping[str, str]
) -> list[Measured]:
    """Times from the anchor to the event: their mean and median, what is left after a horizon, or who got there."""
    begun = [(row, start) for row in rows if (start := row.date(rule.anchor))]
    spells = [(start, _event(rule, row, start, material)) for row, start in begun]
    spells = [(start, end) for start, end in spells if end is None or end >= start]
    if rule.statistic is Statistic.DURATION:
        done = [statistics.in_unit((end - start).days, rule.unit) for start, end in spells if end]
        left = len(spells) - len(done)
        return [
            Measured(name, word, compute(done), len(done), rule.unit, group=group, unknown=left)
            for word, compute in (("mean", statistics.mean), ("median", statistics.median))
        ]
    found = []
    for horizon in rule.horizons or (None,):
        at = "" if horizon is None else str(months_of(horizon))
        if rule.statistic is Statistic.SURVIVAL:
            value = statistics.still_there(spells, _days(horizon), material.seen_until)
            found.append(Measured(name, rule.statistic, value, len(spells), rule.unit, group=group, at=at))
            continue
        reached, known = _reached(spells, horizon, material.seen_until)
        found.append(_share(name, rule, reached, known, group=group, at=at, unknown=len(spells) - known))
    return found


def _event(rule: MeasureRule, row: FactRow, start: dt.date, material: Material) -> dt.date | None:
    """The date in the row itself, or in the citizen's first row of the other kind from the anchor on."""
    assert rule.until is not None
    until = rule.until
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


def _states(
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
            _share(
                name, rule, counted, len(known), group=group, at=str(months), unknown=len(people) - len(known)
            )
        )
    return found

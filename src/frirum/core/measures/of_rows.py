"""A rule over rows of extracts: which rows are looked at, by group, and the figure of each group."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.measure_rules import (
    MEASURED_ON,
    Counted,
    MeasureRule,
    RuleSource,
    Statistic,
    Stretch,
)
from frirum.core.measures.figures import Measured, NotMeasured, Outcome, WhyNot, number, share
from frirum.core.measures.population import NoPopulation, Population, find_population, in_stretch
from frirum.core.measures.rows import FactRow, Material, fulfils
from frirum.core.measures.times import degrees_after, rate, states_after, times


def figures_of_rows(
    name: str, rule: MeasureRule, experiment: Experiment, material: Material, part: str | None
) -> Outcome:
    kind = rule.kind or ""
    missing = [k for k in (kind, _other_kind(rule)) if k and k not in material.rows]
    if missing:
        return NotMeasured(name, WhyNot.NO_DATA, missing[0])
    looked_up = material.state_after if rule.statistic is Statistic.SHARE else material.degree_after
    if rule.source is RuleSource.REGISTER and looked_up is None:
        return NotMeasured(name, WhyNot.NO_REGISTER, rule.scheme or "")
    treated: Population | None = None
    if rule.counted is not Counted.EVERYONE:
        stretch = Stretch.BEFORE if rule.stretch is Stretch.BEFORE else Stretch.DURING
        found = find_population(experiment, material, part=part, stretch=stretch)
        if isinstance(found, NoPopulation):
            return NotMeasured(name, WhyNot.NO_POPULATION, found.message)
        # Without the rows that tell who is treated nobody would be, and everybody under the ordinary rules.
        unseen = sorted(kind for kind in found.kinds if kind not in material.rows)
        if unseen:
            return NotMeasured(name, WhyNot.NO_DATA, unseen[0])
        if found.placeless:
            return NotMeasured(name, WhyNot.NO_COLUMN, f"{min(found.placeless)}.municipality")
        treated = found
    lacking = next(_not_in_files(rule, material), None)
    if lacking is not None:
        return NotMeasured(name, WhyNot.NO_COLUMN, lacking)
    figures: list[Measured] = []
    seen = tuple(day for day in rule.on if day <= material.seen_until)
    if rule.on and not seen:
        return NotMeasured(name, WhyNot.NOT_SEEN, kind)
    # Of a day after the last that the rows tell of, nobody knows who was still there.
    for on in seen or (None,):
        looked_at = (_as_followed(row, rule, material, on) for row in _looked_at(rule, treated, material, on))
        base = [row for row in looked_at if fulfils(row, rule.denominator, on)]
        if rule.among is not None:
            base = [row for row in base if row.who in _counted_by(rule.among, experiment, material, part)]
        for group, rows in _groups(base, rule.per):
            at = on.isoformat() if on else ""
            figures += _figures(name, rule, rows, material, group=group, at=at, on=on)
    return tuple(figures)


def _not_in_files(rule: MeasureRule, material: Material) -> Iterator[str]:
    """ "kind.field" of what the rule reads and no file has a column for: an empty cell is another thing."""
    kind = rule.kind or ""
    asked: list[tuple[str, str | None]] = [(kind, rule.anchor), (kind, rule.of)]
    asked += [(kind, name) for one in (*rule.where, *rule.denominator) for name in (one.field, one.since)]
    if rule.until is not None:
        until = rule.until
        asked += [(until.kind or kind, name) for name in (until.field, *(one.field for one in until.where))]
    if rule.exposure is not None:
        asked += [(rule.exposure.kind, one.field) for one in rule.exposure.where]
    for of, name in asked:
        own = material.columns.get(of)
        if name is not None and own is not None and name not in own | {"municipality", MEASURED_ON}:
            yield f"{of}.{name}"


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
        if treated is None or treated.covers(kind, row, days) is (rule.counted is Counted.TREATED):
            yield row


def _as_followed(row: FactRow, rule: MeasureRule, material: Material, on: dt.date | None) -> FactRow:
    """A row of the time before without an end that came later than those of the experiment are followed to.

    Times from an anchor see to it themselves: what has a horizon is followed for as long in both.
    """
    ends = material.kinds[rule.kind or ""][1]
    end = row.date(ends) if ends else None
    if rule.stretch is not Stretch.BEFORE or rule.until is not None or on is not None or end is None:
        return row
    if rule.source is RuleSource.REGISTER or end <= material.followed_until:
        return row
    return FactRow(row.who, row.municipality, {k: v for k, v in row.values.items() if k != ends})


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
        looked_up = states_after if rule.statistic is Statistic.SHARE else degrees_after
        return looked_up(name, rule, hits, material, group)
    if rule.until is not None:
        return times(name, rule, hits, material, group=group, at=at, on=on)
    if (
        rule.of is not None
        and rule.each == "citizen"
        and rule.statistic in (Statistic.SHARE, Statistic.COUNT)
    ):
        base = _added_up(rule, base)
        hits = [row for row in base if fulfils(row, rule.where, on)]
    if rule.statistic is Statistic.SHARE:
        n = len({row.who for row in base}) if rule.each == "citizen" else len(base)
        counted = len({row.who for row in hits}) if rule.each == "citizen" else len(hits)
        return [share(name, rule, counted, n, group=group, at=at)]
    if rule.statistic is Statistic.COUNT:
        found = len({row.who for row in hits}) if rule.each == "citizen" else len(hits)
        return [Measured(name, rule.statistic, found, found, rule.unit, found, group, at)]
    if rule.statistic is Statistic.RATE:
        return [rate(name, rule, hits, material, group)]
    return [number(name, rule, _numbers(rule, hits), group=group, at=at)]


def _added_up(rule: MeasureRule, rows: Sequence[FactRow]) -> list[FactRow]:
    """One row for each citizen with the sum of the rule's number in place of it, and the rest of the first row."""
    found: dict[str, FactRow] = {}
    name = rule.of or ""
    for row in rows:
        own = row.values.get(name)
        if own is None:
            continue
        before = found.get(row.who)
        added = Decimal(str(own)) + (Decimal(str(before.values[name])) if before is not None else 0)
        first = row if before is None else before
        found[row.who] = FactRow(row.who, first.municipality, {**first.values, name: added})
    return list(found.values())


def _numbers(rule: MeasureRule, rows: Sequence[FactRow]) -> list[float]:
    """The numbers of the rows, or added up for each citizen."""
    given = [(row.who, float(row.values[rule.of or ""])) for row in rows if rule.of in row.values]  # type: ignore[arg-type]
    if rule.each != "citizen":
        return [own for _who, own in given]
    added: dict[str, float] = {}
    for who, own in given:
        added[who] = added.get(who, 0.0) + own
    return list(added.values())

"""The baseline (nulpunktsmåling) that a definition asks for, from its rules and nothing else; or why there is none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.instruments import InstrumentKind, Measure
from frirum.core.catalogue.measure_rules import OF_ROWS, Counted, MeasureRule, RuleSource, Statistic, Stretch
from frirum.core.effects.risk_sets import Spells
from frirum.core.extracts.kinds import kind_named
from frirum.core.measures import words
from frirum.core.measures.evaluate import evaluate
from frirum.core.measures.figures import Measured, NotMeasured, WhyNot
from frirum.core.measures.gathering import REGISTER, Gathered
from frirum.core.measures.rows import Material, fulfils
from frirum.core.measures.statistics import in_unit
from frirum.core.registers.durations import restricted
from frirum.core.uptake.stretch import first_day, last_day, stays_of

TARGET_GROUP = "target_group"
RESTRICTED_MEAN = "restricted_mean"
"""Mean length up to the horizon in `at`, heeding what is still running; stands beside the naive mean and median."""
_YEAR = dt.timedelta(days=365)
_HORIZONS = (730, 365, 182)


@dataclass(frozen=True)
class BaselineRow:
    """One figure from before the experiment.

    Attributes:
        part: slug of the part it is of, or None.
        group: values of the rule's `per`, joined by " · "; None for all.
        at: the fixed day, the horizon in months, or None.
        text: what the measure is, as the definition words it.
    """

    part: str | None
    group: str | None
    at: str | None
    text: str
    figure: Measured

    def as_dict(self) -> dict[str, Any]:
        """The row as the command line gives it."""
        figure = self.figure
        return {
            "measure": figure.measure,
            "part": self.part,
            "group": self.group,
            "at": self.at,
            "statistic": str(figure.statistic),
            "value": figure.value,
            "n": figure.n,
            "count": figure.count,
            "unknown": figure.unknown,
            "unit": figure.unit,
            "text": self.text,
        }


@dataclass(frozen=True)
class Baseline:
    """The figures from before, or why there are none.

    Attributes:
        possible: whether any figure could be computed.
        why: the stated or found reason there is none; None where there are figures.
        rows: measure by measure, all first and then by group.
        missing: measures the definition asks for that the files do not give.
        window: first day of the time before, and the experiment's first day; None where no start is stated.
        warnings: what the reader of the figures must know.
    """

    slug: str
    possible: bool
    why: str | None
    rows: tuple[BaselineRow, ...] = ()
    missing: tuple[NotMeasured, ...] = ()
    window: tuple[dt.date, dt.date] | None = None
    warnings: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The baseline as the command line gives it."""
        return {
            "slug": self.slug,
            "possible": self.possible,
            "why": self.why,
            "rows": [row.as_dict() for row in self.rows],
            "missing": [
                {"measure": one.measure, "code": one.code.value, "text": words.not_measured(one)}
                for one in self.missing
            ],
            "from": self.window[0].isoformat() if self.window else None,
            "before": self.window[1].isoformat() if self.window else None,
            "warnings": list(self.warnings),
        }


def stated_reason(experiment: Experiment) -> str | None:
    """Why the definition says that there can be no baseline; None where it does not say so."""
    plan = experiment.plan
    if plan is not None and plan.baseline_possible is False and plan.baseline_reason:
        return plan.baseline_reason
    omitted = (one for one in experiment.instruments if one.kind is InstrumentKind.BASELINE and one.omitted)
    return next((one.reason for one in omitted if one.reason), None)


def baseline(
    experiment: Experiment, gathered: Gathered, *, since: dt.date | None = None, part: str | None = None
) -> Baseline:
    """Every measure of the time before, or on a fixed day no later than the start, by group and part.

    The time before is as long as the experiment has been seen, at least a year and at most as long as the experiment
    lasts; where the files end before the start, as long as the experiment is to last.

    Args:
        since: the first day of the time before; None reckons it as above.
        part: slug of the one part to take; None takes all.
    """
    reason = stated_reason(experiment)
    if reason is not None:
        return Baseline(experiment.slug, possible=False, why=reason)
    asked = [one for one in experiment.all_measures() if one.rule and asks_for_before(one.rule)]
    if not asked:
        return Baseline(experiment.slug, possible=False, why=words.none_asked_for(experiment))
    rows: list[BaselineRow] = []
    missing: list[NotMeasured] = []
    windows = []
    for measure, slug in _of_parts(asked, part):
        material = material_for(experiment, gathered, slug, since)
        if material is None:
            return Baseline(experiment.slug, possible=False, why=words.no_start(experiment))
        windows.append((material.first_day_before, material.start))
        found = _figures(measure, experiment, material, slug)
        if isinstance(found, NotMeasured):
            missing.append(found)
        else:
            rows += [_row(one, slug, measure) for one in found]
    window = (min(first for first, _start in windows), min(start for _first, start in windows))
    why = None if rows else words.nothing_measured([words.not_measured(one) for one in missing])
    return Baseline(
        experiment.slug,
        possible=bool(rows),
        why=why,
        rows=tuple(rows),
        missing=tuple(missing),
        window=window,
        warnings=tuple(_warnings(gathered, window, {one.rule.kind for one in asked if one.rule})),
    )


def asks_for_before(rule: MeasureRule) -> bool:
    """Whether a rule is of the time before, or of fixed days that may lie at the start."""
    return rule.source is not RuleSource.MEASURES and (rule.stretch is Stretch.BEFORE or bool(rule.on))


def _of_parts(measures: Sequence[Measure], part: str | None) -> Iterator[tuple[Measure, str | None]]:
    for measure in measures:
        for slug in measure.part_slugs or (None,):
            if part is None or slug in (None, part):
                yield measure, slug


def material_for(
    experiment: Experiment, gathered: Gathered, slug: str | None, since: dt.date | None
) -> Material | None:
    """The files as material for the rules of an experiment or part; None where no source says when it began."""
    part = experiment.part(slug) if slug else None
    stays, start = stays_of(experiment, part), first_day(experiment, part)
    if not stays or start is None:
        return None
    end = last_day(stays)
    seen = gathered.seen_until or start
    return gathered.material(
        start=start,
        end=end,
        seen_until=seen,
        before_from=since or _first_day(start, end, seen),
        municipalities=frozenset(stay.municipality for stay in stays),
    )


def _first_day(start: dt.date, end: dt.date | None, seen: dt.date) -> dt.date:
    """See `baseline`; everything before, where the experiment's end is not stated and nothing of it is seen."""
    planned = end - start if end else start - dt.date.min
    if seen < start:
        return start - planned
    return start - min(planned, max(seen - start, _YEAR))


def _figures(
    measure: Measure, experiment: Experiment, material: Material, slug: str | None
) -> tuple[Measured, ...] | NotMeasured:
    """The rule's figures, of the days no later than the start; by target group too, where the rows say it."""
    rule = measure.rule
    assert rule is not None
    on = tuple(day for day in rule.on if day <= material.start)
    if rule.on and not on:
        return ()
    per = rule.per
    if not per and rule.source in OF_ROWS and _says_group(rule.kind or "", material):
        per = (TARGET_GROUP,)
    if rule.kind and not _is_seen(rule.kind, material, on):
        return NotMeasured(measure.id, WhyNot.NOT_SEEN, rule.kind)
    narrowed = measure.model_copy(update={"rule": rule.model_copy(update={"on": on, "per": per})})
    found = evaluate(narrowed, experiment, material, part=slug)
    if isinstance(found, NotMeasured) or rule.statistic is not Statistic.DURATION:
        return found
    return (*found, *_heeding_running(measure.id, rule, material))


def _heeding_running(name: str, rule: MeasureRule, material: Material) -> tuple[Measured, ...]:
    """The mean length of what was under way in the time before, up to a horizon, beside the naive mean of what ended.

    What began earlier is under observation from the window on, and what was still running at the start is censored.
    The horizon is the longest of two years, one and a half that anybody was followed for; without one, no figure.
    """
    until = rule.until
    if rule.counted is not Counted.EVERYONE or until is None or until.kind is not None or rule.among:
        return ()
    first = material.first_day_before
    after = min(material.start, material.seen_until + dt.timedelta(days=1))
    entry, exits, events = [], [], []
    for row in material.rows[rule.kind or ""]:
        begun, end = row.date(rule.anchor), row.date(until.field)
        if begun is None or begun >= after or (end is not None and not max(begun, first) < end):
            continue
        if not fulfils(row, (*rule.denominator, *rule.where)):
            continue
        done = end is not None and end < after
        entry.append(float((first - begun).days) if begun < first else -np.inf)
        exits.append(float(((end if done and end else after) - begun).days))
        events.append(int(done))
    data = Spells(np.array(entry), np.array(exits), np.array(events, dtype=np.int64))
    for horizon in _HORIZONS:
        mean, _se, _median = restricted(data, horizon)
        if mean is not None:
            value = mean * in_unit(1, rule.unit)
            at = words.days(horizon)
            return (
                Measured(name, RESTRICTED_MEAN, value, len(exits), rule.unit, at=at, unknown=events.count(0)),
            )
    return ()


def _is_seen(kind: str, material: Material, on: Sequence[dt.date]) -> bool:
    """Whether the rows reach the time asked for; rows that are not there at all are another reason."""
    days = [day for row in material.rows.get(kind, ()) if (day := material.day_of(kind, row))]
    if not days:
        return kind not in material.rows
    return min(days) < material.start and all(min(days) <= day <= material.seen_until for day in on)


def _says_group(kind: str, material: Material) -> bool:
    return TARGET_GROUP in kind_named(kind).by_id and any(
        TARGET_GROUP in row.values for row in material.rows.get(kind, ())
    )


def _row(figure: Measured, slug: str | None, measure: Measure) -> BaselineRow:
    group = " · ".join(figure.group.values()) if figure.group else None
    return BaselineRow(slug, group, figure.at or None, measure.text, figure)


def _warnings(
    gathered: Gathered, window: tuple[dt.date, dt.date], used: Collection[str | None]
) -> Iterator[str]:
    first, start = window
    for file in gathered.files:
        if file.kind != REGISTER and file.kind not in used:
            yield words.not_used(file.file)
            continue
        if sum(file.set_aside.values()):
            yield words.set_aside(file.file, sum(file.set_aside.values()), file.rows)
        if file.first_day is not None and first < file.first_day < start:
            yield words.begins_late(file.file, file.first_day, first)
    if gathered.unknown_start:
        yield words.unknown_start(gathered.unknown_start)

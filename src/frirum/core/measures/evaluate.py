"""A measure's rule run over the material: one figure for all, then one for each value of the fields in `per`."""

from __future__ import annotations

import datetime as dt

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.instruments import Measure
from frirum.core.catalogue.measure_rules import ASKED, MeasureRule, RuleSource, Statistic
from frirum.core.instruments.questions import applies
from frirum.core.measures.figures import Measured, NotMeasured, Outcome, WhyNot, number, share
from frirum.core.measures.of_rows import figures_of_rows
from frirum.core.measures.rows import AnswerSheet, Material

CHANGE_OF_MEDIAN = "median_change"
"""What the change of a time's median is called, beside that of its mean."""


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
    return figures_of_rows(measure.id, rule, experiment, material, slug)


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
            CHANGE_OF_MEDIAN if then[key].statistic == Statistic.MEDIAN else Statistic.CHANGE,
            _difference(then[key], first[key], rule.unit),
            then[key].n,
            rule.unit,
            group=then[key].group,
            at=then[key].at,
        )
        for key in then
        if key in first
    )


def _difference(then: Measured, first: Measured, unit: str) -> float | None:
    """The difference in the unit of the change: of two shares, which lie in 0-1, in percentage points."""
    if then.value is None or first.value is None:
        return None
    points = unit.startswith("procentpoint") and then.statistic in (Statistic.SHARE, Statistic.SURVIVAL)
    return (then.value - first.value) * (100 if points else 1)


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
        counted = sum(
            any(one in rule.counts for one in (answer if isinstance(answer, tuple) else (answer,)))
            for answer in given
        )
        return (share(name, rule, counted, len(given), unknown=len(sheets) - len(given)),)
    numbers = [float(answer) for answer in given if not isinstance(answer, (str, bool, dt.date, tuple))]
    return (number(name, rule, numbers),)


def _is_asked(asked: str, experiment: Experiment, sheet: AnswerSheet) -> bool:
    for instrument in experiment.instruments:
        if any(question.id == asked for question in instrument.questions):
            return applies(asked, instrument.questions, sheet.answers) is True
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

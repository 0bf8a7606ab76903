"""Questions whose outcome is a measure of the definition: its rule is run on extracts, audits and answers, and the two
figures that the plan compares are held against each other.

A rule gives counts, not people, so that nobody is made alike here: what `balance` needs is not examined, and the step
stays where that leaves it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from frirum.core.catalogue.beside import assumptions
from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.instruments import Measure
from frirum.core.catalogue.measure_rules import (
    ASKED,
    Counted,
    FoundBy,
    MeasureRule,
    RuleSource,
    Statistic,
    Stretch,
)
from frirum.core.catalogue.plan import Comparison
from frirum.core.catalogue.plan import Test as AnswerSought
from frirum.core.catalogue.promises import own_reason
from frirum.core.catalogue.told_together import ToldMeasure
from frirum.core.effects.rows import Check, EstimateRow, Refused, Result
from frirum.core.effects.shares import estimate_difference, estimate_share
from frirum.core.evidence import measured_words as words
from frirum.core.evidence.answered import BEFORE, CHANGE, COMPARISON, DURING, RULE, TREATED, Answered
from frirum.core.evidence.horizons import months_of
from frirum.core.evidence.margin import with_margin
from frirum.core.evidence.plan import PlannedQuestion, told_of
from frirum.core.evidence.rules import DesignType
from frirum.core.evidence.sheets import Sheets
from frirum.core.extracts.kinds import kind_named
from frirum.core.measures.baseline import material_for
from frirum.core.measures.evaluate import evaluate
from frirum.core.measures.figures import Measured, NotMeasured, WhyNot
from frirum.core.measures.gathering import Gathered
from frirum.core.measures.population import NoPopulation, population_rules
from frirum.core.measures.rows import AnswerSheet, Material
from frirum.core.measures.words import begins_late, bring_column, not_measured
from frirum.core.vocabulary.municipalities import by_code


def measured(
    question: PlannedQuestion,
    experiment: Experiment,
    gathered: Gathered | None,
    sheets: Sheets | None,
    *,
    part: str | None,
) -> Answered | None:
    """The answer of the question's own measure, or why it has none; None where the files do not hold it."""
    told = told_of(question, experiment)
    found = [(one, _measured(question, one, experiment, gathered, sheets, part=part)) for one in told]
    if len(found) == 1:
        return found[0][1]
    return _several([(one, own) for one, own in found if own is not None])


def _measured(
    question: PlannedQuestion,
    told: ToldMeasure,
    experiment: Experiment,
    gathered: Gathered | None,
    sheets: Sheets | None,
    *,
    part: str | None,
) -> Answered | None:
    measure, rule = told.measure, told.measure.rule
    if rule is None:
        text = words.not_measured(measure.text, own_reason(measure))
        return _refused(NOT_MEASURED, text, words.write_a_rule())
    if rule.source in ASKED:
        return None if sheets is None else _asked(question, measure, rule, experiment, sheets)
    if gathered is None:
        return None
    if rule.source is RuleSource.JOBINDSATS:
        table = rule.table or ""
        return _refused(
            PUBLISHED, words.in_published_table(measure.text, table), words.bring_cells(table, measure.id)
        )
    part = part or next(iter(measure.part_slugs), None)
    material = material_for(experiment, gathered, part, None)
    if material is None:
        return _refused(
            NO_START, words.no_start(), words.write_a_start(assumed=experiment.slug in assumptions())
        )
    if material.last_day > material.start:
        # As long before as it has lasted, so that numbers of both can be held against each other.
        material = replace(material, before_from=None)
    if rule.counted is Counted.TREATED and isinstance(
        found := population_rules(experiment, part), NoPopulation
    ):
        return _refused(found.code, found.message, found.remedy)
    return _of_rows(question, told, rule, experiment, material, part=part)


NO_START, NOT_MEASURED, PUBLISHED = "no_start", "not_measured", "published_table"


def _refused(code: str, message: str, remedy: str) -> Answered:
    """Why the definition does not let the measure be computed, whatever the files hold."""
    return Answered(Result(refused=Refused(code, message, remedy)), DesignType.ACCOUNT)


def _several(found: Sequence[tuple[ToldMeasure, Answered]]) -> Answered | None:
    """Every measure of an outcome that several give, each by its name: which of them decides, the plan does not say."""
    if not found:
        return None
    names = "; ".join(one.measure.text for one, _own in found)
    text, remedy = words.several_measures(names), words.name_one_measure()
    rows = tuple(row for _one, own in found for row in own.result.estimates if row.estimator.startswith(RULE))
    return Answered(Result(rows, refused=Refused("several_measures", text, remedy)), DesignType.ACCOUNT)


def _of_rows(
    question: PlannedQuestion,
    told: ToldMeasure,
    rule: MeasureRule,
    experiment: Experiment,
    material: Material,
    *,
    part: str | None,
) -> Answered | None:
    measure = told.measure
    figures = _figures(question, measure, rule, experiment, material, part=part)
    if not figures:
        return _no_column(measure, rule, experiment, material, part)
    by_mark = rule.counted is Counted.TREATED and _by_mark(experiment, part)
    for compared, other_rule in _others(question, told, rule):
        if by_mark and other_rule.counted is Counted.TREATED and other_rule.stretch is Stretch.BEFORE:
            continue
        others = _figures(question, measure, other_rule, experiment, material, part=part)
        historical = compared in (Comparison.BEFORE_AFTER, Comparison.HISTORICAL_CASES)
        # None before is a number of its own, where the rows reach that far back.
        reach = _reach(rule, material) if historical and rule.statistic in _HOW_MANY else None
        if others and (others[0].n or reach):
            design = DesignType.BEFORE_AFTER if historical else DesignType.CROSS_SECTION
            return _held(question, measure, figures, others, design, checks=reach or ())
    return _alone(question, measure, figures, DesignType.ACCOUNT)


def _no_column(
    measure: Measure, rule: MeasureRule, experiment: Experiment, material: Material, part: str | None
) -> Answered | None:
    """That the files lack a column the rule reads; None where they lack the kind, or nothing answers the horizon."""
    found = evaluate(measure.model_copy(update={"rule": rule}), experiment, material, part=part)
    if not isinstance(found, NotMeasured) or found.code is not WhyNot.NO_COLUMN:
        return None
    return _refused(found.code, not_measured(found), bring_column())


def _by_mark(experiment: Experiment, part: str | None) -> bool:
    """Whether the treated are told by a mark or a list, which nobody had before."""
    rules = population_rules(experiment, part)
    return not isinstance(rules, NoPopulation) and all(
        one.found_by in (FoundBy.MARK, FoundBy.LIST) for one in rules
    )


_HOW_MANY = (Statistic.COUNT, Statistic.TOTAL)
_LATE = dt.timedelta(days=31)
"""How late in the time before the first row may lie, before a number of that time is said to be too low."""


def _reach(rule: MeasureRule, material: Material) -> tuple[Check, ...] | None:
    """Whether the rows tell of the whole time before; None where they tell of nothing before the start."""
    kind, wanted = rule.kind or "", material.first_day_before
    days = [day for row in material.rows.get(kind, ()) if (day := material.day_of(kind, row))]
    first = min(days, default=material.start)
    if first >= material.start:
        return None
    whole = first <= wanted + _LATE
    text = begins_late(kind_named(kind).label, first, wanted)
    return (Check("time_before_whole", whole, words.reaches_back() if whole else text),)


def _others(
    question: PlannedQuestion, told: ToldMeasure, rule: MeasureRule
) -> Iterator[tuple[Comparison, MeasureRule]]:
    """The rule of those compared with, in the plan's order; none for a measure of the time before itself.

    Before is counted as during: those who would have been treated. Where nobody can be told to be (a mark that came
    with the experiment), everybody, but for how many there are: of all, there are more. Of fixed days the first is what
    the last is held against.
    """
    if rule.stretch is Stretch.BEFORE:
        return
    if len(rule.on) > 1:
        yield Comparison.BEFORE_AFTER, rule.model_copy(update={"on": rule.on[:1]})
        return
    before = told.before.rule if told.before is not None else None
    if before is not None:
        yield Comparison.BEFORE_AFTER, before.model_copy(update={"per": rule.per})
        return
    for one in question.comparison:
        if one is Comparison.ORDINARY_RULE_CASES:
            yield one, rule.model_copy(update={"counted": Counted.ORDINARY_RULES})
        elif one in (Comparison.BEFORE_AFTER, Comparison.HISTORICAL_CASES):
            same = (rule.counted,)
            for counted in (
                same if rule.statistic in _HOW_MANY else dict.fromkeys((rule.counted, Counted.EVERYONE))
            ):
                yield one, rule.model_copy(update={"counted": counted, "stretch": Stretch.BEFORE})


def _figures(
    question: PlannedQuestion,
    measure: Measure,
    rule: MeasureRule,
    experiment: Experiment,
    material: Material,
    *,
    part: str | None,
) -> list[Measured]:
    """The figure of all at the question's horizon (or the last fixed day), then that of each group; none without."""
    found = evaluate(measure.model_copy(update={"rule": rule}), experiment, material, part=part)
    if not isinstance(found, tuple):
        return []
    months = months_of(question.horizon)
    wanted = rule.on[-1].isoformat() if rule.on else str(months) if months is not None else None
    whole = [one for one in found if not one.group]
    # A figure of another time is no answer; a measure without times has one figure.
    timed = bool(rule.on or rule.horizons) and wanted is not None
    first = next((one for one in whole if not timed or one.at == wanted), None)
    if first is None:
        return []
    alike = [one for one in found if one.group and (one.at, one.statistic) == (first.at, first.statistic)]
    told = any(any(one.group.values()) for one in alike)
    return [first, *(alike if told else ())]


def _asked(
    question: PlannedQuestion, measure: Measure, rule: MeasureRule, experiment: Experiment, sheets: Sheets
) -> Answered | None:
    """The first round against the last; one round stands alone."""
    if rule.question not in sheets.by_question or rule.statistic is not Statistic.SHARE:
        return None
    design = DesignType.SURVEY_ONLY if rule.source is RuleSource.SURVEY else DesignType.BEFORE_AFTER
    figures, lists = [], []
    for one in sheets.rounds.get(rule.question or "", ()):
        own = {name: [s for s in every if s.round == one] for name, every in sheets.by_question.items()}
        # The rounds of the file are told apart here, whatever the definition calls its own.
        found = evaluate(
            measure.model_copy(update={"rule": rule.model_copy(update={"rounds": ()})}),
            experiment,
            _only_sheets(own),
        )
        if isinstance(found, tuple) and found and found[0].n:
            figures.append(found[0])
            lists.append(sheets.population(rule.question or "", one))
    if not figures:
        return None
    answers = sheets.counts(rule.question or "")
    if len(figures) == 1:
        alone = DesignType.SURVEY_ONLY if rule.source is RuleSource.SURVEY else DesignType.ACCOUNT
        return replace(_alone(question, measure, figures[:1], alone), answers=answers)
    held = _held(question, measure, figures[-1:], figures[:1], design, lists=(lists[-1], lists[0]))
    return replace(held, answers=answers)


def _only_sheets(sheets: Mapping[str, Sequence[AnswerSheet]]) -> Material:
    return Material(start=dt.date.min, seen_until=dt.date.max, sheets=sheets)


def _held(
    question: PlannedQuestion,
    measure: Measure,
    figures: Sequence[Measured],
    others: Sequence[Measured],
    design: DesignType,
    *,
    checks: tuple[Check, ...] = (),
    lists: tuple[int | None, int | None] = (None, None),
) -> Answered:
    """Two shares against each other; other figures are told side by side, with the change where one is the time before.

    Args:
        figures, others: the figure of all, then of each group.
        lists: cases on the lists that each was drawn from; None where it is not known.
    """
    own, other = figures[0], others[0]
    base = Answered(
        Result(),
        design,
        people=(own.n, other.n),
        treated=own.n,
        comparison=other.n,
        excluded=(("not_known_yet", own.unknown + other.unknown),),
    )
    rows = _side_by_side(measure, figures, others, in_time=design is not DesignType.CROSS_SECTION)
    if own.count is None or other.count is None or own.statistic != Statistic.SHARE:
        followed = own.statistic == Statistic.SURVIVAL
        refused = Refused("not_a_share", words.followed_share() if followed else words.not_a_share())
        return replace(base, result=Result(rows, checks, refused=refused))
    events = int(own.count), int(other.count)
    sizes = {} if None in lists else {"population1": lists[0], "population2": lists[1]}
    result = estimate_difference(events[0], own.n, events[1], other.n, **sizes)
    exact = result.headline is not None and result.headline.inference == "hypergeometric"
    if not exact and question.test is not AnswerSought.SUPERIORITY:
        row = next((r for r in result.estimates if r.inference == "miettinen-nurminen"), result.headline)
        result = replace(result, headline=row)
    result = replace(result, estimates=(*result.estimates, *rows))
    found = replace(base, result=result, events=events, share_without=other.value)
    return with_margin(found, question)


def _side_by_side(
    measure: Measure, figures: Sequence[Measured], others: Sequence[Measured], *, in_time: bool
) -> tuple[EstimateRow, ...]:
    """A figure of those compared, one of the treated and, where the first is the time before, the change."""
    assert measure.rule is not None
    rule, beside = measure.rule, {tuple(one.group.items()): one for one in others}
    rows = []
    for own in figures:
        other = beside.get(tuple(own.group.items()))
        group = _group(rule, own)
        if not in_time:
            if not own.group and other is not None:
                rows += [_told(measure, own, TREATED), _told(measure, other, COMPARISON)]
            continue
        if other is not None:
            rows.append(_told(measure, other, group, period=BEFORE))
        rows.append(_told(measure, own, group, period=DURING))
        if other is not None and own.value is not None and other.value is not None:
            change = replace(own, value=own.value - other.value)
            rows.append(replace(_told(measure, change, group, period=CHANGE), estimand=CHANGE))
    return tuple(rows)


def _group(rule: MeasureRule, one: Measured) -> str | None:
    """The values of a group as people say them; None for all."""
    if not one.group:
        return None
    fields = kind_named(rule.kind).by_id if rule.kind else {}
    said = []
    for name, value in one.group.items():
        place = by_code(value) if name == "municipality" else None
        codes = fields[name].codes if name in fields else ()
        of_field = f"{fields[name].label} {value}" if name in fields and value else value
        meant = next((code.label for code in codes if code.value == value), of_field)
        said.append(place.name if place is not None else meant or words.unknown_value())
    return " · ".join(said)


def _alone(
    question: PlannedQuestion, measure: Measure, figures: Sequence[Measured], design: DesignType
) -> Answered:
    """One figure with nothing beside it: it may be told, and says nothing of a difference."""
    own = figures[0]
    assert measure.rule is not None
    rule = measure.rule
    text = words.nothing_beside()
    refused = Refused("no_comparison", text)
    rows: tuple[EstimateRow, ...] = (_told(measure, own, TREATED),)
    if own.count is not None and own.statistic == Statistic.SHARE:
        rows = (*estimate_share(int(own.count), own.n).estimates, *rows)
    rows += tuple(_told(measure, one, _group(rule, one)) for one in figures[1:])
    check = Check("no_comparison", False, text)
    return Answered(
        Result(rows, (check,), None, refused),
        design,
        people=(own.n, None),
        treated=own.n,
        excluded=(("not_known_yet", own.unknown),),
    )


def _told(measure: Measure, one: Measured, group: str | None, *, period: str | None = None) -> EstimateRow:
    """A figure of a rule as a row: no uncertainty is reckoned of it."""
    return EstimateRow(
        estimator=f"{RULE}{one.statistic}",
        estimand=str(one.statistic),
        inference="none",
        outcome=measure.id,
        group=group,
        period=period,
        n_treated=one.n,
        point=one.value,
        notes=(measure.text,),
    )

"""What a rule says of columns, days, answers and other measures, checked before anybody evaluates with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from frirum.core.catalogue.base import walk
from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.extract_kinds import (
    NUMERIC,
    ExtractField,
    ExtractKind,
    ExtractKindsFile,
    FieldType,
)
from frirum.core.catalogue.faults import did_you_mean
from frirum.core.catalogue.instruments import Measure
from frirum.core.catalogue.labels import label
from frirum.core.catalogue.measure_rules import (
    MEASURED_ON,
    MeasureRule,
    Occurrence,
    PopulationRule,
    RowFilter,
    Statistic,
)
from frirum.core.catalogue.outcome_schemes import OutcomeScheme, SchemeKind
from frirum.core.catalogue.plan import SuccessCriterion
from frirum.core.catalogue.questions import OnlyIf, Question, QuestionKind, Scale
from frirum.core.catalogue.sentences import say
from frirum.core.vocabulary.benefits import all_benefits

Found = Iterator[tuple[str, str, tuple[str, ...] | None]]


@dataclass(frozen=True)
class RuleWords:
    """What rules may name besides the definition itself.

    Attributes:
        kinds: the kinds of extract, or None where the file could not be read: then columns are not checked.
        schemes: outcome schemes by id.
        scales: the shared answer scales by id.
    """

    kinds: ExtractKindsFile | None
    schemes: Mapping[str, OutcomeScheme]
    scales: Mapping[str, Scale]

    def fields(self, kind_id: str | None) -> dict[str, ExtractField] | None:
        """The fields of a kind by id with their codes, the citizen's among them; None for a kind nobody knows."""
        kind = self.kind(kind_id)
        if kind is None or self.kinds is None:
            return None
        return {
            field.id: field.model_copy(update={"codes": self.kinds.codes_of(field)})
            for field in (*self.kinds.citizen_fields, *kind.fields)
        }

    def kind(self, kind_id: str | None) -> ExtractKind | None:
        """The kind with that id."""
        return next((one for one in self.kinds.kinds if one.id == kind_id), None) if self.kinds else None


def broken_measure_rules(experiment: Experiment, words: RuleWords) -> Found:
    """Every rule of a measure, outcome or population that cannot be computed as it is written."""
    questions = {q.id: q for instrument in experiment.instruments for q in instrument.questions}
    scales = {**words.scales, **{scale.id: scale for scale in experiment.scales}}
    for path, table in walk(experiment):
        if isinstance(table, MeasureRule):
            yield from _rule(table, words, path)
        if isinstance(table, (MeasureRule, SuccessCriterion)) and table.question in questions:
            yield from _answers(questions[table.question or ""], table.counts, scales, f"{path}.counts")
        if isinstance(table, OnlyIf) and table.question in questions:
            yield from _answers(questions[table.question], table.answers, scales, f"{path}.answer")
        if isinstance(table, PopulationRule):
            yield from _population(table, words, path)
    yield from _circles(experiment)


def _rule(rule: MeasureRule, words: RuleWords, path: str) -> Found:
    scheme = words.schemes.get(rule.scheme or "")
    if scheme is not None:
        if rule.version is not None and rule.version != scheme.version:
            message = say("scheme_has_version_version_not_other")
            yield (
                f"{path}.version",
                message.format(scheme=scheme.id, version=scheme.version, other=rule.version),
                (scheme.version,),
            )
        wanted = _STATISTICS[scheme.measures]
        if rule.statistic not in wanted:
            message = say("scheme_gives_what_use_statistics")
            yield (
                f"{path}.statistic",
                message.format(scheme=scheme.id, what=label(scheme.measures), statistics=", ".join(wanted)),
                wanted,
            )
        known = tuple(state.id for state in scheme.states)
        for place, state in enumerate(rule.states):
            if state not in known:
                yield f"{path}.state[{place}]", _unknown_state(state, scheme, known), known
    fields = words.fields(rule.kind)
    if fields is None:
        return
    measured_on = ExtractField(id=MEASURED_ON, text=MEASURED_ON, type=FieldType.DATE)
    filtered = fields | ({MEASURED_ON: measured_on} if rule.on else {})
    for key in ("where", "denominator"):
        yield from _filters(getattr(rule, key), filtered, f"{path}.{key}")
    if rule.exposure is not None:
        yield from _filters(
            rule.exposure.where, words.fields(rule.exposure.kind) or {}, f"{path}.exposure.where"
        )
    yield from _named(rule.anchor, fields, (FieldType.DATE,), f"{path}.anchor")
    yield from _named(rule.of, fields, NUMERIC, f"{path}.of")
    for place, name in enumerate(rule.per):
        yield from _named(name, fields, None, f"{path}.per[{place}]")
    if rule.until is not None:
        yield from _until(rule, rule.until, words, filtered, f"{path}.until")


_STATISTICS: dict[SchemeKind, tuple[Statistic, ...]] = {
    SchemeKind.STATE: (Statistic.SHARE,),
    SchemeKind.DEGREE: (Statistic.MEAN, Statistic.MEDIAN),
}


def _unknown_state(state: str, scheme: OutcomeScheme, known: tuple[str, ...]) -> str:
    message = say("scheme_has_no_state_state", scheme=scheme.id, state=state)
    return message + did_you_mean(state, known)


def _until(
    rule: MeasureRule, until: Occurrence, words: RuleWords, own: dict[str, ExtractField], path: str
) -> Found:
    fields = own if until.kind is None else words.fields(until.kind)
    if fields is None:
        return
    yield from _named(until.field, fields, (FieldType.DATE,), f"{path}.field")
    yield from _filters(until.where, fields, f"{path}.where")
    kind = words.kind(rule.kind)
    if kind is None or rule.anchor is None or until.kind is not None:
        return
    if until.field == rule.anchor or kind.comes_before(until.field, rule.anchor):
        message = say("outcome_until_lies_before_anchor_anchor")
        yield f"{path}.field", message.format(until=until.field, anchor=rule.anchor), None


def _population(rule: PopulationRule, words: RuleWords, path: str) -> Found:
    fields = words.fields(rule.kind)
    if fields is not None:
        yield from _filters(rule.where, fields, f"{path}.where")
        yield from _filters(rule.used, fields, f"{path}.used")
        yield from _named(rule.anchor, fields, (FieldType.DATE,), f"{path}.anchor")
    for place, alike in enumerate(rule.lookalikes):
        known = words.fields(alike.kind)
        if known is not None:
            yield from _filters(alike.where, known, f"{path}.lookalike[{place}].where")


def _filters(filters: tuple[RowFilter, ...], fields: dict[str, ExtractField], path: str) -> Found:
    for place, one in enumerate(filters):
        yield from _filter(one, fields, f"{path}[{place}]")


def _filter(one: RowFilter, fields: dict[str, ExtractField], path: str) -> Found:
    field = fields.get(one.field)
    if field is None or (one.since is not None and one.since not in fields):
        wrong = "field" if field is None else "since"
        yield from _named(getattr(one, wrong), fields, None, f"{path}.{wrong}")
        return
    if one.since is not None:
        for name in (one.since, one.field):
            yield from _named(name, fields, (FieldType.DATE,), f"{path}.since")
    if len(one.operators) != 1:
        return
    kind = FieldType.NUMBER if one.since else field.type
    allowed = _operators(kind)
    if one.operator not in allowed:
        message = say("operator_cannot_be_used_on_field")
        yield (
            f"{path}.{one.operator}",
            message.format(operator=one.operator, field=field.id, type=kind),
            allowed,
        )
        return
    operands = one.operand if isinstance(one.operand, tuple) else (one.operand,)
    codes = _codes(field)
    for value in operands if codes and one.operator in ("equals", "in") else ():
        if value not in codes:
            message = say("field_has_no_code_value", field=field.id, value=value)
            yield f"{path}.{one.operator}", message + did_you_mean(value, codes), codes
    if kind is FieldType.YES_NO and one.operator == "equals" and not isinstance(one.operand, bool):
        yield (
            f"{path}.equals",
            say("field_is_yes_or_no_write", field=field.id),
            None,
        )


def _codes(field: ExtractField) -> tuple[str, ...]:
    """The values a cell of the field can have, where they can be listed."""
    if field.type is FieldType.BENEFIT:
        return tuple(benefit.id for benefit in all_benefits())
    return tuple(code.value for code in field.codes)


def _operators(kind: FieldType) -> tuple[str, ...]:
    if kind is FieldType.DATE:
        return ("before", "on_or_after", "equals", "given")
    if kind in NUMERIC:
        return ("equals", "in", "at_least", "at_most", "less_than", "more_than", "given")
    return ("equals", "in", "given")


def _named(
    name: str | None, fields: dict[str, ExtractField], types: tuple[FieldType, ...] | None, path: str
) -> Found:
    if name is None:
        return
    if name not in fields:
        known = tuple(fields)
        yield (
            path,
            say("extract_has_no_column_name", name=name) + did_you_mean(name, known),
            known,
        )
    elif types is not None and fields[name].type not in types:
        allowed = tuple(one.id for one in fields.values() if one.type in types)
        yield path, say("name_is_of_type_type", name=name, type=fields[name].type), allowed


def _answers(
    question: Question, answers: tuple[object, ...], scales: Mapping[str, Scale], path: str
) -> Found:
    known = possible_answers(question, scales)
    if known is None:
        return
    for place, answer in enumerate(answers):
        if answer not in known:
            message = say("question_has_no_answer_answer", question=question.id, answer=answer)
            yield f"{path}[{place}]", message, tuple(str(one) for one in known)


def possible_answers(question: Question, scales: Mapping[str, Scale]) -> tuple[int | str, ...] | None:
    """What may be answered: values of the scale, yes or no, the options; None where anything may."""
    if question.kind is QuestionKind.SCALE:
        scale = scales.get(question.scale or "")
        return tuple(option.value for option in scale.options) if scale else None
    if question.kind is QuestionKind.YES_NO:
        return ("yes", "no")
    return question.options or None


def _circles(experiment: Experiment) -> Found:
    """Measures that rest on each other in a ring, so that none of them can be computed first."""
    rests = {measure.id: _rests_on(measure.rule) for measure in experiment.all_measures()}
    for path, table in walk(experiment):
        if isinstance(table, Measure) and table.rule is not None and table.id in _reached(table.id, rests):
            ring = ", ".join(sorted(_reached(table.id, rests)))
            message = say("measure_rests_on_itself_through_ring")
            yield f"{path}.rule", message.format(ring=ring), None


def _rests_on(rule: MeasureRule | None) -> tuple[str, ...]:
    return tuple(name for name in (rule.among, rule.first, rule.then) if name) if rule else ()


def _reached(start: str, rests: Mapping[str, tuple[str, ...]]) -> set[str]:
    reached: set[str] = set()
    ahead = list(rests.get(start, ()))
    while ahead:
        name = ahead.pop()
        if name not in reached:
            reached.add(name)
            ahead += rests.get(name, ())
    return reached

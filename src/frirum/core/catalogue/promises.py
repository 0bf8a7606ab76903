"""Every promise of a definition as a line: what was to be found out, the rule that answers it, or why nothing does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from frirum.core.catalogue import plan_words
from frirum.core.catalogue.base import Sourced
from frirum.core.catalogue.canonical import to_json_document
from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.instruments import Instrument, InstrumentKind, Measure
from frirum.core.catalogue.measure_checks import possible_answers
from frirum.core.catalogue.measure_rules import Counted, MeasureRule, RuleSource, Statistic
from frirum.core.catalogue.plan import Outcome, Promise, ResearchQuestion, SuccessCriterion
from frirum.core.catalogue.questions import Question, QuestionKind, Scale
from frirum.core.catalogue.rule_words import rule_text
from frirum.core.catalogue.sentences import say
from frirum.core.language import current_language, own_text


class LineKind(StrEnum):
    """What a line is in the definition."""

    MEASURE = "measure"
    OUTCOME = "outcome"
    ITEM = "item"
    PURPOSE = "purpose"
    EFFECT = "effect"
    EXPECTED_RESULT = "expected_result"
    FURTHER_MEASURE = "further_measure"
    GOAL = "goal"
    PART_GOAL = "part_goal"
    CRITERION = "criterion"
    RESEARCH_QUESTION = "research_question"
    OMITTED = "omitted"


STATED_IN: Mapping[LineKind, str] = {
    LineKind.PURPOSE: "purpose.what",
    LineKind.EFFECT: "purpose.expected",
    LineKind.EXPECTED_RESULT: "purpose.expected",
    LineKind.GOAL: "goals.goals",
    LineKind.CRITERION: "goals.goals",
    LineKind.PART_GOAL: "goals.part_goals",
    LineKind.FURTHER_MEASURE: "design.how",
    LineKind.RESEARCH_QUESTION: "design.how",
    LineKind.MEASURE: "design.methods",
    LineKind.OUTCOME: "design.methods",
    LineKind.ITEM: "design.methods",
    LineKind.OMITTED: "design.how",
}
"""Kind of line -> the sub-question of the evaluation form it stands under before the start."""
ANSWERED_IN = "results.attained"
UNANSWERED_IN = "results.why_not"
"""The sub-questions where a line is answered after the run: attained, or why not."""


@dataclass(frozen=True)
class MeasureLine:
    """One line.

    Attributes:
        rule: how it is computed, or None.
        why_not: why it is not, or None where it is.
        answers: ids of the promises that the number answers.
        part: slugs of the parts it belongs to; () for all.
        sources: ids of the places it is from.
        measured_by: ids of the measures that give an outcome together, where it names several; `rule` is the first's.
        given_by: the same where it names one, too.
    """

    id: str
    kind: LineKind
    text: str
    text_en: str | None
    rule: MeasureRule | None
    why_not: str | None
    answers: tuple[str, ...]
    part: tuple[str, ...]
    sources: tuple[str, ...]
    measured_by: tuple[str, ...] = ()
    given_by: tuple[str, ...] = ()

    @property
    def proposed(self) -> bool:
        """Whether the rule is ours."""
        return self.rule is not None and self.rule.proposed

    @property
    def stated_in(self) -> str:
        """The form's sub-question it stands under before the start."""
        return STATED_IN[self.kind]

    @property
    def answered_in(self) -> str:
        """The form's sub-question it is answered under."""
        return ANSWERED_IN if self.rule is not None else UNANSWERED_IN

    def as_dict(self) -> dict[str, Any]:
        """The line as `catalogue measures --json` prints it."""
        return {
            "id": self.id,
            "kind": self.kind.value,
            "text": self.text,
            "rule": to_json_document(self.rule) if self.rule is not None else None,
            "proposed": self.proposed,
            "why_not": self.why_not,
            "measured_by": list(self.measured_by),
            "answers": list(self.answers),
            "part": list(self.part),
            "form": {"stated": self.stated_in, "answered": self.answered_in},
        }


def sub_question_texts(experiment: Experiment, scales: Mapping[str, Scale]) -> dict[str, tuple[str, ...]]:
    """Key of the form's sub-question -> what the definition says was to be found out, that has its place there.

    Measures, questions and omitted instruments stand where the design is told. Each promise stands where it is stated,
    and again where it is answered: with what measures it, or with the reason that nothing does.
    """
    lines = measure_lines(experiment, scales)
    found: dict[str, list[str]] = {}
    for kind, name, promise in promises(experiment):
        text = with_what_is_ours(promise)
        found.setdefault(STATED_IN[kind], []).append(text)
        about = [line for line in lines if name in line.answers]
        measured = [_named(line) for line in about if line.rule is not None and line.id != name]
        if measured or any(line.rule is not None for line in about):
            by = say("promise_measured_by_measures", promise=text, measures="; ".join(measured))
            found.setdefault(ANSWERED_IN, []).append(by if measured else text)
        else:
            reasons = [line.why_not for line in about if line.why_not]
            found.setdefault(UNANSWERED_IN, []).append(" ".join([text, *dict.fromkeys(reasons)]))
    named = {name for _kind, name, _promise in promises(experiment)}
    for line in lines:
        if line.id not in named:
            text = _named(line)
            found.setdefault(line.stated_in, []).append(f"{text} ({line.why_not})" if line.why_not else text)
    return {key: tuple(dict.fromkeys(texts)) for key, texts in found.items()}


def with_what_is_ours(promise: Promise) -> str:
    """A promise's text; of a criterion whose answers or threshold no source states, with that it is so."""
    text = own_text(promise)
    if not (isinstance(promise, SuccessCriterion) and promise.proposed):
        return text
    return f"{text} {plan_words.answers_or_threshold_ours(counts=bool(promise.counts))}"


def counted_answers(
    experiment: Experiment, asked: str | None, counts: Iterable[int | str], scales: Mapping[str, Scale]
) -> tuple[str, ...]:
    """The answers that count, as they are put to people: the words of the scale, yes or no, or an option.

    Args:
        asked: id of the question.
        scales: the shared answer scales by id; the experiment's own stand before them.
    """
    questions = (q for instrument in experiment.instruments for q in instrument.questions)
    question = next((q for q in questions if q.id == asked), None)
    own = {**scales, **{scale.id: scale for scale in experiment.scales}}
    scale = own.get(question.scale or "") if question is not None else None
    said: dict[int | str, str] = {"yes": plan_words.yes(), "no": plan_words.no()}
    said |= {option.value: own_text(option) for option in scale.options} if scale is not None else {}
    return tuple(said.get(one, str(one)) for one in counts)


def _named(line: MeasureLine) -> str:
    """What a line is called, with whose its rule is."""
    text = own_text(line)
    return (
        plan_words.ours(text) if line.proposed and line.kind in (LineKind.MEASURE, LineKind.OUTCOME) else text
    )


def measure_lines(experiment: Experiment, scales: Mapping[str, Scale]) -> tuple[MeasureLine, ...]:
    """Every measure, outcome and question put to people, then every promise that none of them answers.

    Args:
        scales: the shared answer scales by id.
    """
    answers = _answered(experiment)
    lines = [_measure(one, answers) for one in experiment.all_measures()]
    plan = experiment.plan
    lines += [_outcome(one, experiment, answers) for one in (plan.outcomes if plan else ())]
    own = {**scales, **{scale.id: scale for scale in experiment.scales}}
    asked_by = {m.rule.question: m.id for m in experiment.all_measures() if m.rule and m.rule.question}
    for instrument in experiment.instruments:
        lines += [_item(q, instrument, own, asked_by, answers) for q in instrument.questions]
        if instrument.omitted:
            lines.append(_omitted(instrument))
    lines += _resting_on_questions(experiment)
    taken = {name for line in lines for name in line.answers}
    lines += [_unanswered(kind, name, one) for kind, name, one in promises(experiment) if name not in taken]
    return tuple(lines)


def promises(experiment: Experiment) -> Iterator[tuple[LineKind, str, Promise]]:
    """(kind, id, promise) of everything the plan promises; one without an id is named by its place."""
    plan = experiment.plan
    if plan is None:
        return
    effects = plan.effects
    by_horizon = (
        [(h, getattr(effects, h)) for h in ("short", "medium", "long", "efficiencies")] if effects else []
    )
    lists: list[tuple[LineKind, str, tuple[Any, ...]]] = [
        (LineKind.PURPOSE, "purpose", plan.purpose),
        *((LineKind.EFFECT, f"effect-{horizon}", found) for horizon, found in by_horizon),
        (LineKind.EXPECTED_RESULT, "expected-result", plan.expected_results),
        (LineKind.FURTHER_MEASURE, "further-measure", plan.further_measures),
        (LineKind.GOAL, "goal", plan.goals),
        (LineKind.PART_GOAL, "part-goal", tuple(p for goal in plan.goals for p in goal.part_goals)),
        (LineKind.CRITERION, "criterion", plan.success_criteria),
        (LineKind.RESEARCH_QUESTION, "question", plan.research_questions),
    ]
    for kind, name, found in lists:
        for place, one in enumerate(found, start=1):
            yield kind, getattr(one, "id", None) or f"{name}-{place}", one


def _answered(experiment: Experiment) -> dict[str, tuple[str, ...]]:
    """Measure or outcome -> the promises it answers; a question is answered by its outcomes and their measures."""
    found: dict[str, list[str]] = {}
    plan = experiment.plan
    measures_of = {one.id: one.measure for one in (plan.outcomes if plan else ())}
    for _kind, name, promise in promises(experiment):
        by = [*getattr(promise, "measure", ())]
        for outcome in promise.outcomes if isinstance(promise, ResearchQuestion) else ():
            by += [outcome, *measures_of.get(outcome, ())]
        for one in dict.fromkeys(by):
            found.setdefault(one, []).append(name)
    return {one: tuple(names) for one, names in found.items()}


def _measure(one: Measure, answers: Mapping[str, tuple[str, ...]]) -> MeasureLine:
    why_not = None if one.rule else own_reason(one) or _no_rule()
    return _line(
        one.id,
        LineKind.MEASURE,
        one,
        rule=one.rule,
        why_not=why_not,
        answers=answers.get(one.id, ()),
        part=one.part_slugs,
    )


def _outcome(one: Outcome, experiment: Experiment, answers: Mapping[str, tuple[str, ...]]) -> MeasureLine:
    """An outcome's own rule, else its measures'; one that names several is given by all of them."""
    ruled = [m for m in experiment.all_measures() if m.id in one.measure and m.rule]
    rule = one.rule or (ruled[0].rule if ruled else None)
    why_not = None if rule else own_reason(one) or _no_rule()
    line = _line(one.id, LineKind.OUTCOME, one, rule=rule, why_not=why_not, answers=answers.get(one.id, ()))
    if one.rule is not None:
        return line
    names = tuple(m.id for m in ruled)
    return replace(line, measured_by=names if len(names) > 1 else (), given_by=names)


def how_measured(line: MeasureLine) -> str:
    """How a line is computed: its rule, the measures that give it together, or why it is not."""
    if line.measured_by:
        return say("measured_by_ids", ids=", ".join(line.measured_by))
    return rule_text(line.rule) if line.rule else line.why_not or ""


_SOURCE_OF = {
    InstrumentKind.MANAGEMENT_AUDIT: RuleSource.AUDIT,
    InstrumentKind.CASE_REVIEW: RuleSource.REVIEW,
}


def source_of(instrument: Instrument) -> RuleSource:
    """What the answers of an instrument are as a source of rules."""
    return _SOURCE_OF.get(instrument.kind, RuleSource.SURVEY)


def _item(
    question: Question,
    instrument: Instrument,
    scales: Mapping[str, Scale],
    asked_by: Mapping[str, str],
    answers: Mapping[str, tuple[str, ...]],
) -> MeasureLine:
    """A question's own number: the share of each answer, or the mean of what was written; free text has none."""
    known = possible_answers(question, scales)
    is_number = question.kind is QuestionKind.NUMBER
    rule = None
    if known is not None or is_number:
        rule = MeasureRule(
            source=source_of(instrument),
            statistic=Statistic.MEAN if is_number else Statistic.SHARE,
            question=question.id,
            counts=tuple(known or ()),
            counted=Counted.EVERYONE,
            unit=say("answer") if is_number else say("share_of_answers"),
            proposed=question.id not in asked_by,
        )
    why_not = None if rule else say("answer_is_free_text_given")
    return _line(
        question.id,
        LineKind.ITEM,
        question,
        rule=rule,
        why_not=why_not,
        answers=answers.get(asked_by.get(question.id, ""), ()),
        part=instrument.part_slugs,
    )


def _resting_on_questions(experiment: Experiment) -> Iterator[MeasureLine]:
    """The criteria that cite a question and the answers that count: they are their own measure."""
    asked = {q.id: instrument for instrument in experiment.instruments for q in instrument.questions}
    for one in experiment.plan.success_criteria if experiment.plan else ():
        if one.question in asked:
            rule = MeasureRule(
                source=source_of(asked[one.question]),
                statistic=Statistic.SHARE,
                question=one.question,
                counts=one.counts,
                counted=Counted.EVERYONE,
                unit=say("share_of_answers"),
                proposed=one.proposed,
            )
            yield _line(one.id, LineKind.CRITERION, one, rule=rule, answers=(one.id,), part=one.part_slugs)


def _omitted(instrument: Instrument) -> MeasureLine:
    why_not = own_text(instrument, "reason") or say("sources_give_no_reason")
    return _line(instrument.id, LineKind.OMITTED, instrument, why_not=why_not, part=instrument.part_slugs)


def _unanswered(kind: LineKind, name: str, one: Promise) -> MeasureLine:
    why_not = own_reason(one) or say("no_measure_answers")
    return _line(name, kind, one, why_not=why_not, answers=(name,), part=getattr(one, "part_slugs", ()))


def own_reason(table: Sourced) -> str | None:
    """Why a table is not measured, in the reader's language where it says so."""
    english = getattr(table, "why_not_en", None) if current_language() == "en" else None
    return english or getattr(table, "why_not", None)


def _no_rule() -> str:
    return say("no_rule_is_written_for_measure")


def _line(
    name: str,
    kind: LineKind,
    table: Sourced,
    *,
    rule: MeasureRule | None = None,
    why_not: str | None = None,
    answers: tuple[str, ...] = (),
    part: tuple[str, ...] = (),
) -> MeasureLine:
    """A line with the words of its table; an instrument has a title where others have a text."""
    in_title = isinstance(table, Instrument)
    return MeasureLine(
        id=name,
        kind=kind,
        text=getattr(table, "title" if in_title else "text"),
        text_en=getattr(table, "title_en" if in_title else "text_en"),
        rule=rule,
        why_not=why_not,
        answers=answers,
        part=part,
        sources=table.source_ids,
    )

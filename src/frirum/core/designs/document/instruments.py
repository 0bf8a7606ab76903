"""The instruments of a design document, with every question and its answers."""

from __future__ import annotations

from frirum.core.catalogue import plan_words
from frirum.core.catalogue.instruments import Instrument, InstrumentKind, Measure
from frirum.core.catalogue.labels import label
from frirum.core.catalogue.promises import counted_answers, own_reason
from frirum.core.catalogue.questions import Question, QuestionKind
from frirum.core.designs.design import Design
from frirum.core.designs.document.plan import whose
from frirum.core.designs.document.sentences import say
from frirum.core.designs.document.text import missing, quoted, quoted_or_missing, words
from frirum.core.instruments.rounds import planned_rounds
from frirum.core.instruments.words import round_text, told_text
from frirum.core.language import own_text
from frirum.core.report.blocks import (
    BulletList,
    DefinitionRow,
    DefinitionRows,
    FlowBlock,
    Heading,
    NumberedList,
)
from frirum.core.report.inlines import Inline, Missing, Text
from frirum.core.vocabulary.danish import format_exact


def instruments(design: Design) -> list[FlowBlock]:
    """Every instrument, also those considered and left out; the ministry's form is no instrument of the design."""
    blocks: list[FlowBlock] = [Heading(say("instruments_and_questions"))]
    found = [one for one in design.experiment.instruments if one.kind is not InstrumentKind.EVALUATION_FORM]
    for instrument in found:
        blocks.append(Heading(own_text(instrument, "title"), level=2))
        blocks.append(_instrument(instrument, design))
        if instrument.questions:
            blocks.append(NumberedList(*(_question(one, design) for one in instrument.questions)))
    return blocks if found else [*blocks, *missing()]


def measure_words(design: Design) -> dict[str, Text]:
    """What each measure is called, by its id; one whose rule is ours says so."""
    return {measure.id: _measure(measure) for measure in design.experiment.all_measures()}


def _measure(measure: Measure) -> Text:
    """A measure with its unit and the system it is read in, whose its rule is, or why there is none."""
    text = words(measure)
    beside = ", ".join(part for part in (measure.unit, measure.system) if part)
    said = f"{text.text} ({beside})" if beside else text.text
    if measure.rule is not None and measure.rule.proposed:
        said = plan_words.ours(said)
    elif measure.rule is None and (why_not := own_reason(measure)):
        said = plan_words.why_not_measured(said, why_not.removesuffix("."))
    return Text(said, italic=text.italic)


def of_no_instrument(design: Design) -> list[FlowBlock]:
    """The measures that no instrument of the design takes; none where every one is an instrument's."""
    found = [_measure(measure) for measure in design.experiment.measures]
    if not found:
        return []
    return [Heading(plan_words.measured_without_instrument(), level=2), BulletList(*found)]


def _instrument(instrument: Instrument, design: Design) -> DefinitionRows:
    rows = [DefinitionRow(say("kind"), str(label(instrument.kind)))]
    if instrument.omitted:
        rows.append(DefinitionRow(say("left_out"), quoted_or_missing(instrument.reason)))
        return DefinitionRows(*rows)
    if instrument.text:
        rows.append(DefinitionRow(say("what"), words(instrument)))
    rows.append(
        DefinitionRow(
            say("how_often"), str(label(instrument.frequency)) if instrument.frequency else Missing()
        )
    )
    if instrument.rounds:
        rounds = "; ".join(map(round_text, planned_rounds(design.experiment, instrument)))
        rows.append(DefinitionRow(say("waves"), quoted(rounds)))
    if instrument.measures:
        rows.append(DefinitionRow(say("measurements"), _measures(instrument)))
    if instrument.respondents:
        rows.append(DefinitionRow(say("asked"), ", ".join(str(label(one)) for one in instrument.respondents)))
    rows += _size(instrument)
    for title, said in (
        (say("who_is_asked"), instrument.respondents_text),
        (say("whom_concerns"), instrument.population),
        (say("size_of_sample"), instrument.sample_size_rule),
        (say("feedback"), instrument.feedback),
    ):
        if said:
            rows.append(DefinitionRow(title, quoted(said)))
    if told := told_text(instrument):
        rows.append(DefinitionRow(say("feedback_to"), told))
    return DefinitionRows(*rows)


def _size(instrument: Instrument) -> list[DefinitionRow]:
    """How many are looked at or asked, and how they are picked."""
    rows = []
    if instrument.sampling is not None:
        rows.append(DefinitionRow(say("which_cases_or_people"), str(label(instrument.sampling))))
    if instrument.sample_size is not None:
        n = format_exact(instrument.sample_size)
        each = instrument.sample_per_municipality
        rows.append(DefinitionRow(say("number"), say("n_in_each_municipality", n=n) if each else n))
    return rows


def _measures(instrument: Instrument) -> tuple[Inline, ...]:
    found: list[Inline] = []
    for measure in instrument.measures:
        found += [Text("; "), _measure(measure)] if found else [_measure(measure)]
    return tuple(found)


def _question(question: Question, design: Design) -> tuple[Inline, ...]:
    scale = design.scale(question.scale) if question.scale else None
    options = [words(option) for option in scale.options] if scale else list(map(quoted, question.options))
    if question.kind is QuestionKind.YES_NO:
        options = [Text(plan_words.yes()), Text(plan_words.no())]
    if scale and scale.dont_know:
        options.append(quoted(scale.dont_know))
    answers: list[Inline] = []
    for option in options:
        answers += [Text(" / "), option] if answers else [Text(" ["), option]
    closing = [Text("]")] if answers else []
    lead_in: list[Inline] = [Text(" "), quoted(question.lead_in)] if question.lead_in else []
    purpose: list[Inline] = [Text(" – "), Text(own_text(question, "purpose"))] if question.purpose else []
    return (
        words(question), *lead_in, *answers, *closing, Text(whose(question.wording)),
        *purpose, Text(_conditions(question, design)),
    )  # fmt: skip


def _conditions(question: Question, design: Design) -> str:
    """When a question is asked at all, and whether it decides who goes on."""
    said = ""
    if question.only_if is not None:
        before = question.only_if.question
        counted = counted_answers(design.experiment, before, question.only_if.answers, design.scales)
        earlier = next(
            (q for one in design.experiment.instruments for q in one.questions if q.id == before), None
        )
        asked = own_text(earlier) if earlier else before
        said += f" {plan_words.asked_only_after(plan_words.or_between(list(counted)), asked)}"
    if question.screening:
        said += " " + say("decides_who_is_asked_further")
    return said

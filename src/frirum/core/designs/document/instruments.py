"""The instruments of a design document, with every question and its answers."""

from __future__ import annotations

from frirum.core.catalogue.instruments import Instrument, InstrumentKind, Measure
from frirum.core.catalogue.labels import label
from frirum.core.catalogue.questions import Question
from frirum.core.designs.design import Design
from frirum.core.designs.document.plan import whose
from frirum.core.designs.document.text import missing, quoted, quoted_or_missing, words
from frirum.core.instruments.rounds import planned_rounds
from frirum.core.instruments.words import round_text, told_text
from frirum.core.language import gettext as _
from frirum.core.language import own_text
from frirum.core.report.blocks import DefinitionRow, DefinitionRows, FlowBlock, Heading, NumberedList
from frirum.core.report.inlines import Inline, Missing, Text
from frirum.core.vocabulary.danish import format_exact


def instruments(design: Design) -> list[FlowBlock]:
    """Every instrument, also those considered and left out; the ministry's form is no instrument of the design."""
    blocks: list[FlowBlock] = [Heading(_("Redskaber og spørgsmål"))]
    found = [one for one in design.experiment.instruments if one.kind is not InstrumentKind.EVALUATION_FORM]
    for instrument in found:
        blocks.append(Heading(own_text(instrument, "title"), level=2))
        blocks.append(_instrument(instrument, design))
        if instrument.questions:
            blocks.append(NumberedList(*(_question(one, design) for one in instrument.questions)))
    return blocks if found else [*blocks, *missing()]


def measure_words(design: Design) -> dict[str, Text]:
    """What each measure is called, by its id."""
    return {
        measure.id: _measure(measure) for one in design.experiment.instruments for measure in one.measures
    }


def _measure(measure: Measure) -> Text:
    """A measure with its unit and the system it is read in."""
    text = words(measure)
    beside = ", ".join(part for part in (measure.unit, measure.system) if part)
    return Text(f"{text.text} ({beside})", italic=text.italic) if beside else text


def _instrument(instrument: Instrument, design: Design) -> DefinitionRows:
    rows = [DefinitionRow(_("Slags"), str(label(instrument.kind)))]
    if instrument.omitted:
        rows.append(DefinitionRow(_("Fravalgt"), quoted_or_missing(instrument.reason)))
        return DefinitionRows(*rows)
    if instrument.text:
        rows.append(DefinitionRow(_("Hvad"), words(instrument)))
    rows.append(
        DefinitionRow(_("Hvor tit"), str(label(instrument.frequency)) if instrument.frequency else Missing())
    )
    if instrument.rounds:
        rounds = "; ".join(map(round_text, planned_rounds(design.experiment, instrument)))
        rows.append(DefinitionRow(_("Runder"), quoted(rounds)))
    if instrument.measures:
        rows.append(DefinitionRow(_("Målinger"), _measures(instrument)))
    if instrument.respondents:
        rows.append(DefinitionRow(_("Spørges"), ", ".join(str(label(one)) for one in instrument.respondents)))
    rows += _size(instrument)
    for title, said in (
        (_("Hvem spørges"), instrument.respondents_text),
        (_("Hvem det drejer sig om"), instrument.population),
        (_("Udsnittets størrelse"), instrument.sample_size_rule),
        (_("Tilbagemelding"), instrument.feedback),
    ):
        if said:
            rows.append(DefinitionRow(title, quoted(said)))
    if told := told_text(instrument):
        rows.append(DefinitionRow(_("Meldes tilbage til"), told))
    return DefinitionRows(*rows)


def _size(instrument: Instrument) -> list[DefinitionRow]:
    """How many are looked at or asked, and how they are picked."""
    rows = []
    if instrument.sampling is not None:
        rows.append(DefinitionRow(_("Hvilke sager eller personer"), str(label(instrument.sampling))))
    if instrument.sample_size is not None:
        n = format_exact(instrument.sample_size)
        each = instrument.sample_per_municipality
        rows.append(DefinitionRow(_("Antal"), _("{n} i hver kommune").format(n=n) if each else n))
    return rows


def _measures(instrument: Instrument) -> tuple[Inline, ...]:
    found: list[Inline] = []
    for measure in instrument.measures:
        found += [Text("; "), _measure(measure)] if found else [_measure(measure)]
    return tuple(found)


def _question(question: Question, design: Design) -> tuple[Inline, ...]:
    scale = design.scale(question.scale) if question.scale else None
    options = [words(option) for option in scale.options] if scale else list(map(quoted, question.options))
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
        answers = ", ".join(str(one) for one in question.only_if.answers)
        earlier = design.question(question.only_if.question)
        said += " " + _("(Stilles kun efter svaret {answers} på »{question}«.)").format(
            answers=answers, question=earlier.text if earlier else question.only_if.question
        )
    if question.screening:
        said += " " + _("(Afgør, hvem der spørges videre.)")
    return said

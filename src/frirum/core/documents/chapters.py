"""What each kind of chapter of the final report holds, as far as the definition and the sources have it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.instruments import Instrument, InstrumentKind
from frirum.core.catalogue.loader import Catalogue
from frirum.core.catalogue.plan import ChapterContent
from frirum.core.catalogue.standing import standing
from frirum.core.catalogue.wording import provision_citation
from frirum.core.designs.document.text import quoted, words
from frirum.core.documents import words as w
from frirum.core.documents.known import cost_inlines, decision_sentences, period_text, use_inlines
from frirum.core.documents.passages import municipalities_text, participants_or_missing
from frirum.core.documents.promised import Answers, omitted_instruments, promise_lines
from frirum.core.documents.sentences import say
from frirum.core.documents.stated import claims_beneath
from frirum.core.economy.blocks import ledger_blocks
from frirum.core.economy.from_definition import ledger_of
from frirum.core.language import own_text
from frirum.core.report.blocks import (
    BulletList,
    DefinitionRow,
    DefinitionRows,
    FlowBlock,
    Heading,
    NumberedList,
    Paragraph,
)
from frirum.core.report.inlines import Missing, as_inlines

AUDIT_KINDS = (InstrumentKind.MANAGEMENT_AUDIT, InstrumentKind.CASE_REVIEW)
SURVEY_KINDS = (InstrumentKind.SURVEY,)
_REGISTER_KINDS = (
    InstrumentKind.BASELINE, InstrumentKind.DATA_EXTRACT, InstrumentKind.REGISTER_RUN, InstrumentKind.CONTACT_COUNT,
)  # fmt: skip


def chapter_blocks(
    content: ChapterContent,
    experiment: Experiment,
    catalogue: Catalogue,
    answers: Answers,
    results: Mapping[str, tuple[FlowBlock, ...]],
) -> list[FlowBlock]:
    """The chapter without its heading.

    Args:
        answers: what runs answered, by promise.
        results: instrument -> what came of it, as the gate let it out.
    """
    made: dict[ChapterContent, Callable[[Experiment, Catalogue], list[FlowBlock]]] = {
        ChapterContent.INTRODUCTION: _introduction,
        ChapterContent.SUMMARY: lambda one, every: _summary(one, every, answers),
        ChapterContent.CONCLUSIONS: _conclusions,
        ChapterContent.DESCRIPTION: _description,
        ChapterContent.AUDITS: lambda one, _all: _results(one, AUDIT_KINDS, results, answers),
        ChapterContent.SURVEYS: lambda one, _all: _results(one, SURVEY_KINDS, results, answers),
        ChapterContent.REGISTERS: lambda one, _all: _results(one, _REGISTER_KINDS, results, answers),
        ChapterContent.ECONOMY: _economy,
    }
    return made[content](experiment, catalogue)


def _introduction(experiment: Experiment, catalogue: Catalogue) -> list[FlowBlock]:
    network = catalogue.networks.get(experiment.network)
    return [
        Paragraph(words(experiment, "summary")),
        DefinitionRows(
            DefinitionRow(say("networks"), own_text(network, "title") if network else Missing()),
            DefinitionRow(say("municipalities"), participants_or_missing(experiment)),
            DefinitionRow(say("period"), period_text(experiment)),
            DefinitionRow(say("state"), standing(experiment, catalogue.on).text),
        ),
    ]


def _summary(experiment: Experiment, catalogue: Catalogue, answers: Answers) -> list[FlowBlock]:
    claims = claims_beneath(experiment, catalogue)
    lines = promise_lines(experiment, catalogue.scales, answers)
    unanswered = sum(not one.answered for one in lines)
    words_of = w.NO_ANSWERS if unanswered == len(lines) else w.SOME_ANSWERS
    text = w.said(words_of if lines else w.NOTHING_PROMISED).format(
        n=len(lines), answered=len(lines) - unanswered, unanswered=unanswered
    )
    found: list[FlowBlock] = (
        [BulletList(*(one.sentence for one in claims))]
        if claims
        else [Paragraph(Missing(say("no_source_says_what_was_found")))]
    )
    return [
        DefinitionRows(DefinitionRow(say("used"), use_inlines(experiment))),
        Heading(say("what_sources_found"), level=2),
        *found,
        Heading(say("what_was_measured"), level=2),
        Paragraph(text),
    ]


def _conclusions(experiment: Experiment, catalogue: Catalogue) -> list[FlowBlock]:
    """What the municipalities concluded themselves, and what was decided."""
    blocks: list[FlowBlock] = [Heading(say("municipalities_own_conclusions"), level=2)]
    rows = [
        DefinitionRow(
            say("period_names", period=one.period, names=municipalities_text(one.municipalities)),
            own_text(one, "conclusion"),
        )
        for one in experiment.conclusions
    ]
    blocks.append(DefinitionRows(*rows) if rows else Paragraph(Missing(say("no_conclusion_was_received"))))
    blocks.append(Heading(say("policy_decisions"), level=2))
    decided = decision_sentences(experiment, catalogue)
    blocks.append(BulletList(*decided) if decided else Paragraph(Missing(say("no_source_mentions_decision"))))
    return blocks


def _description(experiment: Experiment, _catalogue: Catalogue) -> list[FlowBlock]:
    """Rules, target groups, purpose and expected results, as the design has them."""
    plan = experiment.plan
    rules = [
        DefinitionRow(
            _capital(provision_citation(one)),
            words(one, "derogation") if one.derogation else Missing(say("what_applies_instead")),
        )
        for one in experiment.provisions
    ]
    blocks: list[FlowBlock] = [Heading(say("rules_deviated_from"), level=2)]
    blocks.append(DefinitionRows(*rules) if rules else Paragraph(Missing()))
    for title, found in (
        (say("target_group"), experiment.target_groups),
        (say("purpose"), plan.purpose if plan else ()),
        (say("expected_results"), plan.expected_results if plan else ()),
        (say("further_measures"), plan.further_measures if plan else ()),
    ):
        blocks.append(Heading(title, level=2))
        blocks.append(BulletList(*(words(one) for one in found)) if found else Paragraph(Missing()))
    return blocks


def _results(
    experiment: Experiment,
    kinds: Iterable[InstrumentKind],
    results: Mapping[str, tuple[FlowBlock, ...]],
    answers: Answers,
) -> list[FlowBlock]:
    """The instruments of the chapter, what they were to show, and what the sources say came of them."""
    wanted = set(kinds)
    found = [one for one in experiment.instruments if one.kind in wanted and not one.omitted]
    blocks: list[FlowBlock] = []
    for one in found:
        blocks.append(Heading(own_text(one, "title"), level=2))
        blocks += [Paragraph(words(one))] if one.text else []
        annex = _annex_of(one, experiment)
        if annex is None or results.get(one.id):
            blocks += results.get(one.id) or instrument_results(one, answers)
        else:
            text = say("questions_and_what_was_answered_stand")
            blocks.append(Paragraph(text.format(n=annex)))
    if not found:
        left_out = omitted_instruments(experiment)
        blocks.append(Paragraph(Missing(say("design_has_no_instrument_for_chapter"))))
        blocks += left_out
    return blocks


def _annex_of(instrument: Instrument, experiment: Experiment) -> int | None:
    """The number of the annex that the design keeps for the instrument's results; None where it keeps none."""
    planned = experiment.plan.final_report if experiment.plan else None
    held = planned.annex_holds if planned is not None and planned.annex_holds else ()
    return held.index(instrument.id) + 1 if instrument.id in held else None


def instrument_results(instrument: Instrument, answers: Answers) -> list[FlowBlock]:
    """The questions or measures of an instrument, and what runs answered of them or that nothing did."""
    lines = [own_text(one) for one in instrument.questions] or [own_text(one) for one in instrument.measures]
    blocks: list[FlowBlock] = [NumberedList(*map(quoted, lines))] if lines else []
    if instrument.omitted:
        reason = quoted(instrument.reason) if instrument.reason else Missing(say("source_gives_no_reason"))
        return [*blocks, DefinitionRows(DefinitionRow(say("left_out"), reason))]
    told = [one for one in instrument.measures if one.id in answers]
    if told:
        rows = (DefinitionRow(own_text(one), *as_inlines(answers[one.id])) for one in told)
        return [*blocks, DefinitionRows(*rows)]
    return [*blocks, Paragraph(Missing(say("are_no_answers_from_round")))]


def _economy(experiment: Experiment, _catalogue: Catalogue) -> list[FlowBlock]:
    rows = [DefinitionRow(say("expenses_and_savings"), cost_inlines(experiment))]
    plan = experiment.plan
    freed = [one.used_for for one in (plan.costs if plan else ()) if one.used_for]
    rows.append(
        DefinitionRow(
            say("what_was_freed_went_to"),
            quoted("; ".join(freed)) if freed else Missing(say("nobody_has_said")),
        )
    )
    return [DefinitionRows(*rows), *ledger_blocks(ledger_of(experiment))]


def _capital(text: str) -> str:
    """A label begins with a capital, also where it begins with a law and not with its section."""
    return text[:1].upper() + text[1:]

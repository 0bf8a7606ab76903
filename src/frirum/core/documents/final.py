"""The final report of an experiment: the definition's own disposition, each chapter with its part-conclusion.

Where the design names no disposition the usual one is taken, and the report says so. What a person has to write is a
slot; what a run answers comes in as `Found`, typed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from frirum.core.catalogue.compilations import effective_decisions
from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.instruments import Instrument, InstrumentKind
from frirum.core.catalogue.loader import Catalogue
from frirum.core.catalogue.plan import ChapterContent, Comparison, FinalReport
from frirum.core.documents import words as w
from frirum.core.documents.chapters import AUDIT_KINDS, SURVEY_KINDS, chapter_blocks, instrument_results
from frirum.core.documents.method import method_blocks
from frirum.core.documents.passages import municipalities_text, participants, slot, sources_section
from frirum.core.documents.promised import Answers, omitted_instruments, promise_lines, promises_table
from frirum.core.documents.sentences import say
from frirum.core.language import current_language, own_text
from frirum.core.report.blocks import (
    Annex,
    Block,
    Document,
    FlowBlock,
    Heading,
    Note,
    NoteKind,
    Passage,
    Prose,
    prose,
)
from frirum.core.report.inlines import Inline


@dataclass(frozen=True)
class Found:
    """What runs answered, ready for a report.

    Attributes:
        answers: promise, measure or question -> its answer.
        chapters: what a chapter's content gains from the runs.
        annexes: instrument -> its results.
        method: how the runs were made.
        shown: one sentence per question, in the words its step allows.
        runs: fingerprints of the results.
    """

    answers: Answers = field(default_factory=dict)
    chapters: Mapping[ChapterContent, tuple[FlowBlock, ...]] = field(default_factory=dict)
    annexes: Mapping[str, tuple[FlowBlock, ...]] = field(default_factory=dict)
    method: tuple[FlowBlock, ...] = ()
    shown: tuple[tuple[Inline, ...], ...] = ()
    runs: tuple[str, ...] = ()


class WrittenKind(StrEnum):
    """The documents that people write in, section by section; the values are the command line's.

    A table of conclusions (`conclusions.py`) and a short report (`pixi.py`) are of a network, the others of an
    experiment.
    """

    FINAL = "final"
    INTERIM = "interim"
    CONCLUSIONS = "conclusions"
    PIXI = "pixi"

    @property
    def label(self) -> str:
        """What it is called."""
        return w.said(w.KINDS[self.value])

    @property
    def of_network(self) -> bool:
        """Whether it is written of a network, not of an experiment."""
        return self in {WrittenKind.CONCLUSIONS, WrittenKind.PIXI}


@dataclass(frozen=True)
class Chapter:
    """A chapter of the report; `content` is None where only a person can say what it holds."""

    key: str
    title: str
    content: ChapterContent | None


def final_report(
    experiment: Experiment,
    catalogue: Catalogue,
    *,
    found: Found | None = None,
    written: Mapping[str, str] | None = None,
    date: dt.date | None = None,
    kind: WrittenKind = WrittenKind.FINAL,
    is_open: bool = False,
) -> Document:
    """The report, or the interim note on the way to it.

    Args:
        found: what runs answered; None before there is one.
        written: chapter key -> the part-conclusion a person has written.
        is_open: the part-conclusions are passages that people go on writing.
    """
    found, written = found or Found(), written or {}
    planned = experiment.plan.final_report if experiment.plan else None
    lines = promise_lines(experiment, catalogue.scales, found.answers)
    blocks: list[Block] = []
    if planned is None and kind is WrittenKind.FINAL:
        said = say("design_does_not_say_how_report")
        blocks.append(Note(NoteKind.INFO, said))
    chapters = chapters_of(experiment, kind)
    blocks += _shared(experiment, catalogue)
    for chapter in chapters:
        blocks += _chapter(chapter, experiment, catalogue, found)
        conclusion = _part_conclusion(written.get(chapter.key, "").strip())
        blocks.append(Passage(chapter.key, conclusion, is_open))
    held = {chapter.content for chapter in chapters}
    homeless = [block for content, told in found.chapters.items() if content not in held for block in told]
    blocks += _annexes(experiment, planned, found)
    if homeless:  # the disposition has no chapter for them
        blocks.append(Annex(say("what_runs_showed"), tuple(homeless)))
    blocks.append(Annex(say("method"), (*method_blocks(experiment), *found.method)))
    blocks.append(Annex(say("promises_and_answers"), (*promises_table(lines), *_left_out(experiment))))
    sources = sources_section(experiment, catalogue.documents, level=2)
    if sources:
        blocks.append(Annex(say("what_report_rests_on"), tuple(sources)))
    return Document(
        title=own_text(experiment, "short_title"),
        blocks=tuple(blocks),
        language=current_language(),
        kicker=kind.label,
        subject=say("report_on_free_municipality_experiments"),
        issuer=municipalities_text(participants(experiment)),
        date=date,
    )


def _shared(experiment: Experiment, catalogue: Catalogue) -> list[Note]:
    """That the experiment has no decision of its own, and whose it shares."""
    owners = {owner.slug: owner for _decision, owner in effective_decisions(experiment, catalogue)}
    owners.pop(experiment.slug, None)
    text = say("decision_is_shared_with_title")
    return [
        Note(NoteKind.INFO, text.format(title=own_text(owner, "short_title"))) for owner in owners.values()
    ]


def chapters_of(experiment: Experiment, kind: WrittenKind = WrittenKind.FINAL) -> tuple[Chapter, ...]:
    """The chapters that the definition names, else the usual ones for the instruments it has."""
    planned = experiment.plan.final_report if experiment.plan else None
    if kind is WrittenKind.INTERIM:
        pairs: list[tuple[str, ChapterContent | None]] = list(_on_the_way())
    elif planned is not None:
        held = planned.holds or (None,) * len(planned.sections)
        pairs = list(zip(planned.sections, held, strict=True))
    else:
        pairs = list(_usual(experiment))
    return tuple(
        Chapter(f"kapitel-{number}", title, content) for number, (title, content) in enumerate(pairs, start=1)
    )


def _on_the_way() -> Iterator[tuple[str, ChapterContent | None]]:
    """What is asked before the end: where it stands, what was found so far, and what has to change."""
    yield say("experiment_in_short"), ChapterContent.INTRODUCTION
    yield say("results_far"), ChapterContent.SUMMARY
    yield say("what_should_be_adjusted"), None


def _usual(experiment: Experiment) -> Iterator[tuple[str, ChapterContent | None]]:
    kinds = {one.kind for one in experiment.instruments if not one.omitted}
    yield say("introduction"), ChapterContent.INTRODUCTION
    yield say("summary"), ChapterContent.SUMMARY
    yield say("main_conclusions"), ChapterContent.CONCLUSIONS
    yield say("description_of_experiment"), ChapterContent.DESCRIPTION
    if kinds & set(AUDIT_KINDS):
        yield say("results_of_audits_and_case_reviews"), ChapterContent.AUDITS
    if kinds & set(SURVEY_KINDS):
        yield say("results_of_surveys"), ChapterContent.SURVEYS
    if _compares(experiment) or InstrumentKind.DATA_EXTRACT in kinds:
        yield say("results_of_registers_and_extracts"), ChapterContent.REGISTERS
    yield say("economy"), ChapterContent.ECONOMY


def _compares(experiment: Experiment) -> bool:
    plan = experiment.plan
    asked = {one for question in (plan.research_questions if plan else ()) for one in question.comparison}
    return bool(asked - {Comparison.NONE})


def _chapter(
    chapter: Chapter,
    experiment: Experiment,
    catalogue: Catalogue,
    found: Found,
) -> list[FlowBlock]:
    """The chapter's content, and the heading of its part-conclusion; one without content is written as a whole."""
    blocks: list[FlowBlock] = [Heading(chapter.title)]
    if chapter.content is None:
        return blocks
    blocks += chapter_blocks(chapter.content, experiment, catalogue, found.answers, found.annexes)
    blocks += found.chapters.get(chapter.content, ())
    return [*blocks, Heading(say("part_conclusion"), level=2)]


def _part_conclusion(text: str) -> tuple[Prose, ...]:
    return prose(text) if text else tuple(slot(say("whoever_is_responsible_for_chapter")))


def _annexes(experiment: Experiment, planned: FinalReport | None, found: Found) -> list[Annex]:
    """The annexes the design names; without any, one per instrument that asks something."""
    by_id = {one.id: one for one in experiment.instruments}
    if planned is not None and planned.annexes:
        held = planned.annex_holds or (None,) * len(planned.annexes)
        pairs: list[tuple[str, Instrument | None]] = [
            (title, by_id.get(name) if name else None)
            for title, name in zip(planned.annexes, held, strict=True)
        ]
    else:
        asking = [one for one in experiment.instruments if one.questions and not one.omitted]
        pairs = [(own_text(one, "title"), one) for one in asking]
    return [Annex(title, tuple(_annex(one, found))) for title, one in pairs]


def _annex(instrument: Instrument | None, found: Found) -> list[FlowBlock]:
    if instrument is None:
        return [*slot(say("whoever_is_responsible_for_annex"))]
    return list(found.annexes.get(instrument.id, ())) or instrument_results(instrument, found.answers)


def _left_out(experiment: Experiment) -> list[FlowBlock]:
    blocks = omitted_instruments(experiment)
    return [Heading(say("instruments_left_out"), level=2), *blocks] if blocks else []

"""The table of the municipalities' own conclusions in a reporting period: one row per experiment, each traceable."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from frirum.core.catalogue.compilations import conclusion_rows, effective_decisions
from frirum.core.catalogue.datasets.dataset import source_places
from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.history import Status
from frirum.core.catalogue.loader import Catalogue
from frirum.core.catalogue.network import ConclusionsSummary, Network
from frirum.core.designs.document.text import quoted, words
from frirum.core.documents import words as w
from frirum.core.documents.passages import municipalities_text
from frirum.core.documents.prose import sentences
from frirum.core.documents.sentences import say
from frirum.core.errors import UsageError
from frirum.core.language import current_language, own_text
from frirum.core.report.blocks import (
    Annex,
    Block,
    BulletList,
    DefinitionRow,
    DefinitionRows,
    Document,
    FlowBlock,
    Heading,
    Note,
    NoteKind,
    Paragraph,
    Passage,
    prose,
)
from frirum.core.report.inlines import Inlines, Missing, Text
from frirum.core.report.tables import ReportTable


@dataclass(frozen=True)
class TracedSentence:
    """A passage of a conclusion and where it stands: a form, or a place in a document."""

    text: str
    place: str


@dataclass(frozen=True)
class ConcludedRow:
    """One row: an experiment as the municipalities that took part concluded on it.

    Attributes:
        experiment: slug.
        title: as the forms or the table call it.
        municipalities: codes of those whose conclusion it is.
        what: what the experiment is, in the reader's language.
        sentences: the conclusion, passage by passage; () where none is received.
        missing: codes of those that took part in the period and have given none.
        text: the conclusion as a person has typed it, where one goes on writing it.
    """

    experiment: str
    title: str
    municipalities: tuple[int, ...]
    what: str
    sentences: tuple[TracedSentence, ...]
    missing: tuple[int, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class NoConclusion:
    """An experiment of the network without a row, and why there is none as far as it is known."""

    title: str
    why: str


def concluded_rows(network: Network, catalogue: Catalogue, period: str) -> tuple[ConcludedRow, ...]:
    """The rows of a period as the definitions have them."""
    return tuple(
        _row(row.experiment, row.conclusion, period)
        for row in conclusion_rows(catalogue)
        if row.experiment.network == network.slug and row.conclusion.period == period
    )


def _row(experiment: Experiment, conclusion: object, period: str) -> ConcludedRow:
    from frirum.core.catalogue.findings import Conclusion

    assert isinstance(conclusion, Conclusion)
    said = own_text(conclusion, "conclusion")
    place = "; ".join(source_places(experiment, conclusion.source_ids))
    return ConcludedRow(
        experiment.slug,
        conclusion.title,
        conclusion.municipalities,
        own_text(conclusion, "what"),
        (TracedSentence(said, place),),
        _owing(experiment, conclusion.municipalities, period),
    )


def _owing(experiment: Experiment, given: Iterable[int], period: str) -> tuple[int, ...]:
    """Those that took part at some time in the period and are not in the row."""
    first, last = _years(period)
    if first is None or last is None:
        return ()
    took_part = {
        stay.municipality
        for stay in experiment.participation
        if (stay.start is None or stay.start <= last) and (stay.end is None or stay.end >= first)
    }
    return tuple(sorted(took_part - set(given)))


def _years(period: str) -> tuple[dt.date | None, dt.date | None]:
    """First and last day of a period written as years: 2021-2022."""
    parts = period.split("-")
    if not all(part.isdigit() and len(part) == 4 for part in parts) or len(parts) > 2:
        return None, None
    return dt.date(int(parts[0]), 1, 1), dt.date(int(parts[-1]), 12, 31)


def without_conclusion(
    network: Network, catalogue: Catalogue, rows: Iterable[ConcludedRow]
) -> Iterator[NoConclusion]:
    """The network's experiments that have no row, each with the reason that is known."""
    told = {row.experiment for row in rows}
    for slug in network.experiments:
        experiment = catalogue.experiments.get(slug)
        if experiment is not None and slug not in told:
            yield NoConclusion(own_text(experiment, "short_title"), _why(experiment, catalogue, told))


def _why(experiment: Experiment, catalogue: Catalogue, told: set[str]) -> str:
    if experiment.status is Status.NEVER_STARTED:
        return say("experiment_never_started")
    owners = {owner.slug: owner for _one, owner in effective_decisions(experiment, catalogue)}
    shared = next((owner for slug, owner in owners.items() if slug != experiment.slug and slug in told), None)
    if shared is not None:
        title = own_text(shared, "short_title")
        return say("part_of_row_on_title", title=title)
    return say("is_no_conclusion_for_period")


def summary_of(network: Network) -> ConclusionsSummary:
    """What the network's definition says before the table.

    Raises:
        UsageError: the network has no such summary, so that nothing says which period it covers.
    """
    if network.conclusions_summary is None:
        raise UsageError(
            say("network_slug_has_no_table", slug=network.slug),
            remedy=say("choose_network_whose_definition"),
        )
    return network.conclusions_summary


def conclusions_document(
    network: Network,
    catalogue: Catalogue,
    rows: tuple[ConcludedRow, ...],
    *,
    summary: ConclusionsSummary | None = None,
    before: tuple[FlowBlock, ...] = (),
    is_open: bool = False,
    date: dt.date | None = None,
) -> Document:
    """The table with what stands before it, what is missing, and where every row is from.

    Args:
        rows: as `concluded_rows` gives them from the definitions, or as a person has merged them from forms received.
        summary: title and period; None takes the network's own.
        before: what people write before the table.
        is_open: they go on writing the rows: each is a passage of its own instead of a row of the table.
    """
    summary = summary or summary_of(network)
    absent = tuple(without_conclusion(network, catalogue, rows))
    blocks: list[Block] = [
        *_networks(network, catalogue),
        *(Paragraph(words(text)) for text in summary.text),
        *before,
        *(_open_rows(rows) if is_open else (_table(summary, rows),)),
        Heading(say("what_is_missing")),
        *_missing(rows, absent),
        Annex(say("where_each_row_is_from"), (_places(rows),)),
    ]
    return Document(
        title=summary.title,
        blocks=tuple(blocks),
        language=current_language(),
        kicker=say("municipalities_own_conclusions_period", period=summary.period),
        subject=say("municipalities_own_conclusions_on_free"),
        issuer=own_text(network, "title"),
        date=date,
    )


def _networks(network: Network, catalogue: Catalogue) -> list[FlowBlock]:
    """Who is in this network, and which others the scheme has."""
    others = [one for one in catalogue.networks.values() if one.kind is network.kind and one is not network]
    return [
        DefinitionRows(
            DefinitionRow(say("networks"), Text(own_text(network, "title"))),
            DefinitionRow(say("municipalities"), municipalities_text(network.members) or Missing()),
            *(
                DefinitionRow(
                    say("other_network"), f"{own_text(one, 'title')}: {municipalities_text(one.members)}"
                )
                for one in others
            ),
        ),
        Paragraph(words(network, "summary")),
    ]


def _table(summary: ConclusionsSummary, rows: tuple[ConcludedRow, ...]) -> ReportTable:
    return ReportTable(
        say("experiments_municipalities_content", period=summary.period),
        (
            say("title_of_experiment"),
            w.said(w.MUNICIPALITIES),
            w.said(w.WHAT_IT_IS),
            w.said(w.OWN_CONCLUSIONS),
        ),
        tuple(
            (
                quoted(row.title),
                municipalities_text(row.municipalities),
                row.what,
                _said(row),
            )
            for row in rows
        ),
        notes=(say("source_municipalities_own_evaluations", period=summary.period),),
    )


def _open_rows(rows: tuple[ConcludedRow, ...]) -> Iterator[FlowBlock]:
    """The rows one under the other, each conclusion a passage that people go on writing, in Word too."""
    yield Heading(w.said(w.OWN_CONCLUSIONS))
    yield Note(NoteKind.INFO, w.said(w.OPEN_ROWS))
    for row in rows:
        yield Heading(row.title, level=2)
        yield DefinitionRows(
            DefinitionRow(
                w.said(w.MUNICIPALITIES),
                municipalities_text(row.municipalities) or Missing(w.said(w.NO_FORM)),
            ),
            DefinitionRow(w.said(w.WHAT_IT_IS), row.what),
        )
        yield Passage(row.experiment, prose(row.text) or (Note(NoteKind.MISSING, w.said(w.NO_FORM)),))


def _said(row: ConcludedRow) -> Inlines:
    text = "\n".join(sentence.text for sentence in row.sentences)
    return text or Missing(w.said(w.NO_FORM))


def _missing(rows: tuple[ConcludedRow, ...], absent: tuple[NoConclusion, ...]) -> list[FlowBlock]:
    owing = [f"{row.title}: {municipalities_text(row.missing)}" for row in rows if row.missing]
    blocks: list[FlowBlock] = []
    if owing:
        blocks.append(Paragraph(say("by_definition_these_municipalities_took_part")))
        blocks.append(BulletList(*map(quoted, owing)))
    if absent:
        by_reason: dict[str, list[str]] = {}
        for one in absent:
            by_reason.setdefault(one.why, []).append(one.title)
        blocks.append(Paragraph(say("these_experiments_of_network")))
        for why, names in by_reason.items():
            blocks += [Paragraph(Text(why, bold=True)), BulletList(*map(quoted, names))]
    return blocks or [Note(NoteKind.INFO, say("every_experiment_and_municipality_in_period"))]


def _places(rows: tuple[ConcludedRow, ...]) -> DefinitionRows:
    """Every passage with its form or place, so that each sentence can be walked back."""
    found = []
    for row in rows:
        places = dict.fromkeys(sentence.place for sentence in row.sentences if sentence.place)
        lines = list(places)
        if len(places) > 1:  # then each sentence is told apart
            told = say("start_place")
            lines = [
                told.format(start=_start(one.text), place=one.place) for one in row.sentences if one.place
            ]
        found.append(DefinitionRow(row.title, quoted("\n".join(lines)) if lines else Missing()))
    return DefinitionRows(*found)


_SHOWN = 60


def _start(text: str) -> str:
    """The first words of a sentence, enough to find it again."""
    return text if len(text) <= _SHOWN else text[:_SHOWN].rsplit(" ", 1)[0] + " …"


_ALIKE = 0.8
"""From how alike two sentences are told as one that a person has adapted."""


def traced(text: str, received: Iterable[TracedSentence]) -> tuple[TracedSentence, ...]:
    """A merged conclusion sentence by sentence, each with the form it is from; one that is in none says so.

    Args:
        text: as a person has put it together.
        received: every sentence of the forms received, with the form as its place.
    """
    known = list(received)
    return tuple(TracedSentence(said, _place(said, known)) for said in sentences(text))


def _place(said: str, known: list[TracedSentence]) -> str:
    same = [one.place for one in known if one.text == said]
    if same:
        return "; ".join(dict.fromkeys(same))
    ratios = [(SequenceMatcher(None, one.text, said, autojunk=False).ratio(), one.place) for one in known]
    best = max(ratios, default=(0.0, ""))
    if best[0] >= _ALIKE:
        return say("adapted_from_place", place=best[1])
    return say("written_by_whoever_merged_row")

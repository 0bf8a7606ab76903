"""The decision annex: four tables by kind of decision, then the reasons of each and where it is from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from frirum.core.catalogue.compilations import decision_rows
from frirum.core.catalogue.datasets.dataset import source_places
from frirum.core.catalogue.history import DecisionOutcome, DecisionReason, DecisionTable
from frirum.core.catalogue.labels import label
from frirum.core.catalogue.loader import Catalogue
from frirum.core.designs.document.text import quoted
from frirum.core.documents.sentences import say
from frirum.core.language import current_language, own_text
from frirum.core.report.blocks import (
    Annex,
    Block,
    DefinitionRow,
    DefinitionRows,
    Document,
    FlowBlock,
    Heading,
    Paragraph,
)
from frirum.core.report.inlines import Missing, Text
from frirum.core.report.tables import ReportTable
from frirum.core.vocabulary.danish import format_date


@dataclass(frozen=True)
class AnnexDecision:
    """One row of the annex, from a definition or from a recorded decision.

    Attributes:
        table: which of the four; `row`: place in it, from 1.
        title: of the row.
        possibilities: what the experiment made possible; `basis`: what the decision rests on; None where not given.
        outcomes, reasons: codes.
        experiments: titles of the experiments it decides on; more than one where they share a row.
        date: of the decision; `case_number`, `decided_by`: as given.
        extended_until: the new end; `inferred` where no source states the day.
        places: where it is from.
    """

    table: DecisionTable
    row: int
    title: str
    possibilities: str | None
    basis: str | None
    outcomes: tuple[DecisionOutcome, ...]
    reasons: tuple[DecisionReason, ...]
    experiments: tuple[str, ...]
    date: dt.date | None = None
    case_number: str | None = None
    decided_by: tuple[str, ...] = ()
    extended_until: dt.date | None = None
    inferred: bool = False
    places: tuple[str, ...] = ()


def annex_decisions(catalogue: Catalogue) -> tuple[AnnexDecision, ...]:
    """The rows that the definitions hold, in the order of the tables."""
    return tuple(
        AnnexDecision(
            row.table,
            row.row,
            row.decision.title or own_text(row.experiment, "short_title"),
            own_text(row.decision, "possibilities"),
            own_text(row.decision, "basis"),
            row.decision.outcomes,
            row.decision.reasons,
            tuple(own_text(one, "short_title") for one in row.experiments),
            row.decision.date,
            row.decision.case_number,
            extended_until=row.decision.extended_until,
            inferred="extended_until" in row.decision.inferred,
            places=tuple(source_places(row.experiment, row.decision.source_ids)),
        )
        for row in decision_rows(catalogue)
    )


def table_title(table: DecisionTable) -> str:
    """What the table gathers."""
    return {
        DecisionTable.FOLLOWED_UP_ELSEWHERE: say("experiments_followed_up_elsewhere"),
        DecisionTable.NOT_ROLLED_OUT: say("experiments_not_rolled_out"),
        DecisionTable.ALREADY_ROLLED_OUT: say("experiments_already_rolled_out_in_full"),
        DecisionTable.NO_FOLLOW_UP: say("experiments_with_no_follow_up"),
    }[table]


def decision_annex(
    decisions: Iterable[AnnexDecision],
    *,
    title: str,
    subtitle: str = "",
    issuer: str = "",
    date: dt.date | None = None,
) -> Document:
    """The annex; a table without decisions says so.

    Args:
        title: what the decisions are about; `subtitle`: the network's or the scheme's name.
        issuer: who decides, "" where nobody is named (then the document says that).
        date: printed on it; None takes the decisions' own where they share one.
    """
    rows = sorted(decisions, key=lambda one: (one.table.value, one.row))
    days = {one.date for one in rows}
    day = date or (next(iter(days)) if len(days) == 1 else None)
    cases = [*dict.fromkeys(one.case_number for one in rows if one.case_number)]
    blocks: list[Block] = [
        _head(subtitle, issuer, cases, rows),
        *(block for table in DecisionTable for block in _section(table, rows)),
        Annex(say("reasons_for_and_sources"), tuple(_details(rows))),
    ]
    return Document(
        title=title,
        blocks=tuple(blocks),
        language=current_language(),
        kicker=say("decision_annex"),
        subject=say("basis_of_decisions_on_free_municipality"),
        issuer=issuer,
        date=day,
    )


def _head(subtitle: str, issuer: str, cases: list[str], rows: list[AnnexDecision]) -> DefinitionRows:
    decided_by = issuer or ", ".join(dict.fromkeys(name for one in rows for name in one.decided_by))
    head = [DefinitionRow(say("about"), subtitle)] if subtitle else []
    return DefinitionRows(
        *head,
        DefinitionRow(say("case_number"), Text(", ".join(cases)) if cases else Missing()),
        DefinitionRow(say("decided_by"), decided_by or Missing(say("source_does_not_name_who_issued"))),
    )


def _section(table: DecisionTable, rows: list[AnnexDecision]) -> list[FlowBlock]:
    """One table; its number is the annex's own, which is also the printed one."""
    found = [one for one in rows if one.table is table]
    return [
        ReportTable(
            table_title(table),
            (say("title"), say("possibilities_for_experiment"), say("basis_of_policy_decision")),
            tuple(
                (quoted(one.title), one.possibilities or Missing(), one.basis or Missing()) for one in found
            ),
        )
    ]


def _details(rows: list[AnnexDecision]) -> list[FlowBlock]:
    blocks: list[FlowBlock] = []
    for one in rows:
        place = say("table_table_row_row_title")
        blocks.append(Heading(place.format(table=one.table.value, row=one.row, title=one.title), level=2))
        blocks.append(_detail(one))
    return blocks or [Paragraph(Missing(say("no_decisions")))]


def _detail(one: AnnexDecision) -> DefinitionRows:
    rows = [
        DefinitionRow(say("in_force"), "; ".join(one.experiments)),
        DefinitionRow(say("policy_decision"), ", ".join(str(label(code)) for code in one.outcomes)),
        DefinitionRow(
            say("reasons"),
            ", ".join(str(label(code)) for code in one.reasons) or Missing(say("no_reason_given")),
        ),
        DefinitionRow(say("date"), format_date(one.date) if one.date else Missing()),
    ]
    if one.extended_until is not None:
        until = format_date(one.extended_until)
        told = say("day_inferred_source_does_not_say", day=until) if one.inferred else until
        rows.append(DefinitionRow(say("extended_to"), told))
    elif DecisionOutcome.EXTENDED in one.outcomes:
        rows.append(DefinitionRow(say("extended_to"), Missing()))
    rows.append(DefinitionRow(say("source"), quoted("; ".join(one.places)) if one.places else Missing()))
    return DefinitionRows(*rows)


def network_annex(catalogue: Catalogue, *, date: dt.date | None = None) -> Document:
    """The annex of the decisions that the definitions hold, under the titles the catalogue has for it."""
    source = catalogue.documents.get("DECISION")
    network = next((one for one in catalogue.networks.values() if one.rounds), None)
    note = own_text(network, "title") if network else ""
    title = source.title if source else say("background_to_decisions")
    return decision_annex(
        annex_decisions(catalogue),
        title=title,
        subtitle=note,
        issuer=source.publisher or "" if source else "",
        date=date,
    )

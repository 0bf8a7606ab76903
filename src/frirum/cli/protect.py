"""`frirum protect`: make any table of counts fit to leave the house."""

from __future__ import annotations

import datetime as dt
import os
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from frirum.cli.output import emit, invocation
from frirum.core.disclosure.ledger import Request, release
from frirum.core.disclosure.ledger_files import append, open_ledger
from frirum.core.disclosure.merge import Counts, propose
from frirum.core.disclosure.problem import Marks
from frirum.core.disclosure.protected import CellStatus, ProtectedTable, Refusal, protect_table
from frirum.core.disclosure.reading import read_counts
from frirum.core.disclosure.repetition import repeat
from frirum.core.disclosure.settings import HOUSE_RULES, LOWEST_THRESHOLD, HouseRules, Signature
from frirum.core.disclosure.table import Dimension
from frirum.core.disclosure_attack.published import from_document
from frirum.core.disclosure_attack.single import attack
from frirum.core.errors import NotAllowed, UsageError
from frirum.core.language import gettext as _
from frirum.core.language import ngettext
from frirum.core.vocabulary.danish import format_number


@click.command()
@click.argument("table", type=click.Path(path_type=Path))
@click.option("--rows", required=True, help="the column whose values become rows")
@click.option("--columns", required=True, help="the column whose values become columns")
@click.option("--count", "count", required=True, help="the column with the number of persons")
@click.option("--threshold", default=HOUSE_RULES.threshold, show_default=True, help="smallest count shown")
@click.option("--ledger", type=click.Path(path_type=Path), help="folder of what was released before")
@click.option("--measure", help="with --ledger: what is counted, when it is not the count column's name")
@click.option("--where", multiple=True, metavar="NAME=A,B", help="with --ledger: whom the table is about")
@click.option(
    "--merge", multiple=True, type=click.Choice(["rows", "columns"]), help="merge neighbours before hiding"
)
@click.option(
    "--signed",
    multiple=True,
    metavar="NAME=REASON",
    help="given twice: who vouch for a looser threshold, and why",
)
@click.option("--sensitive", multiple=True, help="a column category in which nobody may be known to be")
def protect(
    table: Path,
    *,
    rows: str,
    columns: str,
    count: str,
    threshold: int,
    ledger: Path | None,
    measure: str | None,
    where: tuple[str, ...],
    merge: tuple[str, ...],
    signed: tuple[str, ...],
    sensitive: tuple[str, ...],
) -> None:
    """Hide or merge what tells of few persons in TABLE, so that nothing hidden can be worked out."""
    if rows == columns or count in (rows, columns):
        raise UsageError(_("--rows, --columns og --count skal være tre forskellige kolonner."))
    if (measure or where) and ledger is None:
        raise UsageError(_("--measure og --where bruges sammen med --ledger."))
    rules = _rules(threshold, signed, entered=ledger is not None)
    dimensions, counts = read_counts(table, rows, columns, count)
    sensitive_in = {columns: _known(sensitive, dimensions[1])}
    along = [rows if axis == "rows" else columns for axis in merge]
    if ledger is None:
        result = protect_table(dimensions, counts, rules=rules, sensitive=sensitive_in, merge_along=along)
    elif along:
        raise UsageError(_("--merge kan ikke bruges sammen med --ledger: læg kategorierne sammen i filen."))
    else:
        request = Request(
            dimensions, counts, measure or count, dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            _population(where), sensitive=sensitive_in,
        )  # fmt: skip
        result = _release(ledger, request, rules)
    if isinstance(result, Refusal):
        raise NotAllowed(result.text, remedy=result.remedy, file=str(table))
    document = document_of(result)
    emit(document, lambda: text_of(result))
    if not merge:
        # For who holds the file: what can be merged follows from the true counts, and is no part of what may go out.
        for offer in _offers(dimensions, counts, threshold, result):
            click.echo(offer, err=True)
    if not merge and ledger is None:
        for warning in _repeatable(dimensions, counts, rules, sensitive_in, result):
            click.echo(warning, err=True)


def _rules(threshold: int, signed: Sequence[str], *, entered: bool) -> HouseRules:
    """The house's rules with another threshold; `entered` says that the table goes into a ledger."""
    if threshold < LOWEST_THRESHOLD:
        raise UsageError(_("--threshold skal være mindst 3."))
    if threshold >= HOUSE_RULES.threshold:
        return HOUSE_RULES.stricter(threshold=threshold)
    signatures = tuple(_signature(text) for text in signed)
    if signatures or entered:
        return HOUSE_RULES.loosened("threshold", threshold, signatures=signatures)
    return replace(HOUSE_RULES, threshold=threshold)


def _signature(text: str) -> Signature:
    by, equals, reason = text.partition("=")
    if not equals or not by.strip() or not reason.strip():
        raise UsageError(_("--signed skrives NAVN=BEGRUNDELSE, ikke {text}.").format(text=text))
    return Signature(by.strip(), dt.date.today(), reason.strip())


def _known(sensitive: Sequence[str], dimension: Dimension) -> list[str]:
    for category in sensitive:
        if category not in dimension.leaves:
            raise UsageError(
                _("{name} er ikke en kolonne i tabellen.").format(name=category),
                remedy=_("Kolonnerne er {names}.").format(names=", ".join(dimension.leaves)),
            )
    return list(sensitive)


def _population(where: Sequence[str]) -> dict[str, frozenset[str]]:
    population = {}
    for text in where:
        name, equals, codes = text.partition("=")
        if not equals or not name.strip() or not codes.strip():
            raise UsageError(_("--where skrives NAVN=A,B, ikke {text}.").format(text=text))
        population[name.strip()] = frozenset(code.strip() for code in codes.split(",") if code.strip())
    return population


def _release(folder: Path, request: Request, rules: HouseRules) -> ProtectedTable | Refusal:
    home = home_mark(invocation().home)
    known = open_ledger(folder, home=home)
    result = release(known, request, home=home, rules=rules)
    if isinstance(result, Refusal):
        return result
    protected, grown = result
    append(folder, grown)
    return protected


def home_mark(home: Path | None) -> str:
    """The mark by which a ledger knows its home: random, made once per home; "" without a home."""
    if home is None:
        return ""
    mark = home / "ledger-home"
    if not mark.exists():
        home.mkdir(parents=True, exist_ok=True)
        draft = home / f".ledger-home.{os.getpid()}"
        draft.write_text(secrets.token_hex(16), encoding="ascii")
        # Linked whole, so that no command reads half a mark. Where another was first, its mark is the home's.
        with suppress(FileExistsError):
            os.link(draft, mark)
        draft.unlink()
    return mark.read_text(encoding="ascii").strip()


def document_of(table: ProtectedTable) -> dict[str, Any]:
    """The document of `--json`: every cell, margins included, and what an attack on it brought."""
    cells: list[dict[str, Any]] = []
    for cell in table.cells:
        row: dict[str, Any] = {
            "row": cell.nodes[0],
            "column": cell.nodes[1],
            "shown": cell.shown,
            "status": cell.status,
        }
        if cell.members:
            row["members"] = [list(member) for member in cell.members]
        if cell.carried:
            row["carried"] = True
        cells.append(row)
    document: dict[str, Any] = {"cells": cells, "threshold": table.threshold}
    if looser := _looser(table):
        document["looser"] = looser
    printed = from_document(document)
    unmarked = frozenset() if table.marks is Marks.ALL else printed.totals
    reader = attack(printed, table.threshold)
    marks = attack(replace(printed, unmarked=unmarked), table.threshold, marks=True)
    exact = {finding.place for finding in (*reader.exact, *marks.exact)}
    document["attack"] = {"exact": len(exact), "narrow": len(reader.narrow)}
    return document


def _looser(table: ProtectedTable) -> list[str]:
    """What is said under a table with a smaller threshold than the house's, signed or not."""
    if table.rules.deviations:
        return [deviation.text() for deviation in table.rules.deviations]
    if table.threshold < HOUSE_RULES.threshold:
        unsigned = _(
            "Grænsen {n} er lempeligere end husets {house} og ikke underskrevet af to: tabellen er kun til eget brug."
        )
        return [unsigned.format(n=table.threshold, house=HOUSE_RULES.threshold)]
    return []


def _offers(
    dimensions: Sequence[Dimension], counts: Counts, threshold: int, result: ProtectedTable
) -> list[str]:
    """Coarser categories that leave nothing small; offered where something is hidden in a table of modest size."""
    hidden = sum(cell.shown is None for cell in result.cells)
    if not hidden or len(result.cells) > 600:
        return []
    offers = []
    for option, dimension in zip(("rows", "columns"), dimensions, strict=True):
        merge = propose(dimensions, counts, threshold=threshold, along=dimension.name)
        if merge:
            axis = _("rækker") if option == "rows" else _("kolonner")
            text = _("Uden små tal, hvis {axis} lægges sammen (--merge {option}): {groups}")
            offers.append(text.format(axis=axis, option=option, groups="; ".join(merge.members)))
    return offers


def _repeatable(
    dimensions: Sequence[Dimension],
    counts: Counts,
    rules: HouseRules,
    sensitive: Mapping[str, Sequence[str]],
    result: ProtectedTable,
) -> list[str]:
    """What who runs this command on every table that fits may learn."""

    def again(other: Counts) -> ProtectedTable | Refusal:
        return protect_table(dimensions, other, rules=rules, sensitive=sensitive)

    return [*repeat(dimensions, counts, result, again, marks=invocation().json).texts()]


def text_of(table: ProtectedTable) -> str:
    """The table for a person: hidden cells as one word, whatever the reason, so that the reason tells nothing."""
    down, across = (d.nodes for d in table.dimensions)
    shown = {
        cell.nodes: _("skjult") if cell.shown is None else _figure(cell.shown, cell.carried)
        for cell in table.cells
    }
    body = [["", *across], *([row, *(shown[row, column] for column in across)] for row in down)]
    widths = [max(len(line[n]) for line in body) for n in range(len(across) + 1)]
    lines = [
        "  ".join(
            [line[0].ljust(widths[0]), *(t.rjust(w) for t, w in zip(line[1:], widths[1:], strict=True))]
        )
        for line in body
    ]
    return "\n".join([*lines, "", *_notes(table)])


def _figure(count: int, carried: bool) -> str:
    return format_number(count) + ("*" if carried else "")


def _notes(table: ProtectedTable) -> list[str]:
    hidden = sum(cell.shown is None for cell in table.cells)
    notes = [_("Tal på 1-{n} personer vises ikke.").format(n=table.threshold - 1), *_looser(table)]
    if hidden:
        notes.append(
            ngettext(
                "{n} celle er skjult, så ingen kan regnes ud.",
                "{n} celler er skjult, så ingen kan regnes ud.",
                hidden,
            ).format(n=hidden)
        )
    if any(cell.carried and cell.shown is not None for cell in table.cells):
        notes.append(_("* Tallet fra en tidligere frigivelse: ændringen siden er under grænsen eller nul."))
    if any(cell.status is CellStatus.MERGED for cell in table.cells):
        notes.append(_("Kategorier er lagt sammen."))
    return notes

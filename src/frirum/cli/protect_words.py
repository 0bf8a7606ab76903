"""What `frirum protect` says: the table for a person, the document of `--json`, and advice for the owner alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from frirum.core.disclosure.merge import Counts, Merge, apply, propose
from frirum.core.disclosure.primary import whole_lines
from frirum.core.disclosure.problem import Marks
from frirum.core.disclosure.protected import CellStatus, ProtectedTable
from frirum.core.disclosure.settings import HOUSE_RULES
from frirum.core.disclosure.table import TOTAL, Dimension, build
from frirum.core.disclosure_attack.published import published
from frirum.core.disclosure_attack.single import attack
from frirum.core.language import gettext as _
from frirum.core.language import ngettext
from frirum.core.vocabulary.danish import format_number

_LARGEST_OFFER = 600
"""Cells of a table for which merges are sought unasked."""


def document_of(table: ProtectedTable) -> dict[str, Any]:
    """The document of `--json`: every cell, margins included, and what an attack on it brought.

    It is the owner's: it says which hidden cells are small. A table with one classification has the column "I alt".
    """
    cells: list[dict[str, Any]] = []
    for cell in table.cells:
        row: dict[str, Any] = {
            "row": cell.nodes[0],
            "column": cell.nodes[1] if len(cell.nodes) > 1 else TOTAL,
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
    printed = published((cell.nodes, cell.shown, cell.status.value) for cell in table.cells)
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


def merges_for(dimensions: Sequence[Dimension], counts: Counts, table: ProtectedTable) -> dict[str, Merge]:
    """Option of `--merge` -> coarser categories that leave nothing small, where something is hidden."""
    if all(cell.shown is not None for cell in table.cells) or len(table.cells) > _LARGEST_OFFER:
        return {}
    found = {}
    for option, dimension in zip(("rows", "columns"), dimensions, strict=False):
        merge = propose(dimensions, counts, threshold=table.threshold, along=dimension.name)
        if merge:
            found[option] = merge
    return found


def offers(dimensions: Sequence[Dimension], counts: Counts, merges: Mapping[str, Merge]) -> list[str]:
    """What may be merged, and how the table looks then.

    For who holds the file alone: what can be merged follows from the true counts.
    """
    told = []
    for option, merge in merges.items():
        axis = _("rækker") if option == "rows" else _("kolonner")
        text = _("Uden små tal, hvis {axis} lægges sammen (--merge {option}): {groups}")
        told.append(text.format(axis=axis, option=option, groups="; ".join(merge.members)))
        coarser, summed = apply([merge], dimensions, counts)
        told.append(_grid(coarser, _true_counts(coarser, summed)) + "\n")
    if told:
        told.append(_("Send kun den ene af tabellerne: to kan trækkes fra hinanden."))
    return told


def _true_counts(dimensions: Sequence[Dimension], counts: Counts) -> dict[tuple[str, ...], str]:
    system = build(dimensions, counts)
    found = {}
    for key, count in zip(system.keys, system.values.tolist(), strict=True):
        nodes = dict(key)  # type: ignore[call-overload]
        found[tuple(nodes.get(d.name, TOTAL) for d in dimensions)] = format_number(count)
    return found


def warnings_of(table: ProtectedTable) -> list[str]:
    """What the owner should know of a table that may be shown: lines in which all are alike."""
    return [
        _("Alle i {group} er i {category}: det siger noget om hver af dem.").format(
            group=" / ".join(line.group), category=line.category
        )
        for line in whole_lines(table.dimensions, {cell.nodes: cell.shown for cell in table.cells})
    ]


def text_of(table: ProtectedTable) -> str:
    """The table for a person: hidden cells as one word, whatever the reason, so that the reason tells nothing."""
    shown = {
        cell.nodes: _("skjult") if cell.shown is None else _figure(cell.shown, cell.carried)
        for cell in table.cells
    }
    return "\n".join([_grid(table.dimensions, shown), "", *_notes(table)])


def _grid(dimensions: Sequence[Dimension], shown: Mapping[tuple[str, ...], str]) -> str:
    down = dimensions[0].nodes
    across = dimensions[1].nodes if len(dimensions) > 1 else (_("Antal"),)
    if len(dimensions) > 1:
        body = [[row, *(shown[row, column] for column in across)] for row in down]
    else:
        body = [[row, shown[row,]] for row in down]
    body = [["", *across], *body]
    widths = [max(len(line[n]) for line in body) for n in range(len(across) + 1)]
    return "\n".join(
        "  ".join(
            [line[0].ljust(widths[0]), *(t.rjust(w) for t, w in zip(line[1:], widths[1:], strict=True))]
        )
        for line in body
    )


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


def ledger_text(number: int, last: str | None) -> str:
    """What the ledger holds, said back."""
    if not number or last is None:
        return _("Regnskabet er nyt.")
    return ngettext(
        "Regnskabet har {n} frigivelse, den seneste {last}.",
        "Regnskabet har {n} frigivelser, den seneste {last}.",
        number,
    ).format(n=number, last=last)

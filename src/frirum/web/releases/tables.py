"""Between the rows of this app and the tables of disclosure control."""

from __future__ import annotations

from typing import Any

from frirum.core.disclosure.ledger import Ledger, Release, Request, release
from frirum.core.disclosure.ledger_files import from_document
from frirum.core.disclosure.merge import Counts
from frirum.core.disclosure.printing import report_table
from frirum.core.disclosure.protected import ProtectedCell, ProtectedTable, Refusal, Status
from frirum.core.disclosure.settings import HOUSE_RULES, Subject
from frirum.core.disclosure.table import Dimension
from frirum.core.report.numbers import Run
from frirum.core.report.tables import Table
from frirum.web import clock
from frirum.web.releases.models import LedgerEntry, Released, TeamTable

HOME = "site"
"""All releases of an installation are measured against each other, whoever made them."""


def dimension_values(dimension: Dimension) -> dict[str, Any]:
    """A dimension as JSON values."""
    return {
        "name": dimension.name,
        "leaves": list(dimension.leaves),
        "made_of": {leaf: list(codes) for leaf, codes in dimension.made_of.items()},
    }


def dimensions_of(values: list[dict[str, Any]]) -> tuple[Dimension, ...]:
    """The dimensions that `dimension_values` wrote."""
    return tuple(
        Dimension(
            v["name"], tuple(v["leaves"]), made_of={leaf: tuple(of) for leaf, of in v["made_of"].items()}
        )
        for v in values
    )


def count_values(counts: Counts) -> list[list[Any]]:
    """Counts as JSON values: codes, then the count."""
    return [[*codes, count] for codes, count in counts.items()]


def request_of(table: TeamTable) -> Request:
    """The table as disclosure control is asked about it."""
    return Request(
        dimensions_of(table.dimensions),
        {tuple(row[:-1]): row[-1] for row in table.counts},
        table.measure,
        clock.now().isoformat(timespec="seconds"),
        {name: frozenset(codes) for name, codes in table.population.items()},
        Subject(table.subject),
    )


def ledger() -> Ledger:
    """Every release of this installation."""
    return Ledger(HOME, tuple(earlier_releases()))


def earlier_releases(measure: str | None = None) -> list[Release]:
    """The releases in order, of one measure or all."""
    found = [from_document(content) for content in LedgerEntry.objects.values_list("content", flat=True)]
    return [entry for entry in found if measure in (None, entry.measure)]


def protect(table: TeamTable) -> tuple[ProtectedTable, Ledger] | Refusal:
    """The table as it would leave now, and the ledger after it; or why it may not."""
    return release(ledger(), request_of(table), home=HOME)


def released_values(table: ProtectedTable) -> dict[str, Any]:
    """A protected table as JSON values; nothing hidden is in it, nor which hidden cells are small."""
    return {
        "dimensions": [dimension_values(dimension) for dimension in table.dimensions],
        "cells": [[*cell.nodes, cell.shown, cell.carried and cell.shown is not None] for cell in table.cells],
        "threshold": table.threshold,
        "rules": table.rules.version,
    }


def protected_of(released: Released) -> ProtectedTable:
    """What was released, as it was."""
    content = released.content
    cells = tuple(
        ProtectedCell(
            tuple(row[:-2]), row[-2], Status.SHOWN if row[-2] is not None else Status.SECONDARY, (), row[-1]
        )
        for row in content["cells"]
    )
    return ProtectedTable(dimensions_of(content["dimensions"]), cells, content["threshold"], HOUSE_RULES, ())


def printed(released: Released) -> Table:
    """A release as a table of the block model: the only way from here into pages, documents and exports."""
    source = Run(released.run, synthetic=released.synthetic)
    return report_table(protected_of(released), caption=released.title, source=source, release=released.code)

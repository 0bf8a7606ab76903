"""Between the rows of this app and the tables of disclosure control."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from frirum.core.disclosure.answers import Pair
from frirum.core.disclosure.ledger import Ledger, Release, Request, answered, release, same_measure
from frirum.core.disclosure.ledger_files import deviation_of, deviation_values, from_document
from frirum.core.disclosure.merge import Counts
from frirum.core.disclosure.protected import CellStatus, ProtectedCell, ProtectedTable, Refusal
from frirum.core.disclosure.settings import HOUSE_RULES, HouseRules, Subject
from frirum.core.disclosure.table import Dimension
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
        period=table.period,
    )


def ledger() -> Ledger:
    """Every release of this installation."""
    return Ledger(HOME, tuple(earlier_releases()))


def earlier_releases() -> list[Release]:
    """Every release in order, of all measures."""
    return [from_document(content) for content in LedgerEntry.objects.values_list("content", flat=True)]


def spelling_of(measure: str) -> str:
    """The name of what is counted as it was first written here, so that one thing has one name."""
    # Asked of all organisations' tables: the ledger is theirs together. Only the spelling is used.
    known = TeamTable._base_manager.order_by("pk").values_list("measure", flat=True)
    return next((name for name in known if same_measure(name, measure)), " ".join(measure.split()))


def measure_of(table: TeamTable, names: Sequence[Pair]) -> str:
    """What is counted, by the name it has in the releases where the team says that it is the same."""
    return next((old for old, new in names if old and same_measure(new, table.measure)), table.measure)


def protect(
    table: TeamTable, rules: HouseRules = HOUSE_RULES, names: Sequence[Pair] = ()
) -> tuple[ProtectedTable, Ledger] | Refusal:
    """The table as it would leave now, and the ledger after it; or why it may not.

    Args:
        names: what the team says of names that no release has; see `naming`.
    """
    held = ledger()
    request = answered(held, request_of(table), names)
    return request if isinstance(request, Refusal) else release(held, request, home=HOME, rules=rules)


def released_values(table: ProtectedTable, period: str) -> dict[str, Any]:
    """A protected table as JSON values; nothing hidden is in it, nor which hidden cells are small."""
    return {
        **_reading(table),
        "period": period,
        "rules": table.rules.version,
        "deviations": [deviation_values(deviation) for deviation in table.rules.deviations],
    }


def _reading(table: ProtectedTable) -> dict[str, Any]:
    """What a reader sees of it."""
    return {
        "dimensions": [dimension_values(dimension) for dimension in table.dimensions],
        "cells": [[*cell.nodes, cell.shown, cell.carried and cell.shown is not None] for cell in table.cells],
        "threshold": table.threshold,
    }


def digest(table: ProtectedTable) -> str:
    """What tells two protected tables apart: the hash of what a reader sees."""
    return hashlib.sha256(json.dumps(_reading(table), sort_keys=True).encode()).hexdigest()


def protected_of(released: Released) -> ProtectedTable:
    """What was released, as it was."""
    content = released.content
    cells = tuple(
        ProtectedCell(
            tuple(row[:-2]),
            row[-2],
            CellStatus.SHOWN if row[-2] is not None else CellStatus.SECONDARY,
            (),
            row[-1],
        )
        for row in content["cells"]
    )
    rules = replace(HOUSE_RULES, deviations=tuple(deviation_of(v) for v in content.get("deviations", ())))
    return ProtectedTable(dimensions_of(content["dimensions"]), cells, content["threshold"], rules, ())

"""Uses that nobody marks: counted from the rows of extracts by the definition's own rule of who is treated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from frirum.core.catalogue.experiment import Experiment, Part
from frirum.core.catalogue.extract_kinds import FieldType
from frirum.core.catalogue.measure_rules import FoundBy
from frirum.core.extracts.kinds import kind_named, kinds
from frirum.core.extracts.model import Value
from frirum.core.measures.population import NoPopulation, Population, find_population, population_rules
from frirum.core.measures.rows import FactRow, Material
from frirum.core.uptake.stretch import stays_of
from frirum.web.extracts.models import ExtractRow, RowState

_FARTHEST = dt.date(2999, 12, 31)


def counts_rows(experiment: Experiment, part: Part | None, code: int) -> frozenset[str]:
    """The kinds of extract that the uses are counted from; none where every use bears a mark or stands on a list."""
    rules = population_rules(experiment, part.slug if part else None, code)
    if isinstance(rules, NoPopulation):
        return frozenset()
    counted = (rule for rule in rules if rule.found_by in (FoundBy.START_DATE, FoundBy.TARGET_GROUP))
    return frozenset(rule.kind for rule in counted if rule.kind)


def rows_of_uses(
    experiment: Experiment, part: Part | None, key: str, *, on: dt.date | None = None
) -> list[tuple[str, dt.date]]:
    """(key of the extract's row, the day it began) of each use that the extracts in force tell of.

    Args:
        key: the municipality's.
        on: what began later is left out; None: the last day any row tells of.
    """
    wanted = counts_rows(experiment, part, int(key))
    found = _population(experiment, part, key, wanted, on) if wanted else None
    if found is None:
        return []
    population, material, keys = found
    begun = ((keys[id(row)], _began(row, wanted, material)) for row in population.used)
    return [(name, day) for name, day in begun if day is not None]


def rows_like_uses(
    experiment: Experiment, part: Part | None, key: str, *, on: dt.date
) -> list[tuple[str, ExtractRow]]:
    """(why it looks like a use, the row) of each row that the definition asks a person to judge; for its own team."""
    rules = population_rules(experiment, part.slug if part else None, int(key))
    alike = {} if isinstance(rules, NoPopulation) else {one.kind: None for r in rules for one in r.lookalikes}
    if not alike or isinstance(rules, NoPopulation):
        return []
    wanted = frozenset(alike) | {rule.kind for rule in rules if rule.kind}
    found = _population(experiment, part, key, wanted, on)
    if found is None:
        return []
    population, _material, keys = found
    named = [(text, keys[id(row)]) for text, row in population.lookalikes]
    kept = ExtractRow.objects.filter(organisation=key, state=RowState.CURRENT).select_related("batch")
    by_key = {row.row_key: row for row in kept.filter(row_key__in=[name for _text, name in named])}
    return [(text, by_key[name]) for text, name in named]


def _population(
    experiment: Experiment, part: Part | None, key: str, wanted: frozenset[str], on: dt.date | None
) -> tuple[Population, Material, dict[int, str]] | None:
    """Whom the rules find in the rows of these kinds, and the key of each row by its place in memory.

    None where no source dates the municipality's stay, or there is no rule.
    """
    stays = [stay for stay in stays_of(experiment, part) if stay.municipality == int(key)]
    if not stays:
        return None
    rows: dict[str, list[FactRow]] = {}
    keys: dict[int, str] = {}
    for kind in wanted:
        rows[kind], of_kind = _rows(key, kind)
        keys |= of_kind
    material = Material(
        start=min(stay.first for stay in stays),
        end=max((stay.last for stay in stays if stay.last), default=None),
        seen_until=on or _FARTHEST,
        rows=rows,
        kinds={kind.id: (kind.day, kind.until) for kind in kinds()},
    )
    found = find_population(experiment, material, part=part.slug if part else None)
    return None if isinstance(found, NoPopulation) else (found, material, keys)


def _began(row: FactRow, wanted: frozenset[str], material: Material) -> dt.date | None:
    return next((day for kind in sorted(wanted) if (day := material.day_of(kind, row))), None)


def _rows(key: str, kind: str) -> tuple[list[FactRow], dict[int, str]]:
    """The rows of one kind, and the key of each by its place in memory."""
    kept = ExtractRow.objects.filter(organisation=key, kind=kind, state=RowState.CURRENT)
    types = {field.id: field.type for field in kind_named(kind).fields}
    rows, keys = [], {}
    for row_key, who, values in kept.order_by("pk").values_list("row_key", "person__who", "values"):
        row = FactRow(who, int(key), _typed(values, types))
        rows.append(row)
        keys[id(row)] = row_key
    return rows, keys


def as_read(kind: str, values: Mapping[str, Any]) -> dict[str, Value]:
    """The values of a kept row of a kind as they were read."""
    return _typed(values, {field.id: field.type for field in kind_named(kind).fields})


def _typed(values: Mapping[str, Any], types: Mapping[str, FieldType]) -> dict[str, Value]:
    """The values as they were before they were kept as JSON."""
    read: dict[FieldType | None, Callable[[Any], Value]] = {
        FieldType.DATE: dt.date.fromisoformat,
        FieldType.NUMBER: Decimal,
    }
    return {name: read.get(types.get(name), _as_kept)(value) for name, value in values.items()}


def _as_kept(value: Value) -> Value:
    return value

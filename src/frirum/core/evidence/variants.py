"""Every other way of reckoning a question that its plan registered: run and shown, none of them chosen."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from frirum.core.effects.rows import Check, EstimateRow, Result
from frirum.core.errors import InputRefused, UsageError
from frirum.core.evidence import check_words as words
from frirum.core.evidence.analysis import answer
from frirum.core.evidence.answered import UNIT, Answered
from frirum.core.evidence.draw import AS_PLANNED
from frirum.core.evidence.margin import worst_allowed
from frirum.core.evidence.plan import PlannedQuestion, PlannedVariant
from frirum.core.files.table import Table

VARIANT, VARIANTS = "variant", "variants"


def with_variants(
    found: Answered, table: Table, column: str, question: PlannedQuestion, *, seed: int
) -> Answered:
    """The answer with a row for each registered variant, and check `variants`: the share of them that say the same.

    The same is said where the interval lies on the same side of no difference (of the margin, for a question of being
    no worse). A variant that the data do not allow is named.
    """
    if not question.variants:
        check = Check(VARIANTS, None, words.no_variants())
        return replace(found, result=found.result.with_checks((check,)))
    edge = worst_allowed(question) or 0.0
    own = _side(found.result.headline, edge)
    rows, other, failed = [], [], []
    for variant in question.variants:
        row = _row(table, column, question, variant, seed)
        if row is None:
            failed.append(variant.text)
            continue
        rows.append(replace(row, estimand=VARIANT, group=variant.text))
        if _side(row, edge) != own:
            other.append(variant.text)
    return replace(found, result=_result(found.result, rows, other, failed))


def _result(result: Result, rows: list[EstimateRow], other: list[str], failed: list[str]) -> Result:
    said = [words.variants_failed(failed)] if failed else []
    if rows:
        said.insert(0, words.variants_differ(other, len(rows)) if other else words.variants_agree(len(rows)))
    share = 1 - len(other) / len(rows) if rows else None
    check = Check(VARIANTS, not other if rows else None, " ".join(said), share)
    return replace(result, estimates=(*result.estimates, *rows)).with_checks((check,))


def _row(
    table: Table, column: str, question: PlannedQuestion, variant: PlannedVariant, seed: int
) -> EstimateRow | None:
    asked = {name: getattr(variant, name) for name in variant.model_fields_set - {"text", "without"}}
    kept = table
    if variant.without:
        stays = ~table.frame.get_column(UNIT).cast(pl.String).is_in(list(variant.without))
        lines = None if table.lines is None else table.lines[stays.to_numpy()]
        kept = replace(table, frame=table.frame.filter(stays), lines=lines)
    try:
        found = answer(kept, column, question.model_copy(update=asked), seed=seed).result
    except (InputRefused, UsageError):
        return None
    # What departs from the variant is none of it.
    departs = any(check.name == AS_PLANNED and check.passed is False for check in found.checks)
    return None if departs else found.headline


def _side(row: EstimateRow | None, edge: float) -> int | None:
    if row is None or row.lower is None or row.upper is None:
        return None
    return (row.lower > edge) - (row.upper < edge)

"""How a register looks before anything is computed from it: counts by time, group and municipality, and no person."""

from __future__ import annotations

from typing import Any

import numpy as np

from frirum.core.registers.blocks import NOWHERE
from frirum.core.registers.spell_table import SpellTable

OTHER = ""
"""Stands for codes without a group in the counts by year."""


def quality_of(table: SpellTable) -> dict[str, Any]:
    """The counts of a register, ready for JSON.

    Returns:
        "people", "runs"; "coded": people with a code in each column of the axis; "labels": the columns; "years" and
        "groups": group -> columns (weeks or months) with a code of it, per year; "municipalities": text -> people in
        the last year that has one; "municipality_year"; "without_municipality"; "blank_people": people with no code;
        "left": people with a code that says they left the population; "unknown_codes"; "industry": people with an
        industry code per month; "industry_months"; "with_degree": people with an employment degree in some month, None
        where the file has no such columns; "degree_as_percent": how they are written.
    """
    years, groups = _by_year(table)
    places, year, nowhere = _municipalities(table)
    runs = table.runs
    left = np.unique(runs.person[table.left_code[runs.code]]) if len(runs) else ()
    return {
        "people": table.people,
        "runs": len(runs),
        "labels": list(table.axis.labels),
        "coded": _per_column(runs.start, runs.end, table.axis.length).tolist(),
        "years": years,
        "groups": groups,
        "municipalities": places,
        "municipality_year": year,
        "without_municipality": nowhere,
        "blank_people": table.people - len(np.unique(runs.person)),
        "left": len(left),
        "unknown_codes": table.unknown_codes,
        "industry_months": [f"{year}-{month:02d}" for year, month in table.industry_months],
        "industry": _industry(table),
        "with_degree": len(np.unique(table.degree.person)) if table.degree_months else None,
        "degree_as_percent": table.degree.as_percent,
    }


def _per_column(start: np.ndarray, end: np.ndarray, columns: int) -> np.ndarray:
    """(columns,) int64: how many stretches cover each column."""
    size = columns + 1
    return np.cumsum(np.bincount(start, minlength=size) - np.bincount(end, minlength=size))[:columns]


def _by_year(table: SpellTable) -> tuple[list[str], dict[str, list[int]]]:
    """The years of the axis, and columns with a code per group and year."""
    year_of = np.array([int(label[:4]) for label in table.axis.labels])
    years = np.unique(year_of)
    runs, size = table.runs, table.axis.length + 1
    group = table.group_of_code[runs.code].astype(np.int64)
    found: dict[str, list[int]] = {}
    for number, name in [*enumerate(table.group_names), (-1, OTHER)]:
        own = group == number
        if own.any():
            covered = _per_column(runs.start[own], runs.end[own], size - 1)
            found[name] = [int(covered[year_of == year].sum()) for year in years]
    return [str(year) for year in years], found


def _municipalities(table: SpellTable) -> tuple[dict[str, int], int | None, int]:
    """Text -> people, the year they are of (None: for all years), and how many have none then."""
    if not table.years:
        return {}, None, table.people
    column = table.municipality[:, -1]
    numbers, counts = np.unique(column, return_counts=True)
    by_number = dict(zip(numbers.tolist(), counts.tolist(), strict=True))
    nowhere = by_number.pop(NOWHERE, 0)
    return {table.places.text(n): count for n, count in by_number.items()}, table.years[-1] or None, nowhere


def _industry(table: SpellTable) -> list[int]:
    """People with an industry code, per month."""
    months = len(table.industry_months)
    totals = np.zeros(months, dtype=np.int64)
    for first in range(0, table.people if months else 0, 100_000):
        bits = np.unpackbits(table.industry[first : first + 100_000], axis=1, bitorder="little")
        totals += bits[:, :months].sum(axis=0, dtype=np.int64)
    return [int(total) for total in totals]

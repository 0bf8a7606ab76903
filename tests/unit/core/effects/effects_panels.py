"""Panels with a known truth, shared by the tests of comparisons over time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl


def exact_panel(
    starts: Mapping[int, int], *, units: int = 12, periods: int = 8, effect: float = 2.0, extra: float = 0.0
) -> pl.DataFrame:
    """Unit level + common movement + effect (+ `extra` per period under treatment), without noise.

    Args:
        starts: unit number -> first treated period (periods run from 1).
    """
    rows: list[dict[str, Any]] = []
    for unit in range(units):
        start = starts.get(unit, 0)
        for period in range(1, periods + 1):
            under = bool(start) and period >= start
            value = 3.0 * unit + np.sin(period) + (effect + extra * (period - start) if under else 0.0)
            rows.append({"unit": unit, "time": period, "first": start, "y": value})
    return pl.DataFrame(rows)


def noisy_people(
    generator: np.random.Generator,
    *,
    units: int = 30,
    periods: int = 10,
    treated: int = 12,
    effect: float = 0.5,
    people: int = 6,
) -> pl.DataFrame:
    """People in municipalities and months, numbers varying, with two starts and a category."""
    unit, time, first, group, y = [], [], [], [], []
    for municipality in range(units):
        start = 0 if municipality >= treated else (5 if municipality % 2 else 7)
        level = generator.normal()
        for period in range(1, periods + 1):
            shock = generator.normal(scale=0.3)
            for _person in range(1 + generator.poisson(people)):
                category = "abc"[generator.integers(3)]
                unit.append(municipality)
                time.append(f"2018-{period:02d}")
                first.append("" if not start else f"2018-{start:02d}")
                group.append(category)
                under = bool(start) and period >= start
                y.append(level + shock + 0.4 * "abc".index(category) + effect * under + generator.normal())
    return pl.DataFrame(
        {"municipality": unit, "month": time, "first_treated": first, "category": group, "y": y}
    )


def as_cells(people: pl.DataFrame, *extra: str) -> pl.DataFrame:
    """The people as a municipality would hand them over: number, sum and sum of squares per cell."""
    return people.group_by("municipality", "month", "first_treated", *extra, maintain_order=True).agg(
        pl.len().cast(pl.Int64).alias("n"),
        pl.col("y").sum().alias("sum"),
        (pl.col("y") ** 2).sum().alias("sum_sq"),
    )

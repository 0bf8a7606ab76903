"""Small two-way tables as the protector is given them. Cells are counted row by row, margins last in each."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from frirum.core.disclosure.primary import small_counts
from frirum.core.disclosure.problem import Problem, no_ceiling
from frirum.core.disclosure.table import Dimension, System, build


def grid(*rows: tuple[int, ...]) -> System:
    """A two-way table with margins from its inside."""
    down, across = axes(rows)
    return build(
        [down, across], {(f"r{i}", f"c{j}"): n for i, row in enumerate(rows) for j, n in enumerate(row)}
    )


def axes(rows: tuple[tuple[int, ...], ...]) -> tuple[Dimension, Dimension]:
    return (
        Dimension("r", tuple(f"r{i}" for i in range(len(rows)))),
        Dimension("c", tuple(f"c{j}" for j in range(len(rows[0])))),
    )


def problem(system: System, **changes: object) -> Problem:
    small = small_counts(system.values, 5)
    plain = Problem(
        system, small, small.copy(), np.zeros_like(small), np.ones_like(small), np.ones_like(small),
        np.ones_like(system.values), np.ones(system.values.size), 5, marked_values=1, insiders=False,
        ceiling=no_ceiling(system.values),
    )  # fmt: skip
    return replace(plain, **changes)


def at(system: System, *nodes: str) -> int:
    return system.keys.index(tuple(sorted((node[0], node) for node in nodes)))

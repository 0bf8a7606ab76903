"""Random synthetic tables to attack: one to three ways, with and without hierarchies, sparse and full."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from frirum.core.disclosure.problem import Marks
from frirum.core.disclosure.protected import ProtectedTable
from frirum.core.disclosure.table import Dimension
from frirum.core.disclosure_attack.published import Published, published


@dataclass(frozen=True)
class Sample:
    """A table before protection."""

    dimensions: tuple[Dimension, ...]
    counts: dict[tuple[str, ...], int]

    @property
    def true(self) -> dict[tuple[str, ...], int]:
        """Every cell's true count, margins and groups included, summed the plain way."""
        below = [{node: d.leaves_below(node) for node in d.nodes} for d in self.dimensions]
        return {
            nodes: sum(
                count
                for leaf, count in self.counts.items()
                if all(code in cover[node] for code, cover, node in zip(leaf, below, nodes, strict=True))
            )
            for nodes in product(*(d.nodes for d in self.dimensions))
        }


def sample(seed: int) -> Sample:
    """One table: mostly two-way, some with a region level on a side, some one- and three-way."""
    rng = np.random.default_rng(seed)
    ways = int(rng.choice([1, 2, 3], p=[0.24, 0.7, 0.06]))
    sizes = rng.integers(2, 6 if ways < 3 else 4, ways)
    dimensions = tuple(_dimension(f"d{axis}", int(size), rng) for axis, size in enumerate(sizes))
    means = rng.choice([1.5, 4, 8, 15]) * np.exp(rng.normal(0, 0.6, tuple(sizes)))
    counts = rng.poisson(means)
    leaves = product(*(d.leaves for d in dimensions))
    return Sample(dimensions, {leaf: int(n) for leaf, n in zip(leaves, counts.ravel(), strict=True)})


def _dimension(name: str, size: int, rng: np.random.Generator) -> Dimension:
    leaves = tuple(f"{name}.{n}" for n in range(size))
    if size < 4 or rng.random() < 0.6:
        return Dimension(name, leaves)
    return Dimension(name, leaves, {f"{name}.nord": leaves[:2], f"{name}.syd": leaves[2:]})


def in_print(table: ProtectedTable) -> Published:
    """What a reader gets of a protected table."""
    groups = [d.groups for d in table.dimensions]
    printed = published(((cell.nodes, cell.shown, cell.status.value) for cell in table.cells), groups)
    return printed if table.marks is Marks.ALL else replace(printed, unmarked=printed.totals)

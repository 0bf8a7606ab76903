"""Starts dealt anew among units: within strata, or among whole blocks, always with as many units per start."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from frirum.core.effects.randomisation import Assignments, list_assignments

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
DRAWS = 999
FEWEST_DRAWS = 199
# Labels of units times draws that are held at once; with very many units fewer draws place p well enough.
_MOST = 20_000_000
LISTED = 2_000


@dataclass(frozen=True)
class Groups:
    """How starts could have been dealt.

    Attributes:
        strata: (U,) starts were dealt within these, or None.
        blocks: (U,) whole blocks share a start, or None.
        seed: of the draws.
        size: (U,) positive, or None where it is not to count.
    """

    strata: IntArray | None = None
    blocks: IntArray | None = None
    seed: int = 1
    size: FloatArray | None = None

    @property
    def is_plain(self) -> bool:
        """Whether nothing is said of how the units differ or were dealt."""
        return self.strata is None and self.blocks is None and self.size is None

    def only(self, keep: NDArray[np.bool_]) -> Groups:
        """The groups of the units where `keep` (U,) is true."""
        strata, blocks = (None if part is None else part[keep] for part in (self.strata, self.blocks))
        return Groups(strata, blocks, self.seed, None if self.size is None else self.size[keep])


@dataclass(frozen=True)
class Orders:
    """Orders of starting.

    Attributes:
        labels: (M, U) start of each unit under each order, 0 for never, else 1 … G.
        assignments: the counts behind it: how many are possible, whether all are listed.
    """

    labels: IntArray
    assignments: Assignments

    @property
    def floor(self) -> float:
        """The smallest p-value: of the design, or of as many draws."""
        assignments = self.assignments
        return assignments.floor if assignments.exact else max(assignments.floor, 1 / (len(self.labels) + 1))


def blocks_are_whole(cohort: IntArray, blocks: IntArray) -> bool:
    """Whether all units of every block share a start."""
    lowest, highest = np.full(int(blocks.max()) + 1, cohort.max() + 1), np.full(int(blocks.max()) + 1, -1)
    np.minimum.at(lowest, blocks, cohort)
    np.maximum.at(highest, blocks, cohort)
    seen = highest >= 0
    return bool((lowest[seen] == highest[seen]).all())


def deal(cohort: IntArray, groups: Groups, *, order: FloatArray | None = None, draws: int = DRAWS) -> Orders:
    """The orders in which the units could have started.

    Args:
        cohort: (U,) 0 for never, else the start 1 … G.
        order: (U,) numbers free of the units' names, so that draws do not depend on how the file was sorted.
        draws: where the orders are too many to list; fewer with very many units.
    """
    draws = max(FEWEST_DRAWS, min(draws, _MOST // max(1, cohort.size)))
    if groups.blocks is None:
        found = list_assignments(
            cohort, groups.strata, order=order, limit=LISTED, draws=draws, seed=groups.seed
        )
        return Orders(_labels(found, cohort.size), found)
    blocks = np.unique(groups.blocks, return_inverse=True)[1]
    first = np.unique(blocks, return_index=True)[1]
    strata = None if groups.strata is None else groups.strata[first]
    middle = None if order is None else np.bincount(blocks, weights=order) / np.bincount(blocks)
    found = list_assignments(cohort[first], strata, order=middle, limit=LISTED, draws=draws, seed=groups.seed)
    return Orders(_labels(found, first.size)[:, blocks], found)


def _labels(assignments: Assignments, units: int) -> IntArray:
    labels = np.zeros((len(assignments.chosen), units), dtype=np.int64)
    starts = np.repeat(np.arange(1, len(assignments.sizes) + 1), assignments.sizes)
    np.put_along_axis(labels, assignments.chosen, np.broadcast_to(starts, assignments.chosen.shape), axis=1)
    return labels

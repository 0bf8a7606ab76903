"""The ways in which clusters could have come in the two waves of a survey.

A cluster seen in both waves could have given its answers in the other order; one seen once could have been seen in the
other wave, with as many in each as there were.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
LISTED = 2**14
DRAWS = 9_999


@dataclass(frozen=True)
class Arrangements:
    """Which clusters have their waves the other way round.

    Attributes:
        swapped: (M, C) 0/1; a cluster seen once moves to the other wave.
        possible: how many there are; exact: all are listed, the observed among them.
    """

    swapped: FloatArray
    possible: int
    exact: bool


def list_arrangements(counts: IntArray, *, seed: int = 1) -> Arrangements:
    """All arrangements when they are at most 2^14, else 9,999 drawn ones.

    Args:
        counts: (C, 2, K) answers per cluster, wave and category.
    """
    seen = counts.sum(axis=2) > 0
    both = np.flatnonzero(seen.all(axis=1))
    once = np.flatnonzero(~seen.all(axis=1))
    late = int(seen[once, 1].sum())
    possible = 2 ** len(both) * math.comb(len(once), late)
    exact = possible <= LISTED
    swapped = np.zeros((possible if exact else DRAWS, len(counts)))
    if exact:
        every = itertools.product(
            itertools.product((0, 1), repeat=len(both)), itertools.combinations(once.tolist(), late)
        )
        for row, (signs, chosen) in enumerate(every):
            swapped[row, both] = signs
            swapped[row, list(chosen)] = 1
    else:
        rng = np.random.default_rng(seed)
        swapped[:, both] = rng.integers(0, 2, (DRAWS, len(both)))
        for row in range(DRAWS if late and late < len(once) else 0):
            swapped[row, rng.permutation(once)[:late]] = 1
        if late == len(once):
            swapped[:, once] = 1
    # So far a 1 means "in the second wave" for a cluster seen once: those that were there are not swapped.
    swapped[:, once] = np.abs(swapped[:, once] - seen[once, 1])
    return Arrangements(swapped, possible, exact)


def smallest_p(arrangements: Arrangements) -> float:
    """The smallest possible p: where all clusters have two waves, the mirror of each arrangement is as far away."""
    mirrored = arrangements.exact and _has_mirrors(arrangements)
    return (2 if mirrored else 1) / arrangements.possible


def _has_mirrors(arrangements: Arrangements) -> bool:
    listed = {row.tobytes() for row in arrangements.swapped}
    return (1 - arrangements.swapped[0]).tobytes() in listed

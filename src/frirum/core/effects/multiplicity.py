"""Several questions at once: p-values adjusted so that one hit among many is not taken for a finding.

`holm` bounds the chance of a single false hit, for the questions of one experiment. `benjamini_hochberg` bounds the
share of false hits among the hits, for a page over many experiments; it holds for independent and positively dependent
tests. Both keep the order of the p-values; a hypothesis is rejected where its adjusted p is at most the level.

Source: Holm (1979), Scandinavian Journal of Statistics 6; Benjamini & Hochberg (1995), Journal of the Royal Statistical
Society B 57.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def holm(p_values: Sequence[float]) -> list[float]:
    """Adjusted p-values in the order given; the m tested ones are all of the family.

    Raises:
        ValueError: something is no probability.
    """
    p, order = _ordered(p_values)
    steps = np.minimum(np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1)), 1.0)
    return _back(steps, order)


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """As `holm`, for the false discovery rate."""
    p, order = _ordered(p_values)
    steps = p[order] * len(p) / np.arange(1, len(p) + 1)
    return _back(np.minimum(np.minimum.accumulate(steps[::-1])[::-1], 1.0), order)


def _ordered(p_values: Sequence[float]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    p = np.array(p_values, dtype=np.float64)
    if not ((p >= 0) & (p <= 1)).all():
        raise ValueError("a p-value lies between 0 and 1")
    return p, np.argsort(p, kind="stable")


def _back(steps: NDArray[np.float64], order: NDArray[np.int64]) -> list[float]:
    found = np.empty(len(order))
    found[order] = steps
    return [float(value) for value in found]

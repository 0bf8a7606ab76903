"""A probability of finding something, exact or simulated."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Chance:
    """A probability.

    Attributes:
        share: 0-1.
        error: its Monte Carlo standard error, 0 when it is exact.
    """

    share: float
    error: float = 0.0

    @classmethod
    def of(cls, hits: NDArray[np.bool_]) -> Chance:
        """The share of replications that hit; never an error of 0, as one more replication might differ."""
        share = float(hits.mean())
        return cls(share, max(math.sqrt(share * (1 - share) / hits.size), 1 / hits.size))


NEVER = Chance(0.0)

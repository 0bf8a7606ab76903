"""The fewest cells that must be hidden, by mixed-integer programming: the yardstick of the protector's utility.

One binary variable per cell, and for each small count two alternative tables that differ by threshold - 1 in it and
move hidden cells only (Fischetti and Salazar 2001). The reader knows the sums and that a hidden count is at least 1.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp


def fewest_hidden(
    values: np.ndarray, matrix: sparse.csc_array, threshold: int, price: np.ndarray
) -> np.ndarray:
    """True where the cheapest safe pattern hides; flat one- and two-way tables.

    A move through a small count splits into cycles through it, so no other cell need move further than
    threshold - 1 either, which bounds the big-M.
    """
    small = np.flatnonzero((values > 0) & (values < threshold))
    cells, reach, rows = values.size, threshold - 1, matrix.shape[0]
    may_hide = values > 0
    blocks = 2 * small.size
    total = cells * (1 + blocks)
    constraints = []
    for block in range(blocks):
        here = slice(cells * (1 + block), cells * (2 + block))
        consistent = sparse.lil_array((rows, total))
        consistent[:, here] = matrix
        constraints.append(LinearConstraint(consistent.tocsr(), 0, 0))
        for sign in (1, -1):
            bounded = sparse.lil_array((cells, total))
            bounded[:, here] = sign * sparse.eye_array(cells)
            bounded[:, :cells] = -reach * sparse.eye_array(cells)
            constraints.append(LinearConstraint(bounded.tocsr(), -np.inf, 0))
    wide = sparse.lil_array((small.size, total))
    for number, cell in enumerate(small):
        wide[number, cells * (1 + 2 * number) + cell] = -1
        wide[number, cells * (2 + 2 * number) + cell] = 1
    constraints.append(LinearConstraint(wide.tocsr(), reach, np.inf))
    low = np.concatenate(
        [np.zeros(cells), np.tile(np.where(may_hide, np.maximum(1 - values, -reach), 0), blocks)]
    )
    high = np.concatenate([may_hide.astype(float), np.tile(np.where(may_hide, reach, 0), blocks)])
    low[small] = 1
    cost = np.concatenate([price, np.zeros(cells * blocks)])
    integrality = np.concatenate([np.ones(cells), np.zeros(cells * blocks)])
    answer = milp(cost, constraints=constraints, bounds=Bounds(low, high), integrality=integrality)
    assert answer.status == 0, answer.message
    return answer.x[:cells] > 0.5

"""The fewest cells that must be hidden, by mixed-integer programming: the yardstick of the protector's utility.

One binary variable per cell, and for each small count two alternative tables that differ by threshold - 1 in it and
move hidden cells only (Fischetti and Salazar 2001). The reader knows the sums and that a hidden count is at least 1.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp


def fewest_hidden(
    values: np.ndarray,
    matrix: sparse.csc_array,
    threshold: int,
    price: np.ndarray,
    lines: np.ndarray | None = None,
    *,
    within: float = 0.0,
    seconds: float | None = None,
) -> np.ndarray:
    """True where the cheapest safe pattern hides; flat one- and two-way tables.

    A move through a small count splits into cycles through it, so no other cell need move further than
    threshold - 1 either, which bounds the big-M.

    Args:
        lines: what each reader knows besides, shape (cells, holders): every small count that is not his own must
            stay as open to him. Without it there is one reader, who knows nothing.
        within: a pattern so much dearer than the cheapest, as a share, will do.
        seconds: a limit for the search; past it the dearest answer is an error.
    """
    counts = np.flatnonzero((values > 0) & (values < threshold))
    readers = np.zeros((values.size, 1), dtype=bool) if lines is None else lines
    kept_from = [(cell, reader) for cell in counts for reader in readers.T if not reader[cell]]
    small = np.array([cell for cell, _reader in kept_from], dtype=int)
    cells, reach, rows = values.size, threshold - 1, matrix.shape[0]
    may_hide = values > 0
    blocks = 2 * small.size
    moved = np.array([may_hide & ~reader for _cell, reader in kept_from for _way in range(2)])
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
    far = np.where(moved, reach, 0).ravel()
    low = np.concatenate([np.zeros(cells), np.maximum(np.tile(1 - values, blocks), -far)])
    high = np.concatenate([may_hide.astype(float), far])
    low[counts] = 1
    low[cells:][far == 0] = 0
    cost = np.concatenate([price, np.zeros(cells * blocks)])
    integrality = np.concatenate([np.ones(cells), np.zeros(cells * blocks)])
    options = {"mip_rel_gap": within} | ({} if seconds is None else {"time_limit": seconds})
    answer = milp(
        cost, constraints=constraints, bounds=Bounds(low, high), integrality=integrality, options=options
    )
    assert answer.status == 0, answer.message
    return answer.x[:cells] > 0.5

"""Equations without what says nothing new, and whether they are those of a network."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from scipy import sparse

_TWO = 2


def simplest(matrix: sparse.csc_array) -> sparse.csc_array:
    """The same equations in fewer terms: a row that holds another one, turned round or not, without it.

    Rows that are empty or stand there already are left out. What one release hides of a sum, the next one mostly hides
    as well; what is left of the later sum are its new counts.
    """
    rows = matrix.tocsr()
    held = [
        dict(zip(rows.indices[start:end].tolist(), rows.data[start:end].tolist(), strict=True))
        for start, end in zip(rows.indptr[:-1], rows.indptr[1:], strict=True)
    ]
    through: defaultdict[int, set[int]] = defaultdict(set)
    for number, row in enumerate(held):
        for cell in row:
            through[cell].add(number)
    waiting = sorted((number for number, row in enumerate(held) if row), key=lambda number: len(held[number]))
    while waiting:
        number = waiting.pop(0)
        row = held[number]
        if not row:
            continue
        changed = []
        for other in set.intersection(*(through[cell] for cell in row)) - {number}:
            times = {held[other][cell] / sign for cell, sign in row.items()}
            if len(times) == 1 and len(held[other]) >= len(row):
                for cell in row:
                    del held[other][cell]
                    through[cell].discard(other)
                changed.append(other)
        waiting += sorted(changed, key=lambda other: len(held[other]))
    kept = [row for row in held if row]
    return sparse.csr_array(
        (
            np.array([sign for row in kept for sign in row.values()], dtype=float),
            np.array([cell for row in kept for cell in row], dtype=np.int64),
            np.cumsum([0, *(len(row) for row in kept)]),
        ),
        shape=(len(kept), matrix.shape[1]),
    ).tocsc()


def is_network(matrix: sparse.csc_array) -> bool:
    """Whether every column has one or two entries of 1 or -1 and the rows split as Heller and Tompkins (1956) ask.

    Then whole bounds give whole answers, and a cell takes every whole number between its extremes.
    """
    if (abs(matrix.data) != 1).any() or (np.diff(matrix.indptr) > _TWO).any():
        return False
    beside: defaultdict[int, list[tuple[int, bool]]] = defaultdict(list)
    for column in np.flatnonzero(np.diff(matrix.indptr) == _TWO):
        one, other = (int(row) for row in matrix.indices[matrix.indptr[column] : matrix.indptr[column + 1]])
        signs = matrix.data[matrix.indptr[column] : matrix.indptr[column + 1]]
        beside[one].append((other, bool(signs[0] == signs[1])))
        beside[other].append((one, bool(signs[0] == signs[1])))
    side: dict[int, bool] = {}
    for start in beside:
        if start in side:
            continue
        side[start] = True
        waiting = [start]
        while waiting:
            row = waiting.pop()
            for other, apart in beside[row]:
                wanted = side[row] ^ apart
                if other not in side:
                    side[other] = wanted
                    waiting.append(other)
                elif side[other] != wanted:
                    return False
    return True

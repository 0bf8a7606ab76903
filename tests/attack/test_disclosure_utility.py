"""Protection costs no more than it must: compared with the fewest cells that any safe pattern hides.

Safe from a reader of the page, or from one who holds a row; the optimum reckons with neither insiders nor marks.
"""

from __future__ import annotations

import numpy as np
import pytest
from attack.optimum import fewest_hidden

from frirum.core.disclosure.primary import small_counts
from frirum.core.disclosure.protected import ProtectedTable, protect_table
from frirum.core.disclosure.table import Dimension, build

THRESHOLD = 5


PLACES = ("Aalborg", "Hjørring", "Vejen", "Odense", "Læsø")


def _compare(tables: int, *, holders: bool) -> tuple[np.ndarray, np.ndarray]:
    """Share of cells and of persons shown, ours and at the optimum, shape (tables with something small, 2)."""
    rng = np.random.default_rng(2018)
    ours, best = [], []
    while len(ours) < tables:
        rows, columns = rng.integers(3, 6), rng.integers(3, 5)
        dimensions = [
            Dimension("kommune", PLACES[:rows]) if holders else Dimension("r", tuple(map(str, range(rows)))),
            Dimension("c", tuple(map(str, range(columns)))),
        ]
        mean = rng.choice([6, 8, 10])
        counts = {(i, j): int(rng.poisson(mean)) for i in dimensions[0].leaves for j in dimensions[1].leaves}
        system = build(dimensions, counts)
        if not small_counts(system.values, THRESHOLD).any():
            continue
        result = protect_table(dimensions, counts)
        assert isinstance(result, ProtectedTable)
        hidden = np.array([cell.shown is None for cell in result.cells])
        lines = np.array([[("kommune", place) in key for place in PLACES[:rows]] for key in system.keys])
        optimum = fewest_hidden(
            system.values, system.matrix(), THRESHOLD, np.ones(hidden.size), lines if holders else None
        )
        persons = system.values * system.leaf / system.values[system.leaf].sum()
        ours.append([(~hidden).mean(), persons[~hidden].sum()])
        best.append([(~optimum).mean(), persons[~optimum].sum()])
    return np.array(ours), np.array(best)


def _check(tables: int, persons: float, *, holders: bool) -> None:
    ours, best = _compare(tables, holders=holders)
    assert (ours[:, 0] <= best[:, 0] + 1e-9).all(), "nobody beats the optimum; the yardstick would be wrong"
    assert ours[:, 0].sum() >= 0.9 * best[:, 0].sum()
    assert ours[:, 1].sum() >= persons * best[:, 1].sum()


@pytest.mark.parametrize("holders", [False, True])
def test_cells_and_persons_shown_come_close_to_the_optimum(holders: bool) -> None:
    _check(10, 0.85, holders=holders)


@pytest.mark.long
@pytest.mark.parametrize("holders", [False, True])
def test_cells_and_persons_shown_come_close_to_the_optimum_on_fifty_tables(holders: bool) -> None:
    _check(50, 0.92, holders=holders)

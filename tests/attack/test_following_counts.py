"""What a network's page tells of a municipality's small number: every table is tried that fits what is shown."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise, product

import numpy as np
import pytest

from frirum.core.disclosure.settings import HOUSE_RULES
from frirum.web.following.frozen import Frozen, Month, frozen, is_split, month_ends

SMALL = range(1, HOUSE_RULES.threshold)
MOST = 9
PLACES = ("Aalborg Kommune", "Læsø Kommune", "Vesthimmerlands Kommune")
JUNE = dt.date(2026, 6, 30)


def shown(*counts: int, places: tuple[str, ...] = PLACES) -> Frozen:
    return frozen("Kommune", places, (Month(JUNE, counts, is_split(JUNE)),), single=len(places) == 1)


def possible(counts: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Every table of these municipalities that a reader of the page cannot tell from the true one."""
    found = shown(*counts)
    cells = {cell.nodes[0]: cell.shown for cell in found.table.cells} if found.table else {}
    choices = [
        [cells[name]] if cells.get(name) is not None else range(1 if name in cells else 0, MOST + 1)
        for name in PLACES
    ]
    if found.total is None:
        return [guess for guess in product(*choices) if sum(guess) in SMALL]
    return [guess for guess in product(*choices) if sum(guess) == found.total]


@pytest.mark.parametrize("counts", list(product((0, 1, 4, 5, 7), repeat=3)))
def test_no_small_number_can_be_worked_out(counts: tuple[int, ...]) -> None:
    fits = possible(counts)
    assert counts in fits, "the page says something that is not true"
    for place, true in enumerate(counts):
        if true in SMALL:
            assert len({guess[place] for guess in fits}) > 1
            for other, known in enumerate(counts):  # and not by a municipality that knows its own
                assert other == place or len({g[place] for g in fits if g[other] == known}) > 1


@pytest.mark.parametrize("number", range(12))
def test_a_municipality_alone_has_the_threshold_of_one(number: int) -> None:
    found = shown(number, places=("Læsø Kommune",))
    assert found.total == (number if number == 0 or number >= HOUSE_RULES.sensitive_threshold else None)
    assert found.table is None


@pytest.mark.parametrize("seed", range(4))
def test_from_month_to_month_a_number_stands_still_or_moves_by_the_threshold(seed: int) -> None:
    """Two years of uses that come one by one; a reader who keeps every page learns no step of one to four."""
    rng = np.random.default_rng(seed)
    ends = list(month_ends(dt.date(2026, 1, 1), dt.date(2027, 12, 31)))
    counts, months = np.zeros(3, dtype=int), []
    totals, cells = [], []
    for day in ends:
        counts = counts + rng.poisson((0.4, 0.8, 1.6))
        months.append(Month(day, tuple(map(int, counts)), is_split(day)))
        found = frozen("Kommune", PLACES, tuple(months), single=False)
        totals.append(found.total)
        cells.append({cell.nodes: cell.shown for cell in found.table.cells} if found.table else {})
    told = [total for total in totals if total is not None]
    assert told, "and it still speaks"
    for series in (
        totals,
        *([month.get(nodes) for month in cells] for nodes in {n for m in cells for n in m}),
    ):
        steps = [abs(b - a) for a, b in pairwise(series) if a is not None and b is not None]
        assert all(step not in SMALL for step in steps)

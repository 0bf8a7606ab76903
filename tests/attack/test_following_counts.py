"""What a network's page tells of a municipality's small number: every table is tried that fits what is shown."""

from __future__ import annotations

from itertools import product

import pytest

from frirum.core.disclosure.settings import HOUSE_RULES
from frirum.web.following.readings import shown_sum, split

SMALL = range(1, HOUSE_RULES.threshold)
MOST = 9


def possible(counts: dict[str, int]) -> list[tuple[int, ...]]:
    """Every table of these municipalities that a reader of the page cannot tell from the true one."""
    total, table = shown_sum(sum(counts.values()), len(counts)), split("kommune", counts)
    cells = {cell.nodes[0]: cell.shown for cell in table.cells} if table else {}
    choices = [
        [cells[name]] if cells.get(name) is not None else range(1 if name in cells else 0, MOST + 1)
        for name in counts
    ]
    fits = []
    for guess in product(*choices):
        if total is None:
            fits += [guess] if sum(guess) in SMALL else []
        elif sum(guess) == total:
            fits.append(guess)
    return fits


@pytest.mark.parametrize("counts", list(product((0, 1, 2, 4, 5, 7), repeat=3)))
def test_no_small_number_can_be_worked_out(counts: tuple[int, ...]) -> None:
    named = dict(zip(("Aalborg", "Læsø", "Vesthimmerland"), counts, strict=True))
    found = possible(named)
    assert counts in found, "the page says something that is not true"
    for place, true in enumerate(counts):
        if true in SMALL:
            assert len({guess[place] for guess in found}) > 1


@pytest.mark.parametrize("number", range(12))
def test_a_municipality_alone_has_the_threshold_of_one(number: int) -> None:
    assert shown_sum(number, 1) == (
        number if number == 0 or number >= HOUSE_RULES.sensitive_threshold else None
    )
    assert split("kommune", {"Læsø": number}) is None

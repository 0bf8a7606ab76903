"""A protected table refuses to be made with a small count in it, whoever makes it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from frirum.core.disclosure.protected import CellStatus, ProtectedCell, ProtectedTable
from frirum.core.disclosure.settings import HOUSE_RULES
from frirum.core.disclosure.table import Dimension


def _cells(*counts: int | None, carried: bool = False) -> tuple[ProtectedCell, ...]:
    nodes = ("Rebild", "Vesthimmerland", "I alt")
    return tuple(
        ProtectedCell(
            (node,), count, CellStatus.SECONDARY if count is None else CellStatus.SHOWN, (), carried
        )
        for node, count in zip(nodes, counts, strict=True)
    )


PLACES = (Dimension("kommune", ("Rebild", "Vesthimmerland")),)


@pytest.mark.parametrize(
    "cells, threshold",
    [
        (_cells(4, 12, 16), 5),
        (_cells(9, 12, 21), 10),
        (_cells(4, 12, 16), 2),
        (_cells(-5, 12, 7), 5),
        (_cells(True, 12, 13), 5),
        (_cells(12.5, 12, 25), 5),  # type: ignore[arg-type]
        (_cells(12, 12, 24)[:2], 5),
        (_cells(12, 12, 24)[::-1], 5),
        ((replace(_cells(12, 12, 24)[0], status=CellStatus.PRIMARY), *_cells(12, 12, 24)[1:]), 5),
        ((replace(_cells(None, 12, 24)[0], status=CellStatus.SHOWN), *_cells(12, 12, 24)[1:]), 5),
    ],
    ids=["small", "under ten", "threshold of two", "negative", "a bool", "a fraction", "a cell short", "another order",
         "hidden with its count", "shown without one"],
)  # fmt: skip
def test_a_protected_table_made_by_hand_holds_no_small_count(cells, threshold):
    with pytest.raises(ValueError, match=r"under|order|hidden or shown"):
        ProtectedTable(PLACES, cells, threshold, HOUSE_RULES, ())


def test_an_older_release_may_have_shown_less_and_zero_is_shown():
    assert ProtectedTable(PLACES, _cells(4, 12, 16, carried=True), 5, HOUSE_RULES, ())
    assert ProtectedTable(PLACES, _cells(0, 12, 12), 5, HOUSE_RULES, ())
    assert ProtectedTable(PLACES, _cells(5, 12, 17), 5, HOUSE_RULES, ()), "the threshold itself is shown"
    assert ProtectedTable(PLACES, _cells(3, 12, 15), 3, HOUSE_RULES, ()), (
        "three is the lowest threshold there is"
    )

"""The reader who repeats the protection on every table that fits: found by listing them all, and told in time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest

from frirum.core.disclosure import repetition
from frirum.core.disclosure.merge import Counts
from frirum.core.disclosure.protected import ProtectedTable, Refusal, protect_table
from frirum.core.disclosure.repetition import Repetition, repeat
from frirum.core.disclosure.settings import HOUSE_RULES
from frirum.core.disclosure.table import Dimension

TWO_BY_TWO = (Dimension("center", ("nord", "syd")), Dimension("køn", ("kvinder", "mænd")))


def _counts(values: tuple[int, ...]) -> Counts:
    return dict(zip(product(*(d.leaves for d in TWO_BY_TWO)), values, strict=True))


def _protected(values: tuple[int, ...]) -> ProtectedTable:
    answer = protect_table(TWO_BY_TWO, _counts(values))
    assert isinstance(answer, ProtectedTable)
    return answer


def _repeated(values: tuple[int, ...], *, marks: bool = False) -> Repetition:
    return repeat(
        TWO_BY_TWO, _counts(values), _protected(values), lambda c: protect_table(TWO_BY_TWO, c), marks=marks
    )


def _print(table: ProtectedTable) -> list[int | None]:
    return [cell.shown for cell in table.cells]


def _that_come_out_alike(values: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Every two-by-two table with the same print, listed without the code under test; counts to 30."""
    wanted = _print(_protected(values))
    ranges = [range(1, 31) if wanted[place] is None else [wanted[place]] for place in (0, 1, 3, 4)]
    for a, b, c, d in product(*ranges):
        sums = (a + b, c + d, a + c, b + d, a + b + c + d)
        if all(wanted[place] in (None, n) for place, n in zip((2, 5, 6, 7, 8), sums, strict=True)):
            answer = protect_table(TWO_BY_TWO, _counts((a, b, c, d)))
            if not isinstance(answer, Refusal) and _print(answer) == wanted:
                yield a, b, c, d


def _left_with_one_value(values: tuple[int, ...]) -> set[tuple[str, ...]]:
    alike = list(_that_come_out_alike(values))
    assert values in alike
    return {
        leaf
        for place, (leaf, count) in enumerate(_counts(values).items())
        if 0 < count < HOUSE_RULES.threshold and len({table[place] for table in alike}) == 1
    }


@pytest.mark.parametrize("values", [(12, 3, 4, 3), (12, 9, 12, 4), (9, 2, 4, 6), (20, 3, 9, 2)])
def test_whoever_lists_every_table_finds_no_more_than_is_told(values):
    found = _repeated(values)
    assert _left_with_one_value(values) <= set(found.told)
    assert not found.unexamined


def test_a_table_printed_like_no_other_is_told_and_named_without_its_counts():
    """Of 9 2 / 4 6 the sums are printed, so that one number moves all four; every other step prints otherwise."""
    found = _repeated((9, 2, 4, 6))
    assert found.told == (("nord", "mænd"), ("syd", "kvinder"))
    (text,) = found.texts()
    assert text.startswith("2 små tal kan måske læses")
    assert "nord / mænd; syd / kvinder." in text


def test_one_table_that_comes_out_alike_is_enough():
    assert _repeated((12, 3, 4, 3)) == Repetition((), (), 1)
    assert _repeated((12, 3, 4, 3)).texts() == ()


def test_whoever_has_the_data_file_learns_more():
    """Which hidden cells are small stands in the file: the same table is safe in print."""
    assert _repeated((12, 1, 2, 3)).told == ()
    assert len(_repeated((12, 1, 2, 3), marks=True).told) == 1


def test_the_work_is_bounded_and_what_was_not_examined_is_said(monkeypatch):
    monkeypatch.setattr(repetition, "_WORK", 18)
    found = _repeated((9, 2, 4, 6))
    assert found.tried <= 3
    assert found.told == ()
    assert len(found.unexamined) == 2
    assert "2 af de små tal" in found.texts()[0]

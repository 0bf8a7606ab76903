"""A search beside many releases: equations in fewer terms, and versions of a count that move together."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy import sparse
from unit.core.disclosure.disclosure_grids import grid

from frirum.core.disclosure import protector
from frirum.core.disclosure.equations import is_network, simplest
from frirum.core.disclosure.ledger import Ledger, Request, release
from frirum.core.disclosure.moves import Moves
from frirum.core.disclosure.protected import ProtectedTable
from frirum.core.disclosure.table import Dimension, build

ROWS = ([1, 1, 1, 0], [-1, -1, -1, 0], [1, 1, 0, 0], [0, 0, 0, 0], [1, 1, 0, -1])


def test_equations_in_fewer_terms_have_the_same_solutions() -> None:
    given = sparse.csc_array(np.array(ROWS, dtype=float))
    found = simplest(given)
    assert sorted(map(tuple, np.abs(found.toarray()).tolist())) == [(0, 0, 0, 1), (0, 0, 1, 0), (1, 1, 0, 0)]
    for values in product(range(-2, 3), repeat=4):
        assert bool((given @ values).any()) == bool((found @ values).any())


def test_a_row_that_is_part_of_another_with_other_signs_stays() -> None:
    found = simplest(sparse.csc_array(np.array([[1.0, 1, 1], [1, -1, 0]])))
    assert np.abs(found.toarray()).sum(axis=1).tolist() == [3, 2]


def test_a_table_of_two_ways_is_a_network_and_one_of_three_is_not() -> None:
    assert is_network(grid((3, 20), (20, 20)).matrix())
    axes = [Dimension(name, ("0", "1")) for name in "abc"]
    three = build(axes, dict.fromkeys(product("01", repeat=3), 7))
    assert not is_network(three.matrix())


@pytest.mark.parametrize("signs, network", [((1, 1, 1), False), ((1, 1, -1), True)])
def test_an_odd_ring_is_no_network(signs: tuple[int, ...], network: bool) -> None:
    """x + y, y + z and x + z in whole numbers can make y a half; x - z in place of x + z cannot."""
    ring = np.array([[1.0, 1, 0], [0, 1, 1], [1, 0, signs[2]]])
    assert is_network(sparse.csc_array(ring)) == network
    assert not is_network(sparse.csc_array(2 * ring))


PLACES = ("Aalborg", "Hjørring", "Vejen", "Odense", "Læsø", "Esbjerg", "Vejle", "Horsens")


def _eight_releases(*, growth: int) -> tuple[list[ProtectedTable], list[int]]:
    """A running total of eight municipalities and four groups, and how many programmes each release took."""
    rng = np.random.default_rng(4)
    people = rng.poisson(20, (8, 4))
    people[rng.random(people.shape) < 0.15] = 3
    groups = Dimension("gruppe", ("a", "b", "c", "d"))
    ledger, tables, solves = Ledger("home"), [], []
    searches: list[Moves] = []
    first = Moves.__init__

    def counted(self: Moves, *args: object, **named: object) -> None:
        first(self, *args, **named)
        searches.append(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Moves, "__init__", counted)
        for quarter in range(8):
            cells = {
                (place, group): int(people[i, j])
                for (i, place), (j, group) in product(enumerate(PLACES), enumerate(groups.leaves))
            }
            request = Request((Dimension("kommune", PLACES), groups), cells, "brug", f"2020-Q{quarter}")
            result = release(ledger, request, home="home")
            assert isinstance(result, tuple)
            table, ledger = result
            tables.append(table)
            solves.append(sum(search.solves for search in searches))
            searches.clear()
            people = people + np.where(rng.random(people.shape) < 0.5, growth, 0)
    return tables, solves


def test_the_eighth_release_takes_no_more_than_the_third_and_hides_no_more(monkeypatch) -> None:
    monkeypatch.setattr(protector, "_MANY", 0)
    tables, solves = _eight_releases(growth=3)
    hidden = [sum(cell.shown is None for cell in table.cells) for table in tables]
    assert max(solves[3:]) <= 1.5 * solves[2]
    assert set(hidden) == {hidden[0]}


def test_counts_that_have_grown_by_much_are_shown_again(monkeypatch) -> None:
    monkeypatch.setattr(protector, "_MANY", 0)
    tables, _solves = _eight_releases(growth=20)
    hidden = [sum(cell.shown is None for cell in table.cells) for table in tables]
    assert hidden[-1] <= 6 < hidden[0]

"""What counts as proof that a small count is safe: tables a reader could not tell from the true one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from unit.core.disclosure.disclosure_grids import at, grid, problem

from frirum.core.disclosure.moves import UNBOUNDED
from frirum.core.disclosure.table import System
from frirum.core.disclosure.witnesses import Demand, Knowledge, Witnesses

# Cells 0 1 2 / 3 4 5 / 6 7 8; the third row and column are sums. Only 3 is small.
TABLE = grid((3, 20), (20, 20))
INSIDE = [0, 1, 3, 4]


def proof(system: System = TABLE, hidden: list[int] = INSIDE, **changes: object) -> Witnesses:
    mask = np.zeros(system.values.size, dtype=bool)
    mask[hidden] = True
    return Witnesses(problem(system, hidden=mask, **changes))


def moved(by: int, system: System = TABLE) -> np.ndarray:
    """The table with so many more in the first cell, and the rectangle that closes the move."""
    table = system.values.copy()
    table[[0, 1, 3, 4]] += [by, -by, -by, by]
    return table


def reader(values: int = 5) -> Demand:
    return Demand(0, values, Knowledge.READER)


def test_a_reader_knows_that_hidden_counts_are_not_zero_and_shown_ones_are_what_they_are():
    low, high = proof(hidden=[0, 1]).bounds()
    assert low.tolist() == [1, 1, 23, 20, 20, 40, 23, 40, 63]
    assert high.tolist() == [UNBOUNDED, UNBOUNDED, 23, 20, 20, 40, 23, 40, 63]


def test_what_may_be_hidden_is_neither_hidden_nor_fixed_nor_zero_nor_unprinted():
    system = grid((3, 0), (20, 20))
    fixed = np.zeros(9, dtype=bool)
    fixed[3] = True
    printed = np.ones(9, dtype=bool)
    printed[5] = False
    assert np.flatnonzero(proof(system, [0], fixed=fixed, printed=printed).may_hide).tolist() == [
        2,
        4,
        6,
        7,
        8,
    ]
    low, high = proof(system, [0], fixed=fixed, printed=printed).bounds(reader(), widened=True)
    assert np.flatnonzero(low < high).tolist() == [0, 2, 4, 6, 7, 8]


def test_a_reader_of_the_marks_knows_on_which_side_of_the_threshold_a_hidden_count_is():
    low, high = proof().bounds(Demand(0, 2, Knowledge.MARKS))
    assert low.tolist() == [1, 5, 23, 5, 5, 40, 23, 40, 63]
    assert high.tolist() == [4, UNBOUNDED, 23, UNBOUNDED, UNBOUNDED, 40, 23, 40, 63]


def test_what_stands_nowhere_has_no_mark():
    printed = np.ones(9, dtype=bool)
    printed[[0, 1]] = False
    floor = np.ones(9, dtype=int)
    floor[[0, 1]] = 0
    low, high = proof(printed=printed, marked=printed, floor=floor).told()
    assert (low[0], high[0], low[1], high[1]) == (0, UNBOUNDED, 0, UNBOUNDED)
    assert (low[3], high[3]) == (5, UNBOUNDED)
    edge = proof(grid((4, 5), (20, 20))).told()
    assert (edge[0][0], edge[1][0], edge[0][1], edge[1][1]) == (1, 4, 5, UNBOUNDED)


def test_an_insider_knows_his_own_cell():
    low, high = proof().bounds(Demand(0, 2, Knowledge.INSIDER, insider=1))
    assert (low[1], high[1]) == (20, 20)
    assert (low[3], high[3]) == (1, UNBOUNDED)


@pytest.mark.parametrize(
    "found, kept",
    [
        (None, False),
        (moved(0), False),  # the true table shows nothing
        (moved(1), True),
        (moved(-2), True),
        (moved(-3), False),  # a hidden zero is against the rule
        (moved(19), True),
        (moved(20), False),
        (np.array([4, 20, 23, 20, 20, 40, 24, 40, 63]), False),  # more in a printed sum
        (np.array([2, 20, 23, 20, 20, 40, 22, 40, 63]), False),  # fewer
    ],
)
def test_only_a_table_that_fits_everything_printed_is_kept(found, kept):
    witnesses = proof()
    witnesses.keep(found)
    assert bool(witnesses.about(0)) is kept
    assert bool(witnesses.about(4)) is kept
    assert not witnesses.about(8)


@pytest.mark.parametrize(
    "by, told, steps", [(1, True, 1), (-2, True, 2), (2, False, 2), (4, False, 4), (15, False, 15)]
)
def test_a_witness_knows_its_steps_and_whether_the_marks_rule_it_out(by, told, steps):
    witnesses = proof()
    witnesses.keep(moved(by))
    (witness,) = witnesses.about(0)
    assert witness.counts == {0: 3 + by, 1: 20 - by, 3: 20 - by, 4: 20 + by}
    assert (witness.told, witness.steps) == (told, steps)


@pytest.mark.parametrize(
    "moves, enough", [([], False), ([3], False), ([4], True), ([5], True), ([-2, 2], True), ([-2, 1], False)]
)
def test_in_a_network_the_extremes_are_enough(moves, enough):
    """Between two tables of a network lies one for every value between."""
    witnesses = proof()
    for by in moves:
        witnesses.keep(moved(by))
    assert witnesses.enough(reader()) is enough


def test_elsewhere_every_value_is_counted():
    """A move by four in equal steps shows four values; one that is no multiple of a step shows itself alone."""
    system = replace(TABLE, gapless=False)
    stepped, uneven = proof(system), proof(system)
    stepped.keep(moved(4))
    assert stepped.enough(reader())
    assert not stepped.enough(reader(6))
    uneven.keep(np.array([7, 16, 23, 19, 21, 40, 26, 37, 63]))
    assert not uneven.about(0), "the sums do not fit"
    wide = proof(replace(grid((3, 20, 20), (20, 20, 20)), gapless=False), hidden=[0, 1, 2, 4, 5, 6])
    table = wide.true.copy()
    table[[0, 1, 2, 4, 5, 6]] += [4, -3, -1, -4, 3, 1]
    wide.keep(table)
    assert not wide.enough(reader())
    assert wide.enough(reader(2))
    assert wide.missing(reader(), 1, 60) == [1, 2, 4, 5, 6]
    assert wide.missing(reader(), 2, 5) == [2, 4, 5]


@pytest.mark.parametrize(
    "moves, lowest, highest, aims",
    [
        ([], 1, 60, [7]),
        ([], -9, 60, [7, -1]),
        ([], 1, 6, []),
        ([-2], 1, 60, [5]),
        ([2], -9, 60, [7, 1]),
        ([-1, 1], -9, 9, [6, 0]),
    ],
)
def test_in_a_network_the_search_aims_just_beyond_what_was_seen(moves, lowest, highest, aims):
    witnesses = proof()
    for by in moves:
        witnesses.keep(moved(by))
    assert witnesses.missing(reader(), lowest, highest) == aims


def test_open_demands():
    witnesses = proof(marked_values=2)
    assert witnesses.open(0, Knowledge.READER) == reader()
    assert witnesses.open(0, Knowledge.MARKS) == Demand(0, 2, Knowledge.MARKS)
    assert witnesses.open(0, Knowledge.INSIDER) is None, "nobody is alone in a cell"
    witnesses.keep(moved(4))
    assert witnesses.open(0, Knowledge.READER) is None
    assert witnesses.open(0, Knowledge.MARKS) is not None, "seven is ruled out by the mark"
    witnesses.keep(moved(-1))
    assert witnesses.open(0, Knowledge.MARKS) is None
    given_up = proof(marked_values=2)
    given_up.waived.add(0)
    assert given_up.open(0, Knowledge.MARKS) is None
    printed = np.ones(9, dtype=bool)
    printed[0] = False
    assert proof(marked_values=2, printed=printed).open(0, Knowledge.MARKS) is None, "no mark stands there"


def test_showing_a_cell_silences_the_witnesses_that_move_it():
    witnesses = proof()
    for by in (4, -1):
        witnesses.keep(moved(by))
    silenced = witnesses.show(3)
    assert [witness.counts[0] for witness in silenced] == [7, 2]
    assert not witnesses.hidden[3]
    assert not witnesses.about(0)
    assert not witnesses.enough(reader())
    witnesses.hide_again(3, silenced)
    assert witnesses.hidden[3]
    assert witnesses.enough(reader())


# One person alone in cells 5 and 10 (rows of four with their sum); 0 is small.
ALONE = grid((3, 20, 20), (20, 1, 20), (20, 20, 1))


def test_an_insider_must_be_moved_by_no_more_than_some_witnesses():
    witnesses = Witnesses(problem(ALONE, hidden=ALONE.leaf, insiders=True))
    assert set(witnesses.same) == {5, 10}
    assert witnesses.open(0, Knowledge.INSIDER) == Demand(0, 2, Knowledge.INSIDER, 5)
    assert witnesses.open(5, Knowledge.INSIDER) == Demand(5, 2, Knowledge.INSIDER, 10)
    table = ALONE.values.copy()
    table[[0, 1, 4, 5]] += [4, -4, -4, 4]
    witnesses.keep(table)
    assert witnesses.open(0, Knowledge.INSIDER) == Demand(0, 2, Knowledge.INSIDER, 5)
    assert not witnesses.enough(Demand(0, 2, Knowledge.INSIDER, 5))
    assert witnesses.enough(Demand(0, 2, Knowledge.INSIDER, 10))
    table = ALONE.values.copy()
    table[[0, 2, 8, 10]] += [1, -1, -1, 1]
    witnesses.keep(table)
    assert witnesses.open(0, Knowledge.INSIDER) is None, "each insider is still in one of the two tables"
    assert witnesses.open(5, Knowledge.INSIDER) is None, "the first table moves him and not the other"


def test_nobody_is_an_insider_where_none_are_reckoned_with():
    assert Witnesses(problem(ALONE, hidden=ALONE.leaf, insiders=False)).same == {}
    two = grid((3, 20, 20), (20, 2, 20), (20, 20, 5))
    assert Witnesses(problem(two, insiders=True)).same == {}


def test_totals_of_one_person_alone_tell_him_nothing_of_others():
    """r0 has nobody but him, so its sum is himself; the column has others. r1 and r2 are two different persons."""
    system = grid((1, 0), (20, 1), (0, 1))
    same = Witnesses(problem(system, insiders=True)).same
    assert same == {
        at(system, "r0", "c0"): {0, at(system, "r0")},
        at(system, "r1", "c1"): {at(system, "r1", "c1")},
        at(system, "r2", "c1"): {at(system, "r2", "c1"), at(system, "r2")},
    }
    alone = grid((1,), (0,))
    (only,) = Witnesses(problem(alone, insiders=True)).same.values()
    assert only == {0, 1, 4, 5}, "every sum of a table with one person"

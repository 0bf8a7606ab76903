"""One table at a time: no hidden small count can be worked out, whoever reads it.

The attack code shares no module with the protector. 200 tables here, 2,000 with --long.
"""

from __future__ import annotations

import pytest
from attack.disclosure_tables import Sample, in_print, sample

from frirum.core.disclosure.problem import Marks
from frirum.core.disclosure.protected import CellStatus, ProtectedTable, Refusal, protect_table
from frirum.core.disclosure.table import Dimension
from frirum.core.disclosure_attack.single import attack, enumerate_tables, unknown_counts
from frirum.core.disclosure_attack.solving import possible_values

THRESHOLD = 5
GROUPS = 10
PER_GROUP = 20


def _protected(seed: int) -> tuple[Sample, ProtectedTable] | None:
    table = sample(seed)
    result = protect_table(table.dimensions, table.counts)
    if isinstance(result, Refusal):
        assert sum(table.counts.values()) < THRESHOLD, (
            "only a table on fewer than five persons is beyond help"
        )
        return None
    return table, result


def _attack(seeds: range) -> int:
    """Attack each table as a reader, as a reader of the marks and as each person alone in a cell; gives primaries."""
    primaries = 0
    for seed in seeds:
        found = _protected(seed)
        if found is None:
            continue
        table, result = found
        true = table.true
        small = {nodes for nodes, count in true.items() if 0 < count < THRESHOLD}
        told = {nodes for nodes in small if result.marks is Marks.ALL or nodes in table.counts}
        assert {cell.nodes for cell in result.cells if cell.status is CellStatus.PRIMARY} == told
        assert all(cell.shown in (None, true[cell.nodes]) for cell in result.cells)
        printed = in_print(result)
        whole = len(table.dimensions) > 2 or sum(bool(d.groups) for d in table.dimensions) > 1
        reader = attack(printed, THRESHOLD, targets=small, whole=whole)
        assert (reader.exact, reader.narrow) == ((), ()), seed
        assert result.marks is not Marks.NONE, "marks on the inside of a table can always be kept"
        assert attack(printed, THRESHOLD, marks=True, targets=small, whole=whole).exact == (), seed
        primaries += len(small)
    return primaries


@pytest.mark.parametrize("group", range(GROUPS))
def test_no_small_count_is_found_exactly_or_within_a_narrow_interval(group):
    assert _attack(range(group * PER_GROUP, (group + 1) * PER_GROUP)) > 50


@pytest.mark.long
@pytest.mark.parametrize("group", range(20))
def test_no_small_count_is_found_in_two_thousand_tables(group):
    assert _attack(range(10_000 + group * 100, 10_100 + group * 100)) > 250


def _insiders(seeds: range) -> int:
    """Whoever is alone in a cell takes himself out of it, and looks at the others."""
    tried = 0
    for seed in seeds:
        found = _protected(seed)
        if found is None:
            continue
        table, result = found
        true = table.true
        printed = in_print(result)
        small = [nodes for nodes, count in true.items() if 0 < count < THRESHOLD]
        for own in [leaf for leaf, count in table.counts.items() if count == 1][:4]:
            about_himself = {n for n in small if true[n] == 1 and _holds(table, n, own)}
            others = [nodes for nodes in small if nodes not in about_himself]
            # With one thing known in advance an interval may be narrow, never exact.
            for marks in (False, True):
                findings = attack(
                    printed, THRESHOLD, targets=others, marks=marks, known={own: 1}, whole=len(own) > 2
                )
                assert findings.exact == (), (seed, own, marks)
            tried += 1
    return tried


def _holds(table: Sample, nodes: tuple[str, ...], leaf: tuple[str, ...]) -> bool:
    return all(code in d.leaves_below(n) for d, n, code in zip(table.dimensions, nodes, leaf, strict=True))


def test_a_person_alone_in_a_cell_learns_nobody_elses_count():
    assert _insiders(range(300, 330)) >= 20


@pytest.mark.long
def test_a_person_alone_in_a_cell_learns_nobody_elses_count_in_many_tables():
    assert _insiders(range(20_000, 20_400)) > 300


def _enumerate(seeds: range) -> int:
    """Every way to fill a small table by hand: at least five counts are left for each small cell."""
    checked = 0
    for seed in seeds:
        found = _protected(seed)
        if found is None:
            continue
        printed = in_print(found[1])
        if not 0 < len(printed.hidden) <= 12:
            continue
        unknowns = unknown_counts(printed, THRESHOLD)
        for place in printed.small:
            if len(possible_values(unknowns, place, range(1, 13))) < THRESHOLD:
                pytest.fail(f"table {seed}: {place} can be guessed")
            checked += 1
    return checked


def test_small_tables_leave_at_least_five_counts_for_every_hidden_cell():
    assert _enumerate(range(400, 440)) > 30


@pytest.mark.long
def test_small_tables_leave_at_least_five_counts_in_five_hundred_tables():
    assert _enumerate(range(30_000, 31_200)) > 1_000


def test_listing_every_table_agrees_with_the_bounds():
    """Two attackers of different build see the same: counts by listing, and by solving."""
    counts = {("a", "x"): 2, ("a", "y"): 9, ("b", "x"): 7, ("b", "y"): 12}
    result = protect_table([Dimension("r", ("a", "b")), Dimension("c", ("x", "y"))], counts)
    assert isinstance(result, ProtectedTable)
    printed = in_print(result)
    listed = enumerate_tables(printed, THRESHOLD, cap=60)
    for place in printed.small:
        values = {table[place] for table in listed if table[place] <= 9}
        assert values == possible_values(unknown_counts(printed, THRESHOLD), place, range(1, 10))
        assert len(values) >= THRESHOLD


def test_the_attacker_does_break_a_table_that_only_hides_small_counts():
    """Without secondary suppression the attack must succeed, or it proves nothing."""
    table = Sample(
        (Dimension("r", ("a", "b")), Dimension("c", ("x", "y"))),
        {("a", "x"): 2, ("a", "y"): 9, ("b", "x"): 7, ("b", "y"): 12},
    )
    result = protect_table(table.dimensions, table.counts)
    assert isinstance(result, ProtectedTable)
    printed = in_print(result)
    careless = {nodes: count for nodes, count in table.true.items() if not 0 < count < THRESHOLD}
    broken = attack(type(printed)(printed.labels, printed.sums, careless, printed.small), THRESHOLD)
    assert [(finding.place, finding.low) for finding in broken.exact] == [(("a", "x"), 2.0)]
    row = type(printed)((("a",), ("x", "y", "I alt")), ({}, printed.sums[1]), {("a", "I alt"): 4})
    assert attack(row, THRESHOLD, targets=[("a", "x")]).narrow, "two of four: between one and three"


def test_what_is_hidden_is_not_told_by_the_order_of_counts():
    """The choice among equally good cells follows their names, so swapping counts does not follow the smallest."""
    rows, columns = Dimension("r", tuple("abcd")), Dimension("c", tuple("wxyz"))
    smallest = 0
    for seed in range(12):
        counts = {(r, c): 20 + (ord(r) * 7 + ord(c) * 13 + seed * 5) % 23 for r in "abcd" for c in "wxyz"}
        counts["a", "w"] = 3
        result = protect_table([rows, columns], counts)
        assert isinstance(result, ProtectedTable)
        beside = [
            cell.nodes
            for cell in result.cells
            if cell.status is CellStatus.SECONDARY and cell.nodes[0] == "a"
        ]
        leaves = [nodes for nodes in beside if nodes[1] != "I alt"]
        smallest += any(counts[n] == min(counts["a", c] for c in "xyz") for n in leaves)
    assert smallest < 12


def test_other_counts_with_the_same_names_are_hidden_in_the_same_pattern():
    """A reader who tries every possible table with this code finds the printed pattern for many of them.

    An order seeded by the counts would single out the true one.
    """
    dimensions = [Dimension("r", ("a", "b", "c")), Dimension("c", ("x", "y", "z"))]
    base = {(r, c): 30 for r in "abc" for c in "xyz"}
    patterns = set()
    for small in (1, 2, 3, 4):
        result = protect_table(dimensions, {**base, ("b", "y"): small})
        assert isinstance(result, ProtectedTable)
        patterns.add(tuple(cell.status for cell in result.cells))
    assert len(patterns) == 1

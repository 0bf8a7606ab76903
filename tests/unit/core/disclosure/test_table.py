"""Tables as systems: sums along hierarchies, shared cells, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from frirum.core.disclosure.merge import Merge, apply, propose, split_name
from frirum.core.disclosure.network import outside_table
from frirum.core.disclosure.table import TOTAL, Dimension, build, link, region
from frirum.core.errors import InputRefused

PLACES = Dimension("kommune", ("Aalborg", "Læsø", "Vejen"), {"Nord": ("Aalborg", "Læsø")})
AGES = Dimension("alder", ("ung", "gammel"))
COUNTS = {("Aalborg", "ung"): 7, ("Aalborg", "gammel"): 3, ("Læsø", "ung"): 1, ("Vejen", "gammel"): 9}


def _value(system, dimensions, *nodes):
    return int(system.values[system.keys.index(region(dimensions, nodes))])


def test_groups_and_margins_are_sums():
    system = build([PLACES, AGES], COUNTS)
    assert PLACES.nodes == ("Aalborg", "Læsø", "Vejen", "Nord", TOTAL)
    expected = {
        ("Nord", "ung"): 8, ("Nord", "gammel"): 3, ("Nord", TOTAL): 11, ("Læsø", TOTAL): 1, ("Læsø", "gammel"): 0,
        (TOTAL, "ung"): 8, (TOTAL, "gammel"): 12, (TOTAL, TOTAL): 20,
    }  # fmt: skip
    assert {nodes: _value(system, [PLACES, AGES], *nodes) for nodes in expected} == expected
    assert system.leaf.sum() == 6
    assert not (system.matrix() @ system.values).any()


def test_each_sum_is_there_once():
    """3 columns x (Nord, all) and 5 rows x all: the total is the sum of Nord and Vejen, not of the municipalities."""
    system = build([PLACES, AGES], COUNTS)
    assert len(system.equations) == 3 * 2 + 5
    total = system.keys.index(())
    parts = {
        frozenset(system.keys[part] for part in parts) for whole, parts in system.equations if whole == total
    }
    assert parts == {
        frozenset({(("kommune", "Nord"),), (("kommune", "Vejen"),)}),
        frozenset({(("alder", "ung"),), (("alder", "gammel"),)}),
    }


@pytest.mark.parametrize(
    "dimensions, gapless",
    [([AGES], True), ([PLACES], True), ([PLACES, AGES], True),
     ([PLACES, Dimension("år", ("18", "19"), {"alle": ("18", "19")})], False),
     ([PLACES, AGES, Dimension("køn", ("K", "M"))], False)],
)  # fmt: skip
def test_tables_with_at_most_one_hierarchy_are_networks(dimensions, gapless):
    assert build(dimensions, {}).gapless is gapless


def test_tables_that_share_cells_become_one():
    sexes = Dimension("køn", ("K", "M"))
    one = build([PLACES, AGES], COUNTS)
    two = build(
        [PLACES, sexes], {("Aalborg", "K"): 10, ("Læsø", "M"): 1, ("Vejen", "K"): 4, ("Vejen", "M"): 5}
    )
    both = link([one, two])
    assert len(both.keys) == 15 + 15 - 5
    assert len(both.equations) == 11 + 11 - 2
    assert not both.gapless
    assert link([one]).gapless
    with pytest.raises(InputRefused, match="Læsø"):
        link([one, build([PLACES, sexes], {("Aalborg", "K"): 10, ("Læsø", "M"): 2, ("Vejen", "K"): 9})])


@pytest.mark.parametrize(
    "make",
    [
        lambda: Dimension("d", ("a", "a")),
        lambda: Dimension("d", ("a", TOTAL)),
        lambda: Dimension("d", ("a",), {"a": ("a",)}),
        lambda: Dimension("d", ("a",), {"g": ("b",)}),
        lambda: Dimension("d", ("a",), {"g": ()}),
        lambda: Dimension("d", ("a", "b"), {"g": ("a",), "h": ("a",)}),
        lambda: Dimension("d", ("a",), {"g": ("h",), "h": ("g",)}),
        lambda: build([AGES], {("ung",): -1}),
        lambda: build([AGES], {("ung",): 1.5}),
        lambda: build([AGES], {("midt",): 1}),
        lambda: build([AGES], {("ung", "gammel"): 1}),
    ],
)
def test_impossible_tables_are_refused(make):
    with pytest.raises(InputRefused):
        make()


def test_merging_sums_and_remembers_what_was_merged():
    merge = Merge("kommune", {"Aalborg + Læsø": ("Aalborg", "Læsø")})
    dimensions, counts = apply([merge], [PLACES, AGES], COUNTS)
    assert dimensions[0].leaves == ("Aalborg + Læsø", "Vejen")
    assert dimensions[0].groups == {}
    assert dimensions[0].codes_below("Aalborg + Læsø") == {"Aalborg", "Læsø"}
    assert dimensions[1] is AGES
    assert counts == {("Aalborg + Læsø", "ung"): 8, ("Aalborg + Læsø", "gammel"): 3, ("Vejen", "gammel"): 9}
    assert split_name("Aalborg + Læsø") == ("Aalborg", "Læsø")


@pytest.mark.parametrize(
    "counts, groups",
    [
        ([9, 8, 7], []),
        ([9, 2, 8], [("b", "c")]),  # with 9 or with 8: the pair with fewer persons
        ([2, 2, 2], [("a", "b", "c")]),
        ([0, 6, 0], []),
    ],
)
def test_bands_are_merged_until_nothing_small_is_left(counts, groups):
    bands = Dimension("alder", ("a", "b", "c"))
    merge = propose(
        [bands], {(c,): n for c, n in zip("abc", counts, strict=True)}, threshold=5, along="alder"
    )
    assert list(merge.members.values()) == groups
    assert bool(merge) is bool(groups)


def test_counts_are_whole_numbers_of_persons():
    assert build([AGES], {("ung",): np.int64(4)}).values.tolist() == [4, 0, 4]


@pytest.mark.parametrize(
    "parts, dimensions, counts",
    [
        # Ten or more, or nobody, in every municipality: by municipality and part.
        (
            {"a": {"820": 6, "851": 12, "773": 0}, "b": {"820": 4}},
            [("820", "851", "773"), ("a", "b")],
            {
                ("820", "a"): 6,
                ("851", "a"): 12,
                ("773", "a"): 0,
                ("820", "b"): 4,
                ("851", "b"): 0,
                ("773", "b"): 0,
            },
        ),
        # Nine in one of them: the network alone.
        ({"a": {"820": 6, "851": 12}, "b": {"820": 3}}, [("a", "b")], {("a",): 18, ("b",): 3}),
        ({"": {"820": 1, "851": 12}}, [("alle",)], {("alle",): 13}),
    ],
)
def test_few_in_a_municipality_are_shown_for_the_network(parts, dimensions, counts):
    found, cells = outside_table(parts)
    assert [dimension.leaves for dimension in found] == dimensions
    assert cells == counts

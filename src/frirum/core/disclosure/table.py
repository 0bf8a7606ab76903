"""Tables as systems of counts: cells, and the sums that tie them together.

A table of any number of dimensions, each with its own hierarchy, becomes a flat list of cells with one equation per
sum; tables that share cells are joined by naming those cells alike. The protector sees nothing else.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from frirum.core.disclosure.sentences import say
from frirum.core.errors import InputRefused

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

TOTAL = "I alt"
"""The name of a margin; a category of that name in the data is refused."""

Region = tuple[tuple[str, str], ...]
"""A cell's place: sorted (dimension, node) pairs, totals left out; the grand total is ()."""


@dataclass(frozen=True)
class Dimension:
    """One classification: leaf categories and the groups above them.

    Attributes:
        name: what is classified ("kommune").
        leaves: the categories of the data, in the table's order.
        groups: group -> its members, which are leaves or other groups (region -> municipalities); may be empty.
        made_of: leaf -> the finer codes it was merged from, so that other releases can be compared with it; a leaf
            that is a code itself is left out.
    """

    name: str
    leaves: tuple[str, ...]
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    made_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        names = [*self.leaves, *self.groups]
        if TOTAL in names or len(set(names)) != len(names):
            raise InputRefused(say("name_categories_must_not_be_repeated", name=self.name))
        members = [member for group in self.groups.values() for member in group]
        if (
            len(set(members)) != len(members)
            or not set(members) <= set(names)
            or not all(self.groups.values())
        ):
            raise InputRefused(say("name_every_member_belongs_to_exactly", name=self.name))
        if any(not self.leaves_below(group) for group in self.groups):
            raise InputRefused(say("name_groups_go_round_in_circle", name=self.name))

    @property
    def children(self) -> dict[str, tuple[str, ...]]:
        """Node -> the nodes it is the sum of; the total is the sum of everything that is in no group."""
        inside = {member for group in self.groups.values() for member in group}
        top = tuple(node for node in (*self.leaves, *self.groups) if node not in inside)
        return {**self.groups, TOTAL: top}

    @property
    def nodes(self) -> tuple[str, ...]:
        """Leaves, groups, total: the order of rows and columns."""
        return (*self.leaves, *self.groups, TOTAL)

    def leaves_below(self, node: str, _seen: frozenset[str] = frozenset()) -> frozenset[str]:
        """The leaves a node covers; empty where groups contain each other."""
        if node in self.leaves:
            return frozenset({node})
        if node in _seen:
            return frozenset()
        below = [self.leaves_below(child, _seen | {node}) for child in self.children[node]]
        return frozenset().union(*below) if all(below) else frozenset()

    def codes_below(self, node: str) -> frozenset[str]:
        """The finest known codes a node covers."""
        return frozenset(code for leaf in self.leaves_below(node) for code in self.made_of.get(leaf, (leaf,)))

    def summing(self) -> IntArray:
        """0/1 matrix, nodes x leaves."""
        return np.array(
            [[leaf in self.leaves_below(node) for leaf in self.leaves] for node in self.nodes], dtype=np.int64
        )


@dataclass(frozen=True)
class System:
    """Counts and the equations between them.

    Attributes:
        keys: the name of each cell.
        values: the true counts, shape (cells,), persons.
        equations: (total, parts) as positions: the total is the sum of the parts.
        leaf: which cells are no total of anything in this system.
        sums: what stands in for the equations where some of their cells were left out as they cannot vary.
        gapless: the possible counts of a cell are every whole number between its extremes, and the extremes of the
            linear programme are whole. True for one- and two-way tables with at most one hierarchy, which are
            networks; elsewhere each count is sought for itself.
    """

    keys: tuple[Hashable, ...]
    values: IntArray
    equations: tuple[tuple[int, tuple[int, ...]], ...]
    leaf: BoolArray
    gapless: bool
    sums: sparse.csc_array | None = None

    def matrix(self) -> sparse.csc_array:
        """Equations x cells with 1 for a part and -1 for a total: the product with consistent values is that with the
        true ones (0 where every cell of the equation is here).
        """
        if self.sums is not None:
            return self.sums
        rows, columns, signs = [], [], []
        for number, (total, parts) in enumerate(self.equations):
            rows += [number] * (len(parts) + 1)
            columns += [total, *parts]
            signs += [-1, *[1] * len(parts)]
        shape = (len(self.equations), len(self.keys))
        return sparse.csc_array((np.array(signs, dtype=float), (rows, columns)), shape=shape)


def region(dimensions: Sequence[Dimension], nodes: Sequence[str]) -> Region:
    """The name of a cell, the same in every table that holds it."""
    pairs = ((d.name, node) for d, node in zip(dimensions, nodes, strict=True) if node != TOTAL)
    return tuple(sorted(pairs))


def build(dimensions: Sequence[Dimension], counts: Mapping[tuple[str, ...], int]) -> System:
    """A table with all its margins and groups.

    Args:
        dimensions: one or more; the cells are the product of their nodes.
        counts: leaf combination -> persons; what is absent is 0.

    Raises:
        InputRefused: a combination that is not of these dimensions, or a count that is no whole number from 0 up.
    """
    shape = tuple(len(d.leaves) for d in dimensions)
    places = [{leaf: n for n, leaf in enumerate(d.leaves)} for d in dimensions]
    leaf_counts = np.zeros(shape, dtype=np.int64)
    for combination, count in counts.items():
        if count < 0 or int(count) != count:
            raise InputRefused(say("value_is_not_number_of_people", value=count))
        try:
            leaf_counts[tuple(place[c] for place, c in zip(places, combination, strict=True))] = count
        except (KeyError, ValueError):
            raise InputRefused(say("unknown_category_names", names=" / ".join(combination))) from None
    values = reduce(_sum_along, enumerate(dimensions), leaf_counts)
    return _with_equations(dimensions, values)


def _sum_along(values: IntArray, numbered: tuple[int, Dimension]) -> IntArray:
    axis, dimension = numbered
    return np.moveaxis(np.tensordot(dimension.summing(), values, axes=(1, axis)), 0, axis)


def _with_equations(dimensions: Sequence[Dimension], values: IntArray) -> System:
    place = np.arange(values.size).reshape(values.shape)
    equations: list[tuple[int, tuple[int, ...]]] = []
    for axis, dimension in enumerate(dimensions):
        row_of = {node: n for n, node in enumerate(dimension.nodes)}
        lines = np.moveaxis(place, axis, 0).reshape(len(dimension.nodes), -1)
        for parent, children in dimension.children.items():
            parts = lines[[row_of[child] for child in children]]
            totals = lines[row_of[parent]]
            equations += [(int(total), tuple(map(int, parts[:, n]))) for n, total in enumerate(totals)]
    keys = tuple(region(dimensions, nodes) for nodes in product(*(d.nodes for d in dimensions)))
    gapless = len(dimensions) <= 2 and sum(bool(d.groups) for d in dimensions) <= 1
    return make_system(keys, values.ravel(), equations, gapless=gapless)


def make_system(
    keys: Sequence[Hashable],
    values: IntArray,
    equations: Sequence[tuple[int, tuple[int, ...]]],
    *,
    gapless: bool,
) -> System:
    """A system from its cells and equations; which cells are leaves follows from the equations."""
    leaf = np.ones(len(keys), dtype=bool)
    leaf[[total for total, _parts in equations]] = False
    return System(tuple(keys), values.astype(np.int64), tuple(equations), leaf, gapless)


def link(systems: Sequence[System]) -> System:
    """Several tables as one: cells of the same name are the same cell.

    Raises:
        InputRefused: two tables give the same cell different counts.
    """
    place: dict[Hashable, int] = {}
    values: list[int] = []
    equations: dict[tuple[int, tuple[int, ...]], None] = {}
    for system in systems:
        for key, value in zip(system.keys, system.values, strict=True):
            if place.setdefault(key, len(values)) == len(values):
                values.append(int(value))
            elif values[place[key]] != value:
                raise InputRefused(say("two_tables_give_same_cell_different", cell=_named(key)))
        for total, parts in system.equations:
            equations[place[system.keys[total]], tuple(place[system.keys[part]] for part in parts)] = None
    gapless = len(systems) == 1 and systems[0].gapless
    return make_system(tuple(place), np.array(values, dtype=np.int64), tuple(equations), gapless=gapless)


def _named(key: Hashable) -> str:
    if isinstance(key, tuple) and all(isinstance(pair, tuple) for pair in key):
        return " / ".join(str(pair[-1]) for pair in key) or TOTAL
    return str(key)

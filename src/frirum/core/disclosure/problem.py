"""What a search for secondary suppression is given, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from frirum.core.disclosure.moves import UNBOUNDED, FloatArray
from frirum.core.disclosure.table import BoolArray, IntArray, System

_BUDGET = 20_000
"""Searches after which everything is hidden: some minutes in the largest tables, never reached in ordinary ones."""


class Marks(StrEnum):
    """Which hidden cells of a table say whether they are small; the others are just hidden."""

    ALL = "all"
    LEAVES = "leaves"
    NONE = "none"

    def on(self, leaf: BoolArray) -> BoolArray:
        """True for the cells that say it, of a table with these leaves."""
        return {Marks.ALL: np.ones_like(leaf), Marks.LEAVES: leaf, Marks.NONE: np.zeros_like(leaf)}[self]


def no_ceiling(floor: IntArray) -> IntArray:
    """That a reader knows no upper bound of any cell, in the shape of `floor`."""
    return np.full_like(floor, UNBOUNDED)


@dataclass(frozen=True)
class Problem:
    """What is to be protected.

    Attributes:
        system: cells, true counts, equations.
        small: the cells whose counts must not be worked out.
        hidden: what is hidden from the start: `small`, what earlier releases hid, what is never printed.
        fixed: what may not be hidden any more because readers have it already.
        marked: which cells, where hidden, say truly whether they are small.
        printed: which cells stand in a document at all (the others are only derived from them).
        floor: the least a reader knows of each cell that is hidden: 1, as a zero is printed; 0 for what is derived;
            the threshold for a change of a count, as smaller changes are carried forward.
        price: what hiding a cell costs the reader, shape (cells,), over 0.
        threshold: smallest count shown.
        marked_values: see `HouseRules.marked_values`.
        insiders: True where a person alone in a cell is reckoned with.
        holders: what each reader with a line of his own (a municipality) knows from there, shape (cells, holders);
            None where there are none.
        nested: a difference of a few persons -> the differences that are the same persons.
        known, alone: what `witnesses` finds of `holders` and of persons alone in a cell, where it was found before
            cells were left out; None: it is found from the system.
        ceiling: the most a reader knows of each cell that is hidden, shape (cells,); see `no_ceiling`.
        told_bounds: the least and the most for a reader of the marks, where they do not follow from the marks.
        budget: searches allowed before everything that may be hidden is hidden.
    """

    system: System
    small: BoolArray
    hidden: BoolArray
    fixed: BoolArray
    printed: BoolArray
    marked: BoolArray
    floor: IntArray
    price: FloatArray
    threshold: int
    marked_values: int
    insiders: bool
    holders: BoolArray | None = None
    nested: Mapping[int, frozenset[int]] = field(default_factory=dict)
    known: BoolArray | None = None
    alone: Mapping[int, frozenset[int]] | None = None
    ceiling: IntArray = field(kw_only=True)
    told_bounds: tuple[IntArray, IntArray] | None = None
    budget: int = _BUDGET

    def told(self) -> tuple[IntArray, IntArray]:
        """The bounds a hidden cell has for a reader of the marks."""
        if self.told_bounds is not None:
            return self.told_bounds
        large = self.marked & (self.system.values >= self.threshold)
        low = np.where(large, np.maximum(self.threshold, self.floor), self.floor)
        high = np.where(self.marked & self.small, np.minimum(self.threshold - 1, self.ceiling), self.ceiling)
        return low, high


@dataclass(frozen=True)
class Protection:
    """The answer.

    Attributes:
        hidden: every cell to hide, primary ones included.
        safe: False when even hiding all that may be hidden leaves a small count open.
        marks_safe: False when a reader of the marks could still work one out (four persons, one in each of four
            cells, and the sum of the row marked as small): fewer marks must be shown.
        searches: linear programmes solved.
        exhausted: True when the budget ended and everything that may be hidden was hidden.
        given_up: True when a holder can work out a small count of an earlier release whatever is hidden now.
    """

    hidden: BoolArray
    safe: bool
    marks_safe: bool
    searches: int
    exhausted: bool
    given_up: bool = False

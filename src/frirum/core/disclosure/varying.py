"""A problem without the cells that cannot vary: what earlier releases showed is a constant for every reader.

A ledger grows by a table at a time, and nearly all of each was shown. What is left of an earlier release are the counts
it hid and the sums that hold them; a sum that hides the same as a later one is the same sum. So a search takes as long
beside eight releases as beside one, where each hides much the same.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from frirum.core.disclosure.equations import is_network, simplest
from frirum.core.disclosure.problem import Problem
from frirum.core.disclosure.table import BoolArray, IntArray, System
from frirum.core.disclosure.witnesses import known_to_holders, persons_alone


def varying_cells(problem: Problem) -> BoolArray:
    """The cells that are hidden or may still be, and the others of the new table."""
    varying: BoolArray = ~problem.fixed | problem.hidden
    return varying


def without_constants(problem: Problem, varying: BoolArray) -> Problem:
    """The problem of the varying cells alone; what a holder or a person alone knows is found with all of them."""
    at: IntArray = np.flatnonzero(varying)
    system = problem.system
    place = {int(cell): number for number, cell in enumerate(at)}
    alone = {
        place[cell]: frozenset(place[one] for one in same if one in place)
        for cell, same in persons_alone(problem).items()
    }
    sums = simplest(system.matrix()[:, at])
    reduced = System(
        tuple(system.keys[cell] for cell in at), system.values[at], (), system.leaf[at],
        system.gapless or is_network(sums), sums,
    )  # fmt: skip
    return replace(
        problem, system=reduced, small=problem.small[at], hidden=problem.hidden[at], fixed=problem.fixed[at],
        printed=problem.printed[at], marked=problem.marked[at], floor=problem.floor[at],
        ceiling=problem.ceiling[at], price=problem.price[at],
        holders=None, nested={}, known=known_to_holders(problem)[at], alone=alone,
    )  # fmt: skip

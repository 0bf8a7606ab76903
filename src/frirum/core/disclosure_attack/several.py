"""Several releases: what can be worked out by holding one against the others.

The attacker keeps every printed table, knows whom each covers, and knows that a count printed as older is the older
count. He asks of any two regions, one inside the other or the same at two times, how many persons stand between.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from frirum.core.disclosure_attack.published import Place, Published
from frirum.core.disclosure_attack.solving import Unknowns

_NEAR = 1e-6
Cell = tuple[int, Place]
"""Number of the release (0, 1, ...) and the place in it."""
Whom = frozenset[tuple[str, frozenset[str]]]


@dataclass(frozen=True)
class Derived:
    """A number of persons between two printed or hidden counts, worked out exactly, that is under the threshold."""

    larger: Cell
    smaller: Cell
    persons: float


def derived_counts(
    releases: Sequence[Published],
    threshold: int,
    *,
    everybody: Mapping[str, frozenset[str]],
    same: Sequence[tuple[Cell, Cell]] = (),
    increasing: bool = True,
) -> list[Derived]:
    """Counts of 1 ... threshold - 1 that follow exactly from the releases together.

    Args:
        releases: in the order they were printed, with `covers` filled in.
        everybody: dimension -> all its codes; a total over them says the same as leaving the dimension out.
        same: cells printed as older counts, and the older cell each repeats.
        increasing: a count of the same persons only grows (people who have ever used something).
    """
    whom = {
        (number, place): persons_covered(table, place, everybody)
        for number, table in enumerate(releases)
        for place in table.places
    }
    unknowns = gather(releases, same)
    pairs = list(_comparable(whom))
    if increasing:
        for larger, smaller in pairs:
            if whom[larger] == whom[smaller]:
                _grow(unknowns, releases, larger, smaller)
    solver = unknowns.solver()
    corners = solver.corners(20, seed=len(pairs)) if unknowns.names else np.zeros((1, 0))
    found = []
    for larger, smaller in pairs:
        terms, right = _split(releases, [(larger, 1.0), (smaller, -1.0)])
        seen = sum(
            (sign * corners[:, solver.names[name]] for name, sign in terms.items()), np.zeros(len(corners))
        )
        if np.ptp(seen) > _NEAR:
            continue
        low, high = solver.interval(terms) if terms else (0.0, 0.0)
        if high - low < _NEAR < abs(low - right) < threshold - _NEAR:
            found.append(Derived(larger, smaller, low - right))
    return found


def small_counts_found(
    releases: Sequence[Published],
    threshold: int,
    targets: Sequence[Cell],
    same: Sequence[tuple[Cell, Cell]] = (),
) -> list[tuple[Cell, float, float]]:
    """Targets whose interval, over all releases together, is narrower than threshold - 1."""
    solver = gather(releases, same).solver()
    found = []
    for number, place in targets:
        low, high = solver.interval({(number, place): 1.0})
        if high - low < threshold - 1 - _NEAR:
            found.append(((number, place), low, high))
    return found


def gather(releases: Sequence[Published], same: Sequence[tuple[Cell, Cell]]) -> Unknowns:
    """The hidden counts of all releases, with the sums of each and the repetitions between them."""
    unknowns = Unknowns()
    for number, table in enumerate(releases):
        for place in table.hidden:
            unknowns.add((number, place), 1.0)
        for total, parts in table.equations():
            terms, right = _split(
                releases, [((number, total), -1.0), *(((number, part), 1.0) for part in parts)]
            )
            unknowns.equate(terms, right)
    for one, other in same:
        unknowns.equate(*_split(releases, [(one, 1.0), (other, -1.0)]))
    return unknowns


def persons_covered(table: Published, place: Place, everybody: Mapping[str, frozenset[str]]) -> Whom:
    """Whom a cell counts: (dimension, codes), dimensions in which everybody is meant left out."""
    codes = dict(table.population)
    for label, (name, covered) in zip(place, table.covers, strict=True):
        codes[name] = covered[label] & codes.get(name, covered[label])
    return frozenset((name, found) for name, found in codes.items() if found != everybody.get(name))


def _comparable(whom: Mapping[Cell, Whom]) -> Iterator[tuple[Cell, Cell]]:
    """(later, earlier) cells of different releases where the later holds the earlier one's persons and perhaps more.

    The other way round nothing is a number of persons: who left the group and who came since are mixed.
    """
    for one, other in combinations(whom, 2):
        if one[0] == other[0]:
            continue
        earlier, later = sorted((one, other))
        if _within(whom[earlier], whom[later]):
            yield later, earlier


def _within(inner: Whom, outer: Whom) -> bool:
    codes = dict(inner)
    return all(name in codes and codes[name] <= allowed for name, allowed in outer)


def _split(
    releases: Sequence[Published], signed: Sequence[tuple[Cell, float]]
) -> tuple[dict[Hashable, float], float]:
    """Terms of the unknown cells, and the right side from the printed ones."""
    terms: dict[Hashable, float] = {}
    right = 0.0
    for (number, place), sign in signed:
        if place in releases[number].shown:
            right -= sign * releases[number].shown[place]
        else:
            terms[number, place] = terms.get((number, place), 0.0) + sign
    return {name: sign for name, sign in terms.items() if sign}, right


def _grow(unknowns: Unknowns, releases: Sequence[Published], larger: Cell, smaller: Cell) -> None:
    """The larger is the smaller and something from 0 up."""
    terms, right = _split(releases, [(larger, 1.0), (smaller, -1.0)])
    if terms:
        slack = ("between", larger, smaller)
        unknowns.add(slack, 0.0)
        unknowns.equate({**terms, slack: -1.0}, right)

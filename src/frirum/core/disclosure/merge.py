"""Merge before hiding: coarser categories keep everybody in the table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from frirum.core.disclosure.primary import group_hits, small_counts
from frirum.core.disclosure.table import Dimension, build

_JOIN = " + "
Counts = Mapping[tuple[str, ...], int]


@dataclass(frozen=True)
class Merge:
    """Categories of one dimension put together.

    Attributes:
        dimension: its name.
        members: new category -> the categories it holds, in the table's order; untouched ones are left out.
    """

    dimension: str
    members: Mapping[str, tuple[str, ...]]

    def __bool__(self) -> bool:
        return bool(self.members)


def merged_name(members: Sequence[str]) -> str:
    """The name of a merged category: all its members, so that a reader sees what was put together."""
    return _JOIN.join(members)


def apply(
    merges: Sequence[Merge], dimensions: Sequence[Dimension], counts: Counts
) -> tuple[list[Dimension], Counts]:
    """The coarser dimensions and their counts. Groups above the merged categories are dropped with them."""
    renamed: list[dict[str, str]] = []
    coarser = []
    for dimension in dimensions:
        new = {old: old for old in dimension.leaves}
        for merge in merges:
            if merge.dimension == dimension.name:
                new.update({old: name for name, members in merge.members.items() for old in members})
        leaves = tuple(dict.fromkeys(new[leaf] for leaf in dimension.leaves))
        unchanged = leaves == dimension.leaves
        coarser.append(dimension if unchanged else _coarser(dimension, leaves, new))
        renamed.append(new)
    summed: dict[tuple[str, ...], int] = {}
    for combination, count in counts.items():
        place = tuple(new[code] for new, code in zip(renamed, combination, strict=True))
        summed[place] = summed.get(place, 0) + count
    return coarser, summed


def _coarser(dimension: Dimension, leaves: tuple[str, ...], new: Mapping[str, str]) -> Dimension:
    codes = {
        leaf: tuple(
            sorted(
                code for old in dimension.leaves if new[old] == leaf for code in dimension.codes_below(old)
            )
        )
        for leaf in leaves
    }
    return Dimension(
        dimension.name, leaves, made_of={leaf: of for leaf, of in codes.items() if of != (leaf,)}
    )


def split_name(label: str) -> tuple[str, ...]:
    """The categories a merged name holds; the name itself where it is not merged."""
    return tuple(part.strip() for part in label.split(_JOIN))


def propose(
    dimensions: Sequence[Dimension],
    counts: Counts,
    *,
    threshold: int,
    along: str,
    sensitive: Mapping[str, Sequence[str]] | None = None,
) -> Merge:
    """The neighbouring categories of one dimension to put together until nothing small or homogeneous is left.

    Only neighbours in the table's order are merged (bands stay bands), each time the pair that leaves the fewest
    small cells and group hits, and of those the pair with fewest persons. Nothing is proposed where merging does not
    help; where it cannot help enough, the proposal is the coarsest one.
    """
    axis = [d.name for d in dimensions].index(along)
    trouble = partial(
        _trouble,
        axis=axis,
        dimensions=dimensions,
        counts=counts,
        threshold=threshold,
        sensitive=sensitive or {},
    )
    bands: list[tuple[str, ...]] = [(leaf,) for leaf in dimensions[axis].leaves]
    left = trouble(bands)
    while left[0] and len(bands) > 1:
        trials = [[*bands[:n], bands[n] + bands[n + 1], *bands[n + 2 :]] for n in range(len(bands) - 1)]
        judged = [(*trouble(trial), _persons(trial[n], axis, counts), n) for n, trial in enumerate(trials)]
        best = min(judged)
        bands, left = trials[best[-1]], best[:2]
    return Merge(along, {merged_name(band): band for band in bands if len(band) > 1})


def _trouble(
    bands: Sequence[tuple[str, ...]],
    *,
    axis: int,
    dimensions: Sequence[Dimension],
    counts: Counts,
    threshold: int,
    sensitive: Mapping[str, Sequence[str]],
) -> tuple[int, int]:
    """Small cells plus group hits after a merge, and the persons in them."""
    merge = Merge(dimensions[axis].name, {merged_name(band): band for band in bands if len(band) > 1})
    coarser, summed = apply([merge], dimensions, counts)
    system = build(coarser, summed)
    small = small_counts(system.values, threshold)
    hits = group_hits(system, coarser, sensitive)
    return int(small.sum()) + len(hits), int(np.sum(system.values[small])) + sum(hit.persons for hit in hits)


def _persons(band: Sequence[str], axis: int, counts: Counts) -> int:
    return sum(count for combination, count in counts.items() if combination[axis] in band)

"""What a reader has in hand: printed cells, which of them are sums of which, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

MARGIN = "I alt"

Place = tuple[str, ...]


@dataclass(frozen=True)
class Published:
    """One printed table.

    Attributes:
        labels: per axis, what stands along it, margins and groups included.
        sums: per axis, label -> the labels it is the sum of. Public knowledge: the margin is the sum of everything
            that is part of nothing else.
        shown: place -> printed count; a place that is missing is hidden.
        small: the hidden places marked as small, where the marks were printed.
        unmarked: hidden places whose mark says nothing.
        covers: per axis, (dimension, label -> codes of persons it covers); only for comparing several tables.
        population: further (dimension, codes) that hold for the whole table (a filter).
        name: of the table, to point at it.
    """

    labels: tuple[tuple[str, ...], ...]
    sums: tuple[Mapping[str, tuple[str, ...]], ...]
    shown: Mapping[Place, int]
    small: frozenset[Place] = frozenset()
    unmarked: frozenset[Place] = frozenset()
    covers: tuple[tuple[str, Mapping[str, frozenset[str]]], ...] = ()
    population: Mapping[str, frozenset[str]] = field(default_factory=dict)
    name: str = ""

    @property
    def places(self) -> tuple[Place, ...]:
        """Every cell, in the table's order."""
        return tuple(product(*self.labels))

    @property
    def hidden(self) -> tuple[Place, ...]:
        """The cells without a printed count."""
        return tuple(place for place in self.places if place not in self.shown)

    @property
    def totals(self) -> frozenset[Place]:
        """The places that are the sum of others."""
        return frozenset(
            place
            for place in self.places
            if any(label in sums for label, sums in zip(place, self.sums, strict=True))
        )

    def equations(self) -> Iterable[tuple[Place, tuple[Place, ...]]]:
        """(total, parts) for every sum along every axis."""
        for axis, sums in enumerate(self.sums):
            rest = [labels for n, labels in enumerate(self.labels) if n != axis]
            for total, parts in sums.items():
                for others in product(*rest):
                    before, after = others[:axis], others[axis:]
                    yield (*before, total, *after), tuple((*before, part, *after) for part in parts)


def margin_sums(
    labels: Sequence[str], groups: Mapping[str, Sequence[str]] | None = None
) -> dict[str, tuple[str, ...]]:
    """The sums along an axis: the groups given, and the margin of everything outside them."""
    sums = {name: tuple(members) for name, members in (groups or {}).items()}
    inside = {member for members in sums.values() for member in members}
    return {**sums, MARGIN: tuple(label for label in labels if label not in {MARGIN, *inside})}


def published(
    cells: Iterable[tuple[Place, int | None, str]], groups: Sequence[Mapping[str, Sequence[str]]] = ()
) -> Published:
    """A table from its printed cells: (place, count or None, status as printed)."""
    listed = list(cells)
    axes = len(listed[0][0])
    labels = tuple(
        tuple(dict.fromkeys(place[axis] for place, _count, _status in listed)) for axis in range(axes)
    )
    return Published(
        labels,
        tuple(margin_sums(labels[axis], groups[axis] if groups else None) for axis in range(axes)),
        {place: count for place, count, _status in listed if count is not None},
        frozenset(place for place, count, status in listed if count is None and status == "primary"),
    )


def from_document(document: Mapping[str, object]) -> Published:
    """The document that `frirum protect --json` prints."""
    cells = document["cells"]
    assert isinstance(cells, list)
    return published(((cell["row"], cell["column"]), cell["shown"], cell["status"]) for cell in cells)

"""A table made fit to leave the house: merged where asked, then hidden where needed."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import product

import numpy as np

from frirum.core.disclosure import merge as merging
from frirum.core.disclosure import words
from frirum.core.disclosure.identity import UnknownName, is_of_places
from frirum.core.disclosure.merge import Counts, Merge
from frirum.core.disclosure.moves import FloatArray
from frirum.core.disclosure.primary import group_hits, small_counts
from frirum.core.disclosure.problem import Marks, Problem, Protection, no_ceiling
from frirum.core.disclosure.protector import protect
from frirum.core.disclosure.sentences import say
from frirum.core.disclosure.settings import HOUSE_RULES, LOWEST_THRESHOLD, HouseRules, Subject
from frirum.core.disclosure.table import BoolArray, Dimension, System, build
from frirum.core.report.cleared import gate


class CellStatus(StrEnum):
    """What became of a cell. `PRIMARY` is small; what is hidden and says no more (see `Marks`) is `SECONDARY`."""

    SHOWN = "shown"
    PRIMARY = "primary"
    SECONDARY = "secondary"
    MERGED = "merged"


class RefusalReason(StrEnum):
    """Why a table, figure or model is not released."""

    TOO_FEW = "too_few"
    HOMOGENEOUS = "homogeneous"
    UNPROTECTED = "unprotected"
    OWN_VALUE = "own_value"
    DOMINATED = "dominated"
    SATURATED = "saturated"
    DIFFERENCING = "differencing"
    UNKNOWN_NAME = "unknown_name"


@dataclass(frozen=True)
class Collision:
    """An earlier release that a table can be subtracted from to a few persons: its number, and the cell in it."""

    release: int
    cell: str


@dataclass(frozen=True)
class Refusal:
    """A table that is not released: a value with its reason, not an exception.

    Attributes:
        collides: the earlier release that stands in its way, where one does.
        unknown: the names that its holder must say something of first.
    """

    reason: RefusalReason
    text: str
    remedy: str
    collides: Collision | None = None
    unknown: tuple[UnknownName, ...] = ()


@dataclass(frozen=True)
class ProtectedCell:
    """One cell as it may be shown.

    Attributes:
        nodes: the category, group or total in each dimension, in the dimensions' order.
        shown: the count, or None where it is hidden.
        status: see `CellStatus`; a shown cell of merged categories is `MERGED`.
        members: the original combinations behind a merged cell.
        carried: True where an older release's value stands, because the change since is under the threshold.
    """

    nodes: tuple[str, ...]
    shown: int | None
    status: CellStatus
    members: tuple[tuple[str, ...], ...] = ()
    carried: bool = False


@gate
@dataclass(frozen=True)
class ProtectedTable:
    """A table that may leave the house: nothing in it holds a hidden count.

    Printing, charts and exports take tables of this kind alone, so it refuses to be made with a small count in it,
    whoever makes it. That no hidden count can be worked out is the protector's work, which no table tells of itself.

    Attributes:
        dimensions: after merging.
        cells: one per combination of nodes, margins included, last dimension fastest.
        threshold: the smallest count shown.
        rules: the settings used, with their deviations.
        merges: the merges applied.
        marks: which cells have a status that says whether they are small.

    Raises:
        ValueError: a threshold under 3, a count under the threshold that no older release carries, a hidden cell
            with its count or a status that says it is shown, or cells other than the dimensions give. No message
            tells a count.
    """

    dimensions: tuple[Dimension, ...]
    cells: tuple[ProtectedCell, ...]
    threshold: int
    rules: HouseRules
    merges: tuple[Merge, ...]
    marks: Marks = Marks.ALL

    def __post_init__(self) -> None:
        if self.threshold < LOWEST_THRESHOLD:
            raise ValueError(f"no table is protected under a threshold of {self.threshold}")
        if [cell.nodes for cell in self.cells] != list(product(*(d.nodes for d in self.dimensions))):
            raise ValueError("a protected table has one cell per combination of nodes, in order")
        for cell in self.cells:
            if (cell.shown is None) != (cell.status in (CellStatus.PRIMARY, CellStatus.SECONDARY)):
                raise ValueError(f"{cell.nodes} is either hidden or shown")
            if cell.shown is not None and not cell.carried and not _may_be_shown(cell.shown, self.threshold):
                raise ValueError(f"{cell.nodes} shows a count under {self.threshold}, or none at all")

    def shown_at(self, nodes: tuple[str, ...]) -> int | None:
        """The count of a cell; None where it is hidden, or no cell of the table."""
        return self._shown.get(nodes)

    @cached_property
    def _shown(self) -> dict[tuple[str, ...], int | None]:
        return {cell.nodes: cell.shown for cell in self.cells}


def _may_be_shown(count: object, threshold: int) -> bool:
    return type(count) is int and (count == 0 or count >= threshold)


def protect_table(
    dimensions: Sequence[Dimension],
    counts: Counts,
    *,
    rules: HouseRules = HOUSE_RULES,
    subject: Subject = Subject.PERSONS,
    sensitive: Mapping[str, Sequence[str]] | None = None,
    merge_along: Sequence[str] = (),
    merges: tuple[Merge, ...] = (),
    holders: str | None = None,
    key: bytes = b"",
) -> ProtectedTable | Refusal:
    """Protect one table on its own; `ledger.release` does it against everything released before.

    Args:
        dimensions: one or more classifications, each with its hierarchy.
        counts: leaf combination -> persons; absent is 0.
        sensitive: dimension -> categories in which nobody may be known to be (group rule); never hidden, only merged
            or refused, since printed zeros would tell the same.
        merge_along: dimensions whose neighbouring categories may be put together.
        merges: what has been put together already.
        holders: the dimension whose categories are readers who know their own line; without it municipalities are.
        key: mixed into the order in which equally good cells are chosen.
    """
    threshold = threshold_of(dimensions, {}, rules=rules, subject=subject)
    dimensions, counts, more = _merge(dimensions, counts, threshold, merge_along, sensitive or {})
    merges += more
    system = build(dimensions, counts)
    if refusal := refused_outright(system, dimensions, threshold, sensitive or {}):
        return refusal
    small = small_counts(system.values, threshold)
    problem = Problem(
        system,
        small,
        hidden=small.copy(),
        fixed=np.zeros_like(small),
        printed=np.ones_like(small),
        marked=np.ones_like(small),
        floor=np.ones_like(system.values),
        ceiling=no_ceiling(system.values),
        price=prices(system.keys, threshold, key),
        threshold=threshold,
        marked_values=rules.marked_values,
        insiders=True,
        holders=_lines_of(dimensions, holders, system.keys),
    )
    answer, marks = protect_marked(problem, {marks: marks.on(system.leaf) for marks in Marks})
    if not answer.safe:
        return unprotected()
    small &= marks.on(system.leaf)
    cells = cells_of(dimensions, system, small=small.tolist(), hidden=answer.hidden.tolist(), merges=merges)
    return ProtectedTable(tuple(dimensions), cells, threshold, rules, merges, marks)


def holding_dimension(dimensions: Sequence[Dimension], asked: str | None) -> Dimension | None:
    """The dimension of readers who know their own line: as asked, else the first that is municipalities."""
    return next(
        (d for d in dimensions if (d.name == asked if asked else is_of_places(d.name, d.leaves))), None
    )


def _lines_of(
    dimensions: Sequence[Dimension], asked: str | None, keys: Sequence[Hashable]
) -> BoolArray | None:
    """The cells of each holder's own line, shape (cells, holders); a merged line is nobody's."""
    dimension = holding_dimension(dimensions, asked)
    if dimension is None:
        return None
    own = [leaf for leaf in dimension.leaves if len(dimension.made_of.get(leaf, (leaf,))) == 1]
    pairs = [{(dimension.name, leaf)} for leaf in own]
    lines: BoolArray = np.array([[pair <= set(key) for pair in pairs] for key in keys])  # type: ignore[call-overload]
    return lines


def protect_marked(problem: Problem, marked: Mapping[Marks, BoolArray]) -> tuple[Protection, Marks]:
    """Protect with the most marks that no reader can use to work a count out.

    The sums lose theirs first: once they say nothing, hiding all of them leaves every small count of a table open.
    """
    for marks in (Marks.ALL, Marks.LEAVES):
        answer = protect(replace(problem, marked=marked[marks]))
        if answer.safe and answer.marks_safe:
            return answer, marks
    return answer, Marks.NONE


def _merge(
    dimensions: Sequence[Dimension],
    counts: Counts,
    threshold: int,
    along: Sequence[str],
    sensitive: Mapping[str, Sequence[str]],
) -> tuple[Sequence[Dimension], Counts, tuple[Merge, ...]]:
    merges = []
    for name in along:
        merge = merging.propose(dimensions, counts, threshold=threshold, along=name, sensitive=sensitive)
        if merge:
            dimensions, counts = merging.apply([merge], dimensions, counts)
            merges.append(merge)
    return dimensions, counts, tuple(merges)


def refused_outright(
    system: System, dimensions: Sequence[Dimension], threshold: int, sensitive: Mapping[str, Sequence[str]]
) -> Refusal | None:
    """The refusals that no hiding can mend."""
    persons = int(system.values[-1])
    if 0 < persons < threshold:
        return Refusal(
            RefusalReason.TOO_FEW,
            say("table_is_about_fewer_than_n", n=threshold),
            say("show_figures_together_with_other"),
        )
    hits = group_hits(system, dimensions, sensitive)
    if hits:
        return Refusal(
            RefusalReason.HOMOGENEOUS,
            say("whole_group_can_be_attributed", hit=hits[0].text()),
            say("merge_group_with_another_or_merge"),
        )
    return None


def unprotected(collides: Collision | None = None) -> Refusal:
    """The refusal of a table in which a small count stays open whatever is hidden."""
    text = say("table_cannot_be_protected_small_figure")
    if collides:
        text += " " + say(
            "happens_together_with_release_number_cell", number=collides.release, cell=collides.cell
        )
    remedy = say("merge_categories_or_show_figures")
    return Refusal(RefusalReason.UNPROTECTED, text, remedy, collides)


def threshold_of(
    dimensions: Sequence[Dimension],
    population: Mapping[str, frozenset[str]],
    *,
    rules: HouseRules,
    subject: Subject,
) -> int:
    """Smallest count of persons shown in a table: what it is said to be about, or one municipality alone if it is."""
    asked = rules.threshold_for(subject)
    axes = [
        (d.name, [code for leaf in d.leaves for code in d.made_of.get(leaf, (leaf,))]) for d in dimensions
    ]
    axes += [(name, list(of)) for name, of in population.items()]
    alone = any(len(labels) == 1 and is_of_places(name, labels) for name, labels in axes)
    return max(asked, rules.threshold_for(Subject.SINGLE_MUNICIPALITY)) if alone else asked


def unknown_name(unknown: Sequence[UnknownName]) -> Refusal:
    """The refusal of a table with names that no earlier release has: whether they are old ones must be said."""
    first = unknown[0]
    if first.kind == "days":
        return Refusal(
            RefusalReason.UNKNOWN_NAME,
            *words.running_on(first.name, first.known[0], first.release),
            unknown=tuple(unknown),
        )
    texts = {
        "category": say("name_in_dimension"),
        "period": say("period_name_cannot_be_read"),
        "dimension": say("classification_name_is_not_in_ledger"),
        "measure": say("name_was_not_counted_before"),
    }
    named = ", ".join(dict.fromkeys(one.name for one in unknown))
    return Refusal(
        RefusalReason.UNKNOWN_NAME,
        texts[first.kind].format(
            name=first.name, dimension=first.dimension, known=", ".join(first.known[:_NAMED])
        ),
        say("say_of_each_of_names_what", names=named, name=first.name),
        unknown=tuple(unknown),
    )


def nearly_known(new: str, old: str, number: int) -> Refusal:
    """The refusal of counts that are said to be new, and are an earlier release's but for a few persons."""
    return Refusal(RefusalReason.DIFFERENCING, *words.nearly_known(new, old, number))


def nearly_the_rest(new: str, whole: tuple[str, int], part: tuple[str, int]) -> Refusal:
    """The refusal of counts that two other measures leave but for a few persons.

    Args:
        whole, part: (measure, number of the release).
    """
    return Refusal(RefusalReason.DIFFERENCING, *words.nearly_the_rest(new, whole, part))


_NAMED = 12
"""Known names in a message."""


_SUM = 0.8
"""What hiding a sum costs beside a cell; with less than half of a cell's price more is hidden in all."""


def prices(keys: Sequence[Hashable], threshold: int, key: bytes) -> FloatArray:
    """What hiding each cell costs: 1, give or take 5 %, 0.8 of that for a sum, and 0.3 more than 1 for the grand total.

    The order comes from the names of the cells (and `key`), not from their counts: prices that followed the counts
    would tell a reader that what is hidden was the smallest, and an order seeded by the counts would let anyone with
    this code try every possible table and keep the one that gives the printed pattern.
    """
    digest = hashlib.sha256(key + repr((threshold, list(keys))).encode()).digest()
    rng = np.random.default_rng(int.from_bytes(digest[:16]))
    # Of patterns with as many cells, one that keeps the grand total is worth more to the reader, and one that hides
    # another sum in place of a cell shows more persons: who is in a sum stands in its cells as well.
    ways = np.array([len(key) for key in keys])  # type: ignore[arg-type]
    total, sums = ways == 0, (ways > 0) & (ways < ways.max())
    return rng.uniform(0.95, 1.05, len(keys)) * np.where(sums, _SUM, 1.0) + 0.3 * total


def cells_of(
    dimensions: Sequence[Dimension],
    system: System,
    *,
    small: Sequence[bool],
    hidden: Sequence[bool],
    merges: Sequence[Merge] = (),
    carried: Sequence[bool] | None = None,
) -> tuple[ProtectedCell, ...]:
    """The cells of a table in order, with the true count of hidden ones left out for good."""
    members = {name: olds for merge in merges for name, olds in merge.members.items()}
    cells = []
    for number, nodes in enumerate(product(*(d.nodes for d in dimensions))):
        parts = tuple(product(*(members.get(node, (node,)) for node in nodes)))
        status = CellStatus.MERGED if len(parts) > 1 else CellStatus.SHOWN
        if hidden[number]:
            status = CellStatus.PRIMARY if small[number] else CellStatus.SECONDARY
        cells.append(
            ProtectedCell(
                nodes,
                None if hidden[number] else int(system.values[number]),
                status,
                parts if len(parts) > 1 else (),
                bool(carried[number]) if carried is not None else False,
            )
        )
    return tuple(cells)

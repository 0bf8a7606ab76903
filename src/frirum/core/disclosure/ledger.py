"""The release ledger: everything released before, and the next table made safe against all of it.

A count that was released stays as it was until the true count has moved by at least the threshold; the older count
is carried forward and says from which release it is. What this leaves, a reader who holds every earlier release is
still unable to narrow down: the new table is protected in one system with all of them (`history`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from frirum.core.disclosure.history import (
    Area,
    Codes,
    Joint,
    PastCell,
    PastTable,
    areas,
    join,
    table_cells,
    universe_of,
)
from frirum.core.disclosure.merge import Counts
from frirum.core.disclosure.moves import FloatArray
from frirum.core.disclosure.primary import small_counts
from frirum.core.disclosure.problem import Marks, Problem, Protection
from frirum.core.disclosure.protected import (
    ProtectedTable,
    Refusal,
    cells_of,
    prices,
    protect_marked,
    refused_outright,
    unprotected,
)
from frirum.core.disclosure.settings import HOUSE_RULES, HouseRules, Subject
from frirum.core.disclosure.table import BoolArray, Dimension, System, build
from frirum.core.errors import InputRefused
from frirum.core.language import gettext as _


@dataclass(frozen=True)
class Release:
    """One released table. Confidential: it holds the counts that were hidden.

    Attributes:
        number: 1, 2, ...; also the version of the counts that first stood in it.
        at: when, ISO 8601, as told by the caller.
        measure: what is counted; only releases of one measure can be subtracted.
        dimensions, population: what the table covers.
        counts: every cell's count as used (older where carried), margins included, in the table's order.
        versions: the release in which each count first stood.
        hidden: which cells were not shown.
        small: which hidden cells were marked as small.
        marks: which cells said whether they were small.
        threshold, rules_version: the rules in force.
    """

    number: int
    at: str
    measure: str
    dimensions: tuple[Dimension, ...]
    population: Mapping[str, Codes]
    counts: tuple[int, ...]
    versions: tuple[int, ...]
    hidden: tuple[bool, ...]
    small: tuple[bool, ...]
    threshold: int
    rules_version: int
    marks: Marks = Marks.ALL

    def system(self) -> System:
        """Cells, sums and the counts as used."""
        return replace(build(self.dimensions, {}), values=np.array(self.counts, dtype=np.int64))

    def past(self, universe: Mapping[str, Codes]) -> PastTable:
        """The release as `history` reads it."""
        placed = areas(self.dimensions, self.population, universe)
        cells = table_cells(placed, self.versions, np.array(self.counts), np.array(self.hidden))
        system = self.system()
        return PastTable(tuple(cells), system.equations, system.gapless)


@dataclass(frozen=True)
class Ledger:
    """Releases in order, and the home they belong to. Immutable: a release gives a new ledger."""

    home: str
    releases: tuple[Release, ...] = ()


@dataclass(frozen=True)
class Request:
    """A table that somebody wants to release.

    Attributes:
        dimensions, counts: the true table; counts by leaf combination, absent is 0.
        measure: what is counted ("uses of experiment 7").
        at: when, ISO 8601; core has no clock.
        population: dimension -> codes, where the table is about some only.
        subject, sensitive: see `protect_table`.
    """

    dimensions: tuple[Dimension, ...]
    counts: Counts
    measure: str
    at: str
    population: Mapping[str, Codes] = field(default_factory=dict)
    subject: Subject = Subject.PERSONS
    sensitive: Mapping[str, Sequence[str]] = field(default_factory=dict)


def same_measure(one: str, other: str) -> bool:
    """Whether two names say that the same is counted: capitals and spaces make no difference."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def release(
    ledger: Ledger, request: Request, *, home: str, rules: HouseRules = HOUSE_RULES, key: bytes = b""
) -> tuple[ProtectedTable, Ledger] | Refusal:
    """Protect a table against everything its readers may have kept, and enter it.

    A table equal to an earlier release comes out as it did then, and the ledger is the same ledger.

    Raises:
        InputRefused: the ledger belongs to another home, so that what was released here is not in it.
    """
    if ledger.home != home:
        raise InputRefused(
            _("Frigivelsesregnskabet hører til en anden installation."),
            remedy=_("Brug installationens eget regnskab; et andet kender ikke det, der er frigivet herfra."),
        )
    threshold = rules.threshold_for(request.subject)
    earlier = [past for past in ledger.releases if same_measure(past.measure, request.measure)]
    covered = [(past.dimensions, past.population) for past in earlier]
    universe = universe_of([*covered, (request.dimensions, request.population)])
    number = len(ledger.releases) + 1
    carried = _carried(request, earlier, universe, threshold)
    if refusal := refused_outright(carried, request.dimensions, threshold, request.sensitive):
        return refusal
    table = _versioned(request, carried, earlier, universe, number)
    known = tuple(past.past(universe) for past in earlier)
    joint = join(known, table, universe, threshold)
    at = [joint.place[cell.area, cell.version] for cell in table.cells]
    price = np.ones(joint.system.values.size)
    price[at] = prices(carried.keys, threshold, key)
    marked = _marked(joint, zip(earlier, known, strict=True), at, carried)
    answer, marks = protect_marked(_problem(joint, price, threshold, rules), marked)
    if not answer.safe:
        return unprotected()
    return _enter(ledger, request, carried, table, at=at, answer=answer, marks=marks, rules=rules)


def _marked(
    joint: Joint, earlier: Iterable[tuple[Release, PastTable]], at: Sequence[int], carried: System
) -> dict[Marks, BoolArray]:
    """What has said before whether it is small, and with it what the new table would say."""
    before = np.zeros(joint.system.values.size, dtype=bool)
    for release_, table in earlier:
        places = [joint.place[cell.area, cell.version] for cell in table.cells]
        before[places] |= release_.marks.on(release_.system().leaf)
    marked = {}
    for marks in Marks:
        marked[marks] = before.copy()
        marked[marks][list(at)] |= marks.on(carried.leaf)
    return marked


def _carried(
    request: Request, earlier: Sequence[Release], universe: Mapping[str, Codes], threshold: int
) -> System:
    """The table with every count that has changed by less than the threshold put back to its older value."""
    true = build(request.dimensions, request.counts)
    older = {cell.area: cell.count for past in earlier for cell in past.past(universe).cells}
    placed = areas(request.dimensions, request.population, universe)
    counts: dict[tuple[str, ...], int] = {}
    for area, key, count, leaf in zip(placed, true.keys, true.values.tolist(), true.leaf, strict=True):
        if leaf:
            nodes = dict(key)  # type: ignore[call-overload]
            place = tuple(nodes[d.name] for d in request.dimensions)
            before = older.get(area, count)
            counts[place] = before if abs(count - before) < threshold else count
    return build(request.dimensions, counts)


def _versioned(
    request: Request, carried: System, earlier: Sequence[Release], universe: Mapping[str, Codes], number: int
) -> PastTable:
    """The new table's cells: an unchanged count is the older release's cell, hidden or shown as it was there."""
    before: dict[Area, PastCell] = {cell.area: cell for past in earlier for cell in past.past(universe).cells}
    cells = []
    for area, count in zip(
        areas(request.dimensions, request.population, universe), carried.values.tolist(), strict=True
    ):
        old = before.get(area)
        cells.append(
            old if old is not None and old.count == count else PastCell(area, number, count, hidden=False)
        )
    return PastTable(tuple(cells), carried.equations, carried.gapless)


def _problem(joint: Joint, price: FloatArray, threshold: int, rules: HouseRules) -> Problem:
    small = small_counts(joint.system.values, threshold)
    # A small count that an earlier release showed (under a looser rule) can no longer be kept.
    small &= ~joint.fixed | joint.hidden
    return Problem(
        joint.system,
        small,
        hidden=small | joint.hidden,
        fixed=joint.fixed,
        printed=joint.printed,
        marked=joint.printed,
        floor=joint.floor,
        price=price,
        threshold=threshold,
        marked_values=rules.marked_values,
        insiders=True,
    )


def _enter(
    ledger: Ledger,
    request: Request,
    carried: System,
    table: PastTable,
    *,
    at: Sequence[int],
    answer: Protection,
    marks: Marks,
    rules: HouseRules,
) -> tuple[ProtectedTable, Ledger]:
    """The protected table, and the ledger with it entered."""
    threshold = rules.threshold_for(request.subject)
    hidden = answer.hidden[list(at)].tolist()
    small = (np.asarray(hidden) & marks.on(carried.leaf) & small_counts(carried.values, threshold)).tolist()
    number = len(ledger.releases) + 1
    old = [cell.version != number for cell in table.cells]
    cells = cells_of(request.dimensions, carried, small=small, hidden=hidden, carried=old)
    shown = ProtectedTable(request.dimensions, cells, threshold, rules, (), marks)
    entry = Release(
        number, request.at, request.measure, request.dimensions, request.population,
        tuple(carried.values.tolist()), tuple(cell.version for cell in table.cells), tuple(hidden), tuple(small),
        threshold, rules.version, marks,
    )  # fmt: skip
    if all(old) and any(_same_table(past, entry) for past in ledger.releases):
        return shown, ledger
    return shown, replace(ledger, releases=(*ledger.releases, entry))


def _same_table(past: Release, entry: Release) -> bool:
    return same_measure(past.measure, entry.measure) and (
        past.dimensions, past.population, past.versions,
    ) == (entry.dimensions, entry.population, entry.versions)  # fmt: skip

"""The release ledger: everything released before, and the next table made safe against all of it.

A count that was released stays as it was until the true count has moved by at least the threshold; the older count
is carried forward and says from which release it is. What this leaves, a reader who holds every earlier release is
still unable to narrow down: the new table is protected in one system with all of them (`history`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import permutations, product

import numpy as np

from frirum.core.disclosure.answers import Pair, answers_of
from frirum.core.disclosure.history import (
    OTHERS,
    Area,
    Codes,
    Joint,
    Older,
    PastCell,
    PastTable,
    areas,
    join,
    table_cells,
    universe_of,
)
from frirum.core.disclosure.identity import (
    DAYS,
    Answers,
    Names,
    UnknownName,
    folded,
    is_of_days,
    period_of,
    periods_in,
    starts_of,
    unknown_names,
)
from frirum.core.disclosure.look_alike import (
    Line,
    Spread,
    alike_in_a_unit,
    comparable,
    nearly_equal,
    renamed_category,
    rest_of,
    running_on,
)
from frirum.core.disclosure.merge import Counts, Merge
from frirum.core.disclosure.moves import FloatArray
from frirum.core.disclosure.primary import small_counts
from frirum.core.disclosure.problem import Marks, Problem, Protection, no_ceiling
from frirum.core.disclosure.protected import (
    Collision,
    ProtectedTable,
    Refusal,
    cells_of,
    holding_dimension,
    nearly_known,
    nearly_the_rest,
    prices,
    protect_marked,
    refused_outright,
    threshold_of,
    unknown_name,
    unprotected,
)
from frirum.core.disclosure.sentences import say
from frirum.core.disclosure.settings import HOUSE_RULES, Deviation, HouseRules, Subject
from frirum.core.disclosure.table import TOTAL, BoolArray, Dimension, System, build
from frirum.core.errors import InputRefused


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
        period: the days it is about, as its holder named them; "" where it says none.
        answers: what its holder said of names that earlier releases did not have; see `identity.Names`.
        deviations: looser values it was released under, with their signatures.
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
    period: str = ""
    answers: Mapping[str, Answers] = field(default_factory=dict)
    deviations: tuple[Deviation, ...] = ()

    def system(self) -> System:
        """Cells, sums and the counts as used."""
        return replace(build(self.dimensions, {}), values=np.array(self.counts, dtype=np.int64))

    def past(self, names: Names, universe: Mapping[str, Codes]) -> PastTable:
        """The release as `history` reads it."""
        placed = _placed(self, names, universe)
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
        subject, sensitive, holders: see `protect_table`.
        period: the days the table is about ("2027K1"); two periods that begin alike are a running total.
        answers: what is known of names that no earlier release has; see `identity.Names`.
        merges: what was put together already.
    """

    dimensions: tuple[Dimension, ...]
    counts: Counts
    measure: str
    at: str
    population: Mapping[str, Codes] = field(default_factory=dict)
    subject: Subject = Subject.PERSONS
    sensitive: Mapping[str, Sequence[str]] = field(default_factory=dict)
    period: str = ""
    answers: Mapping[str, Answers] = field(default_factory=dict)
    holders: str | None = None
    merges: tuple[Merge, ...] = ()


def same_measure(one: str, other: str) -> bool:
    """Whether two names say that the same is counted: capitals and spaces make no difference."""
    return folded(one) == folded(other)


def of_measure(ledger: Ledger, measure: str) -> list[Release]:
    """The releases of what is counted, in order."""
    return [past for past in ledger.releases if same_measure(past.measure, measure)]


def names_of(tables: Sequence[Release | Request]) -> Names:
    """How these tables of one measure name things."""
    answers: dict[str, dict[str, tuple[str, ...]]] = {}
    for table in tables:
        for dimension, said in table.answers.items():
            answers.setdefault(dimension, {}).update(said)
    periods = [days for table in tables for days in periods_in(table.dimensions, table.period)]
    return Names(answers, starts_of(periods))


def asked(ledger: Ledger, request: Request) -> list[UnknownName]:
    """What must be known of the table's names before it can be compared with the earlier releases."""
    earlier = of_measure(ledger, request.measure)
    names = names_of([*earlier, request])
    unknown = unknown_names(names, _table(request), [_table(past) for past in earlier])
    return unknown or _same_days(names, request, earlier)


def _same_days(names: Names, request: Request, earlier: Sequence[Release]) -> list[UnknownName]:
    """Its periods that look like a running total of an earlier release's, where its holder has not said that they are
    periods of their own."""
    said = names.answers.get(DAYS, {})
    mine = {of: label for of, label in _periods_named(names, request).items() if folded(label) not in said}
    if not mine or not earlier:
        return []
    threshold = threshold_of(
        request.dimensions, request.population, rules=HOUSE_RULES, subject=request.subject
    )
    spreads = [(past.number, _spread(past, names)) for past in earlier]
    by_number = {past.number: past for past in earlier}
    return [
        UnknownName("days", DAYS, mine[days], (_periods_named(names, by_number[number])[theirs],), number)
        for days, number, theirs in running_on(_spread(request, names), spreads, threshold)
        if days in mine
    ]


def _periods_named(names: Names, table: Release | Request) -> dict[Codes, str]:
    """The periods that a table's counts are told by, by their days: its axis of periods, or its own."""
    for dimension in table.dimensions:
        if is_of_days(dimension.leaves):
            return {names.codes(DAYS, leaf): leaf for leaf in dimension.leaves}
    if not table.period:
        return {}
    days = period_of(table.period)
    return {names.stretches(days) if days else names.codes(DAYS, table.period): table.period}


def answered(ledger: Ledger, request: Request, pairs: Sequence[Pair]) -> Request | Refusal:
    """The request with what its holder says of names that are not in the ledger, its measure's included.

    Raises:
        InputRefused: see `answers.answers_of`.
    """
    measures = list({folded(past.measure): past.measure for past in ledger.releases}.values())
    about = [pair for pair in pairs if same_measure(pair[1], request.measure)]
    if measures and not of_measure(ledger, request.measure) and not about:
        return unknown_name([UnknownName("measure", "", request.measure, tuple(measures))])
    for old, _new in about:
        if old:
            request = replace(request, measure=old)
    if about and about[0][0] and not of_measure(ledger, request.measure):
        return unknown_name([UnknownName("measure", "", request.measure, tuple(measures))])
    earlier = of_measure(ledger, request.measure)
    rest = [pair for pair in pairs if pair not in about]
    said = answers_of(
        rest, names_of([*earlier, request]), _table(request), [_table(past) for past in earlier]
    )
    return replace(request, answers=said)


def _table(of: Release | Request) -> tuple[tuple[Dimension, ...], Mapping[str, Codes], str]:
    return of.dimensions, of.population, of.period


def _covered(table: Release | Request, names: Names) -> tuple[tuple[Dimension, ...], dict[str, Codes]]:
    return names.canonical(table.dimensions), names.population(table.population, table.period)


def _placed(table: Release | Request, names: Names, universe: Mapping[str, Codes]) -> list[Area]:
    """The region of each of its cells."""
    return areas(*_covered(table, names), universe)


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
            say("release_ledger_belongs_to_another_installation"),
            remedy=say("use_installation_own_ledger_another_does"),
        )
    if unknown := asked(ledger, request):
        return unknown_name(unknown)
    if refusal := _under_another_name(ledger, request, rules):
        return refusal
    asking = _Asking(ledger, request, rules)
    threshold, carried = asking.threshold, asking.carried
    if refusal := refused_outright(carried, request.dimensions, threshold, request.sensitive):
        return refusal
    joint, table = asking.joint, asking.table
    at = [joint.place[cell.area, cell.version] for cell in table.cells]
    price = np.ones(joint.system.values.size)
    price[at] = prices(carried.keys, threshold, key)
    marked = _marked(joint, zip(asking.earlier, asking.known, strict=True), at, carried)
    answer, marks = protect_marked(_problem(joint, price, threshold, rules, asking.holders()), marked)
    if not answer.safe:
        return unprotected(asking.collision())
    return _enter(asking, at=at, answer=answer, marks=marks)


def _under_another_name(ledger: Ledger, request: Request, rules: HouseRules) -> Refusal | None:
    """Why counts said to be new are not: they are an earlier release's but for a few persons."""
    threshold = threshold_of(request.dimensions, request.population, rules=rules, subject=request.subject)
    own = of_measure(ledger, request.measure)
    if (
        not own
    ):  # where there are some, it was compared with the other measures when it first stood beside them
        others = [past for past in ledger.releases if past not in own]
        if refusal := _known_as(others, request, threshold):
            return refusal
    names = names_of([*own, request])
    known = universe_of([_covered(past, names) for past in own])
    mine = _spread(request, names)
    for past in reversed(own):
        if found := renamed_category(mine, _spread(past, names), known, threshold):
            new, old = (", ".join(sorted(codes)) for codes in found)
            return nearly_known(new, old, past.number)
    return None


def _known_as(others: Sequence[Release], request: Request, threshold: int) -> Refusal | None:
    """Why a measure that is said to be new is not: one of the others, in some unit, or what two of them leave."""
    measures = {folded(past.measure): past.measure for past in others}.values()
    lines: list[tuple[Release, Line, Line]] = []
    for measure in measures:
        of = [past for past in others if same_measure(past.measure, measure)]
        names = names_of([*of, request])
        mine = _spread(request, names)
        for past in reversed(of):
            theirs = _spread(past, names)
            if mine.of_the_same_days(theirs):
                lines.append((past, mine.whole(), theirs.whole()))
    for past, own, counts in lines:
        if alike_in_a_unit(own, counts, threshold):
            return nearly_known(request.measure, past.measure, past.number)
    newest: dict[str, tuple[Release, Line, Line]] = {}
    for past, own, counts in lines:
        if comparable(own, counts):
            newest.setdefault(folded(past.measure), (past, own, counts))
    for (whole, own, all_), (part, _own, some) in permutations(newest.values(), 2):
        if nearly_equal(own, rest_of(all_, some), threshold):
            return nearly_the_rest(
                request.measure, (whole.measure, whole.number), (part.measure, part.number)
            )
    return None


def _spread(table: Release | Request, names: Names) -> Spread:
    system = table.system() if isinstance(table, Release) else build(table.dimensions, table.counts)
    return Spread.of(names, table.dimensions, table.population, table.period, system)


def collision(ledger: Ledger, request: Request, *, rules: HouseRules = HOUSE_RULES) -> Collision | None:
    """The earlier release and cell that a cell of this table differs from by few persons, where one does."""
    return None if asked(ledger, request) else _Asking(ledger, request, rules).collision()


class _Asking:
    """A request beside the earlier releases of its measure."""

    def __init__(self, ledger: Ledger, request: Request, rules: HouseRules) -> None:
        self.ledger, self.request, self.rules = ledger, request, rules
        self.threshold = threshold_of(
            request.dimensions, request.population, rules=rules, subject=request.subject
        )
        self.earlier = of_measure(ledger, request.measure)
        self.names = names = names_of([*self.earlier, request])
        every: list[Release | Request] = [*self.earlier, request]
        universe = universe_of([_covered(table, names) for table in every])
        if DAYS in universe:  # however much of time the releases cover, there is more
            universe[DAYS] |= {OTHERS}
        self.known = tuple(past.past(names, universe) for past in self.earlier)
        self.placed = _placed(request, names, universe)
        self.number = len(ledger.releases) + 1
        older = Older(universe, self.known)
        axes, population = _covered(request, names)
        own = {dimension.name for dimension in axes} | set(population)
        self.carried, self.carried_from = _carried(request, self.placed, older, self.threshold, own)
        self.table = _versioned(self.carried, self.placed, older, self.number)
        self.universe = universe

    @cached_property
    def joint(self) -> Joint:
        return join(self.known, self.table, self.universe, self.threshold)

    def holders(self) -> BoolArray | None:
        """The cells of each holder's own line in every release, shape (cells, holders)."""
        dimension = holding_dimension(self.request.dimensions, self.request.holders)
        if dimension is None:
            return None
        (coded,) = self.names.canonical([dimension])
        own = [frozenset(codes) for codes in coded.made_of.values() if len(codes) == 1]
        lines = np.zeros((self.joint.system.values.size, len(own)), dtype=bool)
        place = {codes: n for n, codes in enumerate(own)}
        for (area, _version), at in self.joint.place.items():
            holder = place.get(dict(area).get(coded.name, frozenset()))
            if holder is not None:
                lines[at, holder] = True
        return lines

    def collision(self) -> Collision | None:
        """A difference of a few persons between a new count and one of an earlier release: of single cells first."""
        joint = self.joint
        new = {
            joint.place[cell.area, cell.version] for cell in self.table.cells if cell.version == self.number
        }
        stood: dict[int, tuple[int, int, str]] = {}
        for past, of in zip(self.known, self.earlier, strict=True):
            for cell, nodes in zip(past.cells, product(*(d.nodes for d in of.dimensions)), strict=True):
                named = (nodes.count(TOTAL), of.number, " / ".join(nodes))
                stood.setdefault(joint.place[cell.area, cell.version], named)
        found = []
        for total, parts in joint.system.equations:
            rests = [part for part in parts if not joint.printed[part]]
            small = any(0 < joint.system.values[rest] < self.threshold for rest in rests)
            if small and not new.isdisjoint((total, *parts)):
                found += [stood[at] for at in (total, *parts) if at in stood]
        if not found:
            return None
        _totals, number, name = min(found)
        return Collision(number, name)


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
    request: Request, placed: Sequence[Area], older: Older, threshold: int, own: Collection[str]
) -> tuple[System, dict[Area, list[PastCell]]]:
    """The table with every count that has changed by less than the threshold put back to its older value, and which
    older cells those values are."""
    true = build(request.dimensions, request.counts)
    counts: dict[tuple[str, ...], int] = {}
    from_: dict[Area, list[PastCell]] = {}
    for area, key, count, leaf in zip(placed, true.keys, true.values.tolist(), true.leaf, strict=True):
        if leaf:
            nodes = dict(key)  # type: ignore[call-overload]
            place = tuple(nodes[d.name] for d in request.dimensions)
            parts = older.made_up(area, own)
            before = sum(part.count for part in parts)
            counts[place] = count
            if parts and abs(count - before) < threshold:
                counts[place], from_[area] = before, parts
    return build(request.dimensions, counts), from_


def _versioned(carried: System, placed: Sequence[Area], older: Older, number: int) -> PastTable:
    """The new table's cells: an unchanged count is the older release's cell, hidden or shown as it was there."""
    cells = []
    for area, count in zip(placed, carried.values.tolist(), strict=True):
        old = older.of(area)
        same = old is not None and old.count == count
        cells.append(
            PastCell(area, old.version, count, hidden=old.hidden)
            if old is not None and same
            else PastCell(area, number, count, hidden=False)
        )
    return PastTable(tuple(cells), carried.equations, carried.gapless)


def _problem(
    joint: Joint, price: FloatArray, threshold: int, rules: HouseRules, holders: BoolArray | None
) -> Problem:
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
        ceiling=no_ceiling(joint.floor),
        price=price,
        threshold=threshold,
        marked_values=rules.marked_values,
        insiders=True,
        holders=holders,
        nested=joint.nested,
    )


def _enter(
    asking: _Asking, *, at: Sequence[int], answer: Protection, marks: Marks
) -> tuple[ProtectedTable, Ledger]:
    """The protected table, and the ledger with it entered."""
    ledger, request, carried, table = asking.ledger, asking.request, asking.carried, asking.table
    threshold, rules, number = asking.threshold, asking.rules, asking.number
    hidden = answer.hidden[list(at)].tolist()
    small = (np.asarray(hidden) & marks.on(carried.leaf) & small_counts(carried.values, threshold)).tolist()
    old = [cell.version != number or cell.area in asking.carried_from for cell in table.cells]
    cells = cells_of(
        request.dimensions, carried, small=small, hidden=hidden, merges=request.merges, carried=old
    )
    older_rules = _looser_before(asking, hidden)
    printed = replace(rules, deviations=tuple(dict.fromkeys((*rules.deviations, *older_rules))))
    shown = ProtectedTable(request.dimensions, cells, threshold, printed, request.merges, marks)
    entry = Release(
        number, request.at, request.measure, request.dimensions, request.population,
        tuple(carried.values.tolist()), tuple(cell.version for cell in table.cells), tuple(hidden), tuple(small),
        threshold, rules.version, marks, request.period, request.answers, rules.deviations,
    )  # fmt: skip
    unchanged = all(cell.version != number for cell in table.cells)
    if unchanged and any(_same_table(past, entry) for past in ledger.releases):
        return shown, ledger
    return shown, replace(ledger, releases=(*ledger.releases, entry))


def _looser_before(asking: _Asking, hidden: Sequence[bool]) -> tuple[Deviation, ...]:
    """The looser values, with their signatures, of the releases that counts shown now were carried from."""
    shown = [cell for cell, concealed in zip(asking.table.cells, hidden, strict=True) if not concealed]
    from_ = {cell.version for cell in shown}
    from_ |= {part.version for cell in shown for part in asking.carried_from.get(cell.area, ())}
    return tuple(
        deviation for past in asking.earlier if past.number in from_ for deviation in past.deviations
    )


def _same_table(past: Release, entry: Release) -> bool:
    return same_measure(past.measure, entry.measure) and (
        past.dimensions, past.population, past.period, past.versions,
    ) == (entry.dimensions, entry.population, entry.period, entry.versions)  # fmt: skip

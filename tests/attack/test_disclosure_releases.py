"""Several releases: what eight quarterly reports, filtered and split, give away together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from attack.disclosure_tables import in_print

from frirum.core.disclosure import protector
from frirum.core.disclosure.ledger import Ledger, Request, release
from frirum.core.disclosure.protected import ProtectedTable, Refusal
from frirum.core.disclosure.table import Dimension
from frirum.core.disclosure_attack.published import Published
from frirum.core.disclosure_attack.several import (
    Cell,
    Derived,
    derived_counts,
    gather,
    persons_covered,
    small_counts_found,
)
from frirum.core.disclosure_attack.solving import Inconsistent

THRESHOLD = 5
PLACES = ("Aalborg", "Læsø", "Odense")
AGES = ("18-29", "30-49", "50-66")
SEXES = ("K", "M")
EVERYBODY = {"kommune": frozenset(PLACES), "alder": frozenset(AGES), "køn": frozenset(SEXES)}


class Reader:
    """Keeps every release as printed, with the cells that were printed as older counts."""

    def __init__(self) -> None:
        self.ledger = Ledger("home")
        self.kept: list[Published] = []
        self.tables: list[ProtectedTable] = []
        self.same: list[tuple[Cell, Cell]] = []
        self.refused = 0
        self._latest: dict[object, Cell] = {}

    def ask(self, request: Request) -> ProtectedTable | None:
        result = release(self.ledger, request, home="home")
        if isinstance(result, Refusal):
            self.refused += 1
            return None
        table, ledger = result
        if ledger is self.ledger:
            return table
        self.ledger = ledger
        covers = tuple((d.name, {node: d.codes_below(node) for node in d.nodes}) for d in request.dimensions)
        printed = replace(in_print(table), covers=covers, population=request.population)
        number = len(self.kept)
        for cell in table.cells:
            whom = persons_covered(printed, cell.nodes, EVERYBODY)
            if cell.carried and whom in self._latest:
                self.same.append(((number, cell.nodes), self._latest[whom]))
            self._latest[whom] = (number, cell.nodes)
        self.kept.append(printed)
        self.tables.append(table)
        return table

    def _where_counts_grow(self) -> list[Derived]:
        """The attack of a reader who relies on it that counts only grow."""
        try:
            return derived_counts(self.kept, THRESHOLD, everybody=EVERYBODY, same=self.same)
        except Inconsistent:
            # A margin is the sum of what is printed, and where older parts are carried forward it can fall. No table
            # fits then what he relies on, so it tells him nothing; the attack without it follows in any case.
            return []

    def subtract(self) -> list[object]:
        """Everything that follows from the releases together and should not."""
        small = [(n, place) for n, table in enumerate(self.kept) for place in table.small]
        return [
            *self._where_counts_grow(),
            *derived_counts(self.kept, THRESHOLD, everybody=EVERYBODY, same=self.same, increasing=False),
            *small_counts_found(self.kept, THRESHOLD, small, self.same),
        ]


def _request(quarter: int, kind: str, people: np.ndarray) -> Request:
    """One report on cumulated use; people is places x ages x sexes."""
    tables = {
        "ages": (PLACES, "alder", AGES, people.sum(axis=2), {}),
        "sexes": (PLACES, "køn", SEXES, people.sum(axis=1), {}),
        "women": (PLACES, "alder", AGES, people[:, :, 0], {"køn": frozenset("K")}),
        "without Odense": (PLACES[:2], "alder", AGES, people[:2].sum(axis=2), {}),
        "younger": (PLACES, "alder", AGES[:2], people[:, :2].sum(axis=2), {}),
    }
    places, name, codes, counts, population = tables[kind]
    dimensions = (Dimension("kommune", places), Dimension(name, codes))
    cells = {(p, c): int(counts[i, j]) for i, p in enumerate(places) for j, c in enumerate(codes)}
    return Request(dimensions, cells, "brug", f"2017-Q{quarter}", population)


def _eight_reports(seed: int, kinds: list[str]) -> Reader:
    rng = np.random.default_rng(seed)
    rate = np.exp(rng.normal(0, 0.9, (3, 3, 2)))
    people = np.zeros((3, 3, 2), dtype=int)
    reader = Reader()
    for quarter, kind in enumerate(kinds):
        people = people + rng.poisson(rate)
        reader.ask(_request(quarter, kind, people))
    return reader


def test_eight_quarterly_reports_give_no_small_count():
    reader = _eight_reports(2, ["ages"] * 8)
    assert len(reader.kept) >= 7
    assert reader.subtract() == []


@pytest.fixture(params=[0, 10**9], ids=["versions together", "versions apart"])
def searched(request, monkeypatch):
    """Both ways of searching beside earlier releases, whatever the size of the table."""
    monkeypatch.setattr(protector, "_MANY", request.param)


def test_releases_searched_either_way_give_no_small_count(searched):
    for seed in (5, 11):
        assert _eight_reports(seed, ["ages"] * 8).subtract() == []


def test_no_municipality_finds_anothers_small_count_in_any_of_six_releases(searched):
    """Each holder is given what was reckoned with in all of his line; the others' small counts stay open."""
    for seed in range(2):
        reader = _eight_reports(seed, ["ages"] * 6)
        used = [
            dict(zip([cell.nodes for cell in table.cells], past.counts, strict=True))
            for table, past in zip(reader.tables, reader.ledger.releases, strict=True)
        ]
        for holder in PLACES:
            knowing = [
                replace(
                    table, shown={**table.shown, **{at: n for at, n in counts.items() if at[0] == holder}}
                )
                for table, counts in zip(reader.kept, used, strict=True)
            ]
            small = [
                (n, at) for n, table in enumerate(knowing) for at in table.small if at not in table.shown
            ]
            assert small_counts_found(knowing, THRESHOLD, small, reader.same) == [], (seed, holder)


MIXED = ["ages", "sexes", "women", "ages", "without Odense", "younger", "sexes", "ages"]


def test_eight_reports_with_changing_filters_give_no_small_count():
    reader = _eight_reports(7, MIXED)
    assert len(reader.kept) >= 6
    assert reader.subtract() == []


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 140))
def test_many_series_of_reports_give_no_small_count(seed):
    kinds = list(np.random.default_rng(seed).permutation(MIXED)) if seed % 2 else ["ages"] * 8
    assert _eight_reports(seed, kinds).subtract() == []


def _any_series(seed: int, *, grows: bool) -> Reader:
    """Four reports on some places, of everybody or of women; the counts grow, or rise and fall as they please."""
    rng = np.random.default_rng(seed)
    people = rng.poisson(2.5, (3, 2))
    reader = Reader()
    for quarter in range(4):
        people = people + rng.poisson(2, (3, 2)) if grows else rng.poisson(3.5, (3, 2))
        places = (PLACES[:2], PLACES[:1], PLACES)[rng.integers(3)]
        women = bool(rng.random() < 0.5)
        counts = people[:, 0] if women else people.sum(axis=1)
        cells = {(place,): int(n) for place, n in zip(places, counts, strict=False)}
        population = {"køn": frozenset("K")} if women else {}
        reader.ask(Request((Dimension("kommune", places),), cells, "brug", f"2017-Q{quarter}", population))
    return reader


def _check_any(seeds: range) -> tuple[int, int]:
    """Attack every series; gives releases and refusals.

    Where counts fall, more people later may be fewer than some people before, and a difference is nobody's number;
    the hidden small counts themselves must stay open all the same.
    """
    released = refused = 0
    for seed in seeds:
        reader = _any_series(seed, grows=bool(seed % 2))
        small = [(n, place) for n, table in enumerate(reader.kept) for place in table.small]
        assert small_counts_found(reader.kept, THRESHOLD, small, reader.same) == [], seed
        if seed % 2:
            assert reader.subtract() == [], seed
        released, refused = released + len(reader.kept), refused + reader.refused
    return released, refused


def test_any_series_of_reports_is_protected_or_refused():
    released, refused = _check_any(range(60))
    assert released >= 100
    assert refused >= 1, "sometimes nothing is left to hide, and the table stays in the house"


@pytest.mark.long
def test_any_of_a_thousand_series_is_protected_or_refused():
    released, _refused = _check_any(range(1_000, 2_000))
    assert released > 1_500


def test_reports_without_a_ledger_are_broken_by_subtraction():
    """The attack finds what it is for: two tables that are each safe, and four persons between them."""
    ages = Dimension("alder", AGES)
    tables = []
    for counts in ((20, 30, 40), (24, 30, 40)):
        request = Request((ages,), dict(zip([(a,) for a in AGES], counts, strict=True)), "brug", "2017")
        result = release(Ledger("home"), request, home="home")
        assert not isinstance(result, Refusal)
        covers = (("alder", {node: ages.leaves_below(node) for node in ages.nodes}),)
        tables.append(replace(in_print(result[0]), covers=covers))
    found = derived_counts(tables, THRESHOLD, everybody=EVERYBODY)
    assert {(derived.larger[1], derived.persons) for derived in found} >= {(("18-29",), 4.0)}


def _one(places: tuple[str, ...], counts: dict[str, tuple[int, ...]]) -> Request:
    dimensions = (Dimension("kommune", places), Dimension("alder", AGES))
    cells = {(p, a): n for p in places for a, n in zip(AGES, counts[p], strict=True)}
    return Request(dimensions, cells, "brug", "2018-07-01")


def test_two_municipalities_reports_and_the_networks_hide_the_third():
    """Aalborg, Odense, and then everybody: Læsø is what is left, and stays hidden."""
    counts = {"Aalborg": (31, 28, 19), "Odense": (22, 24, 17), "Læsø": (2, 0, 1)}
    reader = Reader()
    assert reader.ask(_one(("Aalborg",), counts)) is not None
    assert reader.ask(_one(("Odense",), counts)) is not None
    network = Request((Dimension("alder", AGES),), {(a,): int(sum(c[n] for c in counts.values())) for n, a in enumerate(AGES)},
                      "brug", "2018-07-01")  # fmt: skip
    table = reader.ask(network)
    assert table is not None
    shown = {cell.nodes: cell.shown for cell in table.cells}
    assert shown["18-29",] is None, "55 less 31 and 22 would be Læsø's two"
    assert shown["50-66",] is None
    assert shown["30-49",] == 52, "nobody is left there, and that may be seen"
    assert reader.subtract() == []


def test_merged_categories_do_not_open_what_was_hidden_in_them():
    fine = _one(PLACES, {"Aalborg": (3, 20, 15), "Læsø": (9, 12, 30), "Odense": (14, 11, 25)})
    bands = Dimension("alder", ("18-49", "50-66"), made_of={"18-49": ("18-29", "30-49")})
    coarse = Request(
        (Dimension("kommune", PLACES), bands),
        {(p, b): n for p, row in zip(PLACES, ((23, 15), (21, 30), (25, 25)), strict=True)
         for b, n in zip(bands.leaves, row, strict=True)},
        "brug", "2018-07-01",
    )  # fmt: skip
    reader = Reader()
    reader.ask(fine)
    assert reader.ask(coarse) is not None
    small = [(0, place) for place in reader.kept[0].small]
    # The attacker knows that 18-49 is 18-29 and 30-49, in every municipality.
    unknowns = gather(reader.kept, reader.same)
    for place in PLACES:
        terms, right = {}, 0.0
        for cell, sign in (
            ((1, (place, "18-49")), 1.0),
            ((0, (place, "18-29")), -1.0),
            ((0, (place, "30-49")), -1.0),
        ):
            shown = reader.kept[cell[0]].shown.get(cell[1])
            if shown is None:
                terms[cell] = sign
            else:
                right -= sign * shown
        unknowns.equate(terms, right)
    solver = unknowns.solver()
    assert small
    for cell in small:
        low, high = solver.interval({cell: 1.0})
        assert high - low >= THRESHOLD - 1

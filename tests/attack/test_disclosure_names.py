"""Ledgers whose tables are named anew each time: what the same persons under other names give away together."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

import numpy as np
import pytest
from attack.disclosure_tables import in_print

from frirum.core.disclosure.ledger import Ledger, Request, answered, release
from frirum.core.disclosure.protected import Refusal, RefusalReason
from frirum.core.disclosure.table import Dimension
from frirum.core.disclosure_attack.published import Published
from frirum.core.disclosure_attack.several import Cell, derived_counts, persons_covered, small_counts_found

THRESHOLD = 5
PLACES = ("Aalborg", "Hjørring", "Læsø")
AGES = ("18-29", "30-49", "50-66")
EVERYBODY = {"kommune": frozenset(PLACES), "alder": frozenset(AGES)}
UNCHANGED = {place: place for place in PLACES}
WRITTEN = {"Aalborg": "AALBORG", "Hjørring": "Hjørring Kommune", "Læsø": "825"}


@dataclass(frozen=True)
class Naming:
    """How one report calls things.

    Attributes:
        places: municipality -> what it is called.
        ages: what each band is called -> the bands it is.
        said: (old, new) as the holder of the table says it; empty where he says nothing.
        asked: whether he must be asked, as nothing else tells what the names are.
    """

    places: dict[str, str]
    ages: dict[str, tuple[str, ...]]
    said: tuple[tuple[str, str], ...] = ()
    asked: bool = False


NAMINGS = {
    "as before": Naming(UNCHANGED, {age: (age,) for age in AGES}),
    "written otherwise": Naming(
        WRITTEN, {"18–29 år": ("18-29",), "30 til 49": ("30-49",), "50-66 ÅR": ("50-66",)}
    ),
    "renamed": Naming(
        UNCHANGED,
        {"unge": ("18-29",), "voksne": ("30-49",), "50-66": ("50-66",)},
        (("18-29", "unge"), ("30-49", "voksne")),
    ),
    "merged": Naming(
        WRITTEN, {"yngre": ("18-29", "30-49"), "50-66": ("50-66",)}, (("18-29", "yngre"), ("30-49", "yngre"))
    ),
    "merged by its name": Naming(UNCHANGED, {"18-29": ("18-29",), "30-49 + 50-66": ("30-49", "50-66")}),
    "renamed, nothing said": Naming(
        UNCHANGED, {"studerende": ("18-29",), "30-49": ("30-49",), "50-66": ("50-66",)}, asked=True
    ),
    "merged, nothing said": Naming(
        UNCHANGED, {"de fleste": ("18-29", "30-49"), "50-66": ("50-66",)}, asked=True
    ),
}


@dataclass
class Reader:
    """Keeps every release, and knows what its names mean."""

    remembers: bool = True
    ledger: Ledger = field(default_factory=lambda: Ledger("home"))
    kept: list[Published] = field(default_factory=list)
    same: list[tuple[Cell, Cell]] = field(default_factory=list)
    latest: dict[object, Cell] = field(default_factory=dict)
    outcomes: Counter[str] = field(default_factory=Counter)

    def ask(self, naming: Naming, people: np.ndarray, quarter: int) -> None:
        rows = Dimension("kommune", tuple(naming.places.values()))
        merged = {name: bands for name, bands in naming.ages.items() if " + " in name}
        columns = Dimension("alder", tuple(naming.ages), made_of=merged)
        counts = {
            (naming.places[place], name): int(sum(people[i, AGES.index(band)] for band in bands))
            for i, place in enumerate(PLACES)
            for name, bands in naming.ages.items()
        }
        asked = answered(
            self.ledger, Request((rows, columns), counts, "brug", f"2020-Q{quarter}"), naming.said
        )
        result = asked if isinstance(asked, Refusal) else release(self.ledger, asked, home="home")
        if isinstance(result, Refusal):
            self.outcomes[result.reason] += 1
            assert naming.asked == (result.reason == RefusalReason.UNKNOWN_NAME)
            return
        assert not naming.asked, "what nobody said was believed"
        table, ledger = result
        self.outcomes["released"] += 1
        if ledger is self.ledger:
            return
        self.ledger = ledger if self.remembers else self.ledger
        back = {name: place for place, name in naming.places.items()}
        covers = (
            ("kommune", {node: frozenset(back[leaf] for leaf in rows.leaves_below(node)) for node in rows.nodes}),
            ("alder", {n: frozenset(b for leaf in columns.leaves_below(n) for b in naming.ages[leaf]) for n in columns.nodes}),
        )  # fmt: skip
        printed = replace(in_print(table), covers=covers)
        number = len(self.kept)
        for cell in table.cells:
            whom = persons_covered(printed, cell.nodes, EVERYBODY)
            if cell.carried and whom in self.latest:
                self.same.append(((number, cell.nodes), self.latest[whom]))
            self.latest[whom] = (number, cell.nodes)
        self.kept.append(printed)

    def subtract(self) -> list[object]:
        small = [(n, place) for n, table in enumerate(self.kept) for place in table.small]
        return [
            *derived_counts(self.kept, THRESHOLD, everybody=EVERYBODY, same=self.same, increasing=False),
            *small_counts_found(self.kept, THRESHOLD, small, self.same),
        ]


def _attacked(seeds: range) -> Counter[str]:
    """Ledgers of six reports on a running total, the first as it is, the others named at random."""
    outcomes: Counter[str] = Counter()
    for seed in seeds:
        rng = np.random.default_rng(seed)
        rate = np.exp(rng.normal(0.3, 0.9, (3, 3)))
        people = rng.poisson(3 * rate)
        reader = Reader()
        names = ["as before", *rng.choice(list(NAMINGS), 5)]
        for quarter, name in enumerate(names):
            people = people + rng.poisson(rate)
            reader.ask(NAMINGS[name] if reader.kept else NAMINGS["as before"], people, quarter)
        assert reader.subtract() == [], (seed, names)
        outcomes += reader.outcomes
    return outcomes


def test_other_names_for_the_same_persons_are_known_or_asked_about() -> None:
    outcomes = _attacked(range(2))
    assert outcomes["released"] >= 6


def test_the_same_reports_without_a_ledger_are_broken() -> None:
    """The attack finds what it is for."""
    people = np.array([[20, 30, 40], [25, 22, 31], [12, 14, 16]])
    reader = Reader(remembers=False)
    for quarter in range(2):
        reader.ask(NAMINGS["written otherwise"] if quarter else NAMINGS["as before"], people, quarter)
        people = people + np.eye(3, dtype=int)
    assert reader.subtract() != []


@pytest.mark.long
def test_sixteen_ledgers_with_other_names_give_no_small_count() -> None:
    outcomes = _attacked(range(10, 26))
    assert outcomes["released"] >= 50
    assert outcomes[RefusalReason.UNKNOWN_NAME] >= 10
    assert outcomes[RefusalReason.UNPROTECTED] <= 0.1 * outcomes["released"]

"""The hand-written cases of `condition_edges/*.toml`: facts on each side of an edge, and the answer by the provision.

Each file is one experiment. `[[base]]` is a case of a part that has everything; an `[[edge]]` changes it: `inside`
keeps the base's answer (or `inside_answer`), `outside` loses it, and `unknown` says what happens when the fact is not
given: it is "asked" for, or it is "judged" by a person. `kills` names the misreadings that the edge tells apart.
"""

from __future__ import annotations

import datetime as dt
import itertools
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from frirum.core.catalogue.casework import Timing
from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.history import Status
from frirum.core.law.assess import assess
from frirum.core.vocabulary.municipalities import all_municipalities

FOLDER = Path(__file__).parent / "condition_edges"


@dataclass(frozen=True)
class HandCase:
    """One case with the answer derived by hand; None for "cannot be said yet"."""

    part: str
    place: str
    what: str
    facts: dict[str, Any]
    answer: str | None
    on: dt.date | None = None
    asks: frozenset[str] | None = None
    period: str | None = None
    as_it_is: bool = False
    provision: str = ""

    def fits(self, experiment: Experiment, read_as: Status | None) -> bool:
        """Whether the definition answers as the hand did."""
        if read_as is not None and not self.as_it_is:
            experiment = experiment.model_copy(update={"status": read_as})
        found = assess(experiment, self.facts, part=experiment.part(self.part), on=self.on)
        answer = found.answer.value if found.answer else None
        period = found.ruling.period.id if found.ruling.period else None
        return (
            answer == self.answer
            and (self.asks is None or set(found.missing_facts) == self.asks)
            and (self.period is None or period == self.period)
        )


@dataclass(frozen=True)
class HandDeadline:
    """The two dates of a duty, counted by hand; None where the regime has no date."""

    part: str
    obligation: str
    facts: dict[str, Any]
    ordinary: dt.date | None
    experiment: dt.date | None

    def fits(self, experiment: Experiment) -> bool:
        """Whether the definition gives the same two dates."""
        found = assess(experiment, self.facts, part=experiment.part(self.part)).deadlines
        dates = {d.obligation.id: (d.ordinary, d.experiment) for d in found}
        return dates.get(self.obligation) == (self.ordinary, self.experiment)


@dataclass(frozen=True)
class HandCount:
    """A duty counted in a stretch of time: how often, in how many months, and which contacts count."""

    obligation: str
    at_least: int
    months: int
    ordinary: frozenset[str]
    experiment: frozenset[str]

    def fits(self, experiment: Experiment) -> bool:
        """Whether the definition counts the same."""
        duty = next(d for d in experiment.obligations if d.id == self.obligation)
        return all(
            self._same(timing, contacts)
            for timing, contacts in ((duty.ordinary, self.ordinary), (duty.experiment, self.experiment))
        )

    def _same(self, timing: Timing | None, contacts: frozenset[str]) -> bool:
        assert timing is not None
        assert timing.within is not None
        within = (timing.within.years, timing.within.months, timing.within.weeks, timing.within.days)
        wanted = (self.at_least, (0, self.months, 0, 0), contacts)
        return (timing.at_least, within, frozenset(timing.contacts)) == wanted


@dataclass(frozen=True)
class Table:
    """Everything written by hand about one experiment.

    Attributes:
        kills: (part, place, misreading) -> the cases that must tell it apart.
        equivalent: name of a mutant no case can tell apart -> why.
        read_as: the status under which the conditions are read, for an experiment that never began.
    """

    slug: str
    cases: tuple[HandCase, ...]
    deadlines: tuple[HandDeadline, ...]
    counts: tuple[HandCount, ...]
    groups: dict[str, set[str]]
    kills: dict[tuple[str, str], tuple[HandCase, ...]]
    equivalent: dict[str, str]
    read_as: Status | None = None


def slugs() -> list[str]:
    """The experiments that have a table."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


@cache
def table(slug: str) -> Table:
    """The table of one experiment."""
    raw = tomllib.loads((FOLDER / f"{slug}.toml").read_text(encoding="utf-8"))
    bases = {base.get("part", ""): base for base in raw["base"]}
    edges = [(edge, tuple(_edge_cases(edge, bases[edge.get("part", "")]))) for edge in raw.get("edge", [])]
    kills: dict[tuple[str, str], tuple[HandCase, ...]] = {}
    for edge, cases in edges:
        for change in edge["kills"]:
            key = (edge["place"], change)
            kills[key] = kills.get(key, ()) + cases
    return Table(
        slug=raw["experiment"],
        cases=(
            *(case for _edge, cases in edges for case in cases),
            *_days(raw, bases),
            *_municipalities(raw, bases),
        ),
        deadlines=tuple(
            HandDeadline(
                d.get("part", ""), d["obligation"], d["facts"], d.get("ordinary"), d.get("experiment")
            )
            for d in raw.get("deadline", [])
        ),
        counts=tuple(
            HandCount(
                c["obligation"],
                c["at_least"],
                c["months"],
                frozenset(c["ordinary"]),
                frozenset(c["experiment"]),
            )
            for c in raw.get("counted", [])
        ),
        groups={group["id"]: set(group["references"]) for group in raw.get("target_group", [])},
        kills=kills,
        equivalent={one["mutant"]: one["why"] for one in raw.get("equivalent", [])},
        read_as=Status(raw["read_as"]) if "read_as" in raw else None,
    )


def _edge_cases(edge: dict[str, Any], base: dict[str, Any]) -> Iterator[HandCase]:
    inside = base["facts"] | edge.get("inside", {})
    outside = base["facts"] | edge.get("outside", {})
    answers = {
        "inside": edge.get("inside_answer", base["answer"]),
        "outside": edge.get("outside_answer", "not_eligible"),
    }
    for side, facts in (("inside", inside), ("outside", outside)):
        if side == "outside" and "outside" not in edge and "each_outside" not in edge:
            continue
        for one in _each(edge.get(f"each_{side}", {})):
            yield _case(edge, side, facts | one, answers[side])
    if "unknown" in edge:
        apart = {name for name in inside if inside[name] != outside.get(name)}
        unset = apart | edge.get("each_inside", {}).keys() | edge.get("each_outside", {}).keys()
        facts = {name: value for name, value in inside.items() if name not in unset}
        asked = edge["unknown"] == "asked"
        yield _case(
            edge,
            "unknown",
            facts,
            None if asked else "needs_judgement",
            frozenset(unset) if asked else None,
        )


def _each(values: dict[str, list[Any]]) -> Iterator[dict[str, Any]]:
    for combination in itertools.product(*values.values()):
        yield dict(zip(values, combination, strict=True))


def _case(
    edge: dict[str, Any],
    side: str,
    facts: dict[str, Any],
    answer: str | None,
    asks: frozenset[str] | None = None,
) -> HandCase:
    part, place, provision = edge.get("part", ""), edge["place"], edge["provision"]
    return HandCase(part, place, side, facts, answer, edge.get("on"), asks, provision=provision)


def _days(raw: dict[str, Any], bases: dict[str, dict[str, Any]]) -> Iterator[HandCase]:
    for row in raw.get("day", []):
        for (part, base), day in itertools.product(bases.items(), row["days"]):
            facts = base["facts"] | {raw["case_date"]: day}
            if "municipality" in row:
                facts |= {"municipality": row["municipality"]}
            yield HandCase(
                part,
                "day",
                day.isoformat(),
                facts,
                row["answer"],
                period=row.get("period"),
                as_it_is=row.get("as_it_is", False),
                provision=row["provision"],
            )


def _municipalities(raw: dict[str, Any], bases: dict[str, dict[str, Any]]) -> Iterator[HandCase]:
    """All 98: those named by hand get their answer, the others have no part in it."""
    for part, base in bases.items():
        rows = [row for row in raw["municipalities"] if row.get("part", part) == part]
        named = {code: row.get("answer", base["answer"]) for row in rows for code in row["codes"]}
        for municipality in all_municipalities():
            code = municipality.code
            answer = named.get(code, "not_eligible")
            yield HandCase(part, "municipality", str(code), base["facts"] | {"municipality": code}, answer)

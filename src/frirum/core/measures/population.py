"""Who is treated, and which of them the exemption was used on, by the definition's own rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.measure_rules import FoundBy, PopulationRule, RowFilter, Stretch
from frirum.core.extracts.values import fold
from frirum.core.measures import words
from frirum.core.measures.rows import Days, FactRow, Material, fulfils


@dataclass(frozen=True)
class NoPopulation:
    """Why nobody can be told to be treated: the evaluation is refused with it."""

    slug: str
    part: str | None

    code: str = "no_population"

    @property
    def message(self) -> str:
        """The sentence for people."""
        return words.no_population(f"{self.slug}/{self.part}" if self.part else self.slug)

    @property
    def remedy(self) -> str:
        """What to write."""
        return words.write_population()


@dataclass(frozen=True)
class Population:
    """The people a rule finds.

    Attributes:
        members: citizen -> the days they were treated; a citizen can be treated several times.
        rows: the rows that say so.
        used: those of the rows that are uses.
        kinds: the kinds of extract in which the rules find people: there, a row is treated that the rules find.
        placeless: those of the kinds whose rows say no municipality while a rule is of some: nobody is found in them.
        lookalikes: rows that look like a use of citizens who are not members then: for a person to judge.
    """

    members: dict[str, list[Days]] = field(default_factory=dict)
    rows: tuple[FactRow, ...] = ()
    used: tuple[FactRow, ...] = ()
    lookalikes: tuple[tuple[str, FactRow], ...] = ()
    kinds: frozenset[str] = frozenset()
    placeless: frozenset[str] = frozenset()

    def covers(self, kind: str, row: FactRow, days: Days | None) -> bool:
        """Whether a row is of the treatment: one of those found, or of another kind and on days of its citizen's.

        A benefit that begins on the day another ends touches it; only the one that the rules find is meant.
        """
        if kind in self.kinds:
            return any(row is own for own in self._by_citizen.get(row.who, ()))
        return days is not None and any(_touch(days, own) for own in self.members.get(row.who, ()))

    @cached_property
    def _by_citizen(self) -> dict[str, list[FactRow]]:
        found: dict[str, list[FactRow]] = {}
        for row in self.rows:
            found.setdefault(row.who, []).append(row)
        return found


def population_rules(
    experiment: Experiment, part: str | None = None, municipality: int | None = None
) -> tuple[PopulationRule, ...] | NoPopulation:
    """The rules that hold for the part and the municipality; the reason to refuse where there is none."""
    found = tuple(
        rule
        for rule in experiment.populations
        if (not rule.part_slugs or part in rule.part_slugs)
        and (not rule.municipalities or municipality is None or municipality in rule.municipalities)
    )
    return found or NoPopulation(experiment.slug, part)


def find_population(
    experiment: Experiment,
    material: Material,
    *,
    part: str | None = None,
    listed: Iterable[FactRow] = (),
    stretch: Stretch = Stretch.DURING,
) -> Population | NoPopulation:
    """Everyone the definition's rules find in the material.

    Args:
        part: slug of the part; None for an experiment without parts.
        listed: the rows of a list, for rules that rest on one.
        stretch: `before` finds, by the same rule, those who would have been treated.
    """
    rules = population_rules(experiment, part)
    if isinstance(rules, NoPopulation):
        return rules
    marks = _marks(experiment, part)
    rows: list[tuple[PopulationRule, FactRow]] = []
    for rule in rules:
        among = listed if rule.found_by is FoundBy.LIST else material.rows.get(rule.kind or "", ())
        rows += [(rule, row) for row in among if _is_found(rule, row, marks, material, stretch)]
    members: dict[str, list[Days]] = {}
    for rule, row in rows:
        days = _treated_days(rule, row, material)
        if days is not None:
            members.setdefault(row.who, []).append(days)
    found = Population(
        members,
        tuple(row for _rule, row in rows),
        tuple(row for rule, row in rows if fulfils(row, rule.used)),
    )
    own = frozenset(rule.kind for rule in rules if rule.kind and rule.found_by is not FoundBy.LIST)
    asked = (rule.kind for rule in rules if rule.municipalities and rule.kind)
    placeless = frozenset(kind for kind in asked if _says_no_place(material.rows.get(kind, ())))
    alike = tuple(_lookalikes(rules, found, material))
    return replace(found, lookalikes=alike, kinds=own, placeless=placeless)


def _says_no_place(rows: Sequence[FactRow]) -> bool:
    return bool(rows) and not any(row.municipality for row in rows)


def _marks(experiment: Experiment, part: str | None) -> frozenset[str]:
    """What a use's mark may be: the code a mapping gives it, and the words that stand in the case system."""
    code = f"{experiment.slug}/{part}" if part else experiment.slug
    own = [mark for mark in experiment.marks if not mark.part_slugs or part in mark.part_slugs]
    texts = [mark.text for mark in own] + [variant.text for mark in own for variant in mark.variants]
    return frozenset(fold(text) for text in (code, *texts) if text)


def _is_found(
    rule: PopulationRule, row: FactRow, marks: frozenset[str], material: Material, stretch: Stretch
) -> bool:
    if rule.municipalities and row.municipality not in rule.municipalities:
        return False
    if rule.found_by is FoundBy.MARK and fold(str(row.values.get("mark", ""))) not in marks:
        return False
    if not fulfils(row, _wanted(rule, stretch)):
        return False
    days = _treated_days(rule, row, material)
    return days is not None and in_stretch(days, material, stretch)


def _wanted(rule: PopulationRule, stretch: Stretch) -> tuple[RowFilter, ...]:
    """What a row must fulfil; of the time before, a start on or after the first day is not asked for."""
    if stretch is not Stretch.BEFORE or rule.found_by is not FoundBy.START_DATE:
        return rule.where
    return tuple(
        one for one in rule.where if one.field != (rule.anchor or one.field) or one.on_or_after is None
    )


def _treated_days(rule: PopulationRule, row: FactRow, material: Material) -> Days | None:
    """From the anchor to the end of the row; a list's row without a kind is one day."""
    if rule.kind is None or rule.kind not in material.kinds:
        days = [value for value in row.values.values() if isinstance(value, dt.date)]
        return (min(days), None) if days else None
    days_of = material.days_of(rule.kind, row)
    first = row.date(rule.anchor) if rule.anchor else (days_of[0] if days_of else None)
    if first is None or days_of is None:
        return None
    return (first, days_of[1] if material.kinds[rule.kind][1] else None)


def in_stretch(days: Days, material: Material, stretch: Stretch) -> bool:
    """Whether a row counts in the stretch: by the day it begins, and before as long back as the experiment is long."""
    first = days[0]
    if stretch is Stretch.ANY:
        return True
    if stretch is Stretch.BEFORE:
        return material.first_day_before <= first < material.start
    return material.start <= first <= material.last_day


def _touch(one: Days, other: Days) -> bool:
    return (one[1] is None or other[0] <= one[1]) and (other[1] is None or one[0] <= other[1])


def _lookalikes(
    rules: Sequence[PopulationRule], found: Population, material: Material
) -> Iterable[tuple[str, FactRow]]:
    for rule in rules:
        for alike in rule.lookalikes:
            for row in material.rows.get(alike.kind, ()):
                days = material.days_of(alike.kind, row)
                here = not rule.municipalities or row.municipality in rule.municipalities
                if (
                    here
                    and days is not None
                    and in_stretch(days, material, Stretch.DURING)
                    and fulfils(row, alike.where)
                    and not found.covers(alike.kind, row, days)
                ):
                    yield alike.text, row

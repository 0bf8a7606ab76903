"""Finding experiments: words to search for, and one value per way of dividing the catalogue.

What a reader asks for comes from an address and may be anything. A value that nothing is called is no error:
it is named with what is allowed, and the rest of the question is answered.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.history import DecisionOutcome, Status
from frirum.core.catalogue.labels import label
from frirum.core.catalogue.loader import Catalogue
from frirum.core.catalogue.search import Guess, guesses, has_words, read_words
from frirum.core.catalogue.sentences import say
from frirum.core.catalogue.standing import standing
from frirum.core.language import own_text
from frirum.core.vocabulary.danish import sort_key
from frirum.core.vocabulary.municipalities import all_municipalities, by_code
from frirum.core.vocabulary.target_groups import target_group

DIMENSIONS = ("network", "municipality", "theme", "target_group", "status", "decision")
"""What the catalogue can be divided by; the names are also those of the address."""
NO_DECISION = "none"
"""The value of `decision` for experiments on which nothing was decided."""
LONGEST_SEARCH = 200


@dataclass(frozen=True)
class Unknown:
    """A value that was asked for and does not exist.

    Attributes:
        allowed: what could have been asked for.
    """

    dimension: str
    value: str
    allowed: tuple[str, ...]


@dataclass(frozen=True)
class DimensionValue:
    """One value of a dimension, what people call it and how many experiments have it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Criteria:
    """What was asked for.

    Attributes:
        words: folded words that must all be found.
        chosen: dimension -> value.
        guesses: words that stand nowhere, with what was searched for instead.
    """

    search: str
    words: tuple[str, ...]
    chosen: Mapping[str, str]
    guesses: tuple[Guess, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether everything is asked for."""
        return not self.words and not self.chosen


def read_criteria(query: Mapping[str, str], catalogue: Catalogue) -> tuple[Criteria, tuple[Unknown, ...]]:
    """The criteria of an address, and the values in it that do not exist (they are left out)."""
    search = " ".join(_printable(query.get("q", ""))[:LONGEST_SEARCH].split())
    chosen: dict[str, str] = {}
    unknown = []
    for dimension in DIMENSIONS:
        value = _printable(query.get(dimension, "")).strip()
        if not value:
            continue
        allowed = allowed_values(dimension, catalogue)
        if value in allowed:
            chosen[dimension] = value
        else:
            unknown.append(Unknown(dimension, value[:LONGEST_SEARCH], allowed))
    asked = read_words(search)
    guessed = guesses(asked, catalogue.experiments.values())
    instead = {guess.asked: guess.word for guess in guessed}
    words = tuple(instead.get(word, word) for word in asked)
    return Criteria(search, words, chosen, guessed), tuple(unknown)


def _printable(text: str) -> str:
    return "".join(" " if unicodedata.category(c).startswith("C") else c for c in text)


def allowed_values(dimension: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Every value of a dimension, also those that no experiment has."""
    if dimension == "municipality":
        return tuple(str(m.code) for m in all_municipalities())
    if dimension == "status":
        return tuple(Status)
    if dimension == "decision":
        return (*DecisionOutcome, NO_DECISION)
    if dimension == "network":
        return tuple(catalogue.networks)
    if dimension == "theme":
        return tuple(theme.id for network in catalogue.networks.values() for theme in network.themes)
    return tuple(choice.value for choice in choices(dimension, catalogue))


def values(experiment: Experiment, dimension: str, on: dt.date | None = None) -> frozenset[str]:
    """The values that an experiment has of a dimension, on a day."""
    if dimension == "network":
        return frozenset({experiment.network})
    if dimension == "municipality":
        return frozenset(str(stay.municipality) for stay in experiment.participation)
    if dimension == "theme":
        return frozenset(experiment.themes)
    if dimension == "target_group":
        return frozenset(
            f"{reference.paragraph}.{reference.number}"
            for group in experiment.target_groups
            for reference in group.references
        )
    if dimension == "status":
        return frozenset({standing(experiment, on).status.value})
    outcomes = {outcome.value for decision in experiment.decisions for outcome in decision.outcomes}
    return frozenset(outcomes or {NO_DECISION})


def select(catalogue: Catalogue, criteria: Criteria) -> tuple[Experiment, ...]:
    """The experiments that have every chosen value and every word, in the order of the catalogue."""
    return tuple(
        experiment
        for experiment in catalogue.experiments.values()
        if all(
            value in values(experiment, dimension, catalogue.on)
            for dimension, value in criteria.chosen.items()
        )
        and has_words(experiment, criteria.words)
    )


def choices(dimension: str, catalogue: Catalogue) -> tuple[DimensionValue, ...]:
    """The values that at least one experiment has, with their number, in Danish order (or their own)."""
    counts = Counter(
        value
        for experiment in catalogue.experiments.values()
        for value in values(experiment, dimension, catalogue.on)
    )
    found = [
        DimensionValue(value, value_label(dimension, value, catalogue), counts[value]) for value in counts
    ]
    if dimension in ("status", "decision"):
        order = allowed_values(dimension, catalogue)
        return tuple(sorted(found, key=lambda choice: order.index(choice.value)))
    if dimension == "target_group":
        return tuple(sorted(found, key=lambda choice: [int(n) for n in _numbers(choice.value)]))
    return tuple(sorted(found, key=lambda choice: sort_key(choice.label)))


def _numbers(code: str) -> Iterable[str]:
    return ("".join(c for c in piece if c.isdigit()) or "0" for piece in code.split("."))


def value_label(dimension: str, value: str, catalogue: Catalogue) -> str:
    """What people call a value of a dimension."""
    if dimension == "status":
        return label(Status(value))
    if dimension == "decision":
        return say("no_policy_decision") if value == NO_DECISION else label(DecisionOutcome(value))
    if dimension == "municipality":
        place = by_code(value)
        return place.name if place else value
    if dimension == "target_group":
        group = target_group(value)
        name = group.name if group and group.name else say("name_not_verified")
        return f"{value} {name}"
    return _named(dimension, value, catalogue)


def _named(dimension: str, value: str, catalogue: Catalogue) -> str:
    if dimension == "network":
        network = catalogue.networks.get(value)
        if network is None:
            return value
        return own_text(network, "short_title")
    for network in catalogue.networks.values():
        for theme in network.themes:
            if theme.id == value:
                return own_text(theme, "title")
    return value

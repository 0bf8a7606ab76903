"""Who passes the conditions of a case: whether anybody can, and on each fact where the line goes.

A condition on one fact holds for some of its values. The values just before, on and just after every number, day and
option that the definition names stand for all others, so a handful of cases per fact decides whether some case passes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from frirum.core.authoring.sentences import say
from frirum.core.authoring.words import too_many_ways
from frirum.core.catalogue.conditions import Condition, Fact, FactType
from frirum.core.catalogue.experiment import Case, Experiment, Part
from frirum.core.law.conditions import Met, evaluate
from frirum.core.law.facts import Facts, Value

MOST_TRIALS = 300_000
"""Answers held against conditions before a search gives up: well under a second, and far beyond any definition yet."""
_ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Border:
    """On one fact: a value with which the case passes, the nearest with which it does not, all else as in `passing`.

    `outside` is None where every value passes.
    """

    fact: Fact
    inside: Value
    outside: Value | None


class TooManyWays(Exception):
    """The conditions have so many ways through that nothing certain is said of them."""


def impossible(experiment: Experiment) -> Iterator[tuple[str, str]]:
    """(key path, what is wrong) for conditions that no case can fulfil, or that are too many to be tried."""
    tried: list[tuple[tuple[Case, ...], str]] = [((experiment,), "condition")]
    tried += [((experiment, part), f"part[{place}].condition") for place, part in enumerate(experiment.parts)]
    for layers, path in tried:
        last = layers[-1]
        if last.condition is None and not last.exclusions and not last.ordinary_exceptions:
            continue
        try:
            wrong = no_case_passes() if passing(layers) is None else None
        except TooManyWays:
            wrong = too_many_ways()
        if wrong:
            # Without a condition of its own it is an exclusion that nobody escapes.
            yield path if last.condition is not None else path.replace("condition", "exclusion"), wrong
            if len(layers) == 1:
                return


def no_case_passes() -> str:
    """What is wrong with conditions that contradict each other."""
    return say("no_case_can_fulfil_conditions_exclude")


def layers_of(experiment: Experiment, part: Part | None) -> tuple[Case, ...]:
    """The tables of conditions that hold together."""
    return (experiment, part) if part else (experiment,)


def passing(layers: tuple[Case, ...]) -> dict[str, Value] | None:
    """Facts of a case that passes every condition and no exclusion; None where there is none.

    Raises:
        TooManyWays: it was not found out within `MOST_TRIALS`.
    """
    return _Search(layers).passing()


def passes(layers: tuple[Case, ...], facts: Facts) -> bool:
    """Whether a case with these facts passes: judgements are for a person and taken as made."""
    for case in layers:
        if case.condition is not None and evaluate(case.condition, facts) in (Met.NO, Met.MISSING):
            return False
        hindrances = (*case.exclusions, *case.ordinary_exceptions)
        if any(evaluate(one, facts) is Met.YES for one in hindrances):
            return False
    return True


def borders(layers: tuple[Case, ...]) -> tuple[dict[str, Value], tuple[Border, ...]] | None:
    """A case that passes, and for each of its facts where the line goes; None where none passes.

    Raises:
        TooManyWays: it was not found out within `MOST_TRIALS`.
    """
    search = _Search(layers)
    found = search.passing()
    if found is None:
        return None
    conditions = sum(len(tree.leaves()) for tree in _trees(layers))
    rows = []
    for name, fact in search.facts.items():
        if name not in found:
            continue
        inside: list[Value] = []
        outside: list[Value] = []
        for one in search.values[name]:
            search.count(conditions)
            (inside if passes(layers, {**found, name: one}) else outside).append(one)
        near = _nearest(inside, outside)
        rows.append(Border(fact, *near) if near else Border(fact, found[name], None))
    return found, tuple(rows)


def _nearest(inside: list[Value], outside: list[Value]) -> tuple[Value, Value] | None:
    """The two values on each side of the line that lie closest."""
    pairs = [(one, other) for one in inside for other in outside]
    if not pairs:
        return None
    return min(pairs, key=lambda pair: _distance(*pair))


def _distance(one: Any, other: Any) -> float:
    if isinstance(one, dt.date) and isinstance(other, dt.date):
        return abs((one - other).days)
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other)
    return 0.0


# ---- the search ----


@dataclass(frozen=True)
class _Wanted:
    """What still has to hold, or not, as a list that its followers share."""

    node: Condition
    holds: bool
    rest: _Wanted | None


@dataclass(frozen=True)
class _State:
    """One way through the tree so far: the values each fact may still have, what is left, and what is to be chosen."""

    left: dict[str, tuple[Value, ...]]
    wanted: _Wanted | None
    choices: _Wanted | None


class _Search:
    """Looks for a case that passes, one way through the tree after the other.

    What leaves no choice is settled first, and a way ends where a fact has no value left; so only alternatives that
    contradict nothing are multiplied out. Nothing calls itself: the depth of a tree is no limit.
    """

    def __init__(self, layers: tuple[Case, ...]) -> None:
        self.layers = layers
        self.facts = {fact.id: fact for case in layers for fact in case.facts}
        self.values = _values(layers, self.facts)
        self.trials = 0

    def count(self, trials: int) -> None:
        self.trials += trials
        if self.trials > MOST_TRIALS:
            raise TooManyWays

    def passing(self) -> dict[str, Value] | None:
        """See `passing`."""
        wanted: _Wanted | None = None
        for case in reversed(self.layers):
            for one in reversed((*case.exclusions, *case.ordinary_exceptions)):
                wanted = _Wanted(one, False, wanted)
            if case.condition is not None:
                wanted = _Wanted(case.condition, True, wanted)
        open_ways = [_State({}, wanted, None)]
        while open_ways:
            settled = self._settled(open_ways.pop())
            if settled is None:
                continue
            if settled.choices is None:
                return {name: left[0] for name, left in settled.left.items()}
            chosen, rest = settled.choices, settled.choices.rest
            for one in reversed(chosen.node.all or chosen.node.any or ()):
                open_ways.append(_State(settled.left, _Wanted(one, chosen.holds, None), rest))
        return None

    def _settled(self, state: _State) -> _State | None:
        """The state with everything done that leaves no choice; None where it contradicts itself."""
        left, wanted, choices = dict(state.left), state.wanted, state.choices
        while wanted is not None:
            node, holds, wanted = wanted.node, wanted.holds, wanted.rest
            self.count(1)
            if node.negated is not None:
                wanted = _Wanted(node.negated, not holds, wanted)
            elif node.all is not None or node.any is not None:
                if (node.all is not None) == holds:
                    for one in reversed(node.all or node.any or ()):
                        wanted = _Wanted(one, holds, wanted)
                else:
                    choices = _Wanted(node, holds, choices)
            elif node.fact:
                possible = left.get(node.fact, self.values.get(node.fact, ()))
                self.count(len(possible))
                fitting = tuple(one for one in possible if _fits(node, holds, one))
                if not fitting:
                    return None
                left[node.fact] = fitting
        return _State(left, None, choices)


def _fits(leaf: Condition, holds: bool, value: Value) -> bool:
    return (evaluate(leaf, {str(leaf.fact): value}) is Met.YES) == holds


def _trees(layers: tuple[Case, ...]) -> Iterator[Condition]:
    for case in layers:
        yield from (*case.exclusions, *case.ordinary_exceptions, *filter(None, (case.condition,)))


def _values(layers: tuple[Case, ...], facts: dict[str, Fact]) -> dict[str, tuple[Value, ...]]:
    """The values of each fact that stand for all: around what the conditions name, inside what the fact may be."""
    named: dict[str, list[Any]] = {name: [] for name in facts}
    for leaf in (leaf for tree in _trees(layers) for leaf in tree.leaves()):
        if leaf.fact in named and leaf.operator is not None:
            operand = leaf.operand
            named[leaf.fact] += list(operand) if isinstance(operand, tuple) else [operand]
    return {name: tuple(dict.fromkeys(_of(fact, named[name]))) for name, fact in facts.items()}


def _of(fact: Fact, named: list[Any]) -> Iterator[Value]:
    if fact.type is FactType.BOOL:
        yield from (True, False)
    elif fact.type is FactType.CHOICE:
        yield from (choice.value for choice in fact.choices)
    elif fact.type is FactType.DATE:
        for day in named or [dt.date(2027, 1, 1)]:
            if isinstance(day, dt.date):
                yield from (day - _ONE_DAY, day, day + _ONE_DAY)
    elif fact.type in (FactType.INTEGER, FactType.NUMBER):
        numbers = [one for one in (*named, fact.minimum, fact.maximum) if isinstance(one, int | float)]
        # Between two numbers that are named there may be room for one that neither names.
        steps = [*(one - 1 for one in numbers), *numbers, *(one + 1 for one in numbers)]
        if fact.type is FactType.NUMBER:
            ordered = sorted(numbers)
            steps += [(a + b) / 2 for a, b in pairwise(ordered)]
        low = fact.minimum if fact.minimum is not None else min(steps, default=0)
        high = fact.maximum if fact.maximum is not None else max(steps, default=0)
        yield from sorted(one for one in steps or [0] if low <= one <= high)
    else:
        yield from named
        yield 0 if fact.type is FactType.MUNICIPALITY else "?"

"""Who passes the conditions of a case: whether anybody can, and on each fact where the line goes.

A condition on one fact holds for some of its values. The values just before, on and just after every number, day and
option that the definition names stand for all others, so a handful of cases per fact decides whether some case passes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any

from frirum.core.catalogue.conditions import Condition, Fact, FactType
from frirum.core.catalogue.experiment import Case, Experiment, Part
from frirum.core.language import gettext as _
from frirum.core.law.conditions import Met, evaluate
from frirum.core.law.facts import Facts, Value

MOST_CASES = 20_000
"""A tree with more ways through it than this is not searched; nothing is said of it."""
_ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Border:
    """On one fact: a value with which the case passes, the nearest with which it does not, all else as in `passing`.

    `outside` is None where every value passes.
    """

    fact: Fact
    inside: Value
    outside: Value | None


def impossible(experiment: Experiment) -> Iterator[tuple[str, str]]:
    """(key path, what is wrong) for conditions that no case can fulfil."""
    if experiment.condition is not None and passing((experiment,)) is None and _searched((experiment,)):
        yield "condition", _said()
        return
    for place, part in enumerate(experiment.parts):
        layers: tuple[Case, ...] = (experiment, part)
        if part.condition is not None and passing(layers) is None and _searched(layers):
            yield f"part[{place}].condition", _said()


def _said() -> str:
    return _("Ingen sag kan opfylde betingelserne: de udelukker hinanden.")


def layers_of(experiment: Experiment, part: Part | None) -> tuple[Case, ...]:
    """The tables of conditions that hold together."""
    return (experiment, part) if part else (experiment,)


def passing(layers: tuple[Case, ...]) -> dict[str, Value] | None:
    """Facts of a case that passes every condition and no exclusion; None where there is none or too many ways."""
    facts = {fact.id: fact for case in layers for fact in case.facts}
    values = _values(layers, facts)
    for term in islice(_ways(layers), MOST_CASES):
        chosen = _choose(term, values)
        if chosen is not None and passes(layers, chosen):
            return chosen
    return None


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
    """A case that passes, and for each of its facts where the line goes; None where none passes."""
    found = passing(layers)
    if found is None:
        return None
    facts = {fact.id: fact for case in layers for fact in case.facts}
    values = _values(layers, facts)
    rows = []
    for name, fact in facts.items():
        if name not in found:
            continue
        outside = [one for one in values[name] if not passes(layers, {**found, name: one})]
        inside = [one for one in values[name] if passes(layers, {**found, name: one})]
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


Literal = tuple[Condition, bool]
"""A condition on a fact, and whether it is to hold."""


def _ways(layers: tuple[Case, ...]) -> Iterator[tuple[Literal, ...]]:
    """The ways a case can pass, each as conditions that have to hold or not: the tree multiplied out."""
    wanted: list[tuple[Condition, bool]] = []
    for case in layers:
        if case.condition is not None:
            wanted.append((case.condition, True))
        wanted += [(one, False) for one in (*case.exclusions, *case.ordinary_exceptions)]
    return _together(wanted)


def _together(wanted: list[tuple[Condition, bool]]) -> Iterator[tuple[Literal, ...]]:
    if not wanted:
        yield ()
        return
    (first, holds), *rest = wanted
    for one in _each(first, holds):
        for other in _together(rest):
            yield (*one, *other)


def _each(node: Condition, holds: bool) -> Iterator[tuple[Literal, ...]]:
    if node.negated is not None:
        yield from _each(node.negated, not holds)
    elif node.all is not None or node.any is not None:
        below = list(node.all or node.any or ())
        if (node.all is not None) == holds:
            yield from _together([(one, holds) for one in below])
        else:
            for one in below:
                yield from _each(one, holds)
    else:
        yield ((node, holds),)


def _searched(layers: tuple[Case, ...]) -> bool:
    return sum(1 for _way in islice(_ways(layers), MOST_CASES)) < MOST_CASES


def _choose(term: tuple[Literal, ...], values: dict[str, tuple[Value, ...]]) -> dict[str, Value] | None:
    """A value for each fact with which every condition is as it has to be; None where two contradict each other."""
    by_fact: dict[str, list[Literal]] = {}
    for leaf, holds in term:
        if leaf.fact:
            by_fact.setdefault(leaf.fact, []).append((leaf, holds))
    chosen: dict[str, Value] = {}
    for name, leaves in by_fact.items():
        fit = next((one for one in values.get(name, ()) if _fits(leaves, name, one)), None)
        if fit is None:
            return None
        chosen[name] = fit
    return chosen


def _fits(leaves: list[Literal], name: str, value: Value) -> bool:
    return all((evaluate(leaf, {name: value}) is Met.YES) == holds for leaf, holds in leaves)


def _values(layers: tuple[Case, ...], facts: dict[str, Fact]) -> dict[str, tuple[Value, ...]]:
    """The values of each fact that stand for all: around what the conditions name, inside what the fact may be."""
    named: dict[str, list[Any]] = {name: [] for name in facts}
    for case in layers:
        trees = (*case.exclusions, *case.ordinary_exceptions, *filter(None, (case.condition,)))
        for leaf in (leaf for tree in trees for leaf in tree.leaves()):
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

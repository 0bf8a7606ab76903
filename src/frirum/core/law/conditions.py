"""Is a condition met? Yes, no, not known yet, or a person must say.

Four values, because two kinds of not knowing lead to different answers: a fact nobody has given is asked for,
while a judgement (or what no source states) is left to the responsible person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from frirum.core.catalogue.conditions import Condition
from frirum.core.law.facts import Facts


class Met(IntEnum):
    """Ordered so that `all` is the lowest and `any` the highest of what is below.

    A no decides an `all` whatever else is unknown; a missing fact is asked for before a judgement is.
    """

    NO = 0
    MISSING = 1
    JUDGEMENT = 2
    YES = 3

    @property
    def as_json(self) -> bool | None:
        """true, false, or null for what is not known."""
        return {Met.NO: False, Met.YES: True}.get(self)


@dataclass(frozen=True)
class Leaf:
    """One condition on one fact, with its outcome."""

    condition: Condition
    met: Met


_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "equals": lambda value, operand: value == operand,
    "in": lambda value, operand: value in operand,
    "at_least": lambda value, operand: value >= operand,
    "at_most": lambda value, operand: value <= operand,
    "less_than": lambda value, operand: value < operand,
    "more_than": lambda value, operand: value > operand,
    "before": lambda value, operand: value < operand,
    "on_or_after": lambda value, operand: value >= operand,
    "is_true": lambda value, operand: value is True,
    "is_false": lambda value, operand: value is False,
}


def evaluate(condition: Condition, facts: Facts) -> Met:
    """Whether the condition is met by the facts."""
    if condition.all is not None:
        return min(evaluate(below, facts) for below in condition.all)
    if condition.any is not None:
        return _any([evaluate(below, facts) for below in condition.any])
    if condition.negated is not None:
        found = evaluate(condition.negated, facts)
        return {Met.NO: Met.YES, Met.YES: Met.NO}.get(found, found)
    return _leaf(condition, facts)


def _any(found: list[Met]) -> Met:
    """The highest, but a judgement that may say yes does not hide a fact that may."""
    if Met.YES in found or set(found) == {Met.NO}:
        return max(found)
    return Met.MISSING if Met.MISSING in found else Met.JUDGEMENT


def _leaf(condition: Condition, facts: Facts) -> Met:
    value = facts.get(condition.fact or "")
    if value is None:
        return Met.JUDGEMENT if condition.judgement else Met.MISSING
    operator = condition.operator
    assert operator is not None
    operand = getattr(condition, condition.keys()[operator])
    return Met.YES if _COMPARE[operator](_comparable(value), operand) else Met.NO


def _comparable(value: Any) -> Any:
    return value.date() if isinstance(value, dt.datetime) else value


def leaves(condition: Condition, facts: Facts) -> Iterator[Leaf]:
    """Every condition on a fact below (or the node itself) with its outcome, in the order written."""
    for leaf in condition.leaves():
        yield Leaf(leaf, _leaf(leaf, facts))


def missing(conditions: Iterable[Condition], facts: Facts) -> tuple[str, ...]:
    """Facts that could still change the outcome of one of the conditions, each once, in the order written."""
    found: dict[str, None] = {}
    for condition in conditions:
        if evaluate(condition, facts) is Met.MISSING:
            found |= dict.fromkeys(_open_facts(condition, facts))
    return tuple(found)


def _open_facts(condition: Condition, facts: Facts) -> Iterator[str]:
    below = (
        (condition.all or ()) + (condition.any or ()) + ((condition.negated,) if condition.negated else ())
    )
    if not below:
        if evaluate(condition, facts) is Met.MISSING and condition.fact:
            yield condition.fact
        return
    for node in below:
        if evaluate(node, facts) is Met.MISSING:
            yield from _open_facts(node, facts)

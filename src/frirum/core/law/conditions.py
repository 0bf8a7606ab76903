"""Is a condition met? Yes, no, not known yet, or a person must say.

Four values, because two kinds of not knowing lead to different answers: a fact nobody has given is asked for,
while a judgement (or what no source states) is left to the responsible person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from frirum.core.catalogue.conditions import Condition
from frirum.core.law.counting import Between
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


@dataclass(frozen=True)
class Examined:
    """A tree of conditions held against the facts.

    Attributes:
        leaves: every condition on a fact, in the order written.
        missing: facts that could still change the outcome, each once, in the order written.
    """

    met: Met
    leaves: tuple[Leaf, ...]
    missing: tuple[str, ...]


def examine(condition: Condition, facts: Facts) -> Examined:
    """The outcome of the condition with everything it rests on."""
    if condition.all is not None:
        below = [examine(child, facts) for child in condition.all]
        return _joined(min(child.met for child in below), below)
    if condition.any is not None:
        below = [examine(child, facts) for child in condition.any]
        return _joined(_any([child.met for child in below]), below)
    if condition.negated is not None:
        inner = examine(condition.negated, facts)
        met = {Met.NO: Met.YES, Met.YES: Met.NO}.get(inner.met, inner.met)
        return Examined(met, inner.leaves, inner.missing)
    met = _leaf(condition, facts)
    lacking = (condition.fact,) if met is Met.MISSING and condition.fact else ()
    return Examined(met, (Leaf(condition, met),), lacking)


def evaluate(condition: Condition, facts: Facts) -> Met:
    """Whether the condition is met by the facts."""
    return examine(condition, facts).met


def _joined(met: Met, below: list[Examined]) -> Examined:
    # What lies below a branch that is decided cannot change it, so its open facts are not asked for.
    lacking = [fact for child in below for fact in child.missing] if met is Met.MISSING else []
    leaves = tuple(leaf for child in below for leaf in child.leaves)
    return Examined(met, leaves, tuple(dict.fromkeys(lacking)))


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
    found = {_COMPARE[operator](one, operand) for one in _possible(value)}
    if len(found) > 1:
        return Met.JUDGEMENT
    return Met.YES if found == {True} else Met.NO


def _possible(value: Any) -> Iterable[Any]:
    """What the value can be: one thing, or each number that days nobody can settle may make."""
    return range(value.low, value.high + 1) if isinstance(value, Between) else (_comparable(value),)


def _comparable(value: Any) -> Any:
    return value.date() if isinstance(value, dt.datetime) else value

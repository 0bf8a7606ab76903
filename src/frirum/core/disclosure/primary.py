"""Primary rules: which cells tell something about few people by themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

import numpy as np

from frirum.core.disclosure.sentences import say
from frirum.core.disclosure.settings import HOUSE_RULES, HouseRules
from frirum.core.disclosure.table import TOTAL, BoolArray, Dimension, IntArray, System, region


def small_counts(values: IntArray, threshold: int) -> BoolArray:
    """True for 1 ... threshold - 1 persons. Zero is allowed: it tells of nobody (see `group_hits` for when it does)."""
    small: BoolArray = (values > 0) & (values < threshold)
    return small


class GroupRule(StrEnum):
    """What a line of a table gives away about everybody in it."""

    GROUP = "group"
    WITHIN_GROUP = "within_group"


@dataclass(frozen=True)
class GroupHit:
    """A group of which all, or all but one, are in one sensitive category.

    Attributes:
        rule: all (`GROUP`), or all but one, who then knows about all the others (`WITHIN_GROUP`).
        group: the nodes of the other dimensions, in their order.
        category: the sensitive category.
        persons: people in the group.
    """

    rule: GroupRule
    group: tuple[str, ...]
    category: str
    persons: int

    def text(self) -> str:
        """Why the group may not be shown, for the person at the table."""
        who = " / ".join(self.group)
        if self.rule is GroupRule.GROUP:
            return say("everybody_in_group_is_in_category", group=who, category=self.category)
        return say("all_but_one_in_group", group=who, category=self.category)


def group_hits(
    system: System, dimensions: Sequence[Dimension], sensitive: Mapping[str, Sequence[str]]
) -> tuple[GroupHit, ...]:
    """Groups of at least one person wholly, or all but one, in one sensitive category.

    Args:
        system: as made by `build` from these dimensions.
        sensitive: dimension -> its sensitive categories; what is no leaf of the dimension (any more) is passed over.
    """
    count = dict(zip(system.keys, system.values.tolist(), strict=True))
    hits = []
    for axis, dimension in enumerate(dimensions):
        others = [d for n, d in enumerate(dimensions) if n != axis]
        for nodes in product(*(d.nodes for d in others)):
            persons = count[region(others, nodes)]
            for category in set(sensitive.get(dimension.name, ())).intersection(dimension.leaves):
                there = count[region([*others, dimension], [*nodes, category])]
                if persons and there >= max(persons - 1, 1):
                    rule = GroupRule.GROUP if there == persons else GroupRule.WITHIN_GROUP
                    hits.append(GroupHit(rule, nodes, category, persons))
    return tuple(hits)


def whole_lines(
    dimensions: Sequence[Dimension], shown: Mapping[tuple[str, ...], int | None]
) -> tuple[GroupHit, ...]:
    """Groups that stand in print wholly in one category, whatever it is: to warn of, as anybody can see it."""
    hits = []
    for axis, dimension in enumerate(dimensions):
        others = [d for n, d in enumerate(dimensions) if n != axis]
        if len(dimension.leaves) < 2 or not others:
            continue
        for nodes in product(*(d.leaves for d in others)):
            persons = shown[(*nodes[:axis], TOTAL, *nodes[axis:])]
            for category in dimension.leaves:
                if persons and shown[(*nodes[:axis], category, *nodes[axis:])] == persons:
                    hits.append(GroupHit(GroupRule.GROUP, nodes, category, persons))
    return tuple(hits)


class AmountRule(StrEnum):
    """Why a total of money or hours may not be shown."""

    FEW = "few"
    DOMINANCE = "dominance"
    P_PERCENT = "p_percent"


def amount_rules(
    contributions: Sequence[float], rules: HouseRules = HOUSE_RULES, *, threshold: int | None = None
) -> tuple[AmountRule, ...]:
    """The rules a total breaks; empty where it may be shown.

    Args:
        contributions: what each person or firm adds, in any unit; signs are left out of account, as a loss can be
            recognised like a gain. Nobody at all breaks no rule.
        threshold: fewest contributors; the rules' own without it.

    Dominance: the two largest hold more than `dominance_share` of the total. p %: what is left after the two largest
    is less than `p_percent` of the largest, so the second largest can estimate the largest that closely.
    """
    sizes = np.sort(np.abs(np.asarray(contributions, dtype=float)))[::-1]
    sizes = sizes[sizes > 0]
    if not sizes.size:
        return ()
    broken = []
    if sizes.size < (rules.threshold if threshold is None else threshold):
        broken.append(AmountRule.FEW)
    total, two = float(sizes.sum()), float(sizes[:2].sum())
    if two > rules.dominance_share * total:
        broken.append(AmountRule.DOMINANCE)
    if total - two < rules.p_percent / 100 * float(sizes[0]):
        broken.append(AmountRule.P_PERCENT)
    return tuple(broken)

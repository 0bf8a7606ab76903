"""Earlier decisions that resemble the one at hand, with what they have in common."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from frirum.core.catalogue.compilations import rules_of
from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.history import DecisionOutcome, DecisionReason
from frirum.core.catalogue.target_groups import GroupReference

MOST = 5
"""So many are shown."""


class Likeness(StrEnum):
    """What two experiments have in common, the closest first."""

    SAME_EXPERIMENT = "same_experiment"
    SAME_RULE = "same_rule"
    SAME_THEME = "same_theme"
    SAME_TARGET_GROUP = "same_target_group"


_WEIGHT = {
    Likeness.SAME_EXPERIMENT: 8,
    Likeness.SAME_RULE: 4,
    Likeness.SAME_THEME: 2,
    Likeness.SAME_TARGET_GROUP: 1,
}


@dataclass(frozen=True)
class TakenDecision:
    """A decision that was taken, whatever register holds it.

    Attributes:
        title: the experiment's short title.
        date: None where no source states it.
        where: its own address, or "".
        part: slug of the part it is on, or "".
    """

    slug: str
    title: str
    date: dt.date | None
    outcomes: tuple[DecisionOutcome, ...]
    reasons: tuple[DecisionReason, ...]
    basis: str = ""
    where: str = ""
    part: str = ""


@dataclass(frozen=True)
class SimilarDecision:
    """An earlier decision and what its experiment has in common with the one at hand."""

    decision: TakenDecision
    shares: tuple[Likeness, ...]

    @property
    def is_close(self) -> bool:
        """Whether it is on the same experiment or the same rule: others are only neighbours."""
        return bool({Likeness.SAME_EXPERIMENT, Likeness.SAME_RULE} & set(self.shares))


def similar_decisions(
    experiment: Experiment,
    taken: Iterable[TakenDecision],
    experiments: dict[str, Experiment],
) -> tuple[SimilarDecision, ...]:
    """The closest earlier decisions, at most `MOST`, the closest and then the newest first.

    Args:
        experiment: what is decided on.
        taken: every decision that was taken.
        experiments: by slug, to see what they have in common; a decision on none of them is left out.
    """
    found = [
        SimilarDecision(one, shares)
        for one in taken
        if one.slug in experiments and (shares := likeness(experiment, experiments[one.slug]))
    ]
    return tuple(sorted(found, key=_closest)[:MOST])


def likeness(one: Experiment, other: Experiment) -> tuple[Likeness, ...]:
    """What they have in common, the closest first."""
    if one.slug == other.slug:
        return (Likeness.SAME_EXPERIMENT,)
    shared = []
    # Statutes as a whole are shared by nearly everything; a rule is one provision.
    if {deviation.rule for deviation in one.provisions if deviation.rule} & rules_of(other):
        shared.append(Likeness.SAME_RULE)
    if set(one.themes) & set(other.themes):
        shared.append(Likeness.SAME_THEME)
    if _groups(one) & _groups(other):
        shared.append(Likeness.SAME_TARGET_GROUP)
    return tuple(shared)


def _groups(experiment: Experiment) -> set[GroupReference]:
    return {name for group in experiment.target_groups for name in group.references}


def _closest(one: SimilarDecision) -> tuple[int, int, str]:
    day = one.decision.date
    return -sum(_WEIGHT[share] for share in one.shares), -(day.toordinal() if day else 0), one.decision.slug

"""What a municipality says yes to when it takes part: the rules of a definition, apart from its wording.

A new version that only says the same in other words asks nobody again; one that changes a rule, or the days on which
the municipality takes part, asks it anew. Who takes part besides is no concern of it, and neither is an end that comes
sooner: nobody is bound to more by that.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, get_args

from pydantic import AfterValidator

from frirum.core.catalogue.base import DefinitionTable, Sourced, Text
from frirum.core.catalogue.casework import Mark, MarkVariant
from frirum.core.catalogue.experiment import Experiment, Part
from frirum.core.catalogue.participation import ApprovedPeriod, Participation

_PROSE = next(one for one in get_args(Text) if isinstance(one, AfterValidator))
# By a mark's exact words the uses are found in the case system, so they are no wording.
_EXACT = (Mark, MarkVariant)
_OF_CASES = ("facts", "condition", "exclusions", "ordinary_exceptions", "cut_offs")
_OF_EXPERIMENTS = (
    *("network", "legal_bases", "provisions", "target_groups", "responsible", "identification"),
    *("marks", "notes", "obligations", "consent", "instruments"),
)
_Stretch = ApprovedPeriod | Participation


def asks_anew(before: Experiment, after: Experiment, municipality: int) -> bool:
    """Whether a municipality that takes part in `before` has to confirm `after`."""
    stays = [
        [one for one in experiment.participation if one.municipality == municipality]
        for experiment in (before, after)
    ]
    return (
        _rules(before) != _rules(after)
        or not _lies_within(after.periods, before.periods)
        or not _lies_within(stays[1], stays[0])
    )


def _rules(experiment: Experiment) -> dict[str, Any]:
    return {
        **{name: _plain(getattr(experiment, name)) for name in (*_OF_EXPERIMENTS, *_OF_CASES)},
        "parts": {part.slug: _rules_of_part(part) for part in experiment.parts},
    }


def _rules_of_part(part: Part) -> dict[str, Any]:
    return {name: _plain(getattr(part, name)) for name in ("target_groups", *_OF_CASES)}


def _plain(value: Any) -> Any:
    """The value without its prose, its sources and its rounds, whose days follow the experiment's."""
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if not isinstance(value, DefinitionTable):
        return value
    left_out = {"not_stated", "rounds", *Sourced.model_fields}
    return {
        name: _plain(getattr(value, name))
        for name, field in type(value).model_fields.items()
        if name not in left_out
        and (isinstance(value, _EXACT) or not _is_prose((field.annotation, *field.metadata)))
    }


def _is_prose(types: Iterable[Any]) -> bool:
    return any(one == _PROSE or _is_prose(get_args(one)) for one in types)


def _lies_within(after: Iterable[_Stretch], before: Iterable[_Stretch]) -> bool:
    """Whether every stretch of days lies in one that was there, for the same parts."""
    known = list(before)
    return all(any(_is_inside(one, other) for other in known) for one in after)


def _is_inside(one: _Stretch, other: _Stretch) -> bool:
    ends = (one.last_possible or dt.date.max) <= (other.last_possible or dt.date.max)
    begins = (one.first_possible or dt.date.min) >= (other.first_possible or dt.date.min)
    return begins and ends and set(one.part_slugs) <= set(other.part_slugs or one.part_slugs)

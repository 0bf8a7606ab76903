"""Which days the extracts of a municipality tell of: what lies outside is unknown, not zero."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from itertools import product

from django_scopes import scopes_disabled

from frirum.core.catalogue.experiment import Experiment, Part
from frirum.core.extracts.kinds import MARKS
from frirum.core.uptake.stretch import joined
from frirum.core.vocabulary.periods import Period
from frirum.web.extracts.models import Batch, BatchState
from frirum.web.extracts.uses_of_rows import counts_rows
from frirum.web.uses.counts import first_typed


def days_told(
    experiment: Experiment, part: Part | None, key: str, *, on: dt.date, is_counted: bool
) -> list[Period] | None:
    """The days of a municipality on which its uses are known; None where all are, or nobody has said which.

    Args:
        is_counted: the uses are counted from rows, which takes the place of what was recorded by hand; else what people
            recorded tells of the days from the first of them on.
    """
    code = int(key)
    counted = counts_rows(experiment, part, code) if is_counted else frozenset()
    told = days_covered(key, counted or {MARKS})
    if told is None or counted:
        return told
    typed = first_typed(experiment.slug, part.slug if part else "", key)
    if typed is not None and typed <= on:
        told = joined([*told, Period(typed, on)])
    return told


def days_covered(key: str, kinds: Collection[str]) -> list[Period] | None:
    """The days that the kept extracts of these kinds cover, each kind; None without extracts or where one says none."""
    with (
        scopes_disabled()
    ):  # the days are no secret of the municipality's; whoever asks has been let in to its counts
        kept = Batch.objects.filter(organisation=key, kind__in=kinds, state=BatchState.ACCEPTED)
        said = list(kept.values_list("kind", "covers_from", "covers_to"))
    if not said or any(first is None for _kind, first, _last in said):
        return None
    found: list[Period] | None = None
    for kind in {kind for kind, _first, _last in said}:
        of_kind = joined(Period(first, last) for one, first, last in said if one == kind)
        found = of_kind if found is None else _both(found, of_kind)
    return found


def _both(some: list[Period], others: list[Period]) -> list[Period]:
    clipped = (one.clip(other) for one, other in product(some, others))
    return joined(one for one in clipped if one is not None)

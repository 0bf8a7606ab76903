"""The draw by lot that a design states, as the plan of its evaluation has it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from frirum.core.designs.guide.draw import FIELDS, STEP
from frirum.core.designs.guide.experiment import experiment_from
from frirum.core.designs.guide.plan import Written
from frirum.core.evidence.plan import PlannedDraw
from frirum.web.designs.locking import DESIGN
from frirum.web.designs.models import Design
from frirum.web.designs.reading import content_of, definition_of


def draw_of(design: Design) -> PlannedDraw | None:
    """The draw as the design stands now, with when it was locked as it is; None where it states none."""
    stated = experiment_from(definition_of(design), content_of(design)).draw
    if stated is None:
        return None
    return PlannedDraw(seed=stated.seed, unit=stated.units, begin=stated.begin, fixed=_fixed(design))


def _fixed(design: Design) -> str | None:
    """With the design, or by the amendment that last changed it; None for a draft."""
    lock = DESIGN.lock_of(design)
    if lock is None:
        return None
    moment = lock.locked_at
    before = _drawn(design.steps.get(step=STEP).content)
    for one in design.amendments.filter(step=STEP).order_by("number"):
        if _drawn(one.content) != before:
            moment, before = one.made_at, _drawn(one.content)
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _drawn(content: Mapping[str, Any]) -> list[str]:
    written = Written.from_dict(content)
    return [written.value(one) for one in FIELDS]

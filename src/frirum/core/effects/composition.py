"""Did the mix of municipalities behind the people change, so that levels could pass for effects?

Means over people move when people come from other municipalities than before, although nothing changed in any
of them. A panel of units cannot have that fault; people can.

Source: Callaway & Sant'Anna (2021), assumption 2 (random sampling in every period from one population); the
limit of ten points is that of the evidence checks of this system.
"""

from __future__ import annotations

import numpy as np

from frirum.core.effects.panel import Panel
from frirum.core.effects.rows import Check
from frirum.core.effects.sentences import say
from frirum.core.vocabulary.danish import format_number

LARGEST_SHIFT = 0.10


def largest_shift(panel: Panel) -> float:
    """Largest share of a group's people that would have to move municipality for before and after to match.

    Groups are the cohorts, before and after their start, and the never treated, before and after the first
    start.
    """
    found = 0.0
    first = int(panel.starts.min()) if len(panel.starts) else 0
    for cohort in (*range(len(panel.cohorts)), -1):
        weight = panel.weight[panel.cohort == cohort]
        start = first if cohort < 0 else int(panel.starts[cohort])
        before, after = weight[:, :start].sum(axis=1), weight[:, start:].sum(axis=1)
        if before.sum() > 0 and after.sum() > 0:
            found = max(found, float(np.abs(before / before.sum() - after / after.sum()).sum() / 2))
    return found


def composition_checks(panel: Panel) -> list[Check]:
    """Check `composition` of people (value: the largest shift, 0-1); none for a panel of units."""
    if not panel.people:
        return []
    shift = largest_shift(panel)
    passed = shift <= LARGEST_SHIFT
    text = say("people_come_from_same_units_before") if passed else say("share_per_cent_of_people_come")
    return [Check("composition", passed, text.format(share=format_number(100 * shift, 1)), shift)]

"""Uses per municipality as a table for people outside the team: by municipality, or for the network alone.

Where an experiment has few participants in a municipality, what becomes of them is known there; such an experiment is
shown for all its municipalities together (house rule; the micro loans had 14 participants in all).
"""

from __future__ import annotations

from collections.abc import Mapping

from frirum.core.disclosure.merge import Counts
from frirum.core.disclosure.settings import HOUSE_RULES, HouseRules
from frirum.core.disclosure.table import Dimension


def outside_table(
    parts: Mapping[str, Mapping[str, int]],
    *,
    municipalities: str = "kommune",
    part: str = "del",
    rules: HouseRules = HOUSE_RULES,
) -> tuple[tuple[Dimension, ...], Counts]:
    """Dimensions and counts as `protected.protect_table`, `ledger.release` and the site's `keep_table` take them.

    By municipality and part where every municipality has nobody or at least ten; else by part for all of them
    together. What comes out holds true counts and must still be protected.

    Args:
        parts: part of the experiment ("" where it has none) -> municipality -> persons. One municipality at least.
        municipalities, part: what the two classifications are called; keep them from release to release.
    """
    names = tuple(dict.fromkeys(name for counts in parts.values() for name in counts))
    labels = {key: key or "alle" for key in parts}
    totals = [sum(counts.get(name, 0) for counts in parts.values()) for name in names]
    by_part = Dimension(part, tuple(labels.values()))
    if any(0 < total < rules.sensitive_threshold for total in totals):
        return (by_part,), {(labels[key],): sum(counts.values()) for key, counts in parts.items()}
    by_place = Dimension(municipalities, names)
    cells: dict[tuple[str, ...], int] = {
        (name, labels[key]): counts.get(name, 0) for key, counts in parts.items() for name in names
    }
    return (by_place, by_part), cells

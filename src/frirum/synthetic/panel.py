"""A synthetic analysis table: the share in work by quarter in municipalities that begin and in others that never do."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

FIRST_YEAR, QUARTERS = 2023, 16


def share_in_work(
    begin: Sequence[int], never: Sequence[int], *, start: int, effect: float, outcome: str, seed: int
) -> bytes:
    """The table as CSV, made up from beginning to end; `people` says how many each share is of.

    Args:
        begin, never: codes of municipalities.
        start: the quarter, counted from 0, in which those of `begin` begin.
        effect: what is planted from then on, absolute.
        outcome: heading of its column.
    """
    random = np.random.default_rng(seed)
    lines = [f"unit,time,{outcome},treated,people"]
    season = 0.01 * np.sin(np.arange(QUARTERS) * np.pi / 2)
    for code in (*begin, *never):
        level, people = random.normal(0.42, 0.02), int(random.integers(60, 900))
        for quarter in range(QUARTERS):
            on = code in begin and quarter >= start
            value = level + season[quarter] + random.normal(0, 0.01) + (effect if on else 0.0)
            when = f"{FIRST_YEAR + quarter // 4}-K{quarter % 4 + 1}"
            lines.append(f"{code},{when},{value:.4f},{int(on)},{people}")
    return ("\n".join(lines) + "\n").encode()

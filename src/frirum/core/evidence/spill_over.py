"""Whether the experiment reached those compared with: near the participants against far from them.

Near are the municipalities of the participants' regions, far those of the others; both never begin. Where the near
changed as the far did, nothing was seen to reach them. Where they did not, the answer is moved to what it is beside the
far alone.
"""

from __future__ import annotations

import numpy as np

from frirum.core.effects.panel import Panel
from frirum.core.effects.rows import Check, EstimateRow
from frirum.core.evidence import check_words as words
from frirum.core.evidence.answered import HALF_WIDTH, POWER_FACTOR
from frirum.core.evidence.before_start import still_says, welch
from frirum.core.vocabulary.municipalities import by_code, by_name

SPILL_OVER = "spill_over"
FEWEST = 2
"""Municipalities on each side."""


def spill_over(panel: Panel, row: EstimateRow | None, *, share: bool) -> tuple[Check, ...]:
    """Check `spill_over`; its number is how much more the near changed than the far, in the outcome's unit.

    Args:
        panel: units by periods.
        row: the row that may be quoted: what the check would take from it.
        share: the outcome is one, and is told in percentage points.
    """
    regions = [_region(label) for label in panel.units]
    begin = int(panel.starts.min()) if len(panel.starts) else 0
    if None in regions:
        return (Check(SPILL_OVER, None, words.no_places()),)
    joined = {region for region, own in zip(regions, panel.cohort, strict=True) if own >= 0}
    never = (panel.cohort == -1) & panel.observed.all(axis=1)
    close = np.array([region in joined for region in regions])
    if begin < 1 or min((never & close).sum(), (never & ~close).sum()) < FEWEST:
        return (Check(SPILL_OVER, None, words.nobody_far_away()),)
    change = panel.mean[:, begin:].mean(axis=1) - panel.mean[:, :begin].mean(axis=1)
    lower, upper = welch(change[never & close], change[never & ~close])
    moved = (lower + upper) / 2
    # The answer is held against all of them; beside the far alone it is larger by what the near took along.
    part = float((never & close).sum() / never.sum())
    holds = lower <= 0 <= upper or still_says(row, part * moved)
    seen = POWER_FACTOR / HALF_WIDTH * (upper - lower) / 2
    text = words.spill_over_text(
        words.difference_text(moved, share=share), words.difference_text(seen, share=share)
    )
    return (Check(SPILL_OVER, holds, text, moved),)


def _region(label: object) -> str | None:
    text = str(label)
    known = by_code(text) if text.isdigit() else by_name(text)
    return None if known is None else known.region

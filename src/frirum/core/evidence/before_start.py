"""What the time before the start tells of the time after: starts that were none, a run-in, and units taken at a peak.

All three compare the means of units that begin with those that never do, by Welch's t over units; with one unit that
begins, its difference is held against the spread of the others.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.special import stdtrit

from frirum.core.effects.panel import Panel
from frirum.core.effects.rows import Check, EstimateRow
from frirum.core.evidence import check_words as words
from frirum.core.evidence.rules import EvidenceLimits
from frirum.core.evidence.sentences import say
from frirum.core.files.table import FloatArray
from frirum.core.vocabulary.danish import format_number

FEWEST_AROUND = 2
"""Periods on each side of a start that was none."""


def before_start(panel: Panel, row: EstimateRow | None, limits: EvidenceLimits) -> tuple[Check, ...]:
    """Checks `placebo`, `anticipation` and `mean_reversion`; not examined where the time before is too short.

    Args:
        panel: units by periods.
        row: the row that may be quoted: what the checks would take from it.
    """
    begin = int(panel.starts.min()) if len(panel.starts) else 0
    whole = panel.observed[:, :begin].all(axis=1)
    own = panel.mean[(panel.cohort >= 0) & whole]
    others = panel.mean[(panel.cohort == -1) & whole & panel.observed.all(axis=1)]
    if begin < 2 or not len(own) or len(others) < 2:
        text = say("time_before_start_is_too_short")
        return tuple(Check(name, None, text) for name in ("placebo", "anticipation", "mean_reversion"))
    return (
        *_placebo(own, others, begin, limits),
        *_anticipation(own, others, begin, row),
        *_mean_reversion(own, others, begin, row),
    )


def _placebo(own: FloatArray, others: FloatArray, begin: int, limits: EvidenceLimits) -> Iterator[Check]:
    """The share of starts before the real one at which nothing is found."""
    tried = range(FEWEST_AROUND, begin - FEWEST_AROUND + 1)
    if not tried:
        text = say("are_too_few_periods_before_start")
        yield Check("placebo", None, text)
        return
    found = 0
    for start in tried:
        changes = [x[:, start:begin].mean(axis=1) - x[:, :start].mean(axis=1) for x in (own, others)]
        lower, upper = welch(*changes)
        found += not lower <= 0 <= upper
    share = 1 - found / len(tried)
    text = say("at_n_earlier_starts_were_none", n=len(tried), share=format_number(100 * share, 0))
    yield Check("placebo", share >= limits.placebos_without_finding, text, share)


def _anticipation(
    own: FloatArray, others: FloatArray, begin: int, row: EstimateRow | None
) -> Iterator[Check]:
    """What the last period before the start differs from those before it; without it the answer moves by as much."""
    last = [x[:, begin - 1] - x[:, : begin - 1].mean(axis=1) for x in (own, others)]
    dip = float(last[0].mean() - last[1].mean())
    lower, upper = welch(*last)
    holds = lower <= 0 <= upper or still_says(row, dip)
    yield Check("anticipation", holds, words.dip_before_start(format_number(dip, 4)), dip)


def _mean_reversion(
    own: FloatArray, others: FloatArray, begin: int, row: EstimateRow | None
) -> Iterator[Check]:
    """What those who begin would have come back by, had they only been taken at a peak.

    The slope is that of the others' change on how far they stood from their own mean before the start.
    """
    if begin < 3:
        text = say("are_too_few_periods_before_start_to_see")
        yield Check("mean_reversion", None, text)
        return
    away = [x[:, begin - 1] - x[:, : begin - 1].mean(axis=1) for x in (own, others)]
    change = others[:, begin:].mean(axis=1) - others[:, begin - 1]
    spread = away[1] - away[1].mean()
    slope = float(spread @ (change - change.mean()) / (spread @ spread)) if float(spread @ spread) else 0.0
    back = slope * float(away[0].mean() - away[1].mean())
    yield Check("mean_reversion", still_says(row, -back), words.would_come_back(format_number(back, 4)), back)


def still_says(row: EstimateRow | None, moved: float) -> bool:
    """Whether the interval, moved, holds no difference only where it did before."""
    if row is None or row.lower is None or row.upper is None:
        return True
    before = row.lower <= 0 <= row.upper
    after = row.lower + moved <= 0 <= row.upper + moved
    return before or not after


def welch(own: FloatArray, others: FloatArray) -> tuple[float, float]:
    """A 95 % interval of the difference of two means; with one on the first side by the spread of the second."""
    difference = float(own.mean() - others.mean())
    v2 = float(others.var(ddof=1))
    if len(own) < 2:
        se2, degrees = v2 * (1 + 1 / len(others)), float(len(others) - 1)
    else:
        a, b = float(own.var(ddof=1)) / len(own), v2 / len(others)
        se2 = a + b
        below = a * a / (len(own) - 1) + b * b / (len(others) - 1)
        degrees = se2 * se2 / below if below > 0 else 1.0
    reach = float(stdtrit(degrees, 0.975)) * float(np.sqrt(se2))
    # Noise of summation around an exact zero is no finding.
    reach = max(reach, 1e-12 * max(float(np.abs(own).max()), float(np.abs(others).max()), 1e-300))
    return difference - reach, difference + reach

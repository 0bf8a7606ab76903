"""Do the groups move apart before the start more than others would, had the starts been dealt to other units?

Contrasts of each unit's own periods before its start (one period against the rest, the periods from one on against
those before, the straight line) are averaged in each cohort and in those still untreated at its start, per cohort, and
over cohorts by periods before the start and by calendar period. The statistic is the largest of them in its own
deviations; p is the share of orders of starting in which it is as large. A unit counts only with periods in which it
was in truth still untreated, so that no effect of the experiment enters.

Null hypothesis: whatever differs between units before the start, the starts were dealt regardless of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from frirum.core.effects.panel import Panel
from frirum.core.effects.randomisation import Assignments
from frirum.core.effects.start_labels import DRAWS, Groups, blocks_are_whole, deal

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
LEVEL = 0.05
_NORMAL_80 = 0.8416212
_TIE = 1e-9
# Contrasts that lie further back than this are not looked at; they would cost power for what matters less.
_PERIODS_BACK = 36


@dataclass(frozen=True)
class DealtTest:
    """p-value, and the drift per step of the time axis that the test catches in 80 % of cases (or None)."""

    p_value: float
    slope: float | None


@dataclass(frozen=True)
class _Contrasts:
    """The contrasts of one cohort: J of them.

    Attributes:
        values: (U, J) each unit's contrast in its own periods.
        usable: (U,) the unit was untreated throughout.
        keys: J pairs of what is compared, counted from the start and by the calendar.
    """

    values: FloatArray
    usable: NDArray[np.bool_]
    keys: tuple[tuple[tuple[str, int], tuple[str, int]], ...]


def dealt_test(panel: Panel, groups: Groups) -> DealtTest | None:
    """The test, or None where the design cannot reach 5 % or no cohort has two periods before its start."""
    cohort = panel.cohort + 1
    starts = panel.starts
    if not (cohort == 0).any():
        # Without units that never start, the last to start is the comparison, as far as it is untreated.
        cohort = np.where(cohort == len(starts), 0, cohort)
        starts = starts[:-1]
    if not len(starts) or not (cohort == 0).any():
        return None
    if groups.blocks is not None and not blocks_are_whole(cohort, groups.blocks):
        return None
    untreated = ~panel.treated
    values = _without_gaps(panel, untreated)
    parts = [
        (label, _contrasts(values, untreated, int(start), panel.ticks))
        for label, start in enumerate(starts, start=1)
        if start >= 2
    ]
    if not parts:
        return None
    level = values[:, : int(starts.min())].sum(axis=1)
    dealt = _deal(cohort, parts, groups, level)
    if dealt.floor > LEVEL:
        return None
    own, slopes = _statistics(dealt.labels, parts)
    spread = np.sqrt(np.nanmean(own**2, axis=0))
    scaled = np.abs(own) / np.where(spread > 0, spread, np.inf)
    largest = np.nan_to_num(scaled, nan=0.0).max(axis=1)
    if not largest.any():
        return None
    far = int((largest[1:] >= largest[0] * (1 - _TIE)).sum())
    critical = float(np.quantile(largest[1:], 1 - LEVEL))
    error = float(np.sqrt(np.nanmean(slopes[1:] ** 2)))
    catches = (critical + _NORMAL_80) * error
    return DealtTest(dealt.p_value(far), catches or None)


@dataclass(frozen=True)
class _Dealt:
    """Orders of starting: per cohort (1 + M, U), -1 where a unit is out of its risk set; the first is the real one."""

    labels: tuple[NDArray[np.int64], ...]
    floor: float
    whole: Assignments | None

    def p_value(self, far: int) -> float:
        """The share of orders as far out, the real one included."""
        if self.whole is not None:
            return self.whole.p_value(far)
        return (1 + far) / len(self.labels[0])


def _deal(cohort: IntArray, parts: list[tuple[int, _Contrasts]], groups: Groups, level: FloatArray) -> _Dealt:
    """The orders of each cohort within those that were still untreated at its start.

    With several cohorts a unit that has started cannot be dealt a later start, as what it would have been then is not
    seen; so each cohort is dealt anew among its own risk set and compared with the rest of it. Given the earlier starts
    that is how the cohort was dealt, every order compares as many units, and the cohorts' contrasts do not go together.

    Args:
        level: (U,) numbers free of the units' names, so that draws do not depend on how the file was sorted.
    """
    if len(parts) == 1 and parts[0][1].usable.all():
        found = deal(cohort, groups, order=level)
        return _Dealt((np.vstack([cohort[None, :], found.labels]),), found.floor, found.assignments)
    labels, possible = [], 1.0
    for label, part in parts:
        who = np.flatnonzero(part.usable)
        inside = replace(groups.only(part.usable), seed=groups.seed + 1_009 * label)
        names, own = np.unique(cohort[who], return_inverse=True)
        found = deal(own.astype(np.int64), inside, order=level[who])
        every = np.vstack([own[None, :], found.labels])
        picked = np.arange(1, DRAWS + 1)
        if found.assignments.exact or len(every) != DRAWS + 1:
            picked = np.random.default_rng([groups.seed, label]).integers(0, len(every), DRAWS)
        full = np.full((DRAWS + 1, len(cohort)), -1, dtype=np.int64)
        full[:, who] = names[every[np.concatenate([[0], picked])]]
        labels.append(full)
        possible *= found.floor
    return _Dealt(tuple(labels), max(possible, 1 / (DRAWS + 1)), None)


def _without_gaps(panel: Panel, untreated: NDArray[np.bool_]) -> FloatArray:
    """(U, T) cell means; a missing one is the unit's own level plus what the others' level was in the period."""
    seen = panel.observed & untreated
    if seen.all(axis=None) or panel.balanced:
        return panel.mean
    values = np.where(seen, panel.mean, 0.0)
    level = values.sum(axis=1, keepdims=True) / np.maximum(seen.sum(axis=1, keepdims=True), 1)
    period = ((values - level) * seen).sum(axis=0) / np.maximum(seen.sum(axis=0), 1)
    return np.where(seen, panel.mean, level + period)


def _contrasts(values: FloatArray, untreated: NDArray[np.bool_], start: int, ticks: FloatArray) -> _Contrasts:
    first = max(0, start - _PERIODS_BACK)
    periods = start - first
    weights, keys = [], []
    for place in range(1, periods):
        since = np.where(np.arange(periods) >= place, 1 / (periods - place), -1 / place)
        weights.append(since)
        keys.append((("from", place - periods), ("from", first + place)))
    for place in range(periods if periods > 2 else 0):
        alone = np.full(periods, -1 / (periods - 1))
        alone[place] = 1.0
        weights.append(alone)
        keys.append((("in", place - periods), ("in", first + place)))
    line = ticks[first:start] - ticks[first:start].mean()
    weights.append(line / (line @ line))
    keys.append((("line", 0), ("line", 0)))
    return _Contrasts(values[:, first:start] @ np.array(weights).T, untreated[:, start - 1], tuple(keys))


def _statistics(
    labels: tuple[NDArray[np.int64], ...], parts: list[tuple[int, _Contrasts]]
) -> tuple[FloatArray, FloatArray]:
    """(1 + M, S) statistics in deviations that only the units' number varies, and (1 + M,) pooled slopes."""
    single: list[FloatArray] = []
    sums: dict[tuple[str, str, int], FloatArray] = {}
    counts: dict[tuple[str, str, int], FloatArray] = {}
    others: dict[tuple[str, str, int], FloatArray] = {}
    none = np.zeros(len(labels[0]))
    drift, drifting = none, none
    for dealt, (label, part) in zip(labels, parts, strict=True):
        inside = ((dealt == label) & part.usable).astype(np.float64)
        outside = ((dealt != label) & part.usable).astype(np.float64)
        n, m = inside.sum(axis=1), outside.sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            gap = inside @ part.values / n[:, None] - outside @ part.values / m[:, None]
            single.append(gap / np.sqrt(1 / n + 1 / m)[:, None])
        spread = part.values[part.usable].std(axis=0)
        for place, pair in enumerate(part.keys):
            scale = spread[place] if spread[place] > 0 else 1.0
            for key in {("start", *pair[0]), ("calendar", *pair[1])}:
                heavy = np.where(n > 0, n, 0.0) / scale
                sums[key] = sums.get(key, none) + np.nan_to_num(heavy * gap[:, place])
                counts[key] = counts.get(key, none) + n
                others[key] = m if key not in others else np.minimum(others[key], m)
            if pair[0][0] == "line":
                drift, drifting = drift + np.nan_to_num(n * gap[:, place]), drifting + n
    with np.errstate(divide="ignore", invalid="ignore"):
        slopes = drift / drifting
        pooled = [
            total / counts[key] / np.sqrt(1 / counts[key] + 1 / others[key]) for key, total in sums.items()
        ]
    return np.hstack([*single, np.stack(pooled, axis=1)]), np.asarray(slopes)

"""The four summaries of group-time effects: simple, dynamic, group, calendar.

Each is a weighted sum of effects. The weights come from cohort shares, which are estimated too, so every
summary also carries its derivative with respect to the shares.

Source: Callaway & Sant'Anna (2021), section 3, equations 3.4-3.11 and theorem 4.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from frirum.core.effects.att_gt_means import GroupTime
from frirum.core.effects.panel import Panel
from frirum.core.effects.rows import Label


@dataclass(frozen=True)
class Aggregate:
    """One weighted sum of effects.

    Attributes:
        estimand: "simple", "dynamic", "group" or "calendar".
        group, period: cohort, event time or period as reported; both None for the overall figure.
        weights: (K,) weight of each effect.
        slopes: (C,) derivative of the sum with respect to each cohort's share.
    """

    estimand: str
    group: Label | None
    period: Label | None
    weights: np.ndarray
    slopes: np.ndarray


def event_time(panel: Panel, cell: GroupTime) -> int | float:
    """Periods since the cohort's start on the time axis; 0 is the first treated period, negative before
    it."""
    gap = float(panel.ticks[cell.period] - panel.cohort_ticks[cell.cohort])
    return int(gap) if gap.is_integer() else gap


def summaries(
    panel: Panel, cells: Sequence[GroupTime], points: np.ndarray, shares: np.ndarray
) -> list[Aggregate]:
    """All summaries that the estimated effects allow, overall figures first within each estimand."""
    post = [place for place, cell in enumerate(cells) if cell.post]
    if not post:
        return []
    weigh = _Weigher(cells, points, shares)
    found = [Aggregate("simple", None, None, *weigh.by_share(post))]
    found += _dynamic(panel, cells, weigh)
    found += _group(panel, cells, weigh)
    found += _calendar(panel, cells, weigh)
    return found


@dataclass(frozen=True)
class _Weigher:
    cells: Sequence[GroupTime]
    points: np.ndarray
    shares: np.ndarray

    def by_share(self, chosen: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
        """Weights proportional to the cohort shares over the `chosen` effects, and the sum's slopes."""
        cohort = np.array([self.cells[place].cohort for place in chosen])
        raw = self.shares[cohort]
        weights = np.zeros(len(self.cells))
        weights[chosen] = raw / raw.sum()
        value = weights @ self.points
        slopes = np.zeros(len(self.shares))
        np.add.at(slopes, cohort, (self.points[list(chosen)] - value) / raw.sum())
        return weights, slopes

    def evenly(self, chosen: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
        """Equal weights over the `chosen` effects; shares play no part."""
        weights = np.zeros(len(self.cells))
        weights[chosen] = 1 / len(chosen)
        return weights, np.zeros(len(self.shares))


def _mean(parts: Sequence[Aggregate]) -> tuple[np.ndarray, np.ndarray]:
    return np.mean([part.weights for part in parts], axis=0), np.mean([part.slopes for part in parts], axis=0)


def _dynamic(panel: Panel, cells: Sequence[GroupTime], weigh: _Weigher) -> list[Aggregate]:
    at: dict[int | float, list[int]] = {}
    for place, cell in enumerate(cells):
        at.setdefault(event_time(panel, cell), []).append(place)
    parts = [Aggregate("dynamic", None, time, *weigh.by_share(at[time])) for time in sorted(at)]
    after = [part for part, time in zip(parts, sorted(at), strict=True) if time >= 0]
    return [Aggregate("dynamic", None, None, *_mean(after)), *parts]


def _group(panel: Panel, cells: Sequence[GroupTime], weigh: _Weigher) -> list[Aggregate]:
    parts: dict[int, Aggregate] = {}
    for cohort, label in enumerate(panel.cohorts):
        chosen = [place for place, cell in enumerate(cells) if cell.post and cell.cohort == cohort]
        if chosen:
            parts[cohort] = Aggregate("group", label, None, *weigh.evenly(chosen))
    raw = weigh.shares[list(parts)]
    heavy = raw / raw.sum()
    means = np.array([part.weights @ weigh.points for part in parts.values()])
    slopes = np.zeros(len(weigh.shares))
    slopes[list(parts)] = (means - heavy @ means) / raw.sum()
    overall = heavy @ np.stack([part.weights for part in parts.values()])
    return [Aggregate("group", None, None, overall, slopes), *parts.values()]


def _calendar(panel: Panel, cells: Sequence[GroupTime], weigh: _Weigher) -> list[Aggregate]:
    at: dict[int, list[int]] = {}
    for place, cell in enumerate(cells):
        if cell.post:
            at.setdefault(cell.period, []).append(place)
    parts = [
        Aggregate("calendar", None, panel.periods[period], *weigh.by_share(at[period]))
        for period in sorted(at)
    ]
    return [Aggregate("calendar", None, None, *_mean(parts)), *parts]

"""Group-time effects without covariates, from cohort means alone, and their exact clustered covariance.

Every effect is a difference of four cohort-by-period means, and every aggregate a weighted sum of effects.
So the
influence of a unit on all of them is linear in two short vectors: its residuals and its weights per period.
    Their
cross products within each cohort, (2T, 2T), hold the whole covariance; the rows behind are read once.

Source: Callaway & Sant'Anna (2021), Difference-in-differences with multiple time periods, Journal of
Econometrics 225, sections 2 and 4 (estimands, influence functions).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from frirum.core.effects.panel import Panel


@dataclass(frozen=True)
class GroupTime:
    """One cohort in one period.

    Attributes:
        cohort: index into the panel's cohorts.
        period, base: index of the period and of the period it is compared with: the last one before the
            start, or for periods before the start the one just before (varying base period).
        post: the cohort is under treatment in the period.
    """

    cohort: int
    period: int
    base: int
    post: bool


@dataclass(frozen=True)
class GroupTimeEffects:
    """Estimated group-time effects and what their covariance needs.

    Attributes:
        cells: K group-time pairs that could be estimated.
        points: (K,) effects.
        shares: (C,) each cohort's share of units (panel) or people.
        influence: gives the covariance of weighted sums of effects and shares.
        unidentified: pairs without a treated or a comparison observation on both sides.
    """

    cells: tuple[GroupTime, ...]
    points: np.ndarray
    shares: np.ndarray
    influence: MeanInfluence | UnitInfluence
    unidentified: tuple[GroupTime, ...]


def group_times(panel: Panel) -> list[GroupTime]:
    """All pairs of cohort and period from the second period on, in the order they are reported."""
    return [
        GroupTime(cohort, period, int(start) - 1 if period >= start else period - 1, period >= start)
        for cohort, start in enumerate(panel.starts)
        for period in range(1, len(panel.periods))
    ]


def comparison_cohorts(panel: Panel, cell: GroupTime, *, not_yet: bool) -> list[int]:
    """Cohorts compared with: the never treated (index C), and with `not_yet` those that start after the
    period."""
    never = len(panel.cohorts)
    if not not_yet:
        return [never]
    later = [
        other for other, start in enumerate(panel.starts) if start > cell.period and other != cell.cohort
    ]
    return [*later, never]


@dataclass(frozen=True)
class MeanInfluence:
    """Influence of units through cohort means.

    Attributes:
        loadings: (C + 1, K, 2T): effect k's weight on the residuals (first T) and weights (last T) of cohort
            c.
        moments: (C + 1, 2T, 2T): sums over the cohort's units of the cross products of those vectors.
        share_loadings: (C + 1, C): weight of share g on each period's weight of a unit of cohort c.
    """

    loadings: np.ndarray
    moments: np.ndarray
    share_loadings: np.ndarray

    def covariance(self, effects: np.ndarray, shares: np.ndarray) -> np.ndarray:
        """(A, A) clustered covariance of A sums: `effects` (A, K) @ effects + `shares` (A, C) @ cohort
        shares."""
        periods = self.moments.shape[1] // 2
        found = np.zeros((len(effects), len(effects)))
        for cohort, moment in enumerate(self.moments):
            load = effects @ self.loadings[cohort]
            load[:, periods:] += (shares @ self.share_loadings[cohort])[:, None]
            found += load @ moment @ load.T
        return found


@dataclass(frozen=True)
class UnitInfluence:
    """Influence of each unit written out.

    Attributes:
        effects: (U, K) influence on each effect.
        shares: (U, C) influence on each cohort's share.
    """

    effects: np.ndarray
    shares: np.ndarray

    def covariance(self, effects: np.ndarray, shares: np.ndarray) -> np.ndarray:
        """As `MeanInfluence.covariance`."""
        each = self.effects @ effects.T + self.shares @ shares.T
        return each.T @ each


def estimate_from_means(panel: Panel, *, not_yet: bool) -> GroupTimeEffects:
    """Effects as differences of four means; for balanced panels and for people.

    Args:
        panel: without units treated from the first period.
        not_yet: compare also with cohorts that start later.
    """
    cohorts = len(panel.cohorts)
    place = np.where(panel.cohort >= 0, panel.cohort, cohorts)
    weight = np.stack([panel.weight[place == c].sum(axis=0) for c in range(cohorts + 1)])
    total = np.stack([panel.total[place == c].sum(axis=0) for c in range(cohorts + 1)])
    mean = np.divide(total, weight, out=np.zeros_like(total), where=weight > 0)
    cells, lost, points, loads = [], [], [], []
    for cell in group_times(panel):
        found = _four_means(cell, comparison_cohorts(panel, cell, not_yet=not_yet), weight, total, mean)
        if found is None:
            lost.append(cell)
            continue
        cells.append(cell)
        points.append(found[0])
        loads.append(found[1])
    everyone = weight.sum()
    shares = weight[:cohorts].sum(axis=1) / everyone
    periods = len(panel.periods)
    influence = MeanInfluence(
        np.stack(loads, axis=1) if loads else np.zeros((cohorts + 1, 0, 2 * periods)),
        np.stack([_moments(panel, place == c, mean[c]) for c in range(cohorts + 1)]),
        (np.eye(cohorts + 1, cohorts) - shares) / everyone,
    )
    return GroupTimeEffects(tuple(cells), np.array(points), shares, influence, tuple(lost))


def _moments(panel: Panel, members: np.ndarray, mean: np.ndarray) -> np.ndarray:
    """(2T, 2T) cross products of residuals and weights over the units of one cohort."""
    weight = panel.weight[members]
    residual = panel.total[members] - weight * mean
    if not panel.people:
        # A unit's level cancels in every effect of a balanced panel; taken out first it costs no digits either.
        residual -= residual.mean(axis=1, keepdims=True)
    vector = np.hstack([residual, weight])
    return vector.T @ vector


def _four_means(
    cell: GroupTime, others: Sequence[int], weight: np.ndarray, total: np.ndarray, mean: np.ndarray
) -> tuple[float, np.ndarray] | None:
    """One effect and its (C + 1, 2T) loadings, or None where one of the four means has nothing behind it."""
    periods = weight.shape[1]
    load = np.zeros((weight.shape[0], 2 * periods))
    point = 0.0
    for period, sign in ((cell.period, 1.0), (cell.base, -1.0)):
        own = weight[cell.cohort, period]
        pooled = weight[others, period].sum()
        if own <= 0 or pooled <= 0:
            return None
        level = total[others, period].sum() / pooled
        point += sign * (mean[cell.cohort, period] - level)
        load[cell.cohort, period] += sign / own
        load[others, period] -= sign / pooled
        load[others, periods + period] -= sign * (mean[others, period] - level) / pooled
    return float(point), load


def estimate_from_pairs(panel: Panel, *, not_yet: bool) -> GroupTimeEffects:
    """Effects of a panel with gaps: each from the units seen in both the period and its base.

    A unit's level thus never counts as a change, whichever of its periods are missing.
    """
    cohorts = len(panel.cohorts)
    place = np.where(panel.cohort >= 0, panel.cohort, cohorts)
    weight = panel.weight.max(axis=1)
    cells, lost, points, influence = [], [], [], []
    for cell in group_times(panel):
        both = panel.observed[:, cell.period] & panel.observed[:, cell.base]
        own = both & (place == cell.cohort)
        other = both & np.isin(place, comparison_cohorts(panel, cell, not_yet=not_yet))
        if not own.any() or not other.any():
            lost.append(cell)
            continue
        change = panel.mean[:, cell.period] - panel.mean[:, cell.base]
        point, each = _difference(change, weight, own, other)
        cells.append(cell)
        points.append(point)
        influence.append(each)
    shares, of_shares = unit_shares(place, weight, cohorts)
    effects = np.stack(influence, axis=1) if influence else np.zeros((len(place), 0))
    return GroupTimeEffects(
        tuple(cells), np.array(points), shares, UnitInfluence(effects, of_shares), tuple(lost)
    )


def _difference(
    change: np.ndarray, weight: np.ndarray, own: np.ndarray, other: np.ndarray
) -> tuple[float, np.ndarray]:
    """Weighted mean change of `own` less that of `other`, and each unit's influence on it."""
    each = np.zeros(len(change))
    point = 0.0
    for members, sign in ((own, 1.0), (other, -1.0)):
        heavy = weight[members] / weight[members].sum()
        level = heavy @ change[members]
        point += sign * level
        each[members] += sign * heavy * (change[members] - level)
    return float(point), each


def unit_shares(place: np.ndarray, weight: np.ndarray, cohorts: int) -> tuple[np.ndarray, np.ndarray]:
    """(C,) cohort shares of the units' weight, and (U, C) each unit's influence on them."""
    each = weight / weight.sum()
    member = place[:, None] == np.arange(cohorts)
    shares = each @ member
    return shares, each[:, None] * (member - shares)

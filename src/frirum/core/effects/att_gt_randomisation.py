"""Randomisation inference for the summaries of group-time effects: what they would be had the starts been dealt anew.

Estimand: as the summaries. Null hypothesis (and, shifted, every bound): the same effect everywhere, none at first, and
the starts dealt by chance among the units, within strata or among whole blocks. The statistic is the summary over its
clustered error under the same order, so that cohorts whose units vary more do not decide it; a cohort of one unit takes
its variance from the comparison group. Weights and people move with their unit.

Source: MacKinnon & Webb (2020), Randomization inference for difference-in-differences with few treated clusters,
Journal of Econometrics 218 (studentised); Roth & Sant'Anna (2023), Efficient estimation for staggered rollout designs,
Journal of Political Economy Microeconomics 1 (starts dealt by chance).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from frirum.core.effects.att_gt_means import GroupTime, comparison_cohorts
from frirum.core.effects.panel import Panel
from frirum.core.effects.randomisation import RandomisationTest
from frirum.core.effects.size_scaled import search_bound
from frirum.core.effects.start_labels import DRAWS, Groups, Orders, deal

FloatArray = NDArray[np.float64]
_TIE = 1e-9
# Numbers held at once: orders × summaries × units.
_MOST = 20_000_000


@dataclass(frozen=True)
class DealtSummaries:
    """One test per summary, and the orders behind them all."""

    tests: tuple[RandomisationTest | None, ...]
    orders: Orders


def deal_summaries(
    panel: Panel,
    cells: tuple[GroupTime, ...],
    weights: FloatArray,
    *,
    groups: Groups,
    not_yet: bool,
    draws: int = DRAWS,
) -> DealtSummaries:
    """The test of each summary.

    Args:
        panel: without units treated from the first period.
        cells: K group-time pairs; weights: (A, K) of each summary.
        groups: within which the starts were dealt; blocks, when given, are whole.

    Returns:
        A tests; None where nothing varies or where the order is the only one.
    """
    cohort = panel.cohort + 1
    order = np.nan_to_num(panel.total.sum(axis=1))
    orders = deal(cohort, groups, order=order, draws=draws)
    labels = np.vstack([cohort[None, :], orders.labels])
    dose = panel.weight * panel.treated
    others = [comparison_cohorts(panel, cell, not_yet=not_yet) for cell in cells]
    models = _within_strata(panel, cells, others, labels, groups.strata)
    outcome, lift = (
        np.sum([model.points(part[who]) * share[:, None] for who, share, model in models], axis=0)
        for part in (panel.total, dose)
    )
    tests: list[RandomisationTest | None] = []
    step = max(1, _MOST // labels.size)
    for start in range(0, len(weights), step):
        part = weights[start : start + step]
        spread = np.sum(
            [model.variances(panel.total[who], dose[who], part * share) for who, share, model in models],
            axis=0,
        )
        base, slope = part @ outcome, part @ lift
        for place in range(len(part)):
            tests.append(_invert(base[place], slope[place], spread[:, place], orders, scale=panel.scale))
    return DealtSummaries(tuple(tests), orders)


def _within_strata(
    panel: Panel,
    cells: tuple[GroupTime, ...],
    others: list[list[int]],
    labels: NDArray[np.int64],
    strata: NDArray[np.int64] | None,
) -> list[tuple[NDArray[np.intp], FloatArray, StartModel]]:
    """The units of each stratum, its (K,) share of each cell's treated, and its model; one stratum without strata."""
    codes = np.zeros(len(panel.units), dtype=np.int64) if strata is None else strata
    found = []
    for code in np.unique(codes):
        who = np.flatnonzero(codes == code)
        share = np.array(
            [
                panel.weight[who][panel.cohort[who] == cell.cohort].sum()
                / panel.weight[panel.cohort == cell.cohort].sum()
                for cell in cells
            ]
        )
        model = StartModel(panel.weight[who], cells, others, labels[:, who], len(panel.cohorts))
        found.append((who, share, model))
    return found


def _invert(
    base: FloatArray, slope: FloatArray, spread: FloatArray, orders: Orders, *, scale: float
) -> RandomisationTest | None:
    """Test and bounds from (1 + M,) summaries and (3, 1 + M) variances; the first is the real order.

    The variance without an effect τ is spread[0] − 2 τ spread[1] + τ² spread[2].
    """
    point = float(base[0])
    if not np.isfinite(point) or spread[0, 0] <= (1e-12 * scale) ** 2:
        return None

    def p_value(effect: float) -> float:
        gap = base - effect * slope
        variance = spread[0] - 2 * effect * spread[1] + effect**2 * spread[2]
        noise = _TIE * float(spread[0, 0])
        with np.errstate(divide="ignore", invalid="ignore"):
            squared = np.where(variance > noise, gap**2 / variance, np.where(gap**2 > noise, np.inf, 0.0))
        own = squared[0]
        # An order under which the summary cannot be formed counts as far out: that never makes p too small.
        far = int((~(squared[1:] < own * (1 - _TIE))).sum())
        return orders.assignments.p_value(far)

    found = p_value(0.0)
    exact = orders.assignments.exact
    error = None if exact else float(np.sqrt(found * (1 - found) / len(orders.labels)))
    # A summary of periods before the start holds no effect that could be taken out, so that there are no bounds.
    if abs(float(slope[0])) <= _TIE:
        return RandomisationTest(point, found, None, None, error)
    reach = float(np.sqrt(spread[0, 0]))
    lower, upper = (search_bound(p_value, point, side * reach) for side in (-1, 1))
    return RandomisationTest(point, found, lower, upper, error)


class StartModel:
    """Cohort means under every order of starting."""

    def __init__(
        self,
        weight: FloatArray,
        cells: tuple[GroupTime, ...],
        others: list[list[int]],
        labels: NDArray[np.int64],
        count: int,
    ) -> None:
        self.weight, self.cells, self.others, self.labels = weight, cells, others, labels
        # Cohort c carries label c + 1; the never treated, label 0, stand last as everywhere else.
        self.members = [(labels == label).astype(np.float64) for label in (*range(1, count + 1), 0)]
        self.heavy = np.stack([member @ weight for member in self.members])

    def means(self, total: FloatArray) -> FloatArray:
        """(C + 1, 1 + M, T) means per cohort, order and period; NaN where nobody is."""
        summed = np.stack([member @ total for member in self.members])
        return np.divide(summed, self.heavy, out=np.full_like(summed, np.nan), where=self.heavy > 0)

    def _level(self, total: FloatArray, others: list[int], period: int) -> FloatArray:
        summed = sum(self.members[other] @ total[:, period] for other in others)
        heavy = sum(self.heavy[other][:, period] for other in others)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(summed / heavy)

    def points(self, total: FloatArray) -> FloatArray:
        """(K, 1 + M) group-time effects; 0 with NaN spread where they cannot be formed."""
        mean = self.means(total)
        levels: dict[tuple[tuple[int, ...], int], FloatArray] = {}
        found = np.empty((len(self.cells), len(self.labels)))
        for place, (cell, others) in enumerate(zip(self.cells, self.others, strict=True)):
            value = np.zeros(len(self.labels))
            for period, sign in ((cell.period, 1.0), (cell.base, -1.0)):
                key = (tuple(others), period)
                if key not in levels:
                    levels[key] = self._level(total, others, period)
                value += sign * (mean[cell.cohort][:, period] - levels[key])
            found[place] = value
        # A cohort that this stratum has none of counts nothing there.
        absent = np.array([not self.members[cell.cohort][0].any() for cell in self.cells])
        found[absent] = 0.0
        return found

    def variances(self, total: FloatArray, dose: FloatArray, weights: FloatArray) -> FloatArray:
        """(3, A, 1 + M): variance of the outcome's summaries, covariance with the dose's, variance of the dose's.

        Each unit's pull on a summary is taken against the mean of all units in the period and at the mean weight, which
        no order changes; in a balanced panel without weights this is the clustered variance itself.
        """
        found = np.zeros((3, len(weights), len(self.labels)))
        for member, load in zip(self.members, self.loads(weights), strict=True):
            size = member.sum(axis=1)
            first, second = (self._pulls(part, load / max(size[0], 1)) for part in (total, dose))
            widen = np.where(size > 1, size / np.maximum(size - 1, 1), 0.0)
            alone = size[0] == 1  # one unit does not vary: the comparison units say how such a pull does
            who = self.members[-1] if alone else member
            count = np.maximum(who.sum(axis=1), 1)
            for place, (one, other) in enumerate(((first, first), (first, second), (second, second))):
                squares = who @ (one * other).T - (who @ one.T) * (who @ other.T) / count[:, None]
                found[place] += (
                    (squares / np.maximum(count - 1, 1)[:, None]).T if alone else (squares.T * widen)
                )
        return found

    def loads(self, weights: FloatArray) -> FloatArray:
        """(C + 1, A, T) what each cohort's mean in each period counts in each summary."""
        own = np.zeros((len(self.members), len(weights), self.weight.shape[1]))
        for place, (cell, others) in enumerate(zip(self.cells, self.others, strict=True)):
            for period, sign in ((cell.period, 1.0), (cell.base, -1.0)):
                own[cell.cohort, :, period] += sign * weights[:, place]
                together = sum(self.heavy[other][0, period] for other in others)
                if not together:
                    continue
                for other in others:
                    share = self.heavy[other][0, period] / together
                    own[other, :, period] -= sign * weights[:, place] * share
        return own

    def _pulls(self, total: FloatArray, load: FloatArray) -> FloatArray:
        """(A, U) each unit's pull, by `load` (A, T) per unit of the cohort; their mean is taken out for the digits."""
        everyone = self.weight.sum(axis=0)
        away = total - self.weight * np.divide(
            total.sum(axis=0), everyone, out=np.zeros_like(everyone), where=everyone > 0
        )
        usual = everyone / len(self.weight)
        found = np.divide(load, usual, out=np.zeros_like(load), where=usual > 0) @ away.T
        return np.asarray(found - found.mean(axis=1, keepdims=True))

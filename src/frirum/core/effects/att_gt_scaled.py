"""The size-scaled placebo for the overall figures of group-time effects, within strata and among whole blocks.

Estimand: as the summaries. Small municipalities vary more than large ones, and dealing the starts anew among them
rejects too often when the small ones start and never when the large ones do. Here the units keep their starts and their
sizes, and the courses of the outcome are dealt instead: each unit gets another's course over that unit's standard
deviation, times its own. Assumption: without the effect the courses, so scaled, are alike, and a course's variance is
a + b / size, a, b ≥ 0, fitted to squared pulls of all units with the effect under test removed.

Source: Ferman & Pinto (2019), Inference in differences-in-differences with few treated groups and heteroskedasticity,
Review of Economics and Statistics 101, carried over to several starts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from frirum.core.effects.att_gt_means import GroupTime, comparison_cohorts
from frirum.core.effects.att_gt_randomisation import StartModel
from frirum.core.effects.panel import Panel
from frirum.core.effects.randomisation import RandomisationTest
from frirum.core.effects.size_scaled import fit_variance, search_bound
from frirum.core.effects.start_labels import DRAWS, Groups, blocks_are_whole, deal

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
_TIE = 1e-9


@dataclass(frozen=True)
class ScaledSummaries:
    """One test per summary, None where nothing varies, and the smallest p-value the design can give."""

    tests: tuple[RandomisationTest | None, ...]
    floor: float


def can_scale(panel: Panel, groups: Groups) -> bool:
    """Whether the units can be scaled: seen in every period, each counting once, and blocks whole within strata."""
    if groups.blocks is not None and not blocks_are_whole(panel.cohort, groups.blocks):
        return False
    return bool(panel.balanced and not panel.people and (panel.weight == panel.weight.flat[0]).all())


def scale_summaries(
    panel: Panel,
    cells: tuple[GroupTime, ...],
    weights: FloatArray,
    size: FloatArray,
    *,
    groups: Groups,
    not_yet: bool,
    draws: int = DRAWS,
) -> ScaledSummaries:
    """The test of each summary.

    Args:
        panel: as `can_scale` takes it, without units treated from the first period.
        cells: K group-time pairs; weights: (A, K) of each summary.
        size: (U,) positive, such as persons in the target group.
        groups: courses are dealt within its strata, and among its blocks.
    """
    orders = deal(panel.cohort + 1, groups, order=np.nan_to_num(panel.total.sum(axis=1)), draws=draws)
    others = [comparison_cohorts(panel, cell, not_yet=not_yet) for cell in cells]
    pulls = _pulls(panel, cells, others, weights, groups)
    carriers = _carriers(panel, size, groups, draws)
    tests = [_test(panel, pulls[place], carriers) for place in range(len(weights))]
    return ScaledSummaries(tuple(tests), max(orders.floor, 1 / (draws + 1)))


def _pulls(
    panel: Panel,
    cells: tuple[GroupTime, ...],
    others: list[list[int]],
    weights: FloatArray,
    groups: Groups,
) -> FloatArray:
    """(A, U, T): a summary is the sum of a unit's pull times its outcome; each unit's pulls sum to 0 over periods."""
    cohort = panel.cohort + 1
    strata = np.zeros(len(cohort), dtype=np.int64) if groups.strata is None else groups.strata
    found = np.zeros((len(weights), *panel.weight.shape))
    for code in np.unique(strata):
        who = np.flatnonzero(strata == code)
        share = np.array(
            [(panel.cohort[who] == cell.cohort).sum() / (panel.cohort == cell.cohort).sum() for cell in cells]
        )
        model = StartModel(panel.weight[who], cells, others, cohort[None, who], len(panel.cohorts))
        for member, load in zip(model.members, model.loads(weights * share), strict=True):
            inside = member[0] > 0
            if inside.any():
                found[:, who[inside]] = (load / inside.sum())[:, None, :]
    return found


@dataclass(frozen=True)
class _Carriers:
    """What carries a course: units, or whole blocks whose course is the mean of their units'.

    Attributes:
        of: (U,) the carrier of each unit.
        many: (B,) units of each carrier.
        inverse: (B,) 1 / size, as the carrier's mean varies with it.
        strata: (B,) within which courses are dealt.
        dealt: (M, B) whose course each carrier gets; drawn in an order free of the units' names.
    """

    of: IntArray
    many: FloatArray
    inverse: FloatArray
    strata: IntArray
    dealt: IntArray


def _carriers(panel: Panel, size: FloatArray, groups: Groups, draws: int) -> _Carriers:
    units = len(panel.units)
    of = np.arange(units) if groups.blocks is None else np.unique(groups.blocks, return_inverse=True)[1]
    many = np.bincount(of).astype(np.float64)
    inverse = np.bincount(of, weights=1 / size) / many**2
    first = np.unique(of, return_index=True)[1]
    strata = np.zeros(len(first), dtype=np.int64) if groups.strata is None else groups.strata[first]
    level = np.bincount(of, weights=np.nan_to_num(panel.total.sum(axis=1))) / many
    rng = np.random.default_rng(groups.seed)
    dealt = np.tile(np.arange(len(first)), (draws, 1))
    for code in np.unique(strata):
        who = np.flatnonzero(strata == code)
        named = who[np.lexsort((inverse[who], level[who]))]
        dealt[:, named] = rng.permuted(np.tile(named, (draws, 1)), axis=1)
    return _Carriers(of.astype(np.int64), many, inverse, strata, dealt)


def _test(panel: Panel, pull: FloatArray, carriers: _Carriers) -> RandomisationTest | None:
    """Test and bounds of one summary with (U, T) pulls."""
    outcome, dose = (_mean(course, carriers) for course in (panel.total, panel.weight * panel.treated))
    # All units of a carrier pull alike, so that its pull is theirs together.
    own = _mean(pull, carriers) * carriers.many[:, None]
    point, lift = float((own * outcome).sum()), float((own * dose).sum())
    kinds, kind = np.unique(own.round(12), axis=0, return_inverse=True)
    norm = float((kinds**2).sum())
    if not np.isfinite(point) or norm == 0:
        return None

    def p_value(effect: float) -> float:
        course = outcome - effect * dose
        reach = (course - _stratum_mean(course, carriers.strata)) @ kinds.T
        deviation = np.sqrt(fit_variance((reach**2).sum(axis=1) / norm, 1 / carriers.inverse))
        scaled = np.divide(reach, deviation[:, None], out=np.zeros_like(reach), where=deviation[:, None] > 0)
        placebo = scaled[carriers.dealt, kind] @ deviation
        return _share(placebo, float((own * course).sum()))

    spread = float(np.sqrt(((outcome @ kinds.T) ** 2).sum() / max(len(outcome), 1)))
    if spread <= _TIE * panel.scale:
        return None
    found = p_value(0.0)
    error = float(np.sqrt(found * (1 - found) / len(carriers.dealt)))
    if not lift:
        return RandomisationTest(point, found, None, None, error)
    lower, upper = (search_bound(p_value, point / lift, side * spread) for side in (-1, 1))
    return RandomisationTest(point, found, lower, upper, error)


def _mean(course: FloatArray, carriers: _Carriers) -> FloatArray:
    summed = np.zeros((len(carriers.many), course.shape[1]))
    np.add.at(summed, carriers.of, course)
    return np.asarray(summed / carriers.many[:, None])


def _stratum_mean(course: FloatArray, strata: IntArray) -> FloatArray:
    """(B, T) the mean course of each carrier's stratum."""
    code = np.unique(strata, return_inverse=True)[1]
    summed = np.zeros((int(code.max()) + 1, course.shape[1]))
    np.add.at(summed, code, course)
    return np.asarray((summed / np.bincount(code)[:, None])[code])


def _share(placebo: FloatArray, real: float) -> float:
    far = int((np.abs(placebo) >= abs(real) * (1 - _TIE)).sum())
    return (1 + far) / (len(placebo) + 1)

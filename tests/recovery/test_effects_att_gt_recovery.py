"""Planted effects come back: bias and coverage of group-time effects, imputation, two-way fixed effects and cells.

98 units × 24 periods, autoregressive noise (0.5), three starts (periods 10, 14 and 18), an effect of 0.5 that grows
by 0.05 a period. The long set is run once per release; its figures stand in docs/methods/validation.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl
import pytest
from recovery.panel_truth import PERIODS, STARTS, draw, recover

from frirum.core.effects.att_gt import att_gt_of_panel, estimate_att_gt
from frirum.core.effects.did import did_of_panel
from frirum.core.effects.imputation import imputation_of_panel
from frirum.core.effects.panel import Panel
from frirum.core.effects.rows import EstimateRow, Result

GROWING = [0.5 + 0.05 * np.arange(PERIODS - start) for start in STARTS]
OVERALL = float(np.mean([effects.mean() for effects in GROWING]))
SIMPLE = float(np.concatenate(GROWING).mean())


@dataclass(frozen=True)
class Case:
    """One estimator in one design."""

    draw: dict[str, Any]
    estimate: Callable[[Panel], Result]
    pick: dict[str, Any]
    truth: float

    def row(self, result: Result) -> EstimateRow:
        return result.row(**self.pick)


WHOLE = {"group": None, "period": None}
CASES = {
    "att-gt, overall group effect, 60 of 98": Case(
        {"treated": 60}, att_gt_of_panel, {"estimand": "group", "inference": "analytic", **WHOLE}, OVERALL
    ),
    "att-gt, simple, 60 of 98": Case(
        {"treated": 60}, att_gt_of_panel, {"estimand": "simple", "inference": "analytic", **WHOLE}, SIMPLE
    ),
    "att-gt, event time 0, not-yet, 60 of 98": Case(
        {"treated": 60},
        lambda panel: att_gt_of_panel(panel, comparison="not-yet"),
        {"estimand": "dynamic", "inference": "analytic", "period": 0},
        0.5,
    ),
    "att-gt, people in cells, 60 of 98": Case(
        {"treated": 60, "people": True}, att_gt_of_panel, {"estimand": "group", "inference": "analytic", **WHOLE}, OVERALL
    ),
    "imputation, simple, 60 of 98": Case(
        {"treated": 60}, imputation_of_panel, {"estimand": "simple"}, SIMPLE
    ),
    "two-way fixed effects, common start, 20 of 98": Case(
        {"treated": 20, "starts": (12,), "effect": lambda start, since: 0.5 + 0 * since},
        did_of_panel,
        {"estimand": "did"},
        0.5,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_short_set_has_no_bias_and_covers(name: str) -> None:
    case = CASES[name]
    found = recover(lambda g: draw(g, **case.draw), case.estimate, case.row, case.truth, runs=24, seed=1)
    assert abs(found.bias) < 4 * found.bias_error
    assert abs(found.coverage - 0.95) < 4 * 0.0445  # four Monte Carlo errors of 24 runs


@pytest.mark.long
@pytest.mark.parametrize("name", CASES)
def test_full_set_covers_between_93_5_and_96_5_percent(name: str, record_property: Any) -> None:
    case = CASES[name]
    found = recover(lambda g: draw(g, **case.draw), case.estimate, case.row, case.truth, runs=2000, seed=2)
    record_property("validation", found.line(name))
    print(found.line(name))
    assert abs(found.bias) < 4 * found.bias_error
    assert 0.935 <= found.coverage <= 0.965


def adjusted_panel(generator: np.random.Generator) -> pl.DataFrame:
    """400 units × 4 periods: who starts in period 3 and how much a unit drifts both depend on x."""
    x = generator.normal(size=400)
    starts = np.where(generator.random(400) < 1 / (1 + np.exp(0.5 - 0.7 * x)), 3, 0)
    unit, period = np.divmod(np.arange(1600), 4)
    period = period + 1
    drift = 0.5 * x[unit] * period
    y = generator.normal(size=400)[unit] + drift + 1.0 * ((starts[unit] > 0) & (period >= 3))
    y = y + generator.normal(size=1600)
    return pl.DataFrame({"unit": unit, "period": period, "first": starts[unit], "y": y, "x": x[unit]})


def adjusted(runs: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Adjusted and plain estimates, and whether the adjusted interval held the truth."""
    points, plain, held = np.empty(runs), np.empty(runs), np.empty(runs)
    columns = {"outcome": "y", "unit": "unit", "time": "period", "first_treated": "first"}
    for run, child in enumerate(np.random.SeedSequence(seed).spawn(runs)):
        frame = adjusted_panel(np.random.default_rng(child))
        row = estimate_att_gt(frame, covariates=["x"], **columns).row(inference="analytic", estimand="simple")
        points[run], held[run] = row.point, row.lower <= 1.0 <= row.upper
        plain[run] = estimate_att_gt(frame, **columns).row(inference="analytic", estimand="simple").point
    return points, plain, held


def test_covariates_take_out_the_drift_that_goes_with_them() -> None:
    points, plain, _held = adjusted(24, 3)
    assert abs(points.mean() - 1) < 4 * points.std() / np.sqrt(24)
    assert abs(plain.mean() - 1) > 0.2


@pytest.mark.long
def test_doubly_robust_intervals_cover(record_property: Any) -> None:
    points, _plain, held = adjusted(2000, 4)
    error = points.std() / np.sqrt(2000)
    line = (
        f"| att-gt with a covariate, doubly robust, 400 units | 2000 | {points.mean() - 1:+.4f} ({error:.4f}) | "
        f"{points.std():.3f} | {100 * held.mean():.1f} ({100 * np.sqrt(held.mean() * (1 - held.mean()) / 2000):.1f}) |"
    )
    print(line)
    record_property("validation", line)
    assert abs(points.mean() - 1) < 4 * error
    assert 0.935 <= held.mean() <= 0.965


def test_violated_parallel_trends_are_seen_when_the_drift_is_the_one_the_check_names() -> None:
    """Roth (2022): the slope that is printed is caught in about 80 of 100 cases."""
    runs, caught, slope = 40, 0, 0.0
    for child in np.random.SeedSequence(9).spawn(runs):
        generator = np.random.default_rng(child)
        options = {"treated": 40, "starts": (6,), "persistence": 0.0}
        clean = draw(generator, effect=lambda start, since: 0 * since, **options)
        slope = slope or next(c.value for c in att_gt_of_panel(clean).checks if c.name == "pretrend_slope")
        panel = draw(np.random.default_rng(child), effect=lambda start, since: 0 * since, **options)
        drift = slope * np.arange(PERIODS) * (np.arange(len(panel.units)) < 40)[:, None]
        panel = replace(panel, total=panel.total + panel.weight * drift)
        check = next(c for c in att_gt_of_panel(panel).checks if c.name == "pretrend")
        caught += check.passed is False
    assert 0.6 <= caught / runs <= 0.95

"""Panels with planted effects, drawn many times; shared by the recovery tests of comparisons over time."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from frirum.core.effects.panel import Panel, assemble
from frirum.core.effects.rows import EstimateRow, Result

UNITS, PERIODS = 98, 24
STARTS = (9, 13, 17)


@dataclass(frozen=True)
class Recovered:
    """What many replications of one estimator gave.

    Attributes:
        runs: replications; truth: the planted effect.
        bias: mean estimate less the truth; bias_error: its Monte Carlo standard error.
        coverage: share of 95 % intervals that hold the truth; coverage_error: its Monte Carlo standard error.
        spread: standard deviation of the estimates.
    """

    runs: int
    truth: float
    bias: float
    bias_error: float
    coverage: float
    coverage_error: float
    spread: float

    def line(self, name: str) -> str:
        """A row for docs/methods/validation.md."""
        return (
            f"| {name} | {self.runs} | {self.bias:+.4f} ({self.bias_error:.4f}) | {self.spread:.3f} | "
            f"{100 * self.coverage:.1f} ({100 * self.coverage_error:.1f}) |"
        )


def noise(generator: np.random.Generator, units: int, periods: int, persistence: float) -> np.ndarray:
    """(U, T) stationary autoregressive noise with variance 1."""
    shocks = generator.normal(size=(units, periods))
    found = np.empty_like(shocks)
    found[:, 0] = shocks[:, 0]
    for period in range(1, periods):
        found[:, period] = (
            persistence * found[:, period - 1] + math.sqrt(1 - persistence**2) * shocks[:, period]
        )
    return found


def draw(
    generator: np.random.Generator,
    *,
    treated: int,
    starts: tuple[int, ...] = STARTS,
    effect: Callable[[int, np.ndarray], np.ndarray] = lambda start, since: 0.5 + 0.05 * since,
    persistence: float = 0.5,
    people: bool = False,
) -> Panel:
    """98 units × 24 periods: level, common movement, autoregressive noise, an effect that grows.

    Args:
        treated: the first units, spread evenly over `starts` (index of the first treated period).
        effect: of the cohort's start and periods since it.
        people: cells are means of varying numbers of people, with the noise of their number.
    """
    y = 2 * generator.normal(size=(UNITS, 1)) + np.cumsum(generator.normal(scale=0.2, size=PERIODS))
    y = y + noise(generator, UNITS, PERIODS, persistence)
    first: list[int | None] = [None] * UNITS
    for unit in range(treated):
        start = starts[unit % len(starts)]
        first[unit] = start
        y[unit, start:] += effect(start, np.arange(PERIODS - start))
    rows = np.ones((UNITS, PERIODS), dtype=np.int64)
    if people:
        size = np.repeat(5 + generator.poisson(20, size=(UNITS, 1)), PERIODS, axis=1)
        rows = size + generator.integers(0, 2, size=y.shape)
        y = y + generator.normal(size=y.shape) / np.sqrt(rows)
    weight = rows.astype(np.float64)
    return assemble(
        outcome="y",
        units=list(range(UNITS)),
        periods=list(range(PERIODS)),
        weight=weight,
        total=weight * y,
        rows=rows,
        first_treated=first,
        time_column="period",
    )


def recover(
    make: Callable[[np.random.Generator], Panel],
    estimate: Callable[[Panel], Result],
    pick: Callable[[Result], EstimateRow],
    truth: float,
    *,
    runs: int,
    seed: int,
) -> Recovered:
    """Draw, estimate and compare with the truth, `runs` times."""
    points, held = np.empty(runs), np.empty(runs)
    for run, child in enumerate(np.random.SeedSequence(seed).spawn(runs)):
        row = pick(estimate(make(np.random.default_rng(child))))
        assert row.point is not None
        assert row.lower is not None
        assert row.upper is not None
        points[run] = row.point
        held[run] = row.lower <= truth <= row.upper
    coverage = float(held.mean())
    return Recovered(
        runs=runs,
        truth=truth,
        bias=float(points.mean() - truth),
        bias_error=float(points.std(ddof=1) / math.sqrt(runs)),
        coverage=coverage,
        coverage_error=math.sqrt(max(coverage * (1 - coverage), 1e-9) / runs),
        spread=float(points.std(ddof=1)),
    )

"""Synthetic control and synthetic difference-in-differences: planted effect, and the size of the placebo test.

30 units × 30 periods with two common factors; the treated unit is drawn at random, so that the rank among the
placebos is exact: with 29 comparison units the smallest p is 1/30, and p ≤ 1/30 · j happens in j of 30 cases.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest

from frirum.core.effects.synthetic import estimate_synthetic

UNITS, PERIODS, START = 30, 30, 24


def draw(generator: np.random.Generator, effect: float) -> tuple[pl.DataFrame, int]:
    """A factor panel and the unit that was treated in it."""
    factors = np.cumsum(generator.normal(scale=0.3, size=(2, PERIODS)), axis=1)
    y = generator.normal(size=(UNITS, 1)) + generator.normal(size=(UNITS, 2)) @ factors
    y += 0.3 * generator.normal(size=y.shape)
    treated = int(generator.integers(UNITS))
    y[treated, START:] += effect
    place = np.indices(y.shape).reshape(2, -1)
    return pl.DataFrame({"unit": place[0], "time": place[1], "y": y.ravel()}), treated


def replicate(runs: int, seed: int, effect: float) -> dict[str, np.ndarray]:
    """(runs, 3): point, p, and whether the bounds held the effect, by estimand."""
    found: dict[str, np.ndarray] = {name: np.empty((runs, 3)) for name in ("did", "sc", "sdid")}
    for run, child in enumerate(np.random.SeedSequence(seed).spawn(runs)):
        frame, treated = draw(np.random.default_rng(child), effect)
        result = estimate_synthetic(
            frame, outcome="y", unit="unit", time="time", treated_unit=treated, start=START
        )
        for row in result.estimates:
            found[row.estimand][run] = (row.point, row.p_value, row.lower <= effect <= row.upper)
    return found


def test_short_set_finds_the_effect() -> None:
    found = replicate(6, 1, 2.0)
    for name in ("sc", "sdid"):
        point = found[name][:, 0]
        assert abs(point.mean() - 2.0) < 4 * point.std() / np.sqrt(len(point))


@pytest.mark.long
def test_full_set_placebo_test_keeps_its_level(record_property: Any) -> None:
    runs = 400
    found = replicate(runs, 2, 0.0)
    for name, columns in found.items():
        point, p, held = columns.T
        size, error = (p <= 1 / 30 + 1e-9).mean(), np.sqrt(29 / 900 / runs)
        line = (
            f"| placebo, {name}, 1 of 30 | {runs} | {point.mean():+.4f} ({point.std() / np.sqrt(runs):.4f}) | "
            f"{point.std():.3f} | {100 * held.mean():.1f} ({100 * np.sqrt(0.0475 / runs):.1f}) | "
            f"{100 * size:.1f} ({100 * error:.1f}), exact 3.3 |"
        )
        print(line)
        record_property("validation", line)
        assert abs(size - 1 / 30) < 4 * error
        assert abs(point.mean()) < 4 * point.std() / np.sqrt(runs)

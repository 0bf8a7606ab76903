"""How often the check `pretrend` warns of parallel panels and of planted breaks, for docs/methods/validation.md.

    python -m benchmarks.validation.pretrend [REPLICATIONS]

98 units × 24 periods, autoregressive noise (0.5) with variance 1, unit levels with standard deviation 2, starts in
periods 10, 14 and 18 where there are three. Run from the root of the project.
"""

from __future__ import annotations

import math
import sys

import numpy as np

from frirum.core.effects.att_gt_means import estimate_from_means
from frirum.core.effects.panel import Panel, assemble
from frirum.core.effects.pretrend import pretrend_checks

UNITS, PERIODS = 98, 24


def draw(
    rng: np.random.Generator, cohorts: dict[int, int], *, persistence: float = 0.5, broken: str | None = None
) -> Panel:
    """A panel without an effect; `cohorts` is start -> units, `broken` a break of one residual deviation."""
    y = np.empty((UNITS, PERIODS))
    shocks = rng.normal(size=y.shape)
    y[:, 0] = shocks[:, 0]
    for t in range(1, PERIODS):
        y[:, t] = persistence * y[:, t - 1] + math.sqrt(1 - persistence**2) * shocks[:, t]
    y += 2 * rng.normal(size=(UNITS, 1)) + np.cumsum(rng.normal(scale=0.2, size=PERIODS))
    first: list[int | None] = [None] * UNITS
    unit = 0
    for start, count in cohorts.items():
        for _unit in range(count):
            first[unit] = start
            if broken == "period before":
                y[unit, start - 1 :] += 1
            elif broken == "three periods before":
                y[unit, start - 3 :] += 1
            elif broken == "period 6":
                y[unit, 5:] += 1
            y[unit, start:] += 3.0  # an effect must not count as a break
            unit += 1
    one = np.ones_like(y)
    return assemble(
        outcome="y", units=list(range(UNITS)), periods=list(range(1, PERIODS + 1)), weight=one, total=y,
        rows=one.astype(np.int64), first_treated=[None if s is None else s + 1 for s in first], time_column="t",
    )  # fmt: skip


def rate(replications: int, cohorts: dict[int, int], **options: object) -> float:
    """Share of panels in which the check warns."""
    warned = 0
    for seed in np.random.SeedSequence(17).spawn(replications):
        panel = draw(np.random.default_rng(seed), cohorts, **options)  # type: ignore[arg-type]
        check = pretrend_checks(panel, estimate_from_means(panel, not_yet=False))[0]
        warned += check.passed is False
    return warned / replications


def main() -> None:
    """Print the two tables."""
    replications = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    error = 100 * math.sqrt(0.05 * 0.95 / replications)
    print(f"{replications} panels each; Monte Carlo error {error:.2f} points at 5 %.\n")
    print("| cohorts of 98 | warned of parallel panels, % |\n|---|---|")
    designs = ({9: 1}, {9: 4, 13: 4, 17: 3}, {9: 11}, {9: 20, 13: 20, 17: 20}, {9: 1, 13: 1, 17: 1})
    for cohorts in designs:
        print(f"| {', '.join(map(str, cohorts.values()))} | {100 * rate(replications, cohorts):.1f} |")
    print("\n| break of one residual deviation, 60 of 98 | noise 0.5 | noise 0 |\n|---|---|---|")
    for broken in ("period 6", "three periods before", "period before"):
        found = [
            rate(replications // 4, {9: 20, 13: 20, 17: 20}, broken=broken, persistence=p) for p in (0.5, 0.0)
        ]
        print(f"| {broken} | {100 * found[0]:.0f} | {100 * found[1]:.0f} |")


if __name__ == "__main__":
    main()

"""How often att-gt's overall group effect rejects where there is none, for docs/methods/validation.md.

    python -m benchmarks.validation.att_gt_size [REPLICATIONS]

The panels of `pretrend` without their effect; with sizes, the noise of a unit has variance 0.3 + 0.7 / size and the
starts fall among all units, the largest or the smallest. Run from the root of the project.
"""

from __future__ import annotations

import math
import sys

import numpy as np
from benchmarks.validation.pretrend import PERIODS, UNITS

from frirum.core.effects.att_gt_aggregate import summaries
from frirum.core.effects.att_gt_means import estimate_from_means
from frirum.core.effects.att_gt_randomisation import deal_summaries
from frirum.core.effects.att_gt_scaled import scale_summaries
from frirum.core.effects.panel import Panel, assemble
from frirum.core.effects.start_labels import Groups

DESIGNS = ({9: 1}, {9: 4, 13: 4, 17: 3}, {9: 11}, {9: 20, 13: 20, 17: 20}, {9: 1, 13: 1, 17: 1})
WHO = ("any", "largest", "smallest")


def sizes(rng: np.random.Generator) -> np.ndarray:
    """(UNITS,) log-normal sizes with mean 1."""
    found = np.exp(0.8 * rng.normal(size=UNITS))
    return np.asarray(found / found.mean())


def draw(
    rng: np.random.Generator, cohorts: dict[int, int], *, size: np.ndarray | None = None, who: str = "any"
) -> Panel:
    """A panel without an effect; `cohorts` is start -> units, dealt by chance unless `who` says otherwise."""
    shocks = rng.normal(size=(UNITS, PERIODS))
    y = np.empty_like(shocks)
    y[:, 0] = shocks[:, 0]
    for t in range(1, PERIODS):
        y[:, t] = 0.5 * y[:, t - 1] + math.sqrt(0.75) * shocks[:, t]
    if size is not None:
        y *= np.sqrt(0.3 + 0.7 / size)[:, None]
    y += 2 * rng.normal(size=(UNITS, 1)) + np.cumsum(rng.normal(scale=0.2, size=PERIODS))
    order = rng.permutation(UNITS)
    if size is not None and who != "any":
        order = np.argsort(-size if who == "largest" else size)
    first: list[int | None] = [None] * UNITS
    place = 0
    many = sum(cohorts.values())
    starts = rng.permutation([start for start, count in cohorts.items() for _unit in range(count)])
    for place in range(many):
        first[int(order[place])] = int(starts[place]) + 1
    one = np.ones_like(y)
    return assemble(
        outcome="y", units=list(range(UNITS)), periods=list(range(1, PERIODS + 1)), weight=one, total=y,
        rows=one.astype(np.int64), first_treated=first, time_column="t",
    )  # fmt: skip


def p_value(panel: Panel, size: np.ndarray | None = None) -> float | None:
    """Of the overall group effect; with sizes the scaled one."""
    effects = estimate_from_means(panel, not_yet=False)
    parts = summaries(panel, effects.cells, effects.points, effects.shares)
    (overall,) = [one for one in parts if one.estimand == "group" and one.group is None]
    weights = overall.weights[None, :]
    if size is None:
        tests = deal_summaries(panel, effects.cells, weights, groups=Groups(), not_yet=False).tests
    else:
        tests = scale_summaries(panel, effects.cells, weights, size, groups=Groups(), not_yet=False).tests
    test = tests[0]
    return None if test is None else test.p_value


def rate(
    replications: int, cohorts: dict[int, int], *, sized: bool, who: str = "any", scaled: bool = False
) -> float:
    """Share of panels in which the row rejects at 5 %."""
    rejected = 0
    for seed in np.random.SeedSequence(19).spawn(replications):
        rng = np.random.default_rng(seed)
        size = sizes(rng) if sized else None
        p = p_value(draw(rng, cohorts, size=size, who=who), size if scaled else None)
        rejected += p is not None and p <= 0.05
    return rejected / replications


def main() -> None:
    """Print the tables."""
    replications = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    scaled = "--scaled" in sys.argv
    error = 100 * math.sqrt(0.05 * 0.95 / replications)
    print(f"{replications} panels each; Monte Carlo error {error:.2f} points at 5 %.\n")
    if not scaled:
        print("| cohorts of 98 | equal variances, rejected, % |\n|---|---|")
        for cohorts in DESIGNS:
            said = ", ".join(map(str, cohorts.values()))
            print(f"| {said} | {100 * rate(replications, cohorts, sized=False):.1f} |", flush=True)
    title = "size-scaled" if scaled else "starts dealt"
    print(f"\n| variance 0.3 + 0.7 / size, {title} | any | largest | smallest |\n|---|---|---|---|")
    for cohorts in DESIGNS[:3] + DESIGNS[4:]:
        found = [100 * rate(replications, cohorts, sized=True, who=who, scaled=scaled) for who in WHO]
        said = ", ".join(map(str, cohorts.values()))
        print(f"| {said} | {' | '.join(f'{one:.1f}' for one in found)} |", flush=True)


if __name__ == "__main__":
    main()

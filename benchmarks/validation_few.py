"""Error rates with few treated units, as tables for docs/methods/validation.md.

    python -m benchmarks.validation_few [REPLICATIONS]

Needs half a minute for 10,000 replications on two cores. Run from the root of the project.
"""

from __future__ import annotations

import math
import sys

import numpy as np
from scipy import special, stats

from frirum.core.effects.monitor import log_e_value
from frirum.core.effects.power import UnitDesign, normal_numbers, p_values

N = 98
TREATED = (1, 2, 3, 5, 11)
SIZES = np.random.default_rng(98).lognormal(0.0, 0.8, N)
SIZES /= SIZES.mean()
UNEQUAL = np.sqrt(0.3 + 0.7 / SIZES)
TESTS = ("cluster-robust t", "pooled t (Lee-Wooldridge)", "randomisation", "wild", "size-scaled")


def _t_rates(values: np.ndarray, treated: np.ndarray, *, robust: bool) -> float:
    """Share of |t| beyond the 97.5 % point: cluster-robust with t(G − 1), or pooled with t(N − 2)."""
    k, rest = treated.sum(), (~treated).sum()
    own = values[:, treated] - values[:, treated].mean(axis=1, keepdims=True)
    others = values[:, ~treated] - values[:, ~treated].mean(axis=1, keepdims=True)
    gap = values[:, treated].mean(axis=1) - values[:, ~treated].mean(axis=1)
    if robust:
        factor = N / (N - 1) * (N - 1) / (N - 2)
        variance = factor * ((own**2).sum(axis=1) / k**2 + (others**2).sum(axis=1) / rest**2)
        limit = special.stdtrit(N - 1, 0.975)
    else:
        variance = ((own**2).sum(axis=1) + (others**2).sum(axis=1)) / (N - 2) * (1 / k + 1 / rest)
        limit = special.stdtrit(N - 2, 0.975)
    return float((np.abs(gap) > limit * np.sqrt(variance)).mean())


def rate(test: str, values: np.ndarray, treated: np.ndarray) -> float:
    """Share of replications in which a nominal 5 % test rejects."""
    if test == TESTS[0]:
        return _t_rates(values, treated, robust=True)
    if test == TESTS[1]:
        return _t_rates(values, treated, robust=False)
    design = UnitDesign(treated, SIZES)
    return float((p_values(values, design, test) <= 0.05).mean())


def size_tables(replications: int) -> list[str]:
    """One Markdown table per kind of variance."""
    lines = []
    for title, deviation, order in (
        ("Equal variances, treated at random", np.ones(N), np.arange(N)),
        ("Variance 0.3 + 0.7 / size, treated at random", UNEQUAL, np.arange(N)),
        ("Variance 0.3 + 0.7 / size, the largest treated", UNEQUAL, np.argsort(-SIZES)),
        ("Variance 0.3 + 0.7 / size, the smallest treated", UNEQUAL, np.argsort(SIZES)),
    ):
        lines += ["", f"**{title}**", "", "| test | " + " | ".join(f"k = {k}" for k in TREATED) + " |"]
        lines.append("|---|" + "---|" * len(TREATED))
        draws = normal_numbers(deviation)(np.random.default_rng(20), replications)
        for test in TESTS:
            cells = []
            for k in TREATED:
                treated = np.zeros(N, dtype=bool)
                treated[order[:k]] = True
                cells.append(f"{100 * rate(test, draws, treated):.1f}")
            lines.append(f"| {test} | " + " | ".join(cells) + " |")
    return lines


def alarm_table() -> list[str]:
    """Exact probabilities that the monitor ever rings over 24 looks."""
    lines = [
        "",
        "| cases per look | truth = baseline 10 % | truth 8 % | truth 15 % | truth 20 % |",
        "|---|---|---|---|---|",
    ]
    for per_look in (5, 10, 40):
        cells = []
        for truth in (0.10, 0.08, 0.15, 0.20):
            step = stats.binom.pmf(np.arange(per_look + 1), per_look, truth)
            quiet, rung = np.array([1.0]), 0.0
            for look in range(1, 25):
                quiet = np.convolve(quiet, step)
                n = look * per_look
                rings = np.array([log_e_value(x, n, 0.10) >= math.log(20) for x in range(n + 1)])
                rung += quiet[rings].sum()
                quiet = np.where(rings, 0.0, quiet)
            cells.append(f"{100 * rung:.1f}")
        lines.append(f"| {per_look} | " + " | ".join(cells) + " |")
    return lines


def main() -> None:
    """Print the tables."""
    replications = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    error = 100 * math.sqrt(0.05 * 0.95 / replications)
    print(
        f"Per cent of {replications} true nulls rejected at 5 %; Monte Carlo error {error:.2f} points at 5 %."
    )
    print("\n".join(size_tables(replications)))
    print("\nPer cent of 24-look monitors that ever ring (computed exactly):")
    print("\n".join(alarm_table()))


if __name__ == "__main__":
    main()

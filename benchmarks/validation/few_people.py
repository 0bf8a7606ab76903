"""Coverage, size and alarm rates with few people, strata and alike cases, for docs/methods/validation.md.

    python -m benchmarks.validation.few_people [REPLICATIONS]

Run from the root of the project.
"""

from __future__ import annotations

import math
import sys

import numpy as np

from frirum.core.effects import two_by_two
from frirum.core.effects.adjust import estimate_adjusted_difference
from frirum.core.effects.collapse import from_units
from frirum.core.effects.few import UnitContext, estimate_few
from frirum.core.effects.log_rank import log_rank, permuted_log_rank
from frirum.core.effects.monitor import Clusters, log_e_value_of
from frirum.core.effects.risk_sets import Spells
from frirum.core.effects.strata_exact import keeps
from frirum.core.effects.survival import Durations, estimate_survival

ADJUSTED = ["before", "age", "sex"]


def adjusted(replications: int, treated: int, n: int = 204) -> tuple[float, float]:
    """Share of sets in which `adjust` quotes, and in how many of those its bounds hold the effect of 1."""
    held = []
    for seed in range(replications):
        rng = np.random.default_rng(seed)
        before, age, sex = rng.normal(5, 1, n), rng.normal(40, 10, n), rng.integers(0, 2, n)
        wish = 0.5 * before + 0.02 * age + 0.3 * sex + rng.gumbel(size=n)
        chosen = np.isin(np.arange(n), np.argsort(-wish)[:treated])
        y = 0.7 * before + 0.01 * age + 0.2 * sex + rng.normal(size=n) + chosen
        row = estimate_adjusted_difference(
            y, chosen, np.column_stack([before, age, sex]), ADJUSTED, outcome="y"
        ).headline
        if row is not None and row.lower is not None and row.upper is not None:
            held.append(row.lower <= 1.0 <= row.upper)
    return len(held) / replications, float(np.mean(held))


def survival(replications: int, n: int) -> tuple[float, float, float]:
    """Coverage of the difference of means, and rates of the χ² and the permuted log-rank test, without a difference."""
    held, chi2, permuted = [], [], []
    for seed in range(replications):
        rng = np.random.default_rng(seed)
        length, until = np.ceil(rng.exponential(10, 2 * n)), np.ceil(rng.uniform(5, 30, 2 * n))
        event = (length <= until).astype(np.int64)
        spells = Spells(np.full(2 * n, -np.inf), np.minimum(length, until), event)
        group = np.repeat([0, 1], n)
        data = Durations(spells, group, ("a", "b"), np.zeros((2 * n, 0)), (), 12.0, "e")
        for row in estimate_survival(data).estimates:
            if row.estimand == "rmst_difference" and row.lower is not None and row.upper is not None:
                held.append(row.lower <= 0 <= row.upper)
        test = log_rank(spells, group, 2)
        if test is not None:
            chi2.append(test.p_value <= 0.05)
            permuted.append(permuted_log_rank(spells, group, 2, test.statistic) <= 0.05)
    return float(np.mean(held)), float(np.mean(chi2)), float(np.mean(permuted))


def audits(replications: int, rate: float) -> float:
    """Coverage of the exact interval over 11 lists of 20-200 cases, 10 drawn from each."""
    rng = np.random.default_rng(13)
    population = rng.integers(20, 200, 11)
    lists = np.round(rate * population).astype(int)
    drawn = rng.hypergeometric(lists, population - lists, 10, size=(replications, 11))
    return float(
        np.mean([keeps(x.tolist(), [10] * 11, population.tolist(), int(lists.sum())) for x in drawn])
    )


def strata(replications: int) -> dict[str, float]:
    """Size of the tests of `few` within strata (2 of 10, 1 of 20 and 5 of 30 treated), and of whole regions."""
    codes, treated = np.repeat([0, 1, 2], [10, 20, 30]), np.zeros(60, dtype=bool)
    treated[[0, 1, 10, 30, 31, 32, 33, 34]] = True
    blocks, whole = np.repeat(np.arange(20), 3), np.arange(60) < 6
    found: dict[str, list[bool]] = {}
    for seed in range(replications):
        rng = np.random.default_rng(seed)
        size = rng.lognormal(0, 0.8, 60)
        noise = rng.normal(size=60) * np.sqrt(0.3 + 0.7 / size)
        within = estimate_few(
            from_units(5.0 * codes + noise, list(range(60)), treated),
            UnitContext(size=size, strata=codes),
            draws=499,
        )
        regions = estimate_few(
            from_units(noise + rng.normal(size=20)[blocks], list(range(60)), whole),
            UnitContext(size=size, blocks=blocks),
            draws=499,
        )
        for title, result, inference in (
            ("randomisation within strata", within, "randomisation"),
            ("size-scaled within strata", within, "size-scaled"),
            ("block-permutation, 2 of 20 regions", regions, "block-permutation"),
            ("block-size-scaled, 2 of 20 regions", regions, "block-size-scaled"),
        ):
            found.setdefault(title, []).append((result.row(inference=inference).p_value or 0.0) <= 0.05)
    return {title: float(np.mean(far)) for title, far in found.items()}


def alarms(replications: int, size: int, *, told: bool, beside: bool = False) -> float:
    """Share of monitors that ever ring over 24 looks of one cluster each, ICC 0.05, at the baseline of 10 %."""
    rng = np.random.default_rng(1)
    events, others = (
        rng.binomial(size, rng.beta(0.1 * 19, 0.9 * 19, (replications, 24))).cumsum(axis=1)
        for _group in (1, 2)
    )
    effect = Clusters(0.05, size).design_effect if told else 1.0
    n, limit = size * np.arange(1, 25) / effect, math.log(40 if beside else 20)
    rung = 0
    for own, other in zip(events / effect, others / effect, strict=True):
        if beside:
            values = (two_by_two.log_e_value(x, k, z, k) for x, z, k in zip(own, other, n, strict=True))
        else:
            values = (log_e_value_of(x, k, 0.1) for x, k in zip(own, n, strict=True))
        rung += any(value >= limit for value in values)
    return rung / replications


def main() -> None:
    """Print the tables."""
    replications = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    print(
        f"{replications} sets; Monte Carlo error {100 * math.sqrt(0.05 * 0.95 / replications):.2f} points at 5 %"
    )
    for treated in (15, 8, 4):
        quoted, held = adjusted(replications, treated)
        print(
            f"| adjust, {treated} of 204 | quoted {100 * quoted:.1f} | covers {100 * held:.1f} |", flush=True
        )
    for n in (5, 7, 12):
        held, chi2, permuted = survival(replications, n)
        print(
            f"| survival, {n} a group | {100 * held:.1f} | {100 * chi2:.1f} | {100 * permuted:.1f} |",
            flush=True,
        )
    for rate in (0.02, 0.05, 0.08):
        print(
            f"| audits in 11 strata, {100 * rate:.0f} % | {100 * audits(replications, rate):.1f} |",
            flush=True,
        )
    for size in (5, 20, 40):
        plain, told = (alarms(replications, size, told=flag) for flag in (False, True))
        print(f"| monitor, clusters of {size} | {100 * plain:.1f} | {100 * told:.1f} |", flush=True)
    for title, rate in strata(replications // 4).items():
        print(f"| {title} ({replications // 4} sets) | {100 * rate:.1f} |", flush=True)
    few = replications // 10
    print(
        f"| two-by-two, clusters of 20 ({few} sets) | {100 * alarms(few, 20, told=True, beside=True):.1f} |"
    )


if __name__ == "__main__":
    main()

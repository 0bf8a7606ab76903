"""The peers' side of `effects`: run by the interpreter of requirements-peers.in, given the data folder.

Prints one JSON line, {task: {peer: seconds}}. Loops that take minutes are timed on fewer rounds and scaled; the
name then says so. Each peer gets its data in the form it works fastest on.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from pathlib import Path

import numpy as np
import pandas as pd

warnings.filterwarnings("ignore")


def best_seconds(work, times: int = 5) -> float:
    if times > 1:  # what takes seconds needs no warm-up
        work()
    found = []
    for _time in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def permutations(units: pd.DataFrame) -> dict[str, float]:
    from scipy import stats

    own, rest = units.y[units.d == 1].to_numpy(), units.y[units.d == 0].to_numpy()

    def statistic(x, y, axis):
        return x.mean(axis=axis) - y.mean(axis=axis)

    def scipy_test():
        return stats.permutation_test(
            (own, rest), statistic, vectorized=True, n_resamples=9_999, rng=np.random.default_rng(1)
        )

    return {"scipy permutation_test": best_seconds(scipy_test)}


def pyfixest_permutations(units: pd.DataFrame) -> dict[str, float | str]:
    import pyfixest as pf

    name = "pyfixest ritest (treats a random number of units)"
    fit = pf.feols("y ~ d", units)
    try:
        fit.ritest("d", reps=100, choose_algorithm="fast")  # compiles
        return {
            f"{name}, fast": best_seconds(lambda: fit.ritest("d", reps=9_999, choose_algorithm="fast"), 1)
        }
    except ImportError:  # its fast algorithm needs numba
        slow = best_seconds(lambda: fit.ritest("d", reps=1_000, choose_algorithm="slow"), 1)
        return {f"{name}, 1,000 scaled, no numba": 10 * slow}


def power(rounds: int = 20) -> dict[str, float]:
    """A loop over simulated panels of 98 × 24 with two-way effects and clustered errors, as analysts write it."""
    import pyfixest as pf
    import statsmodels.api as sm

    rng = np.random.default_rng(1)
    unit, month = np.repeat(np.arange(98), 24), np.tile(np.arange(24), 98)
    on = ((unit < 11) & (month >= 12)).astype(float)
    frame = pd.DataFrame({"unit": unit, "month": month, "on": on})

    def with_pyfixest():
        for _round in range(rounds):
            frame["y"] = rng.normal(size=unit.size) + 0.2 * on
            pf.feols("y ~ on | unit + month", frame, vcov={"CRV1": "unit"}).pvalue()

    def with_statsmodels():
        # Its best form here: regress the collapsed numbers, one per unit.
        found = []
        for _round in range(rounds):
            y = (rng.normal(size=unit.size) + 0.2 * on).reshape(98, 24)
            gap = y[:, 12:].mean(axis=1) - y[:, :12].mean(axis=1)
            design = sm.add_constant((np.arange(98) < 11).astype(float))
            found.append(sm.OLS(gap, design).fit(cov_type="HC1").pvalues[1])

    scale = 1_000 / rounds
    return {
        f"pyfixest loop (cluster-robust test; {rounds} rounds scaled)": scale
        * best_seconds(with_pyfixest, 1),
        f"statsmodels loop on collapsed numbers ({rounds} rounds scaled)": scale
        * best_seconds(with_statsmodels, 1),
    }


def main() -> None:
    folder = Path(sys.argv[1])
    units = pd.DataFrame(dict(np.load(folder / "units.npz")))
    result = {"permutations": permutations(units) | pyfixest_permutations(units), "power": power()}
    print(json.dumps(result))


if __name__ == "__main__":
    main()

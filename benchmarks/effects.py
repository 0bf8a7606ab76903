"""Speed of the numeric core beside its peers, in one run: `python -m benchmarks.effects [--peers PYTHON]`.

PYTHON is the interpreter of an environment with requirements-peers.in; without it (or FRIRUM_PEERS) the peers are
reported as skipped. Each task is timed several times after a warm-up and the best is shown, as others may use the
machine. The floor of a task is the time this machine needs to read once, from memory, the bytes that any method must
touch.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from frirum.core.effects.collapse import from_units
from frirum.core.effects.few import UnitContext, estimate_few
from frirum.core.effects.power import UnitDesign, normal_numbers, panel_deviation, simulate_power
from frirum.core.effects.randomisation import list_assignments, randomisation_test

N, K, MONTHS = 98, 11, 24


def best_seconds(work: Callable[[], object], times: int = 7) -> float:
    """The best of several timings, after one warm-up: what the machine takes when nobody else uses it."""
    work()
    found = []
    for _time in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def bandwidth() -> float:
    """Bytes per second of a plain sum over an array far larger than the caches."""
    array = np.ones(40_000_000)
    return array.nbytes / best_seconds(array.sum)


def write_data(folder: Path) -> None:
    """The data every contender gets: one number per unit."""
    rng = np.random.default_rng(1)
    treated = np.arange(N) < K
    numbers = rng.normal(size=N) + 0.5 * treated
    np.savez(folder / "units.npz", unit=np.arange(N), y=numbers, d=treated.astype(np.int64))


def own_times(folder: Path) -> dict[str, float]:
    """Seconds per task, ours."""
    units = np.load(folder / "units.npz")
    y, treated = units["y"], units["d"] == 1
    numbers = from_units(y, list(range(N)), treated)
    size = np.random.default_rng(2).lognormal(size=N)
    power = UnitDesign(treated, size)
    draw = normal_numbers(np.full(N, panel_deviation(1.0, MONTHS // 2, MONTHS // 2)))

    def permute() -> object:
        return randomisation_test(numbers, list_assignments(numbers.cohort, order=y, draws=9_999))

    return {
        "permutations": best_seconds(permute),
        "evaluation": best_seconds(lambda: estimate_few(numbers, UnitContext(size=size))),
        "power": best_seconds(lambda: simulate_power(power, draw, 0.2, replications=1_000)),
    }


def floors() -> dict[str, float]:
    """Seconds to read once what the task must touch: indices, signs or rows, at 8 bytes each."""
    rate = bandwidth()
    return {
        "permutations": 10_000 * K * 8 / rate,
        "evaluation": (2 * 10_000 * K + 10_000 * N) * 8 / rate,
        "power": 1_000 * N * 8 / rate,
    }


def peer_times(python: str | None, folder: Path) -> dict[str, dict[str, float | str]]:
    """Seconds per task and peer, or why there are none."""
    if not python or not Path(python).exists():
        return {}
    script = Path(__file__).with_name("effects_peers.py")
    done = subprocess.run([python, str(script), str(folder)], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.stderr.write(done.stderr[-2000:])
        return {}
    found: dict[str, dict[str, float | str]] = json.loads(done.stdout.splitlines()[-1])
    return found


LABELS = {
    "permutations": "10,000 permutations, 11 of 98",
    "evaluation": "whole evaluation: five tests, three intervals by inversion",
    "power": "power, 1,000 replications of 98 × 24, size-scaled test",
}


def table(own: dict[str, float], peers: dict[str, dict[str, float | str]], floor: dict[str, float]) -> str:
    """The result as Markdown."""
    lines = ["| task | Frirum | floor | peer | peer's time | ratio |", "|---|---|---|---|---|---|"]
    for task, label in LABELS.items():
        others = peers.get(task, {"peers": "none does this" if peers else "skipped: no environment"})
        for name, seconds in others.items():
            if isinstance(seconds, str):
                shown, ratio = seconds, "–"
            else:
                shown, ratio = f"{1000 * seconds:,.1f} ms", f"{seconds / own[task]:,.1f}"
            lines.append(
                f"| {label} | {1000 * own[task]:,.1f} ms | {1000 * floor[task]:.2f} ms | {name} | {shown} | {ratio} |"
            )
    return "\n".join(lines)


def main() -> None:
    """Run every task and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", default=os.environ.get("FRIRUM_PEERS"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_data(folder)
        print(table(own_times(folder), peer_times(options.peers, folder), floors()))


if __name__ == "__main__":
    main()

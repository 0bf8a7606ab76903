"""All contenders by turns in one run, with the floors of the same run: see the package."""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from frirum.core.registers.outcomes import OutcomeMarks, outcomes
from frirum.core.registers.panel import panel
from frirum.core.registers.pseudonyms import pseudonyms
from frirum.core.registers.reading import read_register
from frirum.synthetic.register import SyntheticRegister, write_register

ENGINES = ("frirum", "frirum without numba", "polars", "duckdb", "clickhouse")
MARKS = 50_000


def page_cache_seconds(path: Path) -> float:
    """Reading the file once in large blocks, after it has been read before."""
    for _round in range(2):
        begun = time.perf_counter()
        with path.open("rb") as file:
            while file.read(32 * 1024 * 1024):
                pass
    return time.perf_counter() - begun


def run(python: str, engine: str, csv: Path, folder: Path) -> dict[str, Any]:
    """One task in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(["src", "."])}
    command = [python, "-m", "benchmarks.registers.tasks", engine, str(csv), str(folder)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        return {"engine": engine, "failed": done.stderr.strip().splitlines()[-1:]}
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def contest(python: str, csv: Path, rounds: int, engines: list[str]) -> list[dict[str, Any]]:
    """Rounds A B C A B C; the median and the best of each, void when a checksum differs."""
    with tempfile.TemporaryDirectory() as folder:
        runs = [run(python, engine, csv, Path(folder)) for _round in range(rounds) for engine in engines]
    truth = next((r["checksum"] for r in runs if "checksum" in r), None)
    rows = []
    for engine in engines:
        own = [r for r in runs if r["engine"] == engine]
        good = [r for r in own if r.get("checksum") == truth and truth]
        if len(good) < len(own):
            rows.append({"engine": engine, "void": [r for r in own if r not in good]})
            continue
        rows.append(
            {
                "engine": engine,
                "wall": statistics.median(r["wall"] for r in good),
                "best": min(r["wall"] for r in good),
                "cpu": statistics.median(r["cpu"] for r in good),
                "rss_mb": max(r["rss_mb"] for r in good),
                "bytes": good[0]["bytes"],
            }
        )
    return rows


def own_tasks(csv: Path) -> dict[str, float]:
    """Seconds of what is computed from the spell table in memory: the best of five."""
    rng = np.random.default_rng(1)
    table = read_register(csv)
    # The register of the contest has no industry codes: say that everybody has one in every month.
    months = tuple(dict.fromkeys(table.axis.months))
    table = replace(
        table, industry_months=months, industry=np.full((table.people, -(-len(months) // 8)), 255, np.uint8)
    )
    first = table.axis.week(0).monday.toordinal()
    marks = OutcomeMarks(
        rng.integers(0, table.people, MARKS), first + 7 * rng.integers(0, table.axis.length, MARKS)
    )

    def best(work: Any) -> float:
        found = []
        for _time in range(5):
            begun = time.perf_counter()
            work()
            found.append(time.perf_counter() - begun)
        return min(found)

    tasks = {
        "50,000 outcomes at three horizons": best(lambda: outcomes(table, marks, [3, 6, 9], "weeks")),
        "panel": best(lambda: panel(table)),
    }
    ids = table.ids.tolist()
    tasks["pseudonyms per million"] = best(lambda: pseudonyms(ids, b"k" * 32)) * 1_000_000 / len(ids)
    return tasks


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=60_000)
    asked.add_argument("--weeks", type=int, default=520)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--engines", default=",".join(ENGINES))
    asked.add_argument("--peers", default=os.environ.get("FRIRUM_PEERS", sys.executable), metavar="PYTHON")
    asked.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    chosen = asked.parse_args()
    csv = chosen.folder / f"register-{chosen.people}-{chosen.weeks}.csv"
    if not csv.exists():
        plan = SyntheticRegister(chosen.people, chosen.weeks, seed=7, industry=False, yearly=False)
        write_register(plan, csv)
    floor = page_cache_seconds(csv)
    rows = contest(chosen.peers, csv, chosen.rounds, chosen.engines.split(","))
    size = csv.stat().st_size
    print(
        f"{chosen.people:,} people x {chosen.weeks} weeks, {size / 1e6:,.0f} MB, load {os.getloadavg()[0]:.0f}"
    )
    print(f"page cache: {floor:.3f} s")
    first = next((row for row in rows if "wall" in row), None)
    for row in rows:
        if first is None or "void" in row:
            print(row)
            continue
        print(
            f"{row['engine']:<22} wall {row['wall']:8.2f} best {row['best']:8.2f} cpu {row['cpu']:8.2f} "
            f"x{row['wall'] / first['wall']:6.2f} cpu x{row['cpu'] / first['cpu']:6.2f} "
            f"floor x{row['wall'] / floor:7.1f} {row['rss_mb']:6} MB store {100 * row['bytes'] / size:.2f} %"
        )
    for name, seconds in own_tasks(csv).items():
        print(f"{name:<36} {1000 * seconds:10.1f} ms")


if __name__ == "__main__":
    main()

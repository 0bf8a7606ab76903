"""Staggered effects on a million person-months, beside the peers.

Run with an interpreter that has the packages of requirements-peers.txt (they include numpy, scipy and
polars):

    PYTHONPATH=src python benchmarks/staggered.py [ROWS]

Task: from one frame of person-months (98 municipalities, 24 months, 11 treated in three cohorts) to all
group-time effects with errors clustered on the municipality and the overall effect. Each peer gets the
columns and options that make it fastest; ours and diff-diff must agree on the overall effect. Best of several
runs; wall and processor time, since the processor time tells what a shared machine hides.
"""

from __future__ import annotations

import importlib.metadata
import sys
import time
import warnings
from collections.abc import Callable

import numpy as np
import pandas as pd
import polars as pl

from frirum.core.effects.att_gt import estimate_att_gt
from frirum.core.effects.rows import Result

warnings.simplefilter("ignore")
MUNICIPALITIES, MONTHS = 98, 24
STARTS = {9: range(0, 4), 13: range(4, 8), 17: range(8, 11)}


def people(rows: int) -> pl.DataFrame:
    """Synthetic person-months: municipal level, common growth, an effect of 0.5."""
    generator = np.random.default_rng(2026)
    unit = generator.integers(0, MUNICIPALITIES, rows)
    month = generator.integers(1, MONTHS + 1, rows)
    start = np.zeros(MUNICIPALITIES, dtype=np.int64)
    for first, units in STARTS.items():
        start[list(units)] = first
    first = start[unit]
    level = generator.normal(size=MUNICIPALITIES)[unit]
    y = level + 0.1 * month + 0.5 * ((first > 0) & (month >= first)) + generator.normal(size=rows)
    return pl.DataFrame({"municipality": unit, "month": month, "first_treated": first, "y": y})


def ours(frame: pl.DataFrame) -> float:
    """The whole result: effects, four summaries, checks."""
    result: Result = estimate_att_gt(
        frame, outcome="y", unit="municipality", time="month", first_treated="first_treated"
    )
    point = result.row(estimand="simple").point
    assert point is not None
    return point


def by_diff_diff(frame: pd.DataFrame) -> float:
    """Callaway and Sant'Anna on repeated cross-sections, analytic errors, no bootstrap."""
    from diff_diff import CallawaySantAnna

    found = CallawaySantAnna(panel=False, cluster="municipality", base_period="varying").fit(
        frame, outcome="y", unit="person", time="month", first_treat="first_treated"
    )
    return float(found.overall_att)


def by_pyfixest(frame: pd.DataFrame) -> float:
    """Sun and Abraham's saturated regression, the closest that pyfixest has."""
    import pyfixest

    found = pyfixest.event_study(
        frame,
        yname="y",
        idname="municipality",
        tname="month",
        gname="first_treated",
        estimator="saturated",
        att=False,
        cluster="municipality",
    )
    return float(found.coef().mean())


def one_pass(frame: pl.DataFrame) -> float:
    """The floor: every column added up once."""
    return float(sum(float(frame[name].to_numpy().sum()) for name in frame.columns))


def clocked(run: Callable[[], float], times: int) -> tuple[float, float, float]:
    """Value, best wall seconds, best processor seconds."""
    wall, processor, value = [], [], 0.0
    for _turn in range(times):
        before, spent = time.perf_counter(), time.process_time()
        value = run()
        wall.append(time.perf_counter() - before)
        processor.append(time.process_time() - spent)
    return value, min(wall), min(processor)


def main() -> None:
    """Print a table for benchmarks/README.md."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    frame = people(rows)
    wide = pd.DataFrame(frame.to_dict(as_series=False))
    wide["person"] = np.arange(rows)
    tasks: list[tuple[str, Callable[[], float], int]] = [
        ("one pass over the columns", lambda: one_pass(frame), 15),
        ("frirum att-gt, all rows and checks", lambda: ours(frame), 15),
        (f"diff-diff {importlib.metadata.version('diff-diff')}", lambda: by_diff_diff(wide), 3),
        (f"pyfixest {importlib.metadata.version('pyfixest')}, saturated", lambda: by_pyfixest(wide), 1),
    ]
    found = {name: clocked(run, times) for name, run, times in tasks}
    values = [value for value, _wall, _processor in found.values()]
    assert abs(values[1] - values[2]) < 1e-8, values
    base = found[tasks[1][0]]
    print(f"{rows:,} rows, numpy {np.__version__}\n")
    print("| | wall ms | processor ms | wall ratio | processor ratio |\n|---|---|---|---|---|")
    for name, (_value, wall, processor) in found.items():
        print(
            f"| {name} | {1e3 * wall:.1f} | {1e3 * processor:.1f} | {wall / base[1]:.2f} | {processor / base[2]:.2f} |"
        )


main()

"""A plan from its file to the verdict, beside what an analyst would chain by hand, in one run.

    PYTHONPATH=src python -m benchmarks.evaluate [--peers PYTHON]

The task is a panel of 98 municipalities and 16 quarters: read, estimated, checked, judged, pictures drawn and the
result written. The peers (PYTHON with pyfixest and pandas) read the same file and give the event study with clustered
errors: no check, no verdict, no picture. Curves, log-rank and Cox of 100,000 people stand beside lifelines.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from frirum.cli.main import run_command
from frirum.core.vocabulary.municipalities import all_municipalities
from frirum.synthetic.panel import share_in_work

EXAMPLE = Path(__file__).resolve().parent.parent / "docs" / "example-evaluation"
SLUG = "loentilskud-jobrotation"
PEER = """
import sys, time, json
import pandas as pd, pyfixest as pf
def chain(path):
    frame = pd.read_csv(path, dtype={"unit": str})
    quarter = sorted(frame.time.unique()); frame["t"] = frame.time.map({q: n for n, q in enumerate(quarter)})
    start = frame[frame.treated == 1].groupby("unit").t.min()
    frame["g"] = frame.unit.map(start).fillna(0).astype(int)
    frame["rel"] = (frame.t - frame.g).where(frame.g > 0, -1).astype(int)
    frame["ever"] = (frame.g > 0).astype(int)
    frame["y"] = frame["arbejde-6m"]
    study = pf.feols("y ~ i(rel, ever, ref=-1) | unit + t", frame, vcov={"CRV1": "unit"}, weights="people")
    twfe = pf.feols("y ~ treated | unit + t", frame, vcov={"CRV1": "unit"}, weights="people")
    return study.tidy(), twfe.tidy()
chain(sys.argv[1])
times = []
for _ in range(5):
    start = time.process_time(); study, twfe = chain(sys.argv[1]); times.append(time.process_time() - start)
print(json.dumps({"seconds": min(times), "point": float(twfe["Estimate"].iloc[0])}))
"""

LIFELINES = """
import sys, time, json
import pandas as pd
from lifelines import CoxPHFitter, KaplanMeierFitter
from lifelines.statistics import logrank_test
def chain(path):
    frame = pd.read_csv(path)
    apart = [frame[frame.treated == side] for side in (0, 1)]
    medians = [float(KaplanMeierFitter().fit(one.time, one.event).median_survival_time_) for one in apart]
    rank = logrank_test(apart[0].time, apart[1].time, apart[0].event, apart[1].event).test_statistic
    cox = CoxPHFitter().fit(frame, "time", "event").params_
    return medians, float(rank), float(cox["treated"])
chain(sys.argv[1])
times = []
for _ in range(5):
    start = time.process_time(); found = chain(sys.argv[1]); times.append(time.process_time() - start)
print(json.dumps({"seconds": min(times), "found": found}))
"""
PEOPLE = 100_000


def durations(path: Path) -> None:
    """Weeks until an event of 100,000 people in two groups, some seen for a shorter time; synthetic."""
    random = np.random.default_rng(4)
    treated, age = random.integers(0, 2, PEOPLE), random.integers(20, 60, PEOPLE)
    until = np.ceil(random.exponential(30 / (1 + 0.3 * treated), PEOPLE)).astype(int)
    seen = np.ceil(random.uniform(10, 104, PEOPLE)).astype(int)
    rows = zip(np.minimum(until, seen), (until <= seen).astype(int), treated, age, strict=True)
    path.write_text("time,event,treated,age\n" + "".join(f"{t},{e},{g},{a}\n" for t, e, g, a in rows))


def our_survival(path: Path) -> tuple[float, list[float]]:
    """(processor seconds of the best of five, [log-rank χ², log hazard ratio]) of curves by group and of Cox."""
    times = []
    for _turn in range(6):
        start = time.process_time()
        by_group = _estimates(path, "--group", "treated")
        cox = _estimates(path, "--covariates", "treated,age")
        times.append(time.process_time() - start)
    rank = next(row["point"] for row in by_group if row["estimand"] == "log_rank")
    hazard = next(row["point"] for row in cox if row["estimand"] == "log_hazard_ratio")
    return min(times[1:]), [rank, hazard]


def _estimates(path: Path, *options: str) -> list[dict[str, Any]]:
    written = io.StringIO()
    with contextlib.redirect_stdout(written):
        run_command(
            ["--json", "estimate", "survival", str(path), "--time", "time", "--event", "event", *options]
        )
    found: list[dict[str, Any]] = json.loads(written.getvalue())["estimates"]
    return found


def ours(folder: Path, table: Path) -> tuple[float, float]:
    """(processor seconds of the best of five, the estimate)."""
    times = []
    for turn in range(6):
        start = time.process_time()
        told = [
            "--extract",
            str(table),
            "--plan",
            str(EXAMPLE / "plan.toml"),
            "--out",
            str(folder / str(turn)),
        ]
        run_command(["evaluate", SLUG, *told])
        times.append(time.process_time() - start)
    found = json.loads((folder / "0" / "result.json").read_text(encoding="utf-8"))
    return min(times[1:]), found["questions"][0]["headline"]["point"]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--peers", help="a Python with pandas, pyfixest and lifelines")
    given = asked.parse_args()
    codes = [one.code for one in all_municipalities()]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table = folder / "panel.csv"
        data = share_in_work(codes[:11], codes[11:], start=8, effect=0.04, outcome="arbejde-6m", seed=2027)
        table.write_bytes(data)
        seconds, point = ours(folder, table)
        print(
            f"frirum evaluate, files to verdict, pictures and documents: {seconds:.2f} s, {100 * point:.2f} points"
        )
        if given.peers:
            said = subprocess.run(
                [given.peers, "-c", PEER, str(table)], capture_output=True, text=True, check=True
            ).stdout
            peer = json.loads(said.strip().splitlines()[-1])
            print(f"pandas + pyfixest, two regressions: {peer['seconds']:.2f} s, {100 * peer['point']:.2f}")
            print(f"ratio (peer = 1): {seconds / peer['seconds']:.1f}")
            spells = folder / "spells.csv"
            durations(spells)
            seconds, found = our_survival(spells)
            said = subprocess.run(
                [given.peers, "-c", LIFELINES, str(spells)], capture_output=True, text=True, check=True
            ).stdout
            peer = json.loads(said.strip().splitlines()[-1])
            print(f"frirum estimate survival, curves, log-rank and Cox: {seconds:.2f} s, {found}")
            print(f"pandas + lifelines, the same: {peer['seconds']:.2f} s, {peer['found'][1:]}")
            print(f"ratio (peer = 1): {seconds / peer['seconds']:.1f}")


if __name__ == "__main__":
    main()

"""A plan from its file to the verdict, beside what an analyst would chain by hand, in one run.

    PYTHONPATH=src python -m benchmarks.evaluate [--peers PYTHON]

The task is a panel of 98 municipalities and 16 quarters: read, estimated, checked, judged, pictures drawn and the
result written. The peers (PYTHON with pyfixest and pandas) read the same file and give the event study with clustered
errors: no check, no verdict, no picture.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

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
    asked.add_argument("--peers", help="a Python with pyfixest and pandas")
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


if __name__ == "__main__":
    sys.exit(main())

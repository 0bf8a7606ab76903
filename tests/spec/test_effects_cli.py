"""`frirum estimate …` and `frirum audit size`: the documents and exit codes other programs rely on."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import numpy as np
import pytest

from frirum.cli.main import run_command

KEYS = {
    "estimator", "estimand", "outcome", "group", "period", "n_treated", "n_comparison", "units_treated",
    "point", "se", "lower", "upper", "p_value", "inference", "notes",
}  # fmt: skip


@pytest.fixture
def run(capsys):
    def call(*arguments):
        code = run_command([*map(str, arguments), "--json"])
        return code, json.loads(capsys.readouterr().out)

    return call


@pytest.fixture(scope="module")
def panel(tmp_path_factory):
    """24 municipalities × 8 months; three are treated from month 5 with an effect of 2; sizes and regions."""
    rng = np.random.default_rng(20180701)
    lines = ["kommune;maaned;y;d;start;n;region"]
    for unit in range(24):
        for month in range(1, 9):
            on = int(unit < 3 and month >= 5)
            y = f"{unit * 0.3 + month * 0.1 + 2 * on + rng.normal() * 0.4:.3f}".replace(".", ",")
            lines.append(
                f"{101 + unit};2016-{month:02};{y};{on};{'2016-05' if unit < 3 else ''};{50 + unit};{unit // 3}"
            )
    path = tmp_path_factory.mktemp("data") / "panel.csv"
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode("cp1252"))
    return path


def test_share(run):
    code, found = run("estimate", "share", "--events", 3, "--n", 10, "--population", 40)
    assert code == 0
    assert [row["inference"] for row in found["estimates"]] == ["clopper-pearson", "wilson", "hypergeometric"]
    assert all(set(row) == KEYS for row in found["estimates"])
    assert found["headline"]["lower"] == 0.1
    assert found["refused"] is None


def test_difference(run):
    code, found = run("estimate", "difference", "--events1", 56, "--n1", 70, "--events2", 48, "--n2", 80)
    assert code == 0
    assert [row["inference"] for row in found["estimates"]] == [
        "newcombe", "miettinen-nurminen", "mee", "fisher", "fisher-one-sided"
    ]  # fmt: skip
    assert [round(found["headline"][key], 4) for key in ("point", "lower", "upper")] == [0.2, 0.0524, 0.3339]


def test_nothing_to_conclude_from_is_no_failure(run):
    code, found = run("estimate", "share", "--events", 0, "--n", 0)
    assert code == 0
    assert found["headline"] is None
    assert found["refused"]


def test_monitor(run):
    code, found = run("estimate", "monitor", "--events", 9, "--n", 20, "--baseline", "0,10")
    assert code == 0
    assert [row["estimand"] for row in found["estimates"]] == ["log_e_value", "share"]
    assert found["checks"][0]["name"] == "alarm"


def test_few(run, panel):
    options = ["--outcome", "y", "--unit", "kommune", "--treated", "d", "--time", "maaned", "--size", "n"]
    code, found = run("estimate", "few", panel, *options)
    assert code == 0
    assert [row["inference"] for row in found["estimates"]] == ["randomisation", "size-scaled", "wild", "cr2"]
    row = found["headline"]
    assert (row["inference"], row["units_treated"], row["n_treated"], row["n_comparison"]) == (
        "size-scaled",
        3,
        24,
        168,
    )
    assert row["lower"] < 2 < row["upper"]
    assert any("2024" in note for note in found["estimates"][0]["notes"])  # C(24, 3) assignments


def test_few_with_regions(run, panel):
    options = [
        "--outcome",
        "y",
        "--unit",
        "kommune",
        "--treated",
        "d",
        "--time",
        "maaned",
        "--blocks",
        "region",
    ]
    code, found = run("estimate", "few", panel, *options)
    assert code == 0
    rows = {row["inference"]: row for row in found["estimates"]}
    assert rows["block-permutation"]["p_value"] == pytest.approx(1 / 8)
    assert found["headline"] is None
    assert "0,125" in found["refused"]["message"]


@pytest.mark.parametrize("method", ["did", "att-gt"])
def test_comparison_over_time(run, panel, method):
    options = ["--outcome", "y", "--unit", "kommune", "--time", "maaned", "--first-treated", "start"]
    code, found = run("estimate", method, panel, *options)
    assert code == 0
    assert found["estimates"]
    assert all(row["p_value"] is None for row in found["estimates"] if row["inference"] == "crv1")


def test_synthetic(run, panel):
    options = ["--outcome", "y", "--unit", "kommune", "--time", "maaned"]
    code, found = run("estimate", "synthetic", panel, *options, "--treated-unit", 101, "--from", "2016-05")
    assert code == 0
    assert [row["estimand"] for row in found["estimates"]] == ["did", "sc", "sdid"]


@pytest.mark.parametrize(
    "arguments, code, kind",
    [
        (["share", "--events", "11", "--n", "10"], 2, "usage"),
        (["share", "--events", "x", "--n", "10"], 2, "usage"),
        (["monitor", "--events", "1", "--n", "5", "--baseline", "1"], 2, "usage"),
        (["few", "absent.csv", "--outcome", "y", "--unit", "u", "--treated", "d"], 3, "input_refused"),
        (["guess"], 2, "usage"),
    ],
)
def test_failures_have_a_code_and_a_document(run, arguments, code, kind):
    found_code, document = run("estimate", *arguments)
    assert (found_code, document["error"]["code"]) == (code, kind)


def test_a_missing_column_names_those_there_are(run, panel):
    code, document = run(
        "estimate",
        "did",
        panel,
        "--outcome",
        "z",
        "--unit",
        "kommune",
        "--time",
        "maaned",
        "--first-treated",
        "start",
    )
    assert code == 3
    assert "kommune" in document["error"]["remedy"]
    assert document["error"]["file"] == str(panel)


@pytest.mark.parametrize("option, n", [(["--show-below", "0.1"], 23), (["--margin", "0,2"], 18)])
def test_audit_size(run, option, n):
    assert run("audit", "size", "--population", 60, *option) == (0, {"n": n})


@pytest.mark.parametrize("options", [[], ["--show-below", "0.1", "--margin", "0.1"], ["--margin", "1.5"]])
def test_audit_size_needs_one_question(run, options):
    assert run("audit", "size", "--population", 60, *options)[0] == 2


def test_text_for_people(capsys):
    assert run_command(["estimate", "share", "--events", "0", "--n", "14"]) == 0
    text = capsys.readouterr().out
    assert "95 pct. fra 0 til 0,2316" in text
    assert "19,3 pct." in text


def test_bytes_are_the_same_whatever_the_thread_count(panel):
    command = [
        sys.executable,
        "-m",
        "frirum",
        "--json",
        "estimate",
        "few",
        str(panel),
        "--outcome",
        "y",
        "--unit",
    ]
    command += ["kommune", "--treated", "d", "--time", "maaned", "--size", "n"]
    found = set()
    for threads in ("1", "2", "5"):
        limits = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "POLARS_MAX_THREADS"), threads)
        done = subprocess.run(command, capture_output=True, check=True, env=os.environ | limits)
        found.add(done.stdout)
    assert len(found) == 1

"""The commands did, att-gt, cells and synthetic: files as municipalities write them, and the same JSON every time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from unit.core.effects.effects_panels import as_cells, exact_panel, noisy_people

from frirum.cli.main import run_command

COLUMNS = ["--outcome", "y", "--unit", "municipality", "--time", "month", "--first-treated", "first_treated"]
ROW = [
    *("estimator", "estimand", "outcome", "group", "period", "n_treated", "n_comparison", "units_treated"),
    *("point", "se", "lower", "upper", "p_value", "inference", "notes"),
]


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("data") / "people.csv"
    noisy_people(np.random.default_rng(3)).write_csv(path)
    return path


def run(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, dict]:
    code = run_command(["estimate", *arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_rows_have_the_agreed_keys_and_labels_as_written(people: Path, capsys) -> None:
    code, found = run(["att-gt", str(people), *COLUMNS], capsys)
    assert code == 0
    assert sorted(found) == ["checks", "estimates", "headline", "refused"]
    assert {tuple(row) for row in found["estimates"]} == {tuple(ROW)}
    assert {row["group"] for row in found["estimates"]} == {"2018-05", "2018-07", None}
    assert {row["estimand"] for row in found["estimates"]} == {
        "att_gt",
        "simple",
        "dynamic",
        "group",
        "calendar",
    }


def test_a_danish_file_gives_the_same_as_an_english_one(people: Path, tmp_path: Path, capsys) -> None:
    danish = tmp_path / "dansk.csv"
    lines = people.read_text().splitlines()
    written = "\r\n".join(";".join(cell.replace(".", ",") for cell in line.split(",")) for line in lines)
    danish.write_bytes(("\ufeff" + written + "\r\n").encode())
    assert run(["att-gt", str(danish), *COLUMNS], capsys) == run(["att-gt", str(people), *COLUMNS], capsys)


def test_cells_on_the_command_line_are_the_people(people: Path, tmp_path: Path, capsys) -> None:
    cells = tmp_path / "cells.csv"
    as_cells(noisy_people(np.random.default_rng(3))).write_csv(cells)
    _code, by_cells = run(["cells", str(cells)], capsys)
    _code, by_people = run(["att-gt", str(people), *COLUMNS], capsys)
    for cell, person in zip(by_cells["estimates"][1:], by_people["estimates"], strict=True):
        assert cell["point"] == pytest.approx(person["point"], abs=1e-10)


@pytest.mark.parametrize("bad, line", [("uendelig", 4), ("inf", 4), ("1e999", 4)])
def test_a_bad_outcome_is_refused_with_file_and_line(
    bad: str, line: int, people: Path, tmp_path: Path, capsys
) -> None:
    lines = people.read_text().splitlines()
    lines[line - 1] = ",".join([*lines[line - 1].split(",")[:-1], bad])
    path = tmp_path / "bad.csv"
    path.write_text("\n".join(lines) + "\n")
    code, found = run(["did", str(path), *COLUMNS], capsys)
    assert (code, found["error"]["file"], found["error"]["line"]) == (3, str(path), line)


def test_an_undefined_number_is_null(tmp_path: Path, capsys) -> None:
    path = tmp_path / "constant.csv"
    exact_panel({0: 3, 1: 5}).with_columns(y=pl.lit(1)).write_csv(path)
    code, found = run(
        [
            "att-gt",
            str(path),
            "--outcome",
            "y",
            "--unit",
            "unit",
            "--time",
            "time",
            "--first-treated",
            "first",
        ],
        capsys,
    )
    assert (code, found["headline"]) == (0, None)
    assert {row["p_value"] for row in found["estimates"]} == {None}


def test_json_is_the_same_with_one_thread_and_with_two(people: Path, tmp_path: Path) -> None:
    script = tmp_path / "all.py"
    data = Path(__file__).parents[3] / "reference" / "data"
    mpdta = ["--outcome", "lemp", "--unit", "county", "--time", "year", "--first-treated", "first_treated"]
    commands = [
        ["att-gt", str(people), *COLUMNS, "--covariates", "category"],
        ["att-gt", str(data / "mpdta.csv"), *mpdta, "--covariates", "lpop"],
        ["did", str(data / "mpdta.csv"), *mpdta],
    ]  # fmt: skip
    script.write_text(
        "from frirum.cli.main import run_command\n"
        f"for command in {commands!r}:\n    run_command(['estimate', *command, '--json'])\n"
    )
    outputs = []
    for threads in ("1", "2"):
        names = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "POLARS_MAX_THREADS")
        environment = os.environ | dict.fromkeys(names, threads)
        outputs.append(
            subprocess.run([sys.executable, script], capture_output=True, env=environment, check=True).stdout
        )
    assert outputs[0] == outputs[1]
    assert len(outputs[0]) > 10_000


@pytest.mark.long
def test_ten_million_rows_are_read_and_estimated() -> None:
    from frirum.core.effects.att_gt import estimate_att_gt

    generator = np.random.default_rng(1)
    unit = generator.integers(0, 98, 10_000_000)
    month = generator.integers(1, 25, 10_000_000)
    first = np.where(unit < 11, 9 + 4 * (unit % 3), 0)
    y = 0.5 * ((first > 0) & (month >= first)) + generator.normal(size=10_000_000)
    frame = pl.DataFrame({"u": unit, "t": month, "f": first, "y": y})
    row = estimate_att_gt(frame, outcome="y", unit="u", time="t", first_treated="f").row(
        inference="analytic", estimand="simple"
    )
    assert row.point == pytest.approx(0.5, abs=0.02)

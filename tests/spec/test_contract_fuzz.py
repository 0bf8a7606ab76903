"""Calls of every estimator with columns that make no sense: refused with line and remedy, never a fault of ours."""

from __future__ import annotations

import contextlib
import io
import json
import random
from pathlib import Path

import pytest

from frirum.cli.estimate import estimate
from frirum.cli.main import run_command

ROWS = 12
COLUMNS: dict[str, list[object]] = {
    "unit": [n // 3 + 1 for n in range(ROWS)], "time": [1, 2, 3] * 4, "y": [1.5, 2, 2.5, 1, 3, 2, 5, 4, 4.5, 2, 2, 1],
    "first": [2] * 3 + [0] * 9, "d": [0, 1, 1] + [0] * 9, "x": [1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3], "n": [10] * ROWS,
    "sum": [5] * ROWS, "sum_sq": [5] * ROWS, "empty": [""] * ROWS, "constant": [1] * ROWS, "text": list("abcdefghijkl"),
    "negative": [-1, 2] * 6, "half": [""] * 6 + [1] * 6, "population": [100] * ROWS, "event": [0, 1] * 6,
    "wave": ["før", "efter"] * 6, "month": ["2018-01", "2018-02", "2018-03"] * 4, "bad": [1, "x"] * 6,
    "infinite": [1, "inf"] * 6, "category": ["a", "b", "c"] * 4, "marks": ["1,5", "2.5"] * 6,
}  # fmt: skip
SOUND = {
    "outcome": "y", "unit": "unit", "time": "time", "first_treated": "first", "treated": "d", "event": "event",
    "covariates": "x", "wave": "wave", "cluster": "unit", "stratum": "category", "population": "population",
    "treated_unit": "1", "start": "2",
}  # fmt: skip
OTHERS = {"treated_unit": ["99", "a", ""], "start": ["1", "9", "x", "2018-02"]}
CELLS = {
    "municipality": "unit",
    "month": "month",
    "n": "n",
    "sum": "sum",
    "sum_sq": "sum_sq",
    "first_treated": "first",
}
# What is said where nobody wrote what to do.
LAST_RESORT = ("Ret det, beskeden nævner", "Se med --help", "Meld fejlen", "Ret linje")


def methods() -> dict[str, list[tuple[str, str, bool]]]:
    """Method -> (parameter, option, required) of what names a column or a value of one."""
    found = {}
    for name, command in estimate.commands.items():
        options = [
            p
            for p in command.params
            if p.param_type_name == "option" and p.type.name == "text" and not p.multiple
        ]
        if any(p.name == "data" for p in command.params):
            found[name] = [(p.name, p.opts[0], p.required) for p in options if p.name != "sheet"]
    return found


def write(path: Path, columns: dict[str, str]) -> None:
    lines = [list(columns), *([COLUMNS[of][n] for of in columns.values()] for n in range(ROWS))]
    path.write_text("\n".join(";".join(map(str, line)) for line in lines) + "\n", encoding="utf-8")


def call(dice: random.Random, folder: Path, method: str, options: list[tuple[str, str, bool]]) -> list[str]:
    path = folder / "data.csv"
    if method == "cells":
        chosen = {
            name: of if dice.random() < 0.75 else dice.choice(list(COLUMNS)) for name, of in CELLS.items()
        }
        write(path, chosen | {"category": "category"})
    else:
        write(path, {name: name for name in COLUMNS})
    arguments = ["estimate", method, str(path)]
    for name, option, required in options:
        if not required and dice.random() < 0.5:
            continue
        value = SOUND.get(name)
        if value is None or dice.random() < 0.45:
            value = dice.choice(OTHERS.get(name) or [*COLUMNS, "absent", ""])
        if name == "covariates" and dice.random() < 0.4:
            value += f",{dice.choice(list(COLUMNS))}"
        arguments += [option, value]
    return arguments


def fault_of(arguments: list[str]) -> str | None:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run_command([*arguments, "--json"])
    document = json.loads(out.getvalue())
    if code not in (0, 2, 3):
        return f"exit {code}: {err.getvalue()[-300:]}"
    if code == 0:
        refused = document["refused"]
        return None if refused is None or refused["remedy"] else f"no remedy: {refused['code']}"
    error = document["error"]
    if not error["remedy"] or error["remedy"].startswith(LAST_RESORT):
        return f"no remedy of its own: {error['message']}"
    at_a_row = code == 3 and error["file"] is not None
    return f"no line: {error['message']}" if at_a_row and error["line"] is None else None


@pytest.mark.parametrize("calls", [300, pytest.param(5_000, marks=pytest.mark.long)])
def test_no_call_ends_in_a_fault_or_without_a_remedy(tmp_path: Path, calls: int) -> None:
    dice = random.Random(calls)
    every = methods()
    assert len(every) >= 11
    for number in range(calls):
        method = list(every)[number % len(every)]
        arguments = call(dice, tmp_path, method, every[method])
        fault = fault_of(arguments)
        assert fault is None, f"{' '.join(arguments[1:])}: {fault}"


def test_every_method_that_reads_a_file_takes_sheet_and_decimal() -> None:
    for name, command in estimate.commands.items():
        options = {p.name for p in command.params}
        assert "data" not in options or {"sheet", "decimal"} <= options, name

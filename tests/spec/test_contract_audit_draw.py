"""`frirum audit draw`: anybody with the list and the seed draws the same cases."""

from __future__ import annotations

import hashlib
import json
import random

import pytest

from frirum.cli.main import run_command

ROWS = [(f"{101 + i % 3}", f"{i // 3:03}-æ") for i in range(60)]


@pytest.fixture
def run(capsys):
    def call(*arguments):
        code = run_command(["audit", "draw", *map(str, arguments), "--json"])
        return code, json.loads(capsys.readouterr().out)

    return call


@pytest.fixture
def frame(tmp_path):
    return _write(tmp_path / "liste.csv", ROWS)


def _write(path, rows, separator=";", encoding="utf-8"):
    lines = ["sag" + separator + "kommune", *(f"{number}{separator}{part}" for part, number in rows)]
    path.write_text("\r\n".join(lines), encoding=encoding)
    return path


def _order(seed, rows, *, strata):
    def key(row):
        return hashlib.sha256(f"{seed}:{row[0] if strata else ''}:{row[1]}".encode()).hexdigest()

    return [number for _part, number in sorted(rows, key=key)]


def test_the_first_n_in_the_order_of_the_hash(run, frame):
    code, drawn = run(frame, "--n", 10, "--seed", 7, "--stratum", "kommune", "--id", "sag")
    assert code == 0
    assert drawn == {
        "frame_sha256": hashlib.sha256(frame.read_bytes()).hexdigest(),
        "n": 10,
        "drawn": _order(7, ROWS, strata=True)[:10],
    }


def test_without_strata_the_stratum_is_empty(run, tmp_path):
    rows = [("101", f"{i}") for i in range(50)]
    path = _write(tmp_path / "l.csv", rows)
    assert run(path, "--n", 50, "--seed", -1)[1]["drawn"] == _order(-1, rows, strata=False)


def test_neither_sorting_nor_format_nor_n_moves_a_case(run, frame, tmp_path):
    options = ["--seed", 7, "--stratum", "kommune", "--id", "sag"]
    known = run(frame, "--n", 20, *options)[1]["drawn"]
    mixed = random.Random(1).sample(ROWS, len(ROWS))
    other = _write(tmp_path / "other.csv", mixed, ",", "cp1252")
    assert run(other, "--n", 20, *options)[1]["drawn"] == known
    assert run(frame, "--n", 8, *options)[1]["drawn"] == known[:8]
    assert run(frame, "--n", 20, "--seed", 8, *options[2:])[1]["drawn"] != known


@pytest.mark.parametrize(
    "options, code",
    [(["--n", 61, "--stratum", "kommune"], 2), (["--n", 0, "--stratum", "kommune"], 2), (["--n", "x"], 2),
     (["--n", 5, "--id", "nope"], 3), (["--n", 5], 3)],
)  # fmt: skip
def test_what_cannot_be_drawn(run, frame, options, code):
    found, document = run(frame, "--seed", 1, *options)
    assert found == code
    assert document["error"]["message"]


def test_a_number_that_stands_twice_or_not_at_all(run, tmp_path):
    twice = _write(tmp_path / "t.csv", [("1", "a"), ("1", "b"), ("1", "a")])
    code, document = run(twice, "--n", 1, "--seed", 1)
    assert (code, document["error"]["line"]) == (3, 4)
    empty = _write(tmp_path / "e.csv", [("1", "a"), ("1", "")])
    assert run(empty, "--n", 1, "--seed", 1)[1]["error"]["line"] == 3

"""Data files as people have them, and what is said of those that cannot be used; standard output that fails."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from frirum.cli.main import run_command

NAMES = ["--outcome", "y", "--unit", "u", "--time", "t", "--first-treated", "g"]
LINES = [
    "u,t,g,y",
    *(f"Ærø {u},201{t},{2012 if u < 2 else 0},{u * t % 5}.5" for u in range(6) for t in range(5)),
]
SOUND = "\n".join(LINES) + "\n"
PROGRAM = [sys.executable, "-m", "frirum"]


@pytest.fixture
def run(capsys):
    def call(*arguments):
        code = run_command([*map(str, arguments), "--json"])
        shown = capsys.readouterr()
        assert "Traceback" not in shown.err
        return code, json.loads(shown.out)

    return call


@pytest.fixture
def sound(run, tmp_path):
    path = tmp_path / "sound.csv"
    path.write_text(SOUND, encoding="utf-8")
    return run("estimate", "did", path, *NAMES)[1]


@pytest.mark.parametrize(
    "text",
    [SOUND.replace("\n", "\r\n"), SOUND.replace("\n", "\r"), SOUND.replace("\n", "\n\n"), "\n\r\n" + SOUND,
     "sep=,\r\n" + SOUND, SOUND.replace("\n", ",\n"), SOUND.rstrip(), SOUND.replace(",", "\t")],
    ids=["crlf", "cr", "blank lines", "blank above", "sep=", "separator at the end", "no last line end", "tab"],
)  # fmt: skip
def test_line_ends_blank_lines_and_separators_change_nothing(run, tmp_path, sound, text):
    path = tmp_path / "other.csv"
    path.write_bytes(text.encode())
    assert run("estimate", "did", path, *NAMES) == (0, sound)


def test_a_line_is_counted_in_the_file_whatever_stands_above_it(run, tmp_path):
    bad = ["", "sep=,", *LINES[:3], "", "", "Ærø 9,2011,0,abc"]
    path = tmp_path / "bad.csv"
    path.write_text("\n".join(bad), encoding="utf-8")
    error = run("estimate", "did", path, *NAMES)[1]["error"]
    assert error["line"] == bad.index("Ærø 9,2011,0,abc") + 1
    assert error["message"] == "Kolonnen y: abc er ikke et tal."
    assert error["remedy"]
    path.write_text("\n".join([*bad[:-1], "Ærø 0,2019,2013,1"]), encoding="utf-8")
    assert run("estimate", "did", path, *NAMES)[1]["error"]["line"] == 8  # found after the rows were read


def test_rows_of_a_sheet_are_counted_as_the_sheet_does(run, tmp_path):
    book = openpyxl.Workbook()
    for line in ["", *LINES[:3], "", "Ærø 9,2011,0,abc"]:
        book.active.append(line.split(",") if line else [None])
    book.save(tmp_path / "b.xlsx")
    assert run("estimate", "did", tmp_path / "b.xlsx", *NAMES)[1]["error"]["line"] == 6


@pytest.mark.parametrize(
    "name, body",
    [("a.xlsx", b"no sheet"), ("a.parquet", b"PAR1no"), ("a.csv", bytes(range(256)) * 9), ("a.csv", b"\r"),
     ("a.csv", "u,t,g,y\nA,1,0,1\n".encode("utf-16-le")), ("a.csv", b"u,t,g,y\n"), ("a.csv", b""),
     ("a.csv", b'u,t,g,y\n"A,1,0,1\n'), ("a.csv", b"u,u,g,y\n1,2,3,4\n"), ("a.doc", b"u\n")],
)  # fmt: skip
def test_what_is_no_data_file_is_refused_with_what_to_do(run, tmp_path, name, body):
    path = tmp_path / name
    path.write_bytes(body)
    code, document = run("estimate", "did", path, *NAMES)
    assert code == 3
    assert document["error"]["file"] == str(path)
    assert document["error"]["remedy"]
    assert "CSV malformed" not in document["error"]["message"]


@pytest.mark.parametrize("name", ["absent.csv", "."])
def test_no_file_and_a_folder(run, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    code, document = run("estimate", "did", name, *NAMES)
    assert code == 3
    assert document["error"]["remedy"]


def test_a_file_that_may_not_be_read(run, tmp_path, monkeypatch):
    def refuse(self):
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.csv").write_text(SOUND, encoding="utf-8")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    code, document = run("estimate", "did", tmp_path / "a.csv", *NAMES)
    assert (code, document["error"]["message"]) == (3, "Filen må ikke læses.")


def test_a_covariate_named_twice_counts_once(run, tmp_path):
    path = tmp_path / "sound.csv"
    path.write_text(SOUND.replace("u,t,g,y", "u,t,g,y,x").replace(".5\n", ".5,1\n"), encoding="utf-8")
    twice, once = (run("estimate", "att-gt", path, *NAMES, "--covariates", given) for given in ("x,x", "x"))
    assert twice == once


@pytest.mark.parametrize("unit", ["99", "nobody"])
def test_a_unit_that_is_not_in_the_data(run, tmp_path, unit):
    path = tmp_path / "numbers.csv"
    path.write_text(SOUND.replace("Ærø ", "10"), encoding="utf-8")
    options = ["--outcome", "y", "--unit", "u", "--time", "t", "--treated-unit", unit, "--from", "2013"]
    code, document = run("estimate", "synthetic", path, *options)
    assert (code, document["error"]["file"]) == (3, str(path))


@pytest.mark.parametrize("line", ["catalogue show a b", "estimate share --events 1 --n 2 3"])
def test_a_word_too_many_is_told_in_danish(run, line):
    code, document = run(*line.split())
    assert code == 2
    assert document["error"]["message"].startswith("Der er for mange argumenter:")


def test_counts_of_a_whole_country_are_no_burden(run):
    options = [
        "--n1",
        5_000_000_000,
        "--events1",
        500_000_000,
        "--n2",
        5_000_000_000,
        "--events2",
        500_010_000,
    ]
    rows = run("estimate", "difference", *options)[1]["estimates"]
    # The normal approximation, which is the exact test at this size.
    assert rows[1]["p_value"] == pytest.approx(0.7389, abs=1e-4)
    assert run("audit", "size", "--population", 1_000_000_000, "--show-below", 0.01) == (0, {"n": 299})


@pytest.mark.parametrize("extra", [[], ["--json"]])
def test_a_reader_that_leaves_and_a_disk_that_is_full(extra):
    command = [*PROGRAM, "catalogue", "list", *extra]
    env = {name: value for name, value in os.environ.items() if name != "FRIRUM_HOME"}
    left = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env)
    left.stdout.close()
    assert (left.stderr.read(), left.wait()) == (b"", 0)
    if not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full here")
    with open("/dev/full", "wb") as full:
        failed = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False, env=env)
    assert failed.returncode == 1
    assert b"Traceback" not in failed.stderr
    assert "Resultatet kunne ikke skrives" in failed.stderr.decode()


@pytest.mark.parametrize("home", ["a-file", "a-file/below"])
def test_a_home_that_cannot_be_made(run, tmp_path, home):
    (tmp_path / "a-file").write_text("")
    code, document = run("init", "--home", tmp_path / home)
    assert (code, document["error"]["code"]) == (3, "input_refused")
    assert document["error"]["remedy"]
